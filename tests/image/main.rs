//! Photos against Pillow and torchvision. The files, and what is expected of them, come from
//! `make.py` and `samples.py` in `tests/fixtures/images`.

mod damage;
mod geometry;
mod pixels;
mod refusals;
mod samples;

use std::fs;
use std::path::PathBuf;

use bam_lens::image::Photo;

/// The path of a file under `tests/fixtures/images`.
pub fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/images")
        .join(name)
}

/// The bytes of a fixture.
pub fn bytes(name: &str) -> Vec<u8> {
    fs::read(fixture(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A fixture that can be read, decoded.
pub fn photo(name: &str) -> Photo {
    Photo::decode(&bytes(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What is said of a file that cannot be read.
pub fn refusal(bytes: &[u8]) -> String {
    Photo::decode(bytes)
        .expect_err("should be refused")
        .to_string()
}

/// The largest difference of two photos of one size, in levels.
pub fn distance(got: &Photo, expected: &Photo, what: &str) -> u8 {
    let size = |photo: &Photo| (photo.width(), photo.height());
    assert_eq!(size(got), size(expected), "{what}");
    let (got, expected) = (got.rgba(), expected.rgba());
    got.iter()
        .zip(&expected)
        .map(|(a, b)| a.abs_diff(*b))
        .max()
        .unwrap()
}
