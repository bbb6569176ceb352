//! Candle's own ResNet from `candle-transformers`, without BAM, as anyone would run it. No wasm-bindgen: numbers in, a
//! time is taken outside.

use std::cell::RefCell;

use candle_core::{DType, Device, Result, Tensor};
use candle_nn::{Func, Module, VarBuilder, VarMap};
use candle_transformers::models::resnet;

const CLASSES: usize = 1000;

struct Loaded {
    network: Func<'static>,
    input: Tensor,
}

thread_local! {
    static LOADED: RefCell<Option<Loaded>> = const { RefCell::new(None) };
}

/// Makes a ResNet of 18, 34 or 50 layers with Candle's initial weights, and an input of `size_px`.
#[unsafe(no_mangle)]
pub extern "C" fn load(layers: usize, size_px: usize) {
    let loaded = make(layers, size_px).expect("a network Candle knows");
    LOADED.set(Some(loaded));
}

fn make(layers: usize, size_px: usize) -> Result<Loaded> {
    let variables = VarMap::new();
    let vb = VarBuilder::from_varmap(&variables, DType::F32, &Device::Cpu);
    let network = match layers {
        18 => resnet::resnet18(CLASSES, vb)?,
        34 => resnet::resnet34(CLASSES, vb)?,
        _ => resnet::resnet50(CLASSES, vb)?,
    };
    let input = Tensor::rand(-2f32, 2.0, (1, 3, size_px, size_px), &Device::Cpu)?;
    Ok(Loaded { network, input })
}

/// One forward pass; the sum of the logits, so that nothing of it is left out.
#[unsafe(no_mangle)]
pub extern "C" fn run() -> f32 {
    LOADED.with_borrow(|loaded| {
        let Loaded { network, input } = loaded.as_ref().expect("load comes first");
        let logits = network.forward(input).expect("a forward pass");
        logits
            .sum_all()
            .and_then(|sum| sum.to_scalar())
            .expect("one number")
    })
}
