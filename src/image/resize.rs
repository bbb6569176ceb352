//! Antialiased bilinear resizing of RGB8, to the bit as Pillow's `BILINEAR`: across first, then down, whole levels in
//! between, weights in fixed point. Only where a photo over twice as tall as wide shrinks Pillow 13 goes down first, and
//! this does not.

/// Of a weight. 255 levels and their rounding stay below 2^31.
const FRACTION_BITS: u32 = 22;
const HALF: i32 = 1 << (FRACTION_BITS - 1);

/// What one place of the result is made of.
struct Window {
    start: usize,
    weights: Vec<i32>,
}

/// `rgb`, (H, W, 3) of `from` = (W, H), as (H, W, 3) of `to`.
pub(super) fn resize(rgb: &[u8], from: (usize, usize), to: (usize, usize)) -> Vec<u8> {
    let made;
    let rows = if from.0 == to.0 {
        rgb
    } else {
        made = across(rgb, from.0, &windows(from.0, to.0));
        &made
    };
    if from.1 == to.1 {
        return rows.to_vec();
    }
    let mut result = Vec::with_capacity(3 * to.0 * to.1);
    let mut sums = vec![0; 3 * to.0];
    for window in windows(from.1, to.1) {
        sums.fill(HALF);
        let rows = rows.chunks_exact(3 * to.0).skip(window.start);
        for (row, weight) in rows.zip(&window.weights) {
            for (sum, level) in sums.iter_mut().zip(row) {
                *sum += weight * i32::from(*level);
            }
        }
        result.extend(sums.iter().map(|sum| level(*sum)));
    }
    result
}

/// Every row at the windows of its pixels.
fn across(rgb: &[u8], width: usize, windows: &[Window]) -> Vec<u8> {
    let height = rgb.len() / (3 * width);
    let mut result = Vec::with_capacity(3 * windows.len() * height);
    let (pixels, _) = rgb.as_chunks::<3>();
    for row in pixels.chunks_exact(width) {
        for window in windows {
            let mut sums = [HALF; 3];
            let seen = &row[window.start..][..window.weights.len()];
            for (pixel, weight) in seen.iter().zip(&window.weights) {
                for (sum, level) in sums.iter_mut().zip(pixel) {
                    *sum += weight * i32::from(*level);
                }
            }
            result.extend(sums.map(level));
        }
    }
    result
}

fn level(sum: i32) -> u8 {
    (sum >> FRACTION_BITS).clamp(0, 255) as u8
}

/// A triangle over each place of the result, one of its px wide on either side, or one of the source where that is wider.
fn windows(from: usize, to: usize) -> Vec<Window> {
    let scale = from as f64 / to as f64;
    let reach = scale.max(1.0);
    let window = |place: usize| {
        let center = (place as f64 + 0.5) * scale;
        let start = (center - reach + 0.5).max(0.0) as usize;
        let end = ((center + reach + 0.5) as usize).min(from);
        let height = |at: usize| {
            let distance = (at as f64 - center + 0.5) * (1.0 / reach);
            (1.0 - distance.abs()).max(0.0)
        };
        let heights: Vec<f64> = (start..end).map(height).collect();
        let sum: f64 = heights.iter().sum();
        let one = f64::from(1 << FRACTION_BITS);
        let weights = heights.iter().map(|height| {
            // Halves up; none is negative.
            (height * (1.0 / sum) * one + 0.5) as i32
        });
        Window {
            start,
            weights: weights.collect(),
        }
    };
    (0..to).map(window).collect()
}
