//! The networks whose taps PyTorch recorded: `tests/fixtures/networks/cases.json`.

use bam_lens::model::{Architecture, Depth, Form, Merge, Setting, Stem, StrideOn};
use serde::Deserialize;

use crate::support::fixture;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Case {
    pub name: String,
    pub arch: Depth,
    pub stem: Stem,
    pub width: usize,
    pub classes: usize,
    pub stride_on: StrideOn,
    pub form: Form,
    pub merge: Merge,
    pub r: usize,
    pub d: usize,
    pub input: Vec<usize>,
    #[allow(dead_code, reason = "not every test file counts them")]
    pub parameters: u64,
    pub file: String,
}

impl Case {
    pub fn architecture(&self) -> Architecture {
        Architecture {
            depth: self.arch,
            stem: self.stem,
            width: self.width,
            classes: self.classes,
            stride_on: self.stride_on,
        }
    }

    pub fn setting(&self) -> Setting {
        Setting {
            form: self.form,
            merge: self.merge,
            r: self.r,
            d: self.d,
        }
    }
}

/// Every case, in the file's order.
pub fn cases() -> Vec<Case> {
    let text = std::fs::read_to_string(fixture("networks/cases.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}
