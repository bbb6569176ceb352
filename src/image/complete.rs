//! Whether a file reaches the end that its own structure promises. Not every decoder says so: JPEG's
//! fills what is missing with grey, GIF's has one error for it that cannot be told from others, WebP's reserves what a
//! chunk's header claims before it looks for it.

use image::ImageFormat;

use super::{gif, jpeg, webp};

/// Whether `bytes`, a file of `format`, is there to its end. `true` for formats whose decoder notices by itself.
pub(super) fn is_complete(format: ImageFormat, bytes: &[u8]) -> bool {
    match format {
        ImageFormat::Jpeg => jpeg::reaches_end(bytes).is_some(),
        ImageFormat::Gif => gif::reaches_second_frame(bytes).is_some(),
        ImageFormat::WebP => webp::chunks_fit(bytes).is_some(),
        _ => true,
    }
}
