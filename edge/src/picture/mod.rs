//! Pictures that a restaurant uploads: decides the format by the bytes, checks the container's structure, and writes the
//! picture again without everything that a page does not need. Pixels are never decoded.
//!
//! What is written again: the header, the pixels' data, and colours. What is left out: EXIF with its places and devices,
//! XMP, comments, thumbnails, unknown chunks, and all that follows the end of the picture, such as another file or a film.
//! So a file that is a picture and a page at once becomes a picture alone. Of EXIF the orientation stays, as browsers turn a
//! JPEG by it.
//!
//! Libraries that read containers keep unknown chunks and what follows the picture, or only look for the size, so the check
//! is written here: it is small, since it reads the structure alone.

mod jpeg;
mod png;
mod reader;
mod webp;

use std::fmt;

use sha2::{Digest, Sha256};
use shared::id::PictureName;
use shared::picture::PictureType;

/// The largest width and height, in pixels: a browser needs up to 64 MB to show such a picture.
pub const MAX_SIDE: u32 = 4096;

/// A picture that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedPicture {
    /// Its format.
    pub kind: PictureType,
    /// Its width as browsers show it, in pixels.
    pub width: u32,
    /// Its height as browsers show it, in pixels.
    pub height: u32,
    /// The picture, written again.
    pub bytes: Vec<u8>,
}

/// Why a file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFault {
    /// It has no bytes.
    Empty,
    /// It begins as no PNG, JPEG or WebP does.
    UnknownFormat,
    /// It is cut off, or its structure is not that of its format.
    Broken,
    /// It is too wide or too high, or has no pixels.
    Size,
    /// It moves, which readers cannot stop.
    Animated,
}

impl fmt::Display for PictureFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("The file is empty."),
            Self::UnknownFormat => formatter.write_str("The file is no PNG, JPEG or WebP picture."),
            Self::Broken => {
                formatter.write_str("The file is cut off or damaged, or of a kind that browsers do not show.")
            }
            Self::Size => write!(
                formatter,
                "A picture has 1 to {MAX_SIDE} pixels in width and height."
            ),
            Self::Animated => formatter.write_str("A picture that moves is not taken."),
        }
    }
}

/// Checks a file, and writes its picture again. The result of a result is the same.
pub fn check(bytes: &[u8]) -> Result<CheckedPicture, PictureFault> {
    if bytes.is_empty() {
        return Err(PictureFault::Empty);
    }
    let readers = [png::read, jpeg::read, webp::read];
    let found = readers.iter().find_map(|read| read(bytes));
    let picture = found.ok_or(PictureFault::UnknownFormat)??;
    let is_within = |side: u32| (1..=MAX_SIDE).contains(&side);
    if is_within(picture.width) && is_within(picture.height) {
        Ok(picture)
    } else {
        Err(PictureFault::Size)
    }
}

impl CheckedPicture {
    /// Its name: the first 128 bits of the SHA-256 digest of its bytes, and the ending of its format. None only if such a
    /// name were no name.
    #[must_use]
    pub fn name(&self) -> Option<PictureName> {
        let digest = Sha256::digest(&self.bytes);
        let (first, _) = digest.split_at(16);
        let digest = base16ct::lower::encode_string(first);
        PictureName::parse(&format!("{digest}.{}", self.kind.ending())).ok()
    }
}

#[cfg(test)]
#[path = "picture_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "display_tests.rs"]
mod display_tests;
