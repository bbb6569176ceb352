//! Whole networks against PyTorch: every form and merge, every depth, both stems, input that is not square.

#[path = "support/case.rs"]
mod case;
#[path = "support/formula.rs"]
mod formula;
#[path = "support/formula_source.rs"]
mod formula_source;
#[path = "support/mod.rs"]
mod support;

use bam_lens::Taps;
use bam_lens::model::{Form, Merge, Module, Network, Norms, Packed, Place, Plan, cost};
use case::{Case, cases};
use formula_source::FormulaSource;
use serde::Deserialize;
use support::{fixture, read_tensors, relative_error};

/// Of the largest value of a tap.
const TOLERANCE: f32 = 1e-4;

impl Case {
    fn plan(&self) -> Plan {
        let setting = self.setting();
        let module = Module {
            variant: 0,
            setting,
            norms: Norms::of(setting.form),
        };
        Plan {
            statistics: [0; 5],
            modules: [module; 3],
        }
    }

    fn network(&self, previous: Option<&Network>) -> Network {
        let source = FormulaSource {
            bias: self.form != Form::Blog,
        };
        let packed = Packed::default();
        Network::build(
            &source,
            &self.architecture(),
            self.plan(),
            &packed,
            previous,
        )
        .unwrap()
    }

    fn run(&self) -> Taps {
        let mut taps = Taps::default();
        let input = formula::tensor("input", &self.input);
        self.network(None)
            .forward(&input, Place::Stem, &mut taps)
            .unwrap();
        taps
    }
}

#[test]
fn every_tap_equals_pytorchs() {
    for case in cases() {
        let expected = read_tensors(fixture("networks").join(&case.file));
        let taps = case.run();
        let mut compared = 0;
        for (tap, tensor) in taps.iter() {
            // `before` is the stage's own output and not stored twice.
            let stored = match tap.strip_suffix(".before") {
                Some(bam) => bam.replace("bam", "stage"),
                None => tap.to_string(),
            };
            let Some(reference) = expected.get(&stored) else {
                panic!("{}: PyTorch has no tap {stored}", case.name);
            };
            let error = relative_error(tensor, reference);
            assert!(error <= TOLERANCE, "{} {tap}: {error:e}", case.name);
            compared += usize::from(stored == tap);
        }
        assert_eq!(compared, expected.len(), "{}: taps missing", case.name);
    }
}

#[test]
fn every_case_has_pytorchs_parameter_count() {
    for case in cases() {
        let setting = case.setting();
        let norms = Norms::of(setting.form);
        let counted = cost(&case.architecture(), &setting, norms, 32, 32).unwrap();
        assert_eq!(counted.total.parameters, case.parameters, "{}", case.name);
    }
}

#[test]
fn the_formula_gives_pytorchs_values() {
    #[derive(Deserialize)]
    struct Value {
        name: String,
        shape: Vec<usize>,
        first: Vec<f32>,
    }
    let text = std::fs::read_to_string(fixture("networks/values.json")).unwrap();
    let values: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert!(!values.is_empty());
    for value in values {
        let tensor = formula::tensor(&value.name, &value.shape);
        let flat: Vec<f32> = tensor.flatten_all().unwrap().to_vec1().unwrap();
        assert_eq!(flat[..value.first.len()], value.first, "{}", value.name);
    }
}

#[test]
fn a_run_from_the_first_change_equals_a_whole_run() {
    let case = cases().swap_remove(0);
    let input = formula::tensor("input", &case.input);
    for (k, place) in [(1, Place::Bam1), (2, Place::Bam2), (3, Place::Bam3)] {
        let mut plan = case.plan();
        plan.modules[k - 1].setting.d = 2;
        plan.modules[k - 1].setting.merge = Merge::Max;
        assert_eq!(case.plan().first_change(&plan), Some(place));

        let build = |previous: Option<&Network>| {
            Network::build(
                &FormulaSource { bias: true },
                &case.architecture(),
                plan,
                &Packed::default(),
                previous,
            )
            .unwrap()
        };
        let mut taps = case.run();
        let unchanged = taps.get("logits").unwrap().clone();
        let previous = case.network(None);
        build(Some(&previous))
            .forward(&input, place, &mut taps)
            .unwrap();
        let mut whole = Taps::default();
        build(None)
            .forward(&input, Place::Stem, &mut whole)
            .unwrap();

        let names = |taps: &Taps| -> Vec<String> {
            taps.iter().map(|(name, _)| name.to_string()).collect()
        };
        assert_eq!(names(&taps), names(&whole));
        for (name, tensor) in taps.iter() {
            let error = relative_error(tensor, whole.get(name).unwrap());
            assert_eq!(error, 0.0, "BAM {k}: {name}");
        }
        assert!(relative_error(taps.get("logits").unwrap(), &unchanged) > 0.0);
    }
}

#[test]
fn a_dilation_beyond_the_map_leaves_only_the_centre() {
    let mut case = cases().swap_remove(0);
    let mut logits = Vec::new();
    for d in [80, 1_000_000_007, usize::MAX] {
        case.d = d;
        logits.push(case.run().get("logits").unwrap().to_vec2::<f32>().unwrap());
    }
    assert_eq!(logits[0], logits[1]);
    assert_eq!(logits[0], logits[2]);
}

#[test]
fn an_input_of_another_shape_is_refused() {
    let case = cases().swap_remove(0);
    let network = case.network(None);
    for shape in [
        [1, 3, 31, 64],
        [1, 3, 64, 513],
        [1, 1, 64, 64],
        [2, 3, 64, 64],
    ] {
        let input = formula::tensor("input", &shape);
        let error = network
            .forward(&input, Place::Stem, &mut Taps::default())
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("input has shape {shape:?}, expected (1, 3, H, W) with H and W from 32 to 512")
        );
    }
}
