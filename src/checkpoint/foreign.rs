//! Checkpoints of other networks: what they are, and which key gives them away.

use std::collections::BTreeSet;

use super::assignment::Assignment;
use super::error::{Misfit, cut};
use super::scheme::Names;

/// A piece of a key, and the network it is typical of. The first that occurs decides.
const TYPICAL: [(&str, &str); 17] = [
    (
        "ca.ca.fc",
        "the BAM of External-Attention-pytorch, which has three hidden layers",
    ),
    (
        "bn1_1d.",
        "the BAM of BAM-CBAM-pytorch, which has a ReLU at the end of both branches",
    ),
    ("ChannelGate.mlp", "a CBAM network"),
    ("denseblock", "a DenseNet"),
    ("attn.qkv.", "a vision transformer"),
    ("encoder_layer_0.", "a vision transformer"),
    ("relative_position_bias_table", "a Swin transformer"),
    ("model.diffusion_model.", "a diffusion model"),
    ("transformer.h.0.", "a GPT language model"),
    ("model.layers.0.self_attn.", "a language model"),
    ("encoder.layer.0.attention.", "a BERT language model"),
    ("Mixed_5b.", "an Inception network"),
    ("_blocks.0._depthwise_conv", "an EfficientNet"),
    ("features.1.0.block.", "an EfficientNet or ConvNeXt"),
    ("features.1.conv.0.", "a MobileNet"),
    ("block1.layer.0.conv1", "a WideResNet of three stages"),
    ("classifier.6.", "a VGG or AlexNet"),
];

/// What a file without a ResNet and without a BAM module seems to hold.
pub(super) fn guess<'a>(keys: impl Iterator<Item = &'a String> + Clone) -> String {
    let typical = TYPICAL
        .iter()
        .find(|(piece, _)| keys.clone().any(|key| key.contains(piece)));
    match (typical, keys.clone().next()) {
        (Some((_, network)), _) => (*network).into(),
        (None, Some(first)) => format!(
            "{} tensors of an unknown network, the first is \"{}\"",
            keys.count(),
            cut(first)
        ),
        (None, None) => "no tensors".into(),
    }
}

/// A layer that stands inside the network, or inside a module that is read, and has no place there.
pub(super) fn first(
    names: &Names,
    taken: &BTreeSet<&str>,
    assignment: &Assignment,
) -> Option<Misfit> {
    let network = assignment
        .architecture
        .map_or(String::new(), |network| format!("a {}", network.depth));
    let in_network = names
        .backbone
        .values()
        .filter(|key| !is_scale(key) && !taken.contains(key.as_str()))
        .map(|key| (key, network.clone()));
    let read = |variant: &str| assignment.variants.iter().any(|v| v.name == variant);
    let modules = names.modules.values().filter(|module| {
        module
            .home
            .as_ref()
            .is_none_or(|(variant, _)| read(variant))
    });
    let in_modules = modules.flat_map(|module| {
        let unknown = module
            .tensors
            .values()
            .filter(|key| !is_scale(key) && !taken.contains(key.as_str()));
        let of = format!(
            "the attention module \"{}\"",
            cut(module.prefix.trim_end_matches('.'))
        );
        unknown
            .chain(&module.foreign)
            .map(move |key| (key, of.clone()))
    });
    in_network
        .chain(in_modules)
        .next()
        .map(|(key, of)| Misfit::Foreign { key: cut(key), of })
}

/// A scale beside a weight that is not quantised changes nothing.
fn is_scale(key: &str) -> bool {
    key.ends_with(".weight_scale")
}
