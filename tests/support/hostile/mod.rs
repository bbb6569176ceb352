//! Checkpoints that someone spoilt, on purpose or not: each with its name, and with what must be said of it. The same table
//! is held against the native build (`tests/checkpoint/hostile.rs`) and, written out by `tests/hostile/write.rs`, against the
//! WebAssembly module (`tests/hostile/named.test.js`).

mod archives;
mod headers;
mod legacy;
mod misfits;
mod pickle;
mod pickles;
mod spoilt;
mod tars;
mod tensors;
mod zip;
mod zips;

use std::path::Path;

#[allow(unused_imports, reason = "not every user spoils files of its own")]
pub use spoilt::File;

/// What opening a file must come to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The code of [`bam_lens::Error::coded`], and the whole sentence.
    Refused { code: String, sentence: String },
    /// The network's name, or "a lone module".
    Opened(&'static str),
}

/// A file of the table.
pub struct Case {
    /// Where it belongs: `safetensors`, `zip`, `pickle`, `legacy`, `tar` or `gzip`.
    pub family: &'static str,
    pub name: &'static str,
    pub file: Vec<u8>,
    outcome: Outcome,
    /// What it comes to where `usize` has 32 bits, when the libraries below say that in other words: numbers that do not fit
    /// there are refused where they are read, and not where they are used.
    outcome_32: Option<Outcome>,
}

impl Case {
    /// What it must come to where `usize` has this many bits.
    pub fn expected(&self, bits: u32) -> &Outcome {
        match &self.outcome_32 {
            Some(outcome) if bits == 32 => outcome,
            _ => &self.outcome,
        }
    }

    fn on_32_bits(self, code: &str, sentence: &str) -> Case {
        let outcome_32 = Some(Outcome::refused(code, sentence));
        Case { outcome_32, ..self }
    }
}

impl Outcome {
    fn refused(code: &str, sentence: &str) -> Outcome {
        Outcome::Refused {
            code: code.into(),
            sentence: sentence.into(),
        }
    }
}

/// Every case, by family.
pub fn cases() -> Vec<Case> {
    let families = [
        ("safetensors", headers::cases()),
        ("safetensors", tensors::cases()),
        ("safetensors", misfits::cases()),
        ("zip", zips::cases()),
        ("pickle", pickles::cases()),
        ("legacy", legacy::cases()),
        ("tar", tars::cases()),
        ("gzip", archives::cases()),
    ];
    let all = families.into_iter().flat_map(|(family, cases)| {
        let of_family = move |case| Case { family, ..case };
        cases.into_iter().map(of_family)
    });
    all.collect()
}

fn case(name: &'static str, file: Vec<u8>, outcome: Outcome) -> Case {
    Case {
        family: "",
        name,
        file,
        outcome,
        outcome_32: None,
    }
}

fn refused(name: &'static str, code: &str, sentence: &str, file: Vec<u8>) -> Case {
    case(name, file, Outcome::refused(code, sentence))
}

fn opened(name: &'static str, network: &'static str, file: Vec<u8>) -> Case {
    case(name, file, Outcome::Opened(network))
}

/// A sound file to begin with.
pub fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/checkpoints")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
