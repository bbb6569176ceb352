//! Files that cannot be used: each is told so in one sentence with what was expected and what was there.

use std::collections::{BTreeMap, HashMap};
use std::io::Cursor;

use bam_lens::checkpoint::{CheckpointError, Weights};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use crate::{fixture, why};

/// A safetensors file to be spoilt.
struct File {
    tensors: BTreeMap<String, (Dtype, Vec<usize>, Vec<u8>)>,
    metadata: HashMap<String, String>,
}

impl File {
    fn open(name: &str) -> File {
        let bytes = fixture(name);
        let (_, header) = SafeTensors::read_metadata(&bytes).unwrap();
        let tensors = SafeTensors::deserialize(&bytes).unwrap();
        let own = |view: TensorView| (view.dtype(), view.shape().to_vec(), view.data().to_vec());
        File {
            tensors: tensors
                .tensors()
                .into_iter()
                .map(|(key, view)| (key, own(view)))
                .collect(),
            metadata: header.metadata().clone().unwrap_or_default(),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let views = self.tensors.iter().map(|(key, (dtype, shape, data))| {
            (key, TensorView::new(*dtype, shape.clone(), data).unwrap())
        });
        safetensors::serialize(views, Some(self.metadata.clone())).unwrap()
    }

    fn refusal(&self) -> CheckpointError {
        refusal(self.bytes())
    }

    fn put(&mut self, key: &str, shape: &[usize], values: &[f32]) {
        let bytes = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        self.tensors
            .insert(key.into(), (Dtype::F32, shape.into(), bytes));
    }

    fn zeros(&mut self, key: &str, shape: &[usize]) {
        let count = shape.iter().product();
        self.put(key, shape, &vec![0.0; count]);
    }

    fn set(&mut self, key: &str, at: usize, value: f32) {
        self.tensors.get_mut(key).unwrap().2[4 * at..][..4].copy_from_slice(&value.to_le_bytes());
    }

    fn rename(&mut self, from: &str, to: &str) {
        let tensor = self.tensors.remove(from).unwrap();
        self.tensors.insert(to.into(), tensor);
    }
}

fn refusal(bytes: Vec<u8>) -> CheckpointError {
    match Weights::read(bytes) {
        Ok(weights) => panic!("read as {:?}", weights.report().variants),
        Err(error) => error,
    }
}

const OFFICIAL: &str = "official_resnet18.safetensors";
const CANONICAL: &str = "canonical_resnet18.safetensors";

/// Spoils a good file in one way.
type Spoil = fn(&mut File);

#[test]
fn a_file_that_does_not_fit_says_which_key_what_was_expected_and_what_was_there() {
    let cases: [(&str, Spoil, &str); 18] = [
        (
            OFFICIAL,
            |f| f.zeros("layer2.0.conv1.weight", &[4, 2, 5, 5]),
            "key \"layer2.0.conv1.weight\" has shape [4, 2, 5, 5], expected [4, 2, 3, 3]",
        ),
        (
            OFFICIAL,
            |f| f.tensors.retain(|key, _| !key.starts_with("layer4.1.bn2.")),
            "4 of 186 tensors are missing, the first is \"backbone.layer4.1.bn2.weight\" of shape [16]",
        ),
        (
            OFFICIAL,
            |f| f.tensors.retain(|key, _| !key.starts_with("fc.")),
            "2 of 186 tensors are missing, the first is \"backbone.fc.weight\" of shape [1000, 16]",
        ),
        (
            OFFICIAL,
            |f| f.tensors.retain(|key, _| !key.starts_with("bam2.")),
            "the file holds 2 attention modules (bam1, bam3), expected three, behind stages 1 to 3",
        ),
        (
            OFFICIAL,
            |f| f.tensors.retain(|key, _| key.starts_with("bam")),
            "the file holds 3 attention modules (bam1, bam2, bam3), expected a network with them, or one module alone",
        ),
        (
            OFFICIAL,
            |f| f.zeros("layer1.1.se.fc1.weight", &[1, 2]),
            "key \"layer1.1.se.fc1.weight\" is not part of a resnet18: this is another architecture",
        ),
        (
            OFFICIAL,
            |f| f.zeros("bam1.channel_att.gate_c.gate_c_fc_1.weight", &[1, 1]),
            "key \"bam1.channel_att.gate_c.gate_c_fc_1.weight\" is not part of the attention module \"bam1\": this is another architecture",
        ),
        (
            OFFICIAL,
            |f| f.zeros("layer3.2.conv1.weight", &[8, 8, 3, 3]),
            "the stages have [2, 2, 3, 2] basic blocks, expected [2, 2, 2, 2] or [3, 4, 6, 3] basic (resnet18, resnet34), [3, 4, 6, 3] or [3, 4, 23, 3] bottleneck (resnet50, resnet101)",
        ),
        (
            OFFICIAL,
            |f| f.zeros("bam3.channel_att.gate_c.gate_c_fc_0.weight", &[3, 8]),
            "key \"bam3.channel_att.gate_c.gate_c_fc_0.weight\" reduces 8 channels to 3, expected C / r with one r for every module",
        ),
        (
            OFFICIAL,
            |f| {
                f.set("fc.weight", 3, f32::NAN);
                f.set("fc.weight", 4, f32::INFINITY);
            },
            "key \"fc.weight\" holds 2 NaN or infinite values of 80, expected finite numbers",
        ),
        (
            OFFICIAL,
            |f| f.set("layer1.0.bn1.running_var", 1, -0.5),
            "key \"layer1.0.bn1.running_var\" holds 1 negative variances of 2, expected 0 or more",
        ),
        (
            OFFICIAL,
            |f| {
                let tensor = (Dtype::I64, vec![2], vec![0; 16]);
                f.tensors.insert("bn1.bias".into(), tensor);
            },
            "key \"bn1.bias\" holds I64, expected F32, F16, BF16, F64, or I8 with a scale",
        ),
        (
            "canonical_resnet18.i8.safetensors",
            |f| drop(f.tensors.remove("backbone.fc.weight_scale")),
            "key \"backbone.fc.weight\" is quantised to I8, expected \"backbone.fc.weight_scale\" of type F32 and shape [5], got none",
        ),
        (
            "canonical_resnet18.i8.safetensors",
            |f| f.zeros("backbone.fc.weight_scale", &[1]),
            "key \"backbone.fc.weight\" is quantised to I8, expected \"backbone.fc.weight_scale\" of type F32 and shape [5], got F32 of shape [1]",
        ),
        (
            CANONICAL,
            |f| {
                let variants = &f.metadata["variants"];
                let spoilt =
                    variants.replace("\"form\": \"se\", \"r\": 2", "\"form\": \"se\", \"r\": 9");
                f.metadata.insert("variants".into(), spoilt);
            },
            "variant \"se\": r = 9 leaves no channel of 2; r must be from 1 to 2",
        ),
        (
            OFFICIAL,
            |f| {
                for key in f.tensors.keys().cloned().collect::<Vec<_>>() {
                    f.rename(
                        &key,
                        &format!("features.denseblock1.{}", key.replace('.', "_")),
                    );
                }
            },
            "the file holds a DenseNet, expected a ResNet with or without BAM, or one BAM module",
        ),
        (
            OFFICIAL,
            |f| f.zeros("layer1.0.conv1.weight", &[4, 2, 3, 3]),
            "the file holds a resnet18 with 4 channels inside stage 1 behind a stem of 2 (a ResNeXt or wide ResNet), expected a ResNet with or without BAM, or one BAM module",
        ),
        (
            "official_bam_c64.taps.safetensors",
            |_| (),
            "the file holds 10 tensors of an unknown network, the first is \"after\", expected a ResNet with or without BAM, or one BAM module",
        ),
    ];
    for (name, spoil, expected) in cases {
        let mut file = File::open(name);
        spoil(&mut file);
        let error = file.refusal();
        assert_eq!(error.to_string(), expected);
        let report = error
            .report()
            .expect("a file that could be opened has a report");
        assert_eq!(report.used + report.ignored, file.tensors.len());
    }
}

#[test]
fn metadata_that_does_not_fit_says_which_entry() {
    let cases = [
        (
            "variants",
            "{\"a\": {\"form\": \"cbam\"}}",
            "metadata \"form\" is \"cbam\", expected a form of paper, official, blog, se or none",
        ),
        (
            "variants",
            "{}",
            "metadata \"variants\" is a list of 0, expected 1 to 256 variants with names of 1 to 200 bytes",
        ),
        (
            "variants",
            "{\"a\": {\"form\": \"none\"}, \"a\": {\"form\": \"none\"}}",
            "metadata \"variants\" is twice \"a\", expected every variant once",
        ),
        (
            "variants",
            "{\"a\": {\"form\": \"paper\", \"d\": 0}}",
            "metadata \"variants\" is d = 0 for \"a\", expected d from 1 to 64",
        ),
        (
            "variants",
            "{\"a\": {\"form\": \"paper\", \"gain\": []}}",
            "metadata \"variants\" is \"{\"a\": {\"form\": \"paper\", \"gain\": []}}\" (invalid length 0, expected an array of length 3 at line 1 column 34), expected a JSON object of form, merge, r, d, top1, top5, photos and gain by variant",
        ),
        (
            "variants",
            "oh",
            "metadata \"variants\" is \"oh\" (expected value at line 1 column 1), expected a JSON object of form, merge, r, d, top1, top5, photos and gain by variant",
        ),
        (
            "classes",
            "[]",
            "metadata \"classes\" is a list of 0, expected one for each of the 5 outputs",
        ),
        (
            "arch",
            "resnet34",
            "metadata \"arch\" is resnet34, expected resnet18, as its tensors are",
        ),
        (
            "arch",
            "vgg16",
            "metadata \"arch\" is \"vgg16\", expected resnet18, resnet34, resnet50 or resnet101",
        ),
        (
            "stem",
            "cifar",
            "metadata \"stem\" is cifar, expected imagenet, as its tensors are",
        ),
        (
            "std",
            "[0.1, 0, 0.1]",
            "metadata \"std\" is [0.1, 0, 0.1], expected a JSON list of three finite numbers, those of std above 0",
        ),
        (
            "size",
            "9999",
            "metadata \"size\" is \"9999\", expected a number of px from 32 to 512",
        ),
    ];
    for (key, value, expected) in cases {
        let mut file = File::open(CANONICAL);
        file.metadata.insert(key.into(), value.into());
        assert_eq!(file.refusal().to_string(), expected);
    }
}

#[test]
fn what_is_no_checkpoint_is_told_what_it_looks_like() {
    let cases: [(&[u8], &str); 10] = [
        (b"\xff\xd8\xff\xe0 and so on", "a JPEG image"),
        (b"\x89PNG\r\n\x1a\n....", "a PNG image"),
        (
            b"<!DOCTYPE html><html>",
            "an HTML page: the link may lead to a download page",
        ),
        (
            b"\n  <html lang=en>",
            "an HTML page: the link may lead to a download page",
        ),
        (
            b"version https://git-lfs.github.com/spec/v1\noid",
            "a Git LFS pointer: the weights themselves were not downloaded",
        ),
        (b"{\"a\": 1}", "JSON text"),
        (b"\x80\x02}q\x00.", "a Python pickle without tensors"),
        (&[0; 4096], "nothing but zeros"),
        (b"hello", "text"),
        (
            b"\xde\xad\xbe\xef\xff",
            "an unknown format (it begins with de ad be ef)",
        ),
    ];
    for (bytes, got) in cases {
        let expected =
            format!("the file looks like {got}, expected a safetensors or PyTorch checkpoint");
        assert_eq!(refusal(bytes.to_vec()).to_string(), expected);
    }
    assert_eq!(refusal(Vec::new()).to_string(), "the file is empty");
    let archives: [(&[&str], &str); 2] = [
        (
            &["word/document.xml"],
            "a zip archive without data.pkl, which torch.save always writes",
        ),
        (
            &["net/data.pkl", "net/constants.pkl"],
            "a TorchScript program, not its state_dict()",
        ),
    ];
    for (names, got) in archives {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            archive
                .start_file(*name, zip::write::SimpleFileOptions::default())
                .unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        let expected =
            format!("the file looks like {got}, expected a safetensors or PyTorch checkpoint");
        assert_eq!(refusal(bytes).to_string(), expected);
    }
}

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
fn an_archive_that_would_unpack_to_more_than_its_size_is_refused() {
    let mut bytes = fixture("official_bam_c64.zip.pth");
    // The uncompressed size of the directory's first entry, which is data.pkl.
    let entry = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    bytes[entry + 24..entry + 28].copy_from_slice(&(641u32 << 20).to_le_bytes());
    let message = refusal(bytes).to_string();
    let expected = "\"official_bam_c64.zip/data.pkl\" in the archive takes 672137216 bytes, expected at most 4194304";
    assert_eq!(message, expected);
}

#[test]
fn a_network_that_its_file_is_too_small_for_is_refused() {
    let bytes = fixture("expanded.pth");
    let expected = format!(
        "the network takes 46796448 bytes, expected at most {}",
        bytes.len()
    );
    assert_eq!(refusal(bytes).to_string(), expected);
}

#[test]
fn equal_keys_are_refused() {
    let header = r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#;
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.bytes());
    bytes.extend([0; 4]);
    assert_eq!(refusal(bytes).to_string(), "key \"a\" appears twice");
}

#[test]
fn sizes_that_overflow_are_refused() {
    for shape in ["[4294967296,4294967296,4]", "[18446744073709551615,2]"] {
        let header =
            format!(r#"{{"conv1.weight":{{"dtype":"F32","shape":{shape},"data_offsets":[0,0]}}}}"#);
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header.bytes());
        let message = refusal(bytes).to_string();
        assert!(
            message.starts_with("the safetensors file is damaged: "),
            "{message}"
        );
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
