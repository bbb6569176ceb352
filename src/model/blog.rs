//! The module of a widely read Korean article on BAM: F' = F (1 + σ(c) σ(s)).
//!
//! Its prose gives the paper's formula, its Python class computes this: no BatchNorm, no bias, no dilation; the spatial
//! half is one 7x7 convolution on mean and standard deviation over the channels.

use candle_core::{Result, Tensor};
use candle_nn::VarBuilder;

use super::channel::ChannelBranch;
use super::conv::Conv;
use super::layer::Norms;
use super::setting::Form;
use crate::kernels::{ConvShape, Effect, Join, attend};
use crate::taps::Scope;

/// One module of the form `blog`.
pub struct Blog {
    channel: ChannelBranch,
    /// [mean, deviation] -> 1, 7x7.
    conv: Conv,
}

impl Blog {
    /// `hidden` is m = C / r.
    pub fn load(vb: VarBuilder, channels: usize, hidden: usize) -> Result<Self> {
        Ok(Self {
            channel: ChannelBranch::load(
                vb.pp("channel"),
                Norms::of(Form::Blog),
                channels,
                hidden,
            )?,
            conv: Conv::load(vb.pp("spatial.conv"), ConvShape::new(2, 1, 7), None)?,
        })
    }

    /// F (B, C, H, W) -> F' (B, C, H, W).
    pub fn forward(&self, f: &Tensor, taps: &mut Scope) -> Result<Tensor> {
        let channel = self.channel.forward(f, taps)?; // (B, C, 1, 1)

        let mean = f.mean_keepdim(1)?;
        let deviation = f.var_keepdim(1)?.sqrt()?; // unbiased: divided by C - 1, as torch.std does
        let spatial = self.conv.forward(&Tensor::cat(&[mean, deviation], 1)?)?;
        let spatial = taps.record("spatial.logits", spatial); // (B, 1, H, W)

        let (attention, after) = attend(
            f,
            &channel,
            &spatial,
            Join::ProductOfSigmoids,
            Effect::Raise,
        )?;
        taps.record("attention", attention);
        Ok(after)
    }
}
