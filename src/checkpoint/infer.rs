//! What a network must be to have these tensors: depth, stem, width, classes; form, r and variant of its modules.

use std::collections::BTreeMap;

use super::container::Contents;
use super::error::Misfit;
use super::metadata::Variant;
use super::scheme::{Module, Names, number};
use crate::model::{Architecture, BlockKind, Depth, Form, Norms, Setting, Stem, StrideOn};

/// Wider than any ResNet, and small enough that no size computed from it overflows 32 bits.
const WIDEST: usize = 4096;

/// ImageNet's number of classes: stands in a sentence about a file that lacks its last layer.
const IMAGENET_CLASSES: usize = 1000;

/// The network behind the backbone's names.
pub(super) fn architecture(contents: &Contents, names: &Names) -> Result<Architecture, Misfit> {
    let axis = |name: &str, axis: usize| {
        let raw = contents.tensors.get(names.backbone.get(name)?)?;
        raw.shape.get(axis).copied()
    };
    let width = axis("conv1.weight", 0).or_else(|| axis("layer1.0.conv1.weight", 1));
    let stem = match axis("conv1.weight", 2) {
        Some(3) => Stem::Cifar,
        _ => Stem::ImageNet,
    };
    let classes = axis("fc.weight", 0).or_else(|| axis("fc.bias", 0));
    let within = |name: &str, value: usize, limit: usize| {
        if (1..=limit).contains(&value) {
            return Ok(value);
        }
        Err(Misfit::OtherArchitecture {
            found: format!("a ResNet whose \"{name}\" has {value} outputs (1 to {limit} can be)"),
        })
    };
    Ok(Architecture {
        depth: depth(names)?,
        stem,
        width: within("conv1.weight", width.unwrap_or(0), WIDEST)?,
        classes: within("fc.weight", classes.unwrap_or(IMAGENET_CLASSES), 1 << 20)?,
        stride_on: StrideOn::default(),
    })
}

fn depth(names: &Names) -> Result<Depth, Misfit> {
    let mut blocks = [0; 4];
    for name in names.backbone.keys() {
        let mut parts = name.split('.');
        let stage = parts
            .next()
            .and_then(|first| number(first.strip_prefix("layer")?));
        let block = parts.next().and_then(number);
        if let (Some(stage @ 1..=4), Some(block)) = (stage, block) {
            blocks[stage - 1] = blocks[stage - 1].max(block + 1);
        }
    }
    let bottleneck = names.backbone.contains_key("layer1.0.conv3.weight");
    let block = if bottleneck {
        BlockKind::Bottleneck
    } else {
        BlockKind::Basic
    };
    Depth::ALL
        .into_iter()
        .find(|depth| depth.block() == block && depth.blocks() == blocks)
        .ok_or(Misfit::Depth { block, blocks })
}

/// A variant and its modules, by place: `modules[k - 1]` is BAM k.
pub(super) struct Trained<'a> {
    pub variant: Variant,
    pub modules: Vec<Option<&'a Module>>,
}

/// The variants of a file: as its metadata lists them, as its canonical names do, or the one that its modules make.
pub(super) fn variants<'a>(
    contents: &Contents,
    names: &'a Names,
    network: Option<&Architecture>,
    declared: Option<&[Variant]>,
) -> Result<Vec<Trained<'a>>, Misfit> {
    let mut homes: BTreeMap<&str, Vec<Option<&Module>>> = BTreeMap::new();
    let mut homeless = Vec::new();
    for module in &names.modules {
        match module.home.as_ref().filter(|_| network.is_some()) {
            Some((variant, place)) => {
                homes.entry(variant).or_insert_with(|| vec![None; 3])[place - 1] = Some(module)
            }
            None => homeless.push(module),
        }
    }
    if let Some(declared) = declared.filter(|_| network.is_some()) {
        return Ok(declared
            .iter()
            .map(|variant| Trained {
                variant: variant.clone(),
                modules: homes
                    .remove(variant.name.as_str())
                    .unwrap_or_else(|| vec![None; 3]),
            })
            .collect());
    }
    for (variant, _) in names.norms.keys() {
        homes.entry(variant).or_default();
    }
    let mut trained = Vec::new();
    for (name, modules) in homes {
        let present: Vec<&Module> = modules.iter().flatten().copied().collect();
        let mut variant = variant(contents, &present)?;
        variant.name = name.into();
        trained.push(Trained { variant, modules });
    }
    if !homeless.is_empty() || trained.is_empty() {
        let modules = place(contents, homeless, network)?;
        let present: Vec<&Module> = modules.iter().flatten().copied().collect();
        trained.push(Trained {
            variant: variant(contents, &present)?,
            modules,
        });
    }
    Ok(trained)
}

/// Lays modules out behind stages 1 to 3, by their channels; in the order of their keys where channels do not tell.
fn place<'a>(
    contents: &Contents,
    mut modules: Vec<&'a Module>,
    network: Option<&Architecture>,
) -> Result<Vec<Option<&'a Module>>, Misfit> {
    let got = || {
        let prefixes: Vec<&str> = modules.iter().map(|m| m.prefix.as_str()).collect();
        format!(
            "{} attention modules ({})",
            modules.len(),
            super::error::cut(&prefixes.join(", "))
        )
    };
    let expected = match (network, modules.len()) {
        (None, 1) | (Some(_), 0 | 3) => None,
        (None, _) => Some("a network with them, or one module alone"),
        (Some(_), _) => Some("three, behind stages 1 to 3"),
    };
    if let Some(expected) = expected {
        let got = got();
        return Err(Misfit::Modules { got, expected });
    }
    modules.sort_by_key(|module| (channels(contents, module), natural(&module.prefix)));
    Ok(modules.into_iter().map(Some).collect())
}

/// `bam2` before `bam10`.
fn natural(prefix: &str) -> Vec<(usize, String)> {
    prefix
        .split_inclusive(|c: char| !c.is_ascii_digit())
        .map(|part| {
            let digits: String = part.chars().filter(char::is_ascii_digit).collect();
            (number(&digits).unwrap_or(0), part.into())
        })
        .collect()
}

/// The two axes (m, C) of a module's first layer, and its key.
fn hidden_layer<'a>(contents: &Contents, module: &'a Module) -> Option<(&'a str, usize, usize)> {
    let first = |name: &str| {
        let key = module.tensors.get(name)?;
        let shape = &contents.tensors.get(key)?.shape;
        Some((key.as_str(), *shape.first()?, *shape.get(1)?))
    };
    first("channel.fc0.weight").or_else(|| first("spatial.reduce.weight"))
}

/// C of a module; 0 when it has no layer that tells.
pub(super) fn channels(contents: &Contents, module: &Module) -> usize {
    hidden_layer(contents, module).map_or(0, |(_, _, channels)| channels)
}

/// The setting that a variant's modules were made for.
fn variant(contents: &Contents, modules: &[&Module]) -> Result<Variant, Misfit> {
    let usual = Setting::default();
    let (form, norms) = match modules.first() {
        Some(module) => module.dialect.form(|layer| has_layer(module, layer)),
        None => (Form::None, Norms::of(Form::None)),
    };
    let mixed = modules
        .iter()
        .any(|module| module.dialect.form(|layer| has_layer(module, layer)) != (form, norms));
    if mixed {
        let forms: Vec<&str> = modules.iter().map(|m| m.prefix.as_str()).collect();
        return Err(Misfit::Modules {
            got: format!(
                "attention modules of different forms ({})",
                super::error::cut(&forms.join(", "))
            ),
            expected: "modules of one form",
        });
    }
    let setting = Setting {
        form,
        merge: usual.merge,
        r: reduction(contents, modules)?.unwrap_or(usual.r),
        d: usual.d,
    };
    Ok(Variant {
        name: name(&setting),
        setting,
        norms,
        d_assumed: form.uses_d(),
        accuracy: None,
    })
}

fn has_layer(module: &Module, layer: &str) -> bool {
    module
        .tensors
        .keys()
        .any(|tensor| tensor.rsplit_once('.').is_some_and(|(l, _)| l == layer))
}

fn name(setting: &Setting) -> String {
    let Setting { form, r, d, .. } = setting;
    match (form.uses_r(), form.uses_d()) {
        (true, true) => format!("{form}_r{r}_d{d}"),
        (true, false) => format!("{form}_r{r}"),
        _ => form.name().into(),
    }
}

/// The one r with m = C / r, rounded down, for every module. When several would do they make the same network; the
/// largest is exact where C / m is.
fn reduction(contents: &Contents, modules: &[&Module]) -> Result<Option<usize>, Misfit> {
    let layers: Vec<_> = modules
        .iter()
        .filter_map(|m| hidden_layer(contents, m))
        .collect();
    let r = layers
        .iter()
        .map(|(_, hidden, channels)| channels.checked_div(*hidden).unwrap_or(0))
        .min();
    let Some(r) = r else {
        return Ok(None);
    };
    match layers
        .iter()
        .find(|(_, hidden, channels)| channels.checked_div(r) != Some(*hidden) || *hidden == 0)
    {
        Some((key, hidden, channels)) => Err(Misfit::Reduction {
            key: (*key).into(),
            channels: *channels,
            hidden: *hidden,
        }),
        None => Ok(Some(r)),
    }
}
