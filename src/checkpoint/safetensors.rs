//! The safetensors container: eight bytes of header length, a JSON header, one run of tensor bytes.
//!
//! Format: github.com/huggingface/safetensors, README, "Format". The one buffer is kept and sliced.

use std::collections::{BTreeMap, HashSet};

use safetensors::{SafeTensorError, SafeTensors};
use serde::de::IgnoredAny;

use super::container::{self, Container, Contents, Data, Raw};
use super::error::{CheckpointError, cut};
use super::pairs::Pairs;

/// Bytes of the header's length.
const LENGTH: usize = 8;

/// The longest header that the format allows.
const LONGEST_HEADER: u64 = 100_000_000;

/// Whether the bytes open with a plausible header length and the `{` of a JSON header.
pub(super) fn claims(bytes: &[u8]) -> bool {
    bytes.get(LENGTH) == Some(&b'{') && header_length(bytes).is_some_and(|n| n <= LONGEST_HEADER)
}

fn header_length(bytes: &[u8]) -> Option<u64> {
    bytes
        .first_chunk::<LENGTH>()
        .map(|n| u64::from_le_bytes(*n))
}

/// Opens a file that [`claims`] to be one.
pub(super) fn open(bytes: Vec<u8>) -> Result<Contents, CheckpointError> {
    let header = header(&bytes)?;
    refuse_duplicates(header)?;
    let (length, metadata) = SafeTensors::read_metadata(&bytes).map_err(|error| match error {
        SafeTensorError::MetadataIncompleteBuffer => size_error(&bytes),
        other => damaged(other),
    })?;
    // `read_metadata` has checked that the offsets follow one another up to the end of the file.
    let start = LENGTH + length;
    let tensors: BTreeMap<String, Raw> = metadata
        .tensors()
        .into_iter()
        .map(|(key, entry)| {
            let (from, to) = entry.data_offsets;
            let raw = Raw {
                dtype: entry.dtype,
                shape: entry.shape.clone(),
                data: Data::Slice(start + from..start + to),
            };
            (key, raw)
        })
        .collect();
    Ok(Contents {
        container: Container::Safetensors,
        file_bytes: bytes.len(),
        metadata: metadata.metadata().clone().unwrap_or_default(),
        tensors,
        roots: Vec::new(),
        bytes,
    })
}

fn header(bytes: &[u8]) -> Result<&[u8], CheckpointError> {
    let length = header_length(bytes).unwrap_or(0);
    let stop = length + LENGTH as u64;
    if stop > bytes.len() as u64 {
        return Err(truncated(stop, bytes));
    }
    // `stop` fits: it is no more than a length that is a `usize`.
    Ok(&bytes[LENGTH..stop as usize])
}

/// The crate keeps the last of two equal keys without a word.
fn refuse_duplicates(header: &[u8]) -> Result<(), CheckpointError> {
    let keys: Pairs<IgnoredAny> = serde_json::from_slice(header).map_err(damaged)?;
    let mut seen = HashSet::new();
    container::few_enough(keys.0.len())?;
    for (key, _) in &keys.0 {
        if !seen.insert(key) {
            return Err(CheckpointError::Duplicate { key: cut(key) });
        }
    }
    Ok(())
}

/// The header is sound and ends elsewhere than the file does.
fn size_error(bytes: &[u8]) -> CheckpointError {
    #[derive(serde::Deserialize)]
    struct Span {
        data_offsets: Option<(u64, u64)>,
    }
    let expected = header(bytes).ok().and_then(|header| {
        let spans: Pairs<Span> = serde_json::from_slice(header).ok()?;
        let data = spans.0.iter().filter_map(|(_, span)| span.data_offsets);
        let end = data.map(|(_, end)| end).max().unwrap_or(0);
        end.checked_add((LENGTH + header.len()) as u64)
    });
    match expected {
        Some(expected) if expected > bytes.len() as u64 => truncated(expected, bytes),
        Some(expected) => damaged(format!(
            "its header describes {expected} bytes, the file has {}",
            bytes.len()
        )),
        None => damaged("its header does not describe its data"),
    }
}

fn truncated(expected: u64, bytes: &[u8]) -> CheckpointError {
    CheckpointError::Truncated {
        container: Container::Safetensors,
        expected,
        got: bytes.len() as u64,
    }
}

fn damaged(detail: impl ToString) -> CheckpointError {
    CheckpointError::Damaged {
        container: Container::Safetensors,
        detail: cut(&detail.to_string()),
    }
}
