//! PyTorch files in a sound zip archive whose pickle is hostile.

use super::pickle::{SOUND, Tensor, Value, call, class, dict, int, list, pickled, text, tuple};
use super::zip::{Entry, archive, around, entries};
use super::{Case, fixture, opened, refused};

/// The pickle as it is, in an archive that is sound.
fn raw(pickle: &[u8]) -> Vec<u8> {
    archive(&around(pickle))
}

/// The same, deflated: hostile pickles are small.
fn small(value: &[u8]) -> Vec<u8> {
    let mut entries = around(b"");
    entries[0] = Entry::deflated("archive/data.pkl", &pickled(value));
    archive(&entries)
}

fn holding(value: &[u8]) -> Vec<u8> {
    raw(&pickled(value))
}

fn tensor(tensor: &Tensor) -> Vec<u8> {
    holding(&dict(&[("w", tensor.value())]))
}

/// A sound lone module, with something else pickled beside it.
fn beside(value: &[u8]) -> Vec<u8> {
    let mut all = entries(fixture("official_bam_c64.zip.pth"));
    let pickle = &mut all[0];
    let open = pickle.data.strip_suffix(b"u.").unwrap();
    let content = [open, &text("beside"), value, b"u."].concat();
    *pickle = Entry::new(str::from_utf8(&pickle.name).unwrap(), &content);
    archive(&all)
}

pub fn cases() -> Vec<Case> {
    let mut cases = machines();
    cases.extend(bombs());
    cases.extend(calls());
    cases.extend(shapes());
    cases
}

/// What no stack machine can run.
fn machines() -> Vec<Case> {
    vec![
        refused(
            "no bytes",
            "checkpoint.cutOff",
            "the PyTorch zip file is cut off after 350 bytes: pickle: IO error: failed to fill whole buffer",
            raw(b""),
        ),
        refused(
            "no end",
            "checkpoint.cutOff",
            "the PyTorch zip file is cut off after 353 bytes: pickle: IO error: failed to fill whole buffer",
            raw(b"\x80\x02}"),
        ),
        refused(
            "an end and nothing before it",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: pickle stack underflow - the file may be corrupted",
            raw(b"\x80\x02."),
        ),
        refused(
            "an empty stack",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: pickle stack underflow - the file may be corrupted",
            raw(b"\x80\x02\x85."),
        ),
        refused(
            "a mark that was never set",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: invalid data in pickle file: MARK not found on stack",
            raw(b"\x80\x02t."),
        ),
        refused(
            "a value that is a mark",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: invalid data in pickle file: expected a value on the stack, found MARK",
            raw(b"\x80\x02(."),
        ),
        refused(
            "an unknown opcode",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: invalid pickle opcode: 0xff. The file may be corrupted or use an unsupported pickle feature.",
            raw(b"\x80\x02\xff."),
        ),
        refused(
            "a protocol to come",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: invalid or unsupported pickle protocol version: 6. Supported versions are 0-5.",
            raw(b"\x80\x06}."),
        ),
        refused(
            "an extension",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: unsupported pickle opcode Ext1",
            raw(b"\x80\x02\x82\x01."),
        ),
        refused(
            "a memo that was never filled",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: pickle memo reference 7 not found - the file may be corrupted",
            raw(b"\x80\x02h\x07."),
        ),
        refused(
            "a dictionary of three",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: invalid data in pickle file: dict items must come in key/value pairs",
            raw(b"\x80\x02}(K\x01K\x02K\x03u."),
        ),
        refused(
            "a dictionary with a dictionary for a key",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: invalid data in pickle file: dict key must be a str or int, got dict",
            raw(b"\x80\x02}}}s."),
        ),
        refused(
            "a number of 4 GB",
            "checkpoint.cutOff",
            "the PyTorch zip file is cut off after 359 bytes: pickle: IO error: expected 4294967295 bytes, found 2",
            raw(b"\x80\x02\x8b\xff\xff\xff\xff1."),
        ),
        refused(
            "a text of 4 GB",
            "checkpoint.cutOff",
            "the PyTorch zip file is cut off after 360 bytes: pickle: IO error: expected 4294967295 bytes, found 3",
            raw(b"\x80\x02X\xff\xff\xff\xffhi."),
        ),
        refused(
            "a text of 2^63 bytes",
            "checkpoint.cutOff",
            "the PyTorch zip file is cut off after 364 bytes: pickle: IO error: expected 9223372036854775808 bytes, found 3",
            raw(b"\x80\x04\x8d\0\0\0\0\0\0\0\x80hi."),
        ),
        refused(
            "bytes of 2^32 + 2, 2 on 32 bits",
            "checkpoint.cutOff",
            "the PyTorch zip file is cut off after 364 bytes: pickle: IO error: expected 4294967298 bytes, found 3",
            raw(b"\x80\x04\x8e\x02\0\0\0\x01\0\0\0hi."),
        ),
        refused(
            "a text that is not UTF-8",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: invalid data in pickle file: Invalid UTF-8: invalid utf-8 sequence of 1 bytes from index 0",
            raw(b"\x80\x02X\x02\0\0\0\xff\xfe."),
        ),
        refused(
            "a line without an end",
            "checkpoint.cutOff",
            "the PyTorch zip file is cut off after 355 bytes: pickle: IO error: unterminated text field",
            raw(b"\x80\x02cos"),
        ),
        refused(
            "a frame of 2^63 bytes around nothing",
            "misfit.otherArchitecture",
            "the file holds no tensors, expected a ResNet with or without BAM, or one BAM module",
            raw(b"\x80\x05\x95\0\0\0\0\0\0\0\x80}."),
        ),
        refused(
            "a list that contains itself",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: Expected a dictionary at the root of the PyTorch file, found list",
            raw(b"\x80\x02]q\0h\0a."),
        ),
        refused(
            "a number alone",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: Expected a dictionary at the root of the PyTorch file, found int",
            raw(b"\x80\x02K\x01."),
        ),
        refused(
            "an empty dictionary",
            "misfit.otherArchitecture",
            "the file holds no tensors, expected a ResNet with or without BAM, or one BAM module",
            raw(b"\x80\x02}."),
        ),
        refused(
            "tuples nested 100,000 deep",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: invalid data in pickle file: pickle nesting exceeds 1000 levels",
            small(&[b"N".to_vec(), vec![0x85; 100_000]].concat()),
        ),
        refused(
            "100,000 marks",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: invalid data in pickle file: expected a value on the stack, found MARK",
            small(&vec![b'('; 100_000]),
        ),
        refused(
            "a key of control characters",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: its keys hold unprintable characters",
            holding(&dict(&[("a\0\u{1b}[31m<script>", SOUND.value())])),
        ),
    ]
}

/// What takes far more memory than it has bytes.
fn bombs() -> Vec<Case> {
    let doubled =
        |start: &[u8]| [start.to_vec(), b"q\0".to_vec(), b"h\0h\0\x86q\0".repeat(30)].concat();
    let fetched =
        |value: &[u8], times: usize| [value, b"q\0](", &b"h\0".repeat(times), b"e"].concat();
    let many: Vec<(String, Value)> = (0..3000).map(|n| (n.to_string(), SOUND.value())).collect();
    let many: Vec<(&str, Value)> = many
        .iter()
        .map(|(key, value)| (key.as_str(), value.clone()))
        .collect();
    let deep = (0..3).fold(dict(&many), |inner, _| {
        dict(&[(&"k".repeat(50_000), inner)])
    });
    vec![
        refused(
            "4 MiB of None",
            "checkpoint.tooLarge",
            "what its pickle describes takes 50331840 bytes, expected at most 50331648",
            small(&[b"(".to_vec(), vec![b'N'; (4 << 20) - 10], b"l".to_vec()].concat()),
        ),
        refused(
            "tuples of themselves, thirty times",
            "checkpoint.tooLarge",
            "what its pickle describes takes 62907456 bytes, expected at most 50331648",
            holding(&doubled(b"N")),
        ),
        refused(
            "dictionaries of themselves, thirty times",
            "checkpoint.tooLarge",
            "what its pickle describes takes 53459712 bytes, expected at most 50331648",
            holding(&[b"}q\0".to_vec(), b"}(K\0h\0K\x01h\0uq\0".repeat(30)].concat()),
        ),
        refused(
            "a value doubled on the stack, forty times",
            "checkpoint.tooLarge",
            "what its pickle describes takes 100662912 bytes, expected at most 50331648",
            holding(&[b"N".to_vec(), b"2\x86".repeat(40)].concat()),
        ),
        refused(
            "a text of 1 MB, fetched sixty times",
            "checkpoint.tooLarge",
            "what its pickle describes takes 72000960 bytes, expected at most 50331648",
            small(&fetched(&text(&"x".repeat(1_000_000)), 60)),
        ),
        refused(
            "a class of 64 KB, fetched 30,000 times",
            "checkpoint.tooLarge",
            "what its pickle describes takes 50338944 bytes, expected at most 50331648",
            small(&fetched(&class(&"x".repeat(1 << 16), "y"), 30_000)),
        ),
        refused(
            "a shape of 10,000 dimensions, fetched 10,000 times",
            "checkpoint.tooLarge",
            "what its pickle describes takes 53800320 bytes, expected at most 50331648",
            small(&fetched(
                &Tensor {
                    shape: &[1; 10_000],
                    stride: &[1; 10_000],
                    ..SOUND
                }
                .value(),
                10_000,
            )),
        ),
        refused(
            "a storage of a long name, fetched 10,000 times",
            "checkpoint.tooLarge",
            "what its pickle describes takes 50492304 bytes, expected at most 50331648",
            small(&fetched(
                &Tensor {
                    key: &"k".repeat(50_000),
                    ..SOUND
                }
                .storage(),
                10_000,
            )),
        ),
        refused(
            "3,000 tensors below keys of 50 KB",
            "checkpoint.tooLarge",
            "what its pickle describes takes 5428906152 bytes, expected at most 50331648",
            small(&deep),
        ),
        refused(
            "a key of 4 MB, which an error would repeat",
            "checkpoint.tooLarge",
            "what its pickle describes takes 96000576 bytes, expected at most 50331648",
            small(&dict(&[(&"\u{7f}".repeat(4_000_000), b"N".to_vec())])),
        ),
        refused(
            "100,000 keys of nothing",
            "misfit.otherArchitecture",
            "the file holds no tensors, expected a ResNet with or without BAM, or one BAM module",
            small(&dict(
                &(0..100_000)
                    .map(|_| ("k", b"N".to_vec()))
                    .collect::<Vec<_>>(),
            )),
        ),
        opened(
            "50,000 numbers beside a module",
            "a lone module",
            beside(&list(&vec![b"K\x01".to_vec(); 50_000])),
        ),
    ]
}

/// What a pickle wants called.
fn calls() -> Vec<Case> {
    let system = call("posix", "system", &[text("echo pwned > /tmp/pwned")]);
    let sparse = call(
        "torch._utils",
        "_rebuild_sparse_tensor",
        &[
            class("torch", "sparse_coo"),
            tuple(&[SOUND.value(), SOUND.value(), tuple(&[int(2)])]),
        ],
    );
    let quantised = [
        SOUND.arguments()[..4].to_vec(),
        vec![tuple(&[
            class("torch", "per_tensor_affine"),
            int(1),
            int(0),
        ])],
    ]
    .concat();
    let module = [
        class("__main__", "Net"),
        b")\x81".to_vec(),
        dict(&[("layer", SOUND.value())]),
        b"b".to_vec(),
    ]
    .concat();
    vec![
        refused(
            "os.system and nothing else",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: Expected a dictionary at the root of the PyTorch file, found posix.system",
            holding(&system),
        ),
        opened(
            "os.system beside a module",
            "a lone module",
            beside(&system),
        ),
        opened(
            "eval beside a module",
            "a lone module",
            beside(&call(
                "builtins",
                "eval",
                &[text("__import__('os').system('id')")],
            )),
        ),
        refused(
            "os.system of a tensor",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: unsupported Python type 'posix.system'. The file holds tensor data in a form this reader cannot represent.",
            holding(&dict(&[("w", call("posix", "system", &[SOUND.value()]))])),
        ),
        refused(
            "a sparse tensor",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: unsupported Python type 'torch._utils._rebuild_sparse_tensor'. The file holds tensor data in a form this reader cannot represent.",
            holding(&dict(&[("w", sparse)])),
        ),
        refused(
            "a quantised tensor",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: unsupported Python type 'torch._utils._rebuild_qtensor'. The file holds tensor data in a form this reader cannot represent.",
            holding(&dict(&[(
                "w",
                call("torch._utils", "_rebuild_qtensor", &quantised),
            )])),
        ),
        refused(
            "an object with a tensor in it",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: unsupported Python type '__main__.Net'. The file holds tensor data in a form this reader cannot represent.",
            holding(&module),
        ),
        refused(
            "a tensor rebuilt from nothing",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: invalid data in pickle file: _rebuild_tensor_v2: expected at least 6 arguments, got 0",
            holding(&dict(&[(
                "w",
                call("torch._utils", "_rebuild_tensor_v2", &[]),
            )])),
        ),
        refused(
            "a tensor rebuilt from numbers",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: invalid data in pickle file: _rebuild_tensor_v2: expected a storage, got int",
            holding(&dict(&[(
                "w",
                call("torch._utils", "_rebuild_tensor_v2", &vec![int(0); 6]),
            )])),
        ),
        refused(
            "a storage that is a number",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: invalid data in pickle file: persistent id must be a tuple, got int",
            holding(&[int(0), b"Q".to_vec()].concat()),
        ),
        refused(
            "a storage of three fields",
            "checkpoint.damaged",
            "the PyTorch zip file is damaged: pickle: invalid data in pickle file: storage persistent id has 3 fields, expected at least 5",
            holding(&[tuple(&[text("storage"), int(0), int(0)]), b"Q".to_vec()].concat()),
        ),
    ]
}

/// Tensors that lie about where they are.
fn shapes() -> Vec<Case> {
    vec![
        refused("a tensor of no network", "misfit.otherArchitecture", "the file holds 1 tensors of an unknown network, the first is \"w\", expected a ResNet with or without BAM, or one BAM module", tensor(&SOUND)),
        refused("an unknown storage type", "checkpoint.damaged", "the PyTorch zip file is damaged: pickle: unsupported Python type 'torch.Float8_e4m3fnStorage'. The file holds tensor data in a form this reader cannot represent.", tensor(&Tensor { storage: "Float8_e4m3fnStorage", ..SOUND })),
        refused("a quantised storage type", "checkpoint.damaged", "the PyTorch zip file is damaged: pickle: unsupported Python type 'torch.QInt8Storage'. The file holds tensor data in a form this reader cannot represent.", tensor(&Tensor { storage: "QInt8Storage", ..SOUND })),
        refused("a storage of -1 elements", "checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: storage element count must be non-negative, got -1", tensor(&Tensor { numel: -1, ..SOUND })),
        refused("a storage of 2^62 elements", "checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: storage '0' byte length overflows usize", tensor(&Tensor { numel: 1 << 62, ..SOUND })).on_32_bits("checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: storage element count must be non-negative, got 4611686018427387904"),
        refused("a storage of 2^30 elements, 0 bytes on 32 bits", "misfit.otherArchitecture", "the file holds 1 tensors of an unknown network, the first is \"w\", expected a ResNet with or without BAM, or one BAM module", tensor(&Tensor { numel: 1 << 30, ..SOUND })).on_32_bits("checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: storage '0' byte length overflows usize"),
        refused("a negative offset", "checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: storage offset must be non-negative, got -1", tensor(&Tensor { offset: -1, ..SOUND })),
        refused("an offset of 2^63 - 1", "checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: Tensor with shape [2] and stride [1] at offset 9223372036854775807 needs 9223372036854775809 elements, but storage '0' declares 2", tensor(&Tensor { offset: i64::MAX, ..SOUND })).on_32_bits("checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: storage offset must be non-negative, got 9223372036854775807"),
        refused("an offset of 2^32, 0 on 32 bits", "checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: Tensor with shape [2] and stride [1] at offset 4294967296 needs 4294967298 elements, but storage '0' declares 2", tensor(&Tensor { offset: 1 << 32, ..SOUND })).on_32_bits("checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: storage offset must be non-negative, got 4294967296"),
        refused("a dimension of -2", "checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: shape must be non-negative, got -2", tensor(&Tensor { shape: &[-2], ..SOUND })),
        refused("a stride of -1", "checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: stride must be non-negative, got -1", tensor(&Tensor { stride: &[-1], ..SOUND })),
        refused("strides that reach outside", "checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: Tensor with shape [2] and stride [2] at offset 0 needs 3 elements, but storage '0' declares 2", tensor(&Tensor { stride: &[2], ..SOUND })),
        refused("strides that overflow", "checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: Tensor with shape [3] and stride [9223372036854775807] at offset 0 needs 18446744073709551615 elements, but storage '0' declares 2", tensor(&Tensor { shape: &[3], stride: &[i64::MAX], ..SOUND })).on_32_bits("checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: stride must be non-negative, got 9223372036854775807"),
        refused("a shape of 2^64 elements", "checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: Tensor shape element count overflows usize", tensor(&Tensor { shape: &[1 << 32, 1 << 32], stride: &[0, 0], ..SOUND })).on_32_bits("checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: shape must be non-negative, got 4294967296"),
        refused("a shape of 2^32 elements, 0 on 32 bits", "checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: Tensor with shape [65536, 65536] would materialize 17179869184 bytes, above the 10737418240 byte limit", tensor(&Tensor { shape: &[1 << 16, 1 << 16], stride: &[0, 0], ..SOUND })).on_32_bits("checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: Tensor shape element count overflows usize"),
        refused("one number, repeated to 16 GB", "checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: Tensor with shape [65536, 65536] would materialize 17179869184 bytes, above the 10737418240 byte limit", tensor(&Tensor { shape: &[1 << 16, 1 << 16], stride: &[0, 0], numel: 1, ..SOUND })).on_32_bits("checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: Tensor shape element count overflows usize"),
        refused("one number, repeated to 2 GB", "misfit.otherArchitecture", "the file holds 1 tensors of an unknown network, the first is \"w\", expected a ResNet with or without BAM, or one BAM module", tensor(&Tensor { shape: &[1 << 29], stride: &[0], numel: 1, ..SOUND })),
        refused("a shape and strides that disagree", "checkpoint.damaged", "the PyTorch zip file is damaged: pickle: invalid data in pickle file: Tensor stride rank 1 does not match shape rank 2", tensor(&Tensor { shape: &[1, 2], ..SOUND })),
        refused("a shape of 10,000 dimensions", "misfit.otherArchitecture", "the file holds 1 tensors of an unknown network, the first is \"w\", expected a ResNet with or without BAM, or one BAM module", tensor(&Tensor { shape: &[1; 10_000], stride: &[1; 10_000], ..SOUND })),
        refused("a storage named ../../etc/passwd", "misfit.otherArchitecture", "the file holds 1 tensors of an unknown network, the first is \"w\", expected a ResNet with or without BAM, or one BAM module", tensor(&Tensor { key: "../../etc/passwd", ..SOUND })),
    ]
}
