//! Everything that can go wrong, as data: names and values, not prose. `Display` gives the one sentence a person reads.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::checkpoint::{CheckpointError, Report};

/// An error of this crate. Its `Display` is one lower-case sentence with name and value.
#[derive(Debug, Serialize, thiserror::Error)]
#[serde(
    tag = "code",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Error {
    /// A word that is not one of a fixed set.
    #[error("{what} is \"{got}\", expected one of {expected}")]
    Unknown {
        /// What was being chosen.
        what: &'static str,
        /// What was given.
        got: String,
        /// The words that are known.
        expected: &'static str,
    },
    /// A reduction ratio that leaves no channel, or 0.
    #[error("r = {r} leaves no channel of {channels}; r must be from 1 to {channels}")]
    Reduction {
        /// The reduction ratio.
        r: usize,
        /// Channels of the module.
        channels: usize,
    },
    /// A dilation of 0.
    #[error("d = {d}, expected 1 or more")]
    Dilation {
        /// The dilation.
        d: usize,
    },
    /// A number that nobody means.
    #[error("{what} is {got}, expected {lowest} to {highest}")]
    OutOfRange {
        /// What was being chosen.
        what: &'static str,
        /// What was given.
        got: usize,
        /// The smallest that is taken.
        lowest: usize,
        /// The largest that is taken.
        highest: usize,
    },
    /// Settings that are not one for each BAM.
    #[error("got {got} settings, expected 3: of BAM 1, 2 and 3")]
    SettingCount {
        /// Settings given.
        got: usize,
    },
    /// An input that the network cannot take.
    #[error("input has shape {got:?}, expected {expected}")]
    InputShape {
        /// The shape given.
        got: Vec<usize>,
        /// What would do.
        expected: &'static str,
    },
    /// Values that do not fill their shape.
    #[error("{got} values do not fill shape {shape:?}")]
    ValueCount {
        /// Values given.
        got: usize,
        /// The shape they should fill.
        shape: Vec<usize>,
    },
    /// An image that could not be read.
    #[error(transparent)]
    #[serde(skip)]
    Image(#[from] crate::image::ImageError),
    /// A checkpoint that could not be read.
    #[error(transparent)]
    #[serde(skip)]
    Checkpoint(#[from] CheckpointError),
    /// The weights on hand were not trained for a setting, nor can they be borrowed.
    #[error("no weights for form {form}, merge {merge}, r = {r}: shapes and cost only")]
    Untrained {
        /// The form asked for.
        form: crate::model::Form,
        /// The merge asked for.
        merge: crate::model::Merge,
        /// The reduction ratio asked for.
        r: usize,
    },
    /// A tap that the last run did not record.
    #[error("there is no tap \"{name}\" in this run")]
    NoTap {
        /// The name asked for.
        name: String,
    },
    /// A channel that a tap does not have.
    #[error("tap \"{name}\" has no channel {channel}, it has {channels} from 0")]
    NoChannel {
        /// The tap.
        name: String,
        /// The channel asked for.
        channel: usize,
        /// Channels it has.
        channels: usize,
    },
    /// A tap that is no (1, C, H, W).
    #[error("tap \"{name}\" has shape {shape:?}: it is not made of maps")]
    NoMap {
        /// The tap.
        name: String,
        /// Its shape.
        shape: Vec<usize>,
    },
    /// A checkpoint of one module where a network is needed.
    #[error(
        "the file holds one BAM module of {channels} channels and no network to run a photo through"
    )]
    LoneModule {
        /// Channels of the module.
        channels: usize,
        /// Every key of the file, and what became of it.
        #[serde(skip)]
        report: Box<Report>,
    },
    /// Something was asked of a session before it had a photo.
    #[error("there is no photo yet")]
    NoInput,
    /// An error of the tensor library.
    #[error(transparent)]
    #[serde(skip)]
    Tensor(#[from] candle_core::Error),
}

impl Error {
    /// Every key of a checkpoint and what became of it, when the error is about a file that could be opened.
    pub fn report(&self) -> Option<&Report> {
        match self {
            Error::Checkpoint(error) => error.report(),
            Error::LoneModule { report, .. } => Some(report),
            _ => None,
        }
    }

    /// The error without its words, for whoever says it in another language: a code such as `image.truncated`, which is a
    /// key of `www/locales` behind `error.`, and the values that its sentence holds.
    pub fn coded(&self) -> (String, Map<String, Value>) {
        let (family, fields) = match self {
            Error::Image(error) => ("image", serde_json::to_value(error)),
            Error::Checkpoint(CheckpointError::Misfit { misfit, .. }) => {
                ("misfit", serde_json::to_value(misfit))
            }
            Error::Checkpoint(error) => ("checkpoint", serde_json::to_value(error)),
            _ => ("network", serde_json::to_value(self)),
        };
        match fields {
            Ok(Value::Object(mut values)) => match values.remove("code") {
                Some(Value::String(code)) => (format!("{family}.{code}"), values),
                _ => self.of_library(),
            },
            _ => self.of_library(),
        }
    }

    /// An error of the tensor library has its own words only.
    fn of_library(&self) -> (String, Map<String, Value>) {
        let detail = Value::String(self.to_string().chars().take(200).collect());
        (
            "network.tensor".into(),
            Map::from_iter([("detail".into(), detail)]),
        )
    }

    pub(crate) fn unknown(what: &'static str, got: &str, expected: &'static str) -> Self {
        // A name from a file or a URL can be of any length; a person needs its beginning.
        let got = got.chars().take(80).collect();
        Error::Unknown {
            what,
            got,
            expected,
        }
    }
}
