//! Parameters and multiply-adds against the released code's counts and the paper's printed ones.
//!
//! Counts of the released code: computed with PyTorch from github.com/Jongchan/attention-module at 459efad.
//! Printed values: BAM, BMVC 2018, tables 1a, 3a and 3b.

use bam_lens::model::{
    Architecture, Depth, Form, Merge, NetworkCost, Norms, Setting, Stem, StrideOn, cost,
};

fn count(stem: Stem, depth: Depth, form: Form, r: usize, stride_on: StrideOn) -> NetworkCost {
    let (classes, size) = match stem {
        Stem::ImageNet => (1000, 224),
        Stem::Cifar => (100, 32),
    };
    let architecture = Architecture {
        depth,
        stem,
        width: 64,
        classes,
        stride_on,
    };
    let setting = Setting {
        form,
        merge: Merge::Sum,
        r,
        d: 4,
    };
    cost(&architecture, &setting, Norms::of(form), size, size).unwrap()
}

#[test]
fn counts_equal_the_released_codes() {
    struct Case {
        stem: Stem,
        depth: Depth,
        parameters: [u64; 2],
        /// Stride on the 3x3, as released: without and with BAM.
        multiply_adds: [u64; 2],
        /// Stride on the first 1x1, as the paper's figures fit.
        multiply_adds_1x1: [u64; 2],
    }
    #[rustfmt::skip]
    let cases = [
        Case { stem: Stem::ImageNet, depth: Depth::ResNet18, parameters: [11_689_512, 11_712_503],
               multiply_adds: [1_814_073_344, 1_819_224_000], multiply_adds_1x1: [1_814_073_344, 1_819_224_000] },
        Case { stem: Stem::ImageNet, depth: Depth::ResNet34, parameters: [21_797_672, 21_820_663],
               multiply_adds: [3_663_761_408, 3_668_912_064], multiply_adds_1x1: [3_663_761_408, 3_668_912_064] },
        Case { stem: Stem::ImageNet, depth: Depth::ResNet50, parameters: [25_557_032, 25_915_099],
               multiply_adds: [4_089_184_256, 4_171_331_328], multiply_adds_1x1: [3_857_973_248, 3_940_120_320] },
        Case { stem: Stem::ImageNet, depth: Depth::ResNet101, parameters: [44_549_160, 44_907_227],
               multiply_adds: [7_801_405_440, 7_883_552_512], multiply_adds_1x1: [7_570_194_432, 7_652_341_504] },
        Case { stem: Stem::Cifar, depth: Depth::ResNet18, parameters: [11_220_132, 11_243_123],
               multiply_adds: [555_468_800, 557_157_888], multiply_adds_1x1: [555_468_800, 557_157_888] },
        Case { stem: Stem::Cifar, depth: Depth::ResNet34, parameters: [21_328_292, 21_351_283],
               multiply_adds: [1_159_448_576, 1_161_137_664], multiply_adds_1x1: [1_159_448_576, 1_161_137_664] },
        Case { stem: Stem::Cifar, depth: Depth::ResNet50, parameters: [23_705_252, 24_063_319],
               multiply_adds: [1_298_014_208, 1_324_953_600], multiply_adds_1x1: [1_222_516_736, 1_249_456_128] },
        Case { stem: Stem::Cifar, depth: Depth::ResNet101, parameters: [42_697_380, 43_055_447],
               multiply_adds: [2_510_168_064, 2_537_107_456], multiply_adds_1x1: [2_434_670_592, 2_461_609_984] },
    ];
    for case in cases {
        let name = format!("{:?} {}", case.stem, case.depth);
        for (n, form) in [Form::None, Form::Official].into_iter().enumerate() {
            let released = count(case.stem, case.depth, form, 16, StrideOn::Middle3x3);
            assert_eq!(
                released.total.parameters, case.parameters[n],
                "{name} {form}"
            );
            assert_eq!(
                released.total.multiply_adds, case.multiply_adds[n],
                "{name} {form}"
            );
            let printed = count(case.stem, case.depth, form, 16, StrideOn::First1x1);
            assert_eq!(
                printed.total.multiply_adds, case.multiply_adds_1x1[n],
                "{name} {form}"
            );
        }
    }
}

#[test]
fn each_module_costs_what_the_closed_form_says() {
    let modules = |stem, depth| count(stem, depth, Form::Official, 16, StrideOn::Middle3x3).bam;
    let parameters = |depth| modules(Stem::ImageNet, depth).map(|module| module.parameters);
    assert_eq!(parameters(Depth::ResNet18), [1_173, 4_457, 17_361]);
    assert_eq!(parameters(Depth::ResNet50), [17_361, 68_513, 272_193]);
    let multiply_adds = |stem, depth| modules(stem, depth).map(|module| module.multiply_adds);
    let cases = [
        (
            Stem::ImageNet,
            Depth::ResNet50,
            [27_354_112, 27_353_600, 27_439_360],
        ),
        (
            Stem::ImageNet,
            Depth::ResNet18,
            [1_719_040, 1_714_304, 1_717_312],
        ),
        (
            Stem::Cifar,
            Depth::ResNet50,
            [8_937_472, 8_953_856, 9_048_064],
        ),
        (Stem::Cifar, Depth::ResNet18, [561_664, 561_152, 566_272]),
    ];
    for (stem, depth, expected) in cases {
        assert_eq!(multiply_adds(stem, depth), expected, "{stem:?} {depth}");
    }
}

#[test]
fn the_papers_form_has_its_final_norms_on_top() {
    let cases = [
        (Depth::ResNet18, 11_713_405),
        (Depth::ResNet34, 21_821_565),
        (Depth::ResNet50, 25_918_689),
        (Depth::ResNet101, 44_910_817),
    ];
    for (depth, parameters) in cases {
        let paper = count(Stem::ImageNet, depth, Form::Paper, 16, StrideOn::Middle3x3);
        assert_eq!(paper.total.parameters, parameters, "{depth}");
    }
}

/// The paper rounds to two decimals and disagrees with itself by 0.01 here and there: ±0.01 covers every row.
#[test]
fn counts_round_to_the_papers_tables() {
    struct Row {
        stem: Stem,
        depth: Depth,
        form: Form,
        r: usize,
        /// Printed, in millions.
        parameters: f64,
        /// Printed as "GFLOPs", in thousand millions; table 1a prints none.
        multiply_adds: Option<f64>,
    }
    let row = |stem, depth, form, r, parameters, multiply_adds| Row {
        stem,
        depth,
        form,
        r,
        parameters,
        multiply_adds,
    };
    use Depth::{ResNet18, ResNet50, ResNet101};
    use Form::{None as Plain, Official};
    use Stem::{Cifar, ImageNet};
    let rows = [
        row(ImageNet, ResNet18, Plain, 16, 11.69, Some(1.81)),
        row(ImageNet, ResNet18, Official, 16, 11.71, Some(1.82)),
        row(ImageNet, ResNet50, Plain, 16, 25.56, Some(3.86)),
        row(ImageNet, ResNet50, Official, 16, 25.92, Some(3.94)),
        row(ImageNet, ResNet101, Plain, 16, 44.55, Some(7.57)),
        row(ImageNet, ResNet101, Official, 16, 44.91, Some(7.65)),
        row(Cifar, ResNet50, Plain, 16, 23.71, Some(1.22)),
        row(Cifar, ResNet50, Official, 16, 24.07, Some(1.25)),
        row(Cifar, ResNet101, Plain, 16, 42.70, Some(2.44)),
        row(Cifar, ResNet101, Official, 16, 43.06, Some(2.46)),
        row(Cifar, ResNet50, Official, 4, 26.30, None),
        row(Cifar, ResNet50, Official, 8, 24.62, None),
        row(Cifar, ResNet50, Official, 32, 23.87, None),
    ];
    let near = |count: u64, unit: f64, printed: f64| {
        let rounded = (count as f64 / unit * 100.0).round();
        (rounded - printed * 100.0).abs() <= 1.0 + 1e-9
    };
    for row in rows {
        let counted = count(row.stem, row.depth, row.form, row.r, StrideOn::First1x1).total;
        let name = format!("{:?} {} {} r{}", row.stem, row.depth, row.form, row.r);
        assert!(
            near(counted.parameters, 1e6, row.parameters),
            "{name}: {} parameters, the paper prints {} M",
            counted.parameters,
            row.parameters
        );
        if let Some(printed) = row.multiply_adds {
            assert!(
                near(counted.multiply_adds, 1e9, printed),
                "{name}: {} multiply-adds, the paper prints {printed} G",
                counted.multiply_adds
            );
        }
    }
}

#[test]
fn a_setting_that_leaves_no_channel_is_refused() {
    let architecture = Architecture {
        depth: Depth::ResNet18,
        stem: Stem::ImageNet,
        width: 64,
        classes: 1000,
        stride_on: StrideOn::default(),
    };
    let refused = |setting: Setting| {
        cost(&architecture, &setting, Norms::of(setting.form), 224, 224)
            .unwrap_err()
            .to_string()
    };
    let setting = Setting::default();
    assert_eq!(
        refused(Setting { r: 65, ..setting }),
        "r = 65 leaves no channel of 64; r must be from 1 to 64"
    );
    assert_eq!(
        refused(Setting { r: 0, ..setting }),
        "r = 0 leaves no channel of 64; r must be from 1 to 64"
    );
    assert_eq!(
        refused(Setting { d: 0, ..setting }),
        "d = 0, expected 1 or more"
    );
}
