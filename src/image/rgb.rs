//! Decoded pixels of any kind to RGB8, in the memory that they are in: there can be a hundred million.

use image::ColorType;

/// Bytes that `pixels` pixels of this kind take while they become RGB8.
pub(super) fn stored_bytes(color: ColorType, pixels: u64) -> u64 {
    pixels * u64::from(color.bytes_per_pixel().max(3))
}

/// Rewrites decoded pixels, which fill the start of `stored`, as RGB8: alpha over white, 16 bits rounded to 8, grey three
/// times. `stored` has the length of [`stored_bytes`], and `color` is none of those with floats: no format here has them.
pub(super) fn to_rgb(mut stored: Vec<u8>, color: ColorType, pixels: usize) -> Vec<u8> {
    let bytes = stored.as_mut_slice();
    match color {
        ColorType::Rgb8 => {}
        ColorType::L8 => rewrite(bytes, pixels, |[l]| [l; 3]),
        ColorType::La8 => rewrite(bytes, pixels, |[l, alpha]| over_white([l, l, l, alpha])),
        ColorType::Rgba8 => rewrite(bytes, pixels, over_white),
        ColorType::L16 => rewrite(bytes, pixels, |pair| [eight_bits(pair); 3]),
        ColorType::La16 => rewrite(bytes, pixels, |[l0, l1, a0, a1]| {
            let l = eight_bits([l0, l1]);
            over_white([l, l, l, eight_bits([a0, a1])])
        }),
        ColorType::Rgb16 => rewrite(bytes, pixels, |[r0, r1, g0, g1, b0, b1]| {
            [[r0, r1], [g0, g1], [b0, b1]].map(eight_bits)
        }),
        ColorType::Rgba16 => rewrite(bytes, pixels, |[r0, r1, g0, g1, b0, b1, a0, a1]| {
            over_white([[r0, r1], [g0, g1], [b0, b1], [a0, a1]].map(eight_bits))
        }),
        other => unreachable!("{other:?}"),
    }
    stored.truncate(3 * pixels);
    stored.shrink_to_fit();
    stored
}

/// Replaces each of the first `pixels` pixels of `BYTES` bytes by the three of its RGB8, nothing before it is read.
fn rewrite<const BYTES: usize>(
    bytes: &mut [u8],
    pixels: usize,
    rgb: impl Fn([u8; BYTES]) -> [u8; 3],
) {
    let one = |i: usize| {
        let mut source = [0; BYTES];
        source.copy_from_slice(&bytes[i * BYTES..][..BYTES]);
        bytes[3 * i..][..3].copy_from_slice(&rgb(source));
    };
    // Smaller ones move towards the end, so the last goes first.
    if BYTES < 3 {
        (0..pixels).rev().for_each(one);
    } else {
        (0..pixels).for_each(one);
    }
}

/// A sample of 16 bits, as the decoders give it: in the machine's own order.
fn eight_bits(sample: [u8; 2]) -> u8 {
    ((u32::from(u16::from_ne_bytes(sample)) + 128) / 257) as u8
}

/// One RGBA pixel composited over white.
pub(super) fn over_white([r, g, b, alpha]: [u8; 4]) -> [u8; 3] {
    let alpha = u32::from(alpha);
    // Rounded to the nearest level.
    [r, g, b].map(|value| ((u32::from(value) * alpha + 255 * (255 - alpha) + 127) / 255) as u8)
}
