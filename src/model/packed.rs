//! The plain network's packed weights. They are the same under every variant, which brings only its own BatchNorm
//! statistics: packed once, they serve all networks of a file, whichever session runs them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use candle_core::Result;
use candle_nn::VarBuilder;

use super::conv::pack;
use crate::kernels::{ConvShape, Convolution};

/// Packed convolutions of one file by name. Cloning shares them.
#[derive(Clone, Default)]
pub struct Packed(Arc<Mutex<HashMap<String, Arc<Convolution>>>>);

impl Packed {
    /// The convolution at `vb`, packed now or before.
    pub(super) fn get(&self, vb: &VarBuilder, shape: ConvShape) -> Result<Arc<Convolution>> {
        // A panic while packing leaves nothing half done in the map.
        let mut packed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(convolution) = packed.get(&vb.prefix()) {
            return Ok(convolution.clone());
        }
        let convolution = Arc::new(pack(vb, shape)?);
        packed.insert(vb.prefix(), convolution.clone());
        Ok(convolution)
    }
}
