//! A plane of a tap, to be drawn: (1, C, H, W) -> (H, W), one channel or the mean over all, with its statistics.

use candle_core::Tensor;
use serde::Serialize;

use crate::error::Error;
use crate::kernels::mean_of_channels;

/// One (H, W) plane with what a legend needs to know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// Row by row from the top, each from the left.
    pub data: Vec<f32>,
    /// Cells and their values at a glance.
    pub statistics: Statistics,
}

/// Size and spread of a map. Values that are not finite are counted and otherwise left out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Statistics {
    /// Cells in a row.
    #[serde(rename = "widthPx")]
    pub width: usize,
    /// Rows.
    #[serde(rename = "heightPx")]
    pub height: usize,
    /// Smallest finite value; 0 when there is none.
    pub min: f32,
    /// Largest finite value; 0 when there is none.
    pub max: f32,
    /// Mean of the finite values; 0 when there is none.
    pub mean: f32,
    /// Standard deviation over the finite cells (divided by their number).
    pub deviation: f32,
    /// Cells that are NaN or infinite.
    pub not_finite: usize,
}

/// Takes the plane of `channel`, or the mean over all channels, from `tensor` (1, C, H, W) recorded as `name`.
///
/// The mean over channels is this tool's choice: the paper does not say how its pictures reduce C x H x W.
///
/// # Errors
/// When the tap is not made of maps or has no such channel.
pub fn map(name: &str, tensor: &Tensor, channel: Option<usize>) -> Result<Map, Error> {
    let &[1, channels, height, width] = tensor.dims() else {
        return Err(Error::NoMap {
            name: name.into(),
            shape: tensor.dims().to_vec(),
        });
    };
    let plane = match channel {
        None => mean_of_channels(tensor)?,
        Some(channel) if channel < channels => tensor.narrow(1, channel, 1)?,
        Some(channel) => {
            return Err(Error::NoChannel {
                name: name.into(),
                channel,
                channels,
            });
        }
    };
    let data = plane.flatten_all()?.to_vec1()?;
    let statistics = statistics(&data, width, height);
    Ok(Map { data, statistics })
}

fn statistics(data: &[f32], width: usize, height: usize) -> Statistics {
    let finite = || data.iter().copied().filter(|value| value.is_finite());
    // In f64: the sum of ten thousand f32 of one sign loses digits that a flatness number shows.
    let count = finite().count().max(1) as f64;
    let mean = finite().map(f64::from).sum::<f64>() / count;
    let variance = finite()
        .map(|value| (f64::from(value) - mean).powi(2))
        .sum::<f64>()
        / count;
    Statistics {
        width,
        height,
        min: finite().reduce(f32::min).unwrap_or(0.0),
        max: finite().reduce(f32::max).unwrap_or(0.0),
        mean: mean as f32,
        deviation: variance.sqrt() as f32,
        not_finite: data.len() - finite().count(),
    }
}

#[cfg(test)]
mod tests {
    use candle_core::Device;

    use super::*;

    fn tensor(values: &[f32], shape: &[usize]) -> Tensor {
        Tensor::from_slice(values, shape, &Device::Cpu).unwrap()
    }

    #[test]
    fn a_channel_and_the_mean_over_channels() {
        let tap = tensor(
            &[1., 2., 3., 4., 5., 6., 7., 8., 9., 10., 11., 12.],
            &[1, 2, 2, 3],
        );
        assert_eq!(
            map("t", &tap, Some(1)).unwrap().data,
            [7., 8., 9., 10., 11., 12.]
        );
        let mean = map("t", &tap, None).unwrap();
        assert_eq!(mean.data, [4., 5., 6., 7., 8., 9.]);
        assert_eq!((mean.statistics.width, mean.statistics.height), (3, 2));
        assert_eq!((mean.statistics.min, mean.statistics.max), (4., 9.));
        assert_eq!(mean.statistics.mean, 6.5);
        assert!((mean.statistics.deviation - (35f32 / 12.).sqrt()).abs() < 1e-6);
    }

    #[test]
    fn an_expanded_tap_is_read_as_if_it_were_full() {
        let tap = tensor(&[1., 2.], &[1, 2, 1, 1]);
        let tap = tap.broadcast_as((1, 2, 2, 2)).unwrap();
        assert_eq!(map("t", &tap, Some(1)).unwrap().data, [2.; 4]);
    }

    #[test]
    fn what_is_not_finite_is_counted_and_left_out() {
        let tap = tensor(&[f32::NAN, 1., f32::INFINITY, 3.], &[1, 1, 2, 2]);
        let statistics = map("t", &tap, Some(0)).unwrap().statistics;
        assert_eq!(statistics.not_finite, 2);
        assert_eq!(
            (statistics.min, statistics.max, statistics.mean),
            (1., 3., 2.)
        );
        let nothing = map("t", &tensor(&[f32::NAN], &[1, 1, 1, 1]), None).unwrap();
        assert_eq!(nothing.statistics.not_finite, 1);
        assert_eq!(
            (nothing.statistics.min, nothing.statistics.deviation),
            (0., 0.)
        );
    }

    #[test]
    fn what_is_no_map_is_refused() {
        let refused = |tap: &Tensor, channel| map("t", tap, channel).unwrap_err().to_string();
        assert_eq!(
            refused(&tensor(&[1., 2.], &[1, 2]), None),
            "tap \"t\" has shape [1, 2]: it is not made of maps"
        );
        assert_eq!(
            refused(&tensor(&[1., 2.], &[1, 2, 1, 1]), Some(2)),
            "tap \"t\" has no channel 2, it has 2 from 0"
        );
    }
}
