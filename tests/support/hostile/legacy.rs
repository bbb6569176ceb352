//! Legacy PyTorch files: pickles one after the other, and the storages behind them.

use super::pickle::{SOUND, Tensor, Value, class, dict, int, list, pickled, text};
use super::{Case, fixture, opened, refused};

const MODULE: &str = "official_bam_c64.legacy.pth.tar";
const NETWORK: &str = "official_resnet18.legacy.pth.tar";
const MAGIC: &[u8] = b"\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19";

/// The parts of a stream; each can be replaced.
struct Stream {
    protocol: Value,
    system: Value,
    saved: Value,
    keys: Value,
    /// Elements that the storage says it has, and its bytes.
    storage: Vec<u8>,
}

impl Default for Stream {
    fn default() -> Self {
        Stream {
            protocol: int(1001),
            system: dict(&[("little_endian", vec![0x88])]),
            saved: dict(&[("w", SOUND.value())]),
            keys: list(&[text("0")]),
            storage: [2i64.to_le_bytes(), [0; 8]].concat(),
        }
    }
}

impl Stream {
    fn bytes(self) -> Vec<u8> {
        let pickles = [MAGIC, &self.protocol, &self.system, &self.saved, &self.keys];
        [pickles.map(pickled).concat(), self.storage].concat()
    }
}

fn saved(value: Value) -> Vec<u8> {
    Stream {
        saved: value,
        ..Stream::default()
    }
    .bytes()
}

pub fn cases() -> Vec<Case> {
    let (module, network) = (fixture(MODULE), fixture(NETWORK));
    let system = |value: Value| {
        Stream {
            system: value,
            ..Stream::default()
        }
        .bytes()
    };
    let keys = |value: Value| {
        Stream {
            keys: value,
            ..Stream::default()
        }
        .bytes()
    };
    let nones = |count: usize| [b"(".to_vec(), vec![b'N'; count], b"l".to_vec()].concat();
    let numel = |numel: i64| Tensor { numel, ..SOUND };
    // The first storage's count stands behind the list of keys, which is the last pickle.
    let mut lying = module.clone();
    let data = lying
        .windows(8)
        .rposition(|window| window == 256i64.to_le_bytes())
        .unwrap();
    lying[data] = 7;
    vec![
        opened("a sound module", "a lone module", module.clone()),
        refused("a sound stream of no network", "misfit.otherArchitecture", "the file holds 1 tensors of an unknown network, the first is \"w\", expected a ResNet with or without BAM, or one BAM module", Stream::default().bytes()),
        refused("a magic number and nothing else", "checkpoint.cutOff", "the legacy PyTorch file is cut off after 15 bytes: Failed to read protocol version from legacy format: IO error: failed to fill whole buffer", pickled(MAGIC)),
        refused("a wrong magic number", "checkpoint.notCheckpoint", "the file looks like a Python pickle without tensors, expected a safetensors or PyTorch checkpoint", [&b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x18."[..], &module[15..]].concat()),
        refused("protocol 1002", "checkpoint.damaged", "the legacy PyTorch file is damaged: Unsupported legacy protocol version Int(1002), expected 1001", Stream { protocol: int(1002), ..Stream::default() }.bytes()),
        refused("a protocol of 200,000 numbers", "checkpoint.damaged", "the legacy PyTorch file is damaged: Unsupported legacy protocol version List([Int(1), Int(1), Int(1), Int(1), Int(1), Int(1), Int(1), Int(1), Int(1), Int(1), Int(1), Int(1), Int(1), Int(1), Int(1), Int(1), Int(1), Int(1), Int(1), Int(1)…", Stream { protocol: [b"(".to_vec(), b"K\x01".repeat(200_000), b"l".to_vec()].concat(), ..Stream::default() }.bytes()),
        refused("a big-endian machine", "checkpoint.damaged", "the legacy PyTorch file is damaged: Big-endian PyTorch files are not supported. The file was saved on a big-endian system and requires byte order conversion.", system(dict(&[("little_endian", vec![0x89])]))),
        refused("a machine of unknown order", "checkpoint.damaged", "the legacy PyTorch file is damaged: Legacy sys_info must carry a little_endian bool, got None", system(dict(&[]))),
        refused("a machine that is a list of 200,000", "checkpoint.damaged", "the legacy PyTorch file is damaged: Legacy sys_info must be a dict, got List([None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, No…", system(nones(200_000))),
        refused("cut off in the pickle", "checkpoint.cutOff", "the legacy PyTorch file is cut off after 2000 bytes: pickle: IO error: expected 39 bytes, found 12", network[..2_000].to_vec()),
        refused("cut off in a storage", "checkpoint.cutOff", "the legacy PyTorch file is cut off after 60000 bytes: storage '94787810249552' (9216 bytes) extends beyond the end of the file", network[..60_000].to_vec()),
        opened("behind its end", "a lone module", [module.clone(), vec![1; 1000]].concat()),
        refused("keys that are no list", "checkpoint.damaged", "the legacy PyTorch file is damaged: legacy storage key list must be a list, got Dict({})", keys(dict(&[]))),
        refused("a key that is never used", "checkpoint.damaged", "the legacy PyTorch file is damaged: storage '1' is listed in the legacy key list but never referenced by the pickle", keys(list(&[text("0"), text("1")]))),
        refused("a key 100,000 times", "checkpoint.cutOff", "the legacy PyTorch file is cut off after 200253 bytes: storage '0' (8 bytes) extends beyond the end of the file", keys([b"](X\x01\0\0\x000q\0".to_vec(), b"h\0".repeat(100_000), b"e".to_vec()].concat())),
        refused("no keys, so no storages", "misfit.otherArchitecture", "the file holds 1 tensors of an unknown network, the first is \"w\", expected a ResNet with or without BAM, or one BAM module", keys(list(&[]))),
        refused("a storage shorter than said", "checkpoint.cutOff", "the legacy PyTorch file is cut off after 251 bytes: storage '0' (800 bytes) extends beyond the end of the file", saved(dict(&[("w", numel(200).value())]))),
        refused("a storage of 2^31 elements", "checkpoint.cutOff", "the legacy PyTorch file is cut off after 251 bytes: storage '0' (8589934592 bytes) extends beyond the end of the file", saved(dict(&[("w", numel(1 << 31).value())]))).on_32_bits("checkpoint.damaged", "the legacy PyTorch file is damaged: pickle: invalid data in pickle file: storage '0' byte length overflows usize"),
        refused("a storage of 2^62 elements", "checkpoint.damaged", "the legacy PyTorch file is damaged: pickle: invalid data in pickle file: storage '0' byte length overflows usize", saved(dict(&[("w", numel(1 << 62).value())]))).on_32_bits("checkpoint.damaged", "the legacy PyTorch file is damaged: pickle: invalid data in pickle file: storage element count must be non-negative, got 4611686018427387904"),
        refused("a storage with two sizes", "checkpoint.damaged", "the legacy PyTorch file is damaged: pickle: invalid data in pickle file: storage '0' is declared twice with different sizes (8 and 16 bytes)", saved(dict(&[("v", SOUND.value()), ("w", numel(4).value())]))),
        refused("a storage that counts otherwise than its pickle", "checkpoint.damaged", "the legacy PyTorch file is damaged: tensor 'state_dict.module.spatial_att.gate_s.gate_s_conv_reduce0.weight': Failed to read storage '93885527448656' for tensor with shape [4, 64, 1, 1]: storage '93885527448656' holds 263 elements but t…", lying),
        refused("4 MB of None", "checkpoint.tooLarge", "what its pickle describes takes 50331816 bytes, expected at most 50331648", saved(nones(4_000_000))),
        refused("a class of 1 MB, fetched 3,000 times", "checkpoint.tooLarge", "what its pickle describes takes 50333976 bytes, expected at most 50331648", saved([class(&"x".repeat(1 << 20), "y"), b"q\0](".to_vec(), b"h\0".repeat(3000), b"e".to_vec()].concat())),
    ]
}
