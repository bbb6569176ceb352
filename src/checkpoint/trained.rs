//! The variants of a file, each with its three modules: as its metadata lists them, as its keys name them, or the one that
//! its modules make.

use std::collections::BTreeMap;

use super::container::Contents;
use super::error::{Misfit, cut};
use super::scheme::{Module, Names, number};
use super::variant::{MOST_VARIANTS, Variant};
use crate::model::{Architecture, Form, Norms, Setting};

/// A variant and its modules, by place: `modules[k - 1]` is BAM k.
pub(super) struct Trained<'a> {
    pub variant: Variant,
    pub modules: Vec<Option<&'a Module>>,
}

/// Every variant, at least one. Without a `network` there is one, made of one module.
pub(super) fn variants<'a>(
    contents: &Contents,
    names: &'a Names,
    network: Option<&Architecture>,
    declared: Option<&[Variant]>,
) -> Result<Vec<Trained<'a>>, Misfit> {
    let mut homes: BTreeMap<&str, Vec<Option<&Module>>> = BTreeMap::new();
    let mut homeless = Vec::new();
    for module in names.modules.values() {
        match module.home.as_ref().filter(|_| network.is_some()) {
            Some((variant, place)) => {
                homes.entry(variant).or_insert_with(|| vec![None; 3])[place - 1] = Some(module);
            }
            None => homeless.push(module),
        }
    }
    if let Some(declared) = declared.filter(|_| network.is_some()) {
        let trained = declared.iter().map(|variant| Trained {
            variant: variant.clone(),
            modules: homes
                .remove(variant.name.as_str())
                .unwrap_or_else(|| vec![None; 3]),
        });
        return Ok(trained.collect());
    }
    for (variant, _) in names.norms.keys() {
        homes.entry(variant).or_default();
    }
    if homes.len() > MOST_VARIANTS {
        return Err(Misfit::Modules {
            got: format!("{} variants", homes.len()),
            expected: "256 at most",
        });
    }
    let mut trained = Vec::new();
    for (name, modules) in homes {
        let mut variant = infer(contents, &modules)?;
        variant.name = name.into();
        trained.push(Trained { variant, modules });
    }
    if !homeless.is_empty() || trained.is_empty() {
        let modules = place(contents, homeless, network)?;
        let variant = infer(contents, &modules)?;
        trained.push(Trained { variant, modules });
    }
    Ok(trained)
}

/// Lays modules out behind stages 1 to 3, by their channels; in the order of their keys where channels do not tell.
fn place<'a>(
    contents: &Contents,
    mut modules: Vec<&'a Module>,
    network: Option<&Architecture>,
) -> Result<Vec<Option<&'a Module>>, Misfit> {
    let expected = match (network, modules.len()) {
        (None, 1) | (Some(_), 0 | 3) => None,
        (None, _) => Some("a network with them, or one module alone"),
        (Some(_), _) => Some("three, behind stages 1 to 3"),
    };
    if let Some(expected) = expected {
        let got = format!("{} attention modules ({})", modules.len(), listed(&modules));
        return Err(Misfit::Modules { got, expected });
    }
    modules.sort_by_key(|module| (channels(contents, module), natural(&module.prefix)));
    Ok(modules.into_iter().map(Some).collect())
}

fn listed(modules: &[&Module]) -> String {
    let prefixes = modules
        .iter()
        .map(|module| module.prefix.trim_end_matches('.'));
    cut(&prefixes.take(8).collect::<Vec<_>>().join(", "))
}

/// `bam2` before `bam10`.
fn natural(prefix: &str) -> Vec<(usize, String)> {
    prefix
        .split('.')
        .map(|part| {
            let word = part.trim_end_matches(|c: char| c.is_ascii_digit());
            (part[word.len()..].to_owned(), word.to_owned())
        })
        .map(|(digits, word)| (number(&digits).unwrap_or(0), word))
        .collect()
}

/// The key, m and C of a module's first layer.
fn first_layer<'a>(contents: &Contents, module: &'a Module) -> Option<(&'a str, usize, usize)> {
    let axes = |name: &str| {
        let key = module.tensors.get(name)?;
        let shape = &contents.tensors.get(key)?.shape;
        Some((key.as_str(), *shape.first()?, *shape.get(1)?))
    };
    axes("channel.fc0.weight").or_else(|| axes("spatial.reduce.weight"))
}

/// C of a module; 0 when it has no layer that tells.
pub(super) fn channels(contents: &Contents, module: &Module) -> usize {
    first_layer(contents, module).map_or(0, |(_, _, channels)| channels)
}

/// The setting that some modules were made for, and the name it gives a variant.
fn infer(contents: &Contents, modules: &[Option<&Module>]) -> Result<Variant, Misfit> {
    let modules: Vec<&Module> = modules.iter().flatten().copied().collect();
    let none = (Form::None, Norms::of(Form::None));
    let of = |module: &&Module| module.dialect.form(|layer| has_layer(module, layer));
    let (form, norms) = modules.first().map_or(none, of);
    if modules.iter().any(|module| of(module) != (form, norms)) {
        return Err(Misfit::Modules {
            got: format!(
                "attention modules of different forms ({})",
                listed(&modules)
            ),
            expected: "modules of one form",
        });
    }
    let usual = Setting::default();
    let setting = Setting {
        form,
        r: reduction(contents, &modules)?.unwrap_or(usual.r),
        ..usual
    };
    Ok(Variant {
        name: name(&setting),
        setting,
        norms,
        d_assumed: setting.uses_d(),
        accuracy: None,
        gain: None,
    })
}

fn has_layer(module: &Module, layer: &str) -> bool {
    let layers = module
        .tensors
        .keys()
        .filter_map(|tensor| tensor.rsplit_once('.'));
    layers.into_iter().any(|(name, _)| name == layer)
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
    let layers = || {
        modules
            .iter()
            .filter_map(|module| first_layer(contents, module))
    };
    let largest =
        |(_, hidden, channels): (&str, usize, usize)| channels.checked_div(hidden).unwrap_or(0);
    let Some(r) = layers().map(largest).min() else {
        return Ok(None);
    };
    let misfit = layers()
        .find(|(_, hidden, channels)| *hidden == 0 || channels.checked_div(r) != Some(*hidden));
    match misfit {
        Some((key, hidden, channels)) => Err(Misfit::Reduction {
            key: cut(key),
            channels,
            hidden,
        }),
        None => Ok(Some(r)),
    }
}
