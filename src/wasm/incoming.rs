//! A file on its way in.

use wasm_bindgen::prelude::*;

use super::js::thrown;
use crate::checkpoint::CheckpointError;
use crate::memory;

/// A file that comes piece by piece, so that there is never a second copy of the whole outside the module.
#[wasm_bindgen]
pub struct Incoming(Vec<u8>);

#[wasm_bindgen]
impl Incoming {
    /// Makes room for a file of so many bytes. Throws when there is none.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: usize) -> Result<Incoming, JsValue> {
        let mut file = Vec::new();
        memory::reserve(&mut file, bytes)
            .ok_or_else(|| thrown(CheckpointError::Memory { bytes }.into()))?;
        Ok(Incoming(file))
    }

    /// Appends what comes next.
    pub fn add(&mut self, piece: &js_sys::Uint8Array) {
        let from = self.0.len();
        self.0.resize(from + piece.length() as usize, 0);
        piece.copy_to(&mut self.0[from..]);
    }
}

impl Incoming {
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}
