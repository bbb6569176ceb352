//! The inner product that every convolution here comes down to: rows of inputs times panels of packed weights.

use wide::f32x4;

use super::negligible::settle;
use super::vector::{LANES, load};

/// Outputs computed side by side: two vectors.
pub const WIDTH: usize = 2 * LANES;

/// Rows computed together: 4 x 8 sums and what feeds them fit the 15 vector registers that V8 uses on x86-64.
pub const ROWS: usize = 4;

/// Weights of all outputs of a panel for one input.
pub type PanelRow = [f32; WIDTH];

/// A weight matrix (depth, outputs), packed for [`accumulate`]: panels of [`WIDTH`] outputs, each one row per input; the
/// last panel ends in zeros.
pub struct Panels {
    rows: Vec<PanelRow>,
    depth: usize,
}

impl Panels {
    /// Takes packed rows, panel by panel.
    pub fn new(mut rows: Vec<PanelRow>, depth: usize) -> Self {
        settle(rows.as_flattened_mut());
        Self { rows, depth }
    }

    /// Packs the matrix whose element at input `k`, output `n` is `weight(k, n)`.
    pub fn pack(depth: usize, outputs: usize, weight: impl Fn(usize, usize) -> f32) -> Self {
        let mut rows = Vec::with_capacity(depth * outputs.div_ceil(WIDTH));
        for first in (0..outputs).step_by(WIDTH) {
            for k in 0..depth {
                let row = std::array::from_fn(|lane| match first + lane {
                    n if n < outputs => weight(k, n),
                    _ => 0.0,
                });
                rows.push(row);
            }
        }
        Self::new(rows, depth)
    }

    /// Panels with the number of their first output.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &[PanelRow])> {
        let panels = self.rows.chunks_exact(self.depth);
        (0..).step_by(WIDTH).zip(panels)
    }
}

/// Sums of [`ROWS`] rows for the outputs of a panel.
pub type Tile = [[f32x4; 2]; ROWS];

/// Adds to `tile` the products of rows of inputs with the weights of a panel. Every row has a value per weight.
///
/// One input a turn: unrolled by four, LLVM keeps the weights of all four at hand and runs out of registers.
#[inline(always)]
pub fn accumulate(tile: &mut Tile, weights: &[PanelRow], rows: [&[f32]; ROWS]) {
    let [a, b, c, d] = rows;
    // Zipped, so that no row needs a bounds check.
    for ((((weights, &a), &b), &c), &d) in weights.iter().zip(a).zip(b).zip(c).zip(d) {
        let [left, right] = [load(&weights[..LANES]), load(&weights[LANES..])];
        for (sums, x) in tile.iter_mut().zip([a, b, c, d]) {
            let x = f32x4::splat(x);
            sums[0] += x * left;
            sums[1] += x * right;
        }
    }
}
