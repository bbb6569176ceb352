//! `bam-lens inspect`: the report of a checkpoint.

use std::path::PathBuf;

use anyhow::Context;
use bam_lens::checkpoint::{CheckpointError, Fate, Report, Weights};

#[derive(clap::Args)]
pub struct Arguments {
    /// A .safetensors, .pth, .pt or .pth.tar file, packed with gzip or not
    file: PathBuf,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

/// Prints the report; a file that could be opened but not used has one too, and still is an error.
pub fn inspect(arguments: Arguments) -> anyhow::Result<()> {
    let file = arguments.file.display();
    let bytes = std::fs::read(&arguments.file).with_context(|| file.to_string())?;
    let read = Weights::read(bytes);
    let report = match &read {
        Ok(weights) => Some(weights.report()),
        Err(error) => error.report(),
    };
    match report {
        Some(report) if arguments.json => println!("{}", serde_json::to_string_pretty(report)?),
        Some(report) => print(report),
        None => {}
    }
    read.map(drop)
        .map_err(|error: CheckpointError| anyhow::Error::new(error).context(file.to_string()))
}

fn print(report: &Report) {
    println!("container  {}", report.container);
    if let Some(scheme) = &report.scheme {
        println!("names      {scheme}");
    }
    match &report.architecture {
        Some(net) => println!(
            "network    {}, {} stem, {} classes",
            net.depth,
            net.stem.name(),
            net.classes
        ),
        None => println!("network    none"),
    }
    for variant in &report.variants {
        let setting = &variant.setting;
        let d = match variant.d_assumed {
            true => format!(
                "d = {} (assumed: a checkpoint does not record it)",
                setting.d
            ),
            false => format!("d = {}", setting.d),
        };
        println!(
            "variant    {}: {}, {}, r = {}, {d}",
            variant.name, setting.form, setting.merge, setting.r
        );
    }
    println!(
        "keys       {} used, {} ignored, {} missing",
        report.used,
        report.ignored,
        report.missing.len()
    );
    for key in &report.keys {
        match &key.fate {
            Fate::Used { name } => println!("  used     {} -> {name}", key.key),
            Fate::Ignored { why } => println!("  ignored  {}: {why}", key.key),
        }
    }
    for lack in &report.missing {
        println!("  missing  {} {:?}", lack.name, lack.shape);
    }
}
