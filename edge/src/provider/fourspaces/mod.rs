//! 4spaces as a remote booking system. It must not know other vendors, nor how the network is reached.
//!
//! Gaps in its documentation, and how they are handled here:
//!
//! - No operation books a service: a product's access template is reserved, and the people, the add-ons and the total
//!   stand in the reservation's comment. The price is a formula of ours (`price.rs`).
//! - Availability is asked for each space; which spaces a product has is found through its access template. Right before a
//!   booking one call asks all templates at once.
//! - The list of reservations shows no reference, no comment and no e-mail address: the reference stands behind the
//!   guest's last name. What else a guest's page shows of a reservation is remembered here.
//! - A reservation cannot be changed, and what would be needed to book it anew cannot be read: guests cancel and book
//!   again.
//! - Payment needs a script and a key that no operation returns: services that require it are shown and closed, unless the
//!   venue's own provider takes the payment. There are no holds: what is not paid in time is cancelled.

mod answer;
pub mod catalogue;
mod catalogue_reader;
mod client;
pub mod fixed_point;
pub mod jsv;
pub mod map;
pub mod marketplace;
pub mod marketplace_listing;
pub mod offering;
pub mod price;
pub mod scalar;
mod service;
pub mod spans;
pub mod stated_price;
mod system;
pub mod wire;
pub mod words;

use std::rc::Rc;
use std::time::Duration;

use config::fourspaces::is_same_id;
use config::{FourspacesSettings, VenueSettings};
use secrecy::SecretString;
use shared::id::ReservationId;
use shared::locale::Language;
use shared::money::Currency;
use shared::quote::Quote;
use shared::reservation::Status;
use shared::time::{Day, Instant, Minutes, TimeZone};

use self::catalogue::ServiceCatalogue;
use self::client::{Client, unsent};
use self::offering::Offering;
use self::price::HeadCount;
use super::Abilities;
use super::choices::Choices;
use super::remote::{CatalogueCache, RemoteError, RemoteReservation, Rules};
use crate::upstream::{Ports, Scope, Upstream};

/// The abilities of 4spaces.
pub const ABILITIES: Abilities = Abilities {
    notes: true,
    listing: true,
    quote: true,
    people: true,
    add_ons: true,
    ..Abilities::NONE
};

/// How far back reservations are listed where one is looked for by its id.
const BACK_SECONDS: i64 = 24 * 3_600;

/// The 4spaces of one venue.
pub struct Fourspaces {
    client: Client,
    settings: FourspacesSettings,
    currency: Currency,
    zone: TimeZone,
    language: Language,
    ports: Rc<Ports>,
    catalogue: CatalogueCache<ServiceCatalogue>,
}

/// The facts about a venue that its adapter needs.
#[derive(Clone, Debug)]
pub struct VenueContext {
    /// Its currency.
    pub currency: Currency,
    /// Where its days and minutes are meant.
    pub zone: TimeZone,
    /// Its own language, which services' texts and comments are in.
    pub language: Language,
}

impl VenueContext {
    /// Those of a venue; none without a language of its own, which its settings' faults report.
    #[must_use]
    pub fn of(venue: &VenueSettings) -> Option<Self> {
        Some(Self {
            currency: venue.currency,
            zone: venue.time_zone.clone(),
            language: venue.locales.first()?.clone(),
        })
    }
}

impl Fourspaces {
    /// 4spaces with these settings, with the venue's key. Where the deployment has another address for it,
    /// `settings.base_url` is that already.
    #[must_use]
    pub fn new(
        settings: FourspacesSettings,
        venue: VenueContext,
        key: SecretString,
        upstream: Upstream,
        ports: Rc<Ports>,
    ) -> Self {
        Self {
            client: Client::new(settings.access(), key, upstream),
            settings,
            currency: venue.currency,
            zone: venue.zone,
            language: venue.language,
            ports,
            catalogue: CatalogueCache::default(),
        }
    }

    /// The metrics of its calls, as OpenMetrics text with these labels on every line.
    #[must_use]
    pub fn metrics(&self, labels: &[(&'static str, &str)]) -> String {
        self.client.metrics(labels)
    }

    /// The settings that every remote system has.
    #[must_use]
    pub fn rules(settings: &FourspacesSettings, zone: TimeZone) -> Rules {
        Rules {
            zone,
            horizon_days: settings.horizon_days,
            attendees: settings.attendees,
            settle: Duration::from_secs(settings.settle_seconds.into()),
        }
    }

    fn now(&self) -> Instant {
        self.ports.clock.now()
    }

    /// The first moment of a day on the wall's clock; later by an hour or two where it begins with a gap.
    fn begin(&self, day: Day) -> Result<Instant, RemoteError> {
        let hours = [0, 60, 120].map(|minutes| Minutes::parse(minutes).ok());
        let first = hours
            .into_iter()
            .flatten()
            .find_map(|minutes| self.zone.resolve(day, minutes).instant());
        first.ok_or_else(|| RemoteError::Refused("the day is outside the calendar".to_owned()))
    }

    /// The moments from the beginning of one day to the end of another.
    fn moments(&self, from: Day, to: Day) -> Result<(Instant, Instant), RemoteError> {
        Ok((self.begin(from)?, self.begin(to.plus(1).unwrap_or(Day::MAX))?))
    }

    /// The reservation of this id, of those that are not over.
    async fn listed(&self, scope: &Scope, id: &ReservationId) -> Result<RemoteReservation, RemoteError> {
        let catalogue = self.catalogue(scope).await?;
        let from = self.now().plus_seconds(-BACK_SECONDS);
        let listed = self.client.reservations(scope, from, None).await?;
        let is_whole = listed.unreadable.is_empty();
        let found = listed.all.iter().find(|one| is_same_id(&one.id, id.as_str()));
        let known = found.and_then(|one| {
            let offering = map::template_of(one).and_then(|id| catalogue.of_template(id));
            map::known(one, offering, &self.zone)
        });
        match known {
            // The id that its guest has, however the vendor writes it now.
            Some(known) => Ok(RemoteReservation {
                id: id.clone(),
                ..known
            }),
            None if is_whole => Err(RemoteError::NotFound),
            None => Err(RemoteError::Failed("a reservation cannot be read".to_owned())),
        }
    }

    /// The quote of a booking of this experience.
    fn quote_of(
        &self,
        offering: &Offering,
        heads: HeadCount,
        choices: &Choices,
    ) -> Result<Quote, RemoteError> {
        if let Some(fault) = heads.fault(offering) {
            return Err(RemoteError::Fields(vec![fault]));
        }
        price::quote(offering, heads, &choices.add_ons, self.currency)
            .map_err(|_| RemoteError::Refused("the price cannot be computed".to_owned()))
    }

    /// Asks all templates at once whether that of an experience is free for a stay. Nothing is written before.
    async fn check_template(
        &self,
        scope: &Scope,
        offering: &Offering,
        start: Instant,
    ) -> Result<(), RemoteError> {
        let end = start.plus_minutes(offering.schedule.duration.into());
        let free = self.client.templates(scope, start, Some(end)).await?;
        let is_free = free
            .all
            .iter()
            .any(|one| is_same_id(&one.id, &offering.template.id) && scalar::is_true(&one.is_available));
        if is_free {
            Ok(())
        } else {
            Err(RemoteError::Conflict)
        }
    }

    /// Cancels a reservation for this reason, and answers it as it is then.
    async fn end(
        &self,
        scope: &Scope,
        id: &ReservationId,
        (reason, status): (&'static str, Status),
    ) -> Result<RemoteReservation, RemoteError> {
        // The answer to a cancellation has no reservation, and one that is cancelled may not be listed any more.
        let known = self.listed(scope, id).await.map_err(unsent)?;
        self.client.cancel(scope, id, reason).await?;
        Ok(RemoteReservation { status, ..known })
    }
}
