//! Weights from a formula instead of a file: `tests/fixtures/networks/README.md` has it, PyTorch's side uses the same.

use candle_core::{Device, Tensor};

/// The tensor of `name` and `shape`, the same bits in every language.
pub fn tensor(name: &str, shape: &[usize]) -> Tensor {
    let count = shape.iter().product();
    let scale = |u: f64, factor: f64| (2.0 * u - 1.0) * factor;
    let fan_in: usize = shape.iter().skip(1).product();
    let suffix = name.rsplit('.').next().unwrap_or(name);
    let value = |u: f64| match (suffix, shape.len()) {
        ("input", _) => scale(u, 2.0),
        ("weight", 1) => 0.25 + 0.5 * u,
        ("weight", _) => scale(u, (6.0 / fan_in as f64).sqrt()),
        ("bias" | "running_mean", _) => scale(u, 0.2),
        ("running_var", _) => 0.5 + u,
        _ => panic!("the formula says nothing of {name}"),
    };
    let values: Vec<f32> = uniform(name).take(count).map(|u| value(u) as f32).collect();
    Tensor::from_vec(values, shape, &Device::Cpu).unwrap()
}

/// SplitMix64 from the FNV-1a hash of `name`, as numbers in [0, 1).
fn uniform(name: &str) -> impl Iterator<Item = f64> {
    let mut state = name.bytes().fold(0xcbf29ce484222325u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100000001b3)
    });
    std::iter::repeat_with(move || {
        state = state.wrapping_add(0x9e3779b97f4a7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58476d1ce4e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d049bb133111eb);
        ((z ^ (z >> 31)) >> 40) as f64 / f64::from(1 << 24)
    })
}
