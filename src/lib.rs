//! BAM Lens.

pub mod checkpoint;
mod error;
pub mod image;
pub mod model;
mod taps;

pub use error::Error;
pub use taps::{Scope, Taps};
