//! What a ResNet is, before any weight is read: depth, stem, width, classes.
//!
//! Source: He et al., "Deep Residual Learning for Image Recognition", table 1; torchvision `models/resnet.py`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// The four depths of the paper's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Depth {
    /// Two basic blocks a stage.
    ResNet18,
    /// 3, 4, 6, 3 basic blocks.
    ResNet34,
    /// 3, 4, 6, 3 bottleneck blocks.
    ResNet50,
    /// 3, 4, 23, 3 bottleneck blocks.
    ResNet101,
}

impl Depth {
    /// Every depth, shallow to deep.
    pub const ALL: [Depth; 4] = [
        Depth::ResNet18,
        Depth::ResNet34,
        Depth::ResNet50,
        Depth::ResNet101,
    ];

    /// Blocks in each of the four stages.
    pub fn blocks(self) -> [usize; 4] {
        match self {
            Depth::ResNet18 => [2, 2, 2, 2],
            Depth::ResNet34 | Depth::ResNet50 => [3, 4, 6, 3],
            Depth::ResNet101 => [3, 4, 23, 3],
        }
    }

    /// Basic blocks (two 3x3) or bottleneck blocks (1x1, 3x3, 1x1).
    pub fn block(self) -> BlockKind {
        match self {
            Depth::ResNet18 | Depth::ResNet34 => BlockKind::Basic,
            Depth::ResNet50 | Depth::ResNet101 => BlockKind::Bottleneck,
        }
    }

    /// `resnet18` and so on, as in the metadata of a weights file.
    pub fn name(self) -> &'static str {
        match self {
            Depth::ResNet18 => "resnet18",
            Depth::ResNet34 => "resnet34",
            Depth::ResNet50 => "resnet50",
            Depth::ResNet101 => "resnet101",
        }
    }
}

impl fmt::Display for Depth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Depth {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Depth::ALL
            .into_iter()
            .find(|depth| depth.name() == name)
            .ok_or_else(|| Error::unknown("arch", name, "resnet18, resnet34, resnet50, resnet101"))
    }
}

/// The residual unit of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// Two 3x3 convolutions.
    Basic,
    /// 1x1, 3x3, 1x1, four times as wide at its end.
    Bottleneck,
}

impl BlockKind {
    /// Output channels of a block per channel of its 3x3 convolution.
    pub fn expansion(self) -> usize {
        match self {
            BlockKind::Basic => 1,
            BlockKind::Bottleneck => 4,
        }
    }
}

/// What comes before stage 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stem {
    /// 7x7 convolution with stride 2, then 3x3 max-pool with stride 2.
    ImageNet,
    /// 3x3 convolution with stride 1, no pooling.
    Cifar,
}

impl Stem {
    /// Edge of the stem's convolution.
    pub fn kernel(self) -> usize {
        match self {
            Stem::ImageNet => 7,
            Stem::Cifar => 3,
        }
    }

    /// How often the stem halves the map.
    pub fn halvings(self) -> u32 {
        match self {
            Stem::ImageNet => 2,
            Stem::Cifar => 0,
        }
    }

    /// `imagenet` or `cifar`.
    pub fn name(self) -> &'static str {
        match self {
            Stem::ImageNet => "imagenet",
            Stem::Cifar => "cifar",
        }
    }
}

impl FromStr for Stem {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        match name {
            "imagenet" => Ok(Stem::ImageNet),
            "cifar" => Ok(Stem::Cifar),
            _ => Err(Error::unknown("stem", name, "imagenet, cifar")),
        }
    }
}

/// Which convolution of a bottleneck block carries the stride. Not recorded in a checkpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum StrideOn {
    /// The first 1x1: what the paper's GFLOPs fit.
    #[serde(rename = "1x1")]
    First1x1,
    /// The 3x3: torchvision and the released BAM code.
    #[default]
    #[serde(rename = "3x3")]
    Middle3x3,
}

impl FromStr for StrideOn {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        match name {
            "1x1" => Ok(StrideOn::First1x1),
            "3x3" => Ok(StrideOn::Middle3x3),
            _ => Err(Error::unknown("stride-on", name, "1x1, 3x3")),
        }
    }
}

/// A plain ResNet: everything but its attention modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Architecture {
    /// 18, 34, 50 or 101.
    #[serde(rename = "arch")]
    pub depth: Depth,
    /// Before stage 1.
    pub stem: Stem,
    /// Channels of stage 1's 3x3 convolutions: 64 in every published network, fewer in test fixtures.
    pub width: usize,
    /// Outputs of the last layer.
    pub classes: usize,
    /// Where bottleneck blocks have their stride.
    #[serde(default)]
    pub stride_on: StrideOn,
}

impl Architecture {
    /// Channels at the end of stage `k` = 1, 2, 3, 4; C of the BAM behind it.
    pub fn stage_channels(&self, k: usize) -> usize {
        (self.width << (k - 1)) * self.depth.block().expansion()
    }

    /// How often the map has been halved at the end of stage `k` = 1, 2, 3, 4.
    pub fn stage_halvings(&self, k: usize) -> u32 {
        self.stem.halvings() + k as u32 - 1
    }
}
