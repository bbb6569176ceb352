//! One attention module alone against PyTorch: the authors' released code from every container it comes in, and ours of every
//! form.

#[path = "support/mod.rs"]
mod support;

use std::collections::HashMap;

use bam_lens::checkpoint::Weights;
use bam_lens::model::{Attention, Norms, Place, Setting, attention_layers};
use bam_lens::{LoneModule, Taps};
use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use safetensors::SafeTensors;
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
    let f = Tensor::zeros((1, 32, 14, 14), DType::F32, &Device::Cpu).unwrap();
    let error = module.run(&f).err().unwrap().to_string();
    assert!(
        error.starts_with("input has shape [1, 32, 14, 14]"),
        "{error}"
    );
}

/// The setting in the metadata of a file of `fixtures/walk`.
fn walk_setting(file: &str) -> Setting {
    let bytes = std::fs::read(fixture("walk").join(file)).unwrap();
    let (_, metadata) = SafeTensors::read_metadata(&bytes).unwrap();
    let said = metadata.metadata().as_ref().unwrap();
    Setting {
        form: said["form"].parse().unwrap(),
        merge: said["merge"].parse().unwrap(),
        r: said["r"].parse().unwrap(),
        d: said["d"].parse().unwrap(),
    }
}

#[test]
fn every_tap_of_every_form_equals_pytorchs() {
    for form in [
        "paper",
        "paper_max",
        "paper_product",
        "paper_channel",
        "paper_spatial",
        "official",
        "blog",
        "se",
    ] {
        let file = format!("{form}.safetensors");
        let setting = walk_setting(&file);
        let norms = Norms::of(setting.form);
        let stored = read_tensors(fixture("walk").join(&file));
        let mut parameters = HashMap::new();
        let mut expected = HashMap::new();
        for (name, tensor) in stored {
            match name.strip_prefix("parameters.") {
                Some(name) => parameters.insert(name.to_string(), tensor),
                None => expected.insert(name, tensor),
            };
        }

        let f = &expected["before"];
        let channels = f.dims()[1];
        let layers = attention_layers(&setting, norms, channels, 0).unwrap();
        let mut named = 0;
        for layer in layers {
            for (suffix, shape) in layer.kind.tensors() {
                let name = format!("{}.{suffix}", layer.name);
                assert_eq!(parameters[&name].dims(), shape, "{form} {name}");
                named += 1;
            }
        }
        assert_eq!(named, parameters.len(), "{form}: other parameters");

        let vb = VarBuilder::from_tensors(parameters, DType::F32, &Device::Cpu);
        let module = Attention::load(vb, &setting, norms, channels).unwrap();
        let mut taps = Taps::default();
        module.forward(f, &mut taps.at(Place::Bam1)).unwrap();
        let mut compared = 0;
        for (name, tensor) in taps.iter() {
            let name = name.strip_prefix("bam1.").unwrap();
            let error = relative_error(tensor, &expected[name]);
            assert!(error <= TOLERANCE, "{form} {name}: {error:e}");
            compared += 1;
        }
        assert_eq!(compared, expected.len(), "{form}: taps missing");
    }
}
