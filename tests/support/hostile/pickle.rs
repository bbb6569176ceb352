//! Pickles, written opcode by opcode: those of `torch.save`, and those that it never writes.

/// What is pickled, without protocol and end.
pub type Value = Vec<u8>;

/// A whole pickle.
pub fn pickled(value: &[u8]) -> Vec<u8> {
    [b"\x80\x02", value, b"."].concat()
}

pub fn text(text: &str) -> Value {
    let length = (text.len() as u32).to_le_bytes();
    [b"X", &length[..], text.as_bytes()].concat()
}

pub fn int(number: i64) -> Value {
    [b"\x8a\x08", &number.to_le_bytes()[..]].concat()
}

pub fn tuple(items: &[Value]) -> Value {
    [b"(", &items.concat()[..], b"t"].concat()
}

pub fn list(items: &[Value]) -> Value {
    [b"](", &items.concat()[..], b"e"].concat()
}

pub fn dict(pairs: &[(&str, Value)]) -> Value {
    let pairs = pairs
        .iter()
        .flat_map(|(key, value)| [text(key), value.clone()]);
    [b"}(", &pairs.collect::<Vec<_>>().concat()[..], b"u"].concat()
}

pub fn class(module: &str, name: &str) -> Value {
    format!("c{module}\n{name}\n").into_bytes()
}

/// `class(arguments)`.
pub fn call(module: &str, name: &str, arguments: &[Value]) -> Value {
    [class(module, name), tuple(arguments), b"R".to_vec()].concat()
}

/// A tensor as `torch.save` describes it.
pub struct Tensor<'a> {
    pub storage: &'a str,
    pub key: &'a str,
    /// Elements that the storage is said to have.
    pub numel: i64,
    pub offset: i64,
    pub shape: &'a [i64],
    pub stride: &'a [i64],
}

/// Two numbers, as they should be.
pub const SOUND: Tensor = Tensor {
    storage: "FloatStorage",
    key: "0",
    numel: 2,
    offset: 0,
    shape: &[2],
    stride: &[1],
};

impl Tensor<'_> {
    pub fn storage(&self) -> Value {
        let id = tuple(&[
            text("storage"),
            class("torch", self.storage),
            text(self.key),
            text("cpu"),
            int(self.numel),
        ]);
        [id, b"Q".to_vec()].concat()
    }

    pub fn arguments(&self) -> Vec<Value> {
        let numbers = |of: &[i64]| tuple(&of.iter().copied().map(int).collect::<Vec<_>>());
        let hooks = call("collections", "OrderedDict", &[]);
        let (shape, stride) = (numbers(self.shape), numbers(self.stride));
        vec![
            self.storage(),
            int(self.offset),
            shape,
            stride,
            vec![0x89],
            hooks,
        ]
    }

    pub fn value(&self) -> Value {
        call("torch._utils", "_rebuild_tensor_v2", &self.arguments())
    }
}
