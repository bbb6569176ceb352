//! Which key of the file becomes which tensor of which network, and what is missing.

use std::collections::BTreeSet;

use safetensors::Dtype;

use super::container::Contents;
use super::error::{Misfit, cut};
use super::infer;
use super::report::Lack;
use super::scheme::Names;
use super::trained::{self, Trained};
use super::variant::Variant;
use super::{foreign, store};
use crate::model::{Architecture, attention_layers};

/// What will be read.
#[derive(Default)]
pub(super) struct Assignment {
    pub architecture: Option<Architecture>,
    pub variants: Vec<Variant>,
    /// In forward order.
    pub uses: Vec<Use>,
    pub missing: Vec<Lack>,
    /// The first thing that keeps the file from being read.
    pub misfit: Option<Misfit>,
}

/// A tensor of the file under its canonical name.
pub(super) struct Use {
    pub key: String,
    pub name: String,
    /// The key of the scale that an I8 weight has.
    pub scale: Option<String>,
}

impl Assignment {
    /// Never fails: what cannot be assigned is left out, and `misfit` says why.
    pub fn of(contents: &Contents, names: &Names, declared: Option<&[Variant]>) -> Assignment {
        let mut assignment = Assignment::default();
        if let Err(misfit) = assignment.make(contents, names, declared) {
            assignment.misfit.get_or_insert(misfit);
        }
        assignment
    }

    fn make(
        &mut self,
        contents: &Contents,
        names: &Names,
        declared: Option<&[Variant]>,
    ) -> Result<(), Misfit> {
        if names.backbone.is_empty() && names.modules.is_empty() {
            return Err(Misfit::OtherArchitecture {
                found: foreign::guess(contents.tensors.keys()),
            });
        }
        if let Some((first, second, name)) = names.clash.clone() {
            return Err(Misfit::SameName {
                first,
                second,
                name,
            });
        }
        if !names.backbone.is_empty() {
            self.architecture = Some(infer::architecture(contents, names)?);
        }
        let network = self.architecture;
        let trained = trained::variants(contents, names, network.as_ref(), declared)?;
        self.variants = trained.iter().map(|t| t.variant.clone()).collect();

        let mut draft = Draft::new(contents);
        if let Some(network) = &network {
            draft.backbone(network, names, &self.variants);
        }
        for trained in &trained {
            draft.modules(trained, network.as_ref())?;
        }
        draft.judge(self, names)
    }
}

/// The assignment in the making: what was expected so far, and how it was met.
struct Draft<'a> {
    contents: &'a Contents,
    uses: Vec<Use>,
    taken: BTreeSet<&'a str>,
    missing: Vec<Lack>,
    wrong: Option<Misfit>,
}

impl<'a> Draft<'a> {
    fn new(contents: &'a Contents) -> Self {
        Draft {
            contents,
            uses: Vec::new(),
            taken: BTreeSet::new(),
            missing: Vec::new(),
            wrong: None,
        }
    }

    fn backbone(&mut self, network: &Architecture, names: &'a Names, variants: &[Variant]) {
        for layer in network.layers() {
            for (suffix, shape) in layer.kind.tensors() {
                let tensor = format!("{}.{suffix}", layer.name);
                let key = names.backbone.get(&tensor);
                let statistic = matches!(suffix, "running_mean" | "running_var");
                // A statistic is the network's, or each variant has its own, or both.
                let shared = !statistic || names.norms.is_empty() || key.is_some();
                if shared {
                    self.expect(key, format!("backbone.{tensor}"), &shape);
                }
                for variant in variants.iter().filter(|_| statistic) {
                    let own = names.norms.get(&(variant.name.clone(), tensor.clone()));
                    if own.is_some() || !shared {
                        self.expect(own, format!("norm.{}.{tensor}", variant.name), &shape);
                    }
                }
            }
        }
    }

    fn modules(
        &mut self,
        trained: &Trained<'a>,
        network: Option<&Architecture>,
    ) -> Result<(), Misfit> {
        let variant = &trained.variant;
        for (k, module) in (1..).zip(&trained.modules) {
            let channels = match network {
                Some(network) => network.stage_channels(k),
                None => module.map_or(0, |module| trained::channels(self.contents, module)),
            };
            let layers = attention_layers(&variant.setting, variant.norms, channels, 0).map_err(
                |error| Misfit::Setting {
                    variant: cut(&variant.name),
                    detail: error.to_string(),
                },
            )?;
            for layer in layers {
                for (suffix, shape) in layer.kind.tensors() {
                    let tensor = format!("{}.{suffix}", layer.name);
                    let key = module.and_then(|module| module.tensors.get(&tensor));
                    self.expect(
                        key,
                        format!("attention.{}.bam{k}.{tensor}", variant.name),
                        &shape,
                    );
                }
            }
        }
        Ok(())
    }

    fn expect(&mut self, key: Option<&'a String>, name: String, shape: &[usize]) {
        let Some((key, raw)) = key.and_then(|key| Some((key, self.contents.tensors.get(key)?)))
        else {
            return self.missing.push(Lack {
                name: cut(&name),
                shape: shape.into(),
            });
        };
        let quantised = raw.dtype == Dtype::I8 && key.ends_with(".weight");
        let scale = quantised.then(|| format!("{key}_scale"));
        if raw.shape != shape {
            self.fail(Misfit::Shape {
                key: cut(key),
                expected: shape.into(),
                got: raw.shape.clone(),
            });
        } else if !quantised && !store::is_float(raw.dtype) {
            self.fail(Misfit::Dtype {
                key: cut(key),
                got: raw.dtype.to_string(),
            });
        } else if let Some(scale) = &scale {
            self.check_scale(key, scale, &shape[..1]);
        }
        self.taken.insert(key);
        self.uses.push(Use {
            key: key.clone(),
            name,
            scale,
        });
    }

    fn check_scale(&mut self, key: &str, scale: &str, expected: &[usize]) {
        let got = match self.contents.tensors.get_key_value(scale) {
            Some((scale, raw)) => {
                self.taken.insert(scale);
                if raw.dtype == Dtype::F32 && raw.shape == expected {
                    return;
                }
                format!("{} of shape {:?}", raw.dtype, raw.shape)
            }
            None => "none".into(),
        };
        self.fail(Misfit::Scale {
            key: cut(key),
            scale: cut(scale),
            expected: expected.into(),
            got,
        });
    }

    fn fail(&mut self, misfit: Misfit) {
        self.wrong.get_or_insert(misfit);
    }

    /// Another architecture explains wrong shapes and missing tensors, so it is said first.
    fn judge(self, assignment: &mut Assignment, names: &Names) -> Result<(), Misfit> {
        let of = self.uses.len() + self.missing.len();
        let foreign = foreign::first(names, &self.taken, assignment);
        let missing = self.missing.first().map(|first| Misfit::Missing {
            name: first.name.clone(),
            expected: first.shape.clone(),
            count: self.missing.len(),
            of,
        });
        assignment.uses = self.uses;
        assignment.missing = self.missing;
        match foreign.or(self.wrong).or(missing) {
            Some(misfit) => Err(misfit),
            None => Ok(()),
        }
    }
}
