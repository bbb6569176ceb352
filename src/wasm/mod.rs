//! The library for JavaScript. This folder wraps and never computes.

mod incoming;
mod js;
mod lone_module;
mod session;
mod trial;

use std::sync::Mutex;

use wasm_bindgen::prelude::*;

use crate::model::{self, Architecture, Norms, Setting};
use js::{from_js, thrown, to_js};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

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
