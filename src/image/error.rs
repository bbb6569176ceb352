//! Why an image was refused.

use serde::Serialize;

use super::{MAX_MEGAPIXELS, MAX_SIDE_PX, MIN_SIDE_PX};

/// An image that could not be read. `Display` is one lower-case sentence with the values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(
    tag = "code",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ImageError {
    /// There is not a single byte.
    #[error("the file is empty")]
    Empty,
    /// The bytes are something else.
    #[error("this is {content}, not an image")]
    NotAnImage {
        /// What they look like, such as `HTML` or `a PDF`.
        content: &'static str,
    },
    /// An image in a format for which there is no decoder here; a browser may have one, see [`super::Photo::from_rgba`].
    #[error("{format} is not read here: jpeg, png, webp, gif and bmp are")]
    Unsupported {
        /// The format's usual name, such as `AVIF`.
        format: &'static str,
    },
    /// The file stops before its picture does.
    #[error("the {format} is cut off: it ends after {bytes} bytes, before its picture is complete")]
    Truncated {
        /// The format, such as `jpeg`.
        format: &'static str,
        /// Length of the file.
        bytes: usize,
    },
    /// The decoder gave up.
    #[error("the {format} cannot be decoded: {reason}")]
    Undecodable {
        /// The format, such as `jpeg`.
        format: &'static str,
        /// The decoder's own words, or ours where it has none that a reader understands.
        reason: String,
    },
    /// Too few pixels to show a network.
    #[error("{width} x {height} px, at least {MIN_SIDE_PX} px a side is needed")]
    TooSmall {
        /// Width in px.
        width: u32,
        /// Height in px.
        height: u32,
    },
    /// More pixels than a browser tab can be asked to hold.
    #[error(
        "{width} x {height} px, at most {MAX_SIDE_PX} px a side and {MAX_MEGAPIXELS} megapixels can be read"
    )]
    TooLarge {
        /// Width in px.
        width: u32,
        /// Height in px.
        height: u32,
    },
    /// Less memory than reading it takes.
    #[error("it takes {bytes} bytes of memory to read it, more than there are")]
    NoRoom {
        /// In one piece.
        bytes: u64,
    },
    /// Pixels that do not fill their rectangle.
    #[error("{bytes} bytes of pixels, expected 4 x {width} x {height}")]
    PixelCount {
        /// Width in px.
        width: u32,
        /// Height in px.
        height: u32,
        /// Bytes given.
        bytes: usize,
    },
    /// A resize to something that is no picture, or that would not fit in memory.
    #[error(
        "cannot resize {width} x {height} px to {edge_px} px on the shorter side: {MIN_SIDE_PX} px to {MAX_MEGAPIXELS} megapixels are possible"
    )]
    Resize {
        /// Width in px.
        width: u32,
        /// Height in px.
        height: u32,
        /// The shorter side asked for.
        edge_px: u32,
    },
}
