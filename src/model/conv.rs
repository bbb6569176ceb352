//! Convolution with what follows it: bias or BatchNorm, residual sum, ReLU. No tap lies between them, so they are one
//! operator.

use std::sync::Arc;

use candle_core::{Result, Tensor};
use candle_nn::VarBuilder;

use super::norm::{Norm, affine};
use crate::kernels::{Affine, ConvShape, Convolution};

/// A square convolution, zero-padded so that stride 1 keeps the map's size:
/// (1, inputs, H, W) -> (1, outputs, ceil(H / stride), ceil(W / stride)).
pub struct Conv {
    convolution: Arc<Convolution>,
    affine: Affine,
}

impl Conv {
    /// Reads `weight` and, when the file has one, `bias`; `norm` comes behind them.
    pub fn load(vb: VarBuilder, shape: ConvShape, norm: Option<&Norm>) -> Result<Self> {
        let convolution = Arc::new(pack(&vb, shape)?);
        Self::with_packed(convolution, vb, shape, norm)
    }

    /// The same with weights that were packed before.
    pub fn with_packed(
        convolution: Arc<Convolution>,
        vb: VarBuilder,
        shape: ConvShape,
        norm: Option<&Norm>,
    ) -> Result<Self> {
        let (scale, shift) = affine(&vb, shape.outputs, norm)?;
        Ok(Self {
            convolution,
            affine: Affine::new(scale.to_vec1()?, shift.to_vec1()?),
        })
    }

    /// BN(conv(x)).
    pub fn forward(&self, x: &Tensor) -> Result<Tensor> {
        self.convolution.forward(x, &self.affine, None, false)
    }

    /// relu(BN(conv(x))).
    pub fn forward_relu(&self, x: &Tensor) -> Result<Tensor> {
        self.convolution.forward(x, &self.affine, None, true)
    }

    /// relu(BN(conv(x)) + shortcut).
    pub fn forward_add_relu(&self, x: &Tensor, shortcut: &Tensor) -> Result<Tensor> {
        let shortcut = Some(shortcut);
        self.convolution.forward(x, &self.affine, shortcut, true)
    }
}

/// Reads and packs the weight at `vb`.
pub fn pack(vb: &VarBuilder, shape: ConvShape) -> Result<Convolution> {
    let ConvShape {
        inputs,
        outputs,
        kernel,
        ..
    } = shape;
    let weight = vb.get((outputs, inputs, kernel, kernel), "weight")?;
    Convolution::pack(shape, &weight)
}
