//! A checkpoint in a gzip archive, as the shipped one is: integers of few bits halve in it.
//!
//! Format: RFC 1952.

use std::io::{self, ErrorKind, Read};

use flate2::read::GzDecoder;

use super::error::{CheckpointError, cut};
use crate::memory;

/// What every checkpoint may unpack to, in bytes, however small the archive is.
const SMALL: u64 = 16 << 20;

/// Trained weights hardly compress: five bits of eight are left of the shipped ones. An archive that unpacks to more than
/// this many times its size is not of weights.
const LARGEST_RATIO: u64 = 4;

pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1f\x8b")
}

/// The first file in the archive.
pub(super) fn unpack(archive: &[u8]) -> Result<Vec<u8>, CheckpointError> {
    let limit = SMALL + LARGEST_RATIO * archive.len() as u64;
    let mut bytes = Vec::new();
    // The last four bytes are the size, modulo 2^32: with it there is one allocation and none too many. It may lie.
    if let Some(size) = archive.last_chunk().map(|size| u32::from_le_bytes(*size)) {
        let size = u64::from(size).min(limit) as usize;
        memory::reserve(&mut bytes, size).ok_or(CheckpointError::Memory { bytes: size })?;
    }
    let failed = |error: io::Error| CheckpointError::Gzip {
        detail: match error.kind() {
            ErrorKind::UnexpectedEof => format!("cut off after {} bytes", archive.len()),
            _ => format!("damaged: {}", cut(&error.to_string())),
        },
    };
    let mut decoder = GzDecoder::new(archive);
    let taken = decoder.by_ref().take(limit).read_to_end(&mut bytes);
    taken.map_err(failed)?;
    // One byte more is asked for outside of the vector, which would double to take it.
    if decoder.read(&mut [0]).map_err(failed)? > 0 {
        return Err(CheckpointError::TooLarge {
            what: format!("what a gzip archive of {} bytes holds", archive.len()),
            got: limit + 1,
            limit,
        });
    }
    Ok(bytes)
}
