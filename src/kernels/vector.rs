//! Four numbers at once: what the kernels need beyond `wide`'s own arithmetic.

use wide::f32x4;

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

/// max(x, 0). Unlike `f32x4::max` it lets NaN through, as PyTorch does: a broken checkpoint should look broken.
#[inline(always)]
pub fn relu(x: f32x4) -> f32x4 {
    x.simd_lt(f32x4::ZERO).select(f32x4::ZERO, x)
}

/// 1 / (1 + e^-x).
#[inline(always)]
pub fn sigmoid(x: f32x4) -> f32x4 {
    f32x4::ONE / (f32x4::ONE + (-x).exp())
}
