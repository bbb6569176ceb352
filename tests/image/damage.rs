//! Files that are cut, padded or changed.

use bam_lens::image::{ImageError, Photo};

use crate::{bytes, photo, refusal};

#[test]
fn cut_files_are_refused() {
    for name in [
        "420.jpg",
        "444.jpg",
        "progressive.jpg",
        "restarts.jpg",
        "cmyk.jpg",
        "photo.png",
        "interlaced.png",
        "deep.png",
        "palette.png",
        "lossless.webp",
        "lossy.webp",
        "alpha.webp",
        "animated.webp",
        "photo.bmp",
    ] {
        let whole = bytes(name);
        let format = photo(name).format();
        // Behind the signature, in the header, in the pixels, and close to the end; the 12 bytes of a PNG's IEND and
        // the 4 of its last checksum are not part of the picture.
        let end = if format == "png" {
            whole.len() - 17
        } else {
            whole.len() - 2
        };
        for cut in [
            30,
            whole.len() / 3,
            whole.len() / 2,
            whole.len() * 9 / 10,
            end,
        ] {
            let got = Photo::decode(&whole[..cut]);
            let expected = ImageError::Truncated { format, bytes: cut };
            assert_eq!(
                got.as_ref().err(),
                Some(&expected),
                "{name} cut at {cut} of {}",
                whole.len()
            );
        }
    }
    assert_eq!(
        refusal(&bytes("420.jpg")[..1000]),
        "the jpeg is cut off: it ends after 1000 bytes, before its picture is complete"
    );
}

#[test]
fn a_gif_needs_its_first_frame_only() {
    let whole = bytes("offset.gif");
    let second = whole
        .windows(2)
        .rposition(|pair| pair == [0x21, 0xF9])
        .unwrap();
    assert_eq!(
        Photo::decode(&whole[..second + 4]).unwrap(),
        photo("offset.gif")
    );
    for cut in [20, second / 2, second - 40] {
        let expected = ImageError::Truncated {
            format: "gif",
            bytes: cut,
        };
        assert_eq!(Photo::decode(&whole[..cut]), Err(expected));
    }
}

#[test]
fn what_follows_the_picture_does_not_matter() {
    for name in [
        "420.jpg",
        "progressive.jpg",
        "photo.png",
        "offset.gif",
        "lossless.webp",
        "photo.bmp",
    ] {
        let mut longer = bytes(name);
        longer.extend(b"\xFF\xD8 and a video");
        assert_eq!(Photo::decode(&longer).unwrap(), photo(name), "{name}");
    }
}

#[test]
fn undecodable_files_say_why() {
    let mut png = bytes("photo.png");
    png[25] = 7; // a colour type that there is not
    let sentence = refusal(&png);
    assert!(
        sentence.starts_with("the png cannot be decoded: "),
        "{sentence}"
    );

    let mut jpeg = bytes("420.jpg");
    let frame = jpeg
        .windows(2)
        .position(|pair| pair == [0xFF, 0xC0])
        .unwrap();
    jpeg[frame + 1] = 0xC9; // arithmetic coding
    let sentence = refusal(&jpeg);
    assert!(
        sentence.starts_with("the jpeg cannot be decoded: "),
        "{sentence}"
    );
}

/// Every byte of a small file replaced, one at a time: an error or a photo, no panic.
#[test]
fn damaged_files_do_not_panic() {
    for name in [
        "orientation6.jpg",
        "orientation6.png",
        "orientation6.webp",
        "lossy.webp",
        "offset.gif",
        "grey.jpg",
        "progressive.jpg",
        "restarts.jpg",
    ] {
        let whole = bytes(name);
        for at in 0..whole.len() {
            for value in [0, 0xFF, whole[at] ^ 0x10] {
                let mut damaged = whole.clone();
                damaged[at] = value;
                let _ = Photo::decode(&damaged);
            }
        }
    }
}
