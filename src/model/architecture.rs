//! What a ResNet is made of, before any weight is read: depth, stem, width, classes, and the list of its layers.
//!
//! One list serves three readers: the checkpoint reader (which keys, which shapes), the network (how to build) and the
//! cost model (what it takes). Names are torchvision's.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// A place of the forward pass, in order. A change at one leaves every place before it as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Place {
    Stem,
    Stage1,
    Bam1,
    Stage2,
    Bam2,
    Stage3,
    Bam3,
    Stage4,
    Head,
}

impl Place {
    /// Every place, in forward order.
    pub const ALL: [Place; 9] = [
        Place::Stem,
        Place::Stage1,
        Place::Bam1,
        Place::Stage2,
        Place::Bam2,
        Place::Stage3,
        Place::Bam3,
        Place::Stage4,
        Place::Head,
    ];

    /// The stage `k` = 1, 2, 3, 4.
    pub fn stage(k: usize) -> Place {
        [Place::Stage1, Place::Stage2, Place::Stage3, Place::Stage4][k - 1]
    }

    /// The BAM `k` = 1, 2, 3.
    pub fn bam(k: usize) -> Place {
        [Place::Bam1, Place::Bam2, Place::Bam3][k - 1]
    }
}

/// One layer with parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// torchvision's name, such as `layer1.0.conv1`.
    pub name: String,
    /// What it computes.
    pub kind: LayerKind,
    /// How often the map has been halved, rounding up, at this layer's output: H becomes `ceil(H / 2^halvings)`.
    pub halvings: u32,
}

/// What a layer computes, with its sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerKind {
    /// Square convolution; weight (out, in, kernel, kernel).
    Conv {
        /// Input channels.
        inputs: usize,
        /// Output channels.
        outputs: usize,
        /// Edge of the kernel.
        kernel: usize,
        /// Whether it has a bias.
        bias: bool,
    },
    /// Fully connected; weight (out, in).
    Linear {
        /// Input features.
        inputs: usize,
        /// Output features.
        outputs: usize,
        /// Whether it has a bias.
        bias: bool,
    },
    /// BatchNorm with weight, bias, running mean and variance of `channels` values each.
    Norm {
        /// Channels.
        channels: usize,
    },
}

impl LayerKind {
    /// The layer's tensors as (suffix, shape), such as (`weight`, [64, 3, 7, 7]).
    pub fn tensors(&self) -> Vec<(&'static str, Vec<usize>)> {
        match *self {
            LayerKind::Conv {
                inputs,
                outputs,
                kernel,
                bias,
            } => with_bias(vec![outputs, inputs, kernel, kernel], outputs, bias),
            LayerKind::Linear {
                inputs,
                outputs,
                bias,
            } => with_bias(vec![outputs, inputs], outputs, bias),
            LayerKind::Norm { channels } => ["weight", "bias", "running_mean", "running_var"]
                .into_iter()
                .map(|suffix| (suffix, vec![channels]))
                .collect(),
        }
    }
}

fn with_bias(weight: Vec<usize>, outputs: usize, bias: bool) -> Vec<(&'static str, Vec<usize>)> {
    let mut tensors = vec![("weight", weight)];
    if bias {
        tensors.push(("bias", vec![outputs]));
    }
    tensors
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

    /// Every layer of the plain network, in forward order.
    pub fn layers(&self) -> Vec<Layer> {
        let mut layers = Vec::new();
        let stem_conv_halvings = self.stem.halvings().min(1);
        push_conv_norm(
            &mut layers,
            ["conv1", "bn1"].map(String::from),
            (3, self.width, self.stem.kernel()),
            stem_conv_halvings,
        );
        let mut inputs = self.width;
        for (stage, blocks) in (1..=4).zip(self.depth.blocks()) {
            for block in 0..blocks {
                let prefix = format!("layer{stage}.{block}");
                self.push_block(&mut layers, &prefix, stage, block == 0, inputs);
                inputs = self.stage_channels(stage);
            }
        }
        layers.push(Layer {
            name: "fc".into(),
            kind: LayerKind::Linear {
                inputs,
                outputs: self.classes,
                bias: true,
            },
            halvings: 0,
        });
        layers
    }

    fn push_block(
        &self,
        layers: &mut Vec<Layer>,
        prefix: &str,
        stage: usize,
        first: bool,
        inputs: usize,
    ) {
        let width = self.width << (stage - 1);
        let outputs = self.stage_channels(stage);
        let after = self.stage_halvings(stage);
        let before = if first && stage > 1 { after - 1 } else { after };
        let mut conv = |n: usize, channels: (usize, usize, usize), halvings: u32| {
            let names = [format!("{prefix}.conv{n}"), format!("{prefix}.bn{n}")];
            push_conv_norm(layers, names, channels, halvings);
        };
        match self.depth.block() {
            BlockKind::Basic => {
                conv(1, (inputs, width, 3), after);
                conv(2, (width, width, 3), after);
            }
            BlockKind::Bottleneck => {
                let first_halvings = match self.stride_on {
                    StrideOn::First1x1 => after,
                    StrideOn::Middle3x3 => before,
                };
                conv(1, (inputs, width, 1), first_halvings);
                conv(2, (width, width, 3), after);
                conv(3, (width, outputs, 1), after);
            }
        }
        if first && (stage > 1 || inputs != outputs) {
            let names = [
                format!("{prefix}.downsample.0"),
                format!("{prefix}.downsample.1"),
            ];
            push_conv_norm(layers, names, (inputs, outputs, 1), after);
        }
    }
}

fn push_conv_norm(
    layers: &mut Vec<Layer>,
    [conv, norm]: [String; 2],
    (inputs, outputs, kernel): (usize, usize, usize),
    halvings: u32,
) {
    layers.push(Layer {
        name: conv,
        kind: LayerKind::Conv {
            inputs,
            outputs,
            kernel,
            bias: false,
        },
        halvings,
    });
    layers.push(Layer {
        name: norm,
        kind: LayerKind::Norm { channels: outputs },
        halvings,
    });
}
