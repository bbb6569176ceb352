//! BAM Lens.

pub mod checkpoint;
mod error;
pub mod image;
pub mod model;

pub use error::Error;
