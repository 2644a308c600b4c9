//! The parts that every remote booking system needs: a calendar made of the days that a call may ask for, a cache for
//! reads, and orders carried out exactly once. It must not know any vendor.
//!
//! A venue's object holds one [`Remote`], and one [`InProgress`] as long as it lives, so that each part is exact: nothing
//! else books or reads for the venue. Each request of a guest goes through [`Remote::for_request`].

mod answer_status;
mod answers;
mod availability;
mod booked_choices;
mod booking;
mod cache;
mod calendar;
mod cancellation;
mod cards;
mod catalogue_cache;
mod confirmation;
mod days;
mod deposit;
mod error;
mod in_flight;
mod in_place;
mod journal;
mod later;
mod lock;
mod lookup;
mod lost_move;
mod paid;
mod price;
mod reads;
mod reconcile;
mod recovery;
mod reference;
mod refusal;
mod repeat;
mod request;
mod reschedule;
mod reschedule_rows;
mod step;
mod system;
mod takes_payments;
mod venue_ports;

use std::cell::{Cell, RefCell};
use std::num::NonZeroUsize;
use std::ops::RangeInclusive;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use shared::id::{ExperienceId, ReservationId};
use shared::party::Attendees;
use shared::party::PartyRange;
use shared::reservation::Reservation;
use shared::time::{Day, Instant, Minutes, TimeZone};
use shared::validation::{FieldCode, FieldError};
use shared::venue::Experience;

pub use answer_status::check_status;
pub use answers::AsksQuestions;
pub use availability::{DaysAnswer, DaysQuestion, PartyPrice, RemoteDay, RemoteSlot};
pub use calendar::day_status;
pub use cancellation::{CancelReason, Cancellation, CancellationFee};
pub use cards::{NewCard, RemoteCard, RemoteCards};
pub use catalogue_cache::CatalogueCache;
pub use deposit::Deposit;
pub use error::{Decline, NextStep, RemoteError};
pub use journal::REMEMBERED_DAYS;
pub use paid::Standing;
pub use price::PRICES_WITHIN;
pub use reference::Reference;
pub use request::ForRequest;
pub use system::{Candidate, NewReservation, RemoteReservation, RemoteSystem, Traces, day_by_day};
pub use takes_payments::{HeldBooking, TakesPayments};
pub use venue_ports::VenuePorts;

use self::availability::KeptDay;
use self::cache::{Ages, Cache};
use self::in_flight::Orders;
use self::lock::Locks;
use self::price::{DayPrices, PricedDay};
use self::reads::DayKey;
use super::offer::Offers;
use super::{Booked, IdempotencyKey};
use crate::error::{Result, VenueError};
use crate::storage::database::Database;
use crate::storage::secret::Secret;
use crate::upstream::{Ports, Scope};

/// How many days' slots are kept, for all experiences and sizes of parties: some megabytes, and
/// several calendars of two months.
const MOST_DAYS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1023);

/// How many days' prices are kept, for all experiences.
const MOST_PRICED_DAYS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(255);

/// How many experiences' choices are kept.
const MOST_OFFERS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(63);

/// Until this minute after midnight the evening before may still be going on.
const EVENING_ENDS: u16 = 6 * 60;

/// The day before `today` until six in the morning: remote systems do not state when their evenings end.
#[must_use]
pub fn last_evening(today: Day, now: Minutes) -> Option<Day> {
    today.minus(1).filter(|_| now.get() < EVENING_ENDS)
}

/// Runs background work, which continues after the answer.
pub trait Background {
    /// Carries it out, sooner or later or not at all.
    fn spawn(&self, work: LocalBoxFuture<'static, ()>);
}

/// The settings that every remote system has.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Where days and minutes are meant.
    pub zone: TimeZone,
    /// How many days ahead bookings are taken.
    pub horizon_days: u16,
    /// The parties that can book.
    pub attendees: PartyRange,
    /// How long after a booking was sent it may still be carried out without an answer. Only a look-up that
    /// begins later shows that it was not.
    pub settle: Duration,
}

/// Everything around a remote system.
pub struct RemoteDeps {
    /// The clock and the source of randomness.
    pub ports: Rc<Ports>,
    /// Where orders are written down.
    pub database: Rc<dyn Database>,
    /// Runs refreshes after an answer.
    pub background: Rc<dyn Background>,
    /// The venue's own secret, for references and manage tokens.
    pub secret: Secret,
    /// The venue's settings.
    pub rules: Rules,
    /// The requests that are being carried out, by this connection or one before it.
    pub in_progress: Rc<InProgress>,
}

/// The requests of one venue that are being carried out, in memory. They exclude each other also where one goes on by a
/// connection that has been replaced since, as when the system's key has changed: so a venue's object has one of these
/// as long as it lives, and each of its connections has the same.
#[derive(Default)]
pub struct InProgress {
    /// The orders that are being carried out.
    orders: RefCell<Orders>,
    /// The reservations that a step is being taken of.
    locks: RefCell<Locks>,
    /// The number of moves that were noted since the object was started.
    moves_noted: Cell<u64>,
}

/// A remote system of one venue, as long as the venue's object lives or until its key is changed.
pub struct Remote {
    inner: Rc<Inner>,
}

struct Inner {
    system: Rc<dyn RemoteSystem>,
    deps: RemoteDeps,
    experiences: Rc<Cache<(), Rc<Vec<Experience>>>>,
    offers: Rc<Cache<ExperienceId, Rc<Offers>>>,
    days: Rc<Cache<DayKey, KeptDay>>,
    prices: Rc<Cache<PricedDay, Rc<DayPrices>>>,
}

/// Whether an order with this key was taken down. The database's tables must be up to date.
pub fn knows(
    database: &dyn Database,
    key: &IdempotencyKey,
    now: Instant,
) -> std::result::Result<bool, VenueError> {
    Ok(journal::order(database, key, now)?.is_some())
}

impl Remote {
    /// This system in these surroundings. The database's tables must be up to date.
    #[must_use]
    pub fn new(system: Rc<dyn RemoteSystem>, deps: RemoteDeps) -> Self {
        Self {
            inner: Rc::new(Inner {
                system,
                deps,
                experiences: Rc::new(Cache::new(NonZeroUsize::MIN, Ages::CATALOGUE)),
                offers: Rc::new(Cache::new(MOST_OFFERS, Ages::CATALOGUE)),
                days: Rc::new(Cache::new(MOST_DAYS, Ages::AVAILABILITY)),
                prices: Rc::new(Cache::new(MOST_PRICED_DAYS, Ages::AVAILABILITY)),
            }),
        }
    }

    /// Continues an interrupted rescheduling of a reservation, by the system's id.
    pub async fn resume_move(
        &self,
        scope: &Scope,
        old_id: &ReservationId,
    ) -> std::result::Result<(), VenueError> {
        reschedule::resume(&self.inner, scope, old_id).await
    }

    /// The provider for one request of a guest.
    #[must_use]
    pub fn for_request(&self, scope: &Scope) -> ForRequest {
        ForRequest::new(self.inner.clone(), scope.clone())
    }
}

impl Inner {
    fn database(&self) -> &dyn Database {
        &*self.deps.database
    }

    fn now(&self) -> Instant {
        self.deps.ports.clock.now()
    }

    fn elapsed(&self) -> Duration {
        self.deps.ports.clock.elapsed()
    }

    /// The day it is at the venue, and what its clock shows.
    fn local(&self) -> Result<(Day, Minutes)> {
        let outside = || VenueError::Broken("the clock is outside the calendar's range".to_owned());
        self.deps.rules.zone.local(self.now()).ok_or_else(outside)
    }

    /// When this day's time is at the venue; none where its clock never shows it.
    fn start(&self, day: Day, minutes: Minutes) -> Option<Instant> {
        self.deps.rules.zone.resolve(day, minutes).instant()
    }

    /// The day it is at the venue.
    fn today(&self) -> Result<Day> {
        self.local().map(|(today, _)| today)
    }

    /// The days that the system may have times on.
    fn bookable_days(&self) -> Result<RangeInclusive<Day>> {
        let (today, now) = self.local()?;
        let horizon = self.deps.rules.horizon_days.into();
        Ok(last_evening(today, now).unwrap_or(today)..=today.plus(horizon).unwrap_or(Day::MAX))
    }

    /// Why nothing can be booked on a day, if that needs no asking.
    fn day_fault(&self, day: Day) -> Result<Option<FieldError>> {
        let bookable = self.bookable_days()?;
        let code = if day > *bookable.end() {
            FieldCode::BeyondHorizon
        } else if day < *bookable.start() {
            FieldCode::InThePast
        } else {
            return Ok(None);
        };
        Ok(Some(FieldError::new("/day", code)))
    }

    /// Why a party cannot book on any day.
    fn party_fault(&self, attendees: Attendees) -> Option<FieldError> {
        let PartyRange { min, max } = self.deps.rules.attendees;
        let code = if attendees < min {
            FieldCode::PartyTooSmall
        } else if attendees > max {
            FieldCode::PartyTooLarge
        } else {
            return None;
        };
        Some(FieldError::new("/attendees", code))
    }

    /// Refuses an experience that the system does not have. Where that is unknown, it may have it.
    async fn known_experience(self: &Rc<Self>, scope: &Scope, id: &ExperienceId) -> Result<()> {
        match self.experiences(scope).await {
            Ok(all) if !all.value.iter().any(|one| one.id == *id) => {
                let fault = FieldError::new("/experienceId", FieldCode::Unknown);
                Err(VenueError::Fields(vec![fault]))
            }
            _ => Ok(()),
        }
    }

    /// The error for a failed read about an experience. Systems refuse an unknown experience, each in its own way.
    async fn reading_failed(
        self: &Rc<Self>,
        scope: &Scope,
        id: &ExperienceId,
        error: RemoteError,
    ) -> VenueError {
        if matches!(
            error,
            RemoteError::NotFound | RemoteError::Refused(_) | RemoteError::Conflict
        ) && let Err(unknown) = self.known_experience(scope, id).await
        {
            return unknown;
        }
        reading_failed(error)
    }

    /// The answer to an order.
    fn reserved(&self, reservation: Reservation, replayed: bool) -> Booked {
        let manage_token = Some(self.deps.secret.manage_token(&reservation.id));
        Booked {
            reservation: Reservation {
                manage_token,
                ..reservation
            },
            replayed,
        }
    }
}

/// The error for a failed read.
fn reading_failed(error: RemoteError) -> VenueError {
    match error {
        RemoteError::Away { retry_after, cause } => VenueError::Away { retry_after, cause },
        RemoteError::Timeout => VenueError::Timeout,
        RemoteError::Fields(faults) => VenueError::Fields(faults),
        RemoteError::Declined(decline) => VenueError::Fields(vec![decline.fault()]),
        RemoteError::NotFound | RemoteError::Conflict | RemoteError::Refused(_) | RemoteError::Failed(_) => {
            VenueError::Failed(log_text(&error))
        }
    }
}

/// An error as the operator's log shows it.
fn log_text(error: &RemoteError) -> String {
    match error {
        RemoteError::NotFound => "refused: unknown id".to_owned(),
        RemoteError::Conflict => "refused: it conflicts with the present state".to_owned(),
        RemoteError::Away { cause, .. } | RemoteError::Refused(cause) | RemoteError::Failed(cause) => {
            cause.clone()
        }
        RemoteError::Fields(_) => "refused: fields of the request are at fault".to_owned(),
        RemoteError::Declined(decline) => format!("refused: {decline}"),
        RemoteError::Timeout => "no answer in time".to_owned(),
    }
}
