//! What a pickle takes in memory, told without building it.
//!
//! `pytorch-reader` copies a value whenever the pickle's memo is asked for it, and builds all of them before it looks at
//! one. Its own bounds count values and text, but neither its stack, nor the names of classes, nor those that tensors get
//! from the dictionaries around them: a file of 300 bytes could take gigabytes. So the same stack machine runs here first, on
//! sizes alone. It takes everything that the parser takes; where it stops early, the parser stops as well.
//!
//! Opcodes: CPython, `Lib/pickletools.py`.

use std::collections::HashMap;

use super::error::CheckpointError;

/// What a checkpoint's pickles may take, in bytes. A ResNet-101 with BAM, its optimiser and a running average takes 35 MB by
/// this count, which is a generous one.
const LARGEST: u64 = 48 << 20;

/// Bytes of a value in WebAssembly, at worst: 64 on a stack that was doubled and is copied once more where a mark cuts it.
const VALUE: u64 = 192;

/// Bytes that a byte of text may take, at worst: six when an error repeats it, in a text that doubles while it grows.
const TEXT: u64 = 24;

/// Bytes that a byte of a tensor's name takes: the parser keeps it twice, and so do we.
const NAME: u64 = 4;

/// Bytes of an index in a tensor's name.
const INDEX: u64 = 8;

/// What the pickles of one checkpoint have taken so far.
#[derive(Default)]
pub(super) struct Budget {
    spent: u64,
}

/// What one pickle says besides its value.
pub(super) struct Passed<'a> {
    /// The bytes behind it.
    pub rest: &'a [u8],
    /// Its integers, and its classes by their names without a module, in the order of the file.
    pub integers: Vec<i64>,
    pub classes: Vec<&'a [u8]>,
}

impl Budget {
    /// Passes over the pickle at the beginning of `bytes`; `None` when it cannot be parsed, which the parser says better.
    pub fn pass<'a>(&mut self, bytes: &'a [u8]) -> Result<Option<Passed<'a>>, CheckpointError> {
        let mut machine = Machine {
            rest: bytes,
            stack: Vec::new(),
            marks: Vec::new(),
            memo: HashMap::new(),
            integers: Vec::new(),
            classes: Vec::new(),
            spent: self.spent,
        };
        let stopped = machine.run();
        self.spent = machine.spent;
        if self.spent > LARGEST {
            return Err(CheckpointError::TooLarge {
                what: "what its pickle describes".into(),
                got: self.spent,
                limit: LARGEST,
            });
        }
        Ok(stopped.map(|()| Passed {
            rest: machine.rest,
            integers: machine.integers,
            classes: machine.classes,
        }))
    }
}

/// The size of a value.
#[derive(Clone, Copy, Default)]
struct Size {
    /// Bytes of it and of everything in it.
    bytes: u64,
    /// Bytes of text, when it is a text.
    text: u64,
    /// How many tensors may be in it, and what their names take.
    tensors: u64,
    names: u64,
    /// Where the memo has it.
    memo: Option<u32>,
}

struct Machine<'a> {
    rest: &'a [u8],
    stack: Vec<Size>,
    marks: Vec<usize>,
    memo: HashMap<u32, Size>,
    integers: Vec<i64>,
    classes: Vec<&'a [u8]>,
    spent: u64,
}

impl<'a> Machine<'a> {
    /// Runs to the end of the pickle, or until there is nothing more to be had or to be spent.
    fn run(&mut self) -> Option<()> {
        while self.spent <= LARGEST {
            match self.byte()? {
                b'.' => {
                    let names = self.stack.last()?.names;
                    self.spend(names.saturating_mul(NAME));
                    return Some(());
                }
                op => self.step(op)?,
            }
        }
        None
    }

    fn step(&mut self, op: u8) -> Option<()> {
        match op {
            // The protocol, and frames, which the parser skips too.
            0x80 => drop(self.take(1)?),
            0x95 => drop(self.take(8)?),

            b'N' | 0x88 | 0x89 | b')' | b']' | b'}' | 0x8f => self.push(0),
            b'K' => self.integer(1)?,
            b'M' => self.integer(2)?,
            b'J' => self.integer(4)?,
            b'G' => self.text(8)?,
            b'I' | b'L' => {
                let line = self.line()?;
                let digits = str::from_utf8(line).ok()?.trim_end_matches('L');
                self.integers.extend(digits.parse::<i64>());
                self.push(line.len() as u64);
            }
            b'F' | b'V' => {
                let length = self.line()?.len();
                self.push(length as u64);
            }
            0x8a => {
                let length = usize::from(self.byte()?);
                self.integer(length)?;
            }
            b'U' | b'C' | 0x8c => {
                let length = self.number(1)?;
                self.text(length)?;
            }
            b'T' | b'X' | b'B' | 0x8b => {
                let length = self.number(4)?;
                self.text(length)?;
            }
            0x8d | 0x8e | 0x96 => {
                let length = self.number(8)?;
                self.text(length)?;
            }
            b'c' => {
                let (module, name) = (self.line()?, self.line()?);
                self.classes.push(name);
                self.push((module.len() + name.len()) as u64);
            }
            b'P' => {
                let length = self.line()?.len();
                self.push(length as u64);
                self.call(1);
            }

            b'(' => {
                self.marks.push(self.stack.len());
                self.spend(VALUE);
            }
            b't' | b'l' | 0x91 => {
                let items = self.above_mark()?;
                self.fold(&items);
            }
            b'd' => {
                let items = self.above_mark()?;
                self.push(0);
                self.pairs(&items);
            }
            0x85..=0x87 => self.gather(usize::from(op - 0x84)),
            // Module and name; a class and its arguments.
            0x93 | 0x81 => self.gather(2),
            0x92 => self.gather(3),
            b'R' => self.call(2),
            b'Q' => self.call(1),
            b'b' => self.build(),

            b'a' => {
                let item = self.pop();
                self.extend(&[item]);
            }
            b'e' | 0x90 => {
                let items = self.above_mark()?;
                self.extend(&items);
            }
            b's' => {
                let (value, key) = (self.pop(), self.pop());
                self.pairs(&[key, value]);
            }
            b'u' => {
                let items = self.above_mark()?;
                self.pairs(&items);
            }

            b'0' if self.marks.last() == Some(&self.stack.len()) => drop(self.marks.pop()),
            b'0' => drop(self.pop()),
            b'1' => drop(self.above_mark()?),
            b'2' => {
                let top = *self.stack.last()?;
                self.copy(top);
            }
            b'g' | b'h' | b'j' => {
                let at = self.index(op, [b'g', b'h', b'j'])?;
                let size = *self.memo.get(&at)?;
                self.copy(size);
            }
            b'p' | b'q' | b'r' => {
                let at = self.index(op, [b'p', b'q', b'r'])?;
                self.put(at)?;
            }
            0x94 => self.put(self.memo.len() as u32)?,
            _ => return None,
        }
        Some(())
    }

    fn take(&mut self, count: u64) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(usize::try_from(count).ok()?)?;
        self.rest = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|byte| byte[0])
    }

    /// An unsigned little-endian number.
    fn number(&mut self, bytes: u64) -> Option<u64> {
        let digits = self.take(bytes)?.iter().rev();
        Some(digits.fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }

    fn line(&mut self) -> Option<&'a [u8]> {
        let end = self.rest.iter().position(|&byte| byte == b'\n')?;
        self.take(end as u64 + 1).map(|line| &line[..end])
    }

    /// Where in the memo: by a line, one byte or four.
    fn index(&mut self, op: u8, [line, byte, _]: [u8; 3]) -> Option<u32> {
        if op == line {
            return str::from_utf8(self.line()?).ok()?.trim_end().parse().ok();
        }
        let number = self.number(if op == byte { 1 } else { 4 })?;
        u32::try_from(number).ok()
    }

    fn spend(&mut self, bytes: u64) {
        self.spent = self.spent.saturating_add(bytes);
    }

    fn integer(&mut self, length: usize) -> Option<()> {
        let bytes = self.take(length as u64)?;
        if let Some(digits) = bytes.get(..length.min(8)) {
            let number = digits
                .iter()
                .rev()
                .fold(0i64, |n, &b| n << 8 | i64::from(b));
            self.integers.push(number);
        }
        self.push(length as u64);
        Some(())
    }

    fn text(&mut self, length: u64) -> Option<()> {
        self.take(length)?;
        self.push(length);
        Some(())
    }

    fn push(&mut self, text: u64) {
        let bytes = VALUE + text * TEXT;
        self.spend(bytes);
        self.stack.push(Size {
            bytes,
            text,
            ..Size::default()
        });
    }

    fn copy(&mut self, size: Size) {
        self.spend(size.bytes);
        self.stack.push(size);
    }

    fn put(&mut self, at: u32) -> Option<()> {
        let top = self.stack.last_mut()?;
        top.memo = Some(at);
        let size = *top;
        self.spend(size.bytes);
        self.memo.insert(at, size);
        Some(())
    }

    /// Nothing, where the stack is empty: the parser fails there.
    fn pop(&mut self) -> Size {
        self.stack.pop().unwrap_or_default()
    }

    fn above_mark(&mut self) -> Option<Vec<Size>> {
        let mark = self.marks.pop()?;
        Some(self.stack.split_off(mark.min(self.stack.len())))
    }

    /// Makes one value of the last `count`.
    fn gather(&mut self, count: usize) {
        let from = self.stack.len().saturating_sub(count);
        let items = self.stack.split_off(from);
        self.fold(&items);
    }

    fn fold(&mut self, items: &[Size]) {
        self.push(0);
        self.extend(items);
    }

    /// As [`gather`](Self::gather), of what may make a tensor.
    fn call(&mut self, count: usize) {
        self.gather(count);
        if let Some(top) = self.stack.last_mut() {
            top.tensors = top.tensors.saturating_add(1);
        }
    }

    /// Puts items into the value below them. They may be a key and what it names, or be numbered.
    fn extend(&mut self, items: &[Size]) {
        let text: u64 = items.iter().map(|item| item.text).sum();
        for item in items {
            self.add(*item, text + INDEX);
        }
    }

    /// Puts keys and values, in turn, into the dictionary below them.
    fn pairs(&mut self, items: &[Size]) {
        for pair in items.chunks(2) {
            self.extend(pair);
        }
    }

    fn add(&mut self, item: Size, name: u64) {
        let Some(top) = self.stack.last_mut() else {
            return;
        };
        top.bytes = top.bytes.saturating_add(item.bytes);
        top.tensors = top.tensors.saturating_add(item.tensors);
        let named = item.tensors.saturating_mul(name);
        top.names = top.names.saturating_add(item.names).saturating_add(named);
    }

    /// An object and its state, which the memo then has as well.
    fn build(&mut self) {
        let state = self.pop();
        self.add(state, INDEX);
        let Some(&Size {
            memo: Some(at),
            bytes,
            ..
        }) = self.stack.last()
        else {
            return;
        };
        self.spend(bytes);
        self.memo.insert(at, self.stack[self.stack.len() - 1]);
    }
}
