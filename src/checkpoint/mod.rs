//! Bytes to named tensors: container formats, naming schemes, the report. Interface fixed; bodies to come.

/// A checkpoint that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {}
