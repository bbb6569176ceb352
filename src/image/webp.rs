//! The chunks of a WebP (RFC 9649, section 2).

/// The RIFF header and `WEBP`.
const HEADER: usize = 12;
/// Of an animation's frame: position, size, duration and flags, before its own chunks.
const FRAME_HEADER: usize = 16;

/// A chunk's name and payload, and what follows it; `None` when it reaches beyond the bytes.
fn next_chunk(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (name, rest) = bytes.split_at_checked(4)?;
    let (size, rest) = rest.split_at_checked(4)?;
    let size = usize::try_from(u32::from_le_bytes(size.try_into().ok()?)).ok()?;
    let (payload, rest) = rest.split_at_checked(size)?;
    Some((name, payload, rest.get(size % 2..).unwrap_or_default()))
}

/// `None` when a chunk reaches beyond the bytes.
pub(super) fn chunks_fit(bytes: &[u8]) -> Option<()> {
    let size_at = |at: usize| {
        let size = bytes.get(at + 4..at + 8)?;
        usize::try_from(u32::from_le_bytes(size.try_into().ok()?)).ok()
    };
    let end = size_at(0)?.checked_add(8)?;
    let mut at = HEADER;
    while at < end {
        let size = size_at(at)?;
        at = at.checked_add(8)?.checked_add(size)?;
        if at > bytes.len() {
            return None;
        }
        // The last one's padding byte may be missing.
        at += size % 2;
    }
    Some(())
}

/// Width and height that the first frame's own data claims, which need not be those of the file's header.
pub(super) fn frame_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut rest = bytes.get(HEADER..)?;
    loop {
        let (name, payload, following) = next_chunk(rest)?;
        rest = match name {
            b"ANMF" => payload.get(FRAME_HEADER..)?,
            // RFC 6386, section 9.1: three bytes of frame tag, three of start code, 14 bits a side.
            b"VP8 " => {
                let side = |at| {
                    Some(u32::from(
                        u16::from_le_bytes([*payload.get(at)?, *payload.get(at + 1)?]) & 0x3FFF,
                    ))
                };
                return Some((side(6)?, side(8)?));
            }
            // RFC 9649, section 3.4: a signature, then 14 bits a side, each less one.
            b"VP8L" => {
                let bits = u32::from_le_bytes(payload.get(1..5)?.try_into().ok()?);
                return Some(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1));
            }
            _ => following,
        };
    }
}
