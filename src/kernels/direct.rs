//! Convolution as it is defined: for every cell the products of all its taps. Any kernel, stride and dilation.

use wide::f32x4;

use super::epilogue::Epilogue;
use super::gemm::{PanelRow, Panels, ROWS, Tile, accumulate};
use super::layout::{Extent, pad};
use super::shape::ConvShape;
use super::vector::LANES;

/// A convolution's packed weights.
pub struct Direct {
    shape: ConvShape,
    /// Depth in the order kernel row, kernel column, input channel.
    weights: Panels,
}

impl Direct {
    /// `weights` is (outputs, inputs, kernel, kernel), row by row.
    pub fn pack(shape: ConvShape, weights: &[f32]) -> Self {
        let ConvShape {
            inputs,
            outputs,
            kernel,
            ..
        } = shape;
        let area = kernel * kernel;
        let weights = Panels::pack(area * inputs, outputs, |k, n| {
            let (tap, input) = (k / inputs, k % inputs);
            weights[(n * inputs + input) * area + tap]
        });
        Self { shape, weights }
    }

    /// `x` channels last -> the output, channels last.
    pub fn forward(&self, x: &[f32], extent: Extent, epilogue: &Epilogue) -> Vec<f32> {
        let margin = self.shape.margin(extent);
        let padded = extent.grown(2 * margin);
        let x = pad(x, extent, margin, padded);
        let output = self.shape.output(extent);
        let runs = self.runs(extent, padded);
        let starts = self.starts(output, padded);

        let mut y = vec![0.0; output.values()];
        for (channel, panel) in self.weights.iter() {
            let ends = [epilogue.of(channel), epilogue.of(channel + LANES)];
            for (group, starts) in starts.chunks(ROWS).enumerate() {
                let tile = sums(&x, panel, &runs, starts);
                for (row, [left, right]) in tile.into_iter().take(starts.len()).enumerate() {
                    let cell = group * ROWS + row;
                    ends[0].write(&mut y, cell, left);
                    ends[1].write(&mut y, cell, right);
                }
            }
        }
        y
    }

    /// Where the kernel's values lie behind its first one in a padded map: a whole kernel row together when its columns
    /// are neighbours, else a cell at a time.
    fn runs(&self, extent: Extent, padded: Extent) -> Runs {
        let ConvShape { inputs, kernel, .. } = self.shape;
        let dilation = self.shape.dilation_on(extent);
        let row = |ky: usize| ky * dilation * padded.width * inputs;
        if dilation == 1 {
            return Runs {
                length: kernel * inputs,
                offsets: (0..kernel).map(row).collect(),
            };
        }
        let cell = |tap: usize| row(tap / kernel) + tap % kernel * dilation * inputs;
        Runs {
            length: inputs,
            offsets: (0..kernel * kernel).map(cell).collect(),
        }
    }

    /// Where the kernel's first value lies in a padded map, for every cell of the output.
    fn starts(&self, output: Extent, padded: Extent) -> Vec<usize> {
        let step = self.shape.stride * padded.channels;
        let cells = (0..output.height).flat_map(|y| (0..output.width).map(move |x| (y, x)));
        cells.map(|(y, x)| (y * padded.width + x) * step).collect()
    }
}

/// The values under a kernel, as pieces that lie together.
struct Runs {
    length: usize,
    offsets: Vec<usize>,
}

/// The sums of up to [`ROWS`] cells; of missing ones something that nobody reads.
#[inline(always)]
fn sums(x: &[f32], panel: &[PanelRow], runs: &Runs, starts: &[usize]) -> Tile {
    let mut tile = [[f32x4::ZERO; 2]; ROWS];
    let starts: [usize; ROWS] = std::array::from_fn(|row| starts[row.min(starts.len() - 1)]);
    let weights = panel.chunks_exact(runs.length);
    for (weights, offset) in weights.zip(&runs.offsets) {
        let rows = starts.map(|start| &x[start + offset..][..runs.length]);
        accumulate(&mut tile, weights, rows);
    }
    tile
}
