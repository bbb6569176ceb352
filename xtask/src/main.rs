//! The one build step that Cargo does not have: the JavaScript half of the WebAssembly module.
//!
//! `cargo xtask bindgen <module.wasm> <folder>` does what the `wasm-bindgen` command would do. It is linked from
//! Cargo.lock instead, so nobody has to install a second tool of exactly the right version.

use std::path::Path;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["bindgen", wasm, folder] => bindgen(Path::new(wasm), Path::new(folder)),
        _ => bail!("usage: cargo xtask bindgen <module.wasm> <folder>"),
    }
}

/// Writes the module, its ES module glue and its type declarations to `folder`.
fn bindgen(wasm: &Path, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(wasm)
        .web(true)?
        .typescript(true)
        // The worker says where the module is. A default path here would make bundlers take a second copy in.
        .omit_default_module_path(true)
        // The names of functions are 8 % of the download; a panic says its file and line without them.
        .remove_name_section(true)
        .generate(folder)
        .with_context(|| format!("no bindings for {}", wasm.display()))
}
