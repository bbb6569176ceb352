//! Checkpoints in a gzip archive, as the shipped one is.

use std::io::Write;

use bam_lens::checkpoint::{CheckpointError, Weights};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::{fixture, load, used, values};

fn packed(content: &[u8]) -> Vec<u8> {
    let mut archive = GzEncoder::new(Vec::new(), Compression::fast());
    archive.write_all(content).unwrap();
    archive.finish().unwrap()
}

fn refusal(archive: Vec<u8>) -> CheckpointError {
    match Weights::read(archive) {
        Ok(weights) => panic!("read as {:?}", weights.report().variants),
        Err(error) => error,
    }
}

#[test]
fn an_archive_is_the_file_in_it() {
    for name in [
        "canonical_resnet18.i8.safetensors",
        "official_resnet18.zip.pth",
        "official_resnet18.legacy.pth.tar",
    ] {
        let plain = load(name);
        let unpacked = Weights::read(packed(&fixture(name))).unwrap();
        assert_eq!(plain.report().file_bytes, unpacked.report().file_bytes);
        // A scale is used up in the weight that it belongs to.
        let tensors = used(plain.report());
        for tensor in tensors.iter().filter(|name| !name.ends_with("_scale")) {
            assert_eq!(
                values(&plain, tensor),
                values(&unpacked, tensor),
                "{name} {tensor}"
            );
        }
    }
}

#[test]
fn an_archive_that_does_not_unpack_says_so() {
    let whole = packed(&fixture("official_bam_c64.safetensors"));
    let cut = refusal(whole[..whole.len() / 2].to_vec()).to_string();
    let expected = format!(
        "the gzip archive is cut off after {} bytes",
        whole.len() / 2
    );
    assert_eq!(cut, expected);
    assert!(
        refusal(b"\x1f\x8b".to_vec())
            .to_string()
            .contains("cut off after 2 bytes")
    );

    let mut spoilt = whole.clone();
    let checksum = spoilt.len() - 8;
    spoilt[checksum] ^= 1;
    let damaged = refusal(spoilt).to_string();
    assert!(
        damaged.starts_with("the gzip archive is damaged: "),
        "{damaged}"
    );
}

#[test]
fn an_archive_that_is_much_larger_inside_is_refused() {
    const INSIDE: usize = 80 << 20;
    let bomb = packed(&vec![0; INSIDE]);
    assert!(bomb.len() < 1 << 20, "{} bytes", bomb.len());
    let CheckpointError::TooLarge { got, limit, .. } = refusal(bomb) else {
        panic!("another refusal");
    };
    // It is given up at the first byte too many, not unpacked whole.
    assert_eq!(got, limit + 1);

    // A size that lies is only a hint.
    let mut lying = packed(&fixture("official_bam_c64.safetensors"));
    let size = lying.len() - 4;
    lying[size..].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(
        refusal(lying)
            .to_string()
            .starts_with("the gzip archive is damaged: ")
    );
}

#[test]
fn what_is_inside_is_judged_as_outside() {
    let twice = refusal(packed(&packed(b"weights"))).to_string();
    assert!(twice.contains("a gzip archive inside another"), "{twice}");
    let photo = refusal(packed(b"\xff\xd8\xff\xe0 a photo")).to_string();
    assert!(photo.contains("a JPEG image"), "{photo}");
    assert!(matches!(refusal(packed(b"")), CheckpointError::Empty));
}
