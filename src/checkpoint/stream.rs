//! Where the pickles of the older PyTorch files are, between their tensors: what is checked before `pytorch-reader` parses
//! them. Where something cannot be followed it is left to the parser, which follows the same way and says what is wrong.
//!
//! Layout: PyTorch 0.4.1, `torch/serialization.py`, `_load` and `legacy_load`.

use std::io::Read;

use super::container::Container;
use super::error::{CheckpointError, cut};
use super::pickle::Budget;

/// Pickles in front of a legacy file's tensors: magic number, protocol, system, what was saved, keys of the storages.
const LEGACY_PICKLES: usize = 5;

/// Refuses a legacy stream whose pickles would take much more memory than the file.
pub(super) fn check_legacy(mut bytes: &[u8]) -> Result<(), CheckpointError> {
    let mut budget = Budget::default();
    for _ in 0..LEGACY_PICKLES {
        let Some(passed) = budget.pass(bytes)? else {
            break;
        };
        bytes = passed.rest;
    }
    Ok(())
}

/// Refuses a tar whose entries or pickles would take much more memory than the file.
pub(super) fn check_tar(bytes: &[u8]) -> Result<(), CheckpointError> {
    let mut budget = Budget::default();
    let mut left = bytes.len() as u64;
    let mut archive = tar::Archive::new(bytes);
    let Ok(entries) = archive.entries() else {
        return Ok(());
    };
    for entry in entries {
        let Ok(mut entry) = entry else { break };
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        // A sparse entry can be of any size.
        left = left
            .checked_sub(entry.size())
            .ok_or_else(|| CheckpointError::TooLarge {
                what: format!("\"{}\" in the archive", cut(&name)),
                got: entry.size(),
                limit: left,
            })?;
        let check = match name.trim_start_matches("./") {
            "sys_info" | "pickle" => plain,
            "storages" => storages,
            "tensors" => tensors,
            _ => continue,
        };
        let mut content = Vec::new();
        if entry.read_to_end(&mut content).is_err() {
            break;
        }
        if (content.len() as u64) < entry.size() {
            let detail = format!("\"{name}\" has {} bytes of {}", content.len(), entry.size());
            return Err(CheckpointError::CutOff {
                container: Container::PytorchTar,
                got: bytes.len(),
                detail: cut(&detail),
            });
        }
        check(&mut budget, &content)?;
    }
    Ok(())
}

fn plain(budget: &mut Budget, bytes: &[u8]) -> Result<(), CheckpointError> {
    budget.pass(bytes).map(|_| ())
}

/// A count; of each storage a pickle, its number of elements and its bytes; at the end the views.
fn storages(budget: &mut Budget, bytes: &[u8]) -> Result<(), CheckpointError> {
    let Some((count, mut rest)) = count(budget, bytes)? else {
        return Ok(());
    };
    for _ in 0..count {
        let Some(passed) = budget.pass(rest)? else {
            return Err(fewer("storages", count));
        };
        // With one class alone there is no doubt which of them says the size.
        let element = match passed.classes[..] {
            [class] => element_bytes(class),
            _ => None,
        };
        let stored = passed.rest.split_first_chunk().and_then(|(numel, data)| {
            let numel = usize::try_from(i64::from_le_bytes(*numel)).ok()?;
            data.get(numel.checked_mul(element?)?..)
        });
        rest = stored.ok_or_else(|| fewer("storages", count))?;
    }
    plain(budget, rest)
}

/// A count; of each tensor a pickle, its rank as eight bytes, its sizes, its strides and its offset.
fn tensors(budget: &mut Budget, bytes: &[u8]) -> Result<(), CheckpointError> {
    let Some((count, mut rest)) = count(budget, bytes)? else {
        return Ok(());
    };
    for _ in 0..count {
        let passed = budget.pass(rest)?;
        let described = passed.and_then(|passed| {
            let (rank, numbers) = passed.rest.split_first_chunk()?;
            let rank = usize::try_from(i32::from_le_bytes(*rank)).ok()?;
            numbers.get(rank.checked_mul(16)?.checked_add(4 + 8)?..)
        });
        rest = described.ok_or_else(|| fewer("tensors", count))?;
    }
    Ok(())
}

/// The number that an entry begins with. `None` where the parser will not find one.
fn count<'a>(
    budget: &mut Budget,
    bytes: &'a [u8],
) -> Result<Option<(i64, &'a [u8])>, CheckpointError> {
    let Some(passed) = budget.pass(bytes)? else {
        return Ok(None);
    };
    match passed.integers[..] {
        [count] => Ok(Some((count, passed.rest))),
        _ => Err(damaged("a count is not one number".into())),
    }
}

fn element_bytes(class: &[u8]) -> Option<usize> {
    match class {
        b"DoubleStorage" | b"LongStorage" => Some(8),
        b"FloatStorage" | b"IntStorage" => Some(4),
        b"HalfStorage" | b"ShortStorage" | b"BFloat16Storage" => Some(2),
        b"CharStorage" | b"ByteStorage" | b"BoolStorage" => Some(1),
        _ => None,
    }
}

fn fewer(what: &str, count: i64) -> CheckpointError {
    damaged(format!("it does not hold the {count} {what} that it says"))
}

fn damaged(detail: String) -> CheckpointError {
    CheckpointError::Damaged {
        container: Container::PytorchTar,
        detail,
    }
}
