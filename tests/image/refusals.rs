//! What is refused for what it is or for its size, and in which words.

use bam_lens::image::{ImageError, Photo};

use crate::{bytes, refusal};

#[test]
fn what_is_not_an_image_is_named() {
    let padded = |start: &[u8]| [start, &[0; 64]].concat();
    for (content, sentence) in [
        (Vec::new(), "the file is empty"),
        (
            b"<!DOCTYPE html>\n<html><svg></svg></html>".to_vec(),
            "this is HTML, not an image",
        ),
        (
            b"<?xml version='1.0'?><feed/>".to_vec(),
            "this is XML, not an image",
        ),
        (b"a photo of a cat".to_vec(), "this is text, not an image"),
        (
            "\u{ac00}".repeat(2000).into_bytes(),
            "this is text, not an image",
        ),
        (padded(b"%PDF-1.7\n"), "this is a PDF, not an image"),
        (
            padded(b"PK\x03\x04"),
            "this is a zip archive or a PyTorch checkpoint, not an image",
        ),
        (
            padded(b"\x40\0\0\0\0\0\0\0{\"a\":"),
            "this is a safetensors file, not an image",
        ),
        (
            padded(b"\0\0\0\x20ftypisom"),
            "this is a video, not an image",
        ),
        (
            padded(b"\x01\x02\x03"),
            "this is data of an unknown kind, not an image",
        ),
        (
            b"\xFF".to_vec(),
            "this is data of an unknown kind, not an image",
        ),
        (
            b"\xEF\xBB\xBF <?xml version='1.0'?><!-- by hand --><svg xmlns='...'>".to_vec(),
            "SVG is not read here: jpeg, png, webp, gif and bmp are",
        ),
        (
            padded(b"\0\0\0\x20ftypavif"),
            "AVIF is not read here: jpeg, png, webp, gif and bmp are",
        ),
        (
            padded(b"\0\0\0\x18ftypheic"),
            "HEIC is not read here: jpeg, png, webp, gif and bmp are",
        ),
        (
            padded(b"II*\0"),
            "TIFF is not read here: jpeg, png, webp, gif and bmp are",
        ),
    ] {
        assert_eq!(refusal(&content), sentence);
    }
}

#[test]
fn sizes_out_of_bounds_are_refused() {
    let bmp = |width: i32, height: i32| {
        let mut header = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
        header.extend(width.to_le_bytes());
        header.extend(height.to_le_bytes());
        header.extend(b"\x01\0\x18\0");
        header.resize(54, 0);
        header
    };
    assert_eq!(
        refusal(&bmp(1, 1)),
        "1 x 1 px, at least 16 px a side is needed"
    );
    assert_eq!(
        refusal(&bmp(400, 15)),
        "400 x 15 px, at least 16 px a side is needed"
    );
    let bounds = "at most 30000 px a side and 100 megapixels can be read";
    assert_eq!(
        refusal(&bmp(30_001, 16)),
        format!("30001 x 16 px, {bounds}")
    );
    assert_eq!(
        refusal(&bmp(10_001, 10_000)),
        format!("10001 x 10000 px, {bounds}")
    );

    // A bomb in every format: a real file whose header is made to claim more.
    let mut png = bytes("photo.png");
    png[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    png.splice(29..33, crc32(&png[12..29]).to_be_bytes());
    assert_eq!(refusal(&png), format!("60000 x 60000 px, {bounds}"));

    let mut jpeg = bytes("420.jpg");
    let frame = jpeg
        .windows(2)
        .position(|pair| pair == [0xFF, 0xC0])
        .unwrap();
    jpeg[frame + 5..frame + 9].fill(0xFF);
    assert_eq!(refusal(&jpeg), format!("65535 x 65535 px, {bounds}"));

    let mut gif = bytes("offset.gif");
    gif[6..10].fill(0xFF);
    assert_eq!(refusal(&gif), format!("65535 x 65535 px, {bounds}"));

    let mut webp = bytes("lossless.webp");
    webp[21..25].copy_from_slice(&[0xFE, 0xBF, 0xFF, 0x0F]);
    assert_eq!(refusal(&webp), format!("16383 x 16383 px, {bounds}"));

    let pixels = Photo::from_rgba(16, 16, &[0; 7]).unwrap_err();
    assert_eq!(
        pixels.to_string(),
        "7 bytes of pixels, expected 4 x 16 x 16"
    );
    assert!(matches!(
        Photo::from_rgba(u32::MAX, u32::MAX, &[]),
        Err(ImageError::TooLarge { .. })
    ));
}

/// The checksum of PNG chunks, bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    })
}
