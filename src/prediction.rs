//! A network's answer: every class with its probability, most likely first.

use candle_core::Tensor;
use serde::Serialize;

use crate::checkpoint::Class;
use crate::error::Error;

/// One class with its probability.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Prediction {
    /// Output of the network.
    pub index: usize,
    /// The class's words.
    pub label: String,
    /// In 0..1; all outputs sum to 1.
    pub probability: f32,
}

/// Puts the outputs in order: `probabilities` (1, classes) with as many `classes`.
pub(crate) fn ranked(probabilities: &Tensor, classes: &[Class]) -> Result<Vec<Prediction>, Error> {
    let probabilities: Vec<f32> = probabilities.flatten_all()?.to_vec1()?;
    let mut ranked: Vec<Prediction> = (0..)
        .zip(classes.iter().zip(probabilities))
        .map(|(index, (class, probability))| Prediction {
            index,
            label: class.label.clone(),
            probability,
        })
        .collect();
    ranked.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    Ok(ranked)
}
