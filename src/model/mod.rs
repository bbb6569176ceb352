//! The network: what it is made of, what can be chosen, what it costs, and how it computes.

mod architecture;
mod setting;

pub use architecture::{Architecture, BlockKind, Depth, Layer, LayerKind, Place, Stem, StrideOn};
pub use setting::{Form, Merge, Norms, Setting, attention_layers};
