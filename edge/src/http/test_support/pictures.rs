//! The scripted venue's pictures: one, which the settings name.

use std::cell::RefCell;
use std::collections::BTreeMap;

use async_trait::async_trait;
use base64ct::{Base64, Encoding as _};
use serde_json::json;
use shared::id::PictureName;
use shared::settings::SettingsRefusal;
use shared::validation::FieldCode;

use super::Answer;
use crate::error::VenueError;
use crate::http::pictures::PictureCache;
use crate::venue::message::picture::PicturesRequest;

/// The name of the picture.
pub(in crate::http) const PICTURE: &str = "3fd0a1c2b5e64f7890ab12cd34ef5678.png";

pub(super) fn bytes(name: &PictureName) -> Answer {
    if name.as_str() == PICTURE {
        Ok(json!(Base64::encode_string(b"the picture")))
    } else {
        Err(VenueError::NotFound)
    }
}

pub(super) fn about_pictures(request: &PicturesRequest) -> Answer {
    let picture = json!({
        "name": PICTURE, "address": format!("/pictures/demo/{PICTURE}"), "width": 640, "height": 480,
        "type": "image/png", "bytes": 11, "uploadedAt": "2026-11-22T12:00:00Z",
    });
    match request {
        PicturesRequest::List => Ok(json!({ "pictures": [picture] })),
        PicturesRequest::Upload(file) if file.is_empty() => Err(VenueError::Picture {
            code: FieldCode::Required,
            detail: "The file is empty.".to_owned(),
        }),
        PicturesRequest::Upload(_) => Ok(picture),
        PicturesRequest::Delete(name) if name.as_str() == PICTURE => Err(VenueError::SettingsRefused {
            refusal: Box::new(SettingsRefusal {
                locks: serde_json::from_value(json!([
                    { "setting": "picture", "pointer": "/engine/experiences/0/image", "heldBy": [] },
                ]))
                .unwrap(),
                ..SettingsRefusal::default()
            }),
            detail: "The settings in force name the picture.".to_owned(),
        }),
        PicturesRequest::Delete(_) => Err(VenueError::NotFound),
    }
}

/// Copies of pictures in memory.
#[derive(Default)]
pub(in crate::http) struct PictureCopies(pub RefCell<BTreeMap<String, Vec<u8>>>);

#[async_trait(?Send)]
impl PictureCache for PictureCopies {
    async fn get(&self, address: &str) -> Option<Vec<u8>> {
        self.0.borrow().get(address).cloned()
    }

    async fn put(&self, address: &str, bytes: &[u8]) {
        self.0.borrow_mut().insert(address.to_owned(), bytes.to_vec());
    }
}
