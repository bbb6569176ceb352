//! Why a checkpoint cannot be used: what was looked at, what was expected, what was there.

use std::fmt::Display;

use serde::{Serialize, Serializer};

use super::container::Container;
use super::report::Report;
use crate::model::BlockKind;

/// A checkpoint that could not be read.
#[derive(Debug, Serialize, thiserror::Error)]
#[serde(
    tag = "code",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum CheckpointError {
    /// There are no bytes.
    #[error("the file is empty")]
    Empty,
    /// Something else than a checkpoint.
    #[error("the file looks like {got}, expected a safetensors or PyTorch checkpoint")]
    NotCheckpoint {
        /// What the first bytes look like.
        got: String,
    },
    /// The file ends before its own header says.
    #[error("the {container} file is cut off: expected {expected} bytes, got {got}")]
    Truncated {
        /// The container format.
        #[serde(serialize_with = "in_words")]
        container: Container,
        /// Bytes the file says it has.
        expected: u64,
        /// Bytes it has.
        got: u64,
    },
    /// The file ends before everything in it does, and does not say where its end would be.
    #[error("the {container} file is cut off after {got} bytes: {detail}")]
    CutOff {
        /// The container format.
        #[serde(serialize_with = "in_words")]
        container: Container,
        /// Bytes it has.
        got: usize,
        /// What could not be found.
        detail: String,
    },
    /// A gzip archive that does not unpack.
    #[error("the gzip archive is {detail}")]
    Gzip {
        /// Cut off, or damaged, and where.
        detail: String,
    },
    /// The container contradicts itself.
    #[error("the {container} file is damaged: {detail}")]
    Damaged {
        /// The container format.
        #[serde(serialize_with = "in_words")]
        container: Container,
        /// What contradicts what.
        detail: String,
    },
    /// Something in the file claims more memory than its size explains.
    #[error("{what} takes {got} bytes, expected at most {limit}")]
    TooLarge {
        /// The part of the file.
        what: String,
        /// Bytes it claims.
        got: u64,
        /// Bytes it may take.
        limit: u64,
    },
    /// The file is larger than what is left of the memory.
    #[error("there is no memory for {bytes} bytes")]
    Memory {
        /// Bytes that were asked for in one piece.
        bytes: usize,
    },
    /// More tensors than any network here has.
    #[error("the file holds {got} tensors, expected at most {limit}")]
    TooMany {
        /// Tensors in it.
        got: usize,
        /// Tensors it may have.
        limit: usize,
    },
    /// One key names two tensors.
    #[error("key \"{key}\" appears twice")]
    Duplicate {
        /// The key.
        key: String,
    },
    /// A metadata entry that says something else than it should.
    #[error("metadata \"{key}\" is {got}, expected {expected}")]
    Metadata {
        /// The entry.
        key: &'static str,
        /// What it says.
        got: String,
        /// What would do.
        expected: String,
    },
    /// The file could be opened, but its tensors are not the weights of a network that is known here.
    #[error("{misfit}")]
    Misfit {
        /// What does not fit.
        misfit: Misfit,
        /// Every key, and what became of it.
        #[serde(skip)]
        report: Box<Report>,
    },
    /// A tensor was asked for that the file does not have.
    #[error("there is no tensor \"{name}\"")]
    NoTensor {
        /// Its canonical name.
        name: String,
    },
    /// The tensor library refused.
    #[error(transparent)]
    #[serde(skip)]
    Tensor(#[from] candle_core::Error),
}

impl CheckpointError {
    /// Every key of the file and what became of it, when the file could be opened at all.
    pub fn report(&self) -> Option<&Report> {
        match self {
            CheckpointError::Misfit { report, .. } => Some(report),
            _ => None,
        }
    }
}

/// What is wrong with the tensors of a file that could be opened.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[serde(
    tag = "code",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Misfit {
    /// Neither a ResNet nor a BAM module.
    #[error("the file holds {found}, expected a ResNet with or without BAM, or one BAM module")]
    OtherArchitecture {
        /// What it seems to hold.
        found: String,
    },
    /// A layer inside the network that the network does not have.
    #[error("key \"{key}\" is not part of {of}: this is another architecture")]
    Foreign {
        /// The key.
        key: String,
        /// What was recognised around it.
        of: String,
    },
    /// A ResNet of a depth that is not known here.
    #[error(
        "the stages have {blocks:?} {} blocks, expected [2, 2, 2, 2] or [3, 4, 6, 3] basic (resnet18, resnet34), [3, 4, 6, 3] or [3, 4, 23, 3] bottleneck (resnet50, resnet101)",
        match block { BlockKind::Basic => "basic", BlockKind::Bottleneck => "bottleneck" }
    )]
    Depth {
        /// The residual unit.
        block: BlockKind,
        /// Blocks in each stage.
        blocks: [usize; 4],
    },
    /// Attention modules that cannot be laid out behind stages 1 to 3.
    #[error("the file holds {got}, expected {expected}")]
    Modules {
        /// What there is.
        got: String,
        /// What would do.
        expected: &'static str,
    },
    /// No reduction ratio explains the shapes.
    #[error(
        "key \"{key}\" reduces {channels} channels to {hidden}, expected C / r with one r for every module"
    )]
    Reduction {
        /// The hidden layer's weight.
        key: String,
        /// C.
        channels: usize,
        /// m.
        hidden: usize,
    },
    /// A variant of the metadata that cannot be built.
    #[error("variant \"{variant}\": {detail}")]
    Setting {
        /// Its name.
        variant: String,
        /// What is wrong.
        detail: String,
    },
    /// A tensor of the wrong shape.
    #[error("key \"{key}\" has shape {got:?}, expected {expected:?}")]
    Shape {
        /// The key as in the file.
        key: String,
        /// The shape the network needs.
        expected: Vec<usize>,
        /// The shape in the file.
        got: Vec<usize>,
    },
    /// Tensors the network needs and the file does not have.
    #[error("{count} of {of} tensors are missing, the first is \"{name}\" of shape {expected:?}")]
    Missing {
        /// The first one's canonical name.
        name: String,
        /// Its shape.
        expected: Vec<usize>,
        /// How many are missing.
        count: usize,
        /// How many the network needs.
        of: usize,
    },
    /// Two keys of the file that mean the same tensor.
    #[error("keys \"{first}\" and \"{second}\" both name \"{name}\"")]
    SameName {
        /// One key.
        first: String,
        /// The other.
        second: String,
        /// The canonical name.
        name: String,
    },
    /// A number type that weights cannot have.
    #[error("key \"{key}\" holds {got}, expected F32, F16, BF16, F64, or I8 with a scale")]
    Dtype {
        /// The key as in the file.
        key: String,
        /// Its type.
        got: String,
    },
    /// An 8-bit weight without the scale that gives it values.
    #[error(
        "key \"{key}\" is quantised to I8, expected \"{scale}\" of type F32 and shape {expected:?}, got {got}"
    )]
    Scale {
        /// The key as in the file.
        key: String,
        /// The key that is needed.
        scale: String,
        /// Its shape: one value per output channel.
        expected: Vec<usize>,
        /// What there is.
        got: String,
    },
    /// Values that are no numbers.
    #[error("key \"{key}\" holds {count} NaN or infinite values of {of}, expected finite numbers")]
    NotFinite {
        /// The key as in the file.
        key: String,
        /// How many.
        count: usize,
        /// Values in the tensor.
        of: usize,
    },
    /// Variances below zero.
    #[error("key \"{key}\" holds {count} negative variances of {of}, expected 0 or more")]
    NegativeVariance {
        /// The key as in the file.
        key: String,
        /// How many.
        count: usize,
        /// Values in the tensor.
        of: usize,
    },
}

/// A value as its sentence has it.
fn in_words<S: Serializer>(value: &impl Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// Characters of a text from a file that a report or an error repeats.
pub(super) const LONGEST_TEXT: usize = 200;

/// A text from a file can be of any length and hold anything; a person needs its beginning, on one line, and read in the
/// direction of its letters.
pub(super) fn cut(text: &str) -> String {
    let mut kept: String = text
        .chars()
        .take(LONGEST_TEXT)
        .filter(|&c| !turns(c))
        .map(|c| if breaks(c) { ' ' } else { c })
        .collect();
    if text.chars().nth(LONGEST_TEXT).is_some() {
        kept.push('…');
    }
    kept
}

fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Whether a character turns the text after it around (Unicode, UAX 9), also beyond its own end.
fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
