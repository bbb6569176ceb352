//! 3x3 convolution with fewer multiplications: F(2x2, 3x3) and F(4x4, 3x3).
//!
//! Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", arXiv 1509.09308: a tile of M x M outputs
//! is Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A, summed over the input channels before A. F(2x2) multiplies 2.25 times less than the
//! definition and F(4x4) 4 times, but their weights take 16 / 9 and 36 / 9 of the memory.

use wide::f32x4;

use super::epilogue::Epilogue;
use super::gemm::{PanelRow, Panels, ROWS, WIDTH, accumulate};
use super::layout::{Extent, pad};
use super::scratch::with_scratch;
use super::vector::{LANES, load, store};

/// Values of transformed tiles held at once: they, the sums made of them and a panel of weights stay in a level-2 cache.
const SCRATCH_VALUES: usize = 1 << 16;

/// The transforms of F(M x M, 3 x 3) with N = M + 2.
pub trait Transforms<const M: usize, const N: usize> {
    /// G g: three taps of the kernel.
    fn kernel(g: [f32x4; 3]) -> [f32x4; N];
    /// Bᵀ d: a column or row of an input tile.
    fn input(d: [f32x4; N]) -> [f32x4; N];
    /// Aᵀ m: a column or row of sums.
    fn output(m: [f32x4; N]) -> [f32x4; M];
}

/// A convolution's transformed and packed weights. Input and output channels are multiples of four.
pub struct Winograd<const M: usize, const N: usize> {
    inputs: usize,
    /// A matrix for each of the N x N places of a tile.
    weights: Vec<Panels>,
}

impl<const M: usize, const N: usize> Winograd<M, N>
where
    Self: Transforms<M, N>,
{
    /// `weights` is (outputs, inputs, 3, 3), row by row.
    pub fn pack(inputs: usize, outputs: usize, weights: &[f32]) -> Self {
        let kernels = weights.as_chunks::<9>().0;
        let depth = inputs * outputs.div_ceil(WIDTH);
        let mut rows: Vec<Vec<PanelRow>> = (0..N * N).map(|_| Vec::with_capacity(depth)).collect();
        for first in (0..outputs).step_by(WIDTH) {
            for input in 0..inputs {
                let four = |first: usize| {
                    let value = |tap: usize, output: usize| match output < outputs {
                        true => kernels[output * inputs + input][tap],
                        false => 0.0,
                    };
                    let taps = |y: usize, x: usize| {
                        f32x4::from([0, 1, 2, 3].map(|lane| value(3 * y + x, first + lane)))
                    };
                    both(taps, Self::kernel)
                };
                let (left, right) = (four(first), four(first + LANES));
                let pairs = left.as_flattened().iter().zip(right.as_flattened());
                for (rows, (left, right)) in rows.iter_mut().zip(pairs) {
                    let mut row = [0.0; WIDTH];
                    store(&mut row[..LANES], *left);
                    store(&mut row[LANES..], *right);
                    rows.push(row);
                }
            }
        }
        let weights = rows.into_iter().map(|rows| Panels::new(rows, inputs));
        Self {
            inputs,
            weights: weights.collect(),
        }
    }

    /// `x` channels last -> the output, channels last.
    pub fn forward(&self, x: &[f32], extent: Extent, epilogue: &Epilogue) -> Vec<f32> {
        let outputs = epilogue.affine.channels();
        let (rows, columns) = (extent.height.div_ceil(M), extent.width.div_ceil(M));
        let padded = Extent {
            height: M * rows + 2,
            width: M * columns + 2,
            ..extent
        };
        let x = pad(x, extent, 1, padded);
        let corners = (0..rows).flat_map(|y| (0..columns).map(move |x| (M * y, M * x)));
        let corners: Vec<(usize, usize)> = corners.collect();

        let row = outputs.next_multiple_of(WIDTH);
        let fit = (SCRATCH_VALUES / (N * N * self.inputs.max(row))).max(1);
        let at_once = fit.min(corners.len()).next_multiple_of(ROWS);
        let (tiles_stride, sums_stride) = (apart(at_once * self.inputs), apart(at_once * row));

        let mut y = vec![0.0; extent.cells() * outputs];
        with_scratch(N * N * (tiles_stride + sums_stride), |scratch| {
            let (tiles, sums) = scratch.split_at_mut(N * N * tiles_stride);
            for corners in corners.chunks(at_once) {
                for (tile, corner) in corners.iter().enumerate() {
                    let tiles = &mut tiles[tile * self.inputs..];
                    self.transform(&x, padded, *corner, tiles, tiles_stride);
                }
                let places = tiles.chunks_exact(tiles_stride);
                let places = places.zip(sums.chunks_exact_mut(sums_stride));
                for (weights, (tiles, sums)) in self.weights.iter().zip(places) {
                    multiply(tiles, self.inputs, weights, sums, row, corners.len());
                }
                for (tile, corner) in corners.iter().enumerate() {
                    let sums = &sums[tile * row..];
                    finish::<M, N>(sums, sums_stride, &mut y, extent, *corner, epilogue);
                }
            }
        });
        y
    }

    /// Transforms the input tile at `corner`; its N x N places lie `stride` values apart in `tiles`.
    fn transform(
        &self,
        x: &[f32],
        padded: Extent,
        (top, left): (usize, usize),
        tiles: &mut [f32],
        stride: usize,
    ) {
        let start = (top * padded.width + left) * self.inputs;
        let row = padded.width * self.inputs;
        for channel in (0..self.inputs).step_by(LANES) {
            let x = &x[start + channel..];
            let tile = both(|i, j| load(&x[i * row + j * self.inputs..]), Self::input);
            let places = tiles.chunks_mut(stride);
            for (place, value) in places.zip(tile.as_flattened()) {
                store(&mut place[channel..], *value);
            }
        }
    }
}

/// At least `values`, and never a multiple of 4 KiB: places that far apart would share the few lines of one set of the
/// level-1 cache.
fn apart(values: usize) -> usize {
    values.next_multiple_of(1024) + 16
}

/// `tiles` (count, depth) times `weights` (depth, outputs) -> `sums` (count, row).
fn multiply(
    tiles: &[f32],
    depth: usize,
    weights: &Panels,
    sums: &mut [f32],
    row: usize,
    count: usize,
) {
    // All panels for a few rows, not the other way round: weights of a deep layer then flow in at an even pace, which
    // the processor foresees, and those of a place lie in a level-2 cache for the next rows.
    for first in (0..count).step_by(ROWS) {
        // There is room for whole groups of rows: of missing ones something is computed that nobody reads.
        let rows = [0, 1, 2, 3].map(|n| &tiles[(first + n) * depth..][..depth]);
        for (channel, panel) in weights.iter() {
            let mut tile = [[f32x4::ZERO; 2]; ROWS];
            accumulate(&mut tile, panel, rows);
            for (n, [left, right]) in tile.into_iter().enumerate() {
                let sums = &mut sums[(first + n) * row + channel..][..WIDTH];
                store(&mut sums[..LANES], left);
                store(&mut sums[LANES..], right);
            }
        }
    }
}

/// Writes the outputs of the tile at `corner`, as far as they lie on the map.
fn finish<const M: usize, const N: usize>(
    sums: &[f32],
    stride: usize,
    y: &mut [f32],
    extent: Extent,
    (top, left): (usize, usize),
    epilogue: &Epilogue,
) where
    Winograd<M, N>: Transforms<M, N>,
{
    let (height, width) = (M.min(extent.height - top), M.min(extent.width - left));
    for channel in (0..epilogue.affine.channels()).step_by(LANES) {
        let end = epilogue.of(channel);
        let sums = &sums[channel..];
        let tile = both(
            |i, j| load(&sums[(i * N + j) * stride..]),
            Winograd::<M, N>::output,
        );
        for (i, row) in tile.iter().enumerate().take(height) {
            for (j, value) in row.iter().enumerate().take(width) {
                let cell = (top + i) * extent.width + left + j;
                end.write(y, cell, *value);
            }
        }
    }
}

/// Applies a transform to the columns and then to the rows of a tile.
#[inline(always)]
fn both<const FROM: usize, const TO: usize>(
    value: impl Fn(usize, usize) -> f32x4,
    transform: impl Fn([f32x4; FROM]) -> [f32x4; TO],
) -> [[f32x4; TO]; TO] {
    let mut rows = [[f32x4::ZERO; FROM]; TO];
    for j in 0..FROM {
        let column = transform(std::array::from_fn(|i| value(i, j)));
        for (row, value) in rows.iter_mut().zip(column) {
            row[j] = value;
        }
    }
    rows.map(transform)
}

impl Transforms<2, 4> for Winograd<2, 4> {
    #[inline(always)]
    fn kernel([g0, g1, g2]: [f32x4; 3]) -> [f32x4; 4] {
        let (ends, middle) = ((g0 + g2) * 0.5, g1 * 0.5);
        [g0, ends + middle, ends - middle, g2]
    }

    #[inline(always)]
    fn input([d0, d1, d2, d3]: [f32x4; 4]) -> [f32x4; 4] {
        [d0 - d2, d1 + d2, d2 - d1, d1 - d3]
    }

    #[inline(always)]
    fn output([m0, m1, m2, m3]: [f32x4; 4]) -> [f32x4; 2] {
        [m0 + m1 + m2, m1 - m2 - m3]
    }
}

// The points 0, ±1, ±2 and ∞.
impl Transforms<4, 6> for Winograd<4, 6> {
    #[inline(always)]
    fn kernel([g0, g1, g2]: [f32x4; 3]) -> [f32x4; 6] {
        let at_one = (g0 + g2) * (-1.0 / 6.0);
        let at_two = g0 * (1.0 / 24.0) + g2 * (1.0 / 6.0);
        let (g1_one, g1_two) = (g1 * (1.0 / 6.0), g1 * (1.0 / 12.0));
        [
            g0 * 0.25,
            at_one - g1_one,
            at_one + g1_one,
            at_two + g1_two,
            at_two - g1_two,
            g2,
        ]
    }

    #[inline(always)]
    fn input([d0, d1, d2, d3, d4, d5]: [f32x4; 6]) -> [f32x4; 6] {
        let (even_one, odd_one) = (d4 - d2 * 4.0, d3 - d1 * 4.0);
        let (even_two, odd_two) = (d4 - d2, (d3 - d1) * 2.0);
        [
            d0 * 4.0 - d2 * 5.0 + d4,
            even_one + odd_one,
            even_one - odd_one,
            even_two + odd_two,
            even_two - odd_two,
            d1 * 4.0 - d3 * 5.0 + d5,
        ]
    }

    #[inline(always)]
    fn output([m0, m1, m2, m3, m4, m5]: [f32x4; 6]) -> [f32x4; 4] {
        let (sum_one, difference_one) = (m1 + m2, m1 - m2);
        let (sum_two, difference_two) = (m3 + m4, m3 - m4);
        [
            m0 + sum_one + sum_two,
            difference_one + difference_two * 2.0,
            sum_one + sum_two * 4.0,
            difference_one + difference_two * 8.0 + m5,
        ]
    }
}
