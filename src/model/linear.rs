//! Fully connected layers with the BatchNorm behind them folded in: γ(Wx + b) + β is one layer with weights γW.

use candle_core::{Result, Tensor};
use candle_nn::VarBuilder;

use super::norm::{Norm, affine};
use crate::kernels::settled_tensor;

/// A fully connected layer: (B, inputs) -> (B, outputs).
pub struct Linear {
    /// (inputs, outputs): transposed once here instead of at every call.
    weight: Tensor,
    /// (outputs).
    bias: Tensor,
}

impl Linear {
    /// Reads `weight` and, when the file has one, `bias`; folds `norm` in.
    pub fn load(
        vb: VarBuilder,
        inputs: usize,
        outputs: usize,
        norm: Option<&Norm>,
    ) -> Result<Self> {
        let weight = vb.get((outputs, inputs), "weight")?.t()?;
        let (scale, bias) = affine(&vb, outputs, norm)?;
        Ok(Self {
            weight: settled_tensor(&weight.broadcast_mul(&scale)?)?,
            bias,
        })
    }

    /// (B, inputs) -> (B, outputs).
    pub fn forward(&self, x: &Tensor) -> Result<Tensor> {
        x.matmul(&self.weight)?.broadcast_add(&self.bias)
    }
}
