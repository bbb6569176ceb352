//! From a file's own keys to what they mean: the network's layers, attention modules, and what belongs to neither.

mod backbone;
mod modules;

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::container::Contents;
pub(super) use backbone::number;
pub(super) use modules::Dialect;

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

/// What the keys of a file mean.
#[derive(Default)]
pub(super) struct Names {
    pub scheme: Option<Scheme>,
    /// The key of the outermost dictionary that the network is in, such as `state_dict`.
    pub wrapper: Option<String>,
    /// What stands in front of every key of the network, such as `module.`.
    pub prefix: String,
    /// torchvision's name to the file's key.
    pub backbone: BTreeMap<String, String>,
    /// (variant, torchvision's name) to the file's key.
    pub norms: BTreeMap<(String, String), String>,
    /// In the order of their prefixes.
    pub modules: Vec<Module>,
    /// Key to reason.
    pub ignored: BTreeMap<String, &'static str>,
    /// Two keys with one meaning: (first, second, meaning).
    pub clash: Option<(String, String, String)>,
}

/// One attention module of a file.
pub(super) struct Module {
    /// What stands in front of its layers, with the dot.
    pub prefix: String,
    pub dialect: Dialect,
    /// The variant and the place k that a canonical prefix names.
    pub home: Option<(String, usize)>,
    /// Our name of a tensor, such as `channel.fc0.weight`, to the file's key.
    pub tensors: BTreeMap<String, String>,
    /// Keys of the module that are no layer of it.
    pub foreign: Vec<String>,
}

impl Names {
    /// Sorts every key of a file; the ones that are no tensors too.
    pub fn of(contents: &Contents) -> Names {
        let mut names = Names::default();
        let mut rest = Vec::new();
        for key in contents.tensors.keys() {
            if key == "num_batches_tracked" || key.ends_with(".num_batches_tracked") {
                names.ignore(key, "BatchNorm's step counter, not needed to run");
            } else if is_optimizer(key) {
                names.ignore(key, "optimizer state");
            } else if !names.take_norm_key(key) && !names.take_module_key(key) {
                rest.push(key.as_str());
            }
        }
        rest.retain(|key| !names.take_foreign_module_key(key));
        let found = find_backbone(&rest);
        let prefix = match &found {
            Some((prefix, _)) => (*prefix).to_owned(),
            None => names.common_module_prefix(),
        };
        names.split_prefix(&prefix, &contents.roots);
        for key in rest {
            names.take_network_key(key, &prefix, found.map(|(_, dialect)| dialect));
        }
        for root in &contents.roots {
            let inside = |key: &String| {
                key == root
                    || key
                        .strip_prefix(root.as_str())
                        .is_some_and(|r| r.starts_with('.'))
            };
            if !contents.tensors.keys().any(inside) {
                let why = if is_optimizer(root) {
                    "optimizer state"
                } else {
                    "not a tensor"
                };
                names.ignore(root, why);
            }
        }
        names.scheme = names.judge(found.map(|(_, dialect)| dialect));
        names
    }

    fn ignore(&mut self, key: &str, why: &'static str) {
        self.ignored.insert(key.into(), why);
    }

    /// Before the modules: a variant called `channel` has keys `norm.channel.bn1.*`, which end as a module's do.
    fn take_norm_key(&mut self, key: &str) -> bool {
        let at = match key.starts_with("norm.") {
            true => Some(0),
            false => key.find(".norm.").map(|dot| dot + 1),
        };
        let Some((variant, name)) = at.and_then(|at| split_norm(&key[at + "norm.".len()..])) else {
            return false;
        };
        self.norms.insert((variant.into(), name.into()), key.into());
        true
    }

    fn take_module_key(&mut self, key: &str) -> bool {
        let Some((layer, tensor)) = key.rsplit_once('.') else {
            return false;
        };
        let Some((prefix, dialect, ours)) = modules::recognise(layer) else {
            return false;
        };
        let at = self
            .modules
            .iter()
            .position(|m| m.prefix == prefix && m.dialect == dialect);
        let at = at.unwrap_or_else(|| {
            self.modules.push(Module {
                prefix: prefix.into(),
                dialect,
                home: (dialect == Dialect::Canonical)
                    .then(|| modules::home(prefix))
                    .flatten(),
                tensors: BTreeMap::new(),
                foreign: Vec::new(),
            });
            self.modules.len() - 1
        });
        self.modules[at]
            .tensors
            .insert(format!("{ours}.{tensor}"), key.into());
        true
    }

    /// A second pass, when all modules are known: what stands inside one and is no layer of it.
    fn take_foreign_module_key(&mut self, key: &str) -> bool {
        let owner = self.modules.iter_mut().find(|module| {
            key.strip_prefix(module.prefix.as_str())
                .is_some_and(|rest| module.dialect.owns(rest))
        });
        match owner {
            Some(module) => {
                module.foreign.push(key.into());
                true
            }
            None => false,
        }
    }

    fn take_network_key(&mut self, key: &str, prefix: &str, dialect: Option<backbone::Dialect>) {
        let name = dialect
            .zip(key.strip_prefix(prefix))
            .and_then(|(dialect, rest)| backbone::translate(dialect, rest));
        let Some(name) = name else {
            let copy = backbone::anchor(key).is_some();
            let why = if copy {
                "a second network, not the one that was read"
            } else {
                "not part of a BAM-ResNet"
            };
            return self.ignore(key, why);
        };
        if let Some(first) = self.backbone.get(&name) {
            self.clash
                .get_or_insert_with(|| (first.clone(), key.into(), format!("backbone.{name}")));
            return self.ignore(key, "a second key for the same tensor");
        }
        self.backbone.insert(name, key.into());
    }

    /// Without a network: what the modules' prefixes have in common, up to a dot.
    fn common_module_prefix(&self) -> String {
        let mut prefixes = self.modules.iter().map(|m| m.prefix.as_str());
        let first = prefixes.next().unwrap_or("");
        let common = prefixes.fold(first, |common, prefix| {
            let same = common
                .bytes()
                .zip(prefix.bytes())
                .take_while(|(a, b)| a == b)
                .count();
            common.get(..same).unwrap_or("")
        });
        common.rfind('.').map_or("", |dot| &common[..=dot]).into()
    }

    fn split_prefix(&mut self, prefix: &str, roots: &[String]) {
        let (first, inner) = prefix.split_once('.').unwrap_or((prefix, ""));
        if roots.iter().any(|root| root == first) {
            self.wrapper = Some(first.into());
            self.prefix = inner.into();
        } else {
            self.prefix = prefix.into();
        }
    }

    fn judge(&self, network: Option<backbone::Dialect>) -> Option<Scheme> {
        let by_module = self.modules.first().map(|module| match module.dialect {
            Dialect::Canonical => Scheme::Canonical,
            Dialect::Official => Scheme::Official,
            Dialect::Pytorchcv => Scheme::Pytorchcv,
            Dialect::Changzy => Scheme::Changzy00,
            Dialect::Blog => Scheme::Blog,
        });
        let canonical = !self.norms.is_empty();
        by_module.or_else(|| {
            network.map(|dialect| match dialect {
                backbone::Dialect::Torchvision if canonical => Scheme::Canonical,
                backbone::Dialect::Torchvision => Scheme::Torchvision,
                backbone::Dialect::Pytorchcv => Scheme::Pytorchcv,
            })
        })
    }
}

fn is_optimizer(key: &str) -> bool {
    let first = key.split('.').next().unwrap_or(key);
    first.contains("optim")
}

/// The prefix with the most blocks behind it; the shortest, when a file holds several copies of a network.
fn find_backbone<'a>(keys: &[&'a str]) -> Option<(&'a str, backbone::Dialect)> {
    let mut counts: BTreeMap<&str, (usize, backbone::Dialect)> = BTreeMap::new();
    for (prefix, dialect) in keys.iter().filter_map(|key| backbone::anchor(key)) {
        counts.entry(prefix).or_insert((0, dialect)).0 += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(prefix, (count, _))| (*count, std::cmp::Reverse(prefix.len())))
        .map(|(prefix, (_, dialect))| (prefix, dialect))
}

/// `r16_d4.layer1.0.bn1.running_mean` to (`r16_d4`, `layer1.0.bn1.running_mean`).
fn split_norm(rest: &str) -> Option<(&str, &str)> {
    let (layer, statistic) = rest.rsplit_once('.')?;
    if !matches!(statistic, "running_mean" | "running_var") {
        return None;
    }
    let at = layer
        .find(".layer")
        .or_else(|| layer.strip_suffix(".bn1").map(str::len))?;
    Some((&rest[..at], &rest[at + 1..]))
}
