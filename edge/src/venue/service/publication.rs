//! Publishes experiences of the embedded engine at a marketplace, one at a time: two that are published at once would not
//! find each other there.

use std::cell::RefCell;
use std::rc::Rc;

use base64ct::{Base64, Encoding as _};
use config::engine::Experience;
use config::{System, VenueSettings};
use futures_util::lock::Mutex;
use serde_json::json;
use shared::id::{ExperienceId, PictureName};
use shared::picture::PictureType;
use shared::publication::{Publication, PublicationTerms};
use shared::validation::{FieldCode, FieldError};

use super::VenueService;
use crate::access::Actor;
use crate::error::{Result, VenueError};
use crate::picture;
use crate::provider::marketplace::{Marketplace, MarketplaceListing, PublishedPicture};
use crate::storage::venue_secrets::VenueSecrets;

/// Makes the marketplace of a venue, or fails with the cause.
pub type MarketplaceFactory = dyn Fn(&VenueSettings, VenueSecrets<'_>) -> Result<Rc<dyn Marketplace>>;

/// The publications of a venue that are being carried out.
#[derive(Default)]
pub(super) struct Publisher {
    marketplaces: Option<Box<MarketplaceFactory>>,
    /// It is created once per object, or until settings or a secret change.
    marketplace: RefCell<Option<Rc<dyn Marketplace>>>,
    turn: Mutex<()>,
}

impl Publisher {
    /// Drops the marketplace: the next publication makes it anew.
    pub(super) fn drop_adapter(&self) {
        self.marketplace.take();
    }
}

impl VenueService {
    /// The same, which publishes experiences at the marketplaces that this makes; without it none is published.
    #[must_use]
    pub fn publishing(mut self, marketplaces: Box<MarketplaceFactory>) -> Self {
        self.publisher.marketplaces = Some(marketplaces);
        self
    }

    /// Publishes an experience, or brings up to date what it was published as.
    pub(super) async fn publish(
        &self,
        settings: &VenueSettings,
        id: &ExperienceId,
        terms: &PublicationTerms,
        actor: &Actor,
    ) -> Result<Publication> {
        let (Some(System::Engine(engine)), Some(_)) = (settings.system(), &settings.publication) else {
            return Err(VenueError::NotFound);
        };
        let experience = engine.experiences.iter().find(|one| one.id == *id);
        let experience = experience.ok_or(VenueError::NotFound)?;
        let _turn = self.publisher.turn.lock().await;
        let picture = self.published_picture(settings, experience, terms).await?;
        let marketplace = self.marketplace(settings)?;
        let publication = marketplace
            .publish(&MarketplaceListing {
                venue: settings,
                experience,
                terms,
                picture: picture.as_ref(),
            })
            .await?;
        let after = json!({ "serviceId": publication.service_id, "isNew": publication.is_new });
        let ctx = self.ctx_of(actor);
        let entry = ctx.audit("experience.publish", id.as_str(), None, Some(after))?;
        ctx.database.write(entry.into_iter().collect())?;
        Ok(publication)
    }

    fn marketplace(&self, settings: &VenueSettings) -> Result<Rc<dyn Marketplace>> {
        if let Some(marketplace) = &*self.publisher.marketplace.borrow() {
            return Ok(marketplace.clone());
        }
        let missing = || VenueError::Broken("experiences are not published here".to_owned());
        let make = self.publisher.marketplaces.as_ref().ok_or_else(missing)?;
        let marketplace = make(settings, self.secrets(settings))?;
        self.publisher.marketplace.replace(Some(marketplace.clone()));
        Ok(marketplace)
    }

    /// The picture of a publication: that of its terms, or the experience's own, if it was uploaded. A file of the
    /// deployment is not sent.
    async fn published_picture(
        &self,
        settings: &VenueSettings,
        experience: &Experience,
        terms: &PublicationTerms,
    ) -> Result<Option<PublishedPicture>> {
        if let Some(file) = &terms.image {
            return sent_picture(file).map(Some);
        }
        let name = experience.image.as_deref().map(PictureName::parse);
        let Some(Ok(name)) = name else {
            return Ok(None);
        };
        match self.picture(settings, &name).await {
            Ok(content) => Ok(named(&name, content)),
            Err(VenueError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// A picture that staff have sent, without what a page does not need.
fn sent_picture(file: &str) -> Result<PublishedPicture> {
    let faulty = || VenueError::Fields(vec![FieldError::new("/image", FieldCode::Invalid)]);
    let file = Base64::decode_vec(file).map_err(|_| faulty())?;
    let picture = picture::check(&file).map_err(|_| faulty())?;
    let name = picture.name().ok_or_else(faulty)?;
    named(&name, Base64::encode_string(&picture.bytes)).ok_or_else(faulty)
}

fn named(name: &PictureName, content: String) -> Option<PublishedPicture> {
    Some(PublishedPicture {
        file_name: name.as_str().to_owned(),
        content,
        media_type: PictureType::of(name)?.media_type(),
    })
}
