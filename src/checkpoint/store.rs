//! Tensors as stored, under their canonical names, in one run of bytes; numbers are made when a tensor is asked for.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use candle_core::{Device, Tensor};
use half::{bf16, f16};
use safetensors::Dtype;

use super::assignment::Use;
use super::container::{Contents, Data, Raw};
use super::error::{CheckpointError, Misfit};
use super::pytorch;

/// The tensors of a network, little-endian and row-major as in the file.
pub(super) struct Store {
    bytes: Vec<u8>,
    entries: HashMap<String, Entry>,
}

struct Entry {
    dtype: Dtype,
    shape: Vec<usize>,
    range: Range<usize>,
    /// One F32 per output channel (the first axis) of an I8 weight.
    scale: Option<Range<usize>>,
}

/// Whether a tensor of this type holds its values as they are.
pub(super) fn is_float(dtype: Dtype) -> bool {
    matches!(dtype, Dtype::F32 | Dtype::F16 | Dtype::BF16 | Dtype::F64)
}

impl Store {
    /// Takes over what is used: a safetensors file's buffer as it is, of a PyTorch file a packed copy.
    pub fn pack(contents: Contents, uses: &[Use]) -> Result<Store, CheckpointError> {
        let Contents {
            container,
            file_bytes,
            mut tensors,
            mut bytes,
            ..
        } = contents;
        if tensors
            .values()
            .any(|raw| matches!(raw.data, Data::Torch(_)))
        {
            bytes.reserve_exact(packed_bytes(&tensors, uses, file_bytes)?);
        }
        let mut ranges = HashMap::new();
        for used in uses
            .iter()
            .flat_map(|u| std::iter::once(&u.key).chain(&u.scale))
        {
            let Some(raw) = tensors.remove(used) else {
                continue;
            };
            let range = match raw.data {
                Data::Slice(range) => range,
                Data::Torch(tensor) => {
                    let from = bytes.len();
                    bytes.extend(pytorch::read(&tensor, container)?);
                    from..bytes.len()
                }
            };
            ranges.insert(used, (raw.dtype, raw.shape, range));
        }
        let entries = uses
            .iter()
            .filter_map(|used| {
                let scale = used.scale.as_ref().and_then(|key| ranges.get(key));
                let scale = scale.map(|(_, _, range)| range.clone());
                let (dtype, shape, range) = ranges.get(&used.key)?.clone();
                let entry = Entry {
                    dtype,
                    shape,
                    range,
                    scale,
                };
                Some((used.name.clone(), entry))
            })
            .collect();
        Ok(Store { bytes, entries })
    }

    /// Whether there is a tensor of this canonical name.
    pub fn contains(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.bytes.capacity()
    }

    /// Whether two tensors are stored alike, bit by bit.
    pub fn same(&self, a: &str, b: &str) -> bool {
        let (Some(a), Some(b)) = (self.entries.get(a), self.entries.get(b)) else {
            return false;
        };
        let scale = |entry: &Entry| entry.scale.clone().map(|range| &self.bytes[range]);
        a.dtype == b.dtype
            && a.shape == b.shape
            && self.bytes[a.range.clone()] == self.bytes[b.range.clone()]
            && scale(a) == scale(b)
    }

    /// The tensor as f32 on the CPU, in the shape of the network.
    pub fn tensor(&self, name: &str) -> Result<Tensor, CheckpointError> {
        let entry = self
            .entries
            .get(name)
            .ok_or_else(|| CheckpointError::NoTensor { name: name.into() })?;
        let values = self.values(entry);
        Ok(Tensor::from_vec(
            values,
            entry.shape.as_slice(),
            &Device::Cpu,
        )?)
    }

    fn values(&self, entry: &Entry) -> Vec<f32> {
        let bytes = &self.bytes[entry.range.clone()];
        match entry.dtype {
            Dtype::F16 => numbers(bytes, |b| f16::from_le_bytes(b).to_f32()),
            Dtype::BF16 => numbers(bytes, |b| bf16::from_le_bytes(b).to_f32()),
            Dtype::F64 => numbers(bytes, |b| f64::from_le_bytes(b) as f32),
            Dtype::I8 => self.dequantised(bytes, entry),
            // The assignment lets no other type in.
            _ => numbers(bytes, f32::from_le_bytes),
        }
    }

    fn dequantised(&self, bytes: &[u8], entry: &Entry) -> Vec<f32> {
        let scale = entry.scale.clone().unwrap_or(0..0);
        let scales = numbers(&self.bytes[scale], f32::from_le_bytes);
        let row = (bytes.len() / scales.len().max(1)).max(1);
        // Row by row into a vector of the right size: a `flat_map` does not know its length, which cost a quarter of the
        // time that a change of r takes.
        let mut values = Vec::with_capacity(bytes.len());
        for (row, scale) in bytes.chunks_exact(row).zip(scales) {
            values.extend(row.iter().map(|&b| f32::from(b as i8) * scale));
        }
        values
    }

    /// Values that are all usable when the tensor's are: of an 8-bit weight the largest that each scale allows.
    fn extremes(&self, entry: &Entry) -> Vec<f32> {
        match &entry.scale {
            Some(scale) => numbers(&self.bytes[scale.clone()], |b| {
                f32::from_le_bytes(b) * 128.0
            }),
            None => self.values(entry),
        }
    }

    /// The first tensor with a value that no network can use.
    pub fn unusable(&self, uses: &[Use]) -> Option<Misfit> {
        uses.iter().find_map(|used| {
            let values = self.extremes(self.entries.get(&used.name)?);
            let (key, of) = (
                used.scale.as_ref().unwrap_or(&used.key).clone(),
                values.len(),
            );
            let count = values.iter().filter(|v| !v.is_finite()).count();
            if count > 0 {
                return Some(Misfit::NotFinite { key, count, of });
            }
            let count = values.iter().filter(|v| **v < 0.0).count();
            (used.name.ends_with(".running_var") && count > 0).then_some(Misfit::NegativeVariance {
                key,
                count,
                of,
            })
        })
    }
}

/// What the used tensors of a PyTorch file take. A tensor can be a view that repeats one stored value any number of
/// times, so the file is asked whether it can have them all.
fn packed_bytes(
    tensors: &BTreeMap<String, Raw>,
    uses: &[Use],
    file_bytes: usize,
) -> Result<usize, CheckpointError> {
    let used = uses.iter().filter_map(|used| tensors.get(&used.key));
    let total = used.fold(0, |sum: usize, raw| sum.saturating_add(raw.byte_len()));
    if total <= file_bytes {
        return Ok(total);
    }
    Err(CheckpointError::TooLarge {
        what: "the network".into(),
        got: total as u64,
        limit: file_bytes as u64,
    })
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
