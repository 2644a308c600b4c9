//! Pictures that a restaurant has uploaded, as the staff's API lists them.

use serde::{Deserialize, Serialize};

use crate::id::PictureName;
use crate::time::Instant;

/// The largest upload, in bytes.
pub const MAX_PICTURE_BYTES: usize = 1024 * 1024;

/// The format of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PictureType {
    /// PNG (ISO/IEC 15948).
    #[serde(rename = "image/png")]
    Png,
    /// JPEG (ITU-T T.81).
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// WebP (RFC 9649).
    #[serde(rename = "image/webp")]
    Webp,
}

impl PictureType {
    /// The formats.
    pub const ALL: [Self; 3] = [Self::Png, Self::Jpeg, Self::Webp];

    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    /// The ending of names of pictures in this format.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
        }
    }

    /// The format of a picture, which the ending of its name states.
    #[must_use]
    pub fn of(name: &PictureName) -> Option<Self> {
        let (_, ending) = name.as_str().rsplit_once('.')?;
        Self::ALL.into_iter().find(|one| one.ending() == ending)
    }
}

/// A picture of a venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Picture {
    /// Its name, by which settings name it.
    pub name: PictureName,
    /// Its absolute address, at which nothing else will ever be.
    pub address: String,
    /// Its width as browsers show it, in pixels.
    pub width: u32,
    /// Its height as browsers show it, in pixels.
    pub height: u32,
    /// Its format.
    #[serde(rename = "type")]
    pub kind: PictureType,
    /// Its size as it is stored, in bytes.
    pub bytes: u32,
    /// When it was uploaded.
    pub uploaded_at: Instant,
    /// In the list: the places of the settings in force that name it, as JSON pointers. Absent where none does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used_at: Vec<String>,
}

/// The pictures of a venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PictureList {
    /// The pictures, the newest first.
    pub pictures: Vec<Picture>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_a_name_states_the_format() {
        for kind in PictureType::ALL {
            let name = format!("{}.{}", "0f".repeat(16), kind.ending());
            assert_eq!(PictureType::of(&PictureName::parse(&name).unwrap()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.media_type());
        }
    }
}
