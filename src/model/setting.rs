//! What a reader chooses for an attention module: form, merge, r and d.
//!
//! Sources: BAM, BMVC 2018 (arXiv 1807.06514), equations 2 to 4; github.com/Jongchan/attention-module at 459efad,
//! `MODELS/bam.py`; Squeeze-and-Excitation, arXiv 1709.01507.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// The formula of an attention module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// M = σ(Mc + Ms), BatchNorm at the end of both branches; the merge can be changed.
    Paper,
    /// M = σ(Mc · Ms), no BatchNorm at the end: the authors' released code.
    Official,
    /// F' = F (1 + σ(c) σ(s)), s a 7x7 convolution on mean and standard deviation: a widely read article's class.
    Blog,
    /// F' = F σ(c): Squeeze-and-Excitation.
    Se,
    /// F' = F: the plain ResNet.
    None,
}

impl Form {
    /// Every form, the paper's first.
    pub const ALL: [Form; 5] = [
        Form::Paper,
        Form::Official,
        Form::Blog,
        Form::Se,
        Form::None,
    ];

    /// `paper`, `official`, `blog`, `se` or `none`.
    pub fn name(self) -> &'static str {
        match self {
            Form::Paper => "paper",
            Form::Official => "official",
            Form::Blog => "blog",
            Form::Se => "se",
            Form::None => "none",
        }
    }

    /// Whether r changes anything.
    pub fn uses_r(self) -> bool {
        self != Form::None
    }

    /// Whether d changes anything.
    pub fn uses_d(self) -> bool {
        matches!(self, Form::Paper | Form::Official)
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Form {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Form::ALL
            .into_iter()
            .find(|form| form.name() == name)
            .ok_or_else(|| Error::unknown("form", name, "paper, official, blog, se, none"))
    }
}

/// How the two branches become one attention (paper, table 1b).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Merge {
    /// σ(Mc + Ms).
    #[default]
    Sum,
    /// σ(Mc · Ms).
    Product,
    /// σ(max(Mc, Ms)).
    Max,
    /// σ(Mc): there is no spatial branch.
    Channel,
    /// σ(Ms): there is no channel branch.
    Spatial,
}

impl Merge {
    /// Every merge, the paper's choice first.
    pub const ALL: [Merge; 5] = [
        Merge::Sum,
        Merge::Product,
        Merge::Max,
        Merge::Channel,
        Merge::Spatial,
    ];

    /// `sum`, `product`, `max`, `channel` or `spatial`.
    pub fn name(self) -> &'static str {
        match self {
            Merge::Sum => "sum",
            Merge::Product => "product",
            Merge::Max => "max",
            Merge::Channel => "channel",
            Merge::Spatial => "spatial",
        }
    }
}

impl fmt::Display for Merge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Merge {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Merge::ALL
            .into_iter()
            .find(|merge| merge.name() == name)
            .ok_or_else(|| Error::unknown("merge", name, "sum, product, max, channel, spatial"))
    }
}

/// Everything a reader can choose for one attention module.
///
/// What a form does not use is kept, so that switching the form back restores it: `Merge` counts for [`Form::Paper`]
/// only, `r` for all but [`Form::None`], `d` for [`Form::Paper`] and [`Form::Official`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// The formula.
    pub form: Form,
    /// How the branches are joined.
    pub merge: Merge,
    /// Reduction ratio: the branches work on C / r channels.
    pub r: usize,
    /// Dilation of the two 3x3 convolutions of the spatial branch.
    pub d: usize,
}

impl Default for Setting {
    /// The paper's choice: `paper`, sum, r = 16, d = 4.
    fn default() -> Self {
        Setting {
            form: Form::Paper,
            merge: Merge::Sum,
            r: 16,
            d: 4,
        }
    }
}

impl Setting {
    /// How the branches are joined once the form has had its say: the released code always multiplies.
    pub fn effective_merge(&self) -> Merge {
        match self.form {
            Form::Paper => self.merge,
            _ => Merge::Product,
        }
    }

    /// The same choice with whatever its form and merge do not use set to the default: two settings compute the same
    /// when their canonical ones are equal.
    pub fn canonical(&self) -> Setting {
        let usual = Setting::default();
        Setting {
            form: self.form,
            merge: match self.form {
                Form::Paper => self.merge,
                _ => usual.merge,
            },
            r: if self.form.uses_r() { self.r } else { usual.r },
            d: if self.uses_d() { self.d } else { usual.d },
        }
    }

    /// Whether d changes anything: the channel branch reads no neighbours.
    pub fn uses_d(&self) -> bool {
        self.form.uses_d() && self.has_spatial()
    }

    /// Whether the module has a channel branch.
    pub fn has_channel(&self) -> bool {
        match self.form {
            Form::Paper => self.merge != Merge::Spatial,
            Form::Official | Form::Blog | Form::Se => true,
            Form::None => false,
        }
    }

    /// Whether the module has a spatial branch.
    pub fn has_spatial(&self) -> bool {
        match self.form {
            Form::Paper => self.merge != Merge::Channel,
            Form::Official | Form::Blog => true,
            Form::Se | Form::None => false,
        }
    }

    /// m = C / r, the branches' hidden channels.
    ///
    /// # Errors
    /// When r or d is 0, or r leaves no channel.
    pub fn hidden(&self, channels: usize) -> Result<usize, Error> {
        if self.d == 0 {
            return Err(Error::Dilation { d: self.d });
        }
        match channels.checked_div(self.r) {
            Some(hidden) if hidden > 0 => Ok(hidden),
            _ => Err(Error::Reduction {
                r: self.r,
                channels,
            }),
        }
    }
}
