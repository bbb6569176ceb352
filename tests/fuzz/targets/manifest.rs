//! What a weights file says of itself, between the tensors of a sound one: the lines of the input are the values of `arch`,
//! `stem`, `classes`, `mean`, `std`, `size`, `variants` and `training`.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};

mod open;

const ENTRIES: [&str; 8] = [
    "variants", "classes", "mean", "std", "size", "arch", "stem", "training",
];

/// The header's entries and the data of a small file that opens.
static SOUND: LazyLock<(Map<String, Value>, Vec<u8>)> = LazyLock::new(|| {
    let file = include_bytes!("../../fixtures/checkpoints/canonical_resnet18.safetensors");
    let length = u64::from_le_bytes(*file.first_chunk().expect("a header")) as usize;
    let header = serde_json::from_slice(&file[8..8 + length]).expect("a JSON object");
    (header, file[8 + length..].to_vec())
});

fuzz_target!(|text: &str| {
    let (header, data) = &*SOUND;
    let mut header = header.clone();
    let said = ENTRIES
        .iter()
        .zip(text.split('\n'))
        .filter(|(_, line)| !line.is_empty())
        .map(|(entry, line)| (entry.to_string(), Value::String(line.into())));
    header.insert("__metadata__".into(), Value::Object(said.collect()));
    let header = Value::Object(header).to_string();
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend(header.as_bytes());
    file.extend(data);
    open::open(&file);
});
