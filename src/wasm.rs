//! The library for JavaScript. This file wraps and never computes.

use std::sync::Mutex;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use crate::checkpoint::{Metadata, Variant, Weights};
use crate::error::Error;
use crate::fit::Fit;
use crate::frame::Frame;
use crate::model::{Architecture, Norms, Place, Setting};
use crate::taps::Taps;
use crate::{lone, map, model, session};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("wasm.d.ts");

/// A panic is a trap that says nothing: its text is kept here for the one who finds the worker dead.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|info| {
        let text = info.to_string();
        web_sys::console::error_1(&text.as_str().into());
        if let Ok(mut panic) = PANIC.lock() {
            *panic = Some(text);
        }
    }));
}

/// The text of the panic that ended this instance, if one did.
#[wasm_bindgen(js_name = panicText)]
pub fn panic_text() -> Option<String> {
    PANIC.lock().ok().and_then(|panic| panic.clone())
}

/// Parameters and multiply-adds of a network on a square photo of `size_px` px.
#[wasm_bindgen(unchecked_return_type = "NetworkCost")]
pub fn cost(
    #[wasm_bindgen(unchecked_param_type = "Architecture")] architecture: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Setting")] setting: JsValue,
    #[wasm_bindgen(js_name = sizePx)] size_px: usize,
) -> Result<JsValue, JsValue> {
    let architecture: Architecture = from_js(architecture)?;
    let setting: Setting = from_js(setting)?;
    let norms = Norms::of(setting.form);
    let cost = model::cost(&architecture, &setting, norms, size_px, size_px).map_err(thrown)?;
    to_js(&cost)
}

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
    predictions: Vec<session::Prediction>,
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
        file: Vec<u8>,
        #[wasm_bindgen(js_name = sizePx)] size_px: usize,
    ) -> Result<JsValue, JsValue> {
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

    /// Every class with its probability under another setting of all three BAMs; the last run stays.
    #[wasm_bindgen(js_name = predictionsWith, unchecked_return_type = "Prediction[]")]
    pub fn predictions_with(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Setting")] setting: JsValue,
    ) -> Result<JsValue, JsValue> {
        let settings = [from_js(setting)?; 3];
        to_js(&self.session.predictions_with(&settings).map_err(thrown)?)
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
        let map = map::map(name, tensor, channel).map_err(thrown)?;
        let plane = to_js(&map.statistics)?;
        set(
            &plane,
            "data",
            js_sys::Float32Array::from(map.data.as_slice()),
        );
        Ok(plane)
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

/// One BAM module without a network, and the taps of its last run.
#[wasm_bindgen]
pub struct LoneModule {
    module: lone::LoneModule,
    taps: Taps,
}

#[wasm_bindgen]
impl LoneModule {
    /// Reads the first module of a checkpoint of any known format.
    #[wasm_bindgen(constructor)]
    pub fn new(weights: Vec<u8>) -> Result<LoneModule, JsValue> {
        let module = lone::LoneModule::load(&read(weights)?).map_err(thrown)?;
        Ok(LoneModule {
            module,
            taps: Taps::default(),
        })
    }

    /// Runs on a feature map (1, C, H, W), row by row.
    pub fn run(&mut self, data: Vec<f32>, shape: Vec<usize>) -> Result<(), JsValue> {
        self.taps = self.module.run(&tensor(data, shape)?).map_err(thrown)?;
        Ok(())
    }

    /// Names of the taps of the last run, in forward order.
    #[wasm_bindgen(js_name = tapNames)]
    pub fn tap_names(&self) -> Vec<String> {
        tap_names(&self.taps)
    }

    /// One tap of the last run, copied.
    #[wasm_bindgen(unchecked_return_type = "Tap")]
    pub fn tap(&self, name: &str) -> Result<JsValue, JsValue> {
        tap(&self.taps, name)
    }
}

fn read(weights: Vec<u8>) -> Result<Weights, JsValue> {
    Weights::read(weights).map_err(|error| thrown(error.into()))
}

fn tap_names(taps: &Taps) -> Vec<String> {
    taps.iter().map(|(name, _)| name.to_string()).collect()
}

fn tap(taps: &Taps, name: &str) -> Result<JsValue, JsValue> {
    let tensor = taps.get(name).map_err(thrown)?;
    let data: Vec<f32> = tensor
        .flatten_all()
        .and_then(|flat| flat.to_vec1())
        .map_err(|error| thrown(error.into()))?;
    let tap = js_sys::Object::new();
    set(&tap, "name", name);
    set(&tap, "shape", to_js(tensor.dims())?);
    set(&tap, "data", js_sys::Float32Array::from(data.as_slice()));
    Ok(tap.into())
}

fn tensor(data: Vec<f32>, shape: Vec<usize>) -> Result<candle_core::Tensor, JsValue> {
    let fits = shape
        .iter()
        .try_fold(1usize, |count, edge| count.checked_mul(*edge))
        .is_some_and(|count| count == data.len());
    if !fits {
        return Err(thrown(Error::ValueCount {
            got: data.len(),
            shape,
        }));
    }
    candle_core::Tensor::from_vec(data, shape, &candle_core::Device::Cpu)
        .map_err(|error| thrown(error.into()))
}

/// A JavaScript `Error`, with the checkpoint's `report` when there is one.
fn thrown(error: Error) -> JsValue {
    let thrown = js_sys::Error::new(&error.to_string());
    if let Some(Ok(report)) = error.report().map(to_js) {
        set(&thrown, "report", report);
    }
    thrown.into()
}

fn to_js(value: &(impl Serialize + ?Sized)) -> Result<JsValue, JsValue> {
    let plain = serde_wasm_bindgen::Serializer::json_compatible();
    Ok(value.serialize(&plain)?)
}

fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    Ok(serde_wasm_bindgen::from_value(value)?)
}

/// Sets a property of an object made here, which cannot refuse it.
fn set(object: &JsValue, key: &str, value: impl Into<JsValue>) {
    js_sys::Reflect::set(object, &key.into(), &value.into()).expect("a plain object is open");
}
