//! Large pieces of memory, asked for in a way that can be refused.
//!
//! An allocation that fails ends the program, in WebAssembly with a trap that says nothing. What is as large as a reader's
//! file is asked for here.

/// Makes room for `bytes` more, and not for one too many; `None` when there is not enough memory.
pub(crate) fn reserve(buffer: &mut Vec<u8>, bytes: usize) -> Option<()> {
    buffer.try_reserve_exact(bytes).ok()
}

/// A copy of `bytes`; `None` when there is not enough memory.
pub(crate) fn copy(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut copy = Vec::new();
    reserve(&mut copy, bytes.len())?;
    copy.extend_from_slice(bytes);
    Some(copy)
}
