//! Whether a file reaches the end that its own structure promises. Not every decoder says so: JPEG's
//! fills what is missing with grey, GIF's has one error for it that cannot be told from others, WebP's reserves what a
//! chunk's header claims before it looks for it.

use image::ImageFormat;

/// Whether `bytes`, a file of `format`, is there to its end. `true` for formats whose decoder notices by itself.
pub(super) fn is_complete(format: ImageFormat, bytes: &[u8]) -> bool {
    match format {
        ImageFormat::Jpeg => jpeg_reaches_end(bytes).is_some(),
        ImageFormat::Gif => gif_reaches_second_frame(bytes).is_some(),
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

/// Walks the blocks of a GIF (GIF89a, sections 17 to 26) past the data of its first frame; `None` when the bytes run out
/// before.
fn gif_reaches_second_frame(bytes: &[u8]) -> Option<()> {
    const EXTENSION: u8 = 0x21;
    const FRAME: u8 = 0x2C;
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
            _ => return Some(()),
        };
        rest = rest.get(header_bytes..)?;
        // Sub-blocks, each behind its length, the last one empty.
        while let length @ 1.. = *rest.first()? {
            rest = rest.get(1 + usize::from(length)..)?;
        }
        rest = &rest[1..];
        if kind == FRAME {
            return Some(());
        }
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
