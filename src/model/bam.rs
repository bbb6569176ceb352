//! The Bottleneck Attention Module: F' = F + F ⊗ M(F), M(F) = σ(Mc(F) + Ms(F)).
//!
//! Source: BAM, BMVC 2018 (arXiv 1807.06514), equations 2 to 4 and figure 2; github.com/Jongchan/attention-module at
//! 459efad, `MODELS/bam.py`.
//!
//! NOTE: the paper prints neither the ReLUs nor a BatchNorm inside the branches. The released code has both, and lacks
//! the BatchNorm at the branches' ends; it multiplies where the paper adds. The form `paper` here is the paper's sum
//! and final BatchNorm with the released code's hidden ones; `official` is the released code.

use candle_core::{Result, Tensor};
use candle_nn::VarBuilder;

use super::channel::ChannelBranch;
use super::layer::Norms;
use super::setting::Merge;
use super::spatial::SpatialBranch;
use crate::kernels::{Effect, Join, attend};
use crate::taps::Scope;

/// One module of the form `paper` or `official`, with the branches that its merge needs.
pub enum Bam {
    /// σ(Mc + Ms), σ(Mc · Ms) or σ(max(Mc, Ms)).
    Both(ChannelBranch, SpatialBranch, Join),
    /// σ(Mc).
    Channel(ChannelBranch),
    /// σ(Ms).
    Spatial(SpatialBranch),
}

impl Bam {
    /// `hidden` is m = C / r.
    pub fn load(
        vb: VarBuilder,
        norms: Norms,
        merge: Merge,
        channels: usize,
        hidden: usize,
        d: usize,
    ) -> Result<Self> {
        let channel = || ChannelBranch::load(vb.pp("channel"), norms, channels, hidden);
        let spatial = || SpatialBranch::load(vb.pp("spatial"), norms, channels, hidden, d);
        let both = |join: Join| Ok(Bam::Both(channel()?, spatial()?, join));
        match merge {
            Merge::Sum => both(Join::Sum),
            Merge::Product => both(Join::Product),
            Merge::Max => both(Join::Max),
            Merge::Channel => channel().map(Bam::Channel),
            Merge::Spatial => spatial().map(Bam::Spatial),
        }
    }

    /// F (B, C, H, W) -> F' (B, C, H, W).
    pub fn forward(&self, f: &Tensor, taps: &mut Scope) -> Result<Tensor> {
        let (_, channels, height, width) = f.dims4()?;
        let nothing =
            |shape: (usize, usize, usize, usize)| Tensor::zeros(shape, f.dtype(), f.device());
        // A branch that is not there adds 0 to the logits of the other.
        let (mc, ms, join) = match self {
            Bam::Both(channel, spatial, join) => {
                let mc = channel.forward(f, taps)?;
                (mc, spatial.forward(f, taps)?, *join)
            }
            Bam::Channel(channel) => {
                let ms = nothing((1, 1, height, width))?;
                (channel.forward(f, taps)?, ms, Join::Sum)
            }
            Bam::Spatial(spatial) => {
                let mc = nothing((1, channels, 1, 1))?;
                (mc, spatial.forward(f, taps)?, Join::Sum)
            }
        };
        let (attention, after) = attend(f, &mc, &ms, join, Effect::Raise)?;
        taps.record("attention", attention);
        Ok(after)
    }
}
