//! Any bytes behind a safetensors header's length and its first brace: opened, described, and run where they are a network.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod open;

fuzz_target!(|bytes: &[u8]| open::open(bytes));
