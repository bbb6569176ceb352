//! `bam-lens cost`: parameters and multiply-adds, whole and per BAM.

use bam_lens::model::{Architecture, Depth, Form, Merge, Norms, Setting, Stem, StrideOn};

#[derive(clap::Args)]
pub struct Arguments {
    /// resnet18, resnet34, resnet50 or resnet101
    #[arg(long)]
    arch: Depth,
    /// imagenet (7x7, stride 2, max-pool) or cifar (3x3)
    #[arg(long, default_value = "imagenet")]
    stem: Stem,
    /// paper, official, blog, se or none
    #[arg(long, default_value = "paper")]
    form: Form,
    /// sum, product, max, channel or spatial: counts for the form `paper`
    #[arg(long, default_value = "sum")]
    merge: Merge,
    /// Reduction ratio
    #[arg(long, default_value_t = 16)]
    r: usize,
    /// Edge of the square input in px
    #[arg(long, default_value_t = 224)]
    size: usize,
    /// Outputs of the network
    #[arg(long, default_value_t = 1000)]
    classes: usize,
    /// The convolution of a bottleneck block that has the stride: 1x1 (the paper's figures) or 3x3 (the released code)
    #[arg(long, default_value = "3x3")]
    stride_on: StrideOn,
    /// Print one line of JSON
    #[arg(long)]
    json: bool,
}

pub fn cost(arguments: Arguments) -> anyhow::Result<()> {
    let architecture = Architecture {
        depth: arguments.arch,
        stem: arguments.stem,
        width: 64,
        classes: arguments.classes,
        stride_on: arguments.stride_on,
    };
    let setting = Setting {
        form: arguments.form,
        merge: arguments.merge,
        r: arguments.r,
        // Dilation costs nothing.
        ..Setting::default()
    };
    let (norms, size) = (Norms::of(setting.form), arguments.size);
    let cost = bam_lens::model::cost(&architecture, &setting, norms, size, size)?;
    if arguments.json {
        println!("{}", serde_json::to_string(&cost)?);
        return Ok(());
    }
    let row = |name: &str, cost: bam_lens::model::Cost| {
        println!(
            "{name:<8} {:>14} parameters {:>16} multiply-adds",
            cost.parameters, cost.multiply_adds
        );
    };
    row(architecture.depth.name(), cost.total);
    for (k, module) in (1..).zip(cost.bam) {
        row(&format!("  BAM {k}"), module);
    }
    Ok(())
}
