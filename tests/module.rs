//! One BAM module of the authors' released code against PyTorch, from every container it comes in.

#[path = "support/mod.rs"]
mod support;

use bam_lens::LoneModule;
use bam_lens::checkpoint::Weights;
use support::{fixture, read_tensors, relative_error};

/// Of the largest value of a tap.
const TOLERANCE: f32 = 1e-5;

#[test]
fn every_tap_equals_the_released_codes() {
    let expected = read_tensors(fixture("checkpoints/official_bam_c64.taps.safetensors"));
    for file in [
        "official_bam_c64.safetensors",
        "official_bam_c64.zip.pth",
        "official_bam_c64.legacy.pth.tar",
    ] {
        let bytes = std::fs::read(fixture("checkpoints").join(file)).unwrap();
        let module = LoneModule::load(&Weights::read(bytes).unwrap()).unwrap();
        let taps = module.run(&expected["before"]).unwrap();
        let mut compared = 0;
        for (name, tensor) in taps.iter() {
            let reference = &expected[name.strip_prefix("bam1.").unwrap()];
            let error = relative_error(tensor, reference);
            assert!(error <= TOLERANCE, "{file} {name}: {error:e}");
            compared += 1;
        }
        assert_eq!(compared, expected.len(), "{file}");
    }
}

#[test]
fn a_feature_map_of_other_channels_is_refused() {
    let bytes = std::fs::read(fixture("checkpoints/official_bam_c64.safetensors")).unwrap();
    let module = LoneModule::load(&Weights::read(bytes).unwrap()).unwrap();
    let f = candle_core::Tensor::zeros(
        (1, 32, 14, 14),
        candle_core::DType::F32,
        &candle_core::Device::Cpu,
    )
    .unwrap();
    let error = module.run(&f).err().unwrap().to_string();
    assert!(
        error.starts_with("input has shape [1, 32, 14, 14]"),
        "{error}"
    );
}
