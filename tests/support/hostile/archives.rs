//! What gzip is put around: other archives, bombs, and archives that are damaged.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Case, fixture, headers, opened, refused};

const MODULE: &str = "official_bam_c64.safetensors";

fn packed(content: &[u8]) -> Vec<u8> {
    let mut archive = GzEncoder::new(Vec::new(), Compression::best());
    archive.write_all(content).unwrap();
    archive.finish().unwrap()
}

/// An archive with these bytes changed; offsets below 0 count from its end.
fn patched(archive: &[u8], at: isize, bytes: &[u8]) -> Vec<u8> {
    let mut archive = archive.to_vec();
    let from = if at < 0 {
        archive.len().wrapping_add_signed(at)
    } else {
        at as usize
    };
    archive[from..from + bytes.len()].copy_from_slice(bytes);
    archive
}

pub fn cases() -> Vec<Case> {
    let module = packed(&fixture(MODULE));
    let nones = [
        &b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.\x80\x02("[..],
        &vec![b'N'; 15 << 20],
        b"l.",
    ]
    .concat();
    let tar = fixture("official_bam_c64.tar");
    vec![
        opened("a sound module", "a lone module", module.clone()),
        opened("a sound tar", "a lone module", packed(&tar)),
        refused(
            "two bytes",
            "checkpoint.gzip",
            "the gzip archive is cut off after 2 bytes",
            b"\x1f\x8b".to_vec(),
        ),
        refused(
            "half of an archive",
            "checkpoint.gzip",
            "the gzip archive is cut off after 2570 bytes",
            module[..module.len() / 2].to_vec(),
        ),
        refused(
            "an archive without its checksum",
            "checkpoint.gzip",
            "the gzip archive is cut off after 5133 bytes",
            module[..module.len() - 8].to_vec(),
        ),
        refused(
            "a wrong checksum",
            "checkpoint.gzip",
            "the gzip archive is damaged: corrupt gzip stream does not have a matching checksum",
            patched(&module, -8, &[0x55]),
        ),
        refused(
            "a size of 4 GB",
            "checkpoint.gzip",
            "the gzip archive is damaged: corrupt gzip stream does not have a matching checksum",
            patched(&module, -4, &[0xff; 4]),
        ),
        refused(
            "a method that does not exist",
            "checkpoint.gzip",
            "the gzip archive is damaged: invalid gzip header",
            patched(&module, 2, &[9]),
        ),
        refused(
            "a name that never ends",
            "checkpoint.gzip",
            "the gzip archive is damaged: gzip header field too long",
            [&patched(&module, 3, &[8])[..10], &[b'n'; 100_000]].concat(),
        ),
        refused(
            "an extra field of 64 KB that is not there",
            "checkpoint.gzip",
            "the gzip archive is cut off after 12 bytes",
            [&patched(&module, 3, &[4])[..10], &[0xff, 0xff]].concat(),
        ),
        refused(
            "a block of an unknown kind",
            "checkpoint.gzip",
            "the gzip archive is damaged: corrupt deflate stream",
            patched(&module, 10, &[0x07]),
        ),
        refused(
            "80 MB of zeros",
            "checkpoint.tooLarge",
            "what a gzip archive of 81557 bytes holds takes 17103445 bytes, expected at most 17103444",
            packed(&vec![0; 80 << 20]),
        ),
        refused(
            "15 MiB of zeros",
            "checkpoint.notCheckpoint",
            "the file looks like nothing but zeros, expected a safetensors or PyTorch checkpoint",
            packed(&vec![0; 15 << 20]),
        ),
        refused(
            "an archive in an archive",
            "checkpoint.notCheckpoint",
            "the file looks like a gzip archive inside another: unpack it first, expected a safetensors or PyTorch checkpoint",
            packed(&packed(b"weights")),
        ),
        refused(
            "nothing",
            "checkpoint.empty",
            "the file is empty",
            packed(b""),
        ),
        refused(
            "a photo",
            "checkpoint.notCheckpoint",
            "the file looks like a JPEG image, expected a safetensors or PyTorch checkpoint",
            packed(b"\xff\xd8\xff\xe0 a photo"),
        ),
        refused(
            "a legacy pickle of 15 MiB of None",
            "checkpoint.tooLarge",
            "what its pickle describes takes 50331744 bytes, expected at most 50331648",
            packed(&nones),
        ),
        refused(
            "250,000 empty tensors",
            "checkpoint.tooMany",
            "the file holds 250000 tensors, expected at most 8000",
            packed(&headers::empty_tensors(250_000)),
        ),
        refused(
            "an archive of no network",
            "misfit.otherArchitecture",
            "the file holds 10 tensors of an unknown network, the first is \"after\", expected a ResNet with or without BAM, or one BAM module",
            packed(&fixture("official_bam_c64.taps.safetensors")),
        ),
    ]
}
