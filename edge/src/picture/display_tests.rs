//! Facts about pictures that browsers do not show, or show at a cost, on files that are made chunk by chunk.

use super::tests::{FRAME, LOSSY, jpeg_in, lossless, png_in, webp_of};
use super::{PictureFault, check};

#[test]
fn a_small_file_cannot_make_a_browser_draw_its_picture_thousands_of_times() {
    for (scans, is_taken) in [(1, true), (100, true), (101, false), (5_000, false)] {
        let checked = check(&jpeg_in(&[], FRAME, scans));
        assert_eq!(checked.is_ok(), is_taken, "{scans} scans");
        assert!(is_taken || checked == Err(PictureFault::Broken));
    }
}

#[test]
fn colours_of_print_are_taken_with_what_says_how_they_are_stored() {
    let adobe = b"Adobe\0\x64\0\0\0\0\x02";
    let four = [
        &[8_u8, 1, 0xe0, 2, 0x80, 4][..],
        &[1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0],
    ]
    .concat();
    let file = jpeg_in(&[(0xee, adobe)], &four, 1);
    let checked = check(&file).unwrap();
    assert_eq!((checked.width, checked.height), (640, 480));
    assert!(checked.bytes.windows(adobe.len()).any(|part| part == adobe));
}

#[test]
fn a_picture_that_no_browser_shows_is_refused() {
    let frames: [(&str, &[u8]); 4] = [
        ("12 bits", &[12, 1, 0xe0, 2, 0x80, 1, 1, 0x11, 0]),
        ("two colours", &[8, 1, 0xe0, 2, 0x80, 2, 1, 0x11, 0, 2, 0x11, 0]),
        ("no colours", &[8, 1, 0xe0, 2, 0x80, 0]),
        ("fewer colours than stated", &[8, 1, 0xe0, 2, 0x80, 3, 1, 0x11, 0]),
    ];
    for (name, frame) in frames {
        assert_eq!(
            check(&jpeg_in(&[], frame, 1)),
            Err(PictureFault::Broken),
            "{name}"
        );
    }
    let pixels: (&[u8; 4], &[u8]) = (b"IDAT", b"pixels");
    let palette: (&[u8; 4], &[u8]) = (b"PLTE", &[0; 6]);
    let none: (&[u8; 4], &[u8]) = (b"IDAT", b"");
    let text: (&[u8; 4], &[u8]) = (b"tEXt", b"by hand");
    for (name, format, chunks) in [
        ("an unknown kind of colours", [8, 5, 0, 0, 0], vec![pixels]),
        ("4 bits of each colour", [4, 2, 0, 0, 0], vec![pixels]),
        ("an unknown compression", [8, 6, 1, 0, 0], vec![pixels]),
        ("an unknown filter", [8, 6, 0, 1, 0], vec![pixels]),
        ("an unknown interlacing", [8, 6, 0, 0, 2], vec![pixels]),
        ("a palette that is missing", [8, 3, 0, 0, 0], vec![pixels]),
        (
            "a palette after the pixels",
            [8, 3, 0, 0, 0],
            vec![pixels, palette],
        ),
        ("two palettes", [8, 3, 0, 0, 0], vec![palette, palette, pixels]),
        (
            "pixels in two places",
            [8, 6, 0, 0, 0],
            vec![pixels, text, pixels],
        ),
        ("no pixels", [8, 6, 0, 0, 0], vec![none]),
    ] {
        assert_eq!(
            check(&png_in((1, 1), format, &chunks)),
            Err(PictureFault::Broken),
            "{name}"
        );
    }
    let whole = png_in((1, 1), [1, 3, 0, 0, 1], &[palette, text, pixels, pixels]);
    assert!(check(&whole).is_ok());
    let with = |place: usize, byte: u8| {
        let mut frame = LOSSY.to_vec();
        frame[place] = byte;
        webp_of(&[(b"VP8 ", &frame)])
    };
    let mut of_later_version = lossless();
    of_later_version[4] |= 0x20;
    for (name, file) in [
        ("a frame that is not shown", with(0, 0)),
        ("a later version", with(0, 0x18)),
        ("a first part beyond the file", with(0, 0x50)),
        (
            "a later version without loss",
            webp_of(&[(b"VP8L", &of_later_version)]),
        ),
    ] {
        assert_eq!(check(&file), Err(PictureFault::Broken), "{name}");
    }
}
