//! The whole network: stem, four stages, three attention modules, head; run from any place.

use std::sync::Arc;

use candle_core::Tensor;
use candle_nn::VarBuilder;

use super::architecture::Architecture;
use super::attention::Attention;
use super::layer::Norms;
use super::packed::Packed;
use super::place::Place;
use super::resnet::{Backbone, Head, Stage, StemLayers};
use super::setting::Setting;
use crate::error::Error;
use crate::taps::Taps;

/// Smallest and largest edge of an input, in pixels.
pub const INPUT_EDGE_PX: std::ops::RangeInclusive<usize> = 32..=512;

/// What one attention module is built from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Module {
    /// Index of the variant that brings the weights.
    pub variant: usize,
    /// Form, merge, r, d.
    pub setting: Setting,
    /// The BatchNorms that its weights come with.
    pub norms: Norms,
}

/// What each place of a network is built from. Two networks of one file agree wherever their plans do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// The variant whose BatchNorm statistics the stem and stages 1 to 4 use.
    pub statistics: [usize; 5],
    /// BAM 1, 2, 3.
    pub modules: [Module; 3],
}

impl Plan {
    /// The first place at which `self` and `other` differ.
    pub fn first_change(&self, other: &Plan) -> Option<Place> {
        Place::ALL
            .into_iter()
            .find(|place| !self.agrees_at(other, *place))
    }

    fn agrees_at(&self, other: &Plan, place: Place) -> bool {
        let statistics = |n: usize| self.statistics[n] == other.statistics[n];
        let module = |n: usize| self.modules[n] == other.modules[n];
        match place {
            Place::Stem => statistics(0),
            Place::Stage1 => statistics(1),
            Place::Bam1 => module(0),
            Place::Stage2 => statistics(2),
            Place::Bam2 => module(1),
            Place::Stage3 => statistics(3),
            Place::Bam3 => module(2),
            Place::Stage4 => statistics(4),
            Place::Head => true,
        }
    }
}

/// Where a network finds its tensors.
pub trait Source {
    /// The plain network's tensors, under torchvision's names.
    fn backbone(&self) -> VarBuilder<'_>;
    /// The BatchNorm statistics of a variant, under torchvision's names.
    fn statistics(&self, variant: usize) -> VarBuilder<'_>;
    /// The module of a variant at the bottleneck `k` = 1, 2, 3.
    fn module(&self, variant: usize, k: usize) -> VarBuilder<'_>;
}

/// A BAM-ResNet ready to run. Cloning is cheap: parts are shared.
#[derive(Clone)]
pub struct Network {
    plan: Plan,
    stem: Arc<StemLayers>,
    stages: [Arc<Stage>; 4],
    modules: [Arc<Attention>; 3],
    head: Arc<Head>,
}

impl Network {
    /// Builds every part that `plan` asks for, taking over from `previous` what it has and from `packed` what was packed
    /// before. Both are of the same file, and what is packed now is put into `packed`.
    ///
    /// # Errors
    /// When a tensor is missing or a setting does not fit the architecture.
    pub fn build(
        source: &impl Source,
        architecture: &Architecture,
        plan: Plan,
        packed: &Packed,
        previous: Option<&Network>,
    ) -> Result<Self, Error> {
        let kept = |place| previous.filter(|network| network.plan.agrees_at(&plan, place));
        let backbone = |variant| Backbone {
            weights: source.backbone(),
            statistics: source.statistics(variant),
            packed: packed.clone(),
        };
        let stem = match kept(Place::Stem) {
            Some(network) => network.stem.clone(),
            None => {
                let backbone = backbone(plan.statistics[0]);
                Arc::new(StemLayers::load(&backbone, architecture)?)
            }
        };
        let stage = |k: usize| match kept(Place::stage(k)) {
            Some(network) => Ok(network.stages[k - 1].clone()),
            None => {
                let backbone = backbone(plan.statistics[k]);
                Stage::load(&backbone, architecture, k).map(Arc::new)
            }
        };
        let module = |k: usize| -> Result<Arc<Attention>, Error> {
            if let Some(network) = kept(Place::bam(k)) {
                return Ok(network.modules[k - 1].clone());
            }
            let Module {
                variant,
                setting,
                norms,
            } = plan.modules[k - 1];
            let vb = source.module(variant, k);
            let channels = architecture.stage_channels(k);
            Ok(Arc::new(Attention::load(vb, &setting, norms, channels)?))
        };
        let head = match previous {
            Some(network) => network.head.clone(),
            None => Arc::new(Head::load(&backbone(plan.statistics[4]), architecture)?),
        };
        Ok(Self {
            plan,
            stem,
            stages: [stage(1)?, stage(2)?, stage(3)?, stage(4)?],
            modules: [module(1)?, module(2)?, module(3)?],
            head,
        })
    }

    /// What this network was built from.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Runs from `start` to the end: (1, 3, H, W) in, taps out. `taps` holds an earlier run of the same input that is
    /// valid before `start`; what it has from there on is replaced.
    ///
    /// # Errors
    /// When the input's shape is none the network can take, or `taps` lacks what comes before `start`.
    pub fn forward(&self, input: &Tensor, start: Place, taps: &mut Taps) -> Result<(), Error> {
        check_input(input)?;
        taps.forget_from(start);
        for place in Place::ALL.into_iter().filter(|place| *place >= start) {
            match place {
                Place::Stem => {
                    let input = taps.at(place).record("input", input.clone());
                    let stem = self.stem.forward(&input)?;
                    taps.at(place).record("stem", stem);
                }
                Place::Stage1 => self.run_stage(1, "stem", taps)?,
                Place::Bam1 => self.run_module(1, taps)?,
                Place::Stage2 => self.run_stage(2, "bam1.after", taps)?,
                Place::Bam2 => self.run_module(2, taps)?,
                Place::Stage3 => self.run_stage(3, "bam2.after", taps)?,
                Place::Bam3 => self.run_module(3, taps)?,
                Place::Stage4 => self.run_stage(4, "bam3.after", taps)?,
                Place::Head => {
                    let x = taps.get("stage4")?.clone();
                    self.head.forward(&x, &mut taps.at(place))?;
                }
            }
        }
        Ok(())
    }

    fn run_stage(&self, k: usize, from: &str, taps: &mut Taps) -> Result<(), Error> {
        let x = self.stages[k - 1].forward(taps.get(from)?)?;
        taps.at(Place::stage(k)).record(&format!("stage{k}"), x);
        Ok(())
    }

    fn run_module(&self, k: usize, taps: &mut Taps) -> Result<(), Error> {
        let f = taps.get(&format!("stage{k}"))?.clone();
        self.modules[k - 1].forward(&f, &mut taps.at(Place::bam(k)))?;
        Ok(())
    }
}

/// Whether a network can take `input`: (1, 3, H, W) with H and W in [`INPUT_EDGE_PX`].
///
/// # Errors
/// When it cannot.
pub fn check_input(input: &Tensor) -> Result<(), Error> {
    match input.dims() {
        [1, 3, height, width]
            if INPUT_EDGE_PX.contains(height) && INPUT_EDGE_PX.contains(width) =>
        {
            Ok(())
        }
        other => Err(Error::InputShape {
            got: other.to_vec(),
            expected: "(1, 3, H, W) with H and W from 32 to 512",
        }),
    }
}
