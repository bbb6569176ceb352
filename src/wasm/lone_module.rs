//! One attention module by itself.

use wasm_bindgen::prelude::*;

use super::js::{read, tap, tap_names, tensor, thrown};
use crate::lone;
use crate::taps::Taps;

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
