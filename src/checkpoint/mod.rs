//! Bytes to named tensors: container formats, naming schemes, the report.
//!
//! ```text
//! bytes --container--> the file's own keys --scheme--> canonical names --assignment--> architecture, variants, what is
//! missing --store--> tensors on demand
//! ```
//!
//! # Formats
//! safetensors, and everything `torch.save` has written: the zip of PyTorch 1.6 and later, the legacy stream of pickles
//! before that (the authors' released `.pth.tar`), and the tar of the first versions; any of them in a gzip archive. All
//! are read from bytes in memory; a pickle is parsed as data and none of its opcodes runs code.
//!
//! # Canonical names
//! Whatever a file calls its tensors, [`Weights`] presents these:
//! - `backbone.{layer}.{tensor}` with torchvision's layer names: `backbone.layer1.0.bn1.running_mean`;
//! - `norm.{variant}.{layer}.running_mean` and `running_var`: statistics of the backbone measured under one variant.
//!   Where they exist, they stand for the backbone's;
//! - `attention.{variant}.bam{k}.{layer}.{tensor}` with the layers of [`attention_layers`](crate::model::attention_layers).
//!   A lone module is `bam1`.
//!
//! # 8-bit weights
//! A tensor `X.weight` of type I8, whose first axis is the output channels, has a companion `X.weight_scale` of type F32
//! and shape `[out]`. The quantisation is symmetric: value = integer x scale of its output channel, there is no zero point.
//! F32, F16, BF16 and F64 need no companion. Arithmetic is f32 in any case.
//!
//! Sources of the naming schemes: github.com/Jongchan/attention-module at 459efad, `MODELS/bam.py` and
//! `MODELS/model_resnet.py`; osmr/pytorchcv, `bamresnet.py`; changzy00/pytorch-attention, `attention_mechanisms/bam.py`;
//! torchvision, `models/resnet.py`.

mod archive;
mod assignment;
mod container;
mod error;
mod foreign;
mod gzip;
mod infer;
mod metadata;
mod pairs;
mod pickle;
mod pytorch;
mod report;
mod safetensors;
mod scheme;
mod store;
mod stream;
mod trained;
mod variant;

use candle_core::Tensor;

pub use container::Container;
pub use error::{CheckpointError, Misfit};
pub use metadata::{Class, Metadata};
pub use report::{Fate, Key, Lack, Report, Stock};
pub use scheme::Scheme;
pub use variant::{Accuracy, Gain, Variant};

use crate::model::Architecture;
use assignment::Assignment;
use metadata::Declared;
use scheme::Names;
use store::Store;

/// The weights of a network with its variants, or of one lone BAM module, held as the file stores them.
pub struct Weights {
    architecture: Option<Architecture>,
    variants: Vec<Variant>,
    metadata: Metadata,
    report: Report,
    store: Store,
}

impl Weights {
    /// Reads a checkpoint of any known format and naming scheme. Every value is looked at once, so that what
    /// [`tensor`](Weights::tensor) gives later is finite.
    ///
    /// # Errors
    /// [`CheckpointError`] says which key, what was expected and what was there; when the file could at least be opened,
    /// [`CheckpointError::report`] lists all of its keys.
    pub fn read(bytes: Vec<u8>) -> Result<Weights, CheckpointError> {
        let contents = container::open(bytes)?;
        let declared = Declared::read(&contents.metadata)?;
        let names = Names::of(&contents);
        let assignment = Assignment::of(&contents, &names, declared.variants.as_deref());
        let report = Report::of(&contents, &names, &assignment);
        let reject = |misfit, report| {
            Err(CheckpointError::Misfit {
                misfit,
                report: Box::new(report),
            })
        };
        if let Some(misfit) = assignment.misfit {
            return reject(misfit, report);
        }
        let metadata = declared.settle(assignment.architecture.as_ref())?;
        let store = Store::take(contents, &assignment.uses)?;
        if let Some(misfit) = store.unusable(&assignment.uses)? {
            return reject(misfit, report);
        }
        Ok(Weights {
            architecture: assignment.architecture,
            variants: assignment.variants,
            metadata,
            report,
            store,
        })
    }

    /// The network, or `None` for a file that holds one lone BAM module.
    pub fn architecture(&self) -> Option<&Architecture> {
        self.architecture.as_ref()
    }

    /// The trained settings, in the file's order; at least one.
    pub fn variants(&self) -> &[Variant] {
        &self.variants
    }

    /// Classes, normalisation, size and training.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// The tensor of a canonical name: f32, on the CPU, in the shape of
    /// [`LayerKind::tensors`](crate::model::LayerKind::tensors), every value finite.
    ///
    /// # Errors
    /// When there is no such tensor.
    pub fn tensor(&self, name: &str) -> Result<Tensor, CheckpointError> {
        self.store.tensor(name)
    }

    /// Whether there is a tensor of this canonical name.
    pub fn contains(&self, name: &str) -> bool {
        self.store.contains(name)
    }

    /// Whether two tensors are stored alike, bit by bit. Two names of which one does not exist are not.
    pub fn same(&self, a: &str, b: &str) -> bool {
        self.store.same(a, b)
    }

    /// Every key of the file and what became of it.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Memory that the file takes, in bytes: it is kept whole.
    pub fn bytes(&self) -> usize {
        self.store.bytes()
    }
}
