//! Which trained weights a setting can be shown with.

use crate::checkpoint::Variant;
use crate::model::{Form, Setting};

/// What stands behind a setting on the screen. The page always says which of the three it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// A variant trained for exactly this setting, by its index.
    Trained(usize),
    /// A variant trained for another dilation or merge whose weights fit, by its index.
    Borrowed(usize),
    /// No weights fit: shapes and cost only.
    Untrained,
}

impl Fit {
    /// Finds the best of `variants` for `setting`.
    ///
    /// r and the form decide the weights' shapes, so they must agree. A dilation has no weights of its own and a merge
    /// only needs its branches: the nearest d (the larger of two) of the same merge will do, else that of another merge.
    /// The plain network needs no module at all and can be had from any variant.
    pub fn find(variants: &[Variant], setting: &Setting) -> Fit {
        let wanted = setting.canonical();
        let exact = |variant: &Variant| variant.setting.canonical() == wanted;
        if let Some(index) = variants.iter().position(exact) {
            return Fit::Trained(index);
        }
        if wanted.form == Form::None && !variants.is_empty() {
            return Fit::Borrowed(0);
        }
        variants
            .iter()
            .enumerate()
            .filter(|(_, variant)| lends(&variant.setting, &wanted))
            .min_by_key(|(_, variant)| {
                let d = variant.setting.d;
                let other_merge = variant.setting.merge != wanted.merge;
                (other_merge, d.abs_diff(wanted.d), std::cmp::Reverse(d))
            })
            .map_or(Fit::Untrained, |(index, _)| Fit::Borrowed(index))
    }

    /// Index of the variant that brings the weights.
    pub fn variant(self) -> Option<usize> {
        match self {
            Fit::Trained(index) | Fit::Borrowed(index) => Some(index),
            Fit::Untrained => None,
        }
    }
}

/// Whether weights trained for `trained` have every tensor that `wanted` needs.
fn lends(trained: &Setting, wanted: &Setting) -> bool {
    trained.form == wanted.form
        && trained.r == wanted.r
        && (trained.has_channel() || !wanted.has_channel())
        && (trained.has_spatial() || !wanted.has_spatial())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Merge, Norms};

    fn variant(form: Form, merge: Merge, r: usize, d: usize) -> Variant {
        Variant {
            name: String::new(),
            setting: Setting { form, merge, r, d },
            norms: Norms::of(form),
            d_assumed: false,
            accuracy: None,
            gain: None,
        }
    }

    #[test]
    fn each_setting_finds_its_weights() {
        use Fit::{Borrowed, Trained, Untrained};
        let variants = [
            variant(Form::Paper, Merge::Sum, 16, 2),
            variant(Form::Paper, Merge::Sum, 16, 4),
            variant(Form::Paper, Merge::Sum, 8, 4),
            variant(Form::Paper, Merge::Channel, 16, 4),
            variant(Form::Se, Merge::Sum, 16, 4),
        ];
        let cases = [
            (Form::Paper, Merge::Sum, 16, 4, Trained(1)),
            (Form::Paper, Merge::Sum, 16, 1, Borrowed(0)),
            (Form::Paper, Merge::Sum, 16, 3, Borrowed(1)),
            (Form::Paper, Merge::Sum, 16, 8, Borrowed(1)),
            (Form::Paper, Merge::Sum, 4, 4, Untrained),
            (Form::Paper, Merge::Product, 16, 4, Borrowed(1)),
            (Form::Paper, Merge::Spatial, 8, 1, Borrowed(2)),
            // Without its spatial branch a module has no dilation: any d is the trained one.
            (Form::Paper, Merge::Channel, 16, 1, Trained(3)),
            (Form::Paper, Merge::Channel, 8, 4, Borrowed(2)),
            (Form::Se, Merge::Max, 16, 1, Trained(4)),
            (Form::Se, Merge::Sum, 8, 4, Untrained),
            (Form::Official, Merge::Sum, 16, 4, Untrained),
            (Form::None, Merge::Sum, 5, 7, Borrowed(0)),
        ];
        for (form, merge, r, d, expected) in cases {
            let setting = Setting { form, merge, r, d };
            assert_eq!(Fit::find(&variants, &setting), expected, "{setting:?}");
        }
        assert_eq!(Fit::find(&[], &Setting::default()), Untrained);
    }
}
