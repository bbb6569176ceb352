//! The size that a file claims where its decoder does not tell: those of PNG and BMP stumble over larger ones, on 32 bits,
//! before they can be asked; GIF and WebP have one for the whole and another for their first frame.

use image::ImageFormat;

use super::{gif, webp};

/// Width and height in px; `None` when the decoder tells, or the bytes do not reach that far.
pub(super) fn claimed_size(format: ImageFormat, bytes: &[u8]) -> Option<(u32, u32)> {
    let four = |at: usize| bytes.get(at..at + 4)?.try_into().ok();
    match format {
        // The first chunk's data: ISO/IEC 15948, 11.2.1.
        ImageFormat::Png => Some((u32::from_be_bytes(four(16)?), u32::from_be_bytes(four(20)?))),
        // BITMAPINFOHEADER, where rows that come from the top have a negative height. OS/2's has 16 bits a side, which the
        // decoder can tell.
        ImageFormat::Bmp if u32::from_le_bytes(four(14)?) >= 40 => Some((
            u32::from_le_bytes(four(18)?),
            i32::from_le_bytes(four(22)?).unsigned_abs(),
        )),
        ImageFormat::Gif => gif::frame_size(bytes),
        ImageFormat::WebP => webp::first_frame(bytes).map(|frame| frame.size),
        _ => None,
    }
}
