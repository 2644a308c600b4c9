//! Commands that a venue has its Mews carry out: bookings, changes, cancellations, and the steps of a visit.

use config::mews::NotesTarget;
use shared::id::ReservationId;
use shared::reservation::{ReservationChange, Status};
use shared::time::Instant;

use super::booking::{changed_note, changed_people, note, refund_note, release};
use super::client::Operation;
use super::customers::before_booking;
use super::known::stay_of;
use super::questions::Questions;
use super::units::Stay;
use super::wire::booking::{
    AddedReservations, Arrival, CancellationData, Confirmation, Departure, IntervalUpdate, NewReservations,
    PersonCount, ReservationUpdate, ReservationUpdates, StoredReservation,
};
use super::wire::{Done, UpdateValue};
use crate::provider::remote::{CancelReason, Cancellation, NewReservation, RemoteError, RemoteReservation};
use crate::upstream::Scope;

/// The reason that is noted with a change.
const CHANGED: &str = "Changed online by the guest.";

/// The commands about reservations, with the questions that they begin or end with.
pub(super) struct ReservationCommands<'a> {
    pub(super) questions: Questions<'a>,
}

impl ReservationCommands<'_> {
    fn enterprise_id(&self) -> Option<&str> {
        self.questions.settings.enterprise_id.as_deref()
    }

    /// Whether Mews is to write to the guest.
    fn mews_writes(&self) -> bool {
        !self.questions.venue.has_mail
    }

    /// Makes a reservation: a hold where it is paid for in advance.
    pub(super) async fn create(
        &self,
        scope: &Scope,
        new: NewReservation<'_>,
    ) -> Result<RemoteReservation, RemoteError> {
        let (questions, request) = (&self.questions, new.request);
        let settings = questions.settings;
        let asked = questions.asked(&request.quote_request(), new.choices)?;
        let customer = questions.customers().find_or_add(scope, request).await?;
        let noted = note(request, customer.differs, settings.notes);
        let mut data = asked.data()?;
        data.channel_number = Some(new.reference.as_str());
        data.customer_id = Some(customer.id);
        let is_hold = new.slot.payment.is_some();
        if is_hold {
            data.state = "Optional";
            data.released_utc = Some(release(questions.now, settings.hold_minutes));
        }
        if settings.notes == NotesTarget::Note {
            data.notes.clone_from(&noted);
        }
        let body = NewReservations {
            enterprise_id: self.enterprise_id(),
            service_id: &asked.bookable.settings.service_id,
            reservations: [data],
            check_rate_applicability: Some(true),
            check_overbooking: Some(true),
            // A hold is no booking yet: its guest receives the letter of its confirmation.
            send_confirmation_email: Some(self.mews_writes() && !is_hold),
        };
        let added: AddedReservations = questions.connector.act(scope, Operation::ADD, &body).await?;
        let lacking = || RemoteError::Failed("the answer lacks the reservation".to_owned());
        let made = added.reservations.first().ok_or_else(lacking)?;
        let known = questions.reader().fresh(&made.reservation)?;
        if let Some(text) = noted.filter(|_| settings.notes == NotesTarget::Task) {
            self.add_task(scope, &known.id, &text, asked.stay.start).await;
        }
        Ok(known)
    }

    /// Confirms a hold.
    pub(super) async fn confirm(
        &self,
        scope: &Scope,
        id: &ReservationId,
    ) -> Result<RemoteReservation, RemoteError> {
        let body = Confirmation {
            enterprise_id: self.enterprise_id(),
            reservation_ids: [id.as_str()],
            send_confirmation_email: self.mews_writes(),
        };
        let _: Done = self
            .questions
            .connector
            .act(scope, Operation::CONFIRM, &body)
            .await
            .map_err(of_state)?;
        self.as_it_is_then(scope, id).await
    }

    /// Cancels a reservation, or releases a hold.
    pub(super) async fn cancel(
        &self,
        scope: &Scope,
        id: &ReservationId,
        cancellation: &Cancellation,
    ) -> Result<RemoteReservation, RemoteError> {
        let is_of_guest = cancellation.reason == CancelReason::ByGuest;
        let has_fee = is_of_guest && self.questions.settings.post_cancellation_fee;
        let why = match cancellation.reason {
            CancelReason::ByGuest => "Cancelled online by the guest.",
            CancelReason::Rescheduled => "The guest has another reservation in its place.",
            CancelReason::Abandoned => "Given up before it was confirmed.",
        };
        let refund = cancellation.given_back.map(refund_note);
        let lines: Vec<&str> = std::iter::once(why).chain(refund.as_deref()).collect();
        let notes = lines.join(" ");
        let body = CancellationData {
            enterprise_id: self.enterprise_id(),
            reservation_ids: [id.as_str()],
            post_cancellation_fee: cancellation.charges_fee || has_fee,
            send_email: is_of_guest && self.mews_writes(),
            notes: &notes,
        };
        let _: Done = self
            .questions
            .connector
            .act(scope, Operation::CANCEL, &body)
            .await
            .map_err(of_state)?;
        self.as_it_is_then(scope, id).await
    }

    /// Takes a step of a visit.
    pub(super) async fn set_status(
        &self,
        scope: &Scope,
        id: &ReservationId,
        status: Status,
    ) -> Result<RemoteReservation, RemoteError> {
        let (connector, enterprise_id) = (self.questions.connector, self.enterprise_id());
        let taken: Result<Done, RemoteError> = match status {
            Status::Arrived | Status::Seated => {
                let body = Arrival {
                    enterprise_id,
                    reservation_id: id.as_str(),
                };
                connector.act(scope, Operation::START, &body).await
            }
            Status::Paid | Status::Finished => {
                let body = Departure {
                    enterprise_id,
                    reservation_id: id.as_str(),
                    close_bills: false,
                    allow_open_balance: true,
                };
                connector.act(scope, Operation::PROCESS, &body).await
            }
            _ => Err(RemoteError::Refused(format!(
                "Mews has no call for the status {}",
                status.text()
            ))),
        };
        taken.map_err(of_state)?;
        self.as_it_is_then(scope, id).await
    }

    /// Changes a reservation where it is. A new time alone is moved; a new number of guests is one change with the time, so
    /// that both are carried out or neither.
    pub(super) async fn change(
        &self,
        scope: &Scope,
        id: &ReservationId,
        change: &ReservationChange,
    ) -> Result<RemoteReservation, RemoteError> {
        let before = self.questions.stored(scope, id).await.map_err(before_booking)?;
        let now = stay_of(&before)?;
        let stay = self.changed_stay(&before, change)?;
        let people = self.changed_people(&before, change)?;
        let moved = stay.filter(|stay| *stay != now);
        let is_changed = people.is_some() || moved.is_some();
        if let Some(people) = people {
            self.update(scope, id, moved, people).await?;
        } else if let Some(stay) = moved {
            self.update_interval(scope, id, stay).await?;
        }
        if let Some(notes) = &change.notes {
            let text = changed_note(notes);
            let added = self.add_note(scope, id, &text, moved.unwrap_or(now).start).await;
            added.map_err(|error| if is_changed { after_act(error) } else { error })?;
        }
        self.as_it_is_then(scope, id).await
    }

    async fn update_interval(
        &self,
        scope: &Scope,
        id: &ReservationId,
        stay: Stay,
    ) -> Result<(), RemoteError> {
        let body = IntervalUpdate {
            enterprise_id: self.enterprise_id(),
            reservation_id: id.as_str(),
            start_utc: stay.start.to_string(),
            end_utc: stay.end.to_string(),
            charge_cancellation_fee: false,
        };
        let operation = Operation::UPDATE_INTERVAL;
        let _: Done = self.questions.connector.act(scope, operation, &body).await?;
        Ok(())
    }

    /// The reservation after an act that was carried out.
    async fn as_it_is_then(
        &self,
        scope: &Scope,
        id: &ReservationId,
    ) -> Result<RemoteReservation, RemoteError> {
        let read = self.questions.reservation(scope, id).await;
        read.map_err(after_act)
    }

    /// The time that a change asks for; none where it asks for none.
    fn changed_stay(
        &self,
        before: &StoredReservation,
        change: &ReservationChange,
    ) -> Result<Option<Stay>, RemoteError> {
        if change.day.is_none() && change.minutes.is_none() {
            return Ok(None);
        }
        let known = self.questions.reader().stored(before)?;
        let (day, minutes) = (change.day.or(known.day), change.minutes.or(known.minutes));
        let start = day
            .zip(minutes)
            .and_then(|(day, minutes)| self.questions.venue.zone.resolve(day, minutes).instant());
        let bookable = self.questions.catalogue.bookable_of(
            &before.service_id,
            &before.requested_resource_category_id,
            &before.rate_id,
        );
        let (start, bookable) = start.zip(bookable).ok_or(RemoteError::Conflict)?;
        Ok(Some(Stay::beginning(
            start,
            bookable.settings.units,
            bookable.offsets,
        )))
    }

    /// The people of a change of the number of guests; none where it stays.
    fn changed_people(
        &self,
        before: &StoredReservation,
        change: &ReservationChange,
    ) -> Result<Option<Vec<PersonCount>>, RemoteError> {
        let Some(attendees) = change.attendees else {
            return Ok(None);
        };
        if self.questions.reader().stored(before)?.attendees == Some(attendees) {
            return Ok(None);
        }
        let bookable = self.questions.catalogue.bookable_of(
            &before.service_id,
            &before.requested_resource_category_id,
            &before.rate_id,
        );
        let bookable = bookable.ok_or(RemoteError::Conflict)?;
        if !bookable.attendees().contains(attendees) {
            return Err(RemoteError::Conflict);
        }
        let counted = before.person_counts.read().map(Vec::as_slice).unwrap_or_default();
        Ok(Some(changed_people(bookable, counted, attendees.get())))
    }

    async fn update(
        &self,
        scope: &Scope,
        id: &ReservationId,
        stay: Option<Stay>,
        people: Vec<PersonCount>,
    ) -> Result<(), RemoteError> {
        let value = |at: Instant| UpdateValue {
            value: at.to_string(),
        };
        let body = ReservationUpdates {
            enterprise_id: self.enterprise_id(),
            reservation_id: id.as_str(),
            reservation_updates: [ReservationUpdate {
                enterprise_id: self.enterprise_id(),
                reservation_id: id.as_str(),
                start_utc: stay.map(|stay| value(stay.start)),
                end_utc: stay.map(|stay| value(stay.end)),
                person_counts: Some(UpdateValue { value: people }),
            }],
            reprice: true,
            apply_cancellation_fee: false,
            reason: CHANGED,
        };
        let _: Done = self
            .questions
            .connector
            .act(scope, Operation::UPDATE, &body)
            .await?;
        Ok(())
    }
}

/// An error after an act was carried out: it must not look as if nothing had been.
fn after_act(error: RemoteError) -> RemoteError {
    match error {
        RemoteError::Timeout | RemoteError::Failed(_) => error,
        RemoteError::Away { cause, .. } | RemoteError::Refused(cause) => RemoteError::Failed(cause),
        _ => RemoteError::Failed("a reservation could not be read after a change of it".to_owned()),
    }
}

/// The error of an act that the reservation's state does not allow: one by a rule is a conflict with that state.
fn of_state(error: RemoteError) -> RemoteError {
    match error {
        RemoteError::Declined(_) => RemoteError::Conflict,
        error => error,
    }
}
