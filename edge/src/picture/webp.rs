//! WebP (RFC 9649): chunks in a RIFF file.

use shared::picture::PictureType;

use super::reader::Reader;
use super::{CheckedPicture, PictureFault};

/// Flags of the extended header: an animation, and the metadata that are not written again.
const ANIMATION: u8 = 0x02;
const METADATA: u8 = 0x08 | 0x04;

/// Reads a WebP; none for another format.
pub(super) fn read(bytes: &[u8]) -> Option<Result<CheckedPicture, PictureFault>> {
    let mut file = Reader(bytes);
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    is_webp.then(|| {
        file.take(4)?;
        let length = file.length(Reader::little_u32)?;
        // What follows the file's own length is none of it.
        let mut rest = Reader(file.take(length)?);
        rest.take(4)?;
        chunks(rest)
    })
}

fn chunks(mut rest: Reader<'_>) -> Result<CheckedPicture, PictureFault> {
    let mut body = b"WEBP".to_vec();
    let (mut canvas, mut frame) = (None, None);
    let mut is_first = true;
    while !rest.0.is_empty() {
        let kind: [u8; 4] = rest.array()?;
        let length = rest.length(Reader::little_u32)?;
        let contents = rest.take(length)?;
        if length % 2 == 1 {
            rest.take(1)?;
        }
        match &kind {
            b"VP8X" if is_first => {
                let (header, size) = extended(contents)?;
                canvas = Some(size);
                write(&mut body, kind, &header)?;
            }
            b"VP8 " if frame.is_none() => {
                frame = Some(lossy(contents)?);
                write(&mut body, kind, contents)?;
            }
            b"VP8L" if frame.is_none() => {
                frame = Some(lossless(contents)?);
                write(&mut body, kind, contents)?;
            }
            b"ICCP" | b"ALPH" if canvas.is_some() && frame.is_none() => write(&mut body, kind, contents)?,
            b"ANIM" | b"ANMF" => return Err(PictureFault::Animated),
            b"VP8X" | b"VP8 " | b"VP8L" => return Err(PictureFault::Broken),
            // Metadata, and chunks that a reader ignores.
            _ if !is_first => {}
            _ => return Err(PictureFault::Broken),
        }
        is_first = false;
    }
    let (width, height) = frame.ok_or(PictureFault::Broken)?;
    if canvas.is_some_and(|canvas| canvas != (width, height)) {
        return Err(PictureFault::Broken);
    }
    let length = u32::try_from(body.len()).map_err(|_| PictureFault::Broken)?;
    Ok(CheckedPicture {
        kind: PictureType::Webp,
        width,
        height,
        bytes: [b"RIFF".as_slice(), &length.to_le_bytes(), &body].concat(),
    })
}

/// The extended header without the flags of metadata, and the size of the canvas.
fn extended(contents: &[u8]) -> Result<([u8; 10], (u32, u32)), PictureFault> {
    let mut header: [u8; 10] = contents.try_into().map_err(|_| PictureFault::Broken)?;
    let [flags, _, _, _, w0, w1, w2, h0, h1, h2] = &mut header;
    if *flags & ANIMATION != 0 {
        return Err(PictureFault::Animated);
    }
    *flags &= !METADATA;
    let one_more = |low: u8, middle: u8, high: u8| u32::from_le_bytes([low, middle, high, 0]) + 1;
    let size = (one_more(*w0, *w1, *w2), one_more(*h0, *h1, *h2));
    Ok((header, size))
}

/// The size in the header of a lossy frame (RFC 6386, section 9.1), which has to be a key frame of a known version that is
/// shown and has its first part.
fn lossy(contents: &[u8]) -> Result<(u32, u32), PictureFault> {
    let mut frame = Reader(contents);
    let [low, middle, high] = frame.array()?;
    let tag = u32::from_le_bytes([low, middle, high, 0]);
    let (is_key, version, is_shown, first_part) = (tag & 1 == 0, (tag >> 1) & 7, tag & 0x10 != 0, tag >> 5);
    let start: [u8; 3] = frame.array()?;
    let (width, height) = (
        u16::from_le_bytes(frame.array()?),
        u16::from_le_bytes(frame.array()?),
    );
    let is_whole = usize::try_from(first_part).is_ok_and(|length| length <= frame.0.len());
    if !is_key || version > 3 || !is_shown || !is_whole || start != [0x9d, 0x01, 0x2a] {
        return Err(PictureFault::Broken);
    }
    // The two high bits are a scale.
    Ok(((width & 0x3fff).into(), (height & 0x3fff).into()))
}

/// The size in the header of a lossless frame.
fn lossless(contents: &[u8]) -> Result<(u32, u32), PictureFault> {
    let mut frame = Reader(contents);
    if frame.byte()? != 0x2f {
        return Err(PictureFault::Broken);
    }
    let bits = frame.little_u32()?;
    // The three high bits are the version.
    if bits >> 29 != 0 {
        return Err(PictureFault::Broken);
    }
    Ok(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
}

fn write(body: &mut Vec<u8>, kind: [u8; 4], contents: &[u8]) -> Result<(), PictureFault> {
    let length = u32::try_from(contents.len()).map_err(|_| PictureFault::Broken)?;
    body.extend(kind);
    body.extend(length.to_le_bytes());
    body.extend(contents);
    if length % 2 == 1 {
        body.push(0);
    }
    Ok(())
}
