//! A run under other settings.

use wasm_bindgen::prelude::*;

use super::js::{plane, thrown, to_js};
use crate::map;
use crate::session;

/// What the network answers under other settings than those chosen.
#[wasm_bindgen]
pub struct Trial(pub(super) session::Trial);

#[wasm_bindgen]
impl Trial {
    /// Every class, most likely first.
    #[wasm_bindgen(getter, unchecked_return_type = "Prediction[]")]
    pub fn predictions(&self) -> Result<JsValue, JsValue> {
        to_js(&self.0.predictions)
    }

    /// One plane of a tap: a channel, or the mean over all of them.
    #[wasm_bindgen(unchecked_return_type = "MapPlane")]
    pub fn map(&self, name: &str, channel: Option<usize>) -> Result<JsValue, JsValue> {
        let tensor = self.0.taps.get(name).map_err(thrown)?;
        plane(&map::map(name, tensor, channel).map_err(thrown)?)
    }
}
