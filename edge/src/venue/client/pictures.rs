//! Requests for pictures.

use base64ct::{Base64, Encoding as _};
use serde::de::DeserializeOwned;
use shared::id::PictureName;
use shared::picture::{Picture, PictureList};

use super::VenueClient;
use crate::error::VenueError;
use crate::venue::message::Request;
use crate::venue::message::picture::PicturesRequest;
use crate::venue::message::staff::StaffRequest;

impl VenueClient<'_> {
    /// The bytes of a picture.
    pub async fn picture(&self, name: &PictureName) -> Result<Vec<u8>, VenueError> {
        let text: String = self.request(Request::Picture(name.clone())).await?;
        Base64::decode_vec(&text)
            .map_err(|_| VenueError::Broken("a picture's bytes are not base64".to_owned()))
    }

    /// The pictures. Their addresses are paths.
    pub async fn pictures(&self) -> Result<PictureList, VenueError> {
        self.about_pictures(PicturesRequest::List).await
    }

    /// Stores the picture of a file.
    pub async fn upload_picture(&self, file: &[u8]) -> Result<Picture, VenueError> {
        self.about_pictures(PicturesRequest::Upload(Base64::encode_string(file)))
            .await
    }

    /// Deletes a picture that the settings in force do not name.
    pub async fn delete_picture(&self, name: PictureName) -> Result<(), VenueError> {
        self.about_pictures(PicturesRequest::Delete(name)).await
    }

    async fn about_pictures<T: DeserializeOwned>(&self, request: PicturesRequest) -> Result<T, VenueError> {
        self.request(Request::Staff(StaffRequest::Pictures(request)))
            .await
    }
}
