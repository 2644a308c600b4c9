//! Reservations with their payments, as they are handed out to their guest.

use shared::guest_data::{GuestPayment, GuestReservation};

use crate::error::Result;
use crate::provider::engine::number::reservation_number;
use crate::venue::context::Ctx;
use crate::venue::payments::{self, Subject};
use crate::venue::remote_bookings::{self, RemoteBookingRow};
use crate::venue::reservations::row::ReservationRow;

/// A reservation of this venue.
pub(super) fn exported_reservation(ctx: Ctx<'_>, row: ReservationRow) -> Result<GuestReservation> {
    let ordered = row.ordered.unwrap_or_default();
    Ok(GuestReservation {
        payments: exported_payments(ctx, &Subject::Reservation(row.id.clone()))?,
        id: row.id,
        number: reservation_number(row.number.into()),
        status: row.status,
        experience_id: row.experience_id,
        day: row.day,
        minutes: row.minutes,
        attendees: row.attendees,
        first_name: row.first_name,
        last_name: row.last_name,
        phone: row.phone,
        notes: row.notes,
        answers: row.answers.unwrap_or_default(),
        people: ordered.people,
        add_ons: ordered.add_ons,
        total: ordered.total,
        company: row.company,
        guest_notes: row.guest_notes,
        internal_notes: row.internal_notes,
        label_ids: row.label_ids,
        locale: row.locale,
        marketing_consent: row.marketing_consent,
        created_at: row.created_at,
    })
}

/// A booking at a remote system as it is written here; the system has the rest.
pub(super) fn exported_booking(ctx: Ctx<'_>, row: &RemoteBookingRow) -> Result<GuestReservation> {
    let (guest, reservation) = (row.guest(), &row.reservation);
    Ok(GuestReservation {
        payments: exported_payments(ctx, &Subject::Reservation(row.id.clone()))?,
        id: row.id.clone(),
        number: reservation.number.clone(),
        status: remote_bookings::shown(ctx, row, None)?.status,
        experience_id: reservation.experience.id.clone(),
        day: reservation.day,
        minutes: reservation.minutes,
        attendees: reservation.attendees,
        first_name: guest.first_name,
        last_name: guest.last_name,
        phone: guest.phone,
        notes: None,
        people: reservation.people.clone(),
        add_ons: reservation.add_ons.clone(),
        answers: row.answers().to_vec(),
        total: reservation.total,
        company: None,
        guest_notes: None,
        internal_notes: None,
        label_ids: Vec::new(),
        locale: row.locale.clone(),
        marketing_consent: false,
        created_at: row.created_at,
    })
}

/// The payments of a reservation or of an order, those that are over included.
pub(super) fn exported_payments(ctx: Ctx<'_>, subject: &Subject) -> Result<Vec<GuestPayment>> {
    let rows = payments::all_of_subject(ctx.database, subject)?;
    let payment = |row: payments::Row| GuestPayment {
        status: row.public().status,
        reference: row.at_provider().map(|(_, reference)| reference.0.clone()),
        amount: row.amount,
        id: row.id,
    };
    Ok(rows.into_iter().map(payment).collect())
}
