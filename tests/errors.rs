//! Every error, in the words of every language: `www/locales` has a sentence for each code, with that error's values in it,
//! and the English one is what the error says itself.

use std::collections::{BTreeMap, BTreeSet};

use bam_lens::Error;
use bam_lens::checkpoint::{CheckpointError, Container, Misfit, Weights};
use bam_lens::image::ImageError;
use bam_lens::model::{BlockKind, Form, Merge};
use serde_json::{Map, Value};

type Phrases = BTreeMap<String, String>;

const FAMILIES: [&str; 4] = ["image", "checkpoint", "misfit", "network"];

fn phrases(language: &str) -> Phrases {
    let path = format!("{}/www/locales/{language}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// As the page does it: `sentence` in `www/failure.js`.
fn sentence(phrase: &str, values: &Map<String, Value>) -> String {
    values
        .iter()
        .fold(phrase.to_string(), |text, (name, value)| {
            let word = match value {
                Value::String(word) => word.clone(),
                Value::Array(items) => {
                    let items: Vec<String> = items.iter().map(Value::to_string).collect();
                    format!("[{}]", items.join(", "))
                }
                other => other.to_string(),
            };
            text.replace(&format!("{{{name}}}"), &word)
        })
}

fn placeholders(phrase: &str) -> BTreeSet<&str> {
    let parts = phrase.split('{').skip(1);
    parts.filter_map(|part| part.split('}').next()).collect()
}

#[test]
fn every_error_has_its_sentence_in_every_language() {
    let (english, korean) = (phrases("en"), phrases("ko"));
    let mut codes = BTreeSet::new();
    for error in examples() {
        let (code, values) = error.coded();
        let key = format!("cause.{code}");
        let phrase = english.get(&key).unwrap_or_else(|| panic!("no {key}"));
        assert_eq!(sentence(phrase, &values), error.to_string(), "{key}");
        let translated = korean.get(&key).unwrap_or_else(|| panic!("no {key} in ko"));
        assert_eq!(
            placeholders(translated),
            placeholders(phrase),
            "{key} in ko"
        );
        codes.insert(key);
    }
    for family in FAMILIES {
        let start = format!("cause.{family}.");
        for key in english.keys().filter(|key| key.starts_with(&start)) {
            assert!(codes.contains(key), "{key} is the sentence of no error");
        }
    }
}

/// One of every variant. A new one belongs here, or this does not compile.
fn examples() -> Vec<Error> {
    let image = image_examples().into_iter().map(Error::from);
    let checkpoint = checkpoint_examples().into_iter().map(Error::from);
    let misfits = misfit_examples().into_iter().map(|misfit| {
        let report = Box::new(report());
        Error::from(CheckpointError::Misfit { misfit, report })
    });
    let others = other_examples().into_iter();
    image
        .chain(checkpoint)
        .chain(misfits)
        .chain(others)
        .collect()
}

fn report() -> bam_lens::checkpoint::Report {
    let fixture = "tests/fixtures/checkpoints/official_bam_c64.safetensors";
    let bytes = std::fs::read(format!("{}/{fixture}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    Weights::read(bytes).unwrap().report().clone()
}

fn image_examples() -> Vec<ImageError> {
    use ImageError::*;
    let (format, width, height, bytes) = ("jpeg", 40_000, 9, 1234);
    let all = vec![
        Empty,
        NotAnImage { content: "HTML" },
        Unsupported { format },
        Truncated { format, bytes },
        Undecodable {
            format,
            reason: "no such marker".into(),
        },
        TooSmall { width, height },
        TooLarge { width, height },
        NoRoom { bytes: 900_000_000 },
        PixelCount {
            width,
            height,
            bytes,
        },
        Resize {
            width,
            height,
            edge_px: 7,
        },
    ];
    for error in &all {
        match error {
            Empty | NotAnImage { .. } | Unsupported { .. } | Truncated { .. } => {}
            Undecodable { .. } | TooSmall { .. } | TooLarge { .. } => {}
            NoRoom { .. } | PixelCount { .. } | Resize { .. } => {}
        }
    }
    all
}

fn checkpoint_examples() -> Vec<CheckpointError> {
    use CheckpointError::*;
    let container = Container::PytorchZip;
    let text = || String::from("some words");
    let all = vec![
        Empty,
        NotCheckpoint { got: text() },
        Truncated {
            container,
            expected: 9,
            got: 5,
        },
        CutOff {
            container,
            got: 5,
            detail: text(),
        },
        Gzip { detail: text() },
        Damaged {
            container,
            detail: text(),
        },
        TooLarge {
            what: text(),
            got: 9,
            limit: 5,
        },
        Memory { bytes: 123 },
        TooMany { got: 9, limit: 5 },
        Duplicate { key: text() },
        Metadata {
            key: "arch",
            got: text(),
            expected: text(),
        },
        NoTensor { name: text() },
        Tensor(candle_core::Error::Msg(text())),
    ];
    for error in &all {
        match error {
            Empty | NotCheckpoint { .. } | Truncated { .. } | CutOff { .. } | Gzip { .. } => {}
            Damaged { .. } | TooLarge { .. } | TooMany { .. } | Memory { .. } => {}
            Duplicate { .. } | Metadata { .. } => {}
            // `Misfit` has examples of its own.
            NoTensor { .. } | Tensor(_) | Misfit { .. } => {}
        }
    }
    all
}

fn misfit_examples() -> Vec<Misfit> {
    use Misfit::*;
    let text = || String::from("layer1.0.conv1.weight");
    let (count, of) = (2, 64);
    let all = vec![
        OtherArchitecture { found: text() },
        Foreign {
            key: text(),
            of: text(),
        },
        Depth {
            block: BlockKind::Bottleneck,
            blocks: [1, 2, 3, 4],
        },
        Modules {
            got: text(),
            expected: "three",
        },
        Reduction {
            key: text(),
            channels: 64,
            hidden: 5,
        },
        Setting {
            variant: text(),
            detail: text(),
        },
        Shape {
            key: text(),
            expected: vec![64, 3, 7, 7],
            got: vec![],
        },
        Missing {
            name: text(),
            expected: vec![64],
            count,
            of,
        },
        SameName {
            first: text(),
            second: text(),
            name: text(),
        },
        Dtype {
            key: text(),
            got: text(),
        },
        Scale {
            key: text(),
            scale: text(),
            expected: vec![64],
            got: text(),
        },
        NotFinite {
            key: text(),
            count,
            of,
        },
        NegativeVariance {
            key: text(),
            count,
            of,
        },
    ];
    for misfit in &all {
        match misfit {
            OtherArchitecture { .. } | Foreign { .. } | Depth { .. } | Modules { .. } => {}
            Reduction { .. } | Setting { .. } | Shape { .. } | Missing { .. } => {}
            SameName { .. } | Dtype { .. } | Scale { .. } => {}
            NotFinite { .. } | NegativeVariance { .. } => {}
        }
    }
    all
}

fn other_examples() -> Vec<Error> {
    use Error::*;
    let name = || String::from("bam3.attention");
    let all = vec![
        Unknown {
            what: "form",
            got: name(),
            expected: "paper, se",
        },
        Reduction {
            r: 80,
            channels: 64,
        },
        Dilation { d: 0 },
        OutOfRange {
            what: "BAM",
            got: 4,
            lowest: 1,
            highest: 3,
        },
        SettingCount { got: 2 },
        InputShape {
            got: vec![1, 3, 4, 4],
            expected: "(1, 3, H, W)",
        },
        ValueCount {
            got: 5,
            shape: vec![2, 3],
        },
        Untrained {
            form: Form::Paper,
            merge: Merge::Sum,
            r: 7,
        },
        NoTap { name: name() },
        NoChannel {
            name: name(),
            channel: 64,
            channels: 64,
        },
        NoMap {
            name: name(),
            shape: vec![1, 64],
        },
        LoneModule {
            channels: 64,
            report: Box::new(report()),
        },
        NoInput,
        Tensor(candle_core::Error::Msg("too few".into())),
    ];
    for error in &all {
        match error {
            Unknown { .. } | Reduction { .. } | Dilation { .. } | OutOfRange { .. } => {}
            SettingCount { .. } | InputShape { .. } | ValueCount { .. } | Untrained { .. } => {}
            NoTap { .. } | NoChannel { .. } | NoMap { .. } | LoneModule { .. } => {}
            NoInput | Tensor(_) | Image(_) | Checkpoint(_) => {}
        }
    }
    all
}
