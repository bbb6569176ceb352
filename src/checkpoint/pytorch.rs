//! The containers of `torch.save`, parsed by `pytorch-reader`.
//!
//! A pickle is a program for a stack machine that may import and call anything. The crate reads it as data: dictionaries,
//! lists, numbers, tensors; whatever else a file wants called becomes an inert value.

use std::collections::BTreeMap;
use std::io;

use pytorch_reader::{DType, PickleError, PytorchError, PytorchReader, Tensor};
use safetensors::Dtype;

use super::container::{self, Container, Contents, Data, Raw};
use super::error::{CheckpointError, cut};
use super::{archive, stream};
use crate::memory;

/// A top-level key that no file has.
const NO_KEY: &str = "\0";

/// Opens a file of one of the PyTorch containers. Tensors are described, not read: see [`read`].
pub(super) fn open(mut bytes: Vec<u8>, container: Container) -> Result<Contents, CheckpointError> {
    let file_bytes = bytes.len();
    let failed = |error| failure(error, container, file_bytes);
    // Their pickles stand among the tensors.
    let whole =
        |bytes: &[u8]| memory::copy(bytes).ok_or(CheckpointError::Memory { bytes: file_bytes });
    let copy = match container {
        Container::PytorchZip => archive::check(&mut bytes)?,
        Container::PytorchTar => {
            stream::check_tar(&bytes)?;
            whole(&bytes)?
        }
        Container::PytorchLegacy | Container::Safetensors => {
            stream::check_legacy(&bytes)?;
            whole(&bytes)?
        }
    };
    let roots = roots(copy).map_err(failed)?;
    let reader = PytorchReader::from_bytes(bytes, None).map_err(failed)?;
    container::few_enough(reader.len())?;
    let tensors: BTreeMap<String, Raw> = reader
        .into_tensors()
        .into_iter()
        .map(|(key, tensor)| {
            let raw = Raw {
                dtype: dtype(tensor.dtype()),
                shape: tensor.shape().to_vec(),
                data: Data::Torch(tensor),
            };
            (key, raw)
        })
        .collect();
    Ok(Contents {
        container,
        file_bytes,
        metadata: Default::default(),
        tensors,
        roots,
        bytes: Vec::new(),
    })
}

/// A tensor's values: little-endian (as every machine this runs on), row-major, whatever its strides in the file.
pub(super) fn read(tensor: &Tensor, container: Container) -> Result<Vec<u8>, CheckpointError> {
    tensor.read().map_err(|error| damaged(container, error))
}

/// The keys of the outermost dictionary, tensors or not.
///
/// The crate tells values that are no tensors only to those who have a path. Asked for a key that does not exist, it
/// lists those that do, as Rust prints a list of strings; its version is pinned, and a test holds it to that.
fn roots(bytes: Vec<u8>) -> Result<Vec<String>, PytorchError> {
    let unprintable = || PytorchError::InvalidFormat("its keys hold unprintable characters".into());
    match PytorchReader::from_bytes(bytes, Some(NO_KEY)) {
        Err(PytorchError::KeyNotFound(message)) => message
            .split_once("keys: ")
            .and_then(|(_, list)| serde_json::from_str(list).ok())
            .ok_or_else(unprintable),
        // A file without a dictionary, or one that cannot be parsed: opening it says what is wrong in better words.
        Err(PytorchError::InvalidFormat(_)) => Ok(Vec::new()),
        Err(error) => Err(error),
        Ok(_) => Err(unprintable()),
    }
}

fn dtype(dtype: DType) -> Dtype {
    match dtype {
        DType::F64 => Dtype::F64,
        DType::F32 => Dtype::F32,
        DType::F16 => Dtype::F16,
        DType::BF16 => Dtype::BF16,
        DType::I64 => Dtype::I64,
        DType::I32 => Dtype::I32,
        DType::I16 => Dtype::I16,
        DType::I8 => Dtype::I8,
        DType::U64 => Dtype::U64,
        DType::U32 => Dtype::U32,
        DType::U16 => Dtype::U16,
        DType::U8 => Dtype::U8,
        DType::Bool => Dtype::BOOL,
    }
}

/// What the crate says of a file that ends too early.
const ENDED: [&str; 5] = [
    "beyond the end of the file",
    "bytes, found ",
    "fill whole buffer",
    "unexpected EOF",
    "failed to read entire block",
];

/// A file that ends too early fails in many places; a person wants to know that it is cut off.
fn failure(error: PytorchError, container: Container, got: usize) -> CheckpointError {
    let detail = match &error {
        PytorchError::InvalidFormat(detail) => detail.clone(),
        other => other.to_string(),
    };
    let ended = |error: &io::Error| error.kind() == io::ErrorKind::UnexpectedEof;
    let cut_off = match &error {
        PytorchError::Io(error) => ended(error),
        PytorchError::Pickle(PickleError::Io(error)) => ended(error),
        // The rest arrives as text.
        _ => ENDED.iter().any(|words| detail.contains(words)),
    };
    if cut_off {
        return CheckpointError::CutOff {
            container,
            got,
            detail: cut(&detail),
        };
    }
    damaged(container, detail)
}

fn damaged(container: Container, detail: impl ToString) -> CheckpointError {
    CheckpointError::Damaged {
        container,
        detail: cut(&detail.to_string()),
    }
}
