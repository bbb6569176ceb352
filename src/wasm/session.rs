//! The network at work, with the photo that it sees.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::incoming::Incoming;
use super::js::{
    from_js, named, of_each_bam, plane, read, set, tap, tap_names, tensor, thrown, to_js,
};
use super::trial::Trial;
use crate::checkpoint::{Metadata, Variant};
use crate::error::Error;
use crate::fit::Fit;
use crate::frame::Frame;
use crate::image::ensure_room;
use crate::map;
use crate::model::{Architecture, Place, Setting};
use crate::prediction::Prediction;
use crate::session;

/// A loaded network with a photo, its setting and the taps of the last run.
#[wasm_bindgen]
pub struct Session {
    session: session::Session,
    frame: Option<Frame>,
}

/// What a page needs to know of a weights file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary<'a> {
    architecture: &'a Architecture,
    metadata: &'a Metadata,
    variants: &'a [Variant],
    setting: Setting,
    bytes: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhotoSize {
    width_px: u32,
    height_px: u32,
    format: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FitView<'a> {
    kind: &'static str,
    variant: Option<&'a Variant>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunView<'a> {
    fit: FitView<'a>,
    recomputed_from: Option<Place>,
    predictions: Vec<Prediction>,
}

#[wasm_bindgen]
impl Session {
    /// Reads a checkpoint of any known format. An error carries `report` when the file could at least be opened.
    #[wasm_bindgen(constructor)]
    pub fn new(weights: Vec<u8>) -> Result<Session, JsValue> {
        let weights = read(weights)?;
        Ok(Session {
            session: session::Session::new(weights).map_err(thrown)?,
            frame: None,
        })
    }

    /// The same of a file that came in pieces, which is used up.
    #[wasm_bindgen(js_name = fromFile)]
    pub fn from_file(file: Incoming) -> Result<Session, JsValue> {
        Session::new(file.into_bytes())
    }

    /// Another session on the same weights, which are in memory once. It starts as a new one does: with the weights' own
    /// setting, without a photo. Each is freed by itself, in any order.
    pub fn another(&self) -> Session {
        Session {
            session: self.session.another(),
            frame: None,
        }
    }

    /// Architecture, classes, normalisation, variants, and the setting it starts with.
    #[wasm_bindgen(getter, unchecked_return_type = "Summary")]
    pub fn summary(&self) -> Result<JsValue, JsValue> {
        let weights = self.session.weights();
        to_js(&Summary {
            architecture: self.session.architecture(),
            metadata: weights.metadata(),
            variants: weights.variants(),
            setting: self.session.settings()[0],
            bytes: weights.bytes(),
        })
    }

    /// Every key of the checkpoint and what became of it.
    #[wasm_bindgen(getter, unchecked_return_type = "Report")]
    pub fn report(&self) -> Result<JsValue, JsValue> {
        to_js(self.session.weights().report())
    }

    /// Takes a photo: the bytes of a jpeg, png, webp, gif or bmp file. `size_px` is the edge of the network's input.
    #[wasm_bindgen(js_name = loadPhoto, unchecked_return_type = "PhotoSize")]
    pub fn load_photo(
        &mut self,
        file: &js_sys::Uint8Array,
        #[wasm_bindgen(js_name = sizePx)] size_px: usize,
    ) -> Result<JsValue, JsValue> {
        // Copied here and not by the binding, which traps where memory ends.
        ensure_room(file.length().into()).map_err(|error| thrown(error.into()))?;
        let file = file.to_vec();
        let frame = Frame::open(file, size_px).map_err(thrown)?;
        self.show(frame)
    }

    /// Takes a photo that the browser decoded: RGBA8, row by row.
    #[wasm_bindgen(js_name = loadPixels, unchecked_return_type = "PhotoSize")]
    pub fn load_pixels(
        &mut self,
        #[wasm_bindgen(js_name = widthPx)] width_px: u32,
        #[wasm_bindgen(js_name = heightPx)] height_px: u32,
        rgba: &[u8],
        #[wasm_bindgen(js_name = sizePx)] size_px: usize,
    ) -> Result<JsValue, JsValue> {
        let frame = Frame::from_rgba(width_px, height_px, rgba, size_px).map_err(thrown)?;
        self.show(frame)
    }

    /// Changes the edge of the network's input and the place of its square along the photo's longer side (0 to 1).
    #[wasm_bindgen(js_name = setSize)]
    pub fn set_size(
        &mut self,
        #[wasm_bindgen(js_name = sizePx)] size_px: usize,
        #[wasm_bindgen(js_name = cropPosition)] crop_position: f32,
    ) -> Result<(), JsValue> {
        let frame = self.frame.as_mut().ok_or_else(|| thrown(Error::NoInput))?;
        if frame.place(size_px, crop_position).map_err(thrown)? {
            self.feed()?;
        }
        Ok(())
    }

    /// The square the network sees, for a person, at most `edge_px` px.
    #[wasm_bindgen(js_name = photoPixels, unchecked_return_type = "Pixels")]
    pub fn photo_pixels(
        &self,
        #[wasm_bindgen(js_name = edgePx)] edge_px: u32,
    ) -> Result<JsValue, JsValue> {
        let frame = self.frame.as_ref().ok_or_else(|| thrown(Error::NoInput))?;
        let view = frame.view(edge_px).map_err(thrown)?;
        let pixels = js_sys::Object::new();
        set(&pixels, "widthPx", view.width());
        set(&pixels, "heightPx", view.height());
        let data = js_sys::Uint8ClampedArray::from(view.rgba().as_slice());
        set(&pixels, "data", data);
        Ok(pixels.into())
    }

    /// Takes an input (1, 3, height, width) that is already normalised, instead of a photo.
    #[wasm_bindgen(js_name = loadInput)]
    pub fn load_input(&mut self, data: Vec<f32>, shape: Vec<usize>) -> Result<(), JsValue> {
        self.session
            .set_input(tensor(data, shape)?)
            .map_err(thrown)?;
        self.frame = None;
        Ok(())
    }

    /// Chooses form, merge, r and d of all three BAMs. Nothing is computed before `run`.
    #[wasm_bindgen(unchecked_return_type = "Fit")]
    pub fn configure(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Setting")] setting: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.session.configure([from_js(setting)?; 3]);
        to_js(&self.fit())
    }

    /// Chooses form, merge, r and d of the BAM `k` = 1, 2, 3 alone.
    #[wasm_bindgen(js_name = configureBam, unchecked_return_type = "Fit")]
    pub fn configure_bam(
        &mut self,
        k: usize,
        #[wasm_bindgen(unchecked_param_type = "Setting")] setting: JsValue,
    ) -> Result<JsValue, JsValue> {
        let fit = self.session.configure_bam(k, from_js(setting)?);
        to_js(&self.fit_view(fit.map_err(thrown)?))
    }

    /// Brings every tap up to date, computing only what follows the first change. Throws when untrained.
    #[wasm_bindgen(unchecked_return_type = "RunResult")]
    pub fn run(&mut self) -> Result<JsValue, JsValue> {
        let recomputed_from = self.session.run().map_err(thrown)?;
        to_js(&RunView {
            fit: self.fit(),
            recomputed_from,
            predictions: self.session.predictions().map_err(thrown)?,
        })
    }

    /// What would stand behind other settings of BAM 1, 2, 3; the chosen ones stay.
    #[wasm_bindgen(unchecked_return_type = "[Fit, Fit, Fit]")]
    pub fn fits(
        &self,
        #[wasm_bindgen(unchecked_param_type = "[Setting, Setting, Setting]")] settings: JsValue,
    ) -> Result<JsValue, JsValue> {
        let fits = self.session.fits_with(&of_each_bam(settings)?);
        to_js(&fits.map(|fit| self.fit_view(fit)))
    }

    /// Runs the same photo under other settings of BAM 1, 2, 3; the last run stays. Throws when one is untrained.
    #[wasm_bindgen]
    pub fn trial(
        &self,
        #[wasm_bindgen(unchecked_param_type = "[Setting, Setting, Setting]")] settings: JsValue,
    ) -> Result<Trial, JsValue> {
        let settings = of_each_bam(settings)?;
        Ok(Trial(self.session.trial(&settings).map_err(thrown)?))
    }

    /// The tensors that the module at BAM `k` = 1, 2, 3 reads under its chosen setting, in forward order, as the weights
    /// file gives them: f32, BatchNorm not folded in. Names are relative to the module. Throws when untrained.
    #[wasm_bindgen(unchecked_return_type = "Tap[]")]
    pub fn parameters(&self, k: usize) -> Result<js_sys::Array, JsValue> {
        let parameters = self.session.parameters(k).map_err(thrown)?;
        parameters
            .iter()
            .map(|(name, tensor)| named(name, tensor))
            .collect()
    }

    /// Names of the taps of the last run, in forward order.
    #[wasm_bindgen(js_name = tapNames)]
    pub fn tap_names(&self) -> Vec<String> {
        tap_names(self.session.taps())
    }

    /// One tap of the last run, copied.
    #[wasm_bindgen(unchecked_return_type = "Tap")]
    pub fn tap(&self, name: &str) -> Result<JsValue, JsValue> {
        tap(self.session.taps(), name)
    }

    /// One plane of a tap: a channel, or the mean over all of them.
    #[wasm_bindgen(unchecked_return_type = "MapPlane")]
    pub fn map(&self, name: &str, channel: Option<usize>) -> Result<JsValue, JsValue> {
        let tensor = self.session.taps().get(name).map_err(thrown)?;
        plane(&map::map(name, tensor, channel).map_err(thrown)?)
    }

    /// What each cell of stage 4 added to the logit of the output `index` in the last run: the class activation map.
    #[wasm_bindgen(js_name = classMap, unchecked_return_type = "MapPlane")]
    pub fn class_map(&self, index: usize) -> Result<JsValue, JsValue> {
        plane(&self.session.class_map(index).map_err(thrown)?)
    }

    /// Drops the taps, so that the next run computes everything.
    pub fn forget(&mut self) {
        self.session.forget();
    }

    fn show(&mut self, frame: Frame) -> Result<JsValue, JsValue> {
        let (width_px, height_px) = frame.size_px();
        let format = frame.format();
        self.frame = Some(frame);
        self.feed()?;
        to_js(&PhotoSize {
            width_px,
            height_px,
            format,
        })
    }

    fn feed(&mut self) -> Result<(), JsValue> {
        if let Some(frame) = &self.frame {
            let metadata = self.session.weights().metadata();
            let input = frame.input(&metadata.mean, &metadata.std).map_err(thrown)?;
            self.session.set_input(input).map_err(thrown)?;
        }
        Ok(())
    }

    /// Of BAM 1: [`configure`](Self::configure) gives all three the same setting.
    fn fit(&self) -> FitView<'_> {
        let [fit, ..] = self.session.fits();
        self.fit_view(fit)
    }

    fn fit_view(&self, fit: Fit) -> FitView<'_> {
        FitView {
            kind: match fit {
                Fit::Trained(_) => "trained",
                Fit::Borrowed(_) => "borrowed",
                Fit::Untrained => "untrained",
            },
            variant: fit
                .variant()
                .map(|index| &self.session.weights().variants()[index]),
        }
    }
}
