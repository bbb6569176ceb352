//! Checkpoints of every container and naming scheme, good and bad. The files are made by `fixtures/checkpoints/make.py`.

mod gzip;
#[path = "../support/hostile/mod.rs"]
mod hostile;
mod hostile_files;
mod recognition;
mod refusals;
mod values;

use std::path::Path;

use bam_lens::checkpoint::{Fate, Report, Weights};

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/checkpoints")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn load(name: &str) -> Weights {
    Weights::read(fixture(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn values(weights: &Weights, name: &str) -> Vec<f32> {
    let tensor = weights.tensor(name).unwrap();
    tensor.flatten_all().unwrap().to_vec1().unwrap()
}

fn used(report: &Report) -> Vec<&str> {
    let fates = report.keys.iter().map(|key| &key.fate);
    fates
        .filter_map(|fate| match fate {
            Fate::Used { name } => Some(name.as_str()),
            Fate::Ignored { .. } => None,
        })
        .collect()
}

fn why<'a>(report: &'a Report, key: &str) -> &'a str {
    match &report.keys.iter().find(|k| k.key == key).unwrap().fate {
        Fate::Ignored { why } => why,
        Fate::Used { name } => panic!("{key} is used as {name}"),
    }
}
