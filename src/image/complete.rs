//! Whether a file reaches the end that its own structure promises. The decoders of JPEG and WebP do not say so: the one
//! fills what is missing with grey, the other reserves what a chunk's header claims before it looks for it.

use image::ImageFormat;

/// Whether `bytes`, a file of `format`, is there to its end. `true` for formats whose decoder notices by itself.
pub(super) fn is_complete(format: ImageFormat, bytes: &[u8]) -> bool {
    match format {
        ImageFormat::Jpeg => jpeg_reaches_end(bytes).is_some(),
        ImageFormat::WebP => webp_chunks_fit(bytes).is_some(),
        _ => true,
    }
}

/// Walks the markers of a JPEG (ITU T.81, annex B) to its EOI; `None` when the bytes run out before.
///
/// NOTE: a file that lacks nothing but its EOI is refused too; Pillow does the same. What follows EOI does not matter:
/// phones append a second picture or a video there.
fn jpeg_reaches_end(bytes: &[u8]) -> Option<()> {
    const EOI: u8 = 0xD9;
    let mut rest = bytes;
    loop {
        // Entropy-coded bytes are passed over: in them 0xFF is followed by 0 or by a restart marker. So are the other
        // markers that stand alone, TEM and SOI, and fill bytes.
        let at = rest.windows(2).position(|pair| {
            pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0x01 | 0xD0..=0xD8 | 0xFF)
        })?;
        if rest[at + 1] == EOI {
            return Some(());
        }
        let length = rest.get(at + 2..at + 4)?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        rest = rest.get(at + 2 + length..)?;
    }
}

/// Walks the chunks of a WebP (RFC 9649, section 2.3); `None` when one reaches beyond the bytes. The last one's padding
/// byte may be missing.
fn webp_chunks_fit(bytes: &[u8]) -> Option<()> {
    const RIFF_HEADER: usize = 8;
    let size_at = |at: usize| {
        let size = bytes.get(at + 4..at + 8)?;
        usize::try_from(u32::from_le_bytes(size.try_into().ok()?)).ok()
    };
    let end = size_at(0)?.checked_add(RIFF_HEADER)?;
    let mut at = RIFF_HEADER + b"WEBP".len();
    while at < end {
        let size = size_at(at)?;
        at = at.checked_add(8)?.checked_add(size)?;
        if at > bytes.len() {
            return None;
        }
        at += size % 2;
    }
    Some(())
}
