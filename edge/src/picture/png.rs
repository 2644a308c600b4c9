//! PNG (ISO/IEC 15948): a signature and chunks, each with its check sum.

use shared::picture::PictureType;

use super::reader::Reader;
use super::{CheckedPicture, PictureFault};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The chunks that are written again beside `IHDR` and `IEND`: pixels, palette, transparency, and colours. Those of an
/// animation are not among them, so that its first picture stays.
const KEPT: [&[u8; 4]; 10] = [
    b"PLTE", b"IDAT", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP", b"pHYs",
];

/// Reads a PNG; none for another format.
pub(super) fn read(bytes: &[u8]) -> Option<Result<CheckedPicture, PictureFault>> {
    bytes.strip_prefix(SIGNATURE).map(|rest| chunks(Reader(rest)))
}

fn chunks(mut rest: Reader<'_>) -> Result<CheckedPicture, PictureFault> {
    let mut bytes = SIGNATURE.to_vec();
    let (kind, header) = chunk(&mut rest)?;
    if &kind != b"IHDR" || header.len() != 13 {
        return Err(PictureFault::Broken);
    }
    write(&mut bytes, kind, header)?;
    let mut numbers = Reader(header);
    let (width, height) = (numbers.big_u32()?, numbers.big_u32()?);
    let has_palette_colours = format(numbers.array()?)?;
    let (mut has_palette, mut has_pixels, mut is_after_pixels) = (false, false, false);
    loop {
        let (kind, contents) = chunk(&mut rest)?;
        let [first, ..] = kind;
        is_after_pixels |= has_pixels && &kind != b"IDAT";
        match &kind {
            b"IEND" if has_pixels && contents.is_empty() => {
                write(&mut bytes, kind, contents)?;
                return Ok(CheckedPicture {
                    kind: PictureType::Png,
                    width,
                    height,
                    bytes,
                });
            }
            // The pixels' chunks follow each other, and the palette comes before them (section 5.6).
            b"IDAT" if is_after_pixels || (has_palette_colours && !has_palette) => {
                return Err(PictureFault::Broken);
            }
            b"PLTE" if has_palette || has_pixels => return Err(PictureFault::Broken),
            kept if KEPT.contains(&kept) => {
                has_palette |= kept == b"PLTE";
                has_pixels |= kept == b"IDAT" && !contents.is_empty();
                write(&mut bytes, kind, contents)?;
            }
            // A chunk whose name begins with a capital letter is needed to show the picture (section 5.4).
            _ if first.is_ascii_uppercase() => return Err(PictureFault::Broken),
            _ => {}
        }
    }
}

/// Whether the colours are those of a palette, by the end of the header (section 11.2.1): bit depth, colour type,
/// compression, filter and interlacing, of which browsers know these.
fn format([depth, colours, compression, filter, interlacing]: [u8; 5]) -> Result<bool, PictureFault> {
    let is_known = match colours {
        // Grey.
        0 => matches!(depth, 1 | 2 | 4 | 8 | 16),
        // A palette.
        3 => matches!(depth, 1 | 2 | 4 | 8),
        // Colours; grey with transparency; colours with transparency.
        2 | 4 | 6 => matches!(depth, 8 | 16),
        _ => false,
    };
    if is_known && compression == 0 && filter == 0 && interlacing <= 1 {
        Ok(colours == 3)
    } else {
        Err(PictureFault::Broken)
    }
}

/// The name and the contents of the next chunk, whose check sum is right.
fn chunk<'a>(rest: &mut Reader<'a>) -> Result<([u8; 4], &'a [u8]), PictureFault> {
    let length = rest.length(Reader::big_u32)?;
    let kind = rest.array()?;
    let contents = rest.take(length)?;
    if rest.big_u32()? == check_sum(kind, contents) {
        Ok((kind, contents))
    } else {
        Err(PictureFault::Broken)
    }
}

fn write(bytes: &mut Vec<u8>, kind: [u8; 4], contents: &[u8]) -> Result<(), PictureFault> {
    let length = u32::try_from(contents.len()).map_err(|_| PictureFault::Broken)?;
    bytes.extend(length.to_be_bytes());
    bytes.extend(kind);
    bytes.extend(contents);
    bytes.extend(check_sum(kind, contents).to_be_bytes());
    Ok(())
}

fn check_sum(kind: [u8; 4], contents: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&kind);
    hasher.update(contents);
    hasher.finalize()
}
