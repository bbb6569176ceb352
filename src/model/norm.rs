//! BatchNorm as it is in a trained network: y = (x - mean) / sqrt(var + ε) · weight + bias, an affine map per channel.

use candle_core::{Result, Tensor};
use candle_nn::VarBuilder;

/// Added to the variance: PyTorch's default, and what every checkpoint we know was trained with.
const EPSILON: f64 = 1e-5;

/// y = scale · x + shift.
pub struct Norm {
    /// (C), weight / sqrt(running variance + ε).
    pub scale: Tensor,
    /// (C), bias - scale · running mean.
    pub shift: Tensor,
}

impl Norm {
    /// Reads `weight` and `bias` from `affine`, `running_mean` and `running_var` from `statistics`: a shared backbone
    /// keeps the first, each variant brings the second.
    pub fn load(affine: VarBuilder, statistics: VarBuilder, channels: usize) -> Result<Self> {
        let mean = statistics.get(channels, "running_mean")?;
        let variance = statistics.get(channels, "running_var")?;
        let deviation = (variance + EPSILON)?.sqrt()?;
        let scale = (affine.get(channels, "weight")? / deviation)?;
        let shift = (affine.get(channels, "bias")? - (&scale * mean)?)?;
        Ok(Self { scale, shift })
    }

    /// The norm of a layer that may have none; its statistics lie beside its affine half.
    pub fn load_if(present: bool, vb: VarBuilder, channels: usize) -> Result<Option<Self>> {
        present
            .then(|| Self::load(vb.clone(), vb, channels))
            .transpose()
    }
}

/// What follows the products of a layer with `outputs` outputs, its bias and its norm together, as (scale, shift), each
/// (outputs): BN(Wx + b) = scale · Wx + (scale · b + shift).
pub fn affine(vb: &VarBuilder, outputs: usize, norm: Option<&Norm>) -> Result<(Tensor, Tensor)> {
    let bias = match vb.contains_tensor("bias") {
        true => Some(vb.get(outputs, "bias")?),
        false => None,
    };
    match (norm, bias) {
        (Some(Norm { scale, shift }), Some(bias)) => {
            Ok((scale.clone(), ((bias * scale)? + shift)?))
        }
        (Some(Norm { scale, shift }), None) => Ok((scale.clone(), shift.clone())),
        (None, bias) => {
            let ones = Tensor::ones(outputs, vb.dtype(), vb.device())?;
            let shift = bias.map_or_else(|| ones.zeros_like(), Ok)?;
            Ok((ones, shift))
        }
    }
}
