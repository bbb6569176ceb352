//! What a run records: named tensors, in forward order.

use candle_core::Tensor;

use crate::error::Error;
use crate::model::Place;

/// The taps of one run under the names of the crate's lexicon, in forward order.
///
/// Cloning is cheap: tensors share their storage.
#[derive(Clone, Default)]
pub struct Taps {
    entries: Vec<(Place, String, Tensor)>,
}

impl Taps {
    /// Records what happens at `place`: a tap of the BAM `k` gets the prefix `bam{k}.`.
    pub fn at(&mut self, place: Place) -> Scope<'_> {
        let prefix = match place {
            Place::Bam1 => "bam1.",
            Place::Bam2 => "bam2.",
            Place::Bam3 => "bam3.",
            _ => "",
        };
        Scope {
            taps: self,
            place,
            prefix,
        }
    }

    /// The tensor recorded as `name`.
    ///
    /// # Errors
    /// When the last run has no such tap.
    pub fn get(&self, name: &str) -> Result<&Tensor, Error> {
        self.entries
            .iter()
            .find(|(_, recorded, _)| recorded == name)
            .map(|(_, _, tensor)| tensor)
            .ok_or_else(|| Error::NoTap {
                name: name.chars().take(80).collect(),
            })
    }

    /// Every tap with its name, in forward order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Tensor)> {
        self.entries
            .iter()
            .map(|(_, name, tensor)| (name.as_str(), tensor))
    }

    /// Forgets what was recorded at `place` or behind it.
    pub fn forget_from(&mut self, place: Place) {
        self.entries.retain(|(recorded, _, _)| *recorded < place);
    }
}

/// One place of a run, to record its taps under.
pub struct Scope<'a> {
    taps: &'a mut Taps,
    place: Place,
    prefix: &'static str,
}

impl Scope<'_> {
    /// Records `tensor` and hands it back.
    pub fn record(&mut self, name: &str, tensor: Tensor) -> Tensor {
        let name = format!("{}{name}", self.prefix);
        self.taps.entries.push((self.place, name, tensor.clone()));
        tensor
    }
}
