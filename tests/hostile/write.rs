//! Writes the table of spoilt checkpoints into a folder, for the WebAssembly module: the files by number, and `table.json`
//! with what must come of each. `hostile-checkpoints FOLDER`

#[path = "../support/hostile/mod.rs"]
mod hostile;

use std::path::PathBuf;

use hostile::{Outcome, cases};
use serde_json::json;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).expect("a folder to write into"));
    let mut table = Vec::new();
    for (number, case) in cases().into_iter().enumerate() {
        let file = format!("{number}.bin");
        std::fs::write(folder.join(&file), &case.file)?;
        let mut row = json!({ "family": case.family, "name": case.name, "file": file });
        // The module has 32 bits.
        match case.expected(32) {
            Outcome::Refused { code, sentence } => {
                row["code"] = code.as_str().into();
                row["sentence"] = sentence.as_str().into();
            }
            Outcome::Opened(network) => row["network"] = (*network).into(),
        }
        table.push(row);
    }
    std::fs::write(folder.join("table.json"), json!(table).to_string())
}
