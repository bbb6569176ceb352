//! Safetensors files whose header is not one, or says what cannot be.

use super::spoilt::File;
use super::{Case, fixture, opened, refused};

const SOUND: &str = "official_resnet18.safetensors";

/// A file of this header, whatever it is.
pub fn file(header: impl AsRef<[u8]>, data: &[u8]) -> Vec<u8> {
    let header = header.as_ref();
    with_length(header.len() as u64, &[header, data].concat())
}

fn with_length(length: u64, rest: &[u8]) -> Vec<u8> {
    [&length.to_le_bytes(), rest].concat()
}

/// A header of one tensor.
fn tensor(dtype: &str, shape: &str, offsets: &str) -> String {
    format!(r#"{{"w":{{"dtype":"{dtype}","shape":{shape},"data_offsets":{offsets}}}}}"#)
}

/// A header of two tensors of four bytes each that lie there.
fn two(first: &str, second: &str) -> String {
    let entry = |key, at| format!(r#""{key}":{{"dtype":"F32","shape":[1],"data_offsets":{at}}}"#);
    format!("{{{},{}}}", entry("a", first), entry("b", second))
}

/// The sound file, with something put before its header's last brace.
fn beside(entries: &str) -> Vec<u8> {
    let sound = fixture(SOUND);
    let length = u64::from_le_bytes(*sound.first_chunk().unwrap()) as usize;
    let header = String::from_utf8(sound[8..8 + length].to_vec()).unwrap();
    let open = header.trim_end().strip_suffix('}').unwrap();
    file(format!("{open},{entries}}}"), &sound[8 + length..])
}

pub fn empty_tensors(count: usize) -> Vec<u8> {
    let entry = |n| format!(r#""{n}":{{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#);
    let entries: Vec<String> = (0..count).map(entry).collect();
    file(format!("{{{}}}", entries.join(",")), &[])
}

pub fn cases() -> Vec<Case> {
    let whole = fixture(SOUND).len();
    let zeros = [0u8; 16];
    let mut cases = lengths();
    cases.extend(texts());
    cases.extend(offsets(&zeros));
    cases.extend(shapes(&zeros));
    cases.extend(contents());
    cases.push(refused(
        "cut off by one byte",
        "checkpoint.truncated",
        "the safetensors file is cut off: expected 70684 bytes, got 70683",
        fixture(SOUND)[..whole - 1].to_vec(),
    ));
    cases.push(refused(
        "one byte behind the end",
        "checkpoint.damaged",
        "the safetensors file is damaged: its header describes 70684 bytes, the file has 70685",
        [fixture(SOUND), vec![0]].concat(),
    ));
    cases
}

fn lengths() -> Vec<Case> {
    vec![
        refused(
            "seven bytes",
            "checkpoint.notCheckpoint",
            "the file looks like nothing but zeros, expected a safetensors or PyTorch checkpoint",
            vec![0; 7],
        ),
        refused(
            "header of length 0",
            "checkpoint.damaged",
            "the safetensors file is damaged: EOF while parsing a value at line 1 column 0",
            with_length(0, b"{}"),
        ),
        refused(
            "header longer than the file",
            "checkpoint.truncated",
            "the safetensors file is cut off: expected 11 bytes, got 10",
            with_length(3, b"{}"),
        ),
        refused(
            "header of length 2^63",
            "checkpoint.notCheckpoint",
            "the file looks like an unknown format (it begins with 00 00 00 00), expected a safetensors or PyTorch checkpoint",
            with_length(1 << 63, b"{}"),
        ),
        refused(
            "header of length 2^64 - 1",
            "checkpoint.notCheckpoint",
            "the file looks like an unknown format (it begins with ff ff ff ff), expected a safetensors or PyTorch checkpoint",
            with_length(u64::MAX, b"{}"),
        ),
        refused(
            "header of length 100,000,000",
            "checkpoint.truncated",
            "the safetensors file is cut off: expected 100000008 bytes, got 10",
            with_length(100_000_000, b"{}"),
        ),
        refused(
            "header one byte longer than the format allows",
            "checkpoint.notCheckpoint",
            "the file looks like an unknown format (it begins with 01 e1 f5 05), expected a safetensors or PyTorch checkpoint",
            with_length(100_000_001, b"{}"),
        ),
        refused(
            "header of length 2^32 + 2, 2 on 32 bits",
            "checkpoint.notCheckpoint",
            "the file looks like text, expected a safetensors or PyTorch checkpoint",
            with_length((1 << 32) + 2, b"{}"),
        ),
    ]
}

fn texts() -> Vec<Case> {
    let deep = |open: &str, close: &str| {
        format!(
            "{{\"w\":{}{}}}",
            open.repeat(100_000),
            close.repeat(100_000)
        )
    };
    vec![
        refused(
            "header that is not UTF-8",
            "checkpoint.damaged",
            "the safetensors file is damaged: invalid unicode code point at line 1 column 3",
            file(b"{\"\xff\xfe\":0}", &[]),
        ),
        refused(
            "header that is not JSON",
            "checkpoint.damaged",
            "the safetensors file is damaged: key must be a string at line 1 column 2",
            file("{weights: yes}", &[]),
        ),
        refused(
            "header that ends in the middle",
            "checkpoint.damaged",
            "the safetensors file is damaged: EOF while parsing an object at line 1 column 19",
            file("{\"w\":{\"dtype\":\"F32\"", &[]),
        ),
        refused(
            "two headers",
            "checkpoint.damaged",
            "the safetensors file is damaged: trailing characters at line 1 column 3",
            file("{}{}", &[]),
        ),
        refused(
            "lists nested 100,000 deep",
            "checkpoint.damaged",
            "the safetensors file is damaged: invalid JSON in header: recursion limit exceeded at line 1 column 132",
            file(deep("[", "]"), &[]),
        ),
        refused(
            "lists nested 100,000 deep and never closed",
            "checkpoint.damaged",
            "the safetensors file is damaged: expected value at line 1 column 100006",
            file(deep("[", ""), &[]),
        ),
        refused(
            "objects nested 100,000 deep",
            "checkpoint.damaged",
            "the safetensors file is damaged: invalid JSON in header: recursion limit exceeded at line 1 column 636",
            file(
                format!(
                    "{{\"w\":{}0{}}}",
                    "{\"a\":".repeat(100_000),
                    "}".repeat(100_000)
                ),
                &[],
            ),
        ),
        refused(
            "no tensor",
            "misfit.otherArchitecture",
            "the file holds no tensors, expected a ResNet with or without BAM, or one BAM module",
            file("{}", &[]),
        ),
        refused(
            "metadata alone",
            "misfit.otherArchitecture",
            "the file holds no tensors, expected a ResNet with or without BAM, or one BAM module",
            file(r#"{"__metadata__":{"format":"pt"}}"#, &[]),
        ),
        refused(
            "equal keys",
            "checkpoint.duplicate",
            "key \"a\" appears twice",
            file(two("[0,4]", "[0,4]").replace("\"b\"", "\"a\""), &[0; 4]),
        ),
        refused(
            "equal keys, one of them escaped",
            "checkpoint.duplicate",
            "key \"a\" appears twice",
            file(
                two("[0,4]", "[0,4]").replace("\"b\"", "\"\\u0061\""),
                &[0; 4],
            ),
        ),
        refused(
            "metadata twice",
            "checkpoint.duplicate",
            "key \"__metadata__\" appears twice",
            file(r#"{"__metadata__":{},"__metadata__":{}}"#, &[]),
        ),
        refused(
            "metadata with a number",
            "checkpoint.damaged",
            "the safetensors file is damaged: invalid JSON in header: invalid type: integer `3`, expected a string at line 1 column 26",
            file(r#"{"__metadata__":{"epoch":3}}"#, &[]),
        ),
        refused(
            "metadata in a list",
            "checkpoint.damaged",
            "the safetensors file is damaged: invalid JSON in header: invalid type: sequence, expected a map at line 1 column 16",
            file(r#"{"__metadata__":[]}"#, &[]),
        ),
        refused(
            "a lone surrogate in a key",
            "checkpoint.damaged",
            "the safetensors file is damaged: unexpected end of hex escape at line 1 column 9",
            file(
                "{\"\\ud800\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                &[0; 4],
            ),
        ),
        refused(
            "control characters and markup in a key",
            "misfit.otherArchitecture",
            "the file holds 1 tensors of an unknown network, the first is \"  [31m <img src=x onerror=alert(1)>\", expected a ResNet with or without BAM, or one BAM module",
            file(
                "{\"\\u0000\\u001b[31m\\n<img src=x onerror=alert(1)>\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                &[0; 4],
            ),
        ),
        refused(
            "a key of 1 MB",
            "misfit.otherArchitecture",
            "the file holds 1 tensors of an unknown network, the first is \"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…\", expected a ResNet with or without BAM, or one BAM module",
            file(
                format!(
                    "{{\"{}\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}}}",
                    "k".repeat(1_000_000)
                ),
                &[0; 4],
            ),
        ),
        opened(
            "a key of 1 MB beside a network",
            "resnet18",
            beside(&format!(
                "\"{}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
                "k".repeat(1_000_000)
            )),
        ),
        opened(
            "a key named __proto__ beside a network",
            "resnet18",
            beside("\"__proto__\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}"),
        ),
        refused(
            "100,000 empty tensors",
            "checkpoint.tooMany",
            "the file holds 100000 tensors, expected at most 8000",
            empty_tensors(100_000),
        ),
        refused(
            "8,000 empty tensors",
            "misfit.otherArchitecture",
            "the file holds 8000 tensors of an unknown network, the first is \"0\", expected a ResNet with or without BAM, or one BAM module",
            empty_tensors(8_000),
        ),
    ]
}

fn offsets(zeros: &[u8]) -> Vec<Case> {
    vec![
        refused("overlapping tensors", "checkpoint.damaged", "the safetensors file is damaged: invalid offset for tensor `b`", file(two("[0,4]", "[2,6]"), &zeros[..6])),
        refused("a hole between tensors", "checkpoint.damaged", "the safetensors file is damaged: invalid offset for tensor `b`", file(two("[0,4]", "[8,12]"), &zeros[..12])),
        refused("offsets backwards", "checkpoint.damaged", "the safetensors file is damaged: invalid offset for tensor `w`", file(tensor("F32", "[1]", "[4,0]"), &zeros[..4])),
        refused("offsets beyond the end", "checkpoint.truncated", "the safetensors file is cut off: expected 66 bytes, got 62", file(tensor("F32", "[1]", "[0,4]"), &[])),
        refused("offsets far beyond the end", "checkpoint.truncated", "the safetensors file is cut off: expected 4000000000086 bytes, got 90", file(tensor("F32", "[1000000000000]", "[0,4000000000000]"), &zeros[..4])).on_32_bits("checkpoint.damaged", "the safetensors file is damaged: invalid JSON in header: invalid value: integer `1000000000000`, expected usize at line 1 column 78"),
        refused("an offset of 2^64 - 1", "checkpoint.damaged", "the safetensors file is damaged: invalid offset for tensor `w`", file(tensor("U8", "[1]", "[18446744073709551614,18446744073709551615]"), &zeros[..4])).on_32_bits("checkpoint.damaged", "the safetensors file is damaged: invalid JSON in header: invalid value: integer `18446744073709551614`, expected usize at line 1 column 91"),
        refused("an offset of 2^64", "checkpoint.damaged", "the safetensors file is damaged: invalid JSON in header: invalid type: floating point `1.8446744073709552e+19`, expected usize at line 1 column 73", file(tensor("F32", "[1]", "[0,18446744073709551616]"), &zeros[..4])),
        refused("an offset of 2^32, 0 on 32 bits", "checkpoint.damaged", "the safetensors file is damaged: invalid offset for tensor `w`", file(tensor("F32", "[1]", "[4294967296,4294967300]"), &zeros[..4])).on_32_bits("checkpoint.damaged", "the safetensors file is damaged: invalid JSON in header: invalid value: integer `4294967296`, expected usize at line 1 column 72"),
        refused("a negative offset", "checkpoint.damaged", "the safetensors file is damaged: invalid JSON in header: invalid value: integer `-4`, expected usize at line 1 column 55", file(tensor("F32", "[1]", "[-4,0]"), &zeros[..4])),
        refused("an offset with a fraction", "checkpoint.damaged", "the safetensors file is damaged: invalid JSON in header: invalid type: floating point `4.0`, expected usize at line 1 column 56", file(tensor("F32", "[1]", "[0,4.0]"), &zeros[..4])),
        refused("three offsets", "checkpoint.damaged", "the safetensors file is damaged: invalid JSON in header: invalid length 3, expected 2 elements in sequence at line 1 column 56", file(tensor("F32", "[1]", "[0,2,4]"), &zeros[..4])),
        refused("no offsets", "checkpoint.damaged", "the safetensors file is damaged: invalid JSON in header: missing field `data_offsets` at line 1 column 33", file(r#"{"w":{"dtype":"F32","shape":[1]}}"#, &zeros[..4])),
        refused("a tensor that is null", "checkpoint.damaged", "the safetensors file is damaged: invalid JSON in header: invalid type: null, expected struct TensorInfo at line 1 column 10", file(r#"{"w":null}"#, &[])),
    ]
}

fn shapes(zeros: &[u8]) -> Vec<Case> {
    let ones = |count: usize| format!("[{}1]", "1,".repeat(count - 1));
    vec![
        refused("a shape of 2^32 elements and four bytes", "checkpoint.damaged", "the safetensors file is damaged: invalid shape, data type, or offset for tensor", file(tensor("F32", "[65536,65536]", "[0,4]"), &zeros[..4])).on_32_bits("checkpoint.damaged", "the safetensors file is damaged: overflow computing buffer size from shape and/or element type"),
        refused("a shape of 2^30 elements, 0 bytes on 32 bits", "checkpoint.damaged", "the safetensors file is damaged: invalid shape, data type, or offset for tensor", file(tensor("F32", "[32768,32768]", "[0,0]"), &[])).on_32_bits("checkpoint.damaged", "the safetensors file is damaged: overflow computing buffer size from shape and/or element type"),
        refused("a shape of 2^32 elements, 0 on 32 bits", "checkpoint.damaged", "the safetensors file is damaged: invalid shape, data type, or offset for tensor", file(tensor("F32", "[65536,65536]", "[0,0]"), &[])).on_32_bits("checkpoint.damaged", "the safetensors file is damaged: overflow computing buffer size from shape and/or element type"),
        refused("a shape of 2^64 elements, 0 on 64 bits", "checkpoint.damaged", "the safetensors file is damaged: overflow computing buffer size from shape and/or element type", file(tensor("F32", "[4294967296,4294967296]", "[0,0]"), &[])).on_32_bits("checkpoint.damaged", "the safetensors file is damaged: invalid JSON in header: invalid value: integer `4294967296`, expected usize at line 1 column 74"),
        refused("a shape of 2^66 elements", "checkpoint.damaged", "the safetensors file is damaged: overflow computing buffer size from shape and/or element type", file(tensor("F32", "[4294967296,4294967296,4]", "[0,0]"), &[])).on_32_bits("checkpoint.damaged", "the safetensors file is damaged: invalid JSON in header: invalid value: integer `4294967296`, expected usize at line 1 column 76"),
        refused("a shape of 2^62 elements, 0 bytes on 64 bits", "checkpoint.damaged", "the safetensors file is damaged: overflow computing buffer size from shape and/or element type", file(tensor("F32", "[4611686018427387904]", "[0,0]"), &[])).on_32_bits("checkpoint.damaged", "the safetensors file is damaged: invalid JSON in header: invalid value: integer `4611686018427387904`, expected usize at line 1 column 72"),
        refused("a dimension of 2^64 - 1", "checkpoint.damaged", "the safetensors file is damaged: overflow computing buffer size from shape and/or element type", file(tensor("F32", "[18446744073709551615,2]", "[0,0]"), &[])).on_32_bits("checkpoint.damaged", "the safetensors file is damaged: invalid JSON in header: invalid value: integer `18446744073709551615`, expected usize at line 1 column 75"),
        refused("a negative dimension", "checkpoint.damaged", "the safetensors file is damaged: invalid JSON in header: invalid value: integer `-1`, expected usize at line 1 column 55", file(tensor("F32", "[-1]", "[0,4]"), &zeros[..4])),
        refused("a dimension in words", "checkpoint.damaged", "the safetensors file is damaged: invalid JSON in header: invalid type: string \"one\", expected usize at line 1 column 58", file(tensor("F32", "[\"one\"]", "[0,4]"), &zeros[..4])),
        refused("a shape and bytes that disagree", "checkpoint.damaged", "the safetensors file is damaged: invalid shape, data type, or offset for tensor", file(tensor("F32", "[2]", "[0,4]"), &zeros[..4])),
        refused("a shape of 100,000 dimensions", "misfit.otherArchitecture", "the file holds 1 tensors of an unknown network, the first is \"w\", expected a ResNet with or without BAM, or one BAM module", file(tensor("F32", &ones(100_000), "[0,4]"), &zeros[..4])),
        refused("conv1 of 100,000 dimensions", "misfit.otherArchitecture", "the file holds 1 tensors of an unknown network, the first is \"conv1.weight\", expected a ResNet with or without BAM, or one BAM module", file(tensor("F32", &ones(100_000), "[0,4]").replace("\"w\"", "\"conv1.weight\""), &zeros[..4])),
        refused("a number type that does not exist", "checkpoint.damaged", "the safetensors file is damaged: invalid JSON in header: unknown variant `F33`, expected one of `BOOL`, `F4`, `F6_E2M3`, `F6_E3M2`, `U8`, `I8`, `F8_E5M2`, `F8_E4M3`, `F8_E8M0`, `F8_E4M3FNUZ`, `F8_E5M2FNUZ`, `I16`, `U16`, `F16`, `BF16…", file(tensor("F33", "[1]", "[0,4]"), &zeros[..4])),
        refused("a number type of six bits that ends inside a byte", "checkpoint.damaged", "the safetensors file is damaged: The slice is slicing for subbytes dtypes, and the slice does not end up at a byte boundary, this is invalid.", file(tensor("F6_E2M3", "[1]", "[0,1]"), &zeros[..1])),
        opened("BOOL, I8 and F8 beside a network", "resnet18", beside(r#""a":{"dtype":"BOOL","shape":[0],"data_offsets":[0,0]},"b":{"dtype":"I8","shape":[0],"data_offsets":[0,0]},"c":{"dtype":"F8_E4M3","shape":[0],"data_offsets":[0,0]}"#)),
    ]
}

/// Other things than checkpoints, which people drop by mistake.
fn contents() -> Vec<Case> {
    let png = b"\x89PNG\r\n\x1a\n....".to_vec();
    vec![
        refused(
            "nothing",
            "checkpoint.empty",
            "the file is empty",
            Vec::new(),
        ),
        refused(
            "a JPEG image",
            "checkpoint.notCheckpoint",
            "the file looks like a JPEG image, expected a safetensors or PyTorch checkpoint",
            b"\xff\xd8\xff\xe0 and so on".to_vec(),
        ),
        refused(
            "a PNG image",
            "checkpoint.notCheckpoint",
            "the file looks like a PNG image, expected a safetensors or PyTorch checkpoint",
            png,
        ),
        refused(
            "a web page",
            "checkpoint.notCheckpoint",
            "the file looks like an HTML page: the link may lead to a download page, expected a safetensors or PyTorch checkpoint",
            b"<!DOCTYPE html><html>".to_vec(),
        ),
        refused(
            "a web page behind an empty line",
            "checkpoint.notCheckpoint",
            "the file looks like an HTML page: the link may lead to a download page, expected a safetensors or PyTorch checkpoint",
            b"\n  <html lang=en>".to_vec(),
        ),
        refused(
            "a Git LFS pointer",
            "checkpoint.notCheckpoint",
            "the file looks like a Git LFS pointer: the weights themselves were not downloaded, expected a safetensors or PyTorch checkpoint",
            b"version https://git-lfs.github.com/spec/v1\noid".to_vec(),
        ),
        refused(
            "JSON",
            "checkpoint.notCheckpoint",
            "the file looks like JSON text, expected a safetensors or PyTorch checkpoint",
            b"{\"a\": 1}".to_vec(),
        ),
        refused(
            "a pickle alone",
            "checkpoint.notCheckpoint",
            "the file looks like a Python pickle without tensors, expected a safetensors or PyTorch checkpoint",
            b"\x80\x02}q\x00.".to_vec(),
        ),
        refused(
            "4,096 zeros",
            "checkpoint.notCheckpoint",
            "the file looks like nothing but zeros, expected a safetensors or PyTorch checkpoint",
            vec![0; 4096],
        ),
        refused(
            "a word",
            "checkpoint.notCheckpoint",
            "the file looks like text, expected a safetensors or PyTorch checkpoint",
            b"hello".to_vec(),
        ),
        refused(
            "five bytes of anything",
            "checkpoint.notCheckpoint",
            "the file looks like an unknown format (it begins with de ad be ef), expected a safetensors or PyTorch checkpoint",
            b"\xde\xad\xbe\xef\xff".to_vec(),
        ),
        refused(
            "a network under other names",
            "misfit.otherArchitecture",
            "the file holds 10 tensors of an unknown network, the first is \"after\", expected a ResNet with or without BAM, or one BAM module",
            fixture("official_bam_c64.taps.safetensors"),
        ),
        opened("a sound network", "resnet18", File::open(SOUND).bytes()),
    ]
}
