//! The command line as a person or a script uses it: what it prints, and how it refuses.

#[path = "support/mod.rs"]
mod support;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use support::{fixture, read_tensors, relative_error};

const WEIGHTS: &str = "www/models/resnet18-bam-tiny200.safetensors.gzip";
const PHOTO: &str = "www/samples/koala.jpg";

fn bam_lens(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bam-lens"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .output()
        .unwrap()
}

/// Standard output of a call that must succeed.
fn printed(arguments: &[&str]) -> String {
    let output = bam_lens(arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

/// Standard error of a call that must fail with nothing on standard output.
fn refused(arguments: &[&str]) -> String {
    let output = bam_lens(arguments);
    assert!(!output.status.success(), "{arguments:?} succeeded");
    assert!(output.stdout.is_empty(), "{arguments:?} printed something");
    String::from_utf8(output.stderr).unwrap()
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn run_prints_a_line_of_json_per_image() {
    let second = "www/samples/dog.jpg";
    let arguments = [
        "run",
        "--weights",
        WEIGHTS,
        "--json",
        "--image",
        PHOTO,
        second,
    ];
    let text = printed(&arguments);
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    for (line, image) in lines.iter().zip([PHOTO, second]) {
        assert_eq!(line["image"], image);
        assert_eq!(line["variant"], "r16_d4");
        assert!(line["elapsedMs"].as_f64().unwrap() > 0.0);
        let top = line["top"].as_array().unwrap();
        let probabilities: Vec<f64> = top
            .iter()
            .map(|guess| guess["probability"].as_f64().unwrap())
            .collect();
        assert_eq!(probabilities.len(), 5);
        assert!(probabilities.is_sorted_by(|a, b| a >= b));
        assert!(top[0]["index"].is_u64() && top[0]["label"].is_string());
    }
    assert!(
        lines[0]["top"][0]["label"]
            .as_str()
            .unwrap()
            .contains("koala")
    );
}

#[test]
fn run_takes_a_tensor_and_writes_every_tap() {
    let input = fixture("networks/shipped.taps.safetensors");
    let taps = std::env::temp_dir().join(format!("bam-lens-{}.safetensors", std::process::id()));
    for variant in ["r4_d1", "se"] {
        printed(&[
            "run",
            "--weights",
            WEIGHTS,
            "--variant",
            variant,
            "--input",
            path(&input),
            "--taps",
            path(&taps),
        ]);
        let (expected, written) = (read_tensors(input.clone()), read_tensors(taps.clone()));
        let reference = &expected[&format!("{variant}.logits")];
        assert!(relative_error(&written["logits"], reference) <= 1e-4);
        assert_eq!(written.contains_key("bam3.spatial.logits"), variant != "se");
    }
    std::fs::remove_file(taps).unwrap();
}

#[test]
fn inspect_reports_every_key() {
    let file = fixture("checkpoints/official_bam_c64.legacy.pth.tar");
    let report: Value =
        serde_json::from_str(&printed(&["inspect", path(&file), "--json"])).unwrap();
    assert_eq!(report["container"], "pytorchLegacy");
    assert_eq!(report["used"], 28);
    assert_eq!(report["missing"].as_array().unwrap().len(), 0);
    let text = printed(&["inspect", path(&file)]);
    assert!(text.contains("official_r16_d4"), "{text}");
    assert!(
        text.contains("assumed: a checkpoint does not record it"),
        "{text}"
    );
}

#[test]
fn inspect_prints_the_report_of_a_file_it_refuses() {
    let file = fixture("checkpoints/official_bam_c64.taps.safetensors");
    let output = bam_lens(&["inspect", path(&file), "--json"]);
    assert!(!output.status.success());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["ignored"], 10);
}

#[test]
fn cost_prints_the_released_codes_counts() {
    let arguments = [
        "cost",
        "--arch",
        "resnet50",
        "--stem",
        "imagenet",
        "--form",
        "official",
        "--r",
        "16",
        "--size",
        "224",
        "--classes",
        "1000",
        "--stride-on",
        "1x1",
        "--json",
    ];
    let cost: Value = serde_json::from_str(&printed(&arguments)).unwrap();
    assert_eq!(cost["parameters"], 25_915_099);
    assert_eq!(cost["multiplyAdds"], 3_940_120_320u64);
    assert_eq!(cost["bam"][2]["parameters"], 272_193);
    assert_eq!(cost["bam"][2]["multiplyAdds"], 27_439_360);
}

#[test]
fn what_cannot_be_done_is_said_in_one_sentence() {
    let lone = fixture("checkpoints/official_bam_c64.safetensors");
    let taps = fixture("networks/shipped.taps.safetensors");
    let cases: [(&[&str], &str); 12] = [
        (
            &["run", "--weights", "absent.pth", "--image", PHOTO],
            "absent.pth: No such file",
        ),
        (
            &["run", "--weights", PHOTO, "--image", PHOTO],
            "koala.jpg: the file looks like a JPEG",
        ),
        (
            &["run", "--weights", WEIGHTS, "--image", "README.md"],
            "README.md: this is",
        ),
        (
            &[
                "run",
                "--weights",
                WEIGHTS,
                "--image",
                PHOTO,
                "--variant",
                "r5_d5",
            ],
            "variant is \"r5_d5\", expected one of r4_d1, ",
        ),
        (
            &["run", "--weights", WEIGHTS, "--image", PHOTO, "--r", "5"],
            "no weights for form paper, merge sum, r = 5",
        ),
        (
            &[
                "run",
                "--weights",
                WEIGHTS,
                "--image",
                PHOTO,
                "--size",
                "1000",
            ],
            "input has shape [1, 3, 1000, 1000]",
        ),
        (
            &["run", "--weights", path(&lone), "--image", PHOTO],
            "this is one BAM module of 64 channels without a network",
        ),
        (
            &["run", "--weights", path(&lone), "--input", path(&taps)],
            "input has shape [1, 3, 128, 128]",
        ),
        (
            &["cost", "--arch", "resnet50", "--size", "99999999999"],
            "size is 99999999999, expected 1 to 8192",
        ),
        (
            &["cost", "--arch", "resnet50", "--classes", "0"],
            "classes is 0, expected 1 to 1000000",
        ),
        (
            &["cost", "--arch", "resnet50", "--r", "257"],
            "r = 257 leaves no channel of 256",
        ),
        (
            &["cost", "--arch", "resnet19"],
            "arch is \"resnet19\", expected one of resnet18, ",
        ),
    ];
    for (arguments, expected) in cases {
        let said = refused(arguments);
        assert!(said.contains(expected), "{arguments:?}: {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}
