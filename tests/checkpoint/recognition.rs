//! What a file is recognised as, and what its report says.

use std::io::Write;
use std::path::PathBuf;

use bam_lens::checkpoint::{Container, Scheme, Weights};
use bam_lens::model::{Depth, Form, Merge, Norms, Stem};

use crate::{load, used, values, why};

#[test]
fn every_scheme_and_container_is_recognised() {
    use Container::{PytorchLegacy, PytorchTar, PytorchZip, Safetensors};
    use Depth::{ResNet18, ResNet34, ResNet50, ResNet101};

    struct Case {
        file: &'static str,
        container: Container,
        scheme: Scheme,
        wrapped_in: Option<&'static str>,
        prefix: &'static str,
        network: Option<(Depth, Stem)>,
        variant: &'static str,
        form: Form,
        r: usize,
        used: usize,
        ignored: usize,
    }
    let plain = Case {
        file: "torchvision_resnet18.pth",
        container: PytorchZip,
        scheme: Scheme::Torchvision,
        wrapped_in: None,
        prefix: "",
        network: Some((ResNet18, Stem::ImageNet)),
        variant: "none",
        form: Form::None,
        r: 16,
        // 20 convolutions, 20 BatchNorms of four tensors, a last layer of two; 20 step counters.
        used: 102,
        ignored: 20,
    };
    let official = Case {
        scheme: Scheme::Official,
        variant: "official_r2_d4",
        form: Form::Official,
        r: 2,
        // Three modules of 28 tensors and 4 counters each.
        used: 102 + 84,
        ignored: 20 + 12,
        ..plain
    };
    let wrapped = Case {
        file: "official_resnet18.zip.pth",
        wrapped_in: Some("state_dict"),
        prefix: "module.",
        // epoch, arch, best_prec1; the optimizer's one tensor.
        ignored: 20 + 12 + 3 + 1,
        ..official
    };
    let lone = Case {
        file: "official_bam_c64.zip.pth",
        wrapped_in: Some("state_dict"),
        prefix: "module.",
        network: None,
        variant: "official_r16_d4",
        r: 16,
        used: 28,
        // Four counters; epoch, arch, best_prec1, and an optimizer without tensors.
        ignored: 4 + 4,
        ..official
    };
    let cases = [
        Case {
            file: "official_resnet18.legacy.pth.tar",
            container: PytorchLegacy,
            ..wrapped
        },
        Case {
            file: "official_resnet18.safetensors",
            container: Safetensors,
            ..official
        },
        Case {
            file: "pytorchcv_resnet18.pth",
            scheme: Scheme::Pytorchcv,
            ..official
        },
        Case {
            file: "pytorchcv_resnet50.f16.pth",
            container: PytorchLegacy,
            scheme: Scheme::Pytorchcv,
            wrapped_in: Some("model"),
            network: Some((ResNet50, Stem::ImageNet)),
            used: 53 * 5 + 2 + 84,
            ignored: 53 + 12,
            ..official
        },
        Case {
            file: "changzy00_resnet18.safetensors",
            container: Safetensors,
            scheme: Scheme::Changzy00,
            prefix: "net.",
            variant: "paper_r2_d4",
            form: Form::Paper,
            ..official
        },
        Case {
            file: "blog_resnet18.pth",
            scheme: Scheme::Blog,
            variant: "blog_r2",
            form: Form::Blog,
            r: 2,
            used: 102 + 9,
            ..plain
        },
        Case {
            file: "torchvision_resnet34_cifar.f64.safetensors",
            container: Safetensors,
            network: Some((ResNet34, Stem::Cifar)),
            used: 36 * 5 + 2,
            ignored: 36,
            ..plain
        },
        Case {
            file: "torchvision_resnet101.bf16.safetensors",
            container: Safetensors,
            network: Some((ResNet101, Stem::ImageNet)),
            used: 104 * 5 + 2,
            ignored: 0,
            ..plain
        },
        Case {
            file: "official_bam_c64.legacy.pth.tar",
            container: PytorchLegacy,
            ..lone
        },
        Case {
            file: "official_bam_c64.safetensors",
            container: Safetensors,
            wrapped_in: None,
            ignored: 4,
            ..lone
        },
        Case {
            file: "official_bam_c64.tar",
            container: PytorchTar,
            wrapped_in: None,
            prefix: "",
            ignored: 0,
            ..lone
        },
        plain,
        wrapped,
        lone,
    ];
    for case in cases {
        let weights = load(case.file);
        let report = weights.report();
        let (file, network) = (case.file, weights.architecture());
        assert_eq!(report.container, case.container, "{file}");
        assert_eq!(report.scheme, Some(case.scheme), "{file}");
        assert_eq!(report.wrapped_in.as_deref(), case.wrapped_in, "{file}");
        assert_eq!(report.prefix, case.prefix, "{file}");
        assert_eq!(network.map(|n| (n.depth, n.stem)), case.network, "{file}");
        assert!(
            network.is_none_or(|n| (n.width, n.classes) == (2, 5)),
            "{file}"
        );
        let [variant] = weights.variants() else {
            panic!("{file} has {} variants", weights.variants().len());
        };
        assert_eq!(variant.name, case.variant, "{file}");
        assert_eq!(
            (variant.setting.form, variant.setting.r),
            (case.form, case.r),
            "{file}"
        );
        assert_eq!(variant.setting.d, 4, "{file}");
        assert_eq!(variant.d_assumed, case.form.uses_d(), "{file}");
        assert_eq!(
            (report.used, report.ignored),
            (case.used, case.ignored),
            "{file}"
        );
        assert!(report.missing.is_empty(), "{file}");
        assert_eq!(used(report).len(), report.used, "{file}");
        for name in used(report) {
            assert!(
                values(&weights, name).iter().all(|v| v.is_finite()),
                "{file} {name}"
            );
        }
    }
}

#[test]
fn the_report_lists_every_key_once_with_its_reason() {
    let weights = load("official_resnet18.zip.pth");
    let report = weights.report();
    assert_eq!(report.keys.len(), report.used + report.ignored);
    assert!(report.keys.windows(2).all(|pair| pair[0].key < pair[1].key));
    let counter = "state_dict.module.bam1.channel_att.gate_c.gate_c_bn_1.num_batches_tracked";
    assert_eq!(
        why(report, counter),
        "BatchNorm's step counter, not needed to run"
    );
    assert_eq!(
        why(report, "optimizer.state.0.momentum_buffer"),
        "optimizer state"
    );
    assert_eq!(why(report, "best_prec1"), "not a tensor");
    assert_eq!(report.dtypes["F32"].tensors, 102 + 84 + 1);

    let json = serde_json::to_value(report).unwrap();
    assert_eq!(json["container"], "pytorchZip");
    assert_eq!(json["scheme"], "official");
    assert_eq!(json["wrappedIn"], "state_dict");
    assert_eq!(json["architecture"]["arch"], "resnet18");
    assert_eq!(json["variants"][0]["setting"]["form"], "official");
    assert_eq!(json["variants"][0]["dAssumed"], true);
    let key = "state_dict.module.bam2.spatial_att.gate_s.gate_s_conv_di_0.weight";
    let keys = json["keys"].as_array().unwrap();
    let entry = keys.iter().find(|entry| entry["key"] == key).unwrap();
    let expected = serde_json::json!({
        "key": key,
        "shape": [2, 2, 3, 3],
        "dtype": "F32",
        "fate": "used",
        "name": "attention.official_r2_d4.bam2.spatial.dilated1.weight",
    });
    assert_eq!(entry, &expected);
}

#[test]
fn a_pickle_that_wants_code_run_is_data() {
    let weights = load("hostile.pth");
    assert_eq!(why(weights.report(), "payload"), "not a tensor");
}

#[test]
fn norms_follow_the_code_base() {
    let norms = |file: &str| load(file).variants()[0].norms;
    assert_eq!(
        norms("official_resnet18.safetensors"),
        Norms::of(Form::Official)
    );
    let changzy = Norms {
        hidden: false,
        reduce: false,
        end: true,
    };
    assert_eq!(norms("changzy00_resnet18.safetensors"), changzy);
}

#[test]
fn the_shipped_file_is_used_to_the_last_key() {
    // A sibling of the repository on the machines that have it.
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/models/resnet18-bam-tiny200.safetensors");
    if !path.exists() {
        // Past the test harness, which keeps what a passing test prints.
        let _ = writeln!(std::io::stderr(), "SKIPPED: there is no {}", path.display());
        return;
    }
    let weights = Weights::read(std::fs::read(path).unwrap()).unwrap();
    let report = weights.report();
    assert_eq!(weights.variants().len(), 23);
    assert_eq!((report.used, report.ignored), (3055, 0));
    assert!(report.missing.is_empty());
    assert_eq!(
        weights.bytes(),
        report.file_bytes,
        "the file's buffer is kept, not copied"
    );
    assert_eq!(weights.metadata().classes.len(), 200);
    assert_eq!(
        weights.metadata().classes[0].label,
        "goldfish, Carassius auratus"
    );
    let network = weights.architecture().unwrap();
    assert_eq!((network.depth, network.width), (Depth::ResNet18, 64));
    let main = weights
        .variants()
        .iter()
        .find(|v| v.name == "r16_d4")
        .unwrap();
    assert_eq!(
        (main.setting.merge, main.setting.r, main.setting.d),
        (Merge::Sum, 16, 4)
    );
    assert_eq!(main.accuracy.unwrap().top1, 48.84);
    assert_eq!(
        weights.tensor("backbone.conv1.weight").unwrap().dims(),
        [64, 3, 7, 7]
    );
}
