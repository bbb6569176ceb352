//! Files that cannot be used, of every length and with every byte changed; `hostile_files` has them by name.

use bam_lens::checkpoint::{CheckpointError, Weights};

use crate::hostile::File;
use crate::{fixture, why};

fn refusal(bytes: Vec<u8>) -> CheckpointError {
    match Weights::read(bytes) {
        Ok(weights) => panic!("read as {:?}", weights.report().variants),
        Err(error) => error,
    }
}

const OFFICIAL: &str = "official_resnet18.safetensors";

#[test]
fn a_truncated_file_says_where_it_ends() {
    let whole = fixture(OFFICIAL).len();
    let cases = [
        (
            OFFICIAL,
            whole - 1,
            format!(
                "the safetensors file is cut off: expected {whole} bytes, got {}",
                whole - 1
            ),
        ),
        (
            OFFICIAL,
            100,
            "the safetensors file is cut off: expected ".into(),
        ),
        (
            "official_resnet18.zip.pth",
            60_000,
            "the PyTorch zip file is cut off after 60000 bytes: ".into(),
        ),
        (
            "official_resnet18.legacy.pth.tar",
            60_000,
            "the legacy PyTorch file is cut off after 60000 bytes: ".into(),
        ),
        (
            "official_resnet18.legacy.pth.tar",
            2_000,
            "the legacy PyTorch file is cut off after 2000 bytes: ".into(),
        ),
        (
            "official_bam_c64.tar",
            9_000,
            "the old PyTorch tar file is cut off after 9000 bytes: ".into(),
        ),
    ];
    for (name, length, expected) in cases {
        let mut bytes = fixture(name);
        bytes.truncate(length);
        let message = refusal(bytes).to_string();
        assert!(
            message.starts_with(&expected),
            "{name} at {length}: {message}"
        );
    }
}

#[test]
fn no_prefix_of_a_file_is_a_checkpoint_or_a_panic() {
    for name in [
        "official_bam_c64.safetensors",
        "official_bam_c64.zip.pth",
        "official_bam_c64.legacy.pth.tar",
    ] {
        let bytes = fixture(name);
        for length in (0..bytes.len()).step_by(97) {
            let message = refusal(bytes[..length].to_vec()).to_string();
            assert!(
                length < 512 || message.contains("cut off"),
                "{name} at {length}: {message}"
            );
        }
    }
}

#[test]
fn no_flipped_byte_is_a_panic() {
    for name in [
        "official_bam_c64.safetensors",
        "official_bam_c64.zip.pth",
        "official_bam_c64.legacy.pth.tar",
        "official_bam_c64.tar",
    ] {
        let bytes = fixture(name);
        for at in (0..bytes.len()).step_by(31) {
            let mut spoilt = bytes.clone();
            spoilt[at] ^= 0x55;
            drop(Weights::read(spoilt));
        }
    }
}

#[test]
fn a_running_average_beside_the_network_is_set_aside() {
    let mut file = File::open(OFFICIAL);
    for (key, tensor) in file.tensors.clone() {
        file.tensors.insert(format!("ema.{key}"), tensor);
    }
    let weights = Weights::read(file.bytes()).unwrap();
    let report = weights.report();
    assert_eq!(report.used, 186);
    for key in [
        "ema.layer1.0.conv1.weight",
        "ema.fc.bias",
        "ema.bam1.channel_att.gate_c.gate_c_fc_0.weight",
    ] {
        assert_eq!(
            why(report, key),
            "of a second network, not the one that was read"
        );
    }
}

#[test]
fn long_texts_of_a_file_are_cut() {
    let mut file = File::open(OFFICIAL);
    file.zeros(&"x".repeat(5000), &[1]);
    let weights = Weights::read(file.bytes()).unwrap();
    let longest = weights
        .report()
        .keys
        .iter()
        .map(|key| key.key.chars().count())
        .max();
    assert_eq!(longest, Some(201));
}
