//! Molzait as a remote booking system. It must not know other vendors, nor how the network is reached.

pub mod settings;

use async_trait::async_trait;
use secrecy::SecretString;
use shared::availability::Slot;
use shared::id::ReservationId;
use shared::money::Currency;
use shared::reservation::Status;
use shared::time::{Day, TimeZone};
use shared::venue::Experience;

use self::settings::Settings;
use super::remote::{Candidate, Known, NewReservation, RemoteError, RemoteSystem, Rules};
use super::{Abilities, ReservationsQuestion, SlotsQuestion};
use crate::upstream::{Scope, Upstream};

/// The Molzait of one venue.
pub struct Molzait {
    #[expect(dead_code, reason = "its calls follow")]
    parts: (Settings, Currency, SecretString, Upstream),
}

impl Molzait {
    /// Molzait as `settings` say, in the venue's currency, with the venue's key. Where the deployment
    /// has another address for it, that is `settings.base_url`'s already.
    #[must_use]
    pub fn new(settings: Settings, currency: Currency, key: SecretString, upstream: Upstream) -> Self {
        Self {
            parts: (settings, currency, key, upstream),
        }
    }

    /// What the settings say that is not Molzait's alone.
    #[must_use]
    pub fn rules(settings: &Settings, zone: TimeZone) -> Rules {
        Rules {
            zone,
            horizon_days: settings.horizon_days,
            attendees: settings.attendees,
            settle: std::time::Duration::from_secs(settings.settle_seconds.into()),
        }
    }
}

#[async_trait(?Send)]
impl RemoteSystem for Molzait {
    fn abilities(&self) -> Abilities {
        Abilities {
            areas: false,
            notes: true,
            moving: true,
            listing: true,
            status: true,
        }
    }

    async fn experiences(&self, _: &Scope) -> Result<Vec<Experience>, RemoteError> {
        Err(RemoteError::NotFound)
    }

    async fn slots(&self, _: &Scope, _: &SlotsQuestion) -> Result<Vec<Slot>, RemoteError> {
        Err(RemoteError::NotFound)
    }

    async fn create(&self, _: &Scope, _: NewReservation<'_>) -> Result<Known, RemoteError> {
        Err(RemoteError::NotFound)
    }

    async fn candidates(&self, _: &Scope, _: Day, _: Day) -> Result<Vec<Candidate>, RemoteError> {
        Err(RemoteError::NotFound)
    }

    async fn reservation(&self, _: &Scope, _: &ReservationId) -> Result<Known, RemoteError> {
        Err(RemoteError::NotFound)
    }

    async fn reservations(&self, _: &Scope, _: &ReservationsQuestion) -> Result<Vec<Known>, RemoteError> {
        Err(RemoteError::NotFound)
    }

    async fn set_status(&self, _: &Scope, _: &ReservationId, _: Status) -> Result<Known, RemoteError> {
        Err(RemoteError::NotFound)
    }
}
