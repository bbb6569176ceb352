//! Numbers so small that they count as zero.
//!
//! A processor takes some hundred cycles for a denormal number (below 2^-126), and WebAssembly cannot tell it to round them
//! to zero: a network of such weights, which weight decay makes of dead filters, would run thirty times as long. So
//! weights, and what an operator hands to the next one, are zero below 2^-50: then neither a product of two of them nor the
//! difference of two products is denormal. Beside the 1 that a network's values are made for, that is nothing: f32 has 2^-24.

use candle_core::{Result, Tensor};
use wide::f32x4;

/// 2^-50, about 8.9e-16.
const LIMIT: f32 = 1.0 / (1u64 << 50) as f32;

/// Zero for what is negligible; NaN stays NaN.
#[inline(always)]
pub fn settled(x: f32x4) -> f32x4 {
    x.abs().simd_lt(f32x4::splat(LIMIT)).select(f32x4::ZERO, x)
}

/// max(x, 0), settled. Unlike `f32x4::max` it lets NaN through, as PyTorch does: a broken checkpoint should look broken.
#[inline(always)]
pub fn relu(x: f32x4) -> f32x4 {
    x.simd_lt(f32x4::splat(LIMIT)).select(f32x4::ZERO, x)
}

/// Puts zeros in place of what is negligible.
pub fn settle(values: &mut [f32]) {
    for value in values {
        if value.abs() < LIMIT {
            *value = 0.0;
        }
    }
}

/// The same values of a tensor of f32, settled and contiguous.
///
/// # Errors
/// When it holds another type.
pub fn settled_tensor(x: &Tensor) -> Result<Tensor> {
    let mut values: Vec<f32> = x.flatten_all()?.to_vec1()?;
    settle(&mut values);
    Tensor::from_vec(values, x.shape(), x.device())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_negligible_becomes_zero() {
        let just_below = f32::from_bits(LIMIT.to_bits() - 1);
        let cases = [
            (1e-40, 0.0),
            (-1e-40, 0.0),
            (just_below, 0.0),
            (-just_below, 0.0),
            (LIMIT, LIMIT),
            (-LIMIT, -LIMIT),
            (f32::INFINITY, f32::INFINITY),
        ];
        for (x, expected) in cases {
            assert_eq!(settled(f32x4::splat(x)).to_array(), [expected; 4], "{x}");
            assert_eq!(
                relu(f32x4::splat(x)).to_array(),
                [expected.max(0.0); 4],
                "{x}"
            );
            let mut values = [x; 3];
            settle(&mut values);
            assert_eq!(values, [expected; 3], "{x}");
        }
        let mut nan = [f32::NAN];
        settle(&mut nan);
        let [a, ..] = settled(f32x4::splat(f32::NAN)).to_array();
        let [b, ..] = relu(f32x4::splat(f32::NAN)).to_array();
        assert!(nan[0].is_nan() && a.is_nan() && b.is_nan());
        // What it is for.
        assert!((LIMIT * LIMIT).is_normal() && (LIMIT * LIMIT * f32::EPSILON / 2.0).is_normal());
    }
}
