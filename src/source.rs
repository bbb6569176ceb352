//! How a network finds its tensors in a weights file.

use candle_core::{DType, Device, Shape, Tensor};
use candle_nn::var_builder::SimpleBackend;
use candle_nn::{Init, VarBuilder};

use crate::checkpoint::Weights;
use crate::error::Error;
use crate::model::{Architecture, LayerKind, Module, Source, attention_layers};

/// A weights file as a network's source.
pub struct FileSource<'a>(pub &'a Weights);

impl FileSource<'_> {
    fn root(&self) -> VarBuilder<'_> {
        VarBuilder::from_backend(Box::new(Backend(self.0)), DType::F32, Device::Cpu)
    }

    /// Where the BatchNorm statistics of a variant are: under its name where they were measured for it.
    fn statistics_prefix(&self, variant: usize) -> String {
        let measured = format!("norm.{}", self.0.variants()[variant].name);
        match self.0.contains(&format!("{measured}.bn1.running_mean")) {
            true => measured,
            false => "backbone".into(),
        }
    }

    fn module_prefix(&self, variant: usize, k: usize) -> String {
        format!("attention.{}.bam{k}", self.0.variants()[variant].name)
    }

    /// What `module` reads at the BAM `k` on `channels` channels, in forward order, under its names within the module.
    ///
    /// # Errors
    /// When r or d does not fit, or a tensor is missing.
    pub fn parameters(
        &self,
        module: &Module,
        k: usize,
        channels: usize,
    ) -> Result<Vec<(String, Tensor)>, Error> {
        let prefix = self.module_prefix(module.variant, k);
        let mut parameters = Vec::new();
        for layer in attention_layers(&module.setting, module.norms, channels, 0)? {
            for (suffix, _) in layer.kind.tensors() {
                let name = format!("{}.{suffix}", layer.name);
                let tensor = self.0.tensor(&format!("{prefix}.{name}"))?;
                parameters.push((name, tensor));
            }
        }
        Ok(parameters)
    }
}

impl Source for FileSource<'_> {
    fn backbone(&self) -> VarBuilder<'_> {
        self.root().pp("backbone")
    }

    fn statistics(&self, variant: usize) -> VarBuilder<'_> {
        self.root().pp(self.statistics_prefix(variant))
    }

    fn module(&self, variant: usize, k: usize) -> VarBuilder<'_> {
        self.root().pp(self.module_prefix(variant, k))
    }
}

struct Backend<'a>(&'a Weights);

impl SimpleBackend for Backend<'_> {
    fn get(
        &self,
        s: Shape,
        name: &str,
        _: Init,
        _: DType,
        _: &Device,
    ) -> candle_core::Result<Tensor> {
        let tensor = self.0.tensor(name).map_err(candle_core::Error::wrap)?;
        if tensor.shape() != &s {
            candle_core::bail!("{name} has shape {:?}, expected {s:?}", tensor.shape());
        }
        Ok(tensor)
    }

    fn get_unchecked(&self, name: &str, _: DType, _: &Device) -> candle_core::Result<Tensor> {
        self.0.tensor(name).map_err(candle_core::Error::wrap)
    }

    fn contains_tensor(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

/// For the stem and stages 1 to 4: variant -> the first variant with bitwise the same BatchNorm statistics there.
/// Before the first BAM all variants of one backbone agree, so a change of variant need not start at the stem.
pub fn shared_statistics(weights: &Weights, architecture: &Architecture) -> [Vec<usize>; 5] {
    let source = FileSource(weights);
    let layers = architecture.layers();
    [0, 1, 2, 3, 4].map(|stage| {
        let prefix = format!("layer{stage}.");
        let norms: Vec<&str> = layers
            .iter()
            .filter(|layer| matches!(layer.kind, LayerKind::Norm { .. }))
            .map(|layer| layer.name.as_str())
            .filter(|name| match stage {
                0 => *name == "bn1",
                _ => name.starts_with(&prefix),
            })
            .collect();
        let agree = |a: usize, b: usize| {
            let (a, b) = (source.statistics_prefix(a), source.statistics_prefix(b));
            norms.iter().all(|norm| {
                ["running_mean", "running_var"].iter().all(|part| {
                    weights.same(&format!("{a}.{norm}.{part}"), &format!("{b}.{norm}.{part}"))
                })
            })
        };
        let variants = 0..weights.variants().len();
        variants
            .map(|variant| {
                (0..variant)
                    .find(|first| agree(*first, variant))
                    .unwrap_or(variant)
            })
            .collect()
    })
}
