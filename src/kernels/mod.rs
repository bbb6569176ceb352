//! Candle operators for what a forward pass spends its time on.
//!
//! Everything here computes on channels-last maps (`layout.rs`) and is written once, for WebAssembly's SIMD and for any
//! other machine, on `wide`'s vectors. None of it needs unsafe code: rows are cut to length before the inner loops.

mod attend;
mod convolution;
mod direct;
mod epilogue;
mod gemm;
mod layout;
mod negligible;
mod pool;
mod scratch;
mod shape;
mod vector;
mod winograd;

pub use attend::{Effect, Join, attend};
pub use convolution::Convolution;
pub use epilogue::Affine;
pub use negligible::{settle, settled_tensor};
pub use pool::{max_pool_3x3, mean_of_cells, mean_of_channels};
pub use shape::ConvShape;
