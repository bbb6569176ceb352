//! What the page does with a reader's own checkpoint.

use bam_lens::checkpoint::Weights;
use bam_lens::{LoneModule, Session};

/// Opens a file as the page would; every error must have a code and a sentence that a person can read.
pub fn open(bytes: &[u8]) {
    match Weights::read(bytes.to_vec()) {
        Err(error) => readable(bam_lens::Error::from(error)),
        Ok(weights) if weights.architecture().is_none() => {
            if let Err(error) = LoneModule::load(&weights) {
                readable(error);
            }
        }
        Ok(weights) => {
            if let Err(error) = Session::new(weights) {
                readable(error);
            }
        }
    }
}

fn readable(error: bam_lens::Error) {
    let (code, _) = error.coded();
    assert!(code.contains('.'), "{code}");
    let sentence = error.to_string();
    assert!(sentence.chars().count() < 2000, "{sentence}");
}
