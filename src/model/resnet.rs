//! The plain ResNet around the attention modules: stem, residual blocks in stages, head.
//!
//! Source: He et al., "Deep Residual Learning for Image Recognition"; torchvision `models/resnet.py`, whose names the
//! weights follow.

use candle_core::{D, Result, Tensor};
use candle_nn::VarBuilder;

use super::architecture::{Architecture, BlockKind, Stem, StrideOn};
use super::conv::Conv;
use super::linear::Linear;
use super::norm::Norm;
use super::packed::Packed;
use crate::kernels::{ConvShape, max_pool_3x3, mean_of_cells};
use crate::taps::Scope;

/// Where a backbone's tensors are: its own, and the BatchNorm statistics that belong to a variant.
#[derive(Clone)]
pub struct Backbone<'a> {
    /// Weights, biases, and the affine half of every BatchNorm.
    pub weights: VarBuilder<'a>,
    /// `running_mean` and `running_var` of every BatchNorm.
    pub statistics: VarBuilder<'a>,
    /// Its convolutions, packed when they are first asked for.
    pub packed: Packed,
}

impl Backbone<'_> {
    fn pp(&self, name: &str) -> Self {
        Backbone {
            weights: self.weights.pp(name),
            statistics: self.statistics.pp(name),
            packed: self.packed.clone(),
        }
    }

    /// The convolution `conv` with the BatchNorm `norm` behind it.
    fn conv(&self, conv: &str, norm: &str, shape: ConvShape) -> Result<Conv> {
        let norm = Norm::load(
            self.weights.pp(norm),
            self.statistics.pp(norm),
            shape.outputs,
        )?;
        let vb = self.weights.pp(conv);
        let convolution = self.packed.get(&vb, shape)?;
        Conv::with_packed(convolution, vb, shape, Some(&norm))
    }
}

/// What comes before stage 1: (B, 3, H, W) -> (B, width, H / 4, W / 4), or H x W for the CIFAR stem.
pub struct StemLayers {
    conv1: Conv,
    pool: bool,
}

impl StemLayers {
    pub fn load(backbone: &Backbone, architecture: &Architecture) -> Result<Self> {
        let stem = architecture.stem;
        let pool = stem == Stem::ImageNet;
        let shape = ConvShape::new(3, architecture.width, stem.kernel());
        let shape = if pool { shape.stride(2) } else { shape };
        Ok(Self {
            conv1: backbone.conv("conv1", "bn1", shape)?,
            pool,
        })
    }

    pub fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let x = self.conv1.forward_relu(x)?;
        match self.pool {
            true => max_pool_3x3(&x),
            false => Ok(x),
        }
    }
}

/// A residual unit: relu(convs(x) + shortcut(x)).
struct Block {
    /// Each followed by a ReLU.
    convs: Vec<Conv>,
    /// Followed by the sum and its ReLU.
    last: Conv,
    /// 1x1 where the block changes size or channels, else the identity.
    downsample: Option<Conv>,
}

impl Block {
    fn load(
        backbone: &Backbone,
        architecture: &Architecture,
        stage: usize,
        inputs: usize,
        stride: usize,
    ) -> Result<Self> {
        let width = architecture.width << (stage - 1);
        let outputs = architecture.stage_channels(stage);
        let conv = |n: usize, shape: ConvShape| {
            backbone.conv(&format!("conv{n}"), &format!("bn{n}"), shape)
        };
        let (convs, last) = match architecture.depth.block() {
            BlockKind::Basic => (
                vec![conv(1, ConvShape::new(inputs, width, 3).stride(stride))?],
                conv(2, ConvShape::new(width, outputs, 3))?,
            ),
            BlockKind::Bottleneck => {
                let (on_1x1, on_3x3) = match architecture.stride_on {
                    StrideOn::First1x1 => (stride, 1),
                    StrideOn::Middle3x3 => (1, stride),
                };
                let convs = vec![
                    conv(1, ConvShape::new(inputs, width, 1).stride(on_1x1))?,
                    conv(2, ConvShape::new(width, width, 3).stride(on_3x3))?,
                ];
                (convs, conv(3, ConvShape::new(width, outputs, 1))?)
            }
        };
        let downsample = if stride != 1 || inputs != outputs {
            let shape = ConvShape::new(inputs, outputs, 1).stride(stride);
            Some(backbone.pp("downsample").conv("0", "1", shape)?)
        } else {
            None
        };
        Ok(Self {
            convs,
            last,
            downsample,
        })
    }

    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let shortcut = match &self.downsample {
            Some(downsample) => downsample.forward(x)?,
            None => x.clone(),
        };
        let x = self
            .convs
            .iter()
            .try_fold(x.clone(), |x, conv| conv.forward_relu(&x))?;
        self.last.forward_add_relu(&x, &shortcut)
    }
}

/// A stage `k` = 1, 2, 3, 4: (B, C of stage k - 1, H, W) -> (B, C, H / 2, W / 2), stage 1 without halving.
pub struct Stage {
    blocks: Vec<Block>,
}

impl Stage {
    pub fn load(backbone: &Backbone, architecture: &Architecture, k: usize) -> Result<Self> {
        let backbone = backbone.pp(&format!("layer{k}"));
        let mut inputs = match k {
            1 => architecture.width,
            _ => architecture.stage_channels(k - 1),
        };
        let mut blocks = Vec::new();
        for n in 0..architecture.depth.blocks()[k - 1] {
            let stride = if n == 0 && k > 1 { 2 } else { 1 };
            let block = Block::load(
                &backbone.pp(&n.to_string()),
                architecture,
                k,
                inputs,
                stride,
            )?;
            blocks.push(block);
            inputs = architecture.stage_channels(k);
        }
        Ok(Self { blocks })
    }

    pub fn forward(&self, x: &Tensor) -> Result<Tensor> {
        self.blocks
            .iter()
            .try_fold(x.clone(), |x, block| block.forward(&x))
    }
}

/// Global average pool and classifier.
pub struct Head {
    fc: Linear,
}

impl Head {
    pub fn load(backbone: &Backbone, architecture: &Architecture) -> Result<Self> {
        let inputs = architecture.stage_channels(4);
        let fc = Linear::load(
            backbone.weights.pp("fc"),
            inputs,
            architecture.classes,
            None,
        )?;
        Ok(Self { fc })
    }

    /// (B, C, H, W) -> taps `pooled` (B, C), `logits` and `probabilities` (B, classes).
    pub fn forward(&self, x: &Tensor, taps: &mut Scope) -> Result<()> {
        let pooled = taps.record("pooled", mean_of_cells(x)?);
        let logits = taps.record("logits", self.fc.forward(&pooled)?);
        taps.record(
            "probabilities",
            candle_nn::ops::softmax(&logits, D::Minus1)?,
        );
        Ok(())
    }
}
