//! Requests of staff about pictures.

use serde::{Deserialize, Serialize};
use shared::id::PictureName;

use crate::venue::message::policy::Policy;

/// A request of staff about the pictures of a venue of any booking system.
#[derive(Debug, Serialize, Deserialize)]
pub enum PicturesRequest {
    /// Answered with the pictures.
    List,
    /// Answered with the picture of this file in base64, which is stored if it was not.
    Upload(String),
    /// Answered with nothing once there is no picture of this name.
    Delete(PictureName),
}

impl PicturesRequest {
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'static> {
        match self {
            Self::List => Policy::READ_BY_STAFF,
            Self::Upload(_) | Self::Delete(_) => Policy::WRITE_BY_STAFF,
        }
    }
}
