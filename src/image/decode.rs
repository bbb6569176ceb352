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
    /// When the bytes are not such a file, when they end before the picture does, when the decoder refuses them, when a
    /// side is under 16 px or over 30,000 px, or when there are more than 100 megapixels. Sizes are judged by the header,
    /// before pixels are allocated. Wrong bytes in the middle of a picture that can still be decoded go unnoticed.
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
    let rgba = pixels.into_rgba8();
    let mut rgb = RgbImage::new(rgba.width(), rgba.height());
    for (pixel, source) in rgb.pixels_mut().zip(rgba.pixels()) {
        pixel.0 = over_white(source.0);
    }
    rgb
}

/// One RGBA pixel composited over white.
pub(super) fn over_white([r, g, b, alpha]: [u8; 4]) -> [u8; 3] {
    let alpha = u32::from(alpha);
    // Rounded to the nearest level.
    [r, g, b].map(|value| ((u32::from(value) * alpha + 255 * (255 - alpha) + 127) / 255) as u8)
}

fn name(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Jpeg => "jpeg",
        _ => format.extensions_str()[0],
    }
}

/// What a decoder's error means to a person.
fn refusal(format: &'static str, bytes: &[u8], error: &image::ImageError) -> ImageError {
    match error {
        image::ImageError::IoError(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            ImageError::Truncated {
                format,
                bytes: bytes.len(),
            }
        }
        _ => ImageError::Undecodable {
            format,
            // The cause speaks for itself; around it the library only repeats the format.
            reason: error.source().unwrap_or(error).to_string(),
        },
    }
}
