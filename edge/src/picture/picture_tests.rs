//! Facts about the check of pictures, on files that are made here chunk by chunk.

use proptest::prelude::*;

use super::*;

fn png_chunk(kind: [u8; 4], contents: &[u8]) -> Vec<u8> {
    let sum = crc32fast::hash(&[&kind, contents].concat());
    let length = u32::try_from(contents.len()).unwrap();
    [&length.to_be_bytes()[..], &kind, contents, &sum.to_be_bytes()].concat()
}

fn png_of(width: u32, height: u32, more: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let pixels: (&[u8; 4], &[u8]) = (b"IDAT", b"pixels");
    png_in((width, height), [8, 6, 0, 0, 0], &[more, &[pixels]].concat())
}

/// A PNG of this size and format, with these chunks alone.
pub(super) fn png_in((width, height): (u32, u32), format: [u8; 5], chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &format].concat();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    file.extend(png_chunk(*b"IHDR", &header));
    for (kind, contents) in chunks {
        file.extend(png_chunk(**kind, contents));
    }
    file.extend(png_chunk(*b"IEND", b""));
    file
}

fn png() -> Vec<u8> {
    png_of(640, 480, &[])
}

fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len() + 2).unwrap();
    [&[0xff, marker][..], &length.to_be_bytes(), contents].concat()
}

/// The frame of a JPEG of 640 by 480 pixels in shades of grey.
pub(super) const FRAME: &[u8] = &[8, 1, 0xe0, 2, 0x80, 1, 1, 0x11, 0];

/// A JPEG of 640 by 480 pixels in two scans, with these segments first.
fn jpeg_of(first: &[(u8, &[u8])]) -> Vec<u8> {
    jpeg_in(first, FRAME, 2)
}

pub(super) fn jpeg_in(first: &[(u8, &[u8])], frame: &[u8], scans: usize) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8];
    for (marker, contents) in first {
        file.extend(segment(*marker, contents));
    }
    file.extend(segment(0xdb, &[1; 65]));
    file.extend(segment(0xc2, frame));
    for _ in 0..scans {
        file.extend(segment(0xc4, &[2; 20]));
        file.extend(segment(0xda, &[1, 1, 0, 0, 0, 0]));
        // A stuffed byte and a marker of a restart are none of an end.
        file.extend([1, 0xff, 0, 2, 0xff, 0xd0, 3]);
    }
    file.extend([0xff, 0xff, 0xd9]);
    file
}

fn jpeg() -> Vec<u8> {
    jpeg_of(&[(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0")])
}

/// EXIF with an orientation and a place, in one byte order or the other.
fn exif(orientation: u8, is_little: bool) -> Vec<u8> {
    let order = |mut bytes: Vec<u8>| {
        if is_little {
            bytes.reverse();
        }
        bytes
    };
    let (u16, u32) = (
        |value: u16| order(value.to_be_bytes().to_vec()),
        |value: u32| order(value.to_be_bytes().to_vec()),
    );
    let mut tiff = if is_little { b"II".to_vec() } else { b"MM".to_vec() };
    tiff.extend([u16(42), u32(8), u16(2)].concat());
    tiff.extend([u16(0x0112), u16(3), u32(1), u16(orientation.into()), u16(0)].concat());
    tiff.extend([u16(0x8825), u16(4), u32(1), u32(38)].concat());
    tiff.extend(u32(0));
    tiff.extend(b"48.2082 N 16.3738 E");
    [b"Exif\0\0".to_vec(), tiff].concat()
}

pub(super) fn webp_of(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (kind, contents) in chunks {
        body.extend(*kind);
        body.extend(u32::try_from(contents.len()).unwrap().to_le_bytes());
        body.extend(*contents);
        body.extend(vec![0; contents.len() % 2]);
    }
    let length = u32::try_from(body.len()).unwrap();
    [b"RIFF".to_vec(), length.to_le_bytes().to_vec(), body].concat()
}

/// A lossy frame of 640 by 480 pixels.
pub(super) const LOSSY: &[u8] = &[0x10, 0, 0, 0x9d, 1, 0x2a, 0x80, 2, 0xe0, 1, 7];

/// A lossless frame of 640 by 480 pixels.
pub(super) fn lossless() -> Vec<u8> {
    let bits: u32 = 639 + (479 << 14);
    [&[0x2f][..], &bits.to_le_bytes(), &[1]].concat()
}

fn extended(flags: u8) -> [u8; 10] {
    [flags, 0, 0, 0, 0x7f, 2, 0, 0xdf, 1, 0]
}

fn webp() -> Vec<u8> {
    webp_of(&[(b"VP8 ", LOSSY)])
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn the_bytes_decide_what_a_file_is() {
    for (file, kind) in [
        (png(), PictureType::Png),
        (jpeg(), PictureType::Jpeg),
        (webp(), PictureType::Webp),
        (webp_of(&[(b"VP8L", &lossless())]), PictureType::Webp),
        (
            webp_of(&[(b"VP8X", &extended(0x10)), (b"ALPH", b"a"), (b"VP8 ", LOSSY)]),
            PictureType::Webp,
        ),
    ] {
        let checked = check(&file).unwrap();
        assert_eq!((checked.kind, checked.width, checked.height), (kind, 640, 480));
        // A plain file is stored as it is.
        assert!(kind == PictureType::Jpeg || checked.bytes == file);
        assert!(checked.name().unwrap().as_str().ends_with(kind.ending()));
    }
}

#[test]
fn a_file_of_another_kind_is_refused() {
    for (file, fault) in [
        (&b""[..], PictureFault::Empty),
        (
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            PictureFault::UnknownFormat,
        ),
        (
            b"<!doctype html><script>alert(1)</script>",
            PictureFault::UnknownFormat,
        ),
        (b"GIF89a\x01\0\x01\0", PictureFault::UnknownFormat),
        (b"BM", PictureFault::UnknownFormat),
        (b"RIFF\x04\0\0\0WAVE", PictureFault::UnknownFormat),
        (b"\xff\xd8", PictureFault::UnknownFormat),
        (
            b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
            PictureFault::Broken,
        ),
        (b"\xff\xd8\xff\xe0<html>", PictureFault::Broken),
        (b"RIFF\xff\xff\xff\xffWEBPVP8 ", PictureFault::Broken),
    ] {
        assert_eq!(check(file), Err(fault), "{}", String::from_utf8_lossy(file));
    }
}

#[test]
fn a_file_that_is_cut_off_anywhere_is_refused() {
    for file in [png(), jpeg(), webp(), webp_of(&[(b"VP8L", &lossless())])] {
        for length in 0..file.len() {
            assert!(check(&file[..length]).is_err(), "{length} of {}", file.len());
        }
    }
}

#[test]
fn a_page_in_a_picture_is_not_stored() {
    let page = b"<script>alert(1)</script>";
    let after = |file: Vec<u8>| [file, page.to_vec()].concat();
    for file in [
        after(png()),
        after(jpeg()),
        after(webp()),
        png_of(640, 480, &[(b"tEXt", page), (b"zzZz", page)]),
        jpeg_of(&[(0xfe, page), (0xed, page), (0xe1, page)]),
        jpeg_of(&[(0xee, b"Adobe\0\x64\0\0\0\0\x02<script>alert(1)</script>")]),
        webp_of(&[(b"VP8 ", LOSSY), (b"XMP ", page)]),
        webp_of(&[
            (b"VP8X", &extended(0x0c)),
            (b"XMP ", page),
            (b"VP8 ", LOSSY),
            (b"EXIF", page),
        ]),
    ] {
        let checked = check(&file).unwrap();
        assert!(!contains(&checked.bytes, "script"), "{:?}", checked.kind);
        assert_eq!(check(&checked.bytes).unwrap(), checked);
    }
}

#[test]
fn places_and_thumbnails_are_left_out_and_the_orientation_stays() {
    for is_little in [true, false] {
        for (stated, kept) in [
            (0, None),
            (1, None),
            (3, Some(3)),
            (6, Some(6)),
            (8, Some(8)),
            (9, None),
        ] {
            let exif = exif(stated, is_little);
            let file = jpeg_of(&[(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01thu"), (0xe1, &exif)]);
            assert!(contains(&file, "48.2082") && contains(&file, "thu"));
            let checked = check(&file).unwrap();
            assert!(!contains(&checked.bytes, "48.2082") && !contains(&checked.bytes, "thu"));
            assert_eq!(contains(&checked.bytes, "Exif"), kept.is_some(), "{stated}");
            // On its side it is as wide as it was high.
            let is_turned = kept.is_some_and(|kept| kept > 4);
            let (width, height) = if is_turned { (480, 640) } else { (640, 480) };
            assert_eq!((checked.width, checked.height), (width, height), "{stated}");
            assert_eq!(check(&checked.bytes).unwrap(), checked, "{stated}");
        }
    }
    // The length of the directory is a lie.
    let mut cut = exif(6, false);
    cut.truncate(16);
    assert_eq!(check(&jpeg_of(&[(0xe1, &cut)])).unwrap().width, 640);
}

#[test]
fn pixels_are_counted_and_never_decoded() {
    for (width, height, is_taken) in [
        (1, 1, true),
        (MAX_SIDE, MAX_SIDE, true),
        (MAX_SIDE + 1, 1, false),
        (1, MAX_SIDE + 1, false),
        (0, 1, false),
        (1, 0, false),
        (u32::MAX, u32::MAX, false),
    ] {
        let checked = check(&png_of(width, height, &[]));
        assert_eq!(checked.is_ok(), is_taken, "{width} x {height}");
        assert!(is_taken || checked == Err(PictureFault::Size));
    }
}

#[test]
fn what_moves_is_refused_or_stands_still() {
    for file in [
        webp_of(&[(b"VP8X", &extended(0x02)), (b"ANIM", &[0; 6]), (b"ANMF", LOSSY)]),
        webp_of(&[(b"VP8X", &extended(0)), (b"ANIM", &[0; 6])]),
    ] {
        assert_eq!(check(&file), Err(PictureFault::Animated));
    }
    let moving = png_of(
        640,
        480,
        &[(b"acTL", &[0; 8]), (b"fcTL", &[0; 26]), (b"fdAT", &[0; 9])],
    );
    assert_eq!(check(&moving).unwrap().bytes, png());
}

#[test]
fn a_damaged_file_is_refused() {
    let mut flipped = png();
    flipped[20] ^= 1;
    let canvas = [0, 0, 0, 0, 1, 0, 0, 1, 0, 0];
    for (name, file) in [
        ("a check sum", flipped),
        (
            "no pixels",
            [
                b"\x89PNG\r\n\x1a\n".to_vec(),
                png_chunk(*b"IHDR", &[0; 13]),
                png_chunk(*b"IEND", b""),
            ]
            .concat(),
        ),
        ("an unknown chunk that is needed", png_of(1, 1, &[(b"ZZZZ", b"")])),
        ("two headers", png_of(1, 1, &[(b"IHDR", &[0; 13])])),
        (
            "a scan before a frame",
            [vec![0xff, 0xd8], segment(0xda, &[0; 6]), vec![1, 0xff, 0xd9]].concat(),
        ),
        (
            "a frame without a scan",
            [
                vec![0xff, 0xd8],
                segment(0xc0, &[8, 0, 1, 0, 1, 1]),
                vec![0xff, 0xd9],
            ]
            .concat(),
        ),
        ("two frames", jpeg_of(&[(0xc0, &[8, 0, 1, 0, 1, 1])])),
        (
            "a frame that browsers do not show",
            jpeg_of(&[(0xc3, &[8, 0, 1, 0, 1, 1])]),
        ),
        (
            "a length of nothing",
            vec![0xff, 0xd8, 0xff, 0xe0, 0, 1, 0xff, 0xd9],
        ),
        ("two frames", webp_of(&[(b"VP8 ", LOSSY), (b"VP8 ", LOSSY)])),
        ("another canvas", webp_of(&[(b"VP8X", &canvas), (b"VP8 ", LOSSY)])),
        ("no frame", webp_of(&[(b"VP8X", &extended(0))])),
        (
            "no key frame",
            webp_of(&[(b"VP8 ", &[0x11, 0, 0, 0x9d, 1, 0x2a, 1, 0, 1, 0])]),
        ),
    ] {
        assert_eq!(check(&file), Err(PictureFault::Broken), "{name}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_checked_and_a_result_is_checked_to_itself(
        which in 0_usize..4,
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        tail in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let mut file = [
            jpeg_of(&[(0xe1, &exif(6, true))]),
            webp_of(&[(b"VP8X", &extended(0)), (b"VP8 ", LOSSY)]),
            png(),
            Vec::new(),
        ][which].clone();
        file.extend(tail);
        for (index, byte) in places {
            if !file.is_empty() {
                let index = index.index(file.len());
                file[index] = byte;
            }
        }
        if let Ok(checked) = check(&file) {
            prop_assert_eq!(check(&checked.bytes), Ok(checked.clone()));
        }
    }
}
