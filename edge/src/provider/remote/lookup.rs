//! The look-up of reservations at a remote system, as their guests see them.

use shared::id::ReservationId;
use shared::reservation::Reservation;

use super::{Inner, RemoteError, RemoteReservation, journal, reading_failed, reschedule_rows};
use crate::error::{Result, VenueError};
use crate::upstream::Scope;

/// The look-ups of one request.
pub(super) struct Lookup<'a> {
    pub(super) inner: &'a Inner,
    pub(super) scope: &'a Scope,
}

impl Lookup<'_> {
    /// The reservation as its guest sees it; none if its time is unknown, or if it could not be made here.
    pub(super) fn public(&self, known: RemoteReservation) -> Result<Option<Reservation>> {
        let remembered = journal::reservation(self.inner.database(), &known.id)?;
        let ours = remembered.as_ref();
        let booked = ours.and_then(|ours| ours.terms.booked.as_ref());
        let (Some(day), Some(minutes), Some(attendees), Some(experience)) = (
            known.day.or(ours.map(|ours| ours.day)),
            known.minutes.or(ours.map(|ours| ours.minutes)),
            known.attendees.or(booked.map(|booked| booked.attendees)),
            known
                .experience
                .or_else(|| booked.map(|booked| booked.experience.clone())),
        ) else {
            // One that was made here has all of it: this answer lacks it.
            return match remembered {
                Some(_) => Err(VenueError::Failed(
                    "the answer lacks the experience, the time or the party size".to_owned(),
                )),
                None => Ok(None),
            };
        };
        let duration = known.duration.or(ours.map(|ours| ours.terms.duration));
        let choices = ours.and_then(|ours| ours.terms.choices.clone());
        let area = ours.and_then(|ours| ours.terms.area.clone());
        let reservation = Reservation {
            id: reschedule_rows::known_as(self.inner.database(), &known.id)?,
            number: known.number,
            status: known.status,
            day,
            minutes,
            duration: duration.unwrap_or_default(),
            attendees,
            experience,
            manage_token: None,
            payment: remembered.and_then(|ours| ours.terms.payment),
            checkout: None,
            gift_card: None,
            refund_until: None,
            free_until: None,
            sequence: None,
            notes: None,
            area,
            people: Vec::new(),
            add_ons: Vec::new(),
            answers: Vec::new(),
            total: None,
        };
        Ok(Some(choices.unwrap_or_default().within(reservation)))
    }

    /// The same; [`VenueError::NotFound`] for one that cannot be shown.
    pub(super) fn found(&self, known: RemoteReservation) -> Result<Reservation> {
        self.public(known)?.ok_or(VenueError::NotFound)
    }

    /// The reservation of this id at the remote system.
    pub(super) async fn read(&self, id: &ReservationId) -> Result<Reservation> {
        match self.inner.system.reservation(self.scope, id).await {
            Ok(known) => self.found(known),
            Err(RemoteError::NotFound) => Err(VenueError::NotFound),
            Err(error) => Err(reading_failed(error)),
        }
    }

    /// The reservation of this id as its guest knows it, wherever it was moved to.
    pub(super) async fn reservation(&self, id: &ReservationId) -> Result<Reservation> {
        loop {
            let current = reschedule_rows::current(self.inner.database(), id)?;
            let found = self.read(&current).await;
            // If it was moved while the answer was on its way, the answer is about the place it left.
            if reschedule_rows::current(self.inner.database(), id)? == current {
                return found;
            }
        }
    }
}
