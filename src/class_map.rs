//! The class activation map: what each cell of the last stage adds to the logit of one class.
//!
//! Source: Zhou et al., "Learning Deep Features for Discriminative Localization", CVPR 2016, arXiv 1512.04150, equation 2.

use candle_core::Tensor;

use crate::error::Error;
use crate::map::{Map, map};

/// `stage4` (1, C, H, W) and the class's row of the classifier's weights (1, C) -> the sum of all channels, each times its
/// weight: (H, W). Pooling is a mean, so the map's mean and the classifier's bias add up to the class's logit.
pub(crate) fn class_map(stage4: &Tensor, weights: &Tensor) -> Result<Map, Error> {
    let (batch, channels, height, width) = stage4.dims4()?;
    let cells = stage4.reshape((channels, height * width))?;
    let sums = weights.matmul(&cells)?;
    map(
        "class map",
        &sums.reshape((batch, 1, height, width))?,
        Some(0),
    )
}
