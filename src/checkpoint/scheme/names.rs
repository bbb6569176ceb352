//! Sorting: every key of a file is a layer of the network, a layer of an attention module, a statistic, or set aside.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::modules::Dialect;
use super::{Scheme, backbone, modules};
use crate::checkpoint::container::Contents;

/// What the keys of a file mean.
#[derive(Default)]
pub(in crate::checkpoint) struct Names {
    pub scheme: Option<Scheme>,
    /// The key of the outermost dictionary that the network is in, such as `state_dict`.
    pub wrapper: Option<String>,
    /// What stands in front of every key of the network, such as `module.`.
    pub prefix: String,
    /// torchvision's name to the file's key.
    pub backbone: BTreeMap<String, String>,
    /// (variant, torchvision's name) to the file's key.
    pub norms: BTreeMap<(String, String), String>,
    /// By their prefix.
    pub modules: BTreeMap<String, Module>,
    /// Key to reason.
    pub ignored: BTreeMap<String, &'static str>,
    /// Two keys with one meaning: (first, second, meaning).
    pub clash: Option<(String, String, String)>,
}

/// One attention module of a file.
pub(in crate::checkpoint) struct Module {
    /// What stands in front of its layers, with the dot.
    pub prefix: String,
    pub dialect: Dialect,
    /// The variant and the place k that a canonical prefix names.
    pub home: Option<(String, usize)>,
    /// Our name of a tensor, such as `channel.fc0.weight`, to the file's key.
    pub tensors: BTreeMap<String, String>,
    /// Keys inside the module that are no layer of it.
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
        let networks = networks(&rest);
        names.set_copies_aside(&networks);
        let prefix = match networks.first() {
            Some((prefix, _)) => (*prefix).into(),
            None => names.common_module_prefix(),
        };
        for key in rest {
            names.take_network_key(key, &networks);
        }
        names.list_other_roots(contents);
        names.scheme = names.judge(networks.first().map(|(_, dialect)| *dialect));
        names.split_prefix(&prefix, &contents.roots);
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
        let module = self.modules.entry(prefix.into()).or_insert_with(|| Module {
            prefix: prefix.into(),
            dialect,
            home: modules::home(prefix).filter(|_| dialect == Dialect::Canonical),
            tensors: BTreeMap::new(),
            foreign: Vec::new(),
        });
        if module.dialect == dialect {
            module
                .tensors
                .insert(format!("{ours}.{tensor}"), key.into());
        } else {
            module.foreign.push(key.into());
        }
        true
    }

    /// A second pass, when all modules are known: what stands inside one and is no layer of it.
    fn take_foreign_module_key(&mut self, key: &str) -> bool {
        let dots = key.match_indices('.').map(|(dot, _)| dot + 1);
        for at in std::iter::once(0).chain(dots) {
            let (prefix, rest) = key.split_at(at);
            if let Some(module) = self
                .modules
                .get_mut(prefix)
                .filter(|m| m.dialect.owns(rest))
            {
                module.foreign.push(key.into());
                return true;
            }
        }
        false
    }

    /// The modules of every network but the first go the way of their networks.
    fn set_copies_aside(&mut self, networks: &[(&str, backbone::Dialect)]) {
        let [(main, _), copies @ ..] = networks else {
            return;
        };
        let is_copy = |prefix: &str| {
            let inside = |copy: &str| prefix.starts_with(copy) && !main.starts_with(copy);
            copies.iter().any(|(copy, _)| inside(copy))
        };
        let (aside, kept) = std::mem::take(&mut self.modules)
            .into_iter()
            .partition(|(prefix, _)| is_copy(prefix));
        self.modules = kept;
        let aside: BTreeMap<String, Module> = aside;
        for key in aside
            .values()
            .flat_map(|m| m.tensors.values().chain(&m.foreign))
        {
            self.ignore(key, SECOND);
        }
    }

    fn take_network_key(&mut self, key: &str, networks: &[(&str, backbone::Dialect)]) {
        let name = |(prefix, dialect): &(&str, backbone::Dialect)| {
            backbone::translate(*dialect, key.strip_prefix(prefix)?)
        };
        let Some(name) = networks.first().and_then(name) else {
            let copy = networks
                .iter()
                .skip(1)
                .any(|network| name(network).is_some());
            return self.ignore(
                key,
                if copy {
                    SECOND
                } else {
                    "not part of a BAM-ResNet"
                },
            );
        };
        if let Some(first) = self.backbone.get(&name) {
            let clash = (first.clone(), key.into(), format!("backbone.{name}"));
            self.clash.get_or_insert(clash);
            return self.ignore(key, "a second key for the same tensor");
        }
        self.backbone.insert(name, key.into());
    }

    /// Without a network: what the modules' prefixes have in common, up to a dot.
    fn common_module_prefix(&self) -> String {
        let mut prefixes = self.modules.keys().map(String::as_str);
        let first = prefixes.next().unwrap_or("");
        let common = prefixes.fold(first, |common, prefix| {
            let pairs = common.bytes().zip(prefix.bytes());
            let same = pairs.take_while(|(a, b)| a == b).count();
            common.get(..same).unwrap_or("")
        });
        common.rfind('.').map_or("", |dot| &common[..=dot]).into()
    }

    fn list_other_roots(&mut self, contents: &Contents) {
        for root in &contents.roots {
            let inside = format!("{root}.");
            let mut after = contents.tensors.range::<String, _>(&inside..);
            let holds_tensors = after
                .next()
                .is_some_and(|(key, _)| key.starts_with(&inside));
            if !holds_tensors && !contents.tensors.contains_key(root) {
                let why = if is_optimizer(root) {
                    "optimizer state"
                } else {
                    "not a tensor"
                };
                self.ignore(root, why);
            }
        }
    }

    fn judge(&self, network: Option<backbone::Dialect>) -> Option<Scheme> {
        match self.modules.values().next().map(|module| module.dialect) {
            Some(Dialect::Canonical) => Some(Scheme::Canonical),
            Some(Dialect::Official) => Some(Scheme::Official),
            Some(Dialect::Pytorchcv) => Some(Scheme::Pytorchcv),
            Some(Dialect::Changzy) => Some(Scheme::Changzy00),
            Some(Dialect::Blog) => Some(Scheme::Blog),
            None if !self.norms.is_empty() => Some(Scheme::Canonical),
            None => network.map(|dialect| match dialect {
                backbone::Dialect::Torchvision => Scheme::Torchvision,
                backbone::Dialect::Pytorchcv => Scheme::Pytorchcv,
            }),
        }
    }

    fn split_prefix(&mut self, prefix: &str, roots: &[String]) {
        let (first, inner) = prefix.split_once('.').unwrap_or((prefix, ""));
        let wrapped = roots.iter().any(|root| root == first);
        self.wrapper = wrapped.then(|| first.into());
        let prefix = if wrapped { inner } else { prefix };
        // In our own names `backbone.` is part of the name.
        let ours = prefix
            .strip_suffix("backbone.")
            .filter(|_| self.scheme == Some(Scheme::Canonical));
        self.prefix = ours.unwrap_or(prefix).into();
    }
}

/// Why a copy of the network, such as a running average of its weights, is not used.
const SECOND: &str = "of a second network, not the one that was read";

fn is_optimizer(key: &str) -> bool {
    key.split('.')
        .next()
        .is_some_and(|first| first.contains("optim"))
}

/// The prefixes of all networks in a file: the one with the most blocks first, the shortest of several.
fn networks<'a>(keys: &[&'a str]) -> Vec<(&'a str, backbone::Dialect)> {
    let mut counts: BTreeMap<&str, (usize, backbone::Dialect)> = BTreeMap::new();
    for (prefix, dialect) in keys.iter().filter_map(|key| backbone::anchor(key)) {
        counts.entry(prefix).or_insert((0, dialect)).0 += 1;
    }
    let mut networks: Vec<_> = counts.into_iter().collect();
    networks.sort_by_key(|(prefix, (count, _))| (Reverse(*count), prefix.len()));
    networks
        .into_iter()
        .map(|(prefix, (_, dialect))| (prefix, dialect))
        .collect()
}

/// `r16_d4.layer1.0.bn1.running_mean` to (`r16_d4`, `layer1.0.bn1.running_mean`).
fn split_norm(rest: &str) -> Option<(&str, &str)> {
    let (layer, statistic) = rest.rsplit_once('.')?;
    if !matches!(statistic, "running_mean" | "running_var") {
        return None;
    }
    let stem = || layer.strip_suffix(".bn1").map(str::len);
    let at = layer.find(".layer").or_else(stem)?;
    Some((&rest[..at], &rest[at + 1..]))
}
