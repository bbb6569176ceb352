//! What the tensors of a file are worth under their canonical names.

use bam_lens::checkpoint::Fate;
use bam_lens::model::Form;

use crate::{load, used, values};

#[test]
fn the_same_weights_under_other_names_are_the_same_tensors() {
    let families: [(&str, &[&str]); 2] = [
        (
            "official_resnet18.safetensors",
            &[
                "official_resnet18.zip.pth",
                "official_resnet18.legacy.pth.tar",
                "pytorchcv_resnet18.pth",
                "hostile.pth",
            ],
        ),
        (
            "official_bam_c64.safetensors",
            &[
                "official_bam_c64.zip.pth",
                "official_bam_c64.legacy.pth.tar",
                "official_bam_c64.tar",
            ],
        ),
    ];
    for (first, others) in families {
        let first = load(first);
        let mut names = used(first.report());
        names.sort_unstable();
        for file in others {
            let other = load(file);
            let mut theirs = used(other.report());
            theirs.sort_unstable();
            assert_eq!(names, theirs, "{file}");
            for name in &names {
                assert_eq!(
                    first.tensor(name).unwrap().dims(),
                    other.tensor(name).unwrap().dims()
                );
                assert_eq!(values(&first, name), values(&other, name), "{file} {name}");
            }
        }
    }
    let [plain, canonical] =
        ["torchvision_resnet18.pth", "canonical_resnet18.safetensors"].map(load);
    let weight = "backbone.layer3.1.conv2.weight";
    assert_eq!(values(&plain, weight), values(&canonical, weight));
    let statistic = "layer3.1.bn2.running_var";
    let [shared, own] = ["backbone", "norm.se"].map(|front| format!("{front}.{statistic}"));
    assert_eq!(values(&plain, &shared), values(&canonical, &own));
}

#[test]
fn metadata_is_read_or_has_a_default() {
    let ours = load("canonical_resnet18.safetensors");
    let metadata = ours.metadata();
    assert_eq!(
        (metadata.mean, metadata.std, metadata.size),
        ([0.5; 3], [0.25; 3], 64)
    );
    assert_eq!(metadata.classes[3].id, "n00000003");
    assert_eq!(metadata.classes[3].label, "thing 3");
    assert_eq!(metadata.training.as_deref(), Some("none: random numbers"));
    let names: Vec<&str> = ours.variants().iter().map(|v| v.name.as_str()).collect();
    assert_eq!(names, ["paper", "official", "se", "none"]);
    let [paper, official, se, _] = ours.variants() else {
        unreachable!()
    };
    assert_eq!(paper.accuracy.unwrap().photos, 1000);
    assert_eq!((official.setting.d, official.d_assumed), (2, false));
    assert_eq!((se.setting.form, se.accuracy), (Form::Se, None));

    let theirs = load("torchvision_resnet34_cifar.f64.safetensors");
    let metadata = theirs.metadata();
    assert_eq!((metadata.mean, metadata.size), ([0.485, 0.456, 0.406], 32));
    assert_eq!(metadata.classes.len(), 5);
    assert_eq!(metadata.classes[4].label, "class 4");
    assert_eq!(
        load("official_bam_c64.safetensors")
            .metadata()
            .classes
            .len(),
        0
    );
}

#[test]
fn eight_bit_weights_are_within_half_a_step() {
    let [exact, coarse] = [
        "canonical_resnet18.safetensors",
        "canonical_resnet18.i8.safetensors",
    ]
    .map(load);
    assert!(coarse.bytes() < exact.bytes());
    for name in used(exact.report()) {
        let (a, b) = (values(&exact, name), values(&coarse, name));
        let rows = exact.tensor(name).unwrap().dims()[0];
        for (a, b) in a.chunks(a.len() / rows).zip(b.chunks(b.len() / rows)) {
            let step = a.iter().fold(0f32, |largest, v| largest.max(v.abs())) / 127.0;
            for (a, b) in a.iter().zip(b) {
                assert!((a - b).abs() <= 0.501 * step, "{name}: {a} became {b}");
            }
        }
    }
    let scale = "backbone.conv1.weight_scale";
    let keys = &coarse.report().keys;
    let entry = keys.iter().find(|key| key.key == scale).unwrap();
    assert_eq!(entry.fate, Fate::Used { name: scale.into() });
}

#[test]
fn stored_tensors_are_compared_bit_by_bit() {
    let weights = load("canonical_resnet18.i8.safetensors");
    let [paper, official] = ["paper", "official"].map(|v| format!("norm.{v}.bn1.running_mean"));
    assert!(weights.same(&paper, &official));
    assert!(weights.same("backbone.fc.weight", "backbone.fc.weight"));
    assert!(!weights.same("backbone.bn1.weight", "backbone.bn1.bias"));
    assert!(!weights.same(&paper, "no such tensor"));
    assert!(weights.contains(&paper) && !weights.contains("no such tensor"));
    let error = weights.tensor("no such tensor").unwrap_err();
    assert_eq!(error.to_string(), "there is no tensor \"no such tensor\"");
}
