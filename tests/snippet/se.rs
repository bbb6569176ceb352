//! BAM 1, form se, r = 6: F' of channel 15 at row 2, column 5, counted from 0
//! cargo add candle-core@0.11.1 candle-nn@0.11.1

use candle_core::{DType, Device, IndexOp, Result, Tensor};
use candle_nn::{VarBuilder, ops::sigmoid};

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

    // Mc, the channel branch: (1, C)
    let pooled = f.mean((2, 3))?;
    let hidden = linear(&pooled, "channel.fc0")?.relu()?;
    let mc = linear(&hidden, "channel.fc1")?;

    let mc = mc.unsqueeze(2)?.unsqueeze(3)?; // (1, C) -> (1, C, 1, 1)
    let attention = sigmoid(&mc)?; // M(F)
    let after = f.broadcast_mul(&attention)?; // F'
    let value: f32 = after.i((0, 15, 2, 5))?.to_scalar()?;
    println!("{value} (on the page: 1.002385)");
    Ok(())
}
