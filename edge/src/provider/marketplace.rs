//! The port to marketplaces, to which experiences of the embedded engine are published. It must not know any of them.

use async_trait::async_trait;
use config::VenueSettings;
use config::engine::Experience;
use shared::publication::{Publication, PublicationTerms};

use crate::error::Result;

/// An experience as it is to be published.
#[derive(Clone, Copy, Debug)]
pub struct MarketplaceListing<'a> {
    /// Its venue.
    pub venue: &'a VenueSettings,
    /// The experience.
    pub experience: &'a Experience,
    /// The terms of staff.
    pub terms: &'a PublicationTerms,
    /// Its picture, if there is one.
    pub picture: Option<&'a PublishedPicture>,
}

/// A picture as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedPicture {
    /// The name of the file.
    pub file_name: String,
    /// Its bytes in base64.
    pub content: String,
    /// Its media type.
    pub media_type: &'static str,
}

/// A marketplace.
#[async_trait(?Send)]
pub trait Marketplace {
    /// Publishes an experience, or brings the service up to date that it was published as. Repeating it makes no second
    /// service, as long as one is carried out at a time.
    async fn publish(&self, listing: &MarketplaceListing<'_>) -> Result<Publication>;
}
