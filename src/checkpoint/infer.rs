//! What a network must be to have these tensors: depth, stem, width and classes.
//!
//! NOTE: where bottleneck blocks have their stride is not in a checkpoint; torchvision, the released code and pytorchcv's
//! BAM networks have it on the 3x3, which is taken.

use super::container::Contents;
use super::error::Misfit;
use super::scheme::{Names, number};
use crate::model::{Architecture, BlockKind, Depth, Stem, StrideOn};

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
    let depth = depth(names)?;
    if let (Some(width), Some(inner)) = (width, axis("layer1.0.conv1.weight", 0))
        && width != inner
    {
        return Err(Misfit::OtherArchitecture {
            found: format!(
                "a {depth} with {inner} channels inside stage 1 behind a stem of {width} (a ResNeXt or wide ResNet)"
            ),
        });
    }
    Ok(Architecture {
        depth,
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
