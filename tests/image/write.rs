//! Writes what photos decode to, and the square of them that the network is shown, as PNG files. `photo-pixels FOLDER FILE...`
//! makes `FOLDER/{stem}.png` and `FOLDER/{stem}.{edge}.png` of each.

use std::path::Path;

use bam_lens::image::Photo;
use image::RgbaImage;

/// Edges of the network's input in px.
const EDGES: [u32; 3] = [96, 128, 224];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, files) = arguments.split_first().expect("a folder to write into");
    for file in files.iter().map(Path::new) {
        let stem = file.file_stem().expect("a file").display();
        let photo = Photo::decode(&std::fs::read(file)?)?;
        save(&photo, &format!("{folder}/{stem}.png"))?;
        for edge in EDGES {
            let (square, _) = photo.resize(edge)?.crop(0.5);
            save(&square, &format!("{folder}/{stem}.{edge}.png"))?;
        }
    }
    Ok(())
}

fn save(photo: &Photo, path: &str) -> image::ImageResult<()> {
    let pixels = RgbaImage::from_raw(photo.width(), photo.height(), photo.rgba());
    pixels.expect("4 bytes per pixel").save(path)
}
