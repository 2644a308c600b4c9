//! The hotel's system behind the port.

use std::num::NonZeroU16;

use async_trait::async_trait;
use edge::provider::choices::Choices;
use edge::provider::offer::Offers;
use edge::provider::remote::{
    CancelReason, Cancellation, CancellationFee, Candidate, DaysAnswer, DaysQuestion, Decline, Deposit,
    NewReservation, Reference, RemoteDay, RemoteError, RemoteReservation, RemoteSystem, Traces,
};
use edge::provider::status::is_final;
use edge::provider::{Abilities, ReservationsQuestion, SlotsQuestion};
use edge::upstream::{Clock, Scope};
use shared::availability::Slot;
use shared::id::{ExperienceId, ReservationId};
use shared::money::Money;
use shared::quote::{Quote, QuoteRequest};
use shared::reservation::{ReservationChange, Status};
use shared::time::Day;
use shared::validation::Notes;
use shared::venue::Experience;

use super::catalogue::{self, DINNER};
use super::register::Entry;
use super::{Fault, Property};

/// How many days one call for availability may ask for.
pub const SPAN_DAYS: u16 = 15;

/// How long a hold stays, in seconds.
const HELD_SECONDS: i64 = 600;

/// How long before its time a cancellation is free, in seconds.
const FREE_SECONDS: i64 = 24 * 60 * 60;

/// After how many seconds a deposit is posted that comes late.
const LATE_SECONDS: i64 = 90;

impl Property {
    fn called(&self, name: &'static str) {
        self.calls.borrow_mut().push(name);
        self.register.borrow_mut().lapse(&self.clock);
    }

    /// The entry that a creation makes, or why it makes none.
    fn entry(&self, new: NewReservation<'_>) -> Result<Entry, RemoteError> {
        let NewReservation { request, choices, .. } = new;
        let price = self.priced(&request.quote_request(), choices)?.total;
        let register = self.register.borrow();
        let wine = choices.add_ons.iter().find(|one| one.id.as_str() == "wine");
        if wine.is_some_and(|wine| u16::from(wine.quantity) > register.wine_left(request.day)) {
            return Err(RemoteError::Declined(Decline::AddOnSoldOut));
        }
        let place = (request.day, request.minutes);
        let table = register
            .table_for(place, request.attendees, None)
            .ok_or(RemoteError::Declined(Decline::Overbooked))?;
        let lapses = self.fault(|fault| *fault == Fault::HoldLapses).is_some();
        let held = if lapses { 0 } else { HELD_SECONDS };
        Ok(Entry {
            id: ReservationId::parse(&format!("h{}", register.entries.len() + 1)).unwrap(),
            reference: new.reference.to_string(),
            status: Status::Unconfirmed,
            held_until: Some(self.clock.now().plus_seconds(held)),
            experience: request.experience_id.clone(),
            day: request.day,
            minutes: request.minutes,
            attendees: request.attendees,
            table,
            add_ons: choices.add_ons.clone(),
            price,
            guest: request.guest.clone(),
            notes: request.notes.clone(),
            cancelled_for: None,
            deposits: Vec::new(),
            refund_noted: None,
        })
    }

    /// Whether a call about a reservation arrives.
    fn reached(&self) -> Result<(), RemoteError> {
        if self.is_away.get() {
            return Err(RemoteError::Away {
                retry_after: None,
                cause: "the hotel is away".to_owned(),
            });
        }
        Ok(())
    }

    fn known(&self, id: &ReservationId) -> Result<RemoteReservation, RemoteError> {
        let register = self.register.borrow();
        register.find(id).map(Entry::known).ok_or(RemoteError::NotFound)
    }
}

#[async_trait(?Send)]
impl RemoteSystem for Property {
    fn abilities(&self) -> Abilities {
        Abilities {
            notes: true,
            moving: true,
            listing: true,
            slot_changes: true,
            in_place: true,
            quote: true,
            hold: true,
            people: true,
            add_ons: true,
            access_codes: true,
            cancellation_fee: true,
            deposits: true,
            ..Abilities::NONE
        }
    }

    fn shows_references(&self) -> bool {
        true
    }

    fn languages(&self) -> &'static [&'static str] {
        &["de", "en"]
    }

    async fn experiences(&self, _: &Scope) -> Result<Vec<Experience>, RemoteError> {
        self.called("experiences");
        Ok(catalogue::experiences())
    }

    async fn offers(&self, _: &Scope, _: &ExperienceId) -> Result<Offers, RemoteError> {
        self.called("offers");
        Ok(catalogue::offers())
    }

    async fn slots(&self, _: &Scope, question: &SlotsQuestion) -> Result<Vec<Slot>, RemoteError> {
        self.called("slots");
        Ok(self.of_party(question, false))
    }

    async fn slots_with(
        &self,
        _: &Scope,
        question: &SlotsQuestion,
        choices: &Choices,
    ) -> Result<Vec<Slot>, RemoteError> {
        self.called("slots");
        let is_private = catalogue::is_private(choices.access_code.as_ref())?;
        Ok(self.of_party(question, is_private))
    }

    fn span(&self) -> NonZeroU16 {
        NonZeroU16::new(SPAN_DAYS).unwrap()
    }

    fn answers_every_party(&self) -> bool {
        true
    }

    async fn days(&self, _: &Scope, question: &DaysQuestion) -> Result<DaysAnswer, RemoteError> {
        self.called("days");
        let is_known = question.experience_id.as_str() == DINNER;
        let mut answer = DaysAnswer::default();
        for day in question.from.through(question.to) {
            if self.fault(|fault| *fault == Fault::UnreadableDay(day)).is_some() {
                answer.missing = Some(RemoteError::Failed("a day cannot be read".to_owned()));
                continue;
            }
            let slots = if is_known {
                self.sittings(day, false, None)
            } else {
                Vec::new()
            };
            answer.days.push(RemoteDay { day, slots });
        }
        Ok(answer)
    }

    async fn quote(
        &self,
        _: &Scope,
        request: &QuoteRequest,
        choices: &Choices,
    ) -> Result<Option<Quote>, RemoteError> {
        self.called("quote");
        self.priced(request, choices).map(Some)
    }

    async fn create(&self, _: &Scope, new: NewReservation<'_>) -> Result<RemoteReservation, RemoteError> {
        self.called("create");
        let entry = self.entry(new)?;
        let known = entry.known();
        self.register.borrow_mut().entries.push(entry);
        self.answered(known, Fault::CreationLost)
    }

    async fn confirm(&self, _: &Scope, id: &ReservationId) -> Result<RemoteReservation, RemoteError> {
        self.called("confirm");
        self.reached()?;
        let vanishes = |fault: &Fault| *fault == Fault::ConfirmationVanishes;
        if self.fault(vanishes).is_some() {
            return Err(RemoteError::Timeout);
        }
        let known = {
            let mut register = self.register.borrow_mut();
            let entry = register.find_mut(id).ok_or(RemoteError::NotFound)?;
            if is_final(entry.status) || entry.held_until.is_none() {
                return Err(RemoteError::Conflict);
            }
            entry.status = Status::Booked;
            entry.held_until = None;
            entry.known()
        };
        if self.fault(|fault| *fault == Fault::ConfirmedAndAway).is_some() {
            self.set_away(true);
            return Err(RemoteError::Timeout);
        }
        self.answered(known, Fault::ConfirmationLost)
    }

    async fn deposits(&self, _: &Scope, id: &ReservationId) -> Result<Vec<String>, RemoteError> {
        self.called("deposits");
        self.reached()?;
        self.post_late_deposits();
        let register = self.register.borrow();
        let entry = register.find(id).ok_or(RemoteError::NotFound)?;
        Ok(entry.deposits.iter().map(|one| one.reference.clone()).collect())
    }

    async fn post_deposit(
        &self,
        _: &Scope,
        id: &ReservationId,
        deposit: &Deposit,
    ) -> Result<(), RemoteError> {
        self.called("post");
        self.reached()?;
        if self.fault(|fault| *fault == Fault::DepositVanishes).is_some() {
            return Err(RemoteError::Timeout);
        }
        if self.fault(|fault| *fault == Fault::DepositLate).is_some() {
            let at = self.clock.now().plus_seconds(LATE_SECONDS);
            let late = (at, id.clone(), deposit.clone());
            self.late_deposits.borrow_mut().push(late);
            return Err(RemoteError::Timeout);
        }
        let mut register = self.register.borrow_mut();
        let entry = register.find_mut(id).ok_or(RemoteError::NotFound)?;
        entry.deposits.push(deposit.clone());
        self.answered((), Fault::DepositLost)
    }

    async fn note_refund(&self, _: &Scope, id: &ReservationId, amount: Money) -> Result<(), RemoteError> {
        self.called("note");
        let mut register = self.register.borrow_mut();
        let entry = register.find_mut(id).ok_or(RemoteError::NotFound)?;
        entry.refund_noted = Some(amount.amount());
        Ok(())
    }

    async fn find(&self, _: &Scope, reference: &Reference, _: (Day, Day)) -> Result<Traces, RemoteError> {
        self.called("find");
        let register = self.register.borrow();
        let entries = register.entries.iter();
        let of_order: Vec<&Entry> = entries
            .filter(|one| one.reference == reference.as_str())
            .collect();
        // A hold that has lapsed may have the same reference.
        let live = of_order.iter().rev().find(|one| !is_final(one.status));
        Ok(Traces::Exact(live.or(of_order.last()).map(|one| one.known())))
    }

    async fn candidates(&self, _: &Scope, from: Day, to: Day) -> Result<Vec<Candidate>, RemoteError> {
        self.called("candidates");
        let register = self.register.borrow();
        let there = register
            .entries
            .iter()
            .filter(|one| (from..=to).contains(&one.day));
        Ok(there.map(Entry::candidate).collect())
    }

    async fn details(&self, _: &Scope, id: &ReservationId) -> Result<Candidate, RemoteError> {
        self.called("details");
        let register = self.register.borrow();
        register
            .find(id)
            .map(Entry::candidate)
            .ok_or(RemoteError::NotFound)
    }

    async fn reservation(&self, _: &Scope, id: &ReservationId) -> Result<RemoteReservation, RemoteError> {
        self.called("reservation");
        self.reached()?;
        self.known(id)
    }

    async fn reservations(
        &self,
        scope: &Scope,
        question: &ReservationsQuestion,
    ) -> Result<Vec<RemoteReservation>, RemoteError> {
        self.called("reservations");
        let unreadable = usize::from(
            self.fault(|fault| *fault == Fault::UnreadableReservation)
                .is_some(),
        );
        if unreadable > 0 {
            scope.add_timing("partial;desc=reservations");
        }
        let (days, statuses) = (question.from..=question.to, &question.statuses);
        let register = self.register.borrow();
        let there = register
            .entries
            .iter()
            .filter(|one| days.contains(&one.day) && (statuses.is_empty() || statuses.contains(&one.status)));
        Ok(there.skip(unreadable).map(Entry::known).collect())
    }

    async fn change(
        &self,
        _: &Scope,
        id: &ReservationId,
        change: &ReservationChange,
    ) -> Result<RemoteReservation, RemoteError> {
        self.called("change");
        let mut register = self.register.borrow_mut();
        let old = register.find(id).ok_or(RemoteError::NotFound)?.clone();
        if is_final(old.status) {
            return Err(RemoteError::Conflict);
        }
        let place = (
            change.day.unwrap_or(old.day),
            change.minutes.unwrap_or(old.minutes),
        );
        let attendees = change.attendees.unwrap_or(old.attendees);
        let table = register
            .table_for(place, attendees, Some(id))
            .ok_or(RemoteError::Declined(Decline::Overbooked))?;
        let entry = register.find_mut(id).ok_or(RemoteError::NotFound)?;
        (entry.day, entry.minutes) = place;
        entry.attendees = attendees;
        entry.table = table;
        if let Some(notes) = &change.notes {
            entry.notes = Some(notes.clone()).filter(|notes| !Notes::as_str(notes).is_empty());
        }
        Ok(entry.known())
    }

    async fn cancel(
        &self,
        _: &Scope,
        id: &ReservationId,
        cancellation: &Cancellation,
    ) -> Result<RemoteReservation, RemoteError> {
        self.called("cancel");
        self.reached()?;
        let mut register = self.register.borrow_mut();
        let entry = register.find_mut(id).ok_or(RemoteError::NotFound)?;
        if !is_final(entry.status) {
            entry.status = Status::Cancelled;
            entry.cancelled_for = Some(cancellation.reason);
            entry.refund_noted = cancellation.given_back.map(Money::amount);
        }
        Ok(entry.known())
    }

    async fn cancellation_fee(&self, _: &Scope, id: &ReservationId) -> Result<CancellationFee, RemoteError> {
        self.called("fee");
        let register = self.register.borrow();
        let entry = register.find(id).ok_or(RemoteError::NotFound)?;
        let start = self.zone.resolve(entry.day, entry.minutes).instant();
        let free_until = start.map(|start| start.plus_seconds(-FREE_SECONDS));
        let is_free = entry.held_until.is_some() || free_until.is_some_and(|until| self.clock.now() < until);
        Ok(if is_free {
            CancellationFee::Free
        } else {
            CancellationFee::Amount(entry.price)
        })
    }

    async fn set_status(
        &self,
        scope: &Scope,
        id: &ReservationId,
        status: Status,
    ) -> Result<RemoteReservation, RemoteError> {
        if status == Status::Cancelled {
            return self
                .cancel(scope, id, &Cancellation::of(CancelReason::ByGuest))
                .await;
        }
        self.called("status");
        Err(RemoteError::Refused(
            "staff take the steps of a visit at the hotel".to_owned(),
        ))
    }
}
