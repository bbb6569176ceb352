//! From a file's own keys to what they mean: the network's layers, attention modules, and what belongs to neither.

mod backbone;
mod modules;
mod names;

use std::fmt;

use serde::Serialize;

pub(super) use backbone::number;
pub(super) use names::{Module, Names};

/// Whose names a checkpoint uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Scheme {
    /// The names of this project.
    Canonical,
    /// The authors' released code, github.com/Jongchan/attention-module, and those who kept its names.
    Official,
    /// osmr/pytorchcv.
    Pytorchcv,
    /// changzy00/pytorch-attention.
    Changzy00,
    /// The class of a widely read article.
    Blog,
    /// torchvision: a plain ResNet.
    Torchvision,
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Scheme::Canonical => "BAM Lens",
            Scheme::Official => "the released BAM code",
            Scheme::Pytorchcv => "pytorchcv",
            Scheme::Changzy00 => "changzy00/pytorch-attention",
            Scheme::Blog => "the article's class",
            Scheme::Torchvision => "torchvision",
        })
    }
}
