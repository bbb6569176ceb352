//! Photo to input tensor: bytes -> [`Photo`] (RGB8, upright) -> resize -> crop -> (1, 3, H, W).
//!
//! The pixels are those that Pillow and torchvision would give, since the networks were trained on theirs:
//! `Resize(edge)` on a Pillow image with `BILINEAR` (antialiased), `CenterCrop(edge)`, `ToTensor`, `Normalize`.

mod complete;
mod content;
mod decode;
mod error;
mod gif;
mod header;
mod jpeg;
mod resize;
mod rgb;
mod room;
mod webp;

use std::fmt;

use candle_core::{Device, Tensor};
use serde::Serialize;

pub use error::ImageError;
#[cfg(target_arch = "wasm32")]
pub(crate) use room::ensure_room;

use crate::kernels::settle;

/// Shorter side of the copy kept for display, in px: enough for a sharp picture on a dense screen.
pub(crate) const SHOWN_EDGE_PX: u32 = 720;
/// A photo's shorter side must have this many px: below, stage 4 has nothing left to see.
pub const MIN_SIDE_PX: u32 = 16;
/// A photo's longer side may have this many px.
pub const MAX_SIDE_PX: u32 = 30_000;
/// A photo may have this many million px: 300 MB as RGB8, of the 4 GB that wasm32 can address.
pub const MAX_MEGAPIXELS: u64 = 100;

/// A decoded photo: upright, opaque, RGB8 in (H, W, 3), 16 px to 30,000 px a side when it comes from a file.
#[derive(Clone, PartialEq, Eq)]
pub struct Photo {
    width: u32,
    height: u32,
    format: &'static str,
    rgb: Vec<u8>,
}

/// The square that a [`Photo::crop`] took, in px of the photo it was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Crop {
    /// Left edge.
    pub x: u32,
    /// Top edge.
    pub y: u32,
    /// Length of a side.
    pub edge_px: u32,
}

impl Photo {
    /// A photo from pixels that the browser decoded: RGBA8, (H, W, 4), alpha not premultiplied. Its format is `rgba`.
    ///
    /// # Errors
    /// When `rgba` is not 4 x `width` x `height` bytes, or the size is out of bounds as in [`Photo::decode`].
    pub fn from_rgba(width: u32, height: u32, rgba: &[u8]) -> Result<Photo, ImageError> {
        check_size(width, height)?;
        if rgba.len() as u64 != 4 * u64::from(width) * u64::from(height) {
            return Err(ImageError::PixelCount {
                width,
                height,
                bytes: rgba.len(),
            });
        }
        let (pixels, _) = rgba.as_chunks::<4>();
        Ok(Photo {
            width,
            height,
            format: "rgba",
            rgb: pixels
                .iter()
                .flat_map(|&pixel| rgb::over_white(pixel))
                .collect(),
        })
    }

    /// Width in px.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in px.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Where the pixels came from: `jpeg`, `png`, `webp`, `gif`, `bmp` or `rgba`.
    pub fn format(&self) -> &'static str {
        self.format
    }

    /// The photo with its shorter side at `edge_px` and the longer one in proportion, rounded down as torchvision's
    /// `Resize` does; antialiased bilinear, Pillow's `BILINEAR` to the bit (to a level where a photo over twice as tall as
    /// wide shrinks, which Pillow 13 does in another order).
    ///
    /// # Errors
    /// When `edge_px` is under 16, or the result would have more than 100 megapixels.
    pub fn resize(&self, edge_px: u32) -> Result<Photo, ImageError> {
        let refuse = || ImageError::Resize {
            width: self.width,
            height: self.height,
            edge_px,
        };
        let (short, long) = (self.width.min(self.height), self.width.max(self.height));
        let long = u64::from(edge_px) * u64::from(long) / u64::from(short);
        if edge_px < MIN_SIDE_PX || long.saturating_mul(edge_px.into()) > MAX_MEGAPIXELS * 1_000_000
        {
            return Err(refuse());
        }
        let long = u32::try_from(long).map_err(|_| refuse())?;
        let (width, height) = if self.width < self.height {
            (edge_px, long)
        } else {
            (long, edge_px)
        };

        let size = |width: u32, height: u32| (width as usize, height as usize);
        let (from, to) = (size(self.width, self.height), size(width, height));
        Ok(Photo {
            width,
            height,
            format: self.format,
            rgb: resize::resize(&self.rgb, from, to),
        })
    }

    /// The square whose side is the shorter side, at `position` along the longer one: 0 is its start (left or top), 1 its
    /// end, 0.5 torchvision's `CenterCrop`, rounding included. Values beyond are clamped.
    pub fn crop(&self, position: f32) -> (Photo, Crop) {
        let edge_px = self.width.min(self.height);
        let place = |side: u32| {
            let room = f64::from(side - edge_px);
            // Python's `round`, which CenterCrop uses, takes halves to the even number.
            (room * f64::from(position.clamp(0.0, 1.0))).round_ties_even() as u32
        };
        let (x, y) = (place(self.width), place(self.height));
        let edge = edge_px as usize;
        let mut rgb = Vec::with_capacity(3 * edge * edge);
        let rows = self.rgb.chunks_exact(3 * self.width as usize);
        for row in rows.skip(y as usize).take(edge) {
            rgb.extend_from_slice(&row[3 * x as usize..][..3 * edge]);
        }
        let photo = Photo {
            width: edge_px,
            height: edge_px,
            format: self.format,
            rgb,
        };
        (photo, Crop { x, y, edge_px })
    }

    /// The pixels as a canvas takes them: RGBA8, (H, W, 4), opaque.
    pub fn rgba(&self) -> Vec<u8> {
        let (pixels, _) = self.rgb.as_chunks::<3>();
        pixels
            .iter()
            .flat_map(|&[r, g, b]| [r, g, b, u8::MAX])
            .collect()
    }

    /// The network's input: (1, 3, H, W) f32, channels R, G, B, each value (v / 255 - `mean`) / `std`.
    ///
    /// # Errors
    /// Only those of the tensor library.
    pub fn to_input(&self, mean: &[f32; 3], std: &[f32; 3]) -> candle_core::Result<Tensor> {
        let mut normalised: [[f32; 256]; 3] =
            std::array::from_fn(|c| std::array::from_fn(|v| (v as f32 / 255.0 - mean[c]) / std[c]));
        // Nobody's deviation is 1e38, but a file can say so.
        settle(normalised.as_flattened_mut());
        let (pixels, _) = self.rgb.as_chunks::<3>();
        let values: Vec<[f32; 3]> = pixels
            .iter()
            .map(|pixel| std::array::from_fn(|c| normalised[c][usize::from(pixel[c])]))
            .collect();
        // A photo's pixels lie as the kernels want a map: all channels of a cell together.
        let shape = (1, self.height as usize, self.width as usize, 3);
        Tensor::from_vec(values.into_flattened(), shape, &Device::Cpu)?.permute((0, 3, 1, 2))
    }
}

impl fmt::Debug for Photo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the pixels: there can be a hundred million.
        write!(
            f,
            "Photo({} x {} px, {})",
            self.width, self.height, self.format
        )
    }
}

/// Whether a photo of this size can be taken in.
fn check_size(width: u32, height: u32) -> Result<(), ImageError> {
    if width.min(height) < MIN_SIDE_PX {
        return Err(ImageError::TooSmall { width, height });
    }
    check_largest(width, height)
}

fn check_largest(width: u32, height: u32) -> Result<(), ImageError> {
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > MAX_SIDE_PX || pixels > MAX_MEGAPIXELS * 1_000_000 {
        return Err(ImageError::TooLarge { width, height });
    }
    Ok(())
}
