//! A remote system during one request of a guest: the provider port over the parts of this folder.

use std::rc::Rc;

use async_trait::async_trait;
use shared::availability::{CalendarDay, Slot};
use shared::choices::AccessCode;
use shared::id::{ExperienceId, ReservationId};
use shared::party::Attendees;
use shared::quote::{Quote, QuoteRequest};
use shared::reservation::{Reservation, ReservationChange, Status};
use shared::time::Day;
use shared::validation::{FieldCode, FieldError};
use shared::venue::Experience;

use super::cache::Ages;
use super::lookup::Lookup;
use super::reads::Read;
use super::{
    CancelReason, Cancellation, Inner, RemoteError, VenuePorts, booking, calendar, in_place, journal,
    log_text, price, reading_failed, reschedule, reschedule_rows,
};
use crate::error::{Result, VenueError};
use crate::provider::choices::Choices;
use crate::provider::offer::Offers;
use crate::provider::status::{is_ahead, is_final};
use crate::provider::{
    Abilities, Booked, BookingRequest, CalendarQuestion, Provider, ReservationsQuestion, SlotsQuestion,
};
use crate::upstream::Scope;

/// A remote system as one request sees it. What is decided on the way is noted in its scope.
pub struct ForRequest {
    inner: Rc<Inner>,
    scope: Scope,
}

impl ForRequest {
    pub(super) fn new(inner: Rc<Inner>, scope: Scope) -> Self {
        Self { inner, scope }
    }

    /// Makes a booking with these choices, through the venue's own ports: one that costs something in advance is held until
    /// its payment has come, and answers to the venue's questions are written into its notes. The reservation that is
    /// returned has the answers; one that is read later may lack them, since they are the system's by then.
    pub async fn reserve_through(
        &self,
        order: &BookingRequest,
        choices: &Choices,
        ports: VenuePorts<'_>,
    ) -> Result<Booked> {
        let booked = booking::reserve(&self.inner, &self.scope, order, (choices, ports)).await?;
        Ok(Booked {
            reservation: Reservation {
                answers: ports.given_answers(&order.request),
                ..booked.reservation
            },
            replayed: booked.replayed,
        })
    }

    fn lookup(&self) -> Lookup<'_> {
        Lookup {
            inner: &self.inner,
            scope: &self.scope,
        }
    }
}

#[async_trait(?Send)]
impl Provider for ForRequest {
    fn abilities(&self) -> Abilities {
        self.inner.system.abilities()
    }

    async fn experiences(&self) -> Result<Vec<Experience>> {
        let read = self
            .inner
            .experiences(&self.scope)
            .await
            .map_err(reading_failed)?;
        // They are part of an answer that has the venue's present day too.
        let fresh_seconds = read.fresh_seconds.min(Ages::AVAILABILITY.fresh_seconds());
        let experiences = Read {
            fresh_seconds,
            ..read
        }
        .note(&self.scope);
        Ok(experiences.to_vec())
    }

    /// The experiences without a code: the times that a code opens are read with a day's slots.
    async fn experiences_with(&self, code: &AccessCode) -> Result<Vec<Experience>> {
        let faults = Choices::of_code(code.clone()).faults(Attendees::MIN, self.abilities());
        if !faults.is_empty() {
            return Err(VenueError::Fields(faults));
        }
        self.experiences().await
    }

    fn last_evening(&self) -> Option<Day> {
        let (today, now) = self.inner.local().ok()?;
        super::last_evening(today, now)
    }

    async fn calendar(&self, question: &CalendarQuestion) -> Result<Vec<CalendarDay>> {
        calendar::calendar(&self.inner, &self.scope, question).await
    }

    async fn slots(&self, question: &SlotsQuestion) -> Result<Vec<Slot>> {
        let (inner, scope) = (&self.inner, &self.scope);
        let mut faults: Vec<FieldError> = inner.party_fault(question.attendees).into_iter().collect();
        faults.extend(inner.day_fault(question.day)?);
        if !faults.is_empty() {
            return Err(VenueError::Fields(faults));
        }
        // With their own reservation left out, the answer is for one guest alone.
        let answer = if let Some(moving) = &question.moving {
            let question = SlotsQuestion {
                moving: Some(reschedule_rows::current(inner.database(), moving)?),
                ..question.clone()
            };
            inner.priced_for_move(scope, &question).await
        } else {
            let of = (&question.experience_id, question.attendees);
            let read = inner.priced_day(scope, of, question.day).await;
            read.map(|read| read.note(scope).to_vec())
        };
        let slots = match answer {
            Ok(slots) => slots,
            Err(error) => {
                return Err(inner.reading_failed(scope, &question.experience_id, error).await);
            }
        };
        if slots.is_empty() {
            inner.known_experience(scope, &question.experience_id).await?;
        }
        Ok(slots)
    }

    async fn reserve(&self, order: &BookingRequest) -> Result<Booked> {
        self.reserve_with(order, &Choices::default()).await
    }

    async fn offers(&self, experience_id: &ExperienceId) -> Result<Offers> {
        let read = self.inner.offers(&self.scope, experience_id).await;
        match read {
            Ok(read) => Ok((*read.note(&self.scope)).clone()),
            Err(error) => Err(self.inner.reading_failed(&self.scope, experience_id, error).await),
        }
    }

    async fn slots_with(&self, question: &SlotsQuestion, choices: &Choices) -> Result<Vec<Slot>> {
        if choices.is_empty() {
            return self.slots(question).await;
        }
        let (inner, scope) = (&self.inner, &self.scope);
        let mut faults: Vec<FieldError> = inner.party_fault(question.attendees).into_iter().collect();
        faults.extend(inner.day_fault(question.day)?);
        faults.extend(choices.faults(question.attendees, inner.system.abilities()));
        if !faults.is_empty() {
            return Err(VenueError::Fields(faults));
        }
        let of_guest = SlotsQuestion {
            moving: match &question.moving {
                Some(moving) => Some(reschedule_rows::current(inner.database(), moving)?),
                None => None,
            },
            ..question.clone()
        };
        // The answer is for one guest alone, and is not kept.
        match inner.system.slots_with(scope, &of_guest, choices).await {
            Ok(slots) => Ok(slots),
            Err(error) => Err(inner.reading_failed(scope, &question.experience_id, error).await),
        }
    }

    async fn quote(&self, request: &QuoteRequest, choices: &Choices) -> Result<Option<Quote>> {
        price::quote(&self.inner, &self.scope, request, choices).await
    }

    async fn reserve_with(&self, order: &BookingRequest, choices: &Choices) -> Result<Booked> {
        self.reserve_through(order, choices, VenuePorts::default()).await
    }

    async fn reservation(&self, id: &ReservationId) -> Result<Reservation> {
        self.lookup().reservation(id).await
    }

    async fn reservations(&self, question: &ReservationsQuestion) -> Result<Vec<Reservation>> {
        let all = loop {
            let noted = self.inner.deps.in_progress.moves_noted.get();
            let all = self.inner.system.reservations(&self.scope, question).await;
            // A list from before a move that was noted meanwhile has neither the old place nor the new one.
            if all.is_err() || self.inner.deps.in_progress.moves_noted.get() == noted {
                break all.map_err(reading_failed)?;
            }
        };
        let mut found = Vec::new();
        for known in all {
            if reschedule_rows::current(self.inner.database(), &known.id)? != known.id {
                // Its guest knows another by this id.
                continue;
            }
            found.extend(self.lookup().public(known)?);
        }
        // The system may count days in another zone.
        let days = question.from..=question.to;
        found.retain(|one| days.contains(&one.day));
        found.sort_by(|one, other| {
            (one.day, one.minutes, &one.id).cmp(&(other.day, other.minutes, &other.id))
        });
        Ok(found)
    }

    async fn change(&self, id: &ReservationId, change: &ReservationChange) -> Result<Reservation> {
        let faults = choice_faults(change, self.inner.system.adds_later());
        if !faults.is_empty() {
            return Err(VenueError::Fields(faults));
        }
        let _lock = self.inner.lock(id, &self.scope)?;
        let changed = if self.inner.system.abilities().in_place {
            in_place::change(&self.inner, &self.scope, id, change).await?
        } else {
            reschedule::change(&self.inner, &self.scope, id, change).await?
        };
        match changed {
            Some(changed) => Ok(changed),
            None => self.reservation(id).await,
        }
    }

    async fn set_status(&self, id: &ReservationId, status: Status) -> Result<Reservation> {
        let (system, scope) = (&self.inner.system, &self.scope);
        let _lock = self.inner.lock(id, scope)?;
        let id = &reschedule::settled(&self.inner, scope, id).await?;
        if status == Status::Cancelled {
            // Its staff may have written down since the guest looked that the guests are there.
            let seen = self.lookup().read(id).await?;
            if seen.status == Status::Cancelled {
                return Ok(seen);
            }
            let start = self.inner.start(seen.day, seen.minutes);
            if !is_ahead(seen.status, start, self.inner.now()) {
                return Err(VenueError::IllegalTransition);
            }
        } else if journal::reservation(self.inner.database(), id)?.is_none() {
            // A reservation that could not be shown afterwards is not changed.
            self.lookup().read(id).await?;
        }
        let taken = if status == Status::Cancelled {
            let cancellation = Cancellation::of(CancelReason::ByGuest);
            system.cancel(scope, id, &cancellation).await
        } else {
            system.set_status(scope, id, status).await
        };
        let known = match taken {
            Ok(known) => known,
            Err(RemoteError::NotFound) => return Err(VenueError::NotFound),
            Err(RemoteError::Conflict | RemoteError::Declined(_)) => {
                return Err(VenueError::IllegalTransition);
            }
            // Systems word it in several ways that a reservation is over: it shows in the reservation itself.
            Err(error @ RemoteError::Refused(_)) => {
                return Err(match system.reservation(scope, id).await {
                    Ok(known) if is_final(known.status) => VenueError::IllegalTransition,
                    _ => reading_failed(error),
                });
            }
            // The reservation itself shows whether it was done.
            Err(error) if error.is_outcome_unknown() => match system.reservation(scope, id).await {
                Ok(known) if known.status == status => known,
                _ => return Err(VenueError::OutcomeUnknown(log_text(&error))),
            },
            Err(error) => return Err(reading_failed(error)),
        };
        let reservation = match self.lookup().found(known) {
            Ok(reservation) => reservation,
            // It was done, but the answer cannot be shown: a second read may be complete.
            Err(error) => {
                let again = self.lookup().read(id).await;
                again.map_err(|_| VenueError::OutcomeUnknown(format!("{error:?}")))?
            }
        };
        self.inner.forget_day(reservation.day);
        Ok(reservation)
    }
}

/// The faults of a change of what was chosen with the booking: remote systems take none but add-ons that come later, where
/// `adds_later` is so, and none is dropped without a word.
fn choice_faults(change: &ReservationChange, adds_later: bool) -> Vec<FieldError> {
    [
        (
            change.people.as_ref().is_some_and(|all| !all.is_empty()),
            "/people",
        ),
        (
            !adds_later && change.add_ons.as_ref().is_some_and(|all| !all.is_empty()),
            "/addOns",
        ),
        (
            change.answers.as_ref().is_some_and(|all| !all.is_empty()),
            "/answers",
        ),
    ]
    .into_iter()
    .filter(|(is_changed, _)| *is_changed)
    .map(|(_, pointer)| FieldError::new(pointer, FieldCode::NotOffered))
    .collect()
}

#[cfg(test)]
#[path = "request_tests.rs"]
mod tests;
