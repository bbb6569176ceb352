//! The convolution that a network calls: packs its weights in the way that suits their sizes, and runs as one operator
//! with everything up to the next convolution in it.

use std::fmt;

use candle_core::{CpuStorage, CustomOp1, CustomOp2, Layout, Result, Shape, Tensor, bail};

use super::direct::Direct;
use super::epilogue::{Affine, Epilogue};
use super::layout::{Extent, as_maps, channels_last};
use super::shape::ConvShape;
use super::vector::LANES;
use super::winograd::Winograd;

/// A convolution with packed weights. Which BatchNorm follows is said at each call: variants share the weights.
pub struct Convolution {
    shape: ConvShape,
    kernel: Kernel,
}

enum Kernel {
    Direct(Direct),
    F2(Winograd<2, 4>),
    F4(Winograd<4, 6>),
}

/// From this many input channels on F(4x4)'s weights come from memory more slowly than F(2x2) multiplies.
const F4_INPUTS: usize = 512;

impl Convolution {
    /// Packs `weight` (outputs, inputs, kernel, kernel).
    ///
    /// # Errors
    /// When `weight` has another shape or holds no f32.
    pub fn pack(shape: ConvShape, weight: &Tensor) -> Result<Self> {
        let ConvShape {
            inputs,
            outputs,
            kernel,
            stride,
            dilation,
        } = shape;
        if weight.dims() != [outputs, inputs, kernel, kernel] {
            bail!(
                "a weight of shape {:?} is none of {shape:?}",
                weight.shape()
            );
        }
        let values: Vec<f32> = weight.flatten_all()?.to_vec1()?;
        let winograd = (kernel, stride, dilation) == (3, 1, 1)
            && inputs.is_multiple_of(LANES)
            && outputs.is_multiple_of(LANES);
        let kernel = match winograd {
            true if inputs < F4_INPUTS => Kernel::F4(Winograd::pack(inputs, outputs, &values)),
            true => Kernel::F2(Winograd::pack(inputs, outputs, &values)),
            false => Kernel::Direct(Direct::pack(shape, &values)),
        };
        Ok(Self { shape, kernel })
    }

    /// (1, inputs, H, W) -> scale · convolution + shift (+ residual), through a ReLU if asked:
    /// (1, outputs, ceil(H / stride), ceil(W / stride)), channels last.
    ///
    /// # Errors
    /// When a shape does not fit.
    pub fn forward(
        &self,
        x: &Tensor,
        affine: &Affine,
        residual: Option<&Tensor>,
        relu: bool,
    ) -> Result<Tensor> {
        let operator = Operator {
            convolution: self,
            affine,
            relu,
        };
        as_maps(match residual {
            Some(residual) => x.apply_op2_no_bwd(residual, &operator)?,
            None => x.apply_op1_no_bwd(&operator)?,
        })
    }
}

impl fmt::Debug for Convolution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kernel = match self.kernel {
            Kernel::Direct(_) => "direct",
            Kernel::F2(_) => "F(2x2)",
            Kernel::F4(_) => "F(4x4)",
        };
        write!(f, "{:?} as {kernel}", self.shape)
    }
}

struct Operator<'a> {
    convolution: &'a Convolution,
    affine: &'a Affine,
    relu: bool,
}

impl Operator<'_> {
    fn run(
        &self,
        (x, layout): (&CpuStorage, &Layout),
        residual: Option<(&CpuStorage, &Layout)>,
    ) -> Result<(CpuStorage, Shape)> {
        let Convolution { shape, kernel } = self.convolution;
        let extent = Extent::of(layout.shape())?;
        let output = shape.output(extent);
        if extent.channels != shape.inputs || self.affine.channels() != shape.outputs {
            bail!(
                "{shape:?} cannot take {extent:?} with {} scales",
                self.affine.channels()
            );
        }
        let x = channels_last(x, layout)?;
        let residual = match residual {
            Some((_, layout)) if Extent::of(layout.shape())? != output => {
                bail!("a residual of {:?} is none of {output:?}", layout.shape())
            }
            Some((storage, layout)) => Some(channels_last(storage, layout)?),
            None => None,
        };
        let epilogue = Epilogue {
            affine: self.affine,
            residual: residual.as_deref(),
            relu: self.relu,
        };
        let y = match kernel {
            Kernel::Direct(direct) => direct.forward(&x, extent, &epilogue),
            Kernel::F2(winograd) => winograd.forward(&x, extent, &epilogue),
            Kernel::F4(winograd) => winograd.forward(&x, extent, &epilogue),
        };
        Ok((CpuStorage::F32(y), output.in_memory()))
    }
}

impl CustomOp1 for Operator<'_> {
    fn name(&self) -> &'static str {
        "convolution"
    }

    fn cpu_fwd(&self, x: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        self.run((x, layout), None)
    }
}

impl CustomOp2 for Operator<'_> {
    fn name(&self) -> &'static str {
        "convolution"
    }

    fn cpu_fwd(
        &self,
        x: &CpuStorage,
        layout: &Layout,
        residual: &CpuStorage,
        residual_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        self.run((x, layout), Some((residual, residual_layout)))
    }
}
