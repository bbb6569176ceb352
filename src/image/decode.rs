//! Bytes to upright RGB8 pixels.

use std::error::Error;
use std::io::{self, Cursor};

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};

use super::complete::is_complete;
use super::content::Content;
use super::{ImageError, Photo, check_size};

/// What a decoder may reserve besides the pixels: a frame of the largest photo in RGBA8, an inflated colour profile.
const DECODER_BYTES: u64 = 512 << 20;

impl Photo {
    /// A photo from the bytes of a JPEG, PNG, WebP, GIF or BMP file: upright by its EXIF orientation, alpha composited
    /// over white, 16 bits rounded to 8, of an animation the first frame. Colour profiles are not applied, as in Pillow.
    ///
    /// # Errors
    /// When the bytes are not such a file, when its picture is incomplete (the end of the file itself is looked for in
    /// JPEG and WebP, in the other formats the end of the pixels), when the decoder refuses it, when a side is under
    /// 16 px or over 30,000 px, or when there are more than 100 megapixels. Sizes are judged by the header, before
    /// pixels are allocated.
    pub fn decode(bytes: &[u8]) -> Result<Photo, ImageError> {
        if bytes.is_empty() {
            return Err(ImageError::Empty);
        }
        let format = match Content::of(bytes) {
            Content::Readable(format) => format,
            Content::OtherImage(format) => return Err(ImageError::Unsupported { format }),
            Content::Else(content) => return Err(ImageError::NotAnImage { content }),
        };
        let name = name(format);
        if !is_complete(format, bytes) {
            return Err(ImageError::Truncated {
                format: name,
                bytes: bytes.len(),
            });
        }
        let refuse = |error| refusal(name, bytes, &error);

        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = Limits::no_limits();
        limits.max_alloc = Some(DECODER_BYTES);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(refuse)?;
        let (width, height) = decoder.dimensions();
        check_size(width, height)?;
        // Metadata that cannot be read does not spoil the picture.
        let orientation = decoder
            .orientation()
            .unwrap_or(image::metadata::Orientation::NoTransforms);

        let pixels = DynamicImage::from_decoder(decoder).map_err(refuse)?;
        let mut pixels = DynamicImage::ImageRgb8(to_rgb(pixels));
        // On RGB8, so that a quarter turn's second copy is as small as it can be.
        pixels.apply_orientation(orientation);
        Ok(Photo {
            width: pixels.width(),
            height: pixels.height(),
            format: name,
            rgb: pixels.into_rgb8().into_raw(),
        })
    }
}

fn to_rgb(pixels: DynamicImage) -> RgbImage {
    if !pixels.color().has_alpha() {
        return pixels.into_rgb8();
    }
    let (width, height) = (pixels.width(), pixels.height());
    let rgb = over_white(pixels.into_rgba8().into_raw());
    RgbImage::from_raw(width, height, rgb).unwrap_or_default()
}

/// RGBA8 (H, W, 4) to RGB8 (H, W, 3), composited over white, in place.
pub(super) fn over_white(mut pixels: Vec<u8>) -> Vec<u8> {
    let count = pixels.len() / 4;
    for i in 0..count {
        let alpha = u32::from(pixels[4 * i + 3]);
        for c in 0..3 {
            let value = u32::from(pixels[4 * i + c]);
            pixels[3 * i + c] = ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
        }
    }
    pixels.truncate(3 * count);
    pixels
}

fn name(format: ImageFormat) -> &'static str {
    format.extensions_str()[0]
}

/// What a decoder's error means to a person.
fn refusal(format: &'static str, bytes: &[u8], error: &image::ImageError) -> ImageError {
    if ends_early(error) {
        return ImageError::Truncated {
            format,
            bytes: bytes.len(),
        };
    }
    ImageError::Undecodable {
        format,
        reason: error.to_string(),
    }
}

fn ends_early(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>()
            && error.kind() == io::ErrorKind::UnexpectedEof
        {
            return true;
        }
        cause = error.source();
    }
    false
}
