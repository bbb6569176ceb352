//! Pooling: 3x3 maxima with stride 2 behind the stem, means over a map's cells and over its channels.

use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor};

use super::layout::{Extent, as_maps, channels_last};
use super::vector::{LANES, load_some, store_some};

/// Largest value of every 3x3 window, windows two cells apart: (1, C, H, W) -> (1, C, ceil(H / 2), ceil(W / 2)). What
/// lies beyond the edge does not count.
///
/// # Errors
/// When `x` has another rank or more than one photo.
pub fn max_pool_3x3(x: &Tensor) -> Result<Tensor> {
    as_maps(x.apply_op1_no_bwd(&MaxPool)?)
}

/// Mean over all cells: (1, C, H, W) -> (1, C).
///
/// # Errors
/// When `x` has another rank or more than one photo.
pub fn mean_of_cells(x: &Tensor) -> Result<Tensor> {
    x.apply_op1_no_bwd(&MeanOfCells)
}

/// Mean over all channels: (1, C, H, W) -> (1, 1, H, W).
///
/// # Errors
/// When `x` has another rank or more than one photo.
pub fn mean_of_channels(x: &Tensor) -> Result<Tensor> {
    x.apply_op1_no_bwd(&MeanOfChannels)
}

struct MaxPool;

impl CustomOp1 for MaxPool {
    fn name(&self) -> &'static str {
        "max-pool"
    }

    fn cpu_fwd(&self, x: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let extent = Extent::of(layout.shape())?;
        let x = channels_last(x, layout)?;
        let output = Extent {
            height: extent.height.div_ceil(2),
            width: extent.width.div_ceil(2),
            ..extent
        };
        let mut y = Vec::with_capacity(output.values());
        for row in 0..output.height {
            for column in 0..output.width {
                // The window's centre always lies on the map.
                y.extend_from_slice(cell(&x, extent, 2 * row, 2 * column));
                let start = y.len() - extent.channels;
                for (i, j) in around(2 * row, 2 * column, extent) {
                    raise(&mut y[start..], cell(&x, extent, i, j));
                }
            }
        }
        Ok((CpuStorage::F32(y), output.in_memory()))
    }
}

fn cell(x: &[f32], extent: Extent, row: usize, column: usize) -> &[f32] {
    &x[(row * extent.width + column) * extent.channels..][..extent.channels]
}

/// The cells of a 3x3 window that lie on the map.
fn around(row: usize, column: usize, extent: Extent) -> impl Iterator<Item = (usize, usize)> {
    let rows = row.saturating_sub(1)..(row + 2).min(extent.height);
    let columns = column.saturating_sub(1)..(column + 2).min(extent.width);
    rows.flat_map(move |i| columns.clone().map(move |j| (i, j)))
}

/// The larger of each pair.
fn raise(largest: &mut [f32], values: &[f32]) {
    for (largest, values) in largest.chunks_mut(LANES).zip(values.chunks(LANES)) {
        let (a, b) = (load_some(largest), load_some(values));
        // The other way round NaN would be lost, which PyTorch takes for largest.
        store_some(largest, b.simd_le(a).select(a, b));
    }
}

struct MeanOfCells;

impl CustomOp1 for MeanOfCells {
    fn name(&self) -> &'static str {
        "mean of cells"
    }

    fn cpu_fwd(&self, x: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let extent = Extent::of(layout.shape())?;
        let x = channels_last(x, layout)?;
        let mut total = vec![0.0; extent.channels];
        // Row by row: one running sum of ten thousand values would lose digits.
        let mut of_row = vec![0.0; extent.channels];
        for row in x.chunks_exact(extent.width * extent.channels) {
            of_row.fill(0.0);
            for cell in row.chunks_exact(extent.channels) {
                add(&mut of_row, cell);
            }
            add(&mut total, &of_row);
        }
        let cells = extent.cells() as f32;
        let mean = total.into_iter().map(|sum| sum / cells).collect();
        Ok((CpuStorage::F32(mean), (1, extent.channels).into()))
    }
}

fn add(sums: &mut [f32], values: &[f32]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}

struct MeanOfChannels;

impl CustomOp1 for MeanOfChannels {
    fn name(&self) -> &'static str {
        "mean of channels"
    }

    fn cpu_fwd(&self, x: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let extent = Extent::of(layout.shape())?;
        let x = channels_last(x, layout)?;
        let channels = extent.channels as f32;
        let mean = x
            .chunks_exact(extent.channels)
            .map(|cell| cell.iter().sum::<f32>() / channels)
            .collect();
        let shape = (1, 1, extent.height, extent.width);
        Ok((CpuStorage::F32(mean), shape.into()))
    }
}
