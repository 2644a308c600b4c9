//! A picture as a PDF can hold it without its pixels being decoded: a JPEG as it is, and of a PNG its compressed pixels, whose
//! filters a PDF knows. A picture with transparency, a palette or four colours, a turned one and one of another format are
//! none of these.

use std::borrow::Cow;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A picture.
pub struct Picture<'a> {
    /// The width in pixels.
    pub width: u16,
    /// The height in pixels.
    pub height: u16,
    /// Whether it is grey, and not of three colours.
    pub is_grey: bool,
    /// The coding of its data.
    pub coding: Coding,
    /// The coded pixels.
    pub data: Cow<'a, [u8]>,
}

/// The coding of a picture's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// A whole JPEG.
    Jpeg,
    /// The pixels of a PNG of 8 bits, with its filters, compressed.
    Png,
}

impl<'a> Picture<'a> {
    /// Reads a picture; none for one that a PDF cannot hold as it is.
    #[must_use]
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        if bytes.starts_with(PNG) {
            png(bytes)
        } else if bytes.starts_with(&[0xff, 0xd8]) {
            jpeg(bytes)
        } else {
            None
        }
    }
}

fn jpeg(bytes: &[u8]) -> Option<Picture<'_>> {
    let mut rest = bytes.get(2..)?;
    loop {
        let [0xff, marker, high, low, ..] = rest else {
            return None;
        };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let contents = rest.get(4..2_usize.checked_add(length)?)?;
        match marker {
            // EXIF stays in an upload where it says that the picture is turned.
            0xe1 if contents.starts_with(b"Exif\0\0") => return None,
            0xc0..=0xc2 => {
                let [8, h1, h2, w1, w2, components, ..] = contents else {
                    return None;
                };
                let is_grey = match components {
                    1 => true,
                    3 => false,
                    _ => return None,
                };
                return sized(
                    u16::from_be_bytes([*w1, *w2]),
                    u16::from_be_bytes([*h1, *h2]),
                    is_grey,
                    Coding::Jpeg,
                    Cow::Borrowed(bytes),
                );
            }
            // The pixels begin before any frame.
            0xda => return None,
            _ => {}
        }
        rest = rest.get(2 + length..)?;
    }
}

fn png(bytes: &[u8]) -> Option<Picture<'_>> {
    let mut rest = bytes.get(PNG.len()..)?;
    let mut size = None;
    let mut data = Vec::new();
    loop {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
        let length = usize::try_from(length).ok()?;
        let kind = rest.get(4..8)?;
        let contents = rest.get(8..8_usize.checked_add(length)?)?;
        match kind {
            b"IHDR" => {
                let [w1, w2, w3, w4, h1, h2, h3, h4, 8, colours, 0, 0, 0] = contents else {
                    return None;
                };
                let is_grey = match colours {
                    0 => true,
                    2 => false,
                    _ => return None,
                };
                let width = u16::try_from(u32::from_be_bytes([*w1, *w2, *w3, *w4])).ok()?;
                let height = u16::try_from(u32::from_be_bytes([*h1, *h2, *h3, *h4])).ok()?;
                size = Some((width, height, is_grey));
            }
            b"tRNS" => return None,
            b"IDAT" => data.extend_from_slice(contents),
            b"IEND" => break,
            _ => {}
        }
        // Behind the contents is a check sum.
        rest = rest.get(12_usize.checked_add(length)?..)?;
    }
    let (width, height, is_grey) = size?;
    sized(width, height, is_grey, Coding::Png, Cow::Owned(data))
}

fn sized(width: u16, height: u16, is_grey: bool, coding: Coding, data: Cow<'_, [u8]>) -> Option<Picture<'_>> {
    (width > 0 && height > 0 && !data.is_empty()).then_some(Picture {
        width,
        height,
        is_grey,
        coding,
        data,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg_of(components: u8, before: &[u8]) -> Vec<u8> {
        let frame = [0xff, 0xc0, 0, 11, 8, 0, 20, 0, 30, components, 1, 0x11, 0];
        [
            &[0xff, 0xd8][..],
            before,
            &frame,
            &[0xff, 0xda, 0, 2, 1, 2, 0xff, 0xd9],
        ]
        .concat()
    }

    fn png_of(colours: u8, interlacing: u8, more: &[u8]) -> Vec<u8> {
        let header = [0, 0, 0, 30, 0, 0, 0, 20, 8, colours, 0, 0, interlacing];
        let chunk = |kind: &[u8], contents: &[u8]| {
            let length = u8::try_from(contents.len()).unwrap();
            [&[0, 0, 0, length][..], kind, contents, &[0; 4]].concat()
        };
        let parts = [
            PNG.to_vec(),
            chunk(b"IHDR", &header),
            more.to_vec(),
            chunk(b"IDAT", &[1, 2]),
            chunk(b"IDAT", &[3]),
            chunk(b"IEND", &[]),
        ];
        parts.concat()
    }

    #[test]
    fn a_jpeg_is_held_as_it_is_unless_it_is_turned_or_of_four_colours() {
        let bytes = jpeg_of(3, &[]);
        let picture = Picture::read(&bytes).unwrap();
        assert_eq!((picture.width, picture.height, picture.is_grey), (30, 20, false));
        assert_eq!((picture.coding, &*picture.data), (Coding::Jpeg, &bytes[..]));
        assert!(Picture::read(&jpeg_of(1, &[])).unwrap().is_grey);
        assert!(Picture::read(&jpeg_of(4, &[])).is_none());
        assert!(Picture::read(&jpeg_of(3, b"\xff\xe1\0\x08Exif\0\0")).is_none());
    }

    #[test]
    fn the_pixels_of_a_plain_png_are_held_and_no_others() {
        let bytes = png_of(2, 0, &[]);
        let picture = Picture::read(&bytes).unwrap();
        assert_eq!(
            (picture.width, picture.height, picture.coding),
            (30, 20, Coding::Png)
        );
        assert_eq!(&*picture.data, [1, 2, 3]);
        for (colours, interlacing) in [(2, 1), (3, 0), (4, 0), (6, 0)] {
            assert!(Picture::read(&png_of(colours, interlacing, &[])).is_none());
        }
        assert!(Picture::read(&png_of(2, 0, b"\0\0\0\x01tRNS\x05\0\0\0\0")).is_none());
    }

    #[test]
    fn a_file_that_is_cut_short_is_no_picture() {
        for whole in [jpeg_of(3, &[]), png_of(2, 0, &[])] {
            for length in 0..whole.len() {
                let _ = Picture::read(&whole[..length]);
            }
        }
        assert!(Picture::read(b"<svg/>").is_none());
        assert!(Picture::read(b"").is_none());
    }
}
