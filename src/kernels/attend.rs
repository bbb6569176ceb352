//! The end of an attention module in one pass: logits joined, sigmoid, and what it does to F.

use candle_core::{CpuStorage, CustomOp3, Layout, Result, Shape, Tensor, bail};
use wide::f32x4;

use super::layout::{Extent, as_maps, channels_last};
use super::negligible::settled;
use super::vector::{LANES, load_some, sigmoid, store_some};

/// How channel logits c and spatial logits s become one attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// σ(c + s).
    Sum,
    /// σ(c · s).
    Product,
    /// σ(max(c, s)).
    Max,
    /// σ(c) · σ(s).
    ProductOfSigmoids,
}

/// What an attention M does to F.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// F' = F + F · M.
    Raise,
    /// F' = F · M.
    Scale,
}

/// Channel logits (1, C, 1, 1) or (1, C) and spatial logits (1, 1, H, W) on F (1, C, H, W) -> M and F', both
/// (1, C, H, W), channels last.
///
/// # Errors
/// When a shape does not fit.
pub fn attend(
    f: &Tensor,
    channel: &Tensor,
    spatial: &Tensor,
    join: Join,
    effect: Effect,
) -> Result<(Tensor, Tensor)> {
    let both = f.apply_op3_no_bwd(channel, spatial, &Attend { join, effect })?;
    Ok((
        as_maps(both.narrow(0, 0, 1)?)?,
        as_maps(both.narrow(0, 1, 1)?)?,
    ))
}

struct Attend {
    join: Join,
    effect: Effect,
}

impl Attend {
    #[inline(always)]
    fn attention(&self, c: f32x4, s: f32x4) -> f32x4 {
        match self.join {
            Join::Sum => sigmoid(c + s),
            Join::Product => sigmoid(c * s),
            Join::Max => sigmoid(c.max(s)),
            Join::ProductOfSigmoids => sigmoid(c) * sigmoid(s),
        }
    }
}

impl CustomOp3 for Attend {
    fn name(&self) -> &'static str {
        "attend"
    }

    /// -> (2, H, W, C): M, then F'. An operator has one output; the two become tensors of one storage.
    fn cpu_fwd(
        &self,
        f: &CpuStorage,
        f_layout: &Layout,
        channel: &CpuStorage,
        channel_layout: &Layout,
        spatial: &CpuStorage,
        spatial_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let extent = Extent::of(f_layout.shape())?;
        let f = channels_last(f, f_layout)?;
        let channel = logits(channel, channel_layout, extent.channels)?;
        let spatial = logits(spatial, spatial_layout, extent.cells())?;
        let mut both = vec![0.0; 2 * extent.values()];
        let (attention, after) = both.split_at_mut(extent.values());
        let cells = attention
            .chunks_exact_mut(extent.channels)
            .zip(after.chunks_exact_mut(extent.channels))
            .zip(f.chunks_exact(extent.channels))
            .zip(spatial);
        for (((attention, after), f), &s) in cells {
            let s = f32x4::splat(s);
            let fours = attention
                .chunks_mut(LANES)
                .zip(after.chunks_mut(LANES))
                .zip(f.chunks(LANES))
                .zip(channel.chunks(LANES));
            for (((attention, after), f), c) in fours {
                let m = self.attention(load_some(c), s);
                let f = load_some(f);
                store_some(attention, m);
                let raised = match self.effect {
                    Effect::Raise => f + f * m,
                    Effect::Scale => f * m,
                };
                store_some(after, settled(raised));
            }
        }
        let Extent {
            height,
            width,
            channels,
        } = extent;
        Ok((CpuStorage::F32(both), (2, height, width, channels).into()))
    }
}

/// The `count` values of a contiguous tensor.
fn logits<'a>(storage: &'a CpuStorage, layout: &Layout, count: usize) -> Result<&'a [f32]> {
    match layout.contiguous_offsets() {
        Some((start, end)) if end - start == count => Ok(&storage.as_slice()?[start..end]),
        _ => bail!("{:?} holds no {count} logits in a row", layout.shape()),
    }
}
