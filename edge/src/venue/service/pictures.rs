//! Uploads, serves and deletes pictures. One upload or deletion is carried out at a time, so that the row of a picture and
//! its bytes, which may be in another store, do not part.

use base64ct::{Base64, Encoding as _};
use config::VenueSettings;
use shared::id::PictureName;
use shared::picture::Picture;
use shared::settings::{SettingLock, SettingsRefusal};
use shared::validation::FieldCode;

use super::VenueService;
use super::dispatch::{Json, json};
use crate::access::Actor;
use crate::error::{Result, VenueError};
use crate::picture::{self, PictureFault};
use crate::venue::message::picture::PicturesRequest;
use crate::venue::pictures;

impl VenueService {
    /// The bytes of a picture in base64.
    pub(super) async fn picture(&self, settings: &VenueSettings, name: &PictureName) -> Result<String> {
        let is_there = pictures::find(&*self.deps.database, &settings.id, name)?.is_some();
        let bytes = if is_there {
            self.deps.pictures.get(name).await?
        } else {
            None
        };
        Ok(Base64::encode_string(&bytes.ok_or(VenueError::NotFound)?))
    }

    /// Answers a request of staff about pictures.
    pub(super) async fn answer_pictures(
        &self,
        settings: &VenueSettings,
        request: &PicturesRequest,
        actor: &Actor,
    ) -> Result<Json> {
        match request {
            PicturesRequest::List => json(&pictures::list(&*self.deps.database, settings)?),
            PicturesRequest::Upload(file) => json(&self.upload_picture(settings, file, actor).await?),
            PicturesRequest::Delete(name) => json(&self.delete_picture(settings, name, actor).await?),
        }
    }

    /// Stores a picture, unless it is stored already. Its bytes are stored first: a row without bytes would be a picture
    /// that cannot be shown.
    async fn upload_picture(&self, settings: &VenueSettings, file: &str, actor: &Actor) -> Result<Picture> {
        let file = Base64::decode_vec(file)
            .map_err(|_| VenueError::Broken("an uploaded picture is not base64".to_owned()))?;
        let picture = picture::check(&file).map_err(refused)?;
        let name = picture
            .name()
            .ok_or_else(|| VenueError::Broken("a picture's digest makes no name".to_owned()))?;
        let _turn = self.picture_changes.lock().await;
        let database = &*self.deps.database;
        if let Some(stored) = pictures::find(database, &settings.id, &name)? {
            return Ok(stored);
        }
        pictures::require_room(database, picture.bytes.len())?;
        self.deps.pictures.put(&name, &picture.bytes).await?;
        pictures::store(self.ctx_of(actor), &settings.id, &name, &picture)
    }

    /// Deletes a picture that the settings in force do not name.
    async fn delete_picture(
        &self,
        settings: &VenueSettings,
        name: &PictureName,
        actor: &Actor,
    ) -> Result<()> {
        let _turn = self.picture_changes.lock().await;
        if pictures::find(&*self.deps.database, &settings.id, name)?.is_none() {
            return Err(VenueError::NotFound);
        }
        let in_force = self.in_force(Some(settings))?.settings;
        let mut uses = in_force.pictures();
        uses.retain(|named| named.name == name.as_str());
        let places: Vec<String> = uses.into_iter().map(|named| named.pointer).collect();
        if !places.is_empty() {
            return Err(in_use(places));
        }
        pictures::delete(self.ctx_of(actor), name)?;
        self.deps.pictures.delete(name).await
    }
}

fn refused(fault: PictureFault) -> VenueError {
    VenueError::Picture {
        code: match fault {
            PictureFault::Empty => FieldCode::Required,
            PictureFault::UnknownFormat | PictureFault::Broken => FieldCode::Invalid,
            PictureFault::Size => FieldCode::OutOfRange,
            PictureFault::Animated => FieldCode::NotOffered,
        },
        detail: fault.to_string(),
    }
}

fn in_use(places: Vec<String>) -> VenueError {
    let detail = format!("The settings in force name the picture at {}.", places.join(", "));
    let lock = |pointer| SettingLock {
        setting: "picture".to_owned(),
        pointer,
        held_by: Vec::new(),
    };
    VenueError::SettingsRefused {
        refusal: Box::new(SettingsRefusal {
            locks: places.into_iter().map(lock).collect(),
            ..SettingsRefusal::default()
        }),
        detail,
    }
}
