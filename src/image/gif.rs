//! The blocks of a GIF (GIF89a, sections 17 to 26).

const EXTENSION: u8 = 0x21;
const FRAME: u8 = 0x2C;

/// Walks past the data of the first frame to find its descriptor, which a file without frames has not; `None` when the
/// bytes run out before.
fn first_frame(bytes: &[u8]) -> Option<Option<&[u8]>> {
    // The byte that announces a colour table has its size in the low bits.
    let table_bytes = |flags: u8| match flags & 0x80 {
        0 => 0,
        _ => 3 << ((flags & 7) + 1),
    };
    let mut rest = bytes.get(13 + table_bytes(*bytes.get(10)?)..)?;
    loop {
        let kind = *rest.first()?;
        let header_bytes = match kind {
            EXTENSION => 2,
            FRAME => 11 + table_bytes(*rest.get(9)?),
            // The end, or something for the decoder to complain about.
            _ => return Some(None),
        };
        let block = rest;
        rest = rest.get(header_bytes..)?;
        // Sub-blocks, each behind its length, the last one empty.
        while let length @ 1.. = *rest.first()? {
            rest = rest.get(1 + usize::from(length)..)?;
        }
        rest = &rest[1..];
        if kind == FRAME {
            return Some(Some(block));
        }
    }
}

/// `None` when the bytes run out before the first frame is complete.
pub(super) fn reaches_second_frame(bytes: &[u8]) -> Option<()> {
    first_frame(bytes).map(|_| ())
}

/// Width and height that the first frame claims for itself, which may be more than its screen's.
pub(super) fn frame_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let descriptor = first_frame(bytes)??;
    let side = |at: usize| u32::from(u16::from_le_bytes([descriptor[at], descriptor[at + 1]]));
    Some((side(5), side(7)))
}
