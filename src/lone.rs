//! One BAM module without a network: what a checkpoint of `MODELS/bam.py` alone holds.

use candle_core::Tensor;

use crate::checkpoint::Weights;
use crate::error::Error;
use crate::model::{Attention, Place, Source};
use crate::source::FileSource;
use crate::taps::Taps;

/// An attention module that runs on a feature map instead of a photo.
pub struct LoneModule {
    module: Attention,
    channels: usize,
}

impl LoneModule {
    /// Reads the first module of `weights`.
    ///
    /// # Errors
    /// When there is none, or its tensors do not fit its setting.
    pub fn load(weights: &Weights) -> Result<Self, Error> {
        let variant = &weights.variants()[0];
        let channels = module_channels(weights)?;
        let source = FileSource(weights);
        let vb = source.module(0, 1);
        Ok(Self {
            module: Attention::load(vb, &variant.setting, variant.norms, channels)?,
            channels,
        })
    }

    /// Channels of the feature map it takes.
    pub fn channels(&self) -> usize {
        self.channels
    }

    /// F (1, C, H, W) -> the taps of `bam1`.
    ///
    /// # Errors
    /// When F has another number of channels, or is larger than any network here makes it.
    pub fn run(&self, f: &Tensor) -> Result<Taps, Error> {
        match f.dims() {
            &[1, channels, 1..=512, 1..=512] if channels == self.channels => {}
            other => {
                return Err(Error::InputShape {
                    got: other.to_vec(),
                    expected: "(1, C, H, W) with the module's channels and H and W from 1 to 512",
                });
            }
        }
        let mut taps = Taps::default();
        self.module.forward(f, &mut taps.at(Place::Bam1))?;
        Ok(taps)
    }
}

/// C of the first module in `weights`.
pub(crate) fn module_channels(weights: &Weights) -> Result<usize, Error> {
    let name = &weights.variants()[0].name;
    let first = weights.tensor(&format!("attention.{name}.bam1.channel.fc0.weight"))?;
    Ok(first.dim(1)?)
}
