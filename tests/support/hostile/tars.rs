//! Files of the oldest PyTorch: four entries in a tar, with binary tables between pickles.

use std::io::Read;

use super::pickle::{Value, class, dict, int, list, pickled, text, tuple};
use super::{Case, fixture, opened, refused};

const MODULE: &str = "official_bam_c64.tar";

/// An entry of regular content, or a sparse one of a size that it does not have.
fn header(name: &str, size: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_path(name).unwrap();
    header.set_size(size);
    header.set_mode(0o644);
    header.set_cksum();
    header
}

fn sparse(name: &str, size: u64) -> Vec<u8> {
    let mut header = header(name, 0);
    header.set_entry_type(tar::EntryType::GNUSparse);
    let gnu = header.as_gnu_mut().unwrap();
    let octal = format!("{size:011o}\0").into_bytes();
    gnu.sparse[0].offset.copy_from_slice(&octal);
    gnu.sparse[0].numbytes.copy_from_slice(b"00000000000\0");
    gnu.realsize.copy_from_slice(&octal);
    header.set_cksum();
    header.as_bytes().to_vec()
}

fn archive(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut file = Vec::new();
    for (name, content) in entries {
        file.extend(header(name, content.len() as u64).as_bytes());
        file.extend(content);
        file.resize(file.len().next_multiple_of(512), 0);
    }
    file.extend([0; 1024]);
    file
}

/// The entries of the sound module.
fn entries() -> Vec<(&'static str, Vec<u8>)> {
    let file = fixture(MODULE);
    let mut archive = tar::Archive::new(&file[..]);
    let mut contents = Vec::new();
    for entry in archive.entries().unwrap() {
        let mut content = Vec::new();
        entry.unwrap().read_to_end(&mut content).unwrap();
        contents.push(content);
    }
    ["sys_info", "storages", "tensors", "pickle"]
        .into_iter()
        .zip(contents)
        .collect()
}

fn replaced(name: &str, content: Vec<u8>) -> Vec<u8> {
    let mut all = entries();
    all.iter_mut().find(|entry| entry.0 == name).unwrap().1 = content;
    archive(&all)
}

fn without(name: &str) -> Vec<u8> {
    let mut all = entries();
    all.retain(|entry| entry.0 != name);
    archive(&all)
}

/// A table of one: its count, what a pickle says of it, the binary rest, and the pickle behind.
fn table(count: i64, described: Value, rest: &[u8], behind: Option<Value>) -> Vec<u8> {
    let behind = behind.map(|value| pickled(&value)).unwrap_or_default();
    [
        pickled(&int(count)),
        pickled(&described),
        rest.to_vec(),
        behind,
    ]
    .concat()
}

/// One storage of `class` and as many elements.
fn storage(kind: &str, numel: i64, views: Value) -> Vec<u8> {
    let described = tuple(&[int(100), text("cpu"), class("torch", kind)]);
    let rest = [numel.to_le_bytes().to_vec(), vec![0; 8]].concat();
    table(1, described, &rest, Some(views))
}

/// One tensor of `rank` numbers.
fn tensor(rank: i32, numbers: &[i64]) -> Vec<u8> {
    let described = tuple(&[int(100), int(100), class("torch", "FloatTensor")]);
    let numbers = numbers.iter().flat_map(|number| number.to_le_bytes());
    let rest = [
        &rank.to_le_bytes()[..],
        &[0; 4],
        &numbers.collect::<Vec<_>>(),
    ]
    .concat();
    table(1, described, &rest, None)
}

pub fn cases() -> Vec<Case> {
    let sound = archive(&entries());
    let mut checksum = sound.clone();
    checksum[148] ^= 1;
    let mut octal = sound.clone();
    octal[124..135].copy_from_slice(b"7777garbage");
    let sum = octal[..148]
        .iter()
        .chain(&octal[156..512])
        .map(|&byte| u32::from(byte))
        .sum::<u32>()
        + 8 * 32;
    octal[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let mut beyond = header("sys_info", 1 << 33).as_bytes().to_vec();
    beyond.extend([0; 1024]);
    let nones = [b"(".to_vec(), vec![b'N'; 400_000], b"l".to_vec()].concat();
    let zeros = [header("sys_info", 0).as_bytes().to_vec(), vec![0; 1 << 20]].concat();
    let views = || list(&[]);
    let reduced = |storages, tensors| {
        archive(&[
            ("storages", storages),
            ("tensors", tensors),
            (
                "pickle",
                pickled(&dict(&[("w", [text("100"), b"Q".to_vec()].concat())])),
            ),
        ])
    };
    let two = || storage("FloatStorage", 2, views());
    vec![
        opened("a sound module, packed anew", "a lone module", sound.clone()),
        refused("cut off in the storages", "checkpoint.cutOff", "the old PyTorch tar file is cut off after 9000 bytes: \"tensors\" has 296 bytes of 1993", fixture(MODULE)[..9_000].to_vec()),
        refused("a header with a wrong checksum", "checkpoint.damaged", "the old PyTorch tar file is damaged: TAR archive error: archive header checksum mismatch", checksum),
        refused("a size that is no octal number", "checkpoint.damaged", "the old PyTorch tar file is damaged: TAR archive error: numeric field was not a number: 7777garbage when getting size for sys_info", octal),
        refused("a size beyond the file", "checkpoint.tooLarge", "\"sys_info\" in the archive takes 8589934592 bytes, expected at most 1536", beyond),
        refused("an entry and 1 MiB of zeros", "checkpoint.cutOff", "the old PyTorch tar file is cut off after 1049088 bytes: pickle: IO error: failed to fill whole buffer", zeros),
        refused("no pickle", "checkpoint.damaged", "the old PyTorch tar file is damaged: TAR file missing 'pickle' entry", without("pickle")),
        refused("no storages", "checkpoint.damaged", "the old PyTorch tar file is damaged: TAR file missing 'storages' entry", without("storages")),
        refused("a sparse pickle of 4 GB in 1,536 bytes", "checkpoint.tooLarge", "\"pickle\" in the archive takes 4000000000 bytes, expected at most 1536", [sparse("pickle", 4_000_000_000), vec![0; 1024]].concat()),
        refused("a sparse entry of another name", "checkpoint.tooLarge", "\"readme\" in the archive takes 4000000000 bytes, expected at most 14848", [sparse("readme", 4_000_000_000), sound.clone()].concat()),
        refused("a big-endian machine", "checkpoint.damaged", "the old PyTorch tar file is damaged: Big-endian PyTorch files are not supported. The file was saved on a big-endian system and requires byte order conversion.", replaced("sys_info", pickled(&dict(&[("little_endian", vec![0x89])])))),
        refused("a machine of 400,000 times nothing", "checkpoint.tooLarge", "what its pickle describes takes 50331840 bytes, expected at most 50331648", replaced("sys_info", pickled(&nones))),
        refused("a pickle of 400,000 times nothing", "checkpoint.tooLarge", "what its pickle describes takes 50331792 bytes, expected at most 50331648", replaced("pickle", pickled(&nones))),
        refused("a storage that is described by 400,000 times nothing", "checkpoint.tooLarge", "what its pickle describes takes 50331744 bytes, expected at most 50331648", replaced("storages", table(1, nones.clone(), &[], None))),
        refused("a tensor that is described by 400,000 times nothing", "checkpoint.tooLarge", "what its pickle describes takes 50331768 bytes, expected at most 50331648", replaced("tensors", table(1, nones, &[], None))),
        refused("2^31 storages", "checkpoint.damaged", "the old PyTorch tar file is damaged: it does not hold the 2147483648 storages that it says", replaced("storages", table(1 << 31, int(0), &[], None))),
        refused("2^31 tensors", "checkpoint.damaged", "the old PyTorch tar file is damaged: it does not hold the 2147483648 tensors that it says", replaced("tensors", table(1 << 31, int(0), &[], None))),
        refused("-1 storages", "checkpoint.damaged", "the old PyTorch tar file is damaged: pickle: invalid data in pickle file: TAR storage count must be non-negative, got -1", replaced("storages", table(-1, int(0), &[], None))),
        refused("a count of two numbers", "checkpoint.damaged", "the old PyTorch tar file is damaged: a count is not one number", replaced("storages", pickled(&tuple(&[int(1), int(2)])))),
        refused("a count in words", "checkpoint.damaged", "the old PyTorch tar file is damaged: a count is not one number", replaced("storages", pickled(&text("one")))),
        refused("a sound table of no network", "misfit.otherArchitecture", "the file holds 1 tensors of an unknown network, the first is \"w\", expected a ResNet with or without BAM, or one BAM module", reduced(two(), tensor(1, &[2, 1, 0]))),
        refused("a storage of 2^31 elements", "checkpoint.damaged", "the old PyTorch tar file is damaged: it does not hold the 1 storages that it says", reduced(storage("FloatStorage", 1 << 31, views()), tensor(1, &[2, 1, 0]))),
        refused("a storage of -1 elements", "checkpoint.damaged", "the old PyTorch tar file is damaged: it does not hold the 1 storages that it says", reduced(storage("FloatStorage", -1, views()), tensor(1, &[2, 1, 0]))),
        refused("a storage of unknown type", "checkpoint.damaged", "the old PyTorch tar file is damaged: it does not hold the 1 storages that it says", reduced(storage("ComplexStorage", 1, views()), tensor(1, &[2, 1, 0]))),
        refused("a view outside of its storage", "checkpoint.damaged", "the old PyTorch tar file is damaged: TAR storage view '7' lies outside storage '100'", reduced(storage("FloatStorage", 2, list(&[tuple(&[int(7), int(100), int(1), int(2)])])), tensor(1, &[2, 1, 0]))),
        refused("a tensor of rank 65", "checkpoint.damaged", "the old PyTorch tar file is damaged: TAR tensor '100' has invalid rank 65", reduced(two(), tensor(65, &[1; 131]))),
        refused("a tensor of rank -1", "checkpoint.damaged", "the old PyTorch tar file is damaged: it does not hold the 1 tensors that it says", reduced(two(), tensor(-1, &[]))),
        refused("a tensor of 2^62 elements", "checkpoint.damaged", "the old PyTorch tar file is damaged: pickle: invalid data in pickle file: Tensor byte length overflows usize", reduced(two(), tensor(1, &[1 << 62, 1, 0]))).on_32_bits("checkpoint.damaged", "the old PyTorch tar file is damaged: TAR tensor shape must be non-negative, got 4611686018427387904"),
        refused("a tensor that begins behind its storage", "checkpoint.damaged", "the old PyTorch tar file is damaged: pickle: invalid data in pickle file: Tensor with shape [2] and stride [1] at offset 7 needs 9 elements, but storage '100' declares 2", reduced(two(), tensor(1, &[2, 1, 7]))),
        refused("a pickle of a tensor that is not there", "checkpoint.damaged", "the old PyTorch tar file is damaged: pickle: invalid data in pickle file: persistent id '7' does not name a tensor in the archive", replaced("pickle", pickled(&dict(&[("w", [text("7"), b"Q".to_vec()].concat())])))),
    ]
}
