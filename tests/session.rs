//! What a session tells besides its taps: class maps and a module's parameters, against PyTorch.

#[path = "support/by_hand.rs"]
mod by_hand;
#[path = "support/case.rs"]
mod case;
#[path = "support/formula.rs"]
mod formula;
#[path = "support/mod.rs"]
mod support;

use std::collections::HashMap;

use bam_lens::checkpoint::Weights;
use bam_lens::model::{Form, Merge, Norms, Place, Setting, attention_layers};
use bam_lens::{Error, Fit, Session};
use by_hand::ByHand;
use candle_core::Tensor;
use case::{Case, cases};
use support::{fixture, read_tensors, relative_error};

/// Of the largest value.
const TOLERANCE: f32 = 1e-5;

fn case(name: &str) -> Case {
    cases().into_iter().find(|case| case.name == name).unwrap()
}

/// A weights file with the formula's values, opened.
fn session(case: &Case) -> Session {
    let mut layers: Vec<_> = case
        .architecture()
        .layers()
        .into_iter()
        .map(|layer| ("backbone.".into(), String::new(), layer))
        .collect();
    for k in 1..=3 {
        let channels = case.architecture().stage_channels(k);
        let module = attention_layers(&case.setting(), Norms::of(case.form), channels, 0).unwrap();
        let named = |layer| (format!("attention.only.bam{k}."), format!("bam{k}."), layer);
        layers.extend(module.into_iter().map(named));
    }
    let tensors = layers.iter().flat_map(|(stored, formula, layer)| {
        layer
            .kind
            .tensors()
            .into_iter()
            .map(move |(suffix, shape)| {
                let name = format!("{}.{suffix}", layer.name);
                let tensor = formula::tensor(&format!("{formula}{name}"), &shape);
                (format!("{stored}{name}"), tensor)
            })
    });
    let variants = serde_json::json!({ "only": case.setting() }).to_string();
    let metadata = HashMap::from([("variants".into(), variants)]);
    let bytes = safetensors::serialize(tensors, Some(metadata)).unwrap();
    Session::new(Weights::read(bytes).unwrap()).unwrap()
}

fn checkpoint(name: &str) -> Session {
    let bytes = std::fs::read(fixture("checkpoints").join(name)).unwrap();
    Session::new(Weights::read(bytes).unwrap()).unwrap()
}

#[test]
fn class_maps_equal_pytorchs_and_add_up_to_the_logit() {
    let expected = read_tensors(fixture("networks/class_maps.safetensors"));
    assert_eq!(expected.len(), 10);
    for (name, expected) in expected {
        let (name, class) = name.rsplit_once('.').unwrap();
        let class: usize = class.parse().unwrap();
        let case = case(name);
        let mut session = session(&case);
        let input = formula::tensor("input", &case.input);
        session.set_input(input).unwrap();
        session.run().unwrap();

        let map = session.class_map(class).unwrap();
        let (height, width) = (map.statistics.height, map.statistics.width);
        let plane = Tensor::from_slice(&map.data, (height, width), expected.device()).unwrap();
        let error = relative_error(&plane, &expected);
        assert!(error <= TOLERANCE, "{name} {class}: {error:e}");

        let bias = formula::tensor("fc.bias", &[case.classes]);
        let bias = bias.to_vec1::<f32>().unwrap()[class];
        let logits = session.taps().get("logits").unwrap();
        let logit = logits.to_vec2::<f32>().unwrap()[0][class];
        let error = (map.statistics.mean + bias - logit).abs();
        assert!(error <= TOLERANCE * logit.abs(), "{name} {class}: {error}");
    }
}

#[test]
fn there_is_a_class_map_only_of_an_output_in_a_run() {
    let case = case("resnet18_none");
    let mut session = session(&case);
    let error = session.class_map(0).unwrap_err();
    assert!(matches!(error, Error::NoTap { name } if name == "stage4"));
    let input = formula::tensor("input", &case.input);
    session.set_input(input).unwrap();
    session.run().unwrap();
    assert!(session.class_map(9).is_ok());
    let error = session.class_map(10).unwrap_err();
    assert_eq!(error.to_string(), "class is 10, expected 0 to 9");
}

#[test]
fn a_module_rebuilt_from_its_parameters_gives_pytorchs_logits() {
    for name in ["resnet18_paper_sum", "resnet18_official"] {
        let case = case(name);
        let session = session(&case);
        let taps = read_tensors(fixture("networks").join(&case.file));
        for k in 1..=3 {
            let mut module = ByHand {
                parameters: session.parameters(k).unwrap().into_iter().collect(),
                d: case.d,
            };
            let f = &taps[&format!("stage{k}")];
            let end = case.form == Form::Paper;
            for (branch, logits) in [
                ("channel", module.channel_logits(f, end)),
                ("spatial", module.spatial_logits(f, end)),
            ] {
                let error = relative_error(&logits, &taps[&format!("bam{k}.{branch}.logits")]);
                assert!(error <= TOLERANCE, "{name} bam{k} {branch}: {error:e}");
            }
            assert!(module.parameters.is_empty(), "{:?}", module.parameters);
        }
    }
}

const CHANNEL: [&str; 12] = [
    "channel.fc0.weight",
    "channel.fc0.bias",
    "channel.bn0.weight",
    "channel.bn0.bias",
    "channel.bn0.running_mean",
    "channel.bn0.running_var",
    "channel.fc1.weight",
    "channel.fc1.bias",
    "channel.bn1.weight",
    "channel.bn1.bias",
    "channel.bn1.running_mean",
    "channel.bn1.running_var",
];

#[test]
fn only_what_form_and_merge_read_is_a_parameter() {
    let mut session = checkpoint("canonical_resnet18.safetensors");
    let paper = session.weights().variants()[0].setting;
    let mut names = |form: Form, merge: Merge| -> Vec<String> {
        let setting = Setting {
            form,
            merge,
            ..paper
        };
        session.configure_bam(2, setting).unwrap();
        let parameters = session.parameters(2).unwrap();
        parameters.into_iter().map(|(name, _)| name).collect()
    };
    assert_eq!(names(Form::Paper, Merge::Channel), CHANNEL);
    let spatial = names(Form::Paper, Merge::Spatial);
    assert_eq!(spatial.len(), 24);
    assert!(spatial.iter().all(|name| name.starts_with("spatial.")));
    let both = [CHANNEL.map(String::from).as_slice(), &spatial].concat();
    for merge in [Merge::Sum, Merge::Product, Merge::Max] {
        assert_eq!(names(Form::Paper, merge), both, "{merge}");
    }
    let se = ["fc0.weight", "fc0.bias", "fc1.weight", "fc1.bias"];
    let se = se.map(|name| format!("channel.{name}"));
    assert_eq!(names(Form::Se, Merge::Channel), se);
    assert!(names(Form::None, Merge::Sum).is_empty());
}

#[test]
fn parameters_follow_the_bam_and_its_setting() {
    let mut session = checkpoint("canonical_resnet18.safetensors");
    let [paper, official, _, none] = [0, 1, 2, 3].map(|n| session.weights().variants()[n].setting);
    session.configure([paper, none, official]);
    let shapes = |session: &Session, k: usize| -> Vec<Vec<usize>> {
        let parameters = session.parameters(k).unwrap();
        let first = parameters.iter().take(2);
        first.map(|(_, tensor)| tensor.dims().to_vec()).collect()
    };
    assert_eq!(shapes(&session, 1), [vec![1, 2], vec![1]]);
    assert!(shapes(&session, 2).is_empty());
    assert_eq!(shapes(&session, 3), [vec![4, 8], vec![4]]);
    for (name, tensor) in session.parameters(3).unwrap() {
        let stored = session
            .weights()
            .tensor(&format!("attention.official.bam3.{name}"));
        assert_eq!(relative_error(&tensor, &stored.unwrap()), 0.0, "{name}");
    }
    for k in [0, 4] {
        let error = session.parameters(k).unwrap_err();
        let expected = format!("BAM is {k}, expected 1 to 3");
        assert_eq!(error.to_string(), expected);
    }
    let untrained = Setting { r: 1, ..paper };
    session.configure_bam(3, untrained).unwrap();
    let error = session.parameters(3).unwrap_err();
    assert!(matches!(error, Error::Untrained { r: 1, .. }), "{error}");
    assert!(session.parameters(1).is_ok());
}

#[test]
fn parameters_of_8_bit_weights_are_their_values() {
    let [exact, rounded] = ["", ".i8"].map(|kind| {
        let session = checkpoint(&format!("canonical_resnet18{kind}.safetensors"));
        session.parameters(3).unwrap()
    });
    assert_eq!(exact.len(), rounded.len());
    for ((name, exact), (other, rounded)) in exact.iter().zip(&rounded) {
        assert_eq!(name, other);
        let error = relative_error(rounded, exact);
        match exact.rank() {
            1 => assert_eq!(error, 0.0, "{name}"),
            _ => assert!((1e-6..0.5 / 126.0).contains(&error), "{name}: {error:e}"),
        }
    }
}

#[test]
fn fits_of_other_settings_leave_the_session_alone() {
    let session = checkpoint("canonical_resnet18.safetensors");
    let chosen = *session.settings();
    let [paper, official] = [0, 1].map(|n| session.weights().variants()[n].setting);
    let fits = session.fits_with(&[
        official,
        Setting { d: 1, ..paper },
        Setting { r: 1, ..paper },
    ]);
    assert_eq!(fits, [Fit::Trained(1), Fit::Borrowed(0), Fit::Untrained]);
    assert_eq!(session.settings(), &chosen);
    assert_eq!(session.fits(), session.fits_with(&chosen));
}

/// Every tap of the last run, bit by bit.
fn recorded(session: &Session) -> Vec<(String, Vec<u32>)> {
    let bits = |tensor: &Tensor| -> Vec<u32> {
        let values = tensor.flatten_all().unwrap().to_vec1::<f32>().unwrap();
        values.into_iter().map(f32::to_bits).collect()
    };
    let taps = session.taps().iter();
    taps.map(|(name, tensor)| (name.to_string(), bits(tensor)))
        .collect()
}

fn run(session: &mut Session, input: &Tensor) -> Vec<(String, Vec<u32>)> {
    session.set_input(input.clone()).unwrap();
    session.run().unwrap();
    recorded(session)
}

#[test]
fn another_session_computes_the_same_whichever_runs_first() {
    let input = formula::tensor("input", &[1, 3, 64, 48]);
    let mut first = checkpoint("canonical_resnet18.safetensors");
    let mut early = first.another();
    let expected = run(&mut first, &input);
    assert!(!expected.is_empty());
    let mut late = first.another();
    for other in [&mut early, &mut late] {
        assert!(std::ptr::eq(first.weights(), other.weights()));
        assert_eq!(run(other, &input), expected);
    }
    // What was packed for other sessions is what a session alone would have packed.
    let mut alone = checkpoint("canonical_resnet18.safetensors");
    assert_eq!(run(&mut alone, &input), expected);
}

#[test]
fn another_session_starts_as_a_new_one() {
    let mut first = checkpoint("canonical_resnet18.safetensors");
    let start = *first.settings();
    let official = first.weights().variants()[1].setting;
    first.configure([official; 3]);
    run(&mut first, &formula::tensor("input", &[1, 3, 64, 64]));

    let mut other = first.another();
    assert_eq!(other.settings(), &start);
    assert_eq!(other.architecture(), first.architecture());
    assert_eq!(other.taps().iter().count(), 0);
    assert!(matches!(other.run(), Err(Error::NoInput)));
    assert!(matches!(other.trial(&start), Err(Error::NoInput)));
    let error = other.predictions().unwrap_err();
    assert!(matches!(error, Error::NoTap { .. }), "{error}");
    // The network it took over from the first is no run of its own.
    other.configure([official; 3]);
    let input = formula::tensor("input", &[1, 3, 64, 64]);
    other.set_input(input).unwrap();
    assert!(matches!(other.trial(&start), Err(Error::NoInput)));
    assert_eq!(other.run().unwrap(), Some(Place::Stem));
}

#[test]
fn sessions_on_the_same_weights_do_not_meet() {
    let inputs = [[1, 3, 64, 64], [1, 3, 48, 80]].map(|shape| formula::tensor("input", &shape));
    let mut first = checkpoint("canonical_resnet18.safetensors");
    let [paper, official] = [0, 1].map(|n| first.weights().variants()[n].setting);
    let mut other = first.another();
    let of_first = run(&mut first, &inputs[0]);

    other.configure([official, paper, official]);
    let of_other = run(&mut other, &inputs[1]);
    assert_eq!(recorded(&first), of_first);
    assert_eq!(first.settings(), &[paper; 3]);
    assert_eq!(first.run().unwrap(), None, "nothing of it is out of date");

    first.forget();
    drop(first);
    assert_eq!(recorded(&other), of_other);
    other.configure([paper; 3]);
    assert_eq!(run(&mut other, &inputs[0]), of_first);
    assert!(other.class_map(0).is_ok());
    assert!(!other.parameters(1).unwrap().is_empty());
}
