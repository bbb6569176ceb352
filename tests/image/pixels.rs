//! What decoding gives, and the input made of it.

use std::time::Instant;

use bam_lens::image::Photo;
use candle_core::{DType, Device};

use crate::{distance, fixture, photo};

const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
const STD: [f32; 3] = [0.229, 0.224, 0.225];

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
