//! Four numbers at once: what the kernels need beyond `wide`'s own arithmetic.

use wide::{f32x4, i32x4};

/// Numbers in a vector, as WebAssembly's SIMD has them.
pub const LANES: usize = 4;

/// The first four values of `x`.
#[inline(always)]
pub fn load(x: &[f32]) -> f32x4 {
    // One check for all four: value by value, LLVM would load them so.
    f32x4::from(*x.first_chunk().expect("four values"))
}

/// Writes the first four values of `x`.
#[inline(always)]
pub fn store(x: &mut [f32], value: f32x4) {
    *x.first_chunk_mut().expect("room for four values") = value.to_array();
}

/// At most four values, zeros behind them.
#[inline(always)]
pub fn load_some(x: &[f32]) -> f32x4 {
    match x.len() {
        LANES => load(x),
        few => {
            let mut four = [0.0; LANES];
            four[..few].copy_from_slice(x);
            f32x4::from(four)
        }
    }
}

/// Writes as many values as `x` has, at most four.
#[inline(always)]
pub fn store_some(x: &mut [f32], value: f32x4) {
    match x.len() {
        LANES => store(x, value),
        few => x.copy_from_slice(&value.to_array()[..few]),
    }
}

/// 1 / (1 + e^-x), off by some 1e-7; NaN stays NaN.
///
/// e^y = 2^n e^r with the integer n nearest to y / ln 2: Taylor's polynomial is enough for |r| <= ln 2 / 2. With `wide`'s
/// own `exp`, which minds cases that a sigmoid does not meet, the end of a BAM takes half as long again.
#[inline(always)]
pub fn sigmoid(x: f32x4) -> f32x4 {
    // Beyond, σ is 0 or 1 for any use of it, and 2^n would not be a normal number.
    let limit = f32x4::splat(80.0);
    let y = -x;
    let y = y.simd_gt(limit).select(limit, y);
    let y = y.simd_lt(-limit).select(-limit, y);

    let n = (y * f32x4::LOG2_E).fast_round_int();
    let whole = f32x4::from_i32x4(n);
    // ln 2 in two parts: the first has few digits, so that its product with n is exact (Cody and Waite).
    let r = y - whole * 0.693_359_4 - whole * -2.121_944_4e-4;
    let mut power = f32x4::splat(1.0 / 720.0);
    for coefficient in [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        power = power * r + f32x4::splat(coefficient);
    }
    let two_to_n: f32x4 = wide::bytemuck::cast((n + i32x4::splat(127)) << 23);
    f32x4::ONE / (f32x4::ONE + power * two_to_n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sigmoid_is_the_sigmoid() {
        for step in -4000..=4000 {
            let x = step as f32 / 40.0 + 0.003;
            let got = sigmoid(f32x4::splat(x)).to_array()[0];
            let expected = 1.0 / (1.0 + (-f64::from(x)).exp());
            let error = (f64::from(got) - expected).abs() / expected;
            assert!(
                error < 3e-7 || expected < 1e-34,
                "{x}: {got} for {expected}"
            );
        }
        let ends = sigmoid(f32x4::from([
            f32::INFINITY,
            f32::NEG_INFINITY,
            1e30,
            f32::NAN,
        ]));
        let [plus, minus, large, nan] = ends.to_array();
        assert!(plus == 1.0 && minus < 1e-34 && large == 1.0 && nan.is_nan());
    }
}
