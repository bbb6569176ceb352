//! The photo as the network is shown it: which square of it, at which size.

use candle_core::Tensor;

use crate::error::Error;
use crate::image::{Photo, SHOWN_EDGE_PX};
use crate::model::INPUT_EDGE_PX;

/// A photo, resized and ready to be cropped. The full-size pixels are not kept: a phone's photo takes 36 MB of them, its
/// file 4 MB, and only a change of size needs them again.
pub struct Frame {
    original: Original,
    width_px: u32,
    height_px: u32,
    format: &'static str,
    /// Shorter side as large as the network's input.
    scaled: Photo,
    /// Shorter side at most [`SHOWN_EDGE_PX`].
    shown: Photo,
    position: f32,
}

enum Original {
    File(Vec<u8>),
    Pixels(Photo),
}

impl Frame {
    /// Decodes a file (jpeg, png, webp, gif, bmp) for an input of `edge_px` px; the square is the middle one.
    ///
    /// # Errors
    /// When the file is no image that can be read, or the network takes no such size.
    pub fn open(file: Vec<u8>, edge_px: usize) -> Result<Self, Error> {
        let photo = Photo::decode(&file)?;
        Self::new(Original::File(file), &photo, edge_px)
    }

    /// The same for pixels that were decoded elsewhere: RGBA8, (H, W, 4).
    ///
    /// # Errors
    /// When the pixels do not fill their rectangle, or the network takes no such size.
    pub fn from_rgba(width: u32, height: u32, rgba: &[u8], edge_px: usize) -> Result<Self, Error> {
        let photo = Photo::from_rgba(width, height, rgba)?;
        Self::new(Original::Pixels(photo.clone()), &photo, edge_px)
    }

    fn new(original: Original, photo: &Photo, edge_px: usize) -> Result<Self, Error> {
        let shorter = photo.width().min(photo.height());
        Ok(Self {
            original,
            width_px: photo.width(),
            height_px: photo.height(),
            format: photo.format(),
            scaled: scale(photo, edge_px)?,
            shown: photo.resize(shorter.min(SHOWN_EDGE_PX))?,
            position: 0.5,
        })
    }

    /// Width and height of the whole photo, upright, in px.
    pub fn size_px(&self) -> (u32, u32) {
        (self.width_px, self.height_px)
    }

    /// `jpeg`, `png`, `webp`, `gif`, `bmp` or `rgba`.
    pub fn format(&self) -> &'static str {
        self.format
    }

    /// Chooses the edge of the network's input and where its square lies along the longer side: 0 is the start, 1 the
    /// end, 0.5 the middle. Tells whether the network now sees something else.
    ///
    /// # Errors
    /// When the network takes no such size; nothing changes then.
    pub fn place(&mut self, edge_px: usize, position: f32) -> Result<bool, Error> {
        let resized = self.input_edge_px() != edge_px;
        if resized {
            self.scaled = match &self.original {
                Original::File(file) => scale(&Photo::decode(file)?, edge_px)?,
                Original::Pixels(photo) => scale(photo, edge_px)?,
            };
        }
        let moved = self.position != position;
        self.position = position;
        Ok(resized || moved)
    }

    /// The square as the network sees it: (1, 3, edge, edge), (v / 255 - `mean`) / `std`.
    ///
    /// # Errors
    /// Only those of the tensor library.
    pub fn input(&self, mean: &[f32; 3], std: &[f32; 3]) -> Result<Tensor, Error> {
        let (square, _) = self.scaled.crop(self.position);
        Ok(square.to_input(mean, std)?)
    }

    /// The same square for a person: at most `edge_px` px, never larger than the photo itself.
    ///
    /// # Errors
    /// When `edge_px` is too small for a picture.
    pub fn view(&self, edge_px: u32) -> Result<Photo, Error> {
        let (square, _) = self.shown.crop(self.position);
        Ok(square.resize(edge_px.min(square.width()))?)
    }

    fn input_edge_px(&self) -> usize {
        self.scaled.width().min(self.scaled.height()) as usize
    }
}

fn scale(photo: &Photo, edge_px: usize) -> Result<Photo, Error> {
    match u32::try_from(edge_px) {
        Ok(edge) if INPUT_EDGE_PX.contains(&edge_px) => Ok(photo.resize(edge)?),
        _ => Err(Error::InputShape {
            got: vec![1, 3, edge_px, edge_px],
            expected: "(1, 3, H, W) with H and W from 32 to 512",
        }),
    }
}
