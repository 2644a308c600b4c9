//! JPEG (ITU-T T.81): segments, each begun by a marker, and the pixels' data after the header of each scan.

use shared::picture::PictureType;

use super::reader::Reader;
use super::{CheckedPicture, PictureFault};

/// The start of an image.
const SOI: [u8; 2] = [0xff, 0xd8];
/// The end of an image.
const EOI: u8 = 0xd9;
/// The start of a scan.
const SOS: u8 = 0xda;
/// The markers of application segments with JFIF, EXIF, colour profiles and Adobe's transform of colours.
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;

const EXIF: &[u8] = b"Exif\0\0";

/// The most scans. Each one can be some bytes that make a browser go through all pixels again, so that a small file
/// could stop a page for minutes; a progressive picture has about ten.
const MAX_SCANS: usize = 100;

/// The length of Adobe's segment: its name, a version, flags, and the transform of colours.
const ADOBE: usize = 12;

/// Reads a JPEG; none for another format.
pub(super) fn read(bytes: &[u8]) -> Option<Result<CheckedPicture, PictureFault>> {
    let is_jpeg = bytes.starts_with(&SOI) && bytes.get(2) == Some(&0xff);
    let rest = bytes.strip_prefix(&SOI).filter(|_| is_jpeg)?;
    Some(segments(Reader(rest)))
}

fn segments(mut rest: Reader<'_>) -> Result<CheckedPicture, PictureFault> {
    let (mut jfif, mut body) = (Vec::new(), Vec::new());
    let mut orientation = 1;
    let mut frame = None;
    let mut scans = 0;
    loop {
        let marker = marker(&mut rest)?;
        if marker == EOI {
            break;
        }
        let length = usize::from(rest.big_u16()?);
        let contents = rest.take(length.checked_sub(2).ok_or(PictureFault::Broken)?)?;
        match marker {
            // Tables of Huffman codes and of quantisation, and the interval of restarts.
            0xc4 | 0xdb | 0xdd => write(&mut body, marker, contents)?,
            // The frame: baseline, extended or progressive. Browsers show no other.
            0xc0..=0xc2 if frame.is_none() => {
                frame = Some(size(contents)?);
                write(&mut body, marker, contents)?;
            }
            SOS if frame.is_some() && scans < MAX_SCANS => {
                write(&mut body, marker, contents)?;
                body.extend(scan(&mut rest)?);
                scans += 1;
            }
            // Without its thumbnail, which may show what was cut off the picture.
            APP0 if contents.starts_with(b"JFIF\0") && contents.len() >= 14 && jfif.is_empty() => {
                let (kept, _) = contents.split_at(12);
                write(&mut jfif, marker, &[kept, &[0, 0]].concat())?;
            }
            APP1 => orientation = self::orientation(contents).unwrap_or(orientation),
            APP2 if contents.starts_with(b"ICC_PROFILE\0") => write(&mut body, marker, contents)?,
            APP14 if contents.starts_with(b"Adobe") && contents.len() >= ADOBE => {
                let (kept, _) = contents.split_at(ADOBE);
                write(&mut body, marker, kept)?;
            }
            // Other application segments, and comments.
            0xe0..=0xef | 0xfe => {}
            _ => return Err(PictureFault::Broken),
        }
    }
    let (width, height) = frame.filter(|_| scans > 0).ok_or(PictureFault::Broken)?;
    let mut bytes = SOI.to_vec();
    bytes.extend(jfif);
    if orientation > 1 {
        write(&mut bytes, APP1, &[EXIF, &exif(orientation)].concat())?;
    }
    bytes.extend(body);
    bytes.extend([0xff, EOI]);
    // From 5 on the picture lies on its side.
    let (width, height) = if orientation < 5 {
        (width, height)
    } else {
        (height, width)
    };
    Ok(CheckedPicture {
        kind: PictureType::Jpeg,
        width,
        height,
        bytes,
    })
}

/// The next marker, before which there may be any number of bytes 0xff (section B.1.1.2).
fn marker(rest: &mut Reader<'_>) -> Result<u8, PictureFault> {
    if rest.byte()? != 0xff {
        return Err(PictureFault::Broken);
    }
    loop {
        match rest.byte()? {
            0xff => {}
            marker => return Ok(marker),
        }
    }
}

/// Width and height in the header of a frame (section B.2.2). Browsers show samples of 8 bits, of grey, three colours or
/// four.
fn size(header: &[u8]) -> Result<(u32, u32), PictureFault> {
    let mut numbers = Reader(header);
    let precision = numbers.byte()?;
    let (height, width) = (numbers.big_u16()?, numbers.big_u16()?);
    let components = numbers.byte()?;
    // Each has its id, its sampling and its table.
    let is_whole = numbers.0.len() == 3 * usize::from(components);
    if precision == 8 && matches!(components, 1 | 3 | 4) && is_whole {
        Ok((width.into(), height.into()))
    } else {
        Err(PictureFault::Broken)
    }
}

/// The data of a scan until the next marker. In it 0xff is followed by 0, and markers of restarts have no contents.
fn scan<'a>(rest: &mut Reader<'a>) -> Result<&'a [u8], PictureFault> {
    let ends = |pair: &[u8]| matches!(pair, [0xff, second] if !matches!(second, 0 | 0xd0..=0xd7 | 0xff));
    let length = rest.0.windows(2).position(ends).ok_or(PictureFault::Broken)?;
    rest.take(length)
}

/// The orientation that EXIF states, from 1 to 8; none if it states none.
fn orientation(segment: &[u8]) -> Option<u8> {
    let tiff = segment.strip_prefix(EXIF)?;
    let is_little = tiff.starts_with(b"II");
    let u16_at = |at: usize| {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    };
    let u32_at = |at: usize| {
        let bytes: [u8; 4] = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(if is_little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
        .ok()
    };
    let directory = u32_at(4)?;
    let count = usize::from(u16_at(directory)?);
    let entries = (0..count).map_while(|index| directory.checked_add(2 + 12 * index));
    let mut found = entries.filter(|entry| u16_at(*entry) == Some(0x0112));
    let value = u16_at(found.next()?.checked_add(8)?)?;
    u8::try_from(value).ok().filter(|value| (1..=8).contains(value))
}

/// EXIF that states the orientation and nothing else: a header and a directory of one entry.
fn exif(orientation: u8) -> [u8; 26] {
    let mut exif = *b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    if let Some(value) = exif.get_mut(19) {
        *value = orientation;
    }
    exif
}

fn write(bytes: &mut Vec<u8>, marker: u8, contents: &[u8]) -> Result<(), PictureFault> {
    let length = u16::try_from(contents.len() + 2).map_err(|_| PictureFault::Broken)?;
    bytes.extend([0xff, marker]);
    bytes.extend(length.to_be_bytes());
    bytes.extend(contents);
    Ok(())
}
