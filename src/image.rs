//! Photo to input tensor. To come.

/// An image that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {}
