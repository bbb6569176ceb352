//! Convolution and fully connected layers with the BatchNorm behind them folded in.
//!
//! In a trained network BatchNorm is y = (x - mean) / sqrt(var + ε) · weight + bias, an affine map per channel, so
//! γ(Wx + b) + β is one layer with weights γW and bias γb + β. Nobody looks between the two: no tap lies there.

use candle_core::{D, Result, Tensor};
use candle_nn::VarBuilder;

/// Added to the variance: PyTorch's default, and what every checkpoint we know was trained with.
const EPSILON: f64 = 1e-5;

/// A BatchNorm as the affine map it is once trained: y = scale · x + shift.
pub struct Norm {
    /// (C), weight / sqrt(running variance + ε).
    scale: Tensor,
    /// (C), bias - scale · running mean.
    shift: Tensor,
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

    /// γW for a weight whose first axis is the output channel.
    fn fold_weight(&self, weight: &Tensor) -> Result<Tensor> {
        let mut per_output = vec![1; weight.rank()];
        per_output[0] = weight.dim(0)?;
        weight.broadcast_mul(&self.scale.reshape(per_output)?)
    }

    /// γb + β, (C).
    fn fold_bias(&self, bias: Option<Tensor>) -> Result<Tensor> {
        match bias {
            Some(bias) => (bias * &self.scale)? + &self.shift,
            None => Ok(self.shift.clone()),
        }
    }
}

/// Sizes of a square convolution whose output is as large as its input, up to the stride.
#[derive(Clone, Copy)]
pub struct ConvShape {
    /// Input channels.
    pub inputs: usize,
    /// Output channels.
    pub outputs: usize,
    /// Edge of the kernel, odd.
    pub kernel: usize,
    /// 1 or 2.
    pub stride: usize,
    /// Distance between two taps of the kernel.
    pub dilation: usize,
}

impl ConvShape {
    /// Stride 1, dilation 1.
    pub fn new(inputs: usize, outputs: usize, kernel: usize) -> Self {
        Self {
            inputs,
            outputs,
            kernel,
            stride: 1,
            dilation: 1,
        }
    }

    /// The same with another stride.
    pub fn stride(self, stride: usize) -> Self {
        Self { stride, ..self }
    }

    /// The same with another dilation.
    pub fn dilation(self, dilation: usize) -> Self {
        Self { dilation, ..self }
    }
}

/// A square convolution, zero-padded so that stride 1 keeps the map's size: (B, inputs, H, W) -> (B, outputs, H, W).
pub struct Conv {
    /// (outputs, inputs, kernel, kernel), BatchNorm folded in.
    weight: Tensor,
    /// (1, outputs, 1, 1).
    bias: Option<Tensor>,
    shape: ConvShape,
}

impl Conv {
    /// Reads `weight` and, when the file has one, `bias`; folds `norm` in.
    pub fn load(vb: VarBuilder, shape: ConvShape, norm: Option<&Norm>) -> Result<Self> {
        let ConvShape {
            inputs,
            outputs,
            kernel,
            ..
        } = shape;
        let (weight, bias) = load_folded(vb, &[outputs, inputs, kernel, kernel], outputs, norm)?;
        let bias = match bias {
            Some(bias) => Some(bias.reshape((1, outputs, 1, 1))?),
            None => None,
        };
        Ok(Self {
            weight,
            bias,
            shape,
        })
    }

    /// (B, inputs, H, W) -> (B, outputs, ceil(H / stride), ceil(W / stride)).
    pub fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let (_, _, height, width) = x.dims4()?;
        // At a distance of the map's size or more only the kernel's centre is inside, whatever the distance: the
        // smaller number gives the same sums and keeps `padding` from overflowing.
        let dilation = self.shape.dilation.min(height.max(width));
        let padding = self.shape.kernel / 2 * dilation;
        let x = x.conv2d(&self.weight, padding, self.shape.stride, dilation, 1)?;
        match &self.bias {
            Some(bias) => x.broadcast_add(bias),
            None => Ok(x),
        }
    }
}

/// A fully connected layer: (B, inputs) -> (B, outputs).
pub struct Linear {
    /// (inputs, outputs): transposed once here instead of at every call.
    weight: Tensor,
    /// (outputs).
    bias: Option<Tensor>,
}

impl Linear {
    /// Reads `weight` and, when the file has one, `bias`; folds `norm` in.
    pub fn load(
        vb: VarBuilder,
        inputs: usize,
        outputs: usize,
        norm: Option<&Norm>,
    ) -> Result<Self> {
        let (weight, bias) = load_folded(vb, &[outputs, inputs], outputs, norm)?;
        Ok(Self {
            weight: weight.t()?.contiguous()?,
            bias,
        })
    }

    /// (B, inputs) -> (B, outputs).
    pub fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let x = x.matmul(&self.weight)?;
        match &self.bias {
            Some(bias) => x.broadcast_add(bias),
            None => Ok(x),
        }
    }
}

fn load_folded(
    vb: VarBuilder,
    shape: &[usize],
    outputs: usize,
    norm: Option<&Norm>,
) -> Result<(Tensor, Option<Tensor>)> {
    let weight = vb.get(shape, "weight")?;
    let bias = match vb.contains_tensor("bias") {
        true => Some(vb.get(outputs, "bias")?),
        false => None,
    };
    match norm {
        Some(norm) => Ok((norm.fold_weight(&weight)?, Some(norm.fold_bias(bias)?))),
        None => Ok((weight, bias)),
    }
}

/// Mean over the map: (B, C, H, W) -> (B, C).
pub fn global_average_pool(x: &Tensor) -> Result<Tensor> {
    x.flatten_from(2)?.mean(D::Minus1)
}
