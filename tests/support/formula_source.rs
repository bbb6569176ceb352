//! A network's source that needs no file.

use bam_lens::model::Source;
use candle_core::{DType, Device, Result, Shape, Tensor};
use candle_nn::var_builder::SimpleBackend;
use candle_nn::{Init, VarBuilder};

use crate::formula;

/// A network's source whose every tensor follows from its name.
pub struct FormulaSource {
    /// Whether the module has biases: all forms but `blog`.
    pub bias: bool,
}

struct Backend {
    bias: bool,
}

impl SimpleBackend for Backend {
    fn get(&self, s: Shape, name: &str, _: Init, _: DType, _: &Device) -> Result<Tensor> {
        Ok(formula::tensor(name, s.dims()))
    }

    fn get_unchecked(&self, name: &str, _: DType, _: &Device) -> Result<Tensor> {
        candle_core::bail!("{name} is asked for without a shape")
    }

    /// The network asks only whether a layer has a bias.
    fn contains_tensor(&self, name: &str) -> bool {
        let is_module = name.starts_with("bam");
        name == "fc.bias" || (is_module && self.bias)
    }
}

impl FormulaSource {
    fn root(&self) -> VarBuilder<'_> {
        let backend = Box::new(Backend { bias: self.bias });
        VarBuilder::from_backend(backend, DType::F32, Device::Cpu)
    }
}

impl Source for FormulaSource {
    fn backbone(&self) -> VarBuilder<'_> {
        self.root()
    }

    fn statistics(&self, _variant: usize) -> VarBuilder<'_> {
        self.root()
    }

    fn module(&self, _variant: usize, k: usize) -> VarBuilder<'_> {
        self.root().pp(format!("bam{k}"))
    }
}
