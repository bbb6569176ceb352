//! Squeeze-and-Excitation: F' = F σ(c). The paper's table 5 compares BAM with it.
//!
//! Source: Hu et al., "Squeeze-and-Excitation Networks", arXiv 1709.01507.
//!
//! NOTE: here it sits at the three bottlenecks like a BAM, not in every block. It scales by σ(c) in (0, 1), so unlike
//! a BAM it can only dampen.

use candle_core::{Result, Tensor};
use candle_nn::VarBuilder;

use super::channel::ChannelBranch;
use super::layer::Norms;
use super::setting::Form;
use crate::kernels::{Effect, Join, attend};
use crate::taps::Scope;

/// One module of the form `se`.
pub struct SqueezeExcitation {
    channel: ChannelBranch,
}

impl SqueezeExcitation {
    /// `hidden` is m = C / r.
    pub fn load(vb: VarBuilder, channels: usize, hidden: usize) -> Result<Self> {
        Ok(Self {
            channel: ChannelBranch::load(vb.pp("channel"), Norms::of(Form::Se), channels, hidden)?,
        })
    }

    /// F (B, C, H, W) -> F' (B, C, H, W).
    pub fn forward(&self, f: &Tensor, taps: &mut Scope) -> Result<Tensor> {
        let (_, _, height, width) = f.dims4()?;
        let logits = self.channel.forward(f, taps)?; // (B, C, 1, 1)
        let nothing = Tensor::zeros((1, 1, height, width), f.dtype(), f.device())?;
        let (attention, after) = attend(f, &logits, &nothing, Join::Sum, Effect::Scale)?;
        taps.record("attention", attention);
        Ok(after)
    }
}
