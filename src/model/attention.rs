//! One attention module of any form, at its bottleneck.

use candle_core::Tensor;
use candle_nn::VarBuilder;

use super::bam::Bam;
use super::blog::Blog;
use super::layer::Norms;
use super::se::SqueezeExcitation;
use super::setting::{Form, Setting};
use crate::error::Error;
use crate::taps::Scope;

/// An attention module: F (B, C, H, W) -> F' (B, C, H, W).
pub enum Attention {
    /// The forms `paper` and `official`.
    Bam(Box<Bam>),
    /// The form `blog`.
    Blog(Blog),
    /// The form `se`.
    SqueezeExcitation(SqueezeExcitation),
    /// The form `none`.
    Identity,
}

impl Attention {
    /// Reads the module of `setting` on `channels` channels; `vb` stands at its `channel` and `spatial`.
    ///
    /// # Errors
    /// When r or d does not fit, or a tensor is missing.
    pub fn load(
        vb: VarBuilder,
        setting: &Setting,
        norms: Norms,
        channels: usize,
    ) -> Result<Self, Error> {
        if setting.form == Form::None {
            return Ok(Attention::Identity);
        }
        let hidden = setting.hidden(channels)?;
        Ok(match setting.form {
            Form::Paper | Form::Official => Attention::Bam(Box::new(Bam::load(
                vb,
                norms,
                setting.effective_merge(),
                channels,
                hidden,
                setting.d,
            )?)),
            Form::Blog => Attention::Blog(Blog::load(vb, channels, hidden)?),
            Form::Se => {
                Attention::SqueezeExcitation(SqueezeExcitation::load(vb, channels, hidden)?)
            }
            Form::None => Attention::Identity,
        })
    }

    /// F -> F', recording `before`, what the form has of the branches' taps, and `after`.
    pub fn forward(&self, f: &Tensor, taps: &mut Scope) -> candle_core::Result<Tensor> {
        let f = taps.record("before", f.clone());
        let after = match self {
            Attention::Bam(bam) => bam.forward(&f, taps)?,
            Attention::Blog(blog) => blog.forward(&f, taps)?,
            Attention::SqueezeExcitation(se) => se.forward(&f, taps)?,
            Attention::Identity => f,
        };
        Ok(taps.record("after", after))
    }
}
