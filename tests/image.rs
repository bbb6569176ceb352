//! Photos against Pillow and torchvision. The files, and what is expected of them, come from
//! `tests/fixtures/images/make.py`.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use bam_lens::image::{Crop, ImageError, Photo};
use candle_core::{DType, Device};
use serde::Deserialize;

const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
const STD: [f32; 3] = [0.229, 0.224, 0.225];

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/images")
        .join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    fs::read(fixture(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn photo(name: &str) -> Photo {
    Photo::decode(&bytes(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn refusal(bytes: &[u8]) -> String {
    Photo::decode(bytes)
        .expect_err("should be refused")
        .to_string()
}

/// The largest difference of two photos of one size, in levels.
fn distance(got: &Photo, expected: &Photo, what: &str) -> u8 {
    let size = |photo: &Photo| (photo.width(), photo.height());
    assert_eq!(size(got), size(expected), "{what}");
    let (got, expected) = (got.rgba(), expected.rgba());
    got.iter()
        .zip(&expected)
        .map(|(a, b)| a.abs_diff(*b))
        .max()
        .unwrap()
}

#[test]
fn lossless_formats_are_exact() {
    for (name, expected, format) in [
        ("photo.bmp", "photo.png", "bmp"),
        ("lossless.webp", "photo.png", "webp"),
        ("interlaced.png", "photo.png", "png"),
        ("deep.png", "photo.png", "png"),
        ("deep_grey.png", "expected/deep_grey.png", "png"),
        ("alpha.png", "expected/alpha.png", "png"),
        ("alpha.webp", "expected/alpha.png", "webp"),
        ("grey_alpha.png", "expected/grey_alpha.png", "png"),
        ("palette.png", "expected/palette.png", "png"),
        ("bits.png", "expected/bits.png", "png"),
        ("offset.gif", "expected/offset.png", "gif"),
        ("animated.webp", "expected/animated.png", "webp"),
    ] {
        let got = photo(name);
        assert_eq!(distance(&got, &photo(expected), name), 0, "{name}");
        assert_eq!(got.format(), format, "{name}");
    }
}

#[test]
fn lossy_formats_are_within_four_levels_of_pillow() {
    for name in [
        "420.jpg",
        "422.jpg",
        "444.jpg",
        "progressive.jpg",
        "restarts.jpg",
        "rgb.jpg",
        "grey.jpg",
        "cmyk.jpg",
        "ycck.jpg",
        "lossy.webp",
    ] {
        let stem = name.split('.').next().unwrap();
        let levels = distance(&photo(name), &photo(&format!("expected/{stem}.png")), name);
        println!("{name}: {levels}");
        assert!(levels <= 4, "{name}: {levels} levels");
    }
}

#[test]
fn every_orientation_becomes_upright() {
    let upright = photo("expected/upright.png");
    for orientation in 1..=8 {
        let name = format!("orientation{orientation}.jpg");
        let levels = distance(&photo(&name), &upright, &name);
        assert!(levels <= 4, "{name}: {levels} levels");
    }
    for name in ["orientation6.png", "orientation6.webp"] {
        assert_eq!(distance(&photo(name), &upright, name), 0, "{name}");
    }
}

#[test]
fn browser_pixels_are_composited_over_white() {
    let half = Photo::from_rgba(16, 17, &[10, 20, 250, 51].repeat(16 * 17)).unwrap();
    assert_eq!(
        (half.width(), half.height(), half.format()),
        (16, 17, "rgba")
    );
    // (10, 20, 250) x 0.2 + 255 x 0.8
    assert_eq!(half.rgba(), [206, 208, 254, 255].repeat(16 * 17));
}

#[test]
fn resize_is_within_one_level_of_pillow() {
    for (name, edges) in [
        ("large", &[128, 224, 37][..]),
        ("photo", &[128, 224]),
        ("tall", &[128, 33]),
    ] {
        for &edge in edges {
            let what = format!("{name}.{edge}");
            let got = photo(&format!("{name}.png")).resize(edge).unwrap();
            let levels = distance(&got, &photo(&format!("expected/{what}.png")), &what);
            println!("{what}: {levels}");
            assert!(levels <= 1, "{what}: {levels} levels");
        }
    }
}

#[derive(Deserialize)]
struct Geometry {
    width: u32,
    height: u32,
    edge: u32,
    resized: (u32, u32),
    corner: Option<(u32, u32)>,
}

#[test]
fn sizes_and_corners_are_those_of_torchvision() {
    let rows: Vec<Geometry> = serde_json::from_slice(&bytes("geometry.json")).unwrap();
    assert!(rows.iter().any(|row| row.corner.is_some()));
    for row in rows {
        let what = format!("{} x {} to {}", row.width, row.height, row.edge);
        let blank = vec![0; 4 * (row.width * row.height) as usize];
        let whole = Photo::from_rgba(row.width, row.height, &blank).unwrap();
        let resized = whole.resize(row.edge).unwrap();
        assert_eq!((resized.width(), resized.height()), row.resized, "{what}");
        if let Some(corner) = row.corner {
            let (square, crop) = whole.crop(0.5);
            assert_eq!((crop.x, crop.y), corner, "{what}");
            assert_eq!(crop.edge_px, row.width.min(row.height), "{what}");
            assert_eq!(
                (square.width(), square.height()),
                (crop.edge_px, crop.edge_px),
                "{what}"
            );
        }
    }
}

#[test]
fn crop_takes_the_pixels_it_names() {
    // Red is the column, green the row.
    let ramp = |width: u32, height: u32| {
        let pixels =
            (0..height).flat_map(|y| (0..width).flat_map(move |x| [x as u8, y as u8, 0, 255]));
        Photo::from_rgba(width, height, &pixels.collect::<Vec<u8>>()).unwrap()
    };
    for (width, height, position, x, y) in [
        (200, 20, 0.0, 0, 0),
        (200, 20, 1.0, 180, 0),
        (200, 20, 0.3, 54, 0),
        (20, 200, 0.25, 0, 45),
        (20, 200, 7.0, 0, 180),
        (20, 200, -1.0, 0, 0),
        (20, 200, f32::NAN, 0, 0),
        (32, 32, 0.7, 0, 0),
    ] {
        let (square, crop) = ramp(width, height).crop(position);
        let edge_px = width.min(height);
        assert_eq!(crop, Crop { x, y, edge_px });
        let pixels = square.rgba();
        assert_eq!(pixels.len(), 4 * (edge_px * edge_px) as usize);
        let (first, last) = (&pixels[..2], &pixels[pixels.len() - 4..pixels.len() - 2]);
        assert_eq!(first, [x as u8, y as u8]);
        assert_eq!(last, [(x + edge_px - 1) as u8, (y + edge_px - 1) as u8]);
    }
    let json = serde_json::to_string(&Crop {
        x: 1,
        y: 2,
        edge_px: 3,
    })
    .unwrap();
    assert_eq!(json, r#"{"x":1,"y":2,"edgePx":3}"#);
}

#[test]
fn input_is_torchvisions() {
    let expected =
        candle_core::safetensors::load(fixture("input.safetensors"), &Device::Cpu).unwrap();
    let got = photo("input.png").to_input(&MEAN, &STD).unwrap();
    assert_eq!(got.dims(), [1, 3, 24, 40]);
    assert_eq!(got.dtype(), DType::F32);
    let difference = (got - &expected["input"]).unwrap().abs().unwrap();
    let largest = difference.max_all().unwrap().to_scalar::<f32>().unwrap();
    assert!(largest <= 1e-5, "{largest}");
}

#[test]
fn a_strip_is_resized_and_cropped() {
    let strip = Photo::from_rgba(30_000, 16, &[9, 9, 9, 255].repeat(30_000 * 16)).unwrap();
    let resized = strip.resize(224).unwrap();
    assert_eq!((resized.width(), resized.height()), (420_000, 224));
    let (square, crop) = resized.crop(1.0);
    assert_eq!((crop.x, crop.y, square.width()), (419_776, 0, 224));
    assert_eq!(
        strip.resize(512).unwrap_err().to_string(),
        "cannot resize 30000 x 16 px to 512 px on the shorter side: 16 px to 100 megapixels are possible"
    );
    assert!(strip.resize(u32::MAX).is_err());
    assert!(strip.resize(0).is_err());
}

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

#[test]
fn cut_files_are_refused() {
    for name in [
        "420.jpg",
        "444.jpg",
        "progressive.jpg",
        "restarts.jpg",
        "cmyk.jpg",
        "photo.png",
        "interlaced.png",
        "deep.png",
        "palette.png",
        "lossless.webp",
        "lossy.webp",
        "alpha.webp",
        "animated.webp",
        "photo.bmp",
    ] {
        let whole = bytes(name);
        let format = photo(name).format();
        // Behind the signature, in the header, in the pixels, and close to the end; the 12 bytes of a PNG's IEND and
        // the 4 of its last checksum are not part of the picture.
        let end = if format == "png" {
            whole.len() - 17
        } else {
            whole.len() - 2
        };
        for cut in [
            30,
            whole.len() / 3,
            whole.len() / 2,
            whole.len() * 9 / 10,
            end,
        ] {
            let got = Photo::decode(&whole[..cut]);
            let expected = ImageError::Truncated { format, bytes: cut };
            assert_eq!(
                got.as_ref().err(),
                Some(&expected),
                "{name} cut at {cut} of {}",
                whole.len()
            );
        }
    }
    assert_eq!(
        refusal(&bytes("420.jpg")[..1000]),
        "the jpeg is cut off: it ends after 1000 bytes, before its picture is complete"
    );
}

#[test]
fn a_gif_needs_its_first_frame_only() {
    let whole = bytes("offset.gif");
    let second = whole
        .windows(2)
        .rposition(|pair| pair == [0x21, 0xF9])
        .unwrap();
    assert_eq!(
        Photo::decode(&whole[..second + 4]).unwrap(),
        photo("offset.gif")
    );
    for cut in [20, second / 2, second - 40] {
        let expected = ImageError::Truncated {
            format: "gif",
            bytes: cut,
        };
        assert_eq!(Photo::decode(&whole[..cut]), Err(expected));
    }
}

#[test]
fn what_follows_the_picture_does_not_matter() {
    for name in [
        "420.jpg",
        "progressive.jpg",
        "photo.png",
        "offset.gif",
        "lossless.webp",
        "photo.bmp",
    ] {
        let mut longer = bytes(name);
        longer.extend(b"\xFF\xD8 and a video");
        assert_eq!(Photo::decode(&longer).unwrap(), photo(name), "{name}");
    }
}

#[test]
fn undecodable_files_say_why() {
    let mut png = bytes("photo.png");
    png[25] = 7; // a colour type that there is not
    let sentence = refusal(&png);
    assert!(
        sentence.starts_with("the png cannot be decoded: "),
        "{sentence}"
    );

    let mut jpeg = bytes("420.jpg");
    let frame = jpeg
        .windows(2)
        .position(|pair| pair == [0xFF, 0xC0])
        .unwrap();
    jpeg[frame + 1] = 0xC9; // arithmetic coding
    let sentence = refusal(&jpeg);
    assert!(
        sentence.starts_with("the jpeg cannot be decoded: "),
        "{sentence}"
    );
}

/// Every byte of a small file replaced, one at a time: an error or a photo, no panic.
#[test]
fn damaged_files_do_not_panic() {
    for name in [
        "orientation6.jpg",
        "orientation6.png",
        "orientation6.webp",
        "lossy.webp",
        "offset.gif",
        "grey.jpg",
        "progressive.jpg",
        "restarts.jpg",
    ] {
        let whole = bytes(name);
        for at in 0..whole.len() {
            for value in [0, 0xFF, whole[at] ^ 0x10] {
                let mut damaged = whole.clone();
                damaged[at] = value;
                let _ = Photo::decode(&damaged);
            }
        }
    }
}

#[test]
fn fifty_megapixels_are_decoded_and_resized() {
    let (width, height) = (8660, 5774);
    let mut jpeg = Vec::new();
    let pixels = image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([(x / 40) as u8, (y / 40) as u8, (x * y / 9973) as u8])
    });
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 85)
        .encode_image(&pixels)
        .unwrap();
    drop(pixels);

    let start = Instant::now();
    let whole = Photo::decode(&jpeg).unwrap();
    let decoded = start.elapsed();
    let resized = whole.resize(224).unwrap();
    println!(
        "50 megapixels, {} KB: decoded in {decoded:.0?}, resized in {:.0?}",
        jpeg.len() / 1000,
        start.elapsed() - decoded
    );
    assert_eq!((whole.width(), whole.height()), (width, height));
    assert_eq!((resized.width(), resized.height()), (335, 224));
    // Red is 216 at the right edge, green 144 at the bottom.
    let last = resized.rgba().rchunks(4).next().unwrap().to_vec();
    assert!(
        last[0].abs_diff(216) <= 4 && last[1].abs_diff(144) <= 4,
        "{last:?}"
    );
}
