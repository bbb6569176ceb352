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

/// What the first frame's own data says, which need not agree with the file's header.
pub(super) struct FirstFrame {
    /// Width and height in px.
    pub size: (u32, u32),
    /// Whether it has a canvas beside its own pixels.
    pub animated: bool,
    /// What its decoder keeps for each of its pixels, in quarters of a byte.
    pub quarters: u64,
}

/// `None` when there is none.
pub(super) fn first_frame(bytes: &[u8]) -> Option<FirstFrame> {
    // As image-webp reserves: YUV with halved colours; alpha as a lossless picture, which has RGBA8 and then its alpha alone;
    // a lossless one's RGBA8 and transforms; an animation's frame, RGBA8.
    const LOSSY: u64 = 6;
    const ALPHA: u64 = 4 * 5;
    const LOSSLESS: u64 = 4 * 4 + 3;
    const MOVING: u64 = 4 * 4;
    let mut rest = bytes.get(HEADER..)?;
    let mut animated = false;
    let mut alpha = 0;
    loop {
        let (name, payload, following) = next_chunk(rest)?;
        rest = following;
        match name {
            b"ANMF" => {
                animated = true;
                rest = payload.get(FRAME_HEADER..)?;
            }
            b"ALPH" => alpha = ALPHA,
            // RFC 6386, section 9.1: three bytes of frame tag, three of start code, 14 bits a side.
            b"VP8 " => {
                let side = |at: usize| {
                    let pair = payload.get(at..at + 2)?.try_into().ok()?;
                    Some(u32::from(u16::from_le_bytes(pair) & 0x3FFF))
                };
                let moving = if animated { MOVING } else { 0 };
                return Some(FirstFrame {
                    size: (side(6)?, side(8)?),
                    animated,
                    quarters: LOSSY + alpha + moving,
                });
            }
            // RFC 9649, section 3.4: a signature, then 14 bits a side, each less one.
            b"VP8L" => {
                let bits = u32::from_le_bytes(payload.get(1..5)?.try_into().ok()?);
                return Some(FirstFrame {
                    size: ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1),
                    animated,
                    quarters: LOSSLESS,
                });
            }
            _ => {}
        }
    }
}
