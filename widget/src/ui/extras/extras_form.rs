//! The data that the form of extras is drawn from: those of a booking that is being made, or of a reservation that is changed.

use shared::party::Attendees;
use shared::venue::Experience;

use crate::flow::Booking;
use crate::self_service::extras::{BookingWithExtras, Extras};
use crate::self_service::manage::ChangedExtras;

/// A form of extras.
pub(in crate::ui) struct ExtrasForm<'a> {
    /// The choices, with their faults.
    pub(super) extras: &'a Extras,
    /// The experience.
    pub(super) experience: &'a Experience,
    /// The size of the party.
    pub(super) attendees: Attendees,
    /// The most units of each add-on, in the experience's order.
    limits: Vec<u8>,
}

impl<'a> ExtrasForm<'a> {
    /// The form of a booking.
    pub(super) fn of_booking(state: &'a BookingWithExtras, booking: &'a Booking) -> Self {
        let add_ons = booking.experience.add_ons.iter();
        Self {
            extras: &state.extras,
            experience: &booking.experience,
            attendees: booking.attendees,
            limits: add_ons.map(|add_on| state.limit(add_on, booking)).collect(),
        }
    }

    /// The form of a reservation.
    pub(in crate::ui) fn of_reservation(changed: &'a ChangedExtras) -> Self {
        let add_ons = changed.experience.add_ons.iter();
        Self {
            extras: &changed.extras,
            experience: &changed.experience,
            attendees: changed.attendees,
            limits: add_ons.map(|add_on| changed.limit(add_on)).collect(),
        }
    }

    /// The most units of the add-on at a place.
    pub(super) fn limit(&self, place: usize) -> u8 {
        self.limits.get(place).copied().unwrap_or_default()
    }
}
