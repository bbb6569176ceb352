//! What a network costs: parameters and multiply-adds, whole and per attention module.
//!
//! Multiply-adds are those of convolutions and fully connected layers; bias, BatchNorm, ReLU, pooling and the sigmoid
//! are not counted. That is what the paper's "GFLOPs" fit when bottleneck blocks have their stride on the first 1x1.

use serde::Serialize;

use super::architecture::Architecture;
use super::layer::{Layer, LayerKind, Norms, attention_layers};
use super::setting::Setting;
use crate::error::Error;

/// Parameters and multiply-adds of one input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    /// Trained numbers: weights, biases, and BatchNorm's weight and bias; not its running statistics.
    pub parameters: u64,
    /// Multiply-adds of one forward pass.
    pub multiply_adds: u64,
}

impl Cost {
    /// The sum over `layers` for an input of `height` x `width` px.
    fn of(layers: &[Layer], height: usize, width: usize) -> Cost {
        layers.iter().fold(Cost::default(), |sum, layer| {
            let halved = |edge: usize| (edge as u64).div_ceil(1 << layer.halvings);
            let product = |factors: &[usize]| factors.iter().map(|n| *n as u64).product::<u64>();
            let (weights, rest, positions) = match layer.kind {
                LayerKind::Conv {
                    inputs,
                    outputs,
                    kernel,
                    bias,
                } => (
                    product(&[inputs, outputs, kernel, kernel]),
                    if bias { outputs } else { 0 },
                    halved(height) * halved(width),
                ),
                LayerKind::Linear {
                    inputs,
                    outputs,
                    bias,
                } => (
                    product(&[inputs, outputs]),
                    if bias { outputs } else { 0 },
                    1,
                ),
                LayerKind::Norm { channels } => (0, 2 * channels, 0),
            };
            Cost {
                parameters: sum.parameters + weights + rest as u64,
                multiply_adds: sum.multiply_adds + weights * positions,
            }
        })
    }
}

/// The cost of a network with its three attention modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct NetworkCost {
    /// Everything, the modules included.
    #[serde(flatten)]
    pub total: Cost,
    /// BAM 1, 2, 3.
    pub bam: [Cost; 3],
}

/// Far beyond any network, and small enough that JavaScript holds every count exactly.
const LARGEST_EDGE_PX: usize = 8_192;
const MOST_CLASSES: usize = 1_000_000;
const LARGEST_WIDTH: usize = 1024;

/// Counts a network for an input of `height` x `width` px, 1 to 8,192 each.
///
/// # Errors
/// When r or d does not fit the architecture, or a size is out of range.
pub fn cost(
    architecture: &Architecture,
    setting: &Setting,
    norms: Norms,
    height: usize,
    width: usize,
) -> Result<NetworkCost, Error> {
    within("size", height, LARGEST_EDGE_PX)?;
    within("size", width, LARGEST_EDGE_PX)?;
    within("classes", architecture.classes, MOST_CLASSES)?;
    within("width", architecture.width, LARGEST_WIDTH)?;
    let mut total = Cost::of(&architecture.layers(), height, width);
    let mut bam = [Cost::default(); 3];
    for (k, module) in (1..).zip(&mut bam) {
        let halvings = architecture.stage_halvings(k);
        let layers = attention_layers(setting, norms, architecture.stage_channels(k), halvings)?;
        *module = Cost::of(&layers, height, width);
        total.parameters += module.parameters;
        total.multiply_adds += module.multiply_adds;
    }
    Ok(NetworkCost { total, bam })
}

fn within(what: &'static str, got: usize, highest: usize) -> Result<(), Error> {
    if (1..=highest).contains(&got) {
        return Ok(());
    }
    Err(Error::OutOfRange {
        what,
        got,
        lowest: 1,
        highest,
    })
}
