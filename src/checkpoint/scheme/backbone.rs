//! What torchvision and pytorchcv call the layers of a ResNet.

/// A code base's names for the layers of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// torchvision `models/resnet.py`, from which the released BAM code and most others take their names.
    Torchvision,
    /// osmr/pytorchcv `resnet.py`, `bamresnet.py`.
    Pytorchcv,
}

/// torchvision's name of a key in either dialect, and the prefix that was in front of it.
///
/// Only a block's first convolution tells where the prefix ends: `conv1.weight` alone could be anything.
pub(super) fn anchor(key: &str) -> Option<(&str, Dialect)> {
    let front = |at: usize| {
        let prefix = &key[..at];
        (prefix.is_empty() || prefix.ends_with('.')).then_some(prefix)
    };
    if key.ends_with(".conv1.weight") {
        let at = key.rfind("layer")?;
        is_block(
            key[at..]
                .strip_suffix(".conv1.weight")?
                .strip_prefix("layer")?,
        )
        .then(|| front(at))?
        .map(|prefix| (prefix, Dialect::Torchvision))
    } else if key.ends_with("body.conv1.conv.weight") {
        let at = key.rfind("features.stage")?;
        front(at).map(|prefix| (prefix, Dialect::Pytorchcv))
    } else {
        None
    }
}

/// Whether `rest` is a stage and a block, such as `1.0`.
fn is_block(rest: &str) -> bool {
    rest.split_once('.')
        .is_some_and(|(stage, block)| number(stage).is_some() && number(block).is_some())
}

/// A number as it stands in a key: digits only, small enough for any network.
pub(in crate::checkpoint) fn number(text: &str) -> Option<usize> {
    let digits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// torchvision's name of a key without its prefix; `None` for what is outside the network.
pub(super) fn translate(dialect: Dialect, rest: &str) -> Option<String> {
    match dialect {
        Dialect::Torchvision => {
            let first = rest.split('.').next()?;
            let inside = matches!(first, "conv1" | "bn1" | "fc")
                || first
                    .strip_prefix("layer")
                    .is_some_and(|n| number(n).is_some());
            inside.then(|| rest.into())
        }
        Dialect::Pytorchcv => pytorchcv(rest),
    }
}

fn pytorchcv(rest: &str) -> Option<String> {
    if let Some(tensor) = rest.strip_prefix("output.") {
        return Some(format!("fc.{tensor}"));
    }
    let rest = rest.strip_prefix("features.")?;
    if let Some(layer) = rest.strip_prefix("init_block.conv.") {
        return Some(match layer.split_once('.') {
            Some(("conv", tensor)) => format!("conv1.{tensor}"),
            Some(("bn", tensor)) => format!("bn1.{tensor}"),
            _ => format!("conv1.{layer}"),
        });
    }
    let (stage, rest) = rest.strip_prefix("stage")?.split_once('.')?;
    let (unit, rest) = rest.strip_prefix("unit")?.split_once('.')?;
    // Units count from 1, blocks from 0.
    let block = format!("layer{stage}.{}", number(unit)?.checked_sub(1)?);
    let rest = rest.strip_prefix("res_unit.").unwrap_or(rest);
    let name = match rest
        .strip_prefix("identity_conv.")
        .and_then(|r| r.split_once('.'))
    {
        Some(("conv", tensor)) => Some(format!("downsample.0.{tensor}")),
        Some(("bn", tensor)) => Some(format!("downsample.1.{tensor}")),
        _ => rest.strip_prefix("body.conv").and_then(|r| {
            let (n, layer) = r.split_once('.')?;
            let (layer, tensor) = layer.split_once('.')?;
            matches!(layer, "conv" | "bn").then(|| format!("{layer}{n}.{tensor}"))
        }),
    };
    // A key inside a block that has no counterpart keeps its own words: the assignment will call it foreign.
    Some(format!("{block}.{}", name.unwrap_or_else(|| rest.into())))
}
