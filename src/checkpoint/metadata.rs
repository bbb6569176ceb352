//! What a weights file says about itself: network, classes, normalisation, training.

use std::collections::HashMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::{CheckpointError, cut};
use super::variant::{self, Variant};
use crate::model::{Architecture, Depth, Stem};

/// What belongs to a network besides its tensors.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    /// One for every output of the network, in order; empty for a lone module.
    pub classes: Vec<Class>,
    /// Mean of each colour channel (red, green, blue) in 0..1; ImageNet's when the file has none.
    pub mean: [f32; 3],
    /// Standard deviation of each colour channel; ImageNet's when the file has none.
    pub std: [f32; 3],
    /// Edge of the square input the network was trained for, in px; 224 or 32 by the stem when the file has none.
    pub size: usize,
    /// How the weights were made, in the words of the file.
    pub training: Option<String>,
}

/// One output of a network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Class {
    /// WordNet id of the file, or the output's number.
    pub id: String,
    /// The words of the file, or "class 17".
    pub label: String,
}

/// The metadata as written, before the tensors have been looked at.
#[derive(Default)]
pub(super) struct Declared {
    depth: Option<Depth>,
    stem: Option<Stem>,
    classes: Option<Vec<Class>>,
    mean: Option<[f32; 3]>,
    std: Option<[f32; 3]>,
    size: Option<usize>,
    training: Option<String>,
    pub variants: Option<Vec<Variant>>,
}

/// ImageNet's colour statistics, which nearly every published ResNet was trained with.
/// Source: `train_imagenet.py` of github.com/Jongchan/attention-module at 459efad.
const IMAGENET_MEAN: [f32; 3] = [0.485, 0.456, 0.406];
const IMAGENET_STD: [f32; 3] = [0.229, 0.224, 0.225];

/// Edges of an input that a network here can take, in px.
const SIZES: std::ops::RangeInclusive<usize> = 32..=512;

/// An account of a training run is a paragraph; anything longer is not for a person.
const LONGEST_TRAINING: usize = 4000;

impl Declared {
    /// Reads the entries that are known; the others are left alone.
    pub fn read(entries: &HashMap<String, String>) -> Result<Declared, CheckpointError> {
        let text = |key: &str| entries.get(key).map(String::as_str);
        Ok(Declared {
            depth: text("arch").map(|t| word("arch", t)).transpose()?,
            stem: text("stem").map(|t| word("stem", t)).transpose()?,
            classes: text("classes").map(classes).transpose()?,
            mean: text("mean").map(|t| colour("mean", t)).transpose()?,
            std: text("std").map(|t| colour("std", t)).transpose()?,
            size: text("size").map(size).transpose()?,
            training: text("training").map(|t| t.chars().take(LONGEST_TRAINING).collect()),
            variants: text("variants").map(variant::listed).transpose()?,
        })
    }

    /// Holds the entries against the network that the tensors make, and fills in what is not said.
    pub fn settle(self, network: Option<&Architecture>) -> Result<Metadata, CheckpointError> {
        let outputs = network.map_or(0, |network| network.classes);
        if let Some(network) = network {
            agree("arch", self.depth.map(Depth::name), network.depth.name())?;
            agree("stem", self.stem.map(Stem::name), network.stem.name())?;
            if let Some(classes) = self.classes.as_ref().filter(|c| c.len() != outputs) {
                let got = format!("a list of {}", classes.len());
                return Err(wrong(
                    "classes",
                    got,
                    format!("one for each of the {outputs} outputs"),
                ));
            }
        }
        let numbered = || {
            (0..outputs)
                .map(|i| Class {
                    id: i.to_string(),
                    label: format!("class {i}"),
                })
                .collect()
        };
        Ok(Metadata {
            classes: self.classes.unwrap_or_else(numbered),
            mean: self.mean.unwrap_or(IMAGENET_MEAN),
            std: self.std.unwrap_or(IMAGENET_STD),
            size: self
                .size
                .unwrap_or(match network.map(|network| network.stem) {
                    Some(Stem::Cifar) => 32,
                    Some(Stem::ImageNet) | None => 224,
                }),
            training: self.training,
        })
    }
}

pub(super) fn wrong(
    key: &'static str,
    got: impl AsRef<str>,
    expected: impl Into<String>,
) -> CheckpointError {
    CheckpointError::Metadata {
        key,
        got: cut(got.as_ref()),
        expected: expected.into(),
    }
}

fn agree(key: &'static str, said: Option<&str>, is: &str) -> Result<(), CheckpointError> {
    match said {
        Some(said) if said != is => Err(wrong(key, said, format!("{is}, as its tensors are"))),
        _ => Ok(()),
    }
}

pub(super) fn word<T>(key: &'static str, text: &str) -> Result<T, CheckpointError>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    text.parse()
        .map_err(|_| wrong(key, format!("\"{text}\""), known_words(key)))
}

fn known_words(key: &str) -> &'static str {
    match key {
        "arch" => "resnet18, resnet34, resnet50 or resnet101",
        "stem" => "imagenet or cifar",
        "form" => "a form of paper, official, blog, se or none",
        _ => "a merge of sum, product, max, channel or spatial",
    }
}

pub(super) fn json<T: DeserializeOwned>(
    key: &'static str,
    text: &str,
    expected: &str,
) -> Result<T, CheckpointError> {
    serde_json::from_str(text).map_err(|error| {
        wrong(
            key,
            format!(
                "\"{}\" ({error})",
                text.chars().take(40).collect::<String>()
            ),
            expected,
        )
    })
}

fn colour(key: &'static str, text: &str) -> Result<[f32; 3], CheckpointError> {
    let expected = "a JSON list of three finite numbers, those of std above 0";
    let values: [f32; 3] = json(key, text, expected)?;
    let fits = |v: &f32| v.is_finite() && (key == "mean" || *v > 0.0);
    if values.iter().all(fits) {
        Ok(values)
    } else {
        Err(wrong(key, text, expected))
    }
}

fn size(text: &str) -> Result<usize, CheckpointError> {
    text.parse()
        .ok()
        .filter(|size| SIZES.contains(size))
        .ok_or_else(|| {
            wrong(
                "size",
                format!("\"{text}\""),
                "a number of px from 32 to 512",
            )
        })
}

fn classes(text: &str) -> Result<Vec<Class>, CheckpointError> {
    #[derive(serde::Deserialize)]
    struct Entry {
        wnid: String,
        words: String,
    }
    let entries: Vec<Entry> = json("classes", text, "a JSON list of wnid and words")?;
    Ok(entries
        .into_iter()
        .map(|entry| Class {
            id: cut(&entry.wnid),
            label: cut(&entry.words),
        })
        .collect())
}
