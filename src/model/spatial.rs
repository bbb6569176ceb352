//! The spatial branch: which places count. A 1x1 reduction, two dilated 3x3 convolutions, one logit per cell.
//!
//! Source: BAM, BMVC 2018, equation 4.

use candle_core::{Result, Tensor};
use candle_nn::VarBuilder;

use super::conv::Conv;
use super::layer::Norms;
use super::norm::Norm;
use crate::kernels::ConvShape;
use crate::taps::Scope;

/// Ms(F) = BN(1x1(3x3 d(3x3 d(1x1(F))))): where it is, one logit per cell.
pub struct SpatialBranch {
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
    pub fn load(
        vb: VarBuilder,
        norms: Norms,
        channels: usize,
        hidden: usize,
        d: usize,
    ) -> Result<Self> {
        let dilated = ConvShape::new(hidden, hidden, 3).dilation(d);
        let conv = |name: &str, shape: ConvShape, norm: &str, present: bool| {
            let norm = Norm::load_if(present, vb.pp(norm), shape.outputs)?;
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
    pub fn forward(&self, f: &Tensor, taps: &mut Scope) -> Result<Tensor> {
        let reduced = match self.rectify {
            true => self.reduce.forward_relu(f)?,
            false => self.reduce.forward(f)?,
        };
        let reduced = taps.record("spatial.reduced", reduced);
        let x = taps.record("spatial.dilated1", self.dilated1.forward_relu(&reduced)?);
        let x = taps.record("spatial.dilated2", self.dilated2.forward_relu(&x)?);
        Ok(taps.record("spatial.logits", self.project.forward(&x)?))
    }
}
