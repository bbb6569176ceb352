//! A network at work: its weights, the chosen settings, the photo's input and the taps of the last run.

use std::rc::Rc;

use candle_core::Tensor;

use crate::checkpoint::{Class, Variant, Weights};
use crate::class_map::class_map;
use crate::error::Error;
use crate::fit::Fit;
use crate::lone::module_channels;
use crate::map::Map;
use crate::model::{
    Architecture, Form, Module, Network, Norms, Packed, Place, Plan, Setting, check_input,
};
use crate::prediction::{Prediction, ranked};
use crate::source::{FileSource, shared_statistics};
use crate::taps::Taps;

/// What the network answers under other settings than those chosen.
pub struct Trial {
    /// Every tap, as of a run.
    pub taps: Taps,
    /// Every class with its probability, most likely first.
    pub predictions: Vec<Prediction>,
}

/// Weights that stay loaded while photo and settings change. A run recomputes only what follows the first change.
pub struct Session {
    weights: Rc<Weights>,
    architecture: Architecture,
    /// For the stem and each stage: variant -> the first variant with bitwise the same BatchNorm statistics there.
    statistics: [Vec<usize>; 5],
    /// Of these weights: shared like them.
    packed: Packed,
    settings: [Setting; 3],
    network: Option<Network>,
    input: Option<Tensor>,
    taps: Taps,
    /// The first place whose taps are out of date for another reason than the settings.
    stale: Option<Place>,
}

impl Session {
    /// Starts with the weights' own setting: the paper's where it was trained, else that of the first variant.
    ///
    /// # Errors
    /// When the file holds a lone module and no network.
    pub fn new(weights: Weights) -> Result<Self, Error> {
        let Some(architecture) = weights.architecture().copied() else {
            return Err(Error::LoneModule {
                channels: module_channels(&weights)?,
                report: Box::new(weights.report().clone()),
            });
        };
        let setting = starting_setting(weights.variants());
        Ok(Self {
            architecture,
            statistics: shared_statistics(&weights, &architecture),
            packed: Packed::default(),
            settings: [setting; 3],
            network: None,
            input: None,
            taps: Taps::default(),
            stale: Some(Place::Stem),
            weights: Rc::new(weights),
        })
    }

    /// Another session on the same weights, which starts as a new one does: with the weights' own setting, without
    /// input and taps. Either can change, run and be dropped without the other.
    ///
    /// The weights are in memory once, and so are the backbone's packed convolutions, whichever session runs first. A
    /// session has to itself its input, its taps, and what its own settings made it build: modules, BatchNorms and, when
    /// it was made before the first run, the classifier.
    pub fn another(&self) -> Session {
        Session {
            weights: self.weights.clone(),
            architecture: self.architecture,
            statistics: self.statistics.clone(),
            packed: self.packed.clone(),
            settings: [starting_setting(self.weights.variants()); 3],
            // Its parts are shared: those that the settings here agree with need not be built again.
            network: self.network.clone(),
            input: None,
            taps: Taps::default(),
            stale: Some(Place::Stem),
        }
    }

    /// The weights it runs on.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The plain network it runs.
    pub fn architecture(&self) -> &Architecture {
        &self.architecture
    }

    /// The setting of BAM 1, 2, 3.
    pub fn settings(&self) -> &[Setting; 3] {
        &self.settings
    }

    /// Takes a new input (1, 3, H, W), already normalised. Nothing is computed before [`run`](Session::run).
    ///
    /// # Errors
    /// When the network takes no input of this shape; the last one stays.
    pub fn set_input(&mut self, input: Tensor) -> Result<(), Error> {
        check_input(&input)?;
        self.input = Some(input);
        self.stale = Some(Place::Stem);
        Ok(())
    }

    /// Chooses the setting of BAM 1, 2, 3. Nothing is computed before [`run`](Session::run).
    pub fn configure(&mut self, settings: [Setting; 3]) -> [Fit; 3] {
        self.settings = settings;
        self.fits()
    }

    /// Chooses the setting of the BAM `k` = 1, 2, 3 alone.
    ///
    /// # Errors
    /// When there is no such BAM.
    pub fn configure_bam(&mut self, k: usize, setting: Setting) -> Result<Fit, Error> {
        let place = bam_index(k)?;
        self.settings[place] = setting;
        Ok(self.fits()[place])
    }

    /// What stands behind the setting of BAM 1, 2, 3.
    pub fn fits(&self) -> [Fit; 3] {
        self.fits_with(&self.settings)
    }

    /// What would stand behind other settings of BAM 1, 2, 3.
    pub fn fits_with(&self, settings: &[Setting; 3]) -> [Fit; 3] {
        settings.map(|setting| Fit::find(self.weights.variants(), &setting))
    }

    /// The tensors that the module at BAM `k` = 1, 2, 3 reads under its chosen setting, in forward order, each as the
    /// weights file gives it: f32, integers already times their scale, BatchNorm apart from the layer before it.
    ///
    /// Names are relative to the module and shapes are PyTorch's: `channel.fc0.weight` (m, C), `channel.bn0.running_var`
    /// (m), `spatial.reduce.weight` (m, C, 1, 1), `spatial.dilated1.weight` (m, m, 3, 3), ... with m = C / r. A branch that
    /// the form or the merge leaves out has none, so the form `none` has none at all.
    ///
    /// # Errors
    /// When there is no such BAM, or no weights for its setting.
    pub fn parameters(&self, k: usize) -> Result<Vec<(String, Tensor)>, Error> {
        let module = self.module(&self.settings[bam_index(k)?])?;
        let channels = self.architecture.stage_channels(k);
        FileSource(&self.weights).parameters(&module, k, channels)
    }

    /// Brings every tap up to date; tells from which place it had to recompute, `None` when nothing had changed.
    ///
    /// # Errors
    /// When there is no input, or no weights for a setting. The taps of the last run stay.
    pub fn run(&mut self) -> Result<Option<Place>, Error> {
        let plan = self.plan(&self.settings)?;
        let input = self.input.as_ref().ok_or(Error::NoInput)?;
        let network = self.build(plan)?;
        let changed = match &self.network {
            Some(previous) => previous.plan().first_change(&plan),
            None => Some(Place::Stem),
        };
        let start = changed.into_iter().chain(self.stale).min();
        if let Some(start) = start {
            // On a copy, which shares the tensors: a run that fails leaves the last one as it was.
            let mut taps = self.taps.clone();
            network.forward(input, start, &mut taps)?;
            self.taps = taps;
        }
        self.network = Some(network);
        self.stale = None;
        Ok(start)
    }

    /// The taps of the last run.
    pub fn taps(&self) -> &Taps {
        &self.taps
    }

    /// Drops the taps, so that the next run computes everything.
    pub fn forget(&mut self) {
        self.taps = Taps::default();
        self.stale = Some(Place::Stem);
    }

    /// Every class with its probability in the last run, most likely first.
    ///
    /// # Errors
    /// When nothing has been run.
    pub fn predictions(&self) -> Result<Vec<Prediction>, Error> {
        ranked(self.taps.get("probabilities")?, self.classes())
    }

    /// Runs the same input under other settings. The last run stays as it is; what it shares with them is not computed
    /// again.
    ///
    /// # Errors
    /// When nothing has been run, or there are no weights for a setting.
    pub fn trial(&self, settings: &[Setting; 3]) -> Result<Trial, Error> {
        let plan = self.plan(settings)?;
        let (Some(input), Some(current), None) = (&self.input, &self.network, self.stale) else {
            return Err(Error::NoInput);
        };
        let mut taps = self.taps.clone();
        if let Some(start) = current.plan().first_change(&plan) {
            self.build(plan)?.forward(input, start, &mut taps)?;
        }
        let predictions = ranked(taps.get("probabilities")?, self.classes())?;
        Ok(Trial { taps, predictions })
    }

    /// The class activation map of the output `class` in the last run: the channels of `stage4`, each times the
    /// classifier's weight for it, summed. (H, W) of stage 4, in units of the logit: its mean plus the classifier's bias
    /// is the class's logit. Source: Zhou et al., CVPR 2016, arXiv 1512.04150.
    ///
    /// # Errors
    /// When the network has no such output, or nothing has been run.
    pub fn class_map(&self, class: usize) -> Result<Map, Error> {
        let classes = self.architecture.classes;
        if class >= classes {
            return Err(Error::OutOfRange {
                what: "class",
                got: class,
                lowest: 0,
                highest: classes - 1,
            });
        }
        let stage4 = self.taps.get("stage4")?;
        let weights = self.weights.tensor("backbone.fc.weight")?;
        class_map(stage4, &weights.narrow(0, class, 1)?)
    }

    fn classes(&self) -> &[Class] {
        &self.weights.metadata().classes
    }

    fn build(&self, plan: Plan) -> Result<Network, Error> {
        let source = FileSource(&self.weights);
        let previous = self.network.as_ref();
        Network::build(&source, &self.architecture, plan, &self.packed, previous)
    }

    /// Which variant each place is built from. The BatchNorms of a stage were measured behind the BAM before it, so a
    /// stage follows that BAM's variant; what comes before BAM 1 follows BAM 1.
    fn plan(&self, settings: &[Setting; 3]) -> Result<Plan, Error> {
        let modules = [
            self.module(&settings[0])?,
            self.module(&settings[1])?,
            self.module(&settings[2])?,
        ];
        let [first, second, third] = modules.map(|module| module.variant);
        let behind = [first, first, first, second, third];
        let mut statistics = behind;
        for (place, variant) in statistics.iter_mut().enumerate() {
            *variant = self.statistics[place][*variant];
        }
        Ok(Plan {
            statistics,
            modules,
        })
    }

    /// What a module of `setting` is built from.
    fn module(&self, setting: &Setting) -> Result<Module, Error> {
        let variants = self.weights.variants();
        let variant = Fit::find(variants, setting).variant();
        let variant = variant.ok_or(Error::Untrained {
            form: setting.form,
            merge: setting.merge,
            r: setting.r,
        })?;
        Ok(Module {
            variant,
            setting: setting.canonical(),
            norms: match setting.form {
                Form::None => Norms::of(Form::None),
                _ => variants[variant].norms,
            },
        })
    }
}

/// Where the setting of the BAM `k` = 1, 2, 3 stands among the three.
fn bam_index(k: usize) -> Result<usize, Error> {
    match k {
        1..=3 => Ok(k - 1),
        _ => Err(Error::OutOfRange {
            what: "BAM",
            got: k,
            lowest: 1,
            highest: 3,
        }),
    }
}

fn starting_setting(variants: &[Variant]) -> Setting {
    let usual = Setting::default();
    match (Fit::find(variants, &usual), variants.first()) {
        (Fit::Trained(_), _) | (_, None) => usual,
        (_, Some(first)) => first.setting,
    }
}
