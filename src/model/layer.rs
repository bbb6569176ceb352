//! The layers that networks and attention modules are made of, with their sizes.
//!
//! One list serves three readers: the checkpoint reader (which keys, which shapes), the cost model (what it takes) and
//! the tests of both. Names are torchvision's and, for attention modules, those of the weights file.

use super::architecture::{Architecture, BlockKind, StrideOn};
use super::setting::{Form, Setting};
use crate::error::Error;

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

/// Which BatchNorms a module of the form `paper` or `official` has. The forms have a usual set; re-implementations whose
/// checkpoints can be read have others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Norms {
    /// After the hidden fully connected layer (its ReLU is there in any case).
    pub hidden: bool,
    /// After the 1x1 reduction, together with its ReLU.
    pub reduce: bool,
    /// At the end of both branches, before they are merged.
    pub end: bool,
}

impl Norms {
    /// The usual set of a form.
    pub fn of(form: Form) -> Norms {
        match form {
            Form::Paper => Norms {
                hidden: true,
                reduce: true,
                end: true,
            },
            Form::Official => Norms {
                hidden: true,
                reduce: true,
                end: false,
            },
            Form::Blog | Form::Se | Form::None => Norms {
                hidden: false,
                reduce: false,
                end: false,
            },
        }
    }
}

/// The layers of one attention module on `channels` channels, in forward order, channel branch first.
///
/// # Errors
/// When r or d does not fit `channels`.
pub fn attention_layers(
    setting: &Setting,
    norms: Norms,
    channels: usize,
    halvings: u32,
) -> Result<Vec<Layer>, Error> {
    if setting.form == Form::None {
        return Ok(Vec::new());
    }
    let hidden = setting.hidden(channels)?;
    let bias = setting.form != Form::Blog;
    let mut layers = Vec::new();
    let mut push = |name: &str, kind: LayerKind, present: bool| {
        if present {
            layers.push(Layer {
                name: name.into(),
                kind,
                halvings,
            });
        }
    };
    let linear = |inputs, outputs| LayerKind::Linear {
        inputs,
        outputs,
        bias,
    };
    let conv = |inputs, outputs, kernel| LayerKind::Conv {
        inputs,
        outputs,
        kernel,
        bias,
    };
    let norm = |channels| LayerKind::Norm { channels };

    let channel = setting.has_channel();
    push("channel.fc0", linear(channels, hidden), channel);
    push("channel.bn0", norm(hidden), channel && norms.hidden);
    push("channel.fc1", linear(hidden, channels), channel);
    push("channel.bn1", norm(channels), channel && norms.end);

    let spatial = setting.has_spatial();
    if setting.form == Form::Blog {
        push("spatial.conv", conv(2, 1, 7), spatial);
        return Ok(layers);
    }
    push("spatial.reduce", conv(channels, hidden, 1), spatial);
    push("spatial.bn0", norm(hidden), spatial && norms.reduce);
    push("spatial.dilated1", conv(hidden, hidden, 3), spatial);
    push("spatial.bn1", norm(hidden), spatial);
    push("spatial.dilated2", conv(hidden, hidden, 3), spatial);
    push("spatial.bn2", norm(hidden), spatial);
    push("spatial.project", conv(hidden, 1, 1), spatial);
    push("spatial.bn3", norm(1), spatial && norms.end);
    Ok(layers)
}
