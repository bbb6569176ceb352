//! Tensors as stored, under their canonical names, in the bytes of their file; numbers are made when a tensor is asked for.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use candle_core::{Device, Tensor};
use half::{bf16, f16};
use safetensors::Dtype;

use super::assignment::Use;
use super::container::{Container, Contents, Data, Raw};
use super::error::{CheckpointError, Misfit};
use super::pytorch;

/// Bytes that are looked at together when a tensor's values are: its numbers are never all in memory.
const PIECE: usize = 1 << 16;

/// The tensors of a network, little-endian and row-major. There is no copy of them: it would be made while the file is in
/// memory, and WebAssembly's memory never shrinks.
pub(super) struct Store {
    container: Container,
    file_bytes: usize,
    /// What the ranges of [`Data::Slice`] point into.
    bytes: Vec<u8>,
    entries: HashMap<String, Entry>,
}

struct Entry {
    dtype: Dtype,
    shape: Vec<usize>,
    data: Data,
    /// One F32 per output channel (the first axis) of an I8 weight.
    scale: Option<Data>,
}

/// Whether a tensor of this type holds its values as they are.
pub(super) fn is_float(dtype: Dtype) -> bool {
    matches!(dtype, Dtype::F32 | Dtype::F16 | Dtype::BF16 | Dtype::F64)
}

impl Store {
    /// Takes the file over and remembers what is used of it.
    pub fn take(contents: Contents, uses: &[Use]) -> Result<Store, CheckpointError> {
        let Contents {
            container,
            file_bytes,
            tensors,
            bytes,
            ..
        } = contents;
        check_size(&tensors, uses, file_bytes)?;
        let entries = uses
            .iter()
            .filter_map(|used| {
                let raw = tensors.get(&used.key)?;
                let scale = used.scale.as_ref().and_then(|key| tensors.get(key));
                let entry = Entry {
                    dtype: raw.dtype,
                    shape: raw.shape.clone(),
                    data: raw.data.clone(),
                    scale: scale.map(|raw| raw.data.clone()),
                };
                Some((used.name.clone(), entry))
            })
            .collect();
        Ok(Store {
            container,
            file_bytes,
            bytes,
            entries,
        })
    }

    /// Whether there is a tensor of this canonical name.
    pub fn contains(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.file_bytes
    }

    /// Whether two tensors are stored alike, bit by bit.
    pub fn same(&self, a: &str, b: &str) -> bool {
        let (Some(a), Some(b)) = (self.entries.get(a), self.entries.get(b)) else {
            return false;
        };
        let alike = |a: &Data, b: &Data| matches!((self.bytes_of(a), self.bytes_of(b)), (Ok(a), Ok(b)) if a == b);
        a.dtype == b.dtype
            && a.shape == b.shape
            && alike(&a.data, &b.data)
            && match (&a.scale, &b.scale) {
                (Some(a), Some(b)) => alike(a, b),
                (None, None) => true,
                _ => false,
            }
    }

    /// The tensor as f32 on the CPU, in the shape of the network.
    pub fn tensor(&self, name: &str) -> Result<Tensor, CheckpointError> {
        let entry = self
            .entries
            .get(name)
            .ok_or_else(|| CheckpointError::NoTensor { name: name.into() })?;
        let bytes = self.bytes_of(&entry.data)?;
        let values = match &entry.scale {
            Some(scale) => dequantised(&bytes, &floats(&self.bytes_of(scale)?, Dtype::F32)),
            None => floats(&bytes, entry.dtype),
        };
        let shape = entry.shape.as_slice();
        Ok(Tensor::from_vec(values, shape, &Device::Cpu)?)
    }

    fn bytes_of(&self, data: &Data) -> Result<Cow<'_, [u8]>, CheckpointError> {
        Ok(match data {
            Data::Slice(range) => Cow::Borrowed(&self.bytes[range.clone()]),
            Data::Torch(tensor) => Cow::Owned(pytorch::read(tensor, self.container)?),
        })
    }

    /// The first tensor with a value that no network can use.
    ///
    /// # Errors
    /// When a tensor's bytes are not what the file says of them.
    pub fn unusable(&self, uses: &[Use]) -> Result<Option<Misfit>, CheckpointError> {
        for used in uses {
            let Some(entry) = self.entries.get(&used.name) else {
                continue;
            };
            // Of an 8-bit weight the largest values that each scale allows stand for all.
            let (data, dtype, times) = match &entry.scale {
                Some(scale) => (scale, Dtype::F32, 128.0),
                None => (&entry.data, entry.dtype, 1.0),
            };
            let (mut of, mut infinite, mut negative) = (0, 0, 0);
            for piece in self.bytes_of(data)?.chunks(PIECE) {
                for value in floats(piece, dtype) {
                    of += 1;
                    infinite += usize::from(!(value * times).is_finite());
                    negative += usize::from(value < 0.0);
                }
            }
            let key = used.scale.as_ref().unwrap_or(&used.key);
            if infinite > 0 {
                return Ok(Some(Misfit::NotFinite {
                    key: key.clone(),
                    count: infinite,
                    of,
                }));
            }
            if negative > 0 && used.name.ends_with(".running_var") {
                return Ok(Some(Misfit::NegativeVariance {
                    key: key.clone(),
                    count: negative,
                    of,
                }));
            }
        }
        Ok(None)
    }
}

/// A PyTorch tensor can be a view that repeats one stored value any number of times, so the file is asked whether it can
/// have them all.
fn check_size(
    tensors: &BTreeMap<String, Raw>,
    uses: &[Use],
    file_bytes: usize,
) -> Result<(), CheckpointError> {
    let used = uses.iter().filter_map(|used| tensors.get(&used.key));
    let total = used.fold(0, |sum: usize, raw| sum.saturating_add(raw.byte_len()));
    if total <= file_bytes {
        return Ok(());
    }
    Err(CheckpointError::TooLarge {
        what: "the network".into(),
        got: total as u64,
        limit: file_bytes as u64,
    })
}

/// Stored values of a type that needs no scale. Whatever follows the last whole one is left out.
fn floats(bytes: &[u8], dtype: Dtype) -> Vec<f32> {
    match dtype {
        Dtype::F16 => numbers(bytes, |b| f16::from_le_bytes(b).to_f32()),
        Dtype::BF16 => numbers(bytes, |b| bf16::from_le_bytes(b).to_f32()),
        Dtype::F64 => numbers(bytes, |b| f64::from_le_bytes(b) as f32),
        // The assignment lets no other type in.
        _ => numbers(bytes, f32::from_le_bytes),
    }
}

fn dequantised(bytes: &[u8], scales: &[f32]) -> Vec<f32> {
    let row = (bytes.len() / scales.len().max(1)).max(1);
    // Row by row into a vector of the right size: a `flat_map` does not know its length, which cost a quarter of the
    // time that a change of r takes.
    let mut values = Vec::with_capacity(bytes.len());
    for (row, scale) in bytes.chunks_exact(row).zip(scales) {
        values.extend(row.iter().map(|&b| f32::from(b as i8) * scale));
    }
    values
}

/// Bytes to numbers, N bytes each.
fn numbers<const N: usize>(bytes: &[u8], number: impl Fn([u8; N]) -> f32) -> Vec<f32> {
    bytes
        .as_chunks()
        .0
        .iter()
        .map(|chunk| number(*chunk))
        .collect()
}
