//! A network at work: its weights, the chosen settings, the photo's input and the taps of the last run.

use candle_core::Tensor;
use serde::Serialize;

use crate::checkpoint::{Variant, Weights};
use crate::error::Error;
use crate::fit::Fit;
use crate::lone::module_channels;
use crate::model::{Architecture, Form, Module, Network, Norms, Place, Plan, Setting, check_input};
use crate::source::{FileSource, shared_statistics};
use crate::taps::Taps;

/// One class with its probability.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Prediction {
    /// Output of the network.
    pub index: usize,
    /// The class's words.
    pub label: String,
    /// In 0..1; all outputs sum to 1.
    pub probability: f32,
}

/// Weights that stay loaded while photo and settings change. A run recomputes only what follows the first change.
pub struct Session {
    weights: Weights,
    architecture: Architecture,
    /// For the stem and each stage: variant -> the first variant with bitwise the same BatchNorm statistics there.
    statistics: [Vec<usize>; 5],
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
            settings: [setting; 3],
            network: None,
            input: None,
            taps: Taps::default(),
            stale: Some(Place::Stem),
            weights,
        })
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
        let place = k
            .checked_sub(1)
            .filter(|place| *place < self.settings.len())
            .ok_or(Error::OutOfRange {
                what: "BAM",
                got: k,
                lowest: 1,
                highest: self.settings.len(),
            })?;
        self.settings[place] = setting;
        Ok(self.fits()[place])
    }

    /// What stands behind the setting of BAM 1, 2, 3.
    pub fn fits(&self) -> [Fit; 3] {
        self.settings
            .map(|setting| Fit::find(self.weights.variants(), &setting))
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
        self.ranked(&self.taps)
    }

    /// Every class with its probability under other settings, most likely first. The last run stays as it is; what it
    /// shares with the other settings is not computed again.
    ///
    /// # Errors
    /// When nothing has been run, or there are no weights for a setting.
    pub fn predictions_with(&self, settings: &[Setting; 3]) -> Result<Vec<Prediction>, Error> {
        let plan = self.plan(settings)?;
        let (Some(input), Some(current), None) = (&self.input, &self.network, self.stale) else {
            return Err(Error::NoInput);
        };
        let mut taps = self.taps.clone();
        if let Some(start) = current.plan().first_change(&plan) {
            self.build(plan)?.forward(input, start, &mut taps)?;
        }
        self.ranked(&taps)
    }

    fn build(&self, plan: Plan) -> Result<Network, Error> {
        let source = FileSource(&self.weights);
        Network::build(&source, &self.architecture, plan, self.network.as_ref())
    }

    /// Which variant each place is built from. The BatchNorms of a stage were measured behind the BAM before it, so a
    /// stage follows that BAM's variant; what comes before BAM 1 follows BAM 1.
    fn plan(&self, settings: &[Setting; 3]) -> Result<Plan, Error> {
        let variants = self.weights.variants();
        let module = |setting: &Setting| -> Result<Module, Error> {
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
        };
        let modules = [
            module(&settings[0])?,
            module(&settings[1])?,
            module(&settings[2])?,
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

    fn ranked(&self, taps: &Taps) -> Result<Vec<Prediction>, Error> {
        let probabilities: Vec<f32> = taps.get("probabilities")?.flatten_all()?.to_vec1()?;
        let classes = &self.weights.metadata().classes;
        let mut ranked: Vec<Prediction> = (0..)
            .zip(classes.iter().zip(probabilities))
            .map(|(index, (class, probability))| Prediction {
                index,
                label: class.label.clone(),
                probability,
            })
            .collect();
        ranked.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        Ok(ranked)
    }
}

fn starting_setting(variants: &[Variant]) -> Setting {
    let usual = Setting::default();
    match (Fit::find(variants, &usual), variants.first()) {
        (Fit::Trained(_), _) | (_, None) => usual,
        (_, Some(first)) => first.setting,
    }
}
