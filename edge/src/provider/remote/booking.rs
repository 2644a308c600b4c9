//! Carries out a booking order exactly once, even if answers of the remote system are lost.
//!
//! The journal is written before each step that it records, and nothing is awaited between an
//! answer and its record. So the journal is correct at every point of interruption:
//!
//! - `claimed`, and not in flight: nothing was sent. The order begins anew.
//! - `sent`: a booking may have been made. It is looked for before anything else happens, and only a
//!   look-up that began after the settle time shows that it was not.
//! - `held`: a hold was made, and its confirmation may have been sent. The hold is looked at before that is repeated;
//!   one that has lapsed counts as nothing. See `confirmation.rs`.
//! - `made`: the reservation is answered as it is now.
//!
//! Orders in flight are known in memory alone: the venue's object is the only one that carries them out, and those in
//! flight when it ended have ended too.

use std::cell::RefCell;
use std::rc::Rc;

use shared::availability::{Slot, SlotStatus};
use shared::id::ReservationId;
use shared::locale::LocalizedText;
use shared::reservation::{BookedExperience, Reservation};
use shared::validation::{FieldCode, FieldError};

use super::booked_choices::BookedChoices;
use super::calendar::field_fault;
use super::in_flight::InFlight;
use super::journal::{self, OrderRecord, Phase, Sent, Terms};
use super::reconcile::{Found, match_key};
use super::repeat::repeated;
use super::step::{Hold, Next, Step};
use super::{
    AsksQuestions, Inner, NewReservation, Reference, RemoteError, RemoteReservation, TakesPayments,
    VenuePorts, WritesLetters, answers, log_text, reading_failed,
};
use crate::error::{Result, VenueError};
use crate::provider::choices::Choices;
use crate::provider::{Booked, BookingRequest, SlotsQuestion};
use crate::storage::idempotency::fingerprint;
use crate::upstream::Scope;

/// One attempt to carry out a booking order, by one request.
pub(super) struct BookingAttempt<'a> {
    pub(super) inner: &'a Rc<Inner>,
    pub(super) scope: &'a Scope,
    pub(super) order: &'a BookingRequest,
    pub(super) choices: &'a Choices,
    /// The taker of the payment of a booking that costs something in advance; none where there is none.
    pub(super) payments: Option<&'a dyn TakesPayments>,
    /// The questions of the venue; none where answers are not taken.
    pub(super) questions: Option<&'a dyn AsksQuestions>,
    /// The writer of letters; none where none are written here.
    pub(super) letters: Option<&'a dyn WritesLetters>,
    pub(super) in_flight: InFlight<'a>,
    pub(super) reference: Reference,
    /// Whether an earlier booking under this key was sent and not answered. Its record stays, however the next
    /// one ends.
    pub(super) has_earlier: bool,
    /// Whether the request repeats one that was sent before.
    pub(super) is_replay: bool,
    /// How many holds of this request have lapsed before they were confirmed.
    pub(super) lapsed: u8,
    /// The choices, once they were found to be offered.
    pub(super) booked: RefCell<Option<BookedChoices>>,
}

/// Makes a booking, or repeats the answer to an earlier request with the same key.
pub(super) async fn reserve(
    inner: &Rc<Inner>,
    scope: &Scope,
    order: &BookingRequest,
    (choices, ports): (&Choices, VenuePorts<'_>),
) -> Result<Booked> {
    let fingerprint = if choices.is_empty() {
        fingerprint(&order.request)
    } else {
        fingerprint(&(&order.request, choices))
    };
    let stored = journal::order(inner.database(), &order.key, inner.now())?;
    let is_in_flight = inner.is_in_flight(&order.key);
    let begun = match stored {
        // The request that claimed the key has ended, and nothing was sent.
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
        }) => Some(Step::LookFor(Box::new(sent), "the answer was lost".to_owned())),
        Some(OrderRecord {
            phase: Phase::Held(sent, hold),
            ..
        }) => Some(Step::Confirm(Box::new(Hold::found_again(sent, hold.id)))),
        _ => None,
    };
    let in_flight = InFlight::begin(inner, scope, order);
    let reference = Reference::of(&inner.deps.secret.hash("reference", order.key.as_str()));
    let attempt = BookingAttempt {
        inner,
        scope,
        order,
        choices,
        payments: ports.payments,
        questions: ports.questions,
        letters: ports.letters,
        in_flight,
        reference,
        has_earlier: begun.is_some(),
        is_replay: begun.is_some(),
        lapsed: 0,
        booked: RefCell::default(),
    };
    let step = match begun {
        Some(step) => step,
        None => attempt.claim(&fingerprint)?,
    };
    attempt.carry_out(step).await
}

impl BookingAttempt<'_> {
    fn claim(&self, fingerprint: &str) -> Result<Step> {
        let request = &self.order.request;
        let mut faults: Vec<FieldError> = self.inner.party_fault(request.attendees).into_iter().collect();
        faults.extend(self.inner.day_fault(request.day)?);
        if request.area_id.is_some() && !self.inner.system.abilities().areas {
            faults.push(FieldError::new("/areaId", FieldCode::NotOffered));
        }
        faults.extend(
            self.choices
                .faults(request.attendees, self.inner.system.abilities()),
        );
        faults.extend(
            answers::fitting(self.questions, request)
                .err()
                .unwrap_or_default(),
        );
        if !faults.is_empty() {
            return Err(VenueError::Fields(faults));
        }
        let (now, today) = (self.inner.now(), self.inner.today()?);
        let (database, key) = (self.inner.database(), &self.order.key);
        journal::claim(database, key, fingerprint, &self.reference, now, today)?;
        Ok(Step::Check)
    }

    async fn carry_out(mut self, mut step: Step) -> Result<Booked> {
        loop {
            let next = match step {
                Step::Check => self.prepare().await?,
                Step::Book(slot, seen) => self.send(&slot, seen).await?,
                Step::LookFor(sent, cause) => self.find_again(*sent, &cause).await?,
                Step::Confirm(hold) => self.confirm(*hold).await?,
            };
            match next {
                Next::Done(booked) => return Ok(*booked),
                Next::Go(then) => step = then,
            }
        }
    }

    /// Checks that the slot is open at the agreed price, and reads the reservations that could be mistaken for its booking.
    async fn prepare(&self) -> Result<Next> {
        let slot = match self.check().await {
            Ok(slot) => slot,
            Err(error) => {
                self.release()?;
                return Err(error);
            }
        };
        match self.seen_before().await {
            Ok(seen) => Ok(Next::Go(Step::Book(Box::new(slot), seen))),
            // Without it a lost answer could not be found again: nothing is sent.
            Err(error) => {
                self.release()?;
                Err(reading_failed(error))
            }
        }
    }

    /// Books the slot.
    async fn send(&mut self, slot: &Slot, seen: Option<Vec<ReservationId>>) -> Result<Next> {
        if self.inner.elapsed() >= self.scope.until {
            self.release()?;
            return Err(VenueError::Timeout);
        }
        let sent = Sent {
            at: self.inner.now(),
            terms: Terms {
                duration: slot.duration,
                payment: slot.payment.clone(),
                booked: None,
                choices: self.booked.take(),
                area: self.chosen_area(slot),
                letter: None,
            },
            seen,
        };
        match self.book(slot, &sent).await? {
            Ok(known) => self.created(known, sent, None, false).await,
            Err(error) if error.is_outcome_unknown() => {
                self.has_earlier = true;
                self.inner.forget_day(self.order.request.day);
                Ok(Next::Go(Step::LookFor(Box::new(sent), log_text(&error))))
            }
            Err(error) => {
                self.release()?;
                Err(self.refused(error).await)
            }
        }
    }

    /// The name of the area that the guest has chosen.
    fn chosen_area(&self, slot: &Slot) -> Option<LocalizedText> {
        let chosen = self.order.request.area_id.as_ref()?;
        let area = slot.areas.iter().find(|area| area.id == *chosen)?;
        Some(area.name.clone())
    }

    /// Looks for what was sent.
    async fn find_again(&mut self, sent: Sent, cause: &str) -> Result<Next> {
        let (known, match_key) = match self.look_for(&sent, cause).await? {
            Some(Found::ByReference(known)) => (known, None),
            Some(Found::ByMatchKey(known)) => (known, Some(match_key(&self.order.request))),
            None => return Ok(Next::Go(Step::Check)),
        };
        let is_replay = self.is_replay;
        self.created(known, sent, match_key, is_replay).await
    }

    /// The slot as it is now, if it is open.
    async fn check(&self) -> Result<Slot> {
        let request = &self.order.request;
        // A booking that was sent before and not made is checked here alone.
        answers::fitting(self.questions, request).map_err(VenueError::Fields)?;
        let offers = self.check_choices().await?;
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
            Some(slot) if slot.status == SlotStatus::Open => {
                self.check_payment(slot)?;
                self.check_price(&offers).await?;
                Ok(slot.clone())
            }
            Some(slot) => {
                self.inner.forget_day(request.day);
                let faults: Vec<FieldError> = slot.reasons.iter().filter_map(field_fault).collect();
                Err(if faults.is_empty() {
                    self.taken(slots).await
                } else {
                    VenueError::Fields(faults)
                })
            }
        }
    }

    /// The slots of the day as this guest sees them, from the system.
    pub(super) async fn fresh_slots(&self) -> Result<Vec<Slot>, RemoteError> {
        let request = &self.order.request;
        let question = SlotsQuestion {
            experience_id: request.experience_id.clone(),
            attendees: request.attendees,
            day: request.day,
            moving: None,
        };
        self.inner
            .system
            .slots_with(self.scope, &question, self.choices)
            .await
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
        let request = answers::with_notes(self.questions, &self.order.request);
        let new = NewReservation {
            request: &request,
            choices: self.choices,
            reference: &self.reference,
            slot,
        };
        let _sending = self.in_flight.sending();
        Ok(self.inner.system.create(&scope, new).await)
    }

    /// Stores the answer in the journal and returns it.
    pub(super) fn finish(
        &self,
        known: RemoteReservation,
        terms: Terms,
        match_key: Option<String>,
        is_replay: bool,
    ) -> Result<Booked> {
        self.check_current()?;
        let answer = self.answer(known, terms);
        self.inner.forget_day(self.order.request.day);
        // Where the write fails the order stays `sent`: the next request with this key looks for it.
        let letter = self.confirmation(&answer);
        journal::made_with(self.inner.database(), &self.order.key, &answer, match_key, letter)
            .map_err(|error| VenueError::OutcomeUnknown(error.to_string()))?;
        Ok(self.inner.reserved(answer, is_replay))
    }

    /// Refuses to write about an order that another request has taken over.
    pub(super) fn check_current(&self) -> Result<()> {
        if self.in_flight.is_current() {
            return Ok(());
        }
        let cause = "another request has taken the order over".to_owned();
        Err(VenueError::OutcomeUnknown(cause))
    }

    /// The reservation as its guest sees it.
    pub(super) fn answer(&self, known: RemoteReservation, terms: Terms) -> Reservation {
        let request = &self.order.request;
        let reservation = Reservation {
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
            free_until: None,
            sequence: None,
            notes: None,
            area: terms.area,
            people: Vec::new(),
            add_ons: Vec::new(),
            answers: Vec::new(),
            total: None,
        };
        terms.choices.unwrap_or_default().within(reservation)
    }

    /// Releases the claim, unless an earlier booking under the key may still be found.
    pub(super) fn release(&self) -> Result<()> {
        if self.has_earlier || !self.in_flight.is_current() {
            return Ok(());
        }
        Ok(journal::release(self.inner.database(), &self.order.key)?)
    }
}

#[cfg(test)]
#[path = "booking_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "booking_property_tests.rs"]
mod property_tests;
