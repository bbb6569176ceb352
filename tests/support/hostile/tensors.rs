//! Safetensors files of a network whose values or number types cannot be used.

use safetensors::Dtype;

use super::spoilt::File;
use super::{Case, opened, refused};

const SOUND: &str = "official_resnet18.safetensors";
const QUANTISED: &str = "canonical_resnet18.i8.safetensors";

/// The sound network with one tensor of another type or shape.
fn with(key: &str, dtype: Dtype, shape: &[usize], data: Vec<u8>) -> Vec<u8> {
    File::spoil(SOUND, |file| {
        file.tensors.insert(key.into(), (dtype, shape.into(), data));
    })
}

pub fn cases() -> Vec<Case> {
    vec![
        refused(
            "I64 where weights are",
            "misfit.dtype",
            "key \"bn1.bias\" holds I64, expected F32, F16, BF16, F64, or I8 with a scale",
            with("bn1.bias", Dtype::I64, &[2], vec![0; 16]),
        ),
        refused(
            "BOOL where weights are",
            "misfit.dtype",
            "key \"bn1.bias\" holds BOOL, expected F32, F16, BF16, F64, or I8 with a scale",
            with("bn1.bias", Dtype::BOOL, &[2], vec![1; 2]),
        ),
        refused(
            "F8 where weights are",
            "misfit.dtype",
            "key \"bn1.bias\" holds F8_E4M3, expected F32, F16, BF16, F64, or I8 with a scale",
            with("bn1.bias", Dtype::F8_E4M3, &[2], vec![0; 2]),
        ),
        refused(
            "I8 without a scale",
            "misfit.scale",
            "key \"fc.weight\" is quantised to I8, expected \"fc.weight_scale\" of type F32 and shape [5], got none",
            with("fc.weight", Dtype::I8, &[5, 16], vec![0; 80]),
        ),
        refused(
            "an 8-bit weight that lost its scale",
            "misfit.scale",
            "key \"backbone.fc.weight\" is quantised to I8, expected \"backbone.fc.weight_scale\" of type F32 and shape [5], got none",
            File::spoil(QUANTISED, |f| {
                drop(f.tensors.remove("backbone.fc.weight_scale"))
            }),
        ),
        refused(
            "a scale of another shape",
            "misfit.scale",
            "key \"backbone.fc.weight\" is quantised to I8, expected \"backbone.fc.weight_scale\" of type F32 and shape [5], got F32 of shape [1]",
            File::spoil(QUANTISED, |f| f.zeros("backbone.fc.weight_scale", &[1])),
        ),
        refused(
            "a scale that is not a number",
            "misfit.notFinite",
            "key \"backbone.fc.weight_scale\" holds 1 NaN or infinite values of 5, expected finite numbers",
            File::spoil(QUANTISED, |f| {
                f.set("backbone.fc.weight_scale", 0, f32::NAN)
            }),
        ),
        refused(
            "a scale that overflows",
            "misfit.notFinite",
            "key \"backbone.fc.weight_scale\" holds 1 NaN or infinite values of 5, expected finite numbers",
            File::spoil(QUANTISED, |f| {
                f.set("backbone.fc.weight_scale", 0, f32::MAX)
            }),
        ),
        refused(
            "NaN and infinity",
            "misfit.notFinite",
            "key \"fc.weight\" holds 2 NaN or infinite values of 80, expected finite numbers",
            File::spoil(SOUND, |f| {
                f.set("fc.weight", 3, f32::NAN);
                f.set("fc.weight", 4, f32::INFINITY);
            }),
        ),
        refused(
            "F64 that is infinite as F32",
            "misfit.notFinite",
            "key \"bn1.bias\" holds 1 NaN or infinite values of 2, expected finite numbers",
            with(
                "bn1.bias",
                Dtype::F64,
                &[2],
                [1e300f64, 0.0].map(f64::to_le_bytes).concat(),
            ),
        ),
        refused(
            "a negative variance",
            "misfit.negativeVariance",
            "key \"layer1.0.bn1.running_var\" holds 1 negative variances of 2, expected 0 or more",
            File::spoil(SOUND, |f| f.set("layer1.0.bn1.running_var", 1, -0.5)),
        ),
        opened(
            "a variance of zero",
            "resnet18",
            File::spoil(SOUND, |f| f.set("layer1.0.bn1.running_var", 1, 0.0)),
        ),
        opened(
            "weights of 1e38",
            "resnet18",
            File::spoil(SOUND, |f| f.set("conv1.weight", 0, 1e38)),
        ),
        refused(
            "a kernel of another size",
            "misfit.shape",
            "key \"layer2.0.conv1.weight\" has shape [4, 2, 5, 5], expected [4, 2, 3, 3]",
            File::spoil(SOUND, |f| f.zeros("layer2.0.conv1.weight", &[4, 2, 5, 5])),
        ),
        refused(
            "a layer without outputs",
            "misfit.otherArchitecture",
            "the file holds a ResNet whose \"fc.weight\" has 0 outputs (1 to 1048576 can be), expected a ResNet with or without BAM, or one BAM module",
            File::spoil(SOUND, |f| f.zeros("fc.weight", &[0, 16])),
        ),
        refused(
            "a stem without channels",
            "misfit.otherArchitecture",
            "the file holds a resnet18 with 2 channels inside stage 1 behind a stem of 0 (a ResNeXt or wide ResNet), expected a ResNet with or without BAM, or one BAM module",
            File::spoil(SOUND, |f| f.zeros("conv1.weight", &[0, 3, 7, 7])),
        ),
        refused(
            "a stem with nothing in its kernel",
            "misfit.shape",
            "key \"conv1.weight\" has shape [2, 3, 0, 0], expected [2, 3, 7, 7]",
            File::spoil(SOUND, |f| f.zeros("conv1.weight", &[2, 3, 0, 0])),
        ),
        refused(
            "a stem that is a number",
            "misfit.shape",
            "key \"conv1.weight\" has shape [], expected [2, 3, 7, 7]",
            File::spoil(SOUND, |f| f.zeros("conv1.weight", &[])),
        ),
        refused(
            "a stem of 2^31 channels and no inputs",
            "misfit.otherArchitecture",
            "the file holds a resnet18 with 2 channels inside stage 1 behind a stem of 2147483648 (a ResNeXt or wide ResNet), expected a ResNet with or without BAM, or one BAM module",
            with("conv1.weight", Dtype::F32, &[1 << 31, 0], Vec::new()),
        ),
        refused(
            "a module of 2^31 channels and no inputs",
            "misfit.reduction",
            "key \"bam2.channel_att.gate_c.gate_c_fc_0.weight\" reduces 4 channels to 2, expected C / r with one r for every module",
            with(
                "bam1.channel_att.gate_c.gate_c_fc_0.weight",
                Dtype::F32,
                &[0, 1 << 31],
                Vec::new(),
            ),
        ),
    ]
}
