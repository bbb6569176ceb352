//! `bam-lens run`: photos or one tensor through a network.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, bail, ensure};
use bam_lens::checkpoint::{Variant, Weights};
use bam_lens::model::{Form, Merge, Setting};
use bam_lens::{Fit, Frame, LoneModule, Prediction, Session, Taps};
use candle_core::{Device, Tensor};
use serde::Serialize;

#[derive(clap::Args)]
pub struct Arguments {
    /// A .safetensors, .pth, .pt or .pth.tar file, packed with gzip or not
    #[arg(long)]
    weights: PathBuf,
    /// A jpeg, png, webp, gif or bmp file; several are run in turn
    #[arg(long, num_args = 1.., required_unless_present = "input", conflicts_with = "input")]
    image: Vec<PathBuf>,
    /// A .npy or .safetensors file with one f32 tensor (1, 3, H, W), already normalised; for a lone module (1, C, H, W)
    #[arg(long)]
    input: Option<PathBuf>,
    /// Edge of the network's input in px [default: that of the weights]
    #[arg(long)]
    size: Option<usize>,
    /// A trained setting by its name, such as r16_d4
    #[arg(long, conflicts_with_all = ["form", "r", "d", "merge"])]
    variant: Option<String>,
    /// paper, official, blog, se or none [default: that of the weights, as for r, d and merge]
    #[arg(long)]
    form: Option<Form>,
    /// Reduction ratio
    #[arg(long)]
    r: Option<usize>,
    /// Dilation
    #[arg(long)]
    d: Option<usize>,
    /// sum, product, max, channel or spatial: counts for the form `paper`
    #[arg(long)]
    merge: Option<Merge>,
    /// Write every tap of the run here
    #[arg(long)]
    taps: Option<PathBuf>,
    /// Print one line of JSON per image
    #[arg(long)]
    json: bool,
}

/// What is printed of one run.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    image: String,
    top: Vec<Prediction>,
    elapsed_ms: f64,
    variant: String,
}

pub fn run(arguments: Arguments) -> anyhow::Result<()> {
    ensure!(
        arguments.taps.is_none() || arguments.image.len() <= 1,
        "--taps is for one image, got {}",
        arguments.image.len()
    );
    let file = arguments.weights.display().to_string();
    let bytes = std::fs::read(&arguments.weights).with_context(|| file.clone())?;
    let weights = Weights::read(bytes).with_context(|| file.clone())?;
    if weights.architecture().is_none() {
        return run_lone_module(&weights, &arguments).with_context(|| file);
    }
    let mut session = Session::new(weights).with_context(|| file)?;
    let setting = chosen_setting(&session, &arguments)?;
    let [fit, ..] = session.configure([setting; 3]);
    let variants = session.weights().variants();
    let variant = describe(fit, variants, &setting);

    let metadata = session.weights().metadata();
    let (mean, std) = (metadata.mean, metadata.std);
    let size = arguments.size.unwrap_or(metadata.size);
    let inputs = arguments.image.iter().map(|path| {
        let file = std::fs::read(path)?;
        Ok(Frame::open(file, size)?.input(&mean, &std)?)
    });
    let inputs = inputs.chain(arguments.input.iter().map(|path| read_tensor(path)));
    for (path, input) in arguments.image.iter().chain(&arguments.input).zip(inputs) {
        let image = path.display().to_string();
        session
            .set_input(input.with_context(|| image.clone())?)
            .with_context(|| image.clone())?;
        let start = Instant::now();
        session.run().with_context(|| image.clone())?;
        let elapsed_ms = start.elapsed().as_secs_f64() * 1e3;
        let mut top = session.predictions()?;
        top.truncate(5);
        print(
            &Line {
                image,
                top,
                elapsed_ms,
                variant: variant.clone(),
            },
            arguments.json,
        )?;
        write_taps(session.taps(), arguments.taps.as_deref())?;
    }
    Ok(())
}

fn run_lone_module(weights: &Weights, arguments: &Arguments) -> anyhow::Result<()> {
    let module = LoneModule::load(weights)?;
    let Some(path) = &arguments.input else {
        bail!(
            "this is one BAM module of {} channels without a network: give it a feature map with --input",
            module.channels()
        );
    };
    let image = path.display().to_string();
    let input = read_tensor(path).with_context(|| image.clone())?;
    let start = Instant::now();
    let taps = module.run(&input).with_context(|| image.clone())?;
    let line = Line {
        image,
        top: Vec::new(),
        elapsed_ms: start.elapsed().as_secs_f64() * 1e3,
        variant: weights.variants()[0].name.clone(),
    };
    print(&line, arguments.json)?;
    write_taps(&taps, arguments.taps.as_deref())
}

fn chosen_setting(session: &Session, arguments: &Arguments) -> anyhow::Result<Setting> {
    let variants = session.weights().variants();
    if let Some(name) = &arguments.variant {
        let variant = variants.iter().find(|variant| variant.name == *name);
        return variant.map(|variant| variant.setting).with_context(|| {
            let names: Vec<&str> = variants.iter().map(|v| v.name.as_str()).collect();
            format!(
                "variant is \"{name}\", expected one of {}",
                names.join(", ")
            )
        });
    }
    let usual = session.settings()[0];
    Ok(Setting {
        form: arguments.form.unwrap_or(usual.form),
        merge: arguments.merge.unwrap_or(usual.merge),
        r: arguments.r.unwrap_or(usual.r),
        d: arguments.d.unwrap_or(usual.d),
    })
}

/// The variant's name, with what it was borrowed for.
fn describe(fit: Fit, variants: &[Variant], setting: &Setting) -> String {
    match fit {
        Fit::Trained(index) => variants[index].name.clone(),
        Fit::Borrowed(index) => format!(
            "{}, borrowed for {} {} r = {} d = {}",
            variants[index].name, setting.form, setting.merge, setting.r, setting.d
        ),
        Fit::Untrained => "untrained".into(),
    }
}

fn read_tensor(path: &Path) -> anyhow::Result<Tensor> {
    let tensor = match path.extension().and_then(|extension| extension.to_str()) {
        Some("npy") => Tensor::read_npy(path)?,
        Some("safetensors") => {
            let mut tensors = candle_core::safetensors::load(path, &Device::Cpu)?;
            match (tensors.remove("input"), tensors.len()) {
                (Some(input), _) => input,
                (None, 1) => tensors.into_values().next().expect("there is one"),
                (None, count) => bail!("{count} tensors and none of them is named \"input\""),
            }
        }
        _ => bail!("expected a .npy or .safetensors file"),
    };
    ensure!(
        tensor.dtype() == candle_core::DType::F32,
        "the tensor is {:?}, expected F32",
        tensor.dtype()
    );
    Ok(tensor)
}

fn print(line: &Line, json: bool) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string(line)?);
        return Ok(());
    }
    println!(
        "{} ({}, {:.1} ms)",
        line.image, line.variant, line.elapsed_ms
    );
    for prediction in &line.top {
        println!(
            "  {:5.1} %  {}",
            prediction.probability * 100.0,
            prediction.label
        );
    }
    Ok(())
}

fn write_taps(taps: &Taps, path: Option<&Path>) -> anyhow::Result<()> {
    let Some(path) = path else { return Ok(()) };
    let tensors = taps
        .iter()
        .map(|(name, tensor)| Ok((name, tensor.contiguous()?)))
        .collect::<candle_core::Result<HashMap<&str, Tensor>>>()?;
    candle_core::safetensors::save(&tensors, path).with_context(|| path.display().to_string())
}
