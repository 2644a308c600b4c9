//! Carries out a booking order exactly once, whichever answers are lost on the way.
//!
//! The journal is written before each step that it records, and nothing is awaited between an
//! answer and its record. So the journal is true wherever this is interrupted:
//!
//! - `claimed`, and not in flight: nothing was sent. The order begins anew.
//! - `sent`: a booking may have been made. It is looked for before anything else happens, and only a
//!   look-up that began after the settle time shows that it was not.
//! - `made`: the reservation is answered as it is now.
//!
//! Orders in flight are known in memory alone: the venue's object is the only one that carries them out, and those in
//! flight when it ended have ended too.

use std::rc::Rc;

use shared::availability::{Slot, SlotStatus};
use shared::id::ReservationId;
use shared::reservation::{BookedExperience, Reservation};
use shared::validation::{FieldCode, FieldError};

use super::calendar::field_fault;
use super::in_flight::InFlight;
use super::journal::{self, OrderRecord, Phase, Sent, Terms};
use super::lookup::Lookup;
use super::reconcile::{Found, match_key};
use super::{
    Inner, NewReservation, Reference, RemoteError, RemoteReservation, log_text, reading_failed,
    reschedule_rows,
};
use crate::error::{Result, VenueError};
use crate::provider::{Booked, BookingRequest, SlotsQuestion};
use crate::storage::idempotency::fingerprint;
use crate::upstream::Scope;

/// An order at work.
pub(super) struct Job<'a> {
    pub(super) inner: &'a Rc<Inner>,
    pub(super) scope: &'a Scope,
    pub(super) order: &'a BookingRequest,
    in_flight: InFlight<'a>,
    pub(super) reference: Reference,
    /// Whether an earlier booking under this key was sent and not answered. Its record stays, however the next
    /// one ends.
    has_earlier: bool,
}

/// The next step.
enum Step {
    /// See whether the slot is open.
    Check,
    /// Book it.
    Book(Box<Slot>, Option<Vec<ReservationId>>),
    /// Look for what was sent.
    LookFor(Sent, String),
}

/// Makes a booking, or repeats the answer to an earlier request with the same key.
pub(super) async fn reserve(inner: &Rc<Inner>, scope: &Scope, order: &BookingRequest) -> Result<Booked> {
    let fingerprint = fingerprint(&order.request);
    let stored = journal::order(inner.database(), &order.key, inner.now())?;
    let is_in_flight = inner.is_in_flight(&order.key);
    let sent = match stored {
        // Whose claim it was has given up, and nothing was sent.
        None
        | Some(OrderRecord {
            phase: Phase::Claimed,
            ..
        }) if !is_in_flight => None,
        Some(stored) if stored.fingerprint != fingerprint => return Err(VenueError::KeyReused),
        Some(OrderRecord {
            phase: Phase::Made(answer),
            ..
        }) => return repeated(inner, scope, *answer).await,
        _ if is_in_flight => return Err(VenueError::InFlight),
        Some(OrderRecord {
            phase: Phase::Sent(sent),
            ..
        }) => Some(sent),
        _ => None,
    };
    let in_flight = InFlight::begin(inner, scope, order);
    let reference = Reference::of(&inner.deps.secret.hash("reference", order.key.as_str()));
    let job = Job {
        inner,
        scope,
        order,
        in_flight,
        reference,
        has_earlier: sent.is_some(),
    };
    let step = match sent {
        Some(sent) => Step::LookFor(sent, "the answer was lost".to_owned()),
        None => job.claim(&fingerprint)?,
    };
    job.carry_out(step).await
}

/// The answer to a booking that was made before: the reservation as it is now, which may have been moved or
/// cancelled since.
async fn repeated(inner: &Rc<Inner>, scope: &Scope, made: Reservation) -> Result<Booked> {
    let lookup = Lookup { inner, scope };
    let now = match lookup.reservation(&made.id).await {
        // Not readable yet, or deleted there: that it was made is known all the same.
        Err(VenueError::NotFound) => return Ok(inner.reserved(made, true)),
        now => now,
    };
    let now = now.map_err(|error| match error {
        VenueError::Away { cause, .. } | VenueError::Failed(cause) => VenueError::OutcomeUnknown(format!(
            "created, but its present status could not be read: {cause}"
        )),
        VenueError::Timeout => {
            VenueError::OutcomeUnknown("created, but its present status was not answered in time".to_owned())
        }
        error => error,
    })?;
    let is_moved = reschedule_rows::current(inner.database(), &made.id)? != made.id;
    Ok(inner.reserved(
        Reservation {
            // An answer may lack what does not change.
            number: if is_moved { now.number } else { made.number },
            ..now
        },
        true,
    ))
}

/// Looks for a booking that was sent under this key, and sends nothing: the reservation, noted; none if it
/// surely was not made.
pub(super) async fn look(
    inner: &Rc<Inner>,
    scope: &Scope,
    order: &BookingRequest,
    sent: Sent,
) -> Result<Option<Reservation>> {
    let job = Job {
        inner,
        scope,
        order,
        in_flight: InFlight::begin(inner, scope, order),
        reference: Reference::of(&inner.deps.secret.hash("reference", order.key.as_str())),
        has_earlier: true,
    };
    let found = job.look_for(&sent, "the answer was lost").await?;
    let (known, match_key) = match found {
        Some(Found::ByReference(known)) => (known, None),
        Some(Found::ByMatchKey(known)) => (known, Some(match_key(&order.request))),
        None => return Ok(None),
    };
    let reserved = job.finish(known, sent.terms, match_key, true)?;
    Ok(Some(reserved.reservation))
}

impl Job<'_> {
    fn claim(&self, fingerprint: &str) -> Result<Step> {
        let request = &self.order.request;
        let mut faults: Vec<FieldError> = self.inner.party_fault(request.attendees).into_iter().collect();
        faults.extend(self.inner.day_fault(request.day)?);
        if request.area_id.is_some() && !self.inner.system.abilities().areas {
            faults.push(FieldError::new("/areaId", FieldCode::NotOffered));
        }
        if !faults.is_empty() {
            return Err(VenueError::Fields(faults));
        }
        let (now, today) = (self.inner.now(), self.inner.today()?);
        let (database, key) = (self.inner.database(), &self.order.key);
        journal::claim(database, key, fingerprint, &self.reference, now, today)?;
        Ok(Step::Check)
    }

    async fn carry_out(mut self, mut step: Step) -> Result<Booked> {
        let is_replay = self.has_earlier;
        loop {
            step = match step {
                Step::Check => match self.check().await {
                    Ok(slot) => match self.seen_before().await {
                        Ok(seen) => Step::Book(Box::new(slot), seen),
                        // Without it a lost answer could not be found again: nothing is sent.
                        Err(error) => {
                            self.release()?;
                            return Err(reading_failed(error));
                        }
                    },
                    Err(error) => {
                        self.release()?;
                        return Err(error);
                    }
                },
                Step::Book(..) if self.inner.elapsed() >= self.scope.until => {
                    self.release()?;
                    return Err(VenueError::Timeout);
                }
                Step::Book(slot, seen) => {
                    let sent = Sent {
                        at: self.inner.now(),
                        terms: Terms {
                            duration: slot.duration,
                            payment: slot.payment.clone(),
                        },
                        seen,
                    };
                    match self.book(&slot, &sent).await? {
                        Ok(known) => return self.finish(known, sent.terms, None, false),
                        Err(error) if error.is_outcome_unknown() => {
                            self.has_earlier = true;
                            self.inner.forget_day(self.order.request.day);
                            Step::LookFor(sent, log_text(&error))
                        }
                        Err(error) => {
                            self.release()?;
                            return Err(self.refused(error).await);
                        }
                    }
                }
                Step::LookFor(sent, cause) => match self.look_for(&sent, &cause).await? {
                    Some(Found::ByReference(known)) => {
                        return self.finish(known, sent.terms, None, is_replay);
                    }
                    Some(Found::ByMatchKey(known)) => {
                        let match_key = match_key(&self.order.request);
                        return self.finish(known, sent.terms, Some(match_key), is_replay);
                    }
                    None => Step::Check,
                },
            };
        }
    }

    /// The slot as it is now, if it is open.
    async fn check(&self) -> Result<Slot> {
        let request = &self.order.request;
        let slots = match self.fresh_slots().await {
            Ok(slots) => slots,
            Err(error) => {
                let id = &request.experience_id;
                return Err(self.inner.reading_failed(self.scope, id, error).await);
            }
        };
        if slots.is_empty() {
            let id = &request.experience_id;
            self.inner.known_experience(self.scope, id).await?;
        }
        match slots.iter().find(|slot| slot.minutes == request.minutes) {
            None => Err(VenueError::Fields(vec![FieldError::new(
                "/minutes",
                FieldCode::NotASlot,
            )])),
            Some(slot) if slot.status == SlotStatus::Open => Ok(slot.clone()),
            Some(slot) => {
                self.inner.forget_day(request.day);
                let faults: Vec<FieldError> = slot.reasons.iter().filter_map(field_fault).collect();
                Err(if faults.is_empty() {
                    taken(slots, self.order)
                } else {
                    VenueError::Fields(faults)
                })
            }
        }
    }

    async fn fresh_slots(&self) -> Result<Vec<Slot>, RemoteError> {
        let request = &self.order.request;
        let question = SlotsQuestion {
            experience_id: request.experience_id.clone(),
            attendees: request.attendees,
            day: request.day,
            moving: None,
        };
        self.inner.system.slots(self.scope, &question).await
    }

    /// Books the slot: the outer error means that nothing was sent.
    async fn book(&self, slot: &Slot, sent: &Sent) -> Result<Result<RemoteReservation, RemoteError>> {
        if !self.in_flight.is_current() {
            return Err(VenueError::InFlight);
        }
        if let Err(error) = journal::send(self.inner.database(), &self.order.key, sent) {
            self.release()?;
            return Err(error.into());
        }
        // A third of the time is left to look for the booking, should no answer come.
        let now = self.inner.elapsed();
        let left = self.scope.until.saturating_sub(now);
        let mut scope = self.scope.clone();
        scope.until = now + left * 2 / 3;
        let new = NewReservation {
            request: &self.order.request,
            reference: &self.reference,
            slot,
        };
        let _sending = self.in_flight.sending();
        Ok(self.inner.system.create(&scope, new).await)
    }

    /// Writes the answer down and gives it.
    fn finish(
        &self,
        known: RemoteReservation,
        terms: Terms,
        match_key: Option<String>,
        is_replay: bool,
    ) -> Result<Booked> {
        if !self.in_flight.is_current() {
            let cause = "another request has taken the order over".to_owned();
            return Err(VenueError::OutcomeUnknown(cause));
        }
        let request = &self.order.request;
        let answer = Reservation {
            id: known.id,
            number: known.number,
            status: known.status,
            day: request.day,
            minutes: request.minutes,
            duration: known.duration.unwrap_or(terms.duration),
            attendees: request.attendees,
            experience: known.experience.unwrap_or_else(|| BookedExperience {
                id: request.experience_id.clone(),
                name: <_>::default(),
            }),
            manage_token: None,
            payment: terms.payment,
            checkout: None,
            gift_card: None,
            refund_until: None,
            sequence: None,
            notes: None,
        };
        self.inner.forget_day(request.day);
        // Unwritten, it is still `sent`: the next request with this key will find it.
        journal::made(self.inner.database(), &self.order.key, &answer, match_key)
            .map_err(|error| VenueError::OutcomeUnknown(error.to_string()))?;
        Ok(self.inner.reserved(answer, is_replay))
    }

    /// Gives the claim up, unless an earlier booking under it may turn up yet.
    fn release(&self) -> Result<()> {
        if self.has_earlier || !self.in_flight.is_current() {
            return Ok(());
        }
        Ok(journal::release(self.inner.database(), &self.order.key)?)
    }

    /// The error for a guest whose booking was refused.
    async fn refused(&self, error: RemoteError) -> VenueError {
        if let RemoteError::Away { retry_after, cause } = error {
            return VenueError::Away { retry_after, cause };
        }
        self.inner.forget_day(self.order.request.day);
        let slots = self.fresh_slots().await;
        let is_gone = slots.as_ref().is_ok_and(|slots| {
            !slots
                .iter()
                .any(|slot| slot.minutes == self.order.request.minutes && slot.status == SlotStatus::Open)
        });
        if is_gone || error == RemoteError::Conflict {
            taken(slots.unwrap_or_default(), self.order)
        } else {
            VenueError::Failed(log_text(&error))
        }
    }
}

/// The day's open slots, without the one that was refused just now.
fn taken(slots: Vec<Slot>, order: &BookingRequest) -> VenueError {
    let alternatives = slots
        .into_iter()
        .filter(|slot| slot.status == SlotStatus::Open && slot.minutes != order.request.minutes)
        .collect();
    VenueError::Taken { alternatives }
}

#[cfg(test)]
#[path = "booking_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "booking_property_tests.rs"]
mod property_tests;
