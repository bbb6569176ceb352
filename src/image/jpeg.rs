//! A JPEG's markers (ITU T.81, annex B): where it ends, and what its decoder keeps until the last scan.

const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
/// Bytes of a decoded coefficient.
const COEFFICIENT_BYTES: u64 = 2;

/// Steps over the next segment: its marker and its payload; EOI has none. `None` when the bytes run out before.
///
/// Entropy-coded bytes are passed over: in them 0xFF is followed by 0 or by a restart marker. So are the other markers
/// that stand alone, TEM and SOI, and fill bytes.
fn next_segment<'a>(rest: &mut &'a [u8]) -> Option<(u8, &'a [u8])> {
    let at = rest
        .windows(2)
        .position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0x01 | 0xD0..=0xD8 | 0xFF))?;
    let marker = rest[at + 1];
    if marker == EOI {
        return Some((marker, &[]));
    }
    let length = rest.get(at + 2..at + 4)?;
    let end = at + 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
    let payload = rest.get(at + 4..end).unwrap_or_default();
    *rest = rest.get(end..)?;
    Some((marker, payload))
}

/// Walks to the EOI; `None` when the bytes run out before.
///
/// NOTE: a file that lacks nothing but its EOI is refused too; Pillow does the same. What follows EOI does not matter:
/// phones append a second picture or a video there.
pub(super) fn reaches_end(bytes: &[u8]) -> Option<()> {
    let mut rest = bytes;
    while next_segment(&mut rest)?.0 != EOI {}
    Some(())
}

/// How a JPEG is coded that no decoder here reads; `None` for the usual ones.
pub(super) fn foreign_process(bytes: &[u8]) -> Option<&'static str> {
    let mut rest = bytes;
    loop {
        let (marker, payload) = next_segment(&mut rest)?;
        return match marker {
            0xC3 => Some("it is coded without loss"),
            0xC5..=0xC7 | 0xCD..=0xCF => Some("it is coded in a hierarchy"),
            0xC9..=0xCB => Some("it uses arithmetic coding"),
            0xC0..=0xC2 => payload
                .first()
                .filter(|bits| **bits != 8)
                .map(|_| "it has more than 8 bits a sample"),
            SOS | EOI => None,
            _ => continue,
        };
    }
}

/// Bytes of the coefficients that are kept where a picture comes in more than one scan, progressive or component by
/// component. 0 for the usual one, which is decoded row by row.
pub(super) fn coefficient_bytes(bytes: &[u8]) -> u64 {
    let mut rest = bytes;
    let mut blocks = 0;
    let mut components = 0;
    let mut progressive = false;
    while let Some((marker, payload)) = next_segment(&mut rest) {
        match marker {
            // SOF0 to SOF15, but for DHT, JPG and DAC.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                progressive = marker == 0xC2;
                components = payload.get(5).copied().unwrap_or(0);
                blocks = padded_blocks(payload).unwrap_or(0);
            }
            SOS => {
                let one_scan = !progressive && payload.first() == Some(&components);
                return if one_scan {
                    0
                } else {
                    64 * COEFFICIENT_BYTES * blocks
                };
            }
            EOI => break,
            _ => {}
        }
    }
    0
}

/// Blocks of 8 x 8 samples in all components of a frame, whole MCUs. `frame` is the payload of its SOF.
fn padded_blocks(frame: &[u8]) -> Option<u64> {
    let side = |at: usize| {
        Some(u64::from(u16::from_be_bytes([
            *frame.get(at)?,
            *frame.get(at + 1)?,
        ])))
    };
    let (height, width) = (side(1)?, side(3)?);
    let factors: Vec<(u64, u64)> = frame
        .get(6..)?
        .chunks_exact(3)
        .map(|component| (u64::from(component[1] >> 4), u64::from(component[1] & 15)))
        .collect();
    let across = factors.iter().map(|(h, _)| *h).max()?;
    let down = factors.iter().map(|(_, v)| *v).max()?;
    let mcus = width.div_ceil((8 * across).max(1)) * height.div_ceil((8 * down).max(1));
    Some(factors.iter().map(|(h, v)| mcus * h * v).sum())
}
