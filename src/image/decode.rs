//! Bytes to upright RGB8 pixels.

use std::error::Error;
use std::io::{self, Cursor};

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};

use super::complete::is_complete;
use super::content::Content;
use super::header::claimed_size;
use super::rgb::{stored_bytes, to_rgb};
use super::room::{METADATA_BYTES, Need, ensure_room};
use super::{ImageError, Photo, check_largest, check_size, jpeg};

impl Photo {
    /// A photo from the bytes of a JPEG, PNG, WebP, GIF or BMP file: upright by its EXIF orientation, alpha composited
    /// over white, 16 bits rounded to 8, of an animation the first frame. Colour profiles are not applied, as in Pillow.
    ///
    /// # Errors
    /// When the bytes are not such a file, when they end before the picture does, when the decoder refuses them, when a
    /// side is under 16 px or over 30,000 px, when there are more than 100 megapixels, or when there is no memory for what
    /// decoding them takes. Sizes are judged by the header, before pixels are allocated. Wrong bytes in the middle of a
    /// picture that can still be decoded go unnoticed.
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
        let claimed = claimed_size(format, bytes);
        if let Some((width, height)) = claimed {
            check_largest(width, height)?;
        }
        let refuse = |error| refusal(name, bytes, &error);

        if format == ImageFormat::Jpeg {
            if let Some(reason) = jpeg::foreign_process(bytes) {
                return Err(ImageError::Undecodable {
                    format: name,
                    reason: reason.into(),
                });
            }
            // Its decoder copies them.
            ensure_room(bytes.len() as u64)?;
        }
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = Limits::no_limits();
        limits.max_alloc = Some(METADATA_BYTES);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(refuse)?;
        let (width, height) = decoder.dimensions();
        check_size(width, height)?;
        // Metadata that cannot be read does not spoil the picture.
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);

        let color = decoder.color_type();
        let need = Need {
            width,
            height,
            frame: claimed.unwrap_or((width, height)),
            color,
            orientation,
        };
        ensure_room(need.bytes(format, bytes))?;
        // The frame's size is in what was reserved.
        decoder.set_limits(Limits::no_limits()).map_err(refuse)?;
        let pixels = u64::from(width) * u64::from(height);
        let mut stored = vec![0; stored_bytes(color, pixels) as usize];
        let decoded = decoder.total_bytes() as usize;
        decoder.read_image(&mut stored[..decoded]).map_err(refuse)?;
        let rgb = to_rgb(stored, color, pixels as usize);
        Ok(upright(name, width, height, rgb, orientation))
    }
}

fn upright(
    format: &'static str,
    width: u32,
    height: u32,
    rgb: Vec<u8>,
    orientation: Orientation,
) -> Photo {
    let pixels = RgbImage::from_raw(width, height, rgb).expect("three bytes for each pixel");
    let mut pixels = DynamicImage::ImageRgb8(pixels);
    pixels.apply_orientation(orientation);
    Photo {
        width: pixels.width(),
        height: pixels.height(),
        format,
        rgb: pixels.into_rgb8().into_raw(),
    }
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
