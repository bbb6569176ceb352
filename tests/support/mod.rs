//! What several integration tests share: fixtures, and how two tensors are compared.

use std::path::PathBuf;

use candle_core::{Device, Tensor};

/// The path of a file under `tests/fixtures`.
pub fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

/// Reads every tensor of a safetensors file.
pub fn read_tensors(path: PathBuf) -> std::collections::HashMap<String, Tensor> {
    candle_core::safetensors::load(&path, &Device::Cpu)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// max|a - b| / max|b|, infinite when the shapes differ or a value is not finite.
#[allow(dead_code, reason = "not every test file has tensors of any size")]
pub fn relative_error(a: &Tensor, b: &Tensor) -> f32 {
    error_above(f32::MIN_POSITIVE, a, b)
}

/// The same, where tensors with nothing larger than `smallest` count as that large.
pub fn error_above(smallest: f32, a: &Tensor, b: &Tensor) -> f32 {
    if a.dims() != b.dims() {
        return f32::INFINITY;
    }
    let values = |tensor: &Tensor| tensor.flatten_all().unwrap().to_vec1::<f32>().unwrap();
    let (a, b) = (values(a), values(b));
    let largest = |values: &mut dyn Iterator<Item = f32>| {
        values.fold(0f32, |largest, value| {
            if value.is_finite() {
                largest.max(value.abs())
            } else {
                f32::INFINITY
            }
        })
    };
    let difference = largest(&mut a.iter().zip(&b).map(|(a, b)| a - b));
    difference / largest(&mut b.iter().copied()).max(smallest)
}
