//! BAM 1, form paper (sum), r = 6, d = 2: F' of channel 11 at row 2, column 5, counted from 0
//! cargo add candle-core@0.11.1 candle-nn@0.11.1

use candle_core::{DType, Device, IndexOp, Result, Tensor};
use candle_nn::{VarBuilder, batch_norm, ops::sigmoid};

const FILE: &str = "bam-lens.safetensors";

fn main() -> Result<()> {
    let path = std::env::args_os().nth(1).unwrap_or(FILE.into());
    let file = std::fs::read(path)?;
    let vb = VarBuilder::from_buffered_safetensors(file, DType::F32, &Device::Cpu)?;
    let f = vb.get_unchecked("bam1.before")?; // F, (1, C, H, W)
    let p = vb.pp("bam1.parameters");

    let linear = |x: &Tensor, name: &str| {
        let product = x.matmul(&p.pp(name).get_unchecked("weight")?.t()?)?;
        product.broadcast_add(&p.pp(name).get_unchecked("bias")?)
    };
    let conv = |x: &Tensor, name: &str, d: usize| {
        let weight = p.pp(name).get_unchecked("weight")?;
        let padding = weight.dim(2)? / 2 * d; // keeps height and width
        let bias = p.pp(name).get_unchecked("bias")?.reshape((1, (), 1, 1))?;
        x.conv2d(&weight, padding, 1, d, 1)?.broadcast_add(&bias)
    };
    // In evaluation: by the running statistics.
    let norm = |x: Tensor, name: &str| x.apply_t(&batch_norm(x.dim(1)?, 1e-5, p.pp(name))?, false);

    // Mc, the channel branch: (1, C)
    let pooled = f.mean((2, 3))?;
    let hidden = norm(linear(&pooled, "channel.fc0")?, "channel.bn0")?.relu()?;
    let mc = norm(linear(&hidden, "channel.fc1")?, "channel.bn1")?;

    // Ms, the spatial branch: (1, 1, H, W)
    let reduced = norm(conv(&f, "spatial.reduce", 1)?, "spatial.bn0")?.relu()?;
    let dilated1 = norm(conv(&reduced, "spatial.dilated1", 2)?, "spatial.bn1")?.relu()?;
    let dilated2 = norm(conv(&dilated1, "spatial.dilated2", 2)?, "spatial.bn2")?.relu()?;
    let ms = norm(conv(&dilated2, "spatial.project", 1)?, "spatial.bn3")?;

    let mc = mc.unsqueeze(2)?.unsqueeze(3)?; // (1, C) -> (1, C, 1, 1)
    let attention = sigmoid(&mc.broadcast_add(&ms)?)?; // M(F)
    let after = (&f + f.broadcast_mul(&attention)?)?; // F'
    let value: f32 = after.i((0, 11, 2, 5))?.to_scalar()?;
    println!("{value} (on the page: 2.918004)");
    Ok(())
}
