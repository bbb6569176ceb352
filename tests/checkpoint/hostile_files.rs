//! The table of spoilt checkpoints, in this machine's build.

use std::collections::BTreeSet;

use bam_lens::checkpoint::{CheckpointError, Weights};

use crate::hostile::{Outcome, cases};

fn open(file: Vec<u8>) -> Outcome {
    match Weights::read(file) {
        Ok(weights) => {
            let network = weights.architecture().map(|network| network.depth.name());
            Outcome::Opened(network.unwrap_or("a lone module"))
        }
        Err(error) => {
            if let CheckpointError::Misfit { report, .. } = &error {
                assert_eq!(report.used + report.ignored, report.keys.len(), "{error}");
            }
            let error = bam_lens::Error::from(error);
            Outcome::Refused {
                code: error.coded().0,
                sentence: error.to_string(),
            }
        }
    }
}

#[test]
fn every_spoilt_file_is_told_what_is_wrong_with_it() {
    let mut wrong = Vec::new();
    let mut names = BTreeSet::new();
    for case in cases() {
        let name = format!("{}: {}", case.family, case.name);
        let expected = case.expected(usize::BITS).clone();
        let outcome = open(case.file);
        if outcome != expected {
            wrong.push(format!(
                "{name}
  expected {expected:?}
  got      {outcome:?}"
            ));
        }
        assert!(names.insert(name), "{} is there twice", case.name);
    }
    assert!(
        wrong.is_empty(),
        "{} of {} are told otherwise:\n{}",
        wrong.len(),
        names.len(),
        wrong.join("\n")
    );
}
