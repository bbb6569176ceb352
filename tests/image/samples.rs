//! The bundled photos, whole files of 0.1 to 0.3 megapixels, against what Pillow makes of them.

use bam_lens::image::Photo;

use crate::{distance, photo};

const SAMPLES: [&str; 10] = [
    "arch",
    "cat",
    "coffee",
    "dahlia",
    "dog",
    "duck",
    "koala",
    "pagoda",
    "raccoon",
    "red-panda",
];

/// Along each side.
const POINTS: u32 = 64;

fn sample(id: &str) -> Photo {
    photo(&format!("../../../www/samples/{id}.jpg"))
}

fn expected(name: &str) -> Photo {
    photo(&format!("expected/samples/{name}.png"))
}

/// The pixels in the middle of `POINTS` x `POINTS` equal fields, moved by `shift` px to the right.
fn points(photo: &Photo, shift: u32) -> Photo {
    let rgba = photo.rgba();
    let middle = |i: u32, side: u32| (2 * i + 1) * side / (2 * POINTS);
    let places = (0..POINTS).flat_map(|y| (0..POINTS).map(move |x| (x, y)));
    let pixels = places.flat_map(|(x, y)| {
        let row = middle(y, photo.height()) * photo.width();
        let at = 4 * (row + middle(x, photo.width()) + shift) as usize;
        rgba[at..at + 4].to_vec()
    });
    Photo::from_rgba(POINTS, POINTS, &pixels.collect::<Vec<u8>>()).unwrap()
}

#[test]
fn decoded_photos_are_within_four_levels_of_pillow() {
    for id in SAMPLES {
        let reference = expected(&format!("{id}.points"));
        let got = sample(id);
        let levels = distance(&points(&got, 0), &reference, id);
        println!("{id}: {levels}");
        assert!(levels <= 4, "{id}: {levels} levels");
        // One pixel aside is another photo.
        assert!(distance(&points(&got, 1), &reference, id) > 4, "{id}");
    }
}

/// Resizing is Pillow's to the bit (`geometry`): what differs is what the decoder gave, and a mean of pixels is no further
/// off than they are.
#[test]
fn what_the_network_is_shown_differs_by_no_more_than_the_decoder() {
    for id in SAMPLES {
        let reference = expected(&format!("{id}.128"));
        let got = sample(id);
        let square = |photo: Photo| photo.resize(128).unwrap().crop(0.5).0;
        let levels = distance(&square(got.clone()), &reference, id);
        println!("{id}: {levels}");
        assert!(levels <= 4, "{id}: {levels} levels");
        // One that was smaller in between is further off.
        let shorter = got.width().min(got.height());
        let halved = got.resize(shorter / 2).unwrap();
        assert!(distance(&square(halved), &reference, id) > 4, "{id}");
    }
}
