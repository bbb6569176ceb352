//! What follows a convolution before its output is written: BatchNorm or bias, residual sum, ReLU.

use wide::f32x4;

use super::gemm::WIDTH;
use super::negligible::{relu, settle, settled};
use super::vector::{LANES, load, load_some, store_some};

/// y = scale · x + shift for every channel: a bias, or a BatchNorm as the affine map it is once trained.
#[derive(Clone, Debug)]
pub struct Affine {
    channels: usize,
    /// Both as long as whole panels of channels, the rest zeros.
    scale: Vec<f32>,
    shift: Vec<f32>,
}

impl Affine {
    /// `scale` and `shift` have a value per channel.
    ///
    /// # Panics
    /// When they differ in length.
    pub fn new(mut scale: Vec<f32>, mut shift: Vec<f32>) -> Self {
        let channels = scale.len();
        assert_eq!(channels, shift.len(), "a scale and a shift per channel");
        for values in [&mut scale, &mut shift] {
            settle(values);
            values.resize(channels.next_multiple_of(WIDTH), 0.0);
        }
        Self {
            channels,
            scale,
            shift,
        }
    }

    /// Number of channels.
    pub fn channels(&self) -> usize {
        self.channels
    }
}

/// The end of one convolution.
pub struct Epilogue<'a> {
    /// Of the sums.
    pub affine: &'a Affine,
    /// Added afterwards; channels last, as large as the output.
    pub residual: Option<&'a [f32]>,
    /// Whether a ReLU comes last.
    pub relu: bool,
}

impl Epilogue<'_> {
    /// For the four channels from `channel` on, as far as there are any.
    #[inline(always)]
    pub fn of(&self, channel: usize) -> ChannelEpilogue<'_> {
        let Affine {
            channels,
            scale,
            shift,
        } = self.affine;
        ChannelEpilogue {
            epilogue: self,
            channel,
            count: channels.saturating_sub(channel).min(LANES),
            scale: load(&scale[channel..]),
            shift: load(&shift[channel..]),
        }
    }
}

/// The end of one convolution for four channels, or for as many as are left.
pub struct ChannelEpilogue<'a> {
    epilogue: &'a Epilogue<'a>,
    channel: usize,
    count: usize,
    scale: f32x4,
    shift: f32x4,
}

impl ChannelEpilogue<'_> {
    /// Finishes and writes the sums of `cell`.
    #[inline(always)]
    pub fn write(&self, y: &mut [f32], cell: usize, sums: f32x4) {
        if self.count == 0 {
            return;
        }
        let at = cell * self.epilogue.affine.channels + self.channel;
        let mut value = sums * self.scale + self.shift;
        if let Some(residual) = self.epilogue.residual {
            value += load_some(&residual[at..][..self.count]);
        }
        value = match self.epilogue.relu {
            true => relu(value),
            false => settled(value),
        };
        store_some(&mut y[at..][..self.count], value);
    }
}
