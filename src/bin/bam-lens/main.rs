//! `bam-lens`: the network of the page on the command line.

mod cost;
mod inspect;
mod run;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// See what the Bottleneck Attention Module (BAM) does to a photo.
#[derive(Parser)]
#[command(name = "bam-lens", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run photos, or one input tensor, through a network.
    Run(run::Arguments),
    /// Tell what a checkpoint holds and what becomes of each of its keys.
    Inspect(inspect::Arguments),
    /// Count a network's parameters and multiply-adds.
    Cost(cost::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Run(arguments) => run::run(arguments),
        Command::Inspect(arguments) => inspect::inspect(arguments),
        Command::Cost(arguments) => cost::cost(arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bam-lens: {error:#}");
            ExitCode::FAILURE
        }
    }
}
