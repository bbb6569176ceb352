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
use candle_nn::ops::sigmoid;

use super::folded::{Conv, ConvShape, Linear, Norm, global_average_pool};
use super::layer::Norms;
use super::setting::Merge;
use crate::taps::Scope;

/// Mc(F) = BN(W1 ReLU(BN(W0 AvgPool(F) + b0)) + b1): what is there, one logit per channel.
struct ChannelBranch {
    /// C -> m.
    hidden: Linear,
    /// m -> C.
    expand: Linear,
}

impl ChannelBranch {
    fn load(vb: VarBuilder, norms: Norms, channels: usize, hidden: usize) -> Result<Self> {
        let hidden_norm = norm_if(norms.hidden, vb.pp("bn0"), hidden)?;
        let end_norm = norm_if(norms.end, vb.pp("bn1"), channels)?;
        Ok(Self {
            hidden: Linear::load(vb.pp("fc0"), channels, hidden, hidden_norm.as_ref())?,
            expand: Linear::load(vb.pp("fc1"), hidden, channels, end_norm.as_ref())?,
        })
    }

    /// F (B, C, H, W) -> Mc (B, C, 1, 1).
    fn forward(&self, f: &Tensor, taps: &mut Scope) -> Result<Tensor> {
        let pooled = taps.record("channel.pooled", global_average_pool(f)?);
        let hidden = taps.record("channel.hidden", self.hidden.forward(&pooled)?.relu()?);
        let logits = taps.record("channel.logits", self.expand.forward(&hidden)?);
        logits.unsqueeze(2)?.unsqueeze(3) // (B, C) -> (B, C, 1, 1)
    }
}

/// Ms(F) = BN(1x1(3x3 d(3x3 d(1x1(F))))): where it is, one logit per cell.
struct SpatialBranch {
    /// C -> m.
    reduce: Conv,
    /// Whether `reduce` ends in a ReLU: it goes with its BatchNorm.
    rectify: bool,
    /// m -> m at distance d.
    dilated1: Conv,
    /// m -> m at distance d.
    dilated2: Conv,
    /// m -> 1.
    project: Conv,
}

impl SpatialBranch {
    fn load(
        vb: VarBuilder,
        norms: Norms,
        channels: usize,
        hidden: usize,
        d: usize,
    ) -> Result<Self> {
        let dilated = ConvShape::new(hidden, hidden, 3).dilation(d);
        let conv = |name: &str, shape: ConvShape, norm: &str, present: bool| {
            let norm = norm_if(present, vb.pp(norm), shape.outputs)?;
            Conv::load(vb.pp(name), shape, norm.as_ref())
        };
        Ok(Self {
            reduce: conv(
                "reduce",
                ConvShape::new(channels, hidden, 1),
                "bn0",
                norms.reduce,
            )?,
            rectify: norms.reduce,
            dilated1: conv("dilated1", dilated, "bn1", true)?,
            dilated2: conv("dilated2", dilated, "bn2", true)?,
            project: conv("project", ConvShape::new(hidden, 1, 1), "bn3", norms.end)?,
        })
    }

    /// F (B, C, H, W) -> Ms (B, 1, H, W).
    fn forward(&self, f: &Tensor, taps: &mut Scope) -> Result<Tensor> {
        let reduced = self.reduce.forward(f)?;
        let reduced = if self.rectify {
            reduced.relu()?
        } else {
            reduced
        };
        let reduced = taps.record("spatial.reduced", reduced);
        let x = taps.record("spatial.dilated1", self.dilated1.forward(&reduced)?.relu()?);
        let x = taps.record("spatial.dilated2", self.dilated2.forward(&x)?.relu()?);
        Ok(taps.record("spatial.logits", self.project.forward(&x)?))
    }
}

fn norm_if(present: bool, vb: VarBuilder, channels: usize) -> Result<Option<Norm>> {
    present
        .then(|| Norm::load(vb.clone(), vb, channels))
        .transpose()
}

/// One module of the form `paper` or `official`.
pub struct Bam {
    channel: Option<ChannelBranch>,
    spatial: Option<SpatialBranch>,
    merge: Merge,
}

impl Bam {
    /// Reads the branches that `merge` needs. `hidden` is m = C / r.
    pub fn load(
        vb: VarBuilder,
        norms: Norms,
        merge: Merge,
        channels: usize,
        hidden: usize,
        d: usize,
    ) -> Result<Self> {
        let channel = (merge != Merge::Spatial)
            .then(|| ChannelBranch::load(vb.pp("channel"), norms, channels, hidden))
            .transpose()?;
        let spatial = (merge != Merge::Channel)
            .then(|| SpatialBranch::load(vb.pp("spatial"), norms, channels, hidden, d))
            .transpose()?;
        Ok(Self {
            channel,
            spatial,
            merge,
        })
    }

    /// F (B, C, H, W) -> F' (B, C, H, W).
    pub fn forward(&self, f: &Tensor, taps: &mut Scope) -> Result<Tensor> {
        let channel = self.channel.as_ref().map(|branch| branch.forward(f, taps));
        let channel = channel.transpose()?; // (B, C, 1, 1)
        let spatial = self.spatial.as_ref().map(|branch| branch.forward(f, taps));
        let spatial = spatial.transpose()?; // (B, 1, H, W)
        let logits = match (channel, spatial) {
            (Some(mc), Some(ms)) => match self.merge {
                Merge::Product => mc.broadcast_mul(&ms)?,
                Merge::Max => mc.broadcast_maximum(&ms)?,
                Merge::Sum | Merge::Channel | Merge::Spatial => mc.broadcast_add(&ms)?,
            },
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => unreachable!("every merge keeps a branch"),
        };
        let attention = sigmoid(&logits)?.broadcast_as(f.shape())?;
        let attention = taps.record("attention", attention);
        f + (f * attention)?
    }
}
