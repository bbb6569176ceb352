//! BAM Lens: what the Bottleneck Attention Module does to a photo, in the browser.
//!
//! A photo goes in, three BAM stages come out:
//!
//! ```text
//! file ── image::Photo ── Frame ── input (1, 3, H, W) ─┐
//!                                                      ├─ Session ── Taps ── Map
//! checkpoint ── checkpoint::Weights ── Network ────────┘
//! ```
//!
//! # Lexicon
//! - *image*: RGBA8, H x W x 4; *input*: f32 (1, 3, H, W) after crop and normalisation;
//! - *stage*: one of a ResNet's four; *block*: a residual unit; *bottleneck*: the place between two stages, where a BAM
//!   sits (not to be confused with a bottleneck block);
//! - *logits*: a branch's output before the sigmoid; *attention*: M(F), behind it; *gain*: 1 + M(F), in (1, 2);
//! - *tap*: a named tensor recorded in a run; *map*: one (H, W) plane; *run*: one forward pass;
//! - *class map*: the class activation map, what each cell of stage 4 adds to the logit of one class;
//! - *parameter*: a tensor of a module as the weights file gives it, BatchNorm not folded in;
//! - *form*: the formula of an attention module; *variant*: a trained set of attention weights (`r16_d4`, `se`, ...);
//! - *setting*: form, merge, r and d together.
//!
//! # Sources
//! Park, Woo, Lee, Kweon: "BAM: Bottleneck Attention Module", BMVC 2018, arXiv 1807.06514, and its released code,
//! github.com/Jongchan/attention-module at 459efad.

pub mod checkpoint;
mod class_map;
mod error;
mod fit;
mod frame;
pub mod image;
pub mod kernels;
mod lone;
mod map;
mod memory;
pub mod model;
mod prediction;
mod session;
mod source;
mod taps;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use error::Error;
pub use fit::Fit;
pub use frame::Frame;
pub use lone::LoneModule;
pub use map::{Map, Statistics, map};
pub use prediction::Prediction;
pub use session::{Session, Trial};
pub use taps::{Scope, Taps};
