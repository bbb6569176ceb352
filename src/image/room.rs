//! Whether there is memory for what decoding takes. WebAssembly traps where memory ends, and a session that trapped is lost:
//! so everything that grows with a photo is asked for before, in one piece.

use std::hint::black_box;

use image::metadata::Orientation;
use image::{ColorType, ImageFormat};

use super::rgb::stored_bytes;
use super::{ImageError, SHOWN_EDGE_PX, jpeg, webp};
use crate::memory;

/// What a decoder may keep of profiles and texts, which can be inflated from very little.
pub(super) const METADATA_BYTES: u64 = 4 << 20;

/// Refuses what there is no memory for.
pub(crate) fn ensure_room(bytes: u64) -> Result<(), ImageError> {
    let mut room = Vec::<u8>::new();
    let fits =
        usize::try_from(bytes).is_ok_and(|bytes| memory::reserve(&mut room, bytes).is_some());
    // Or the compiler sees that it is not used, and leaves it out.
    black_box(&room);
    match fits {
        true => Ok(()),
        false => Err(ImageError::NoRoom { bytes }),
    }
}

/// A picture as its headers describe it.
pub(super) struct Need {
    /// In px.
    pub width: u32,
    /// In px.
    pub height: u32,
    /// Width and height of the first frame's own data, in px.
    pub frame: (u32, u32),
    /// What the decoder gives.
    pub color: ColorType,
    /// How it is turned then.
    pub orientation: Orientation,
}

impl Need {
    /// The most bytes that are in use at one time until the photo has been resized, `file`'s own aside.
    pub fn bytes(&self, format: ImageFormat, file: &[u8]) -> u64 {
        let pixels = u64::from(self.width) * u64::from(self.height);
        let decoding = stored_bytes(self.color, pixels) + self.decoder_bytes(format, file);
        let rgb = 3 * pixels;
        let turning = match self.orientation {
            Orientation::NoTransforms
            | Orientation::FlipHorizontal
            | Orientation::FlipVertical
            | Orientation::Rotate180 => rgb,
            _ => 2 * rgb,
        };
        // Halfway, one side has its new length; then there is the result. Nothing is made larger.
        let shorter = u64::from(self.width.min(self.height));
        let resizing = rgb + 2 * (rgb * shorter.min(SHOWN_EDGE_PX.into())).div_ceil(shorter);
        METADATA_BYTES + decoding.max(turning).max(resizing)
    }

    /// What a decoder keeps beside the pixels that it gives: seen in its source, and held by tests/hostile/room.test.js.
    fn decoder_bytes(&self, format: ImageFormat, file: &[u8]) -> u64 {
        let pixels = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
        match format {
            // A copy of the file, too.
            ImageFormat::Jpeg => file.len() as u64 + jpeg::coefficient_bytes(file),
            // A frame of its own, RGBA8.
            ImageFormat::Gif => 4 * pixels(self.frame),
            ImageFormat::WebP => webp::first_frame(file).map_or(0, |frame| {
                let canvas = if frame.animated {
                    4 * pixels((self.width, self.height))
                } else {
                    0
                };
                canvas + pixels(frame.size) * frame.quarters / 4
            }),
            _ => 0,
        }
    }
}
