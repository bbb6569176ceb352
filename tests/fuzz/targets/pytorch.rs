//! Any bytes as a PyTorch file: the first one chooses whether they are taken as they are (zip, legacy or tar, by their
//! magic), or as the pickle of a sound zip archive, where the checks of archives cannot stop them.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod archive;
mod open;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else {
        return;
    };
    match kind & 1 {
        0 => open::open(rest),
        _ => open::open(&archive::around(rest)),
    }
});
