//! The network: what it is made of, what can be chosen, what it costs, and how it computes.

mod architecture;
mod attention;
mod bam;
mod blog;
mod channel;
mod conv;
mod cost;
mod layer;
mod linear;
mod network;
mod norm;
mod packed;
mod place;
mod resnet;
mod se;
mod setting;
mod spatial;

pub use architecture::{Architecture, BlockKind, Depth, Stem, StrideOn};
pub use attention::Attention;
pub use cost::{Cost, NetworkCost, cost};
pub use layer::{Layer, LayerKind, Norms, attention_layers};
pub use network::{INPUT_EDGE_PX, Module, Network, Plan, Source, check_input};
pub use packed::Packed;
pub use place::Place;
pub use setting::{Form, Merge, Setting};
