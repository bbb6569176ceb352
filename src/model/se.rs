//! Squeeze-and-Excitation: F' = F σ(c). The paper's table 5 compares BAM with it.
//!
//! Source: Hu et al., "Squeeze-and-Excitation Networks", arXiv 1709.01507.
//!
//! NOTE: here it sits at the three bottlenecks like a BAM, not in every block. It scales by σ(c) in (0, 1), so unlike
//! a BAM it can only dampen.

use candle_core::{Result, Tensor};
use candle_nn::VarBuilder;
use candle_nn::ops::sigmoid;

use super::folded::{Linear, global_average_pool};
use crate::taps::Scope;

/// One module of the form `se`.
pub struct SqueezeExcitation {
    /// C -> m.
    fc0: Linear,
    /// m -> C.
    fc1: Linear,
}

impl SqueezeExcitation {
    /// `hidden` is m = C / r.
    pub fn load(vb: VarBuilder, channels: usize, hidden: usize) -> Result<Self> {
        Ok(Self {
            fc0: Linear::load(vb.pp("channel.fc0"), channels, hidden, None)?,
            fc1: Linear::load(vb.pp("channel.fc1"), hidden, channels, None)?,
        })
    }

    /// F (B, C, H, W) -> F' (B, C, H, W).
    pub fn forward(&self, f: &Tensor, taps: &mut Scope) -> Result<Tensor> {
        let pooled = taps.record("channel.pooled", global_average_pool(f)?);
        let hidden = taps.record("channel.hidden", self.fc0.forward(&pooled)?.relu()?);
        let logits = taps.record("channel.logits", self.fc1.forward(&hidden)?);
        let attention = sigmoid(&logits)?.unsqueeze(2)?.unsqueeze(3)?; // (B, C) -> (B, C, 1, 1)
        let attention = taps.record("attention", attention.broadcast_as(f.shape())?);
        f * attention
    }
}
