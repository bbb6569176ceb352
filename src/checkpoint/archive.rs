//! The zip archive around a PyTorch file: what is checked, and mended, before `pytorch-reader` parses it.
//!
//! Format: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::container::Container;
use super::error::{CheckpointError, cut};
use super::pickle::Budget;

/// Largest `data.pkl`, in bytes. A ResNet-101 with BAM has one of 0.1 MB; a deflated one can claim any size, and the
/// parser takes a multiple of it.
const LARGEST_PICKLE: u64 = 4 << 20;

/// Bytes of the end record when it has no comment, which `torch.save` never writes.
const END: usize = 22;

/// Bytes of a directory's entry in front of its name.
const LISTED: usize = 46;

/// Bytes of the zip64 locator, which stands in front of the end record.
const LOCATOR: usize = 20;

/// Refuses archives that would take much more memory than their size, and those that PyTorch did not write.
///
/// Returns an archive of the pickle alone: all that is needed to list its keys, and thousands of times smaller.
pub(super) fn check(bytes: &mut [u8]) -> Result<Vec<u8>, CheckpointError> {
    prefer_zip64(bytes);
    let failed = |error| failure(error, bytes);
    let mut archive = ZipArchive::new(Cursor::new(&*bytes)).map_err(failed)?;
    let (mut pickles, mut scripted) = (Vec::new(), false);
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(failed)?;
        let name = entry.name().map_err(failed)?;
        let pickle = name == "data.pkl" || name.ends_with("/data.pkl");
        pickles.extend(pickle.then_some(index));
        scripted |= name.ends_with("/constants.pkl");
        // `torch.save` stores without compressing, so that nothing is larger than the file it is in.
        let limit = if pickle {
            LARGEST_PICKLE
        } else {
            bytes.len() as u64
        };
        if entry.size() > limit {
            return Err(CheckpointError::TooLarge {
                what: format!("\"{}\" in the archive", cut(&name)),
                got: entry.size(),
                limit,
            });
        }
    }
    let got = match (&pickles[..], scripted) {
        (&[pickle], false) => {
            check_pickle(&mut archive, pickle)?;
            let entry = archive.by_index_raw(pickle).map_err(failed)?;
            return alone(bytes, &entry).ok_or_else(|| {
                failed(ZipError::InvalidArchive("an entry lies outside it".into()))
            });
        }
        ([], _) => "a zip archive without data.pkl, which torch.save always writes",
        (_, true) => "a TorchScript program, not its state_dict()",
        _ => "a zip archive with several data.pkl, of which torch.save writes one",
    };
    Err(CheckpointError::NotCheckpoint { got: got.into() })
}

fn check_pickle(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
) -> Result<(), CheckpointError> {
    let mut pickle = Vec::new();
    // What cannot be unpacked the parser says in its words; and it refuses one that is longer than it said.
    let unpacked = archive.by_index(index).map_err(io::Error::from);
    let unpacked = unpacked.and_then(|entry| entry.take(LARGEST_PICKLE).read_to_end(&mut pickle));
    match unpacked {
        Ok(_) => Budget::default().pass(&pickle).map(|_| ()),
        Err(_) => Ok(()),
    }
}

/// Copies an entry as it is: its header and data, what the directory says of it, and the end record.
fn alone<R: Read>(bytes: &[u8], entry: &ZipFile<R>) -> Option<Vec<u8>> {
    let number =
        |bytes: &[u8], at: usize| Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
    let end = entry.data_start()?.checked_add(entry.compressed_size())?;
    let mut copy = bytes
        .get(usize::try_from(entry.header_start()).ok()?..usize::try_from(end).ok()?)?
        .to_vec();
    let listed = bytes.get(usize::try_from(entry.central_header_start()).ok()?..)?;
    // With its name and extra fields, without its comment, and beginning at 0.
    let length = LISTED + usize::from(number(listed, 28)?) + usize::from(number(listed, 30)?);
    let mut listed = listed.get(..length)?.to_vec();
    listed[32..34].fill(0);
    listed[42..46].fill(0);
    let start = copy.len() as u32;
    copy.extend_from_slice(&listed);
    copy.extend_from_slice(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    copy.extend_from_slice(&(length as u32).to_le_bytes());
    copy.extend_from_slice(&start.to_le_bytes());
    copy.extend_from_slice(&[0; 2]);
    Some(copy)
}

/// Says in the end record that the zip64 records hold the sizes, as the format wants it where they exist.
///
/// `torch.save` writes those records always and fills in the end record all the same. The `zip` crate, 9.1.0 to 9.8.1 at
/// least, then takes the directory to end at the end record, 76 bytes too late; where the first entry of the directory is
/// just that long (an archive name of 21 bytes, such as `official_resnet18.zip`), it loses that entry and fails.
fn prefer_zip64(bytes: &mut [u8]) {
    let Some(end) = bytes.len().checked_sub(END) else {
        return;
    };
    let located = end
        .checked_sub(LOCATOR)
        .is_some_and(|locator| bytes[locator..].starts_with(b"PK\x06\x07"));
    if located && bytes[end..].starts_with(b"PK\x05\x06") {
        // Entries on this disk, entries, size and offset of the directory.
        bytes[end + 8..end + 20].fill(0xff);
    }
}

fn failure(error: ZipError, bytes: &[u8]) -> CheckpointError {
    let (container, detail) = (Container::PytorchZip, cut(&error.to_string()));
    match error {
        // An archive's directory stands at its end.
        ZipError::InvalidArchive(_) | ZipError::Io(_) => CheckpointError::CutOff {
            container,
            got: bytes.len(),
            detail,
        },
        _ => CheckpointError::Damaged { container, detail },
    }
}
