//! What every remote booking system needs around it: a calendar made of single days, a cache for
//! what is only read, and orders carried out once only. It must not know any vendor.

mod reference;
mod system;

use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::LocalBoxFuture;
use shared::availability::{CalendarDay, Slot};
use shared::id::ReservationId;
use shared::reservation::{Reservation, Status};
use shared::time::TimeZone;
use shared::venue::{Experience, PartyRange};

pub use reference::Reference;
pub use system::{Candidate, Known, NewReservation, RemoteError, RemoteSystem};

use super::{
    Abilities, CalendarQuestion, Order, Provider, ProviderError, ReservationsQuestion, Reserved,
    SlotsQuestion,
};
use crate::upstream::{Ports, Scope};
use crate::venue::database::Database;
use crate::venue::token::Secret;

/// Work that nobody waits for: it goes on after the answer it began with.
pub trait Background {
    /// Carries it out, sooner or later or not at all.
    fn spawn(&self, work: LocalBoxFuture<'static, ()>);
}

/// What the venue's settings say, whatever its system.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Where days and minutes are meant.
    pub zone: TimeZone,
    /// How many days ahead bookings are taken.
    pub horizon_days: u16,
    /// The parties that can book.
    pub attendees: PartyRange,
    /// How long after a booking was sent it may still be carried out unheard. Only a look-up that
    /// begins later can tell that it was not.
    pub settle: Duration,
}

/// Everything around a remote system.
pub struct Surroundings {
    /// The clock above all.
    pub ports: Rc<Ports>,
    /// Where orders are written down.
    pub database: Rc<dyn Database>,
    /// For whatever is refreshed after an answer.
    pub background: Rc<dyn Background>,
    /// The venue's own secret, for references and manage tokens.
    pub secret: Secret,
    /// What the venue's settings say.
    pub rules: Rules,
}

/// A remote system of one venue, as long as the venue's object lives.
pub struct Remote {
    inner: Rc<Inner>,
}

struct Inner {
    system: Rc<dyn RemoteSystem>,
    #[expect(dead_code, reason = "calendar, cache and journal follow")]
    around: Surroundings,
}

impl Remote {
    /// This system in these surroundings.
    #[must_use]
    pub fn new(system: Rc<dyn RemoteSystem>, around: Surroundings) -> Self {
        Self {
            inner: Rc::new(Inner { system, around }),
        }
    }

    /// The provider for one request of a guest.
    #[must_use]
    pub fn for_request(&self, scope: &Scope) -> ForRequest {
        ForRequest {
            inner: self.inner.clone(),
            scope: scope.clone(),
        }
    }
}

/// A remote system as one request sees it. What it decides is noted in the request's scope.
pub struct ForRequest {
    inner: Rc<Inner>,
    scope: Scope,
}

#[async_trait(?Send)]
impl Provider for ForRequest {
    fn abilities(&self) -> Abilities {
        self.inner.system.abilities()
    }

    async fn experiences(&self) -> Result<Vec<Experience>, ProviderError> {
        let answer = self.inner.system.experiences(&self.scope).await;
        answer.map_err(|error| ProviderError::Failed(format!("{error:?}")))
    }

    async fn calendar(&self, _: &CalendarQuestion) -> Result<Vec<CalendarDay>, ProviderError> {
        Err(away())
    }

    async fn slots(&self, question: &SlotsQuestion) -> Result<Vec<Slot>, ProviderError> {
        let answer = self.inner.system.slots(&self.scope, question).await;
        answer.map_err(|error| ProviderError::Failed(format!("{error:?}")))
    }

    async fn reserve(&self, _: &Order) -> Result<Reserved, ProviderError> {
        Err(away())
    }

    async fn reservation(&self, _: &ReservationId) -> Result<Reservation, ProviderError> {
        Err(away())
    }

    async fn reservations(&self, _: &ReservationsQuestion) -> Result<Vec<Reservation>, ProviderError> {
        Err(away())
    }

    async fn set_status(&self, _: &ReservationId, _: Status) -> Result<Reservation, ProviderError> {
        Err(away())
    }
}

fn away() -> ProviderError {
    ProviderError::Away {
        retry_after: None,
        cause: format!("not served yet in {:?}", std::any::type_name::<Surroundings>()),
    }
}
