//! What some bytes are, judged by their beginning: neither a name nor a MIME type is trusted.

use image::ImageFormat;

/// What some bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// An image that [`super::Photo::decode`] reads.
    Readable(ImageFormat),
    /// An image in a format that is not read here, by its usual name.
    OtherImage(&'static str),
    /// Something else, as it appears in "this is ..., not an image".
    Else(&'static str),
}

use Content::{Else, OtherImage, Readable};

/// (offset, bytes found there, what that means); the first that fits counts.
const SIGNATURES: [(usize, &[u8], Content); 30] = [
    (0, b"\xFF\xD8", Readable(ImageFormat::Jpeg)),
    (0, b"\x89PNG\r\n\x1A\n", Readable(ImageFormat::Png)),
    (8, b"WEBP", Readable(ImageFormat::WebP)),
    (0, b"GIF87a", Readable(ImageFormat::Gif)),
    (0, b"GIF89a", Readable(ImageFormat::Gif)),
    (0, b"BM", Readable(ImageFormat::Bmp)),
    (4, b"ftypavif", OtherImage("AVIF")),
    (4, b"ftypavis", OtherImage("AVIF")),
    (4, b"ftyphe", OtherImage("HEIC")),
    (4, b"ftypmif1", OtherImage("HEIF")),
    (4, b"ftypmsf1", OtherImage("HEIF")),
    (0, b"II*\0", OtherImage("TIFF")),
    (0, b"MM\0*", OtherImage("TIFF")),
    (0, b"\xFF\x0A", OtherImage("JPEG XL")),
    (0, b"\0\0\0\x0CJXL ", OtherImage("JPEG XL")),
    (0, b"\0\0\0\x0CjP  ", OtherImage("JPEG 2000")),
    (0, b"\0\0\x01\0", OtherImage("ICO")),
    (0, b"8BPS", OtherImage("a Photoshop file")),
    (0, b"%PDF", Else("a PDF")),
    (0, b"%!PS", Else("PostScript")),
    (4, b"ftyp", Else("a video")),
    (0, b"\x1A\x45\xDF\xA3", Else("a video")),
    (8, b"AVI ", Else("a video")),
    (8, b"WAVE", Else("a sound")),
    (8, b"{\"", Else("a safetensors file")),
    (
        0,
        b"PK\x03\x04",
        Else("a zip archive or a PyTorch checkpoint"),
    ),
    (0, b"\x80\x02", Else("a Python pickle")),
    (0, b"\x1F\x8B", Else("a gzip archive")),
    (0, b"\0asm", Else("WebAssembly")),
    (0, b"\x7FELF", Else("a program")),
];

/// How much of a text is looked at: an SVG may open with a licence in a comment.
const TEXT_BYTES: usize = 4096;

impl Content {
    /// What `bytes` are.
    pub(super) fn of(bytes: &[u8]) -> Content {
        SIGNATURES
            .into_iter()
            .find(|(offset, magic, _)| {
                bytes
                    .get(*offset..)
                    .is_some_and(|rest| rest.starts_with(magic))
            })
            .map(|(_, _, content)| content)
            .or_else(|| text(&bytes[..bytes.len().min(TEXT_BYTES)]))
            .unwrap_or(Else("data of an unknown kind"))
    }
}

/// Which text `start` is the start of, if it is text at all.
fn text(start: &[u8]) -> Option<Content> {
    if start.contains(&0) {
        return None;
    }
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        // Cut inside a character: still text.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&start[..error.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    let text = text
        .trim_start_matches('\u{FEFF}')
        .trim_start()
        .to_ascii_lowercase();
    let svg = text.find("<svg");
    let html = text.find("<html").or_else(|| text.find("<!doctype html"));
    Some(match (svg, html) {
        _ if !text.starts_with('<') => Else("text"),
        // A page may hold a drawing, and a drawing a page: the outer one comes first.
        (Some(svg), html) if html.is_none_or(|html| svg < html) => OtherImage("SVG"),
        (_, Some(_)) => Else("HTML"),
        _ => Else("XML"),
    })
}
