//! The channel branch: which features count. Global average pool, two fully connected layers, one logit per channel.
//!
//! Source: BAM, BMVC 2018, equation 3; the same two layers without BatchNorm are Squeeze-and-Excitation's (arXiv
//! 1709.01507).

use candle_core::{Result, Tensor};
use candle_nn::VarBuilder;

use super::layer::Norms;
use super::linear::Linear;
use super::norm::Norm;
use crate::kernels::mean_of_cells;
use crate::taps::Scope;

/// Mc(F) = BN(W1 ReLU(BN(W0 AvgPool(F) + b0)) + b1): what is there, one logit per channel.
pub struct ChannelBranch {
    /// C -> m.
    hidden: Linear,
    /// m -> C.
    expand: Linear,
}

impl ChannelBranch {
    pub fn load(vb: VarBuilder, norms: Norms, channels: usize, hidden: usize) -> Result<Self> {
        let hidden_norm = Norm::load_if(norms.hidden, vb.pp("bn0"), hidden)?;
        let end_norm = Norm::load_if(norms.end, vb.pp("bn1"), channels)?;
        Ok(Self {
            hidden: Linear::load(vb.pp("fc0"), channels, hidden, hidden_norm.as_ref())?,
            expand: Linear::load(vb.pp("fc1"), hidden, channels, end_norm.as_ref())?,
        })
    }

    /// F (B, C, H, W) -> Mc (B, C, 1, 1).
    pub fn forward(&self, f: &Tensor, taps: &mut Scope) -> Result<Tensor> {
        let pooled = taps.record("channel.pooled", mean_of_cells(f)?);
        let hidden = taps.record("channel.hidden", self.hidden.forward(&pooled)?.relu()?);
        let logits = taps.record("channel.logits", self.expand.forward(&hidden)?);
        logits.unsqueeze(2)?.unsqueeze(3) // (B, C) -> (B, C, 1, 1)
    }
}
