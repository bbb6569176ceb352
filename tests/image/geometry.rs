//! Resize and crop.

use bam_lens::image::{Crop, Photo};
use serde::Deserialize;

use crate::{bytes, distance, photo};

#[test]
fn resize_is_pillows_to_the_bit() {
    for (name, edges) in [
        ("large", &[128, 224, 37][..]),
        ("photo", &[128, 224]),
        ("tall", &[128, 33]),
    ] {
        for &edge in edges {
            let what = format!("{name}.{edge}");
            let got = photo(&format!("{name}.png")).resize(edge).unwrap();
            let levels = distance(&got, &photo(&format!("expected/{what}.png")), &what);
            // Of a photo over twice as tall as wide that shrinks, Pillow 13 makes the rows first.
            let allowed = u8::from(what == "tall.33");
            assert!(levels <= allowed, "{what}: {levels} levels");
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
