//! Trained sets of attention weights: what is known of one, and how a file's metadata lists them.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::error::{CheckpointError, LONGEST_TEXT};
use super::metadata::{json, word, wrong};
use super::pairs::Pairs;
use crate::model::{Form, Merge, Norms, Setting};

/// A trained set of attention weights.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Variant {
    /// Its name in canonical keys: `attention.{name}.bam1...`.
    pub name: String,
    /// The setting it was trained for.
    pub setting: Setting,
    /// The BatchNorms inside its modules.
    #[serde(skip)]
    pub norms: Norms,
    /// Whether d is the default and not known: a state dict does not record a dilation.
    pub d_assumed: bool,
    /// How often it was right.
    pub accuracy: Option<Accuracy>,
    /// What its gain did at BAM 1, 2 and 3.
    pub gain: Option<[Gain; 3]>,
}

/// Measured accuracy of a variant.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Accuracy {
    /// Share of photos whose class was the first guess, in percent.
    pub top1: f64,
    /// Share of photos whose class was among the first five, in percent.
    pub top5: f64,
    /// Photos it was measured on.
    pub photos: usize,
}

/// Where a variant's gain looked, as measured: means over validation photos whose object is boxed and covers less than half.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gain {
    /// Standard deviation of the gain over the cells of a photo.
    pub deviation: f64,
    /// The share of the gain above its minimum that lay on the object, over the object's share of the photo: 1 is chance.
    pub energy: f64,
    /// Share of photos, in 0..1, whose highest gain lay on the object.
    pub pointing: f64,
}

/// More than any grid of r and d needs, and few enough to list what each of them lacks.
pub(super) const MOST_VARIANTS: usize = 256;

/// The page offers 1 to 8. Far beyond, a dilation reads nothing but padding, and the padding takes memory.
const WIDEST_D: usize = 64;

#[derive(Deserialize)]
struct Listed {
    form: String,
    merge: Option<String>,
    r: Option<usize>,
    d: Option<usize>,
    top1: Option<f64>,
    top5: Option<f64>,
    photos: Option<usize>,
    gain: Option<[Gain; 3]>,
}

/// The metadata entry `variants`: a JSON object, in the file's order.
pub(super) fn listed(text: &str) -> Result<Vec<Variant>, CheckpointError> {
    let expected = "a JSON object of form, merge, r, d, top1, top5, photos and gain by variant";
    let entries: Pairs<Listed> = json("variants", text, expected)?;
    let mut names = HashSet::new();
    if let Some((name, _)) = entries.0.iter().find(|(name, _)| !names.insert(name)) {
        return Err(wrong(
            "variants",
            format!("twice \"{name}\""),
            "every variant once",
        ));
    }
    let fits = |(name, _): &(String, Listed)| !name.is_empty() && name.len() <= LONGEST_TEXT;
    if !(1..=MOST_VARIANTS).contains(&entries.0.len()) || !entries.0.iter().all(fits) {
        let got = format!("a list of {}", entries.0.len());
        let expected =
            format!("1 to {MOST_VARIANTS} variants with names of 1 to {LONGEST_TEXT} bytes");
        return Err(wrong("variants", got, expected));
    }
    entries
        .0
        .into_iter()
        .map(|(name, entry)| entry.settle(name))
        .collect()
}

impl Listed {
    fn settle(self, name: String) -> Result<Variant, CheckpointError> {
        let usual = Setting::default();
        let form: Form = word("form", &self.form)?;
        let merge = self
            .merge
            .as_deref()
            .map(|text| word::<Merge>("merge", text));
        let d = self.d.unwrap_or(usual.d);
        if !(1..=WIDEST_D).contains(&d) {
            let got = format!("d = {d} for \"{name}\"");
            return Err(wrong("variants", got, format!("d from 1 to {WIDEST_D}")));
        }
        let accuracy = match (self.top1, self.top5, self.photos) {
            (Some(top1), Some(top5), Some(photos)) => Some(Accuracy { top1, top5, photos }),
            _ => None,
        };
        let setting = Setting {
            form,
            merge: merge.transpose()?.unwrap_or(usual.merge),
            r: self.r.unwrap_or(usual.r),
            d,
        };
        Ok(Variant {
            setting,
            norms: Norms::of(form),
            d_assumed: self.d.is_none() && setting.uses_d(),
            accuracy,
            gain: self.gain,
            name,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn d_is_assumed_where_it_is_read_and_not_said() {
        let text = r#"{
            "sum": {"form": "paper"},
            "said": {"form": "paper", "d": 4},
            "where": {"form": "paper", "merge": "spatial"},
            "what": {"form": "paper", "merge": "channel"},
            "released": {"form": "official"},
            "se": {"form": "se"}
        }"#;
        let variants = listed(text).unwrap();
        let assumed = variants
            .iter()
            .filter(|variant| variant.d_assumed)
            .map(|variant| variant.name.as_str());
        assert_eq!(assumed.collect::<Vec<_>>(), ["sum", "where", "released"]);
    }
}
