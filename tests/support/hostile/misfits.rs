//! Sound safetensors files of another network than they should hold, or that say something wrong of it.

use super::spoilt::File;
use super::{Case, refused};

const OFFICIAL: &str = "official_resnet18.safetensors";
const CANONICAL: &str = "canonical_resnet18.safetensors";

pub fn cases() -> Vec<Case> {
    let mut cases = networks();
    cases.extend(metadata());
    cases
}

fn networks() -> Vec<Case> {
    let spoil = |change: fn(&mut File)| File::spoil(OFFICIAL, change);
    vec![
        refused(
            "no norm at the end",
            "misfit.missing",
            "4 of 186 tensors are missing, the first is \"backbone.layer4.1.bn2.weight\" of shape [16]",
            spoil(|f| f.tensors.retain(|key, _| !key.starts_with("layer4.1.bn2."))),
        ),
        refused(
            "no last layer",
            "misfit.missing",
            "2 of 186 tensors are missing, the first is \"backbone.fc.weight\" of shape [1000, 16]",
            spoil(|f| f.tensors.retain(|key, _| !key.starts_with("fc."))),
        ),
        refused(
            "no second module",
            "misfit.modules",
            "the file holds 2 attention modules (bam1, bam3), expected three, behind stages 1 to 3",
            spoil(|f| f.tensors.retain(|key, _| !key.starts_with("bam2."))),
        ),
        refused(
            "three modules and no network",
            "misfit.modules",
            "the file holds 3 attention modules (bam1, bam2, bam3), expected a network with them, or one module alone",
            spoil(|f| f.tensors.retain(|key, _| key.starts_with("bam"))),
        ),
        refused(
            "a foreign layer in the network",
            "misfit.foreign",
            "key \"layer1.1.se.fc1.weight\" is not part of a resnet18: this is another architecture",
            spoil(|f| f.zeros("layer1.1.se.fc1.weight", &[1, 2])),
        ),
        refused(
            "a foreign layer in a module",
            "misfit.foreign",
            "key \"bam1.channel_att.gate_c.gate_c_fc_1.weight\" is not part of the attention module \"bam1\": this is another architecture",
            spoil(|f| f.zeros("bam1.channel_att.gate_c.gate_c_fc_1.weight", &[1, 1])),
        ),
        refused(
            "a block too many",
            "misfit.depth",
            "the stages have [2, 2, 3, 2] basic blocks, expected [2, 2, 2, 2] or [3, 4, 6, 3] basic (resnet18, resnet34), [3, 4, 6, 3] or [3, 4, 23, 3] bottleneck (resnet50, resnet101)",
            spoil(|f| f.zeros("layer3.2.conv1.weight", &[8, 8, 3, 3])),
        ),
        refused(
            "a module that reduces otherwise",
            "misfit.reduction",
            "key \"bam3.channel_att.gate_c.gate_c_fc_0.weight\" reduces 8 channels to 3, expected C / r with one r for every module",
            spoil(|f| f.zeros("bam3.channel_att.gate_c.gate_c_fc_0.weight", &[3, 8])),
        ),
        refused(
            "a DenseNet",
            "misfit.otherArchitecture",
            "the file holds a DenseNet, expected a ResNet with or without BAM, or one BAM module",
            spoil(|f| {
                for key in f.tensors.keys().cloned().collect::<Vec<_>>() {
                    f.rename(
                        &key,
                        &format!("features.denseblock1.{}", key.replace('.', "_")),
                    );
                }
            }),
        ),
        refused(
            "a wide ResNet",
            "misfit.otherArchitecture",
            "the file holds a resnet18 with 4 channels inside stage 1 behind a stem of 2 (a ResNeXt or wide ResNet), expected a ResNet with or without BAM, or one BAM module",
            spoil(|f| f.zeros("layer1.0.conv1.weight", &[4, 2, 3, 3])),
        ),
        refused(
            "a block of number 2^64 - 1",
            "misfit.foreign",
            "key \"layer3.18446744073709551615.conv1.weight\" is not part of a resnet18: this is another architecture",
            spoil(|f| f.zeros("layer3.18446744073709551615.conv1.weight", &[8, 8, 3, 3])),
        ),
        refused(
            "a block of number 2^32 - 1",
            "misfit.foreign",
            "key \"layer3.4294967295.conv1.weight\" is not part of a resnet18: this is another architecture",
            spoil(|f| f.zeros("layer3.4294967295.conv1.weight", &[8, 8, 3, 3])),
        ),
    ]
}

fn metadata() -> Vec<Case> {
    let says = |entry: &str, value: &str| {
        File::spoil(CANONICAL, |file| {
            file.metadata.insert(entry.into(), value.into());
        })
    };
    let sound = File::open(CANONICAL).metadata["variants"].clone();
    let many: Vec<String> = (0..300)
        .map(|n| format!(r#""v{n}": {{"form": "none"}}"#))
        .collect();
    vec![
        refused("a variant that leaves no channel", "misfit.setting", "variant \"se\": r = 9 leaves no channel of 2; r must be from 1 to 2", says("variants", &sound.replace("\"form\": \"se\", \"r\": 2", "\"form\": \"se\", \"r\": 9"))),
        refused("a variant of another form", "checkpoint.metadata", "metadata \"form\" is \"cbam\", expected a form of paper, official, blog, se or none", says("variants", "{\"a\": {\"form\": \"cbam\"}}")),
        refused("no variants", "checkpoint.metadata", "metadata \"variants\" is a list of 0, expected 1 to 256 variants with names of 1 to 200 bytes", says("variants", "{}")),
        refused("300 variants", "checkpoint.metadata", "metadata \"variants\" is a list of 300, expected 1 to 256 variants with names of 1 to 200 bytes", says("variants", &format!("{{{}}}", many.join(", ")))),
        refused("a variant twice", "checkpoint.metadata", "metadata \"variants\" is twice \"a\", expected every variant once", says("variants", "{\"a\": {\"form\": \"none\"}, \"a\": {\"form\": \"none\"}}")),
        refused("a variant of dilation 0", "checkpoint.metadata", "metadata \"variants\" is d = 0 for \"a\", expected d from 1 to 64", says("variants", "{\"a\": {\"form\": \"paper\", \"d\": 0}}")),
        refused("a variant of r = 2^64 - 1", "misfit.setting", "variant \"a\": r = 18446744073709551615 leaves no channel of 2; r must be from 1 to 2", says("variants", "{\"a\": {\"form\": \"paper\", \"r\": 18446744073709551615}}")).on_32_bits("checkpoint.metadata", "metadata \"variants\" is \"{\"a\": {\"form\": \"paper\", \"r\": 18446744073\" (invalid value: integer `18446744073709551615`, expected usize at line 1 column 49), expected a JSON object of form, merge, r, d, top1, top5, photos and gain by variant"),
        refused("a variant with half a gain", "checkpoint.metadata", "metadata \"variants\" is \"{\"a\": {\"form\": \"paper\", \"gain\": []}}\" (invalid length 0, expected an array of length 3 at line 1 column 34), expected a JSON object of form, merge, r, d, top1, top5, photos and gain by variant", says("variants", "{\"a\": {\"form\": \"paper\", \"gain\": []}}")),
        refused("variants that are not JSON", "checkpoint.metadata", "metadata \"variants\" is \"oh\" (expected value at line 1 column 1), expected a JSON object of form, merge, r, d, top1, top5, photos and gain by variant", says("variants", "oh")),
        refused("variants nested 100,000 deep", "checkpoint.metadata", "metadata \"variants\" is \"{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":\" (EOF while parsing a value at line 1 column 500000), expected a JSON object of form, merge, r, d, top1, top5, photos and gain by variant", says("variants", &"{\"a\":".repeat(100_000))),
        refused("variants of 1 MB of spaces", "checkpoint.metadata", "metadata \"variants\" is \"                                        \" (EOF while parsing a value at line 1 column 1000000), expected a JSON object of form, merge, r, d, top1, top5, photos and gain by variant", says("variants", &" ".repeat(1_000_000))),
        refused("no classes", "checkpoint.metadata", "metadata \"classes\" is a list of 0, expected one for each of the 5 outputs", says("classes", "[]")),
        refused("100,000 classes", "checkpoint.metadata", "metadata \"classes\" is a list of 100000, expected one for each of the 5 outputs", says("classes", &format!("[{}]", [r#"{"wnid":"n","words":"w"}"#; 100_000].join(",")))),
        refused("metadata of another depth", "checkpoint.metadata", "metadata \"arch\" is resnet34, expected resnet18, as its tensors are", says("arch", "resnet34")),
        refused("metadata of another network", "checkpoint.metadata", "metadata \"arch\" is \"vgg16\", expected resnet18, resnet34, resnet50 or resnet101", says("arch", "vgg16")),
        refused("metadata of another stem", "checkpoint.metadata", "metadata \"stem\" is cifar, expected imagenet, as its tensors are", says("stem", "cifar")),
        refused("a deviation of 0", "checkpoint.metadata", "metadata \"std\" is [0.1, 0, 0.1], expected a JSON list of three finite numbers, those of std above 0", says("std", "[0.1, 0, 0.1]")),
        refused("a mean of 1e999", "checkpoint.metadata", "metadata \"mean\" is \"[1e999, 0, 0]\" (number out of range at line 1 column 6), expected a JSON list of three finite numbers, those of std above 0", says("mean", "[1e999, 0, 0]")),
        refused("a size of 9999 px", "checkpoint.metadata", "metadata \"size\" is \"9999\", expected a number of px from 32 to 512", says("size", "9999")),
        refused("a size of 2^64", "checkpoint.metadata", "metadata \"size\" is \"18446744073709551616\", expected a number of px from 32 to 512", says("size", "18446744073709551616")),
        refused("a depth with markup and control characters", "checkpoint.metadata", "metadata \"arch\" is \"<script> [31m </script>\", expected resnet18, resnet34, resnet50 or resnet101", says("arch", "<script>\u{1b}[31m\0\u{202e}</script>")),
        refused("a depth of 1 MB", "checkpoint.metadata", "metadata \"arch\" is \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…, expected resnet18, resnet34, resnet50 or resnet101", says("arch", &"x".repeat(1_000_000))),
    ]
}
