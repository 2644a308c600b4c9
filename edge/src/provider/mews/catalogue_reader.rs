//! The calls by which the catalogue is read as a whole.

use config::{MewsSettings, VenueSettings};
use futures_util::try_join;
use shared::money::Currency;
use shared::time::TimeZone;

use super::bookable::Answers;
use super::catalogue::Catalogue;
use super::client::{Connector, Operation};
use super::wire::Limitation;
use super::wire::catalogue::{
    AgeCategoryList, Configuration, NoFilter, OfEnterprise, OfServices, PictureList, PictureQuestion,
    PictureSize, ProductList, RateList, ResourceCategoryList, RestrictionList, ServiceList, TaxationList,
};
use crate::provider::remote::RemoteError;
use crate::upstream::Scope;

/// The width of pictures, in pixels.
const PICTURE_WIDTH: u16 = 1_024;

/// The facts about a venue that its Mews depends on.
#[derive(Clone, Debug)]
pub struct ServedVenue {
    /// Its time zone, which is the property's.
    pub zone: TimeZone,
    /// Its currency.
    pub currency: Currency,
    /// Whether it writes to its guests itself: then Mews does not.
    pub has_mail: bool,
    /// Whether its settings say how many calls may be sent, in place of what an access token that no other venue has allows.
    pub has_allowance: bool,
}

impl ServedVenue {
    /// The facts of these settings.
    #[must_use]
    pub fn of(venue: &VenueSettings) -> Self {
        Self {
            zone: venue.time_zone.clone(),
            currency: venue.currency,
            has_mail: venue.mail.is_some(),
            has_allowance: venue.upstream.allowance.is_some(),
        }
    }
}

/// Everything that a catalogue is read with.
#[derive(Clone, Copy)]
pub struct CatalogueReader<'a> {
    /// The client of Mews.
    pub connector: &'a Connector,
    /// The venue's settings.
    pub settings: &'a MewsSettings,
    /// The venue.
    pub venue: &'a ServedVenue,
}

impl CatalogueReader<'_> {
    /// Reads the catalogue. What of it cannot be used is left out and logged.
    pub async fn read(self, scope: &Scope) -> Result<Catalogue, RemoteError> {
        let enterprise_id = self.settings.enterprise_id.as_deref();
        let enterprises: Vec<&str> = enterprise_id.into_iter().collect();
        let services = service_ids(self.settings);
        let of_services = |limitation: Limitation| OfServices {
            enterprise_ids: &enterprises,
            service_ids: &services,
            limitation,
        };
        let (connector, of_enterprise) = (self.connector, OfEnterprise { enterprise_id });
        let (configuration, found, categories, ages, rates, products, restrictions, taxations) = try_join!(
            connector.ask::<Configuration>(scope, Operation::CONFIGURATION, &of_enterprise),
            connector.list::<ServiceList, _>(scope, Operation::SERVICES, of_services),
            connector.list::<ResourceCategoryList, _>(scope, Operation::CATEGORIES, of_services),
            connector.list::<AgeCategoryList, _>(scope, Operation::AGE_CATEGORIES, of_services),
            connector.list::<RateList, _>(scope, Operation::RATES, of_services),
            connector.list::<ProductList, _>(scope, Operation::PRODUCTS, of_services),
            connector.list::<RestrictionList, _>(scope, Operation::RESTRICTIONS, of_services),
            connector.ask::<TaxationList>(scope, Operation::TAXATIONS, &NoFilter {}),
        )?;
        let answers = Answers {
            configuration,
            services: connector.readable(Operation::SERVICES, found),
            categories: connector.readable(Operation::CATEGORIES, categories),
            age_categories: connector.readable(Operation::AGE_CATEGORIES, ages),
            rates: connector.readable(Operation::RATES, rates),
            products: connector.readable(Operation::PRODUCTS, products),
            restrictions: connector.readable(Operation::RESTRICTIONS, restrictions),
            taxations,
        };
        let catalogue = Catalogue::of(answers, self.settings, &self.venue.zone, self.venue.currency);
        let mut catalogue = catalogue.map_err(RemoteError::Refused)?;
        if let Some(first) = catalogue.left_out.first() {
            connector.log_left_out(Operation::SERVICES, catalogue.left_out.len(), first);
        }
        // Without its pictures it can be booked all the same.
        if let Ok(Some(pictures)) = self.pictures(scope, &catalogue).await {
            catalogue.add_pictures(pictures);
        }
        Ok(catalogue)
    }

    async fn pictures(
        self,
        scope: &Scope,
        catalogue: &Catalogue,
    ) -> Result<Option<PictureList>, RemoteError> {
        let ids = catalogue.picture_ids();
        if ids.is_empty() {
            return Ok(None);
        }
        let size = |image_id| PictureSize {
            image_id,
            width: PICTURE_WIDTH,
            resize_mode: "Fit",
        };
        let question = PictureQuestion {
            images: ids.into_iter().map(size).collect(),
        };
        self.connector
            .ask(scope, Operation::IMAGES, &question)
            .await
            .map(Some)
    }
}

/// The ids of the services that the settings name, each once.
#[must_use]
pub fn service_ids(settings: &MewsSettings) -> Vec<&str> {
    let experiences = settings.experiences.iter();
    let mut ids: Vec<&str> = experiences.map(|one| one.service_id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
