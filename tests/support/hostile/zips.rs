//! PyTorch files whose zip archive is wrong.

use super::pickle::{SOUND, dict, pickled};
use super::zip::{Entry, archive, around, entries};
use super::{Case, fixture, opened, refused};

const MODULE: &str = "official_bam_c64.zip.pth";

/// A sound lone module, with something done to its entries.
fn spoil(change: impl FnOnce(&mut Vec<Entry>)) -> Vec<u8> {
    let mut entries = entries(fixture(MODULE));
    change(&mut entries);
    archive(&entries)
}

/// The same, with something done to the entry of this end.
fn entry(end: &str, change: impl FnOnce(&mut Entry)) -> Vec<u8> {
    spoil(|entries| {
        change(
            entries
                .iter_mut()
                .find(|entry| entry.name.ends_with(end.as_bytes()))
                .unwrap(),
        )
    })
}

/// The fixture with its bytes changed from `offset` after the first `mark`.
fn patched(mark: &[u8], offset: usize, bytes: &[u8]) -> Vec<u8> {
    let mut file = fixture(MODULE);
    let at = file
        .windows(mark.len())
        .position(|window| window == mark)
        .unwrap()
        + offset;
    file[at..at + bytes.len()].copy_from_slice(bytes);
    file
}

const DIRECTORY: &[u8] = b"PK\x01\x02";

fn pickle() -> Vec<u8> {
    pickled(&dict(&[("w", SOUND.value())]))
}

pub fn cases() -> Vec<Case> {
    let whole = fixture(MODULE);
    let mut cases = directories(&whole);
    cases.extend(contents());
    cases
}

fn directories(whole: &[u8]) -> Vec<Case> {
    vec![
        opened(
            "a sound module, packed anew",
            "a lone module",
            spoil(|_| ()),
        ),
        refused(
            "the first record alone",
            "checkpoint.cutOff",
            "the PyTorch zip file is cut off after 4 bytes: invalid Zip archive: Could not find EOCD",
            b"PK\x03\x04".to_vec(),
        ),
        refused(
            "an end record alone",
            "checkpoint.notCheckpoint",
            "the file looks like a zip archive without data.pkl, which torch.save always writes, expected a safetensors or PyTorch checkpoint",
            archive(&[]),
        ),
        refused(
            "cut off in the middle",
            "checkpoint.cutOff",
            "the PyTorch zip file is cut off after 8152 bytes: invalid Zip archive: Could not find EOCD",
            whole[..whole.len() / 2].to_vec(),
        ),
        refused(
            "cut off in the directory",
            "checkpoint.cutOff",
            "the PyTorch zip file is cut off after 16005 bytes: invalid Zip archive: Could not find EOCD",
            whole[..whole.len() - 300].to_vec(),
        ),
        refused(
            "cut off by one byte",
            "checkpoint.cutOff",
            "the PyTorch zip file is cut off after 16304 bytes: invalid Zip archive: Unexpected end of zip::format::blocks::Zip32CDEBlock",
            whole[..whole.len() - 1].to_vec(),
        ),
        opened(
            "a directory of 65,535 entries that are not there",
            "a lone module",
            patched(b"PK\x05\x06", 8, &[0xff; 4]),
        ),
        refused(
            "a pickle of 641 MB, by the directory",
            "checkpoint.tooLarge",
            "\"official_bam_c64.zip/data.pkl\" in the archive takes 672137216 bytes, expected at most 4194304",
            patched(DIRECTORY, 24, &(641u32 << 20).to_le_bytes()),
        ),
        refused(
            "a pickle of 2^63 bytes, by zip64",
            "checkpoint.tooLarge",
            "\"official_bam_c64.zip/data.pkl\" in the archive takes 9223372036854775808 bytes, expected at most 4194304",
            entry("data.pkl", |e| {
                (e.size, e.extra) = (
                    u32::MAX,
                    [&[1, 0, 8, 0][..], &(1u64 << 63).to_le_bytes()].concat(),
                );
            }),
        ),
        refused(
            "a zip64 field that is cut off",
            "checkpoint.cutOff",
            "the PyTorch zip file is cut off after 14017 bytes: invalid Zip archive: ZIP64 extra field truncated",
            entry("data.pkl", |e| {
                (e.size, e.extra) = (u32::MAX, vec![1, 0, 8, 0])
            }),
        ),
        refused(
            "a pickle that begins behind the end",
            "checkpoint.cutOff",
            "the PyTorch zip file is cut off after 16305 bytes: invalid Zip archive: Unexpected end of zip::format::blocks::ZipLocalEntryBlock",
            patched(DIRECTORY, 42, &[0xf0, 0xff, 0xff, 0x7f]),
        ),
        refused(
            "a storage that begins behind the end",
            "checkpoint.cutOff",
            "the PyTorch zip file is cut off after 16305 bytes: invalid Zip archive: Unexpected end of zip::format::blocks::ZipLocalEntryBlock",
            {
                let mut file = whole.to_vec();
                let name = file
                    .windows(7)
                    .rposition(|window| window == b"/data/0")
                    .unwrap();
                let entry = file[..name]
                    .windows(4)
                    .rposition(|window| window == DIRECTORY)
                    .unwrap();
                file[entry + 42..entry + 46].copy_from_slice(&[0xf0, 0xff, 0xff, 0x7f]);
                file
            },
        ),
        refused(
            "100 bytes in front",
            "checkpoint.notCheckpoint",
            "the file looks like text, expected a safetensors or PyTorch checkpoint",
            [vec![b'x'; 100], whole.to_vec()].concat(),
        ),
        opened(
            "100 bytes behind",
            "a lone module",
            [whole.to_vec(), vec![b'x'; 100]].concat(),
        ),
        refused(
            "60,000 empty entries",
            "checkpoint.notCheckpoint",
            "the file looks like a zip archive without data.pkl, which torch.save always writes, expected a safetensors or PyTorch checkpoint",
            archive(
                &(0..60_000)
                    .map(|n| Entry::new(&n.to_string(), b""))
                    .collect::<Vec<_>>(),
            ),
        ),
    ]
}

fn contents() -> Vec<Case> {
    let named = |names: &[&str]| {
        archive(
            &names
                .iter()
                .map(|name| Entry::new(name, b""))
                .collect::<Vec<_>>(),
        )
    };
    let with = |name: &str, entry: Entry| {
        let mut all = around(&pickle());
        all.retain(|entry| entry.name != name.as_bytes());
        all.push(entry);
        archive(&all)
    };
    let mut long = around(&pickle());
    long.push(Entry::new(&"n".repeat(65_535), b""));
    let mut twice = around(&pickle());
    twice.push(Entry::new("archive/data.pkl", &pickle()));
    vec![
        refused(
            "a document",
            "checkpoint.notCheckpoint",
            "the file looks like a zip archive without data.pkl, which torch.save always writes, expected a safetensors or PyTorch checkpoint",
            named(&["word/document.xml"]),
        ),
        refused(
            "a TorchScript program",
            "checkpoint.notCheckpoint",
            "the file looks like a TorchScript program, not its state_dict(), expected a safetensors or PyTorch checkpoint",
            named(&["net/data.pkl", "net/constants.pkl"]),
        ),
        refused(
            "two data.pkl in two folders",
            "checkpoint.notCheckpoint",
            "the file looks like a zip archive with several data.pkl, of which torch.save writes one, expected a safetensors or PyTorch checkpoint",
            named(&["a/data.pkl", "b/data.pkl"]),
        ),
        refused(
            "two data.pkl of one name",
            "misfit.otherArchitecture",
            "the file holds 1 tensors of an unknown network, the first is \"w\", expected a ResNet with or without BAM, or one BAM module",
            archive(&twice),
        ),
        refused(
            "an encrypted pickle",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: IO error: ZIP entry 'official_bam_c64.zip/data.pkl': unsupported Zip archive: Password required to decrypt file",
            entry("data.pkl", |e| e.flags = 1),
        ),
        refused(
            "an encrypted storage",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: tensor 'state_dict.module.channel_att.gate_c.gate_c_fc_0.weight': Failed to read storage '0' for tensor with shape [4, 64]: ZIP entry 'official_bam_c64.zip/data/0': unsupported Zip archive: Password r…",
            entry("data/0", |e| e.flags = 1),
        ),
        refused(
            "a pickle packed in an unknown way",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: IO error: compression method not supported: 99",
            entry("data.pkl", |e| e.method = 99),
        ),
        refused(
            "a storage packed in an unknown way",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: tensor 'state_dict.module.channel_att.gate_c.gate_c_fc_0.weight': Failed to read storage '0' for tensor with shape [4, 64]: compression method not supported: 99",
            entry("data/0", |e| e.method = 99),
        ),
        refused(
            "a pickle with a wrong checksum",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: IO error: ZIP entry 'official_bam_c64.zip/data.pkl': Invalid checksum",
            entry("data.pkl", |e| e.crc ^= 1),
        ),
        refused(
            "a storage with a wrong checksum",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: tensor 'state_dict.module.channel_att.gate_c.gate_c_fc_0.weight': Failed to read storage '0' for tensor with shape [4, 64]: ZIP entry 'official_bam_c64.zip/data/0': Invalid checksum",
            entry("data/0", |e| e.crc ^= 1),
        ),
        refused(
            "a pickle that is longer than it says",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: IO error: ZIP entry 'official_bam_c64.zip/data.pkl': File is larger than its declared uncompressed size",
            entry("data.pkl", |e| {
                let size = e.size - 10;
                *e = Entry {
                    size,
                    ..Entry::deflated(str::from_utf8(&e.name).unwrap(), &e.data)
                };
            }),
        ),
        refused(
            "a pickle that is shorter than it says",
            "checkpoint.cutOff",
            "the PyTorch zip file is cut off after 11470 bytes: IO error: expected 4024 bytes, found 4014",
            entry("data.pkl", |e| {
                let size = e.size + 10;
                *e = Entry {
                    size,
                    ..Entry::deflated(str::from_utf8(&e.name).unwrap(), &e.data)
                };
            }),
        ),
        refused(
            "a pickle that says 4 MiB and unpacks to 100 MiB",
            "checkpoint.tooLarge",
            "what its pickle describes takes 50331840 bytes, expected at most 50331648",
            with(
                "archive/data.pkl",
                Entry {
                    size: 4 << 20,
                    ..Entry::deflated("archive/data.pkl", &vec![b'N'; 100 << 20])
                },
            ),
        ),
        refused(
            "a pickle of 5 MiB in 5 KB",
            "checkpoint.tooLarge",
            "\"archive/data.pkl\" in the archive takes 5242880 bytes, expected at most 4194304",
            with(
                "archive/data.pkl",
                Entry::deflated("archive/data.pkl", &vec![0; 5 << 20]),
            ),
        ),
        opened(
            "a deflated pickle",
            "a lone module",
            entry("data.pkl", |e| {
                *e = Entry::deflated(str::from_utf8(&e.name).unwrap(), &e.data)
            }),
        ),
        refused(
            "a storage of 1 GB in a few bytes",
            "checkpoint.tooLarge",
            "\"official_bam_c64.zip/data/0\" in the archive takes 1073741824 bytes, expected at most 13988",
            entry("data/0", |e| {
                *e = Entry {
                    size: 1 << 30,
                    ..Entry::deflated(str::from_utf8(&e.name).unwrap(), &e.data)
                }
            }),
        ),
        refused(
            "a missing storage",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: tensor 'state_dict.module.channel_att.gate_c.gate_c_fc_0.weight': Failed to read storage '0' for tensor with shape [4, 64]: ZIP entry 'official_bam_c64.zip/data/0': not found in archive",
            spoil(|e| e.retain(|entry| !entry.name.ends_with(b"data/0"))),
        ),
        refused(
            "a storage that is shorter than its tensor",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: tensor 'state_dict.module.channel_att.gate_c.gate_c_fc_0.weight': Tensor with shape [4, 64] requires 256 elements from storage '0', but only 255 are available",
            entry("data/0", |e| {
                *e = Entry::new(
                    str::from_utf8(&e.name).unwrap(),
                    &e.data[..e.data.len() - 4],
                );
            }),
        ),
        opened(
            "names that lead out of the archive",
            "a lone module",
            spoil(|entries| {
                for entry in entries.iter_mut() {
                    entry.name = [b"../../".to_vec(), entry.name.clone()].concat();
                }
                entries.push(Entry::new("../../../etc/passwd", b"root"));
                entries.push(Entry::new("/etc/shadow", b"root"));
                entries.push(Entry::new("C:\\boot.ini", b"root"));
            }),
        ),
        refused(
            "a name of 64 KB",
            "misfit.otherArchitecture",
            "the file holds 1 tensors of an unknown network, the first is \"w\", expected a ResNet with or without BAM, or one BAM module",
            archive(&long),
        ),
        opened(
            "a name that is not UTF-8",
            "a lone module",
            spoil(|e| {
                e.push(Entry {
                    name: b"\xff\xfe\0".to_vec(),
                    flags: 1 << 11,
                    ..Entry::default()
                })
            }),
        ),
        refused(
            "a big-endian file",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: Big-endian PyTorch files are not supported. The file was saved on a big-endian system and requires byte order conversion.",
            entry("byteorder", |e| {
                *e = Entry::new(str::from_utf8(&e.name).unwrap(), b"big")
            }),
        ),
        refused(
            "a byte order that does not exist",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: Unrecognized byteorder entry 'middle', expected 'little' or 'big'",
            entry("byteorder", |e| {
                *e = Entry::new(str::from_utf8(&e.name).unwrap(), b"middle")
            }),
        ),
        refused(
            "a byte order of 1 MB",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: IO error: ZIP entry 'official_bam_c64.zip/byteorder' is 10000 bytes, above the 4096 byte limit",
            entry("byteorder", |e| {
                *e = Entry::deflated(str::from_utf8(&e.name).unwrap(), &[b'l'; 10_000])
            }),
        ),
        refused(
            "a network whose tensors are one number each, repeated",
            "checkpoint.tooLarge",
            "the network takes 46796448 bytes, expected at most 12400",
            fixture("expanded.pth"),
        ),
        opened(
            "a network beside a call of os.system",
            "resnet18",
            fixture("hostile.pth"),
        ),
    ]
}
