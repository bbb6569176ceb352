//! Sizes of a convolution.

use super::layout::Extent;

/// Sizes of a square convolution whose output is as large as its input, up to the stride.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

    /// What comes out of a map of this extent.
    pub fn output(&self, input: Extent) -> Extent {
        Extent {
            height: input.height.div_ceil(self.stride),
            width: input.width.div_ceil(self.stride),
            channels: self.outputs,
        }
    }

    /// The dilation on a map of this extent. At a distance of the map's size or more only the kernel's centre is inside,
    /// whatever the distance: the smaller number gives the same sums and keeps [`margin`](Self::margin) in bounds.
    pub fn dilation_on(&self, input: Extent) -> usize {
        self.dilation.min(input.height.max(input.width))
    }

    /// Cells that the kernel reaches beyond the map's edge.
    pub fn margin(&self, input: Extent) -> usize {
        self.kernel / 2 * self.dilation_on(input)
    }
}
