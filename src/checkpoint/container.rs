//! What kind of file some bytes are, judged by the bytes alone, and what it holds before any key is understood.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::ops::Range;

use safetensors::Dtype;
use serde::Serialize;

use super::error::CheckpointError;
use super::{gzip, pytorch, safetensors as tensors};

/// The file formats that can hold a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Container {
    /// A JSON header and one run of bytes.
    Safetensors,
    /// `torch.save` since PyTorch 1.6.
    PytorchZip,
    /// `torch.save` from PyTorch 0.1.10 to 1.5: pickles and storages one after the other.
    PytorchLegacy,
    /// `torch.save` before that.
    PytorchTar,
}

impl fmt::Display for Container {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Container::Safetensors => "safetensors",
            Container::PytorchZip => "PyTorch zip",
            Container::PytorchLegacy => "legacy PyTorch",
            Container::PytorchTar => "old PyTorch tar",
        })
    }
}

/// Everything a container holds, under the file's own keys.
pub(super) struct Contents {
    pub container: Container,
    pub file_bytes: usize,
    pub metadata: HashMap<String, String>,
    pub tensors: BTreeMap<String, Raw>,
    /// Keys of the outermost dictionary of a PyTorch file.
    pub roots: Vec<String>,
    /// What the ranges of [`Data::Slice`] point into.
    pub bytes: Vec<u8>,
}

/// One tensor as the file stores it.
pub(super) struct Raw {
    pub dtype: Dtype,
    pub shape: Vec<usize>,
    pub data: Data,
}

/// Where a tensor's values are: little-endian, row-major. A clone is as small.
#[derive(Clone)]
pub(super) enum Data {
    Slice(Range<usize>),
    Torch(pytorch_reader::Tensor),
}

impl Raw {
    pub fn byte_len(&self) -> usize {
        match &self.data {
            Data::Slice(range) => range.len(),
            Data::Torch(tensor) => tensor.byte_len(),
        }
    }
}

/// Most tensors of a file. The shipped one has 3,200 for 24 variants; each takes time to be named and told of.
const MOST_TENSORS: usize = 8_000;

/// Refuses a file with more tensors than it makes sense to tell of.
pub(super) fn few_enough(tensors: usize) -> Result<(), CheckpointError> {
    if tensors <= MOST_TENSORS {
        return Ok(());
    }
    Err(CheckpointError::TooMany {
        got: tensors,
        limit: MOST_TENSORS,
    })
}

/// Opens a checkpoint of any known format, packed with gzip or not.
pub(super) fn open(mut bytes: Vec<u8>) -> Result<Contents, CheckpointError> {
    if gzip::is_gzip(&bytes) {
        bytes = gzip::unpack(&bytes)?;
    }
    match sniff(&bytes)? {
        Container::Safetensors => tensors::open(bytes),
        container => pytorch::open(bytes, container),
    }
}

/// The magic number of a legacy file, 0x1950a86a20f9469cfc6c, as a pickled little-endian integer
/// (PyTorch, `torch/serialization.py`, `MAGIC_NUMBER`).
const LEGACY_MAGIC: [u8; 10] = [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

/// Every pickle protocol frames the magic number within this many bytes.
const LEGACY_MAGIC_WITHIN: usize = 64;

/// Offset of `ustar` in a tar header (POSIX.1-1988).
const TAR_MAGIC_AT: usize = 257;

fn sniff(bytes: &[u8]) -> Result<Container, CheckpointError> {
    if bytes.is_empty() {
        return Err(CheckpointError::Empty);
    }
    let start = &bytes[..bytes.len().min(LEGACY_MAGIC_WITHIN)];
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        Ok(Container::PytorchZip)
    } else if bytes.get(TAR_MAGIC_AT..TAR_MAGIC_AT + 5) == Some(b"ustar") {
        Ok(Container::PytorchTar)
    } else if start.windows(LEGACY_MAGIC.len()).any(|w| w == LEGACY_MAGIC) {
        Ok(Container::PytorchLegacy)
    } else if tensors::claims(bytes) {
        Ok(Container::Safetensors)
    } else {
        Err(CheckpointError::NotCheckpoint {
            got: looks_like(bytes),
        })
    }
}

/// What people drop by mistake, by its first bytes.
fn looks_like(bytes: &[u8]) -> String {
    let text: String = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]).to_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let known: [(&[u8], &str); 11] = [
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"GIF8", "a GIF image"),
        (b"RIFF", "a WebP image or another RIFF file"),
        (b"%PDF", "a PDF document"),
        (
            b"\x1f\x8b",
            "a gzip archive inside another: unpack it first",
        ),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
        (b"\x89HDF\r\n\x1a\n", "an HDF5 file (Keras)"),
        (b"\x93NUMPY", "a NumPy array"),
        (b"GGUF", "a GGUF file"),
        (b"\x80", "a Python pickle without tensors"),
    ];
    if let Some((_, name)) = known.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        (*name).into()
    } else if text.starts_with("version https://git-lfs") {
        "a Git LFS pointer: the weights themselves were not downloaded".into()
    } else if text.starts_with("<!doctype html") || text.starts_with("<html") {
        "an HTML page: the link may lead to a download page".into()
    } else if text.starts_with('{') || text.starts_with('[') {
        "JSON text".into()
    } else if bytes.iter().take(256).all(|&b| b == 0) {
        "nothing but zeros".into()
    } else if std::str::from_utf8(&bytes[..bytes.len().min(64)]).is_ok() {
        "text".into()
    } else {
        let first: Vec<String> = bytes.iter().take(4).map(|b| format!("{b:02x}")).collect();
        format!("an unknown format (it begins with {})", first.join(" "))
    }
}
