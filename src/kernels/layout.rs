//! Channels-last maps: how the kernels keep a tensor of shape (1, C, H, W) in memory.
//!
//! The values of one cell lie together, all channels of it. A convolution then reads and writes whole vectors whatever
//! the map's size, and a 1x1 convolution is one matrix product. The tensors' shape stays (1, C, H, W): only their strides
//! tell, so everything else in Candle reads them as it reads any other.

use std::borrow::Cow;

use candle_core::{CpuStorage, Layout, Result, Shape, Tensor, bail};

/// Size of a map: H x W cells of C channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// H.
    pub height: usize,
    /// W.
    pub width: usize,
    /// C.
    pub channels: usize,
}

impl Extent {
    /// Of a tensor (1, C, H, W).
    ///
    /// # Errors
    /// When the tensor has another rank, or there is more than one photo in it.
    pub fn of(shape: &Shape) -> Result<Self> {
        match shape.dims4()? {
            (1, channels, height, width) => Ok(Self {
                height,
                width,
                channels,
            }),
            _ => bail!("the kernels take one photo at a time, not {shape:?}"),
        }
    }

    /// H · W.
    pub fn cells(&self) -> usize {
        self.height * self.width
    }

    /// H · W · C.
    pub fn values(&self) -> usize {
        self.cells() * self.channels
    }

    /// With `cells` more rows and columns.
    pub fn grown(self, cells: usize) -> Self {
        Self {
            height: self.height + cells,
            width: self.width + cells,
            ..self
        }
    }

    /// (1, H, W, C): the order in memory.
    pub fn in_memory(&self) -> Shape {
        (1, self.height, self.width, self.channels).into()
    }
}

/// The values of a tensor (1, C, H, W), cell by cell, as they are when they already lie so.
pub fn channels_last<'a>(storage: &'a CpuStorage, layout: &Layout) -> Result<Cow<'a, [f32]>> {
    let values = storage.as_slice::<f32>()?;
    let layout = layout.permute(&[0, 2, 3, 1])?;
    if let Some((start, end)) = layout.contiguous_offsets() {
        return Ok(Cow::Borrowed(&values[start..end]));
    }
    let (_, height, width, channels) = layout.shape().dims4()?;
    let mut copy = Vec::with_capacity(height * width * channels);
    for i in 0..height {
        for j in 0..width {
            let cell = layout.start_offset() + i * layout.stride()[1] + j * layout.stride()[2];
            copy.extend((0..channels).map(|c| values[cell + c * layout.stride()[3]]));
        }
    }
    Ok(Cow::Owned(copy))
}

/// A kernel's output (1, H, W, C) as the tensor (1, C, H, W) that it is.
pub fn as_maps(output: Tensor) -> Result<Tensor> {
    output.permute((0, 3, 1, 2))
}

/// A map in the middle of zeros: `margin` cells of them at its top and left edge, what remains of `to` at the others.
pub fn pad(x: &[f32], from: Extent, margin: usize, to: Extent) -> Cow<'_, [f32]> {
    if from == to {
        return Cow::Borrowed(x);
    }
    let mut padded = vec![0.0; to.values()];
    let row = from.width * from.channels;
    let rows = padded.chunks_exact_mut(to.width * to.channels);
    for (to_row, from_row) in rows.skip(margin).zip(x.chunks_exact(row)) {
        to_row[margin * from.channels..][..row].copy_from_slice(from_row);
    }
    Cow::Owned(padded)
}
