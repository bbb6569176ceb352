//! What became of every key of a file: for the page, and for `bam-lens inspect`.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::assignment::Assignment;
use super::container::{Container, Contents};
use super::error::cut;
use super::scheme::{Names, Scheme};
use super::variant::Variant;
use crate::model::Architecture;

/// The account of a file. Texts from the file are cut after 200 characters.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The container format.
    pub container: Container,
    /// Bytes of the file.
    pub file_bytes: usize,
    /// Whose names the tensors have, when recognised.
    pub scheme: Option<Scheme>,
    /// The key of the outermost dictionary that holds the network, such as `state_dict`.
    pub wrapped_in: Option<String>,
    /// What stood in front of every key of the network inside it, such as `module.`.
    pub prefix: String,
    /// The network, inferred from names and shapes; none for a lone module.
    pub architecture: Option<Architecture>,
    /// The trained settings, inferred or as the metadata lists them.
    pub variants: Vec<Variant>,
    /// Keys used.
    pub used: usize,
    /// Keys ignored.
    pub ignored: usize,
    /// What the file stores, by number type.
    pub dtypes: BTreeMap<String, Stock>,
    /// Every key of the file once, in alphabetical order.
    pub keys: Vec<Key>,
    /// Every tensor that the network needs and the file does not have, in forward order.
    pub missing: Vec<Lack>,
}

/// Tensors of one number type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stock {
    /// How many.
    pub tensors: usize,
    /// What they take in the file, in bytes.
    pub bytes: usize,
}

/// One key of the file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Key {
    /// As in the file.
    pub key: String,
    /// Shape, unless it is no tensor.
    pub shape: Option<Vec<usize>>,
    /// Number type as in safetensors (`F32`), unless it is no tensor.
    pub dtype: Option<String>,
    /// What became of it.
    #[serde(flatten)]
    pub fate: Fate,
}

/// What became of a key.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "fate", rename_all = "camelCase")]
pub enum Fate {
    /// It is a tensor of the network.
    Used {
        /// Its canonical name.
        name: String,
    },
    /// It is not.
    Ignored {
        /// Why.
        why: String,
    },
}

/// A tensor that is missing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lack {
    /// Its canonical name.
    pub name: String,
    /// The shape it would have.
    pub shape: Vec<usize>,
}

impl Report {
    pub(super) fn of(contents: &Contents, names: &Names, assignment: &Assignment) -> Report {
        let mut dtypes: BTreeMap<String, Stock> = BTreeMap::new();
        for raw in contents.tensors.values() {
            let stock = dtypes.entry(raw.dtype.to_string()).or_default();
            stock.tensors += 1;
            stock.bytes = stock.bytes.saturating_add(raw.byte_len());
        }
        let mut variants = assignment.variants.clone();
        for variant in &mut variants {
            variant.name = cut(&variant.name);
        }
        let keys = keys(contents, names, assignment);
        let used = keys
            .iter()
            .filter(|key| matches!(key.fate, Fate::Used { .. }))
            .count();
        Report {
            container: contents.container,
            file_bytes: contents.file_bytes,
            scheme: names.scheme,
            wrapped_in: names.wrapper.as_deref().map(cut),
            prefix: cut(&names.prefix),
            architecture: assignment.architecture,
            variants,
            used,
            ignored: keys.len() - used,
            dtypes,
            keys,
            missing: assignment.missing.clone(),
        }
    }
}

fn keys(contents: &Contents, names: &Names, assignment: &Assignment) -> Vec<Key> {
    let mut uses: HashMap<&str, String> = HashMap::new();
    for used in &assignment.uses {
        uses.insert(&used.key, used.name.clone());
        if let Some(scale) = &used.scale {
            uses.insert(scale, format!("{}_scale", used.name));
        }
    }
    let others = names
        .ignored
        .keys()
        .filter(|key| !contents.tensors.contains_key(*key));
    let mut keys: Vec<&String> = contents.tensors.keys().chain(others).collect();
    keys.sort();
    keys.into_iter()
        .map(|key| {
            let raw = contents.tensors.get(key);
            let fate = match (uses.get(key.as_str()), names.ignored.get(key)) {
                (Some(name), _) => Fate::Used { name: cut(name) },
                (None, Some(why)) => Fate::Ignored { why: (*why).into() },
                (None, None) => Fate::Ignored {
                    why: unused(key, assignment).into(),
                },
            };
            Key {
                key: cut(key),
                shape: raw.map(|raw| raw.shape.clone()),
                dtype: raw.map(|raw| raw.dtype.to_string()),
                fate,
            }
        })
        .collect()
}

/// Why a key that was understood is not used.
fn unused(key: &str, assignment: &Assignment) -> &'static str {
    if key.ends_with(".weight_scale") {
        "the scale of a weight that is not quantised"
    } else if assignment.variants.is_empty() {
        "the network around it was not recognised"
    } else if assignment.misfit.is_some() {
        "no place for it in the network that was recognised"
    } else {
        "of a variant that the metadata does not list"
    }
}
