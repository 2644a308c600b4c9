//! The port to a remote booking system: its operations, one call each. Caching, coalescing and idempotency are the
//! other files of this folder.

use std::num::NonZeroU16;

use async_trait::async_trait;
use shared::availability::Slot;
use shared::choices::ChosenAddOn;
use shared::id::{ExperienceId, ReservationId};
use shared::money::Money;
use shared::offer::Price;
use shared::party::Attendees;
use shared::quote::{Quote, QuoteRequest};
use shared::reservation::{BookedExperience, ReservationChange, ReservationRequest, Status};
use shared::time::{Day, Instant, Minutes};
use shared::venue::Experience;

use super::availability::{DaysAnswer, DaysQuestion, RemoteDay, RemoteSlot};
use super::cancellation::{Cancellation, CancellationFee};
use super::deposit::Deposit;
use super::error::RemoteError;
use super::reference::Reference;
use crate::provider::choices::Choices;
use crate::provider::offer::Offers;
use crate::provider::{Abilities, ReservationsQuestion, SlotsQuestion};
use crate::upstream::Scope;

/// A reservation as the remote system knows it, without anything of its guest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteReservation {
    /// Its id.
    pub id: ReservationId,
    /// The number that the guest gives at the door.
    pub number: String,
    /// Its status.
    pub status: Status,
    /// The party's size, unless it is one that cannot be booked here.
    pub attendees: Option<Attendees>,
    /// The experience, if it has one.
    pub experience: Option<BookedExperience>,
    /// The day, where the system states it without a zone to guess.
    pub day: Option<Day>,
    /// The minutes after the day's local midnight, where the system states them likewise.
    pub minutes: Option<Minutes>,
    /// The length of the stay in minutes, where the system states it.
    pub duration: Option<u16>,
    /// When it lapses by itself, of a hold that is not confirmed; none of a reservation.
    pub held_until: Option<Instant>,
}

/// A reservation that may be one whose answer was lost, with the data that identifies its guest. It has no `Debug`:
/// the data is personal.
pub struct Candidate {
    /// The reservation.
    pub known: RemoteReservation,
    /// The guest's notes, which may hold a reference.
    pub notes: Option<String>,
    /// The guest's first name.
    pub first_name: Option<String>,
    /// The guest's last name.
    pub last_name: Option<String>,
    /// The guest's e-mail address.
    pub email: Option<String>,
    /// The guest's phone number.
    pub phone: Option<String>,
    /// The language that the guest is written to in.
    pub locale: Option<String>,
    /// When it starts, in seconds after the Unix epoch, as the system labels it: true, or local time
    /// that only claims to be UTC.
    pub starts_at: Option<i64>,
}

/// A booking to make.
#[derive(Clone, Copy)]
pub struct NewReservation<'a> {
    /// The guest's request.
    pub request: &'a ReservationRequest,
    /// The guest's choices beside it, which the system's abilities have.
    pub choices: &'a Choices,
    /// The reference by which it is recognised later.
    pub reference: &'a Reference,
    /// The slot as it was read last.
    pub slot: &'a Slot,
}

/// The traces of a booking whose answer was lost.
pub enum Traces {
    /// The booking of exactly this reference; none if there is none.
    Exact(Option<RemoteReservation>),
    /// Every reservation that may be it, for systems that cannot be asked for a reference.
    Alike(Vec<Candidate>),
}

/// A remote booking system. Each operation is one call; nothing is cached.
#[async_trait(?Send)]
pub trait RemoteSystem {
    /// Its abilities.
    fn abilities(&self) -> Abilities;

    /// Whether a reservation shows the reference that it was made with. Where it does not, one whose answer got
    /// lost is recognised by what was there before, which takes a call more for each booking.
    fn shows_references(&self) -> bool;

    /// The experiences, in the order to show.
    async fn experiences(&self, scope: &Scope) -> Result<Vec<Experience>, RemoteError>;

    /// The slots of one day by time, those that are not open included.
    async fn slots(&self, scope: &Scope, question: &SlotsQuestion) -> Result<Vec<Slot>, RemoteError>;

    /// The slots of one day as a guest with these choices sees them. The default is for systems whose slots do not depend on
    /// choices.
    async fn slots_with(
        &self,
        scope: &Scope,
        question: &SlotsQuestion,
        _choices: &Choices,
    ) -> Result<Vec<Slot>, RemoteError> {
        self.slots(scope, question).await
    }

    /// Whether the prices of times are asked for apart from the times, by [`Self::prices`].
    fn prices_apart(&self) -> bool {
        false
    }

    /// The prices of a day's times, as every guest without a code sees them. Asked when the times of one day are shown, so that
    /// a calendar costs no call for prices, and only where [`Self::prices_apart`] is so.
    async fn prices(
        &self,
        _scope: &Scope,
        _experience_id: &ExperienceId,
        _day: Day,
    ) -> Result<Vec<(Minutes, Price)>, RemoteError> {
        Ok(Vec::new())
    }

    /// The choices that guests have at an experience, beside time and party size.
    async fn offers(&self, _scope: &Scope, _experience_id: &ExperienceId) -> Result<Offers, RemoteError> {
        Ok(Offers::default())
    }

    /// The price of a booking; none where the system does not say. Asked only where [`Abilities::quote`] is there.
    async fn quote(
        &self,
        _scope: &Scope,
        _request: &QuoteRequest,
        _choices: &Choices,
    ) -> Result<Option<Quote>, RemoteError> {
        Ok(None)
    }

    /// How many days one call of [`Self::days`] may ask for: 1 where the system knows single days.
    fn span(&self) -> NonZeroU16 {
        NonZeroU16::MIN
    }

    /// Whether the answer of [`Self::days`] holds for parties of every size, each slot naming those that it is open to.
    fn answers_every_party(&self) -> bool {
        false
    }

    /// The slots of some days, at most [`Self::span`] of them. What was read before a failure is answered, with the
    /// failure. Without a call of the system's own for it, this asks for each day by itself.
    async fn days(&self, scope: &Scope, question: &DaysQuestion) -> Result<DaysAnswer, RemoteError> {
        day_by_day(self, scope, question).await
    }

    /// Creates a reservation, in one act. The outcome may be unknown. Where [`Abilities::hold`] is there, the answer may be a
    /// hold, with the instant at which it lapses: it is confirmed in a step of its own, or released.
    async fn create(&self, scope: &Scope, new: NewReservation<'_>) -> Result<RemoteReservation, RemoteError>;

    /// Confirms a hold, or a booking that waits for its payment. The outcome may be unknown. [`RemoteError::Conflict`] if it
    /// is none any more.
    async fn confirm(&self, _scope: &Scope, _id: &ReservationId) -> Result<RemoteReservation, RemoteError> {
        Err(RemoteError::Refused("the system knows no holds".to_owned()))
    }

    /// The references of the deposits that the books have for a reservation. Asked only where [`Abilities::deposits`] is
    /// there.
    async fn deposits(&self, _scope: &Scope, _id: &ReservationId) -> Result<Vec<String>, RemoteError> {
        Ok(Vec::new())
    }

    /// Posts a deposit to the books of a reservation. The outcome may be unknown, and posting again may post twice. Asked
    /// only where [`Abilities::deposits`] is there.
    async fn post_deposit(
        &self,
        _scope: &Scope,
        _id: &ReservationId,
        _deposit: &Deposit,
    ) -> Result<(), RemoteError> {
        Err(RemoteError::Refused("the system takes no deposits".to_owned()))
    }

    /// Notes for the staff that this part of the deposits in the books goes back to the guest, of a reservation that was
    /// cancelled there: books that do not take the refund by themselves are the staff's to correct. Asked only where
    /// [`Abilities::deposits`] is there; the default is for systems that have no notes for the staff.
    async fn note_refund(
        &self,
        _scope: &Scope,
        _id: &ReservationId,
        _amount: Money,
    ) -> Result<(), RemoteError> {
        Ok(())
    }

    /// The traces of the booking with this reference on these days. The default reads every reservation of the days.
    async fn find(
        &self,
        scope: &Scope,
        _reference: &Reference,
        days: (Day, Day),
    ) -> Result<Traces, RemoteError> {
        self.candidates(scope, days.0, days.1).await.map(Traces::Alike)
    }

    /// Every reservation of these days in any status, for the search for a lost one. All of them, or an error: one that
    /// cannot be parsed must not be skipped.
    async fn candidates(&self, scope: &Scope, from: Day, to: Day) -> Result<Vec<Candidate>, RemoteError>;

    /// A reservation with its guest.
    async fn details(&self, scope: &Scope, id: &ReservationId) -> Result<Candidate, RemoteError>;

    /// A reservation.
    async fn reservation(&self, scope: &Scope, id: &ReservationId) -> Result<RemoteReservation, RemoteError>;

    /// Reservations.
    async fn reservations(
        &self,
        scope: &Scope,
        question: &ReservationsQuestion,
    ) -> Result<Vec<RemoteReservation>, RemoteError>;

    /// Changes a reservation where it is. The outcome may be unknown. Asked only where [`Abilities::in_place`] is there.
    async fn change(
        &self,
        _scope: &Scope,
        _id: &ReservationId,
        _change: &ReservationChange,
    ) -> Result<RemoteReservation, RemoteError> {
        Err(RemoteError::Refused(
            "the system changes nothing in place".to_owned(),
        ))
    }

    /// Whether add-ons can be added to a reservation later, by [`Self::raise_add_on`].
    fn adds_later(&self) -> bool {
        false
    }

    /// Raises the number of an add-on of a reservation to this one; one that is there already is no fault. The outcome may be
    /// unknown, and asking again adds nothing twice. Asked only where [`Self::adds_later`] is so.
    async fn raise_add_on(
        &self,
        _scope: &Scope,
        _id: &ReservationId,
        _to: &ChosenAddOn,
    ) -> Result<(), RemoteError> {
        Err(RemoteError::Refused("the system adds nothing later".to_owned()))
    }

    /// Cancels a reservation, or releases a hold. The outcome may be unknown. The default takes it to its status, for
    /// systems that take no reason.
    async fn cancel(
        &self,
        scope: &Scope,
        id: &ReservationId,
        _cancellation: &Cancellation,
    ) -> Result<RemoteReservation, RemoteError> {
        self.set_status(scope, id, Status::Cancelled).await
    }

    /// The price of a guest's cancellation now.
    async fn cancellation_fee(
        &self,
        _scope: &Scope,
        _id: &ReservationId,
    ) -> Result<CancellationFee, RemoteError> {
        Ok(CancellationFee::Unknown)
    }

    /// The main tags (RFC 5646) of the languages in which the system itself writes to guests; none where it writes nothing,
    /// or that is not known.
    fn languages(&self) -> &'static [&'static str] {
        &[]
    }

    /// Changes a reservation's status. The outcome may be unknown.
    async fn set_status(
        &self,
        scope: &Scope,
        id: &ReservationId,
        status: Status,
    ) -> Result<RemoteReservation, RemoteError>;
}

/// Answers a question about days by asking for each by itself, until one cannot be read.
pub async fn day_by_day<S: RemoteSystem + ?Sized>(
    system: &S,
    scope: &Scope,
    question: &DaysQuestion,
) -> Result<DaysAnswer, RemoteError> {
    let mut answer = DaysAnswer::default();
    for day in question.from.through(question.to) {
        let of_day = SlotsQuestion {
            experience_id: question.experience_id.clone(),
            attendees: question.attendees,
            day,
            moving: None,
        };
        match system.slots(scope, &of_day).await {
            Ok(slots) => answer.days.push(RemoteDay {
                day,
                slots: slots.into_iter().map(RemoteSlot::from).collect(),
            }),
            Err(error) if answer.days.is_empty() => return Err(error),
            Err(error) => {
                answer.missing = Some(error);
                return Ok(answer);
            }
        }
    }
    Ok(answer)
}
