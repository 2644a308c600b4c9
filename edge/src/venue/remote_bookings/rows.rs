//! The rows of bookings at a remote system that are paid for here.

use serde::{Deserialize, Serialize};
use shared::choices::GivenAnswer;
use shared::id::ReservationId;
use shared::locale::Language;
use shared::reservation::{Guest, Reservation, ReservationRequest, Status};
use shared::time::Instant;
use shared::validation::{Email, Name, Phone};

use crate::paid_booking::{BookingEnd, PaidBooking, Posting, Stage};
use crate::provider::remote::HeldBooking;
use crate::storage::database::{Database, DatabaseError, Statement, first, select};
use crate::storage::row::{self, TableRow};
use crate::venue::reservations::guest_records::is_same_name;

type Result<T> = std::result::Result<T, DatabaseError>;

/// For how many seconds after its payment a booking is tried to be confirmed: its guest waits for the answer.
const CONFIRMED_WITHIN: i64 = 6 * 60 * 60;

/// A stored booking. It cannot be printed: it holds a guest's data.
#[derive(Clone, Serialize, Deserialize)]
pub struct RemoteBookingRow {
    /// The remote system's id of the reservation.
    pub id: ReservationId,
    stage: Stage,
    posting: Posting,
    /// When its deposit was sent last; none before.
    #[serde(with = "row::optional_unix")]
    pub deposit_sent_at: Option<Instant>,
    #[serde(with = "row::flag")]
    gives_back: bool,
    ending: Option<BookingEnd>,
    /// The reservation as its guest saw it when it was made or moved, without notes and tokens.
    #[serde(with = "row::json")]
    pub reservation: Reservation,
    /// When it begins.
    #[serde(with = "row::unix")]
    pub starts_at: Instant,
    /// When its hold lapses by itself; none where that is not known.
    #[serde(with = "row::optional_unix")]
    pub held_until: Option<Instant>,
    /// When its payment came; none before.
    #[serde(with = "row::optional_unix")]
    pub paid_at: Option<Instant>,
    /// The last moment at which its guest's cancellation gives everything back; none where it never does.
    #[serde(with = "row::optional_unix")]
    pub refund_until: Option<Instant>,
    first_name: Option<Name>,
    /// [`blanking::BLANK`] once its personal data was blanked.
    ///
    /// [`blanking::BLANK`]: crate::venue::blanking::BLANK
    last_name: Name,
    email: Option<Email>,
    phone: Option<Phone>,
    #[serde(with = "row::optional_json")]
    answers: Option<Vec<GivenAnswer>>,
    /// The language of letters to its guest.
    pub locale: Language,
    /// The number of writes since it was made.
    pub revision: u32,
    /// When it was made.
    #[serde(with = "row::unix")]
    pub created_at: Instant,
    #[serde(with = "row::optional_unix")]
    blanked_at: Option<Instant>,
    #[serde(with = "row::optional_unix")]
    erase_asked_at: Option<Instant>,
}

impl TableRow for RemoteBookingRow {
    const TABLE: &'static str = "remote_bookings";
}

impl RemoteBookingRow {
    /// The row of a booking that was held a moment ago.
    pub(super) fn new(held: &HeldBooking<'_>, booking: PaidBooking, now: Instant) -> Self {
        let ReservationRequest { guest, locale, .. } = held.request;
        let guest = guest.clone();
        let row = Self {
            id: held.reservation.id.clone(),
            stage: booking.stage,
            posting: booking.posting,
            deposit_sent_at: None,
            gives_back: booking.gives_back,
            ending: booking.ending,
            reservation: kept(held.reservation),
            starts_at: held.start,
            held_until: held.held_until,
            paid_at: (booking.stage == Stage::Paid).then_some(now),
            refund_until: None,
            first_name: guest.first_name,
            last_name: guest.last_name,
            email: guest.email,
            phone: guest.phone,
            answers: (!held.answers.is_empty()).then(|| held.answers.to_vec()),
            locale: locale.clone(),
            revision: 0,
            created_at: now,
            blanked_at: None,
            erase_asked_at: None,
        };
        Self {
            refund_until: row.refund_until_of(held.start),
            ..row
        }
    }

    /// The state on which its next step depends.
    #[must_use]
    pub fn booking(&self) -> PaidBooking {
        PaidBooking {
            stage: self.stage,
            posting: self.posting,
            gives_back: self.gives_back,
            ending: self.ending,
        }
    }

    /// The row after a step to this state.
    pub(super) fn stepped(&self, booking: PaidBooking, now: Instant) -> Self {
        let is_paid_now = self.stage == Stage::AwaitingPayment && booking.stage == Stage::Paid;
        Self {
            stage: booking.stage,
            posting: booking.posting,
            gives_back: booking.gives_back,
            ending: booking.ending,
            paid_at: self.paid_at.or(is_paid_now.then_some(now)),
            revision: self.revision + 1,
            ..self.clone()
        }
    }

    /// The row when its deposit is about to be sent, for the first time or again.
    pub(super) fn sending_deposit(self, now: Instant) -> Self {
        Self {
            deposit_sent_at: Some(now),
            ..self
        }
    }

    /// The row after a move to where this reservation is, which begins then. A deadline of refunds that has passed stays.
    pub(super) fn moved(&self, to: &Reservation, start: Instant, now: Instant) -> Self {
        let passed = self.refund_until.filter(|until| *until < now);
        let terms = self.reservation.payment.clone();
        Self {
            reservation: Reservation {
                payment: terms,
                ..kept(to)
            },
            starts_at: start,
            refund_until: passed.or_else(|| self.refund_until_of(start)),
            revision: self.revision + 1,
            ..self.clone()
        }
    }

    fn refund_until_of(&self, start: Instant) -> Option<Instant> {
        let minutes = self.reservation.payment.as_ref()?.refund_minutes?;
        Some(start.plus_minutes(-i64::from(minutes)))
    }

    /// Until when it is tried to confirm it; none before its payment has come.
    #[must_use]
    pub fn confirmed_until(&self) -> Option<Instant> {
        let until = self.paid_at?.plus_seconds(CONFIRMED_WITHIN);
        Some(until.min(self.starts_at))
    }

    /// Whether its personal data was blanked.
    #[must_use]
    pub fn is_blanked(&self) -> bool {
        self.blanked_at.is_some()
    }

    /// The guest who booked.
    #[must_use]
    pub fn guest(&self) -> Guest {
        Guest {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
        }
    }

    /// The answers of the guest who booked.
    #[must_use]
    pub fn answers(&self) -> &[GivenAnswer] {
        self.answers.as_deref().unwrap_or_default()
    }

    /// The telephone number of the guest who booked.
    #[must_use]
    pub fn phone(&self) -> Option<&Phone> {
        self.phone.as_ref()
    }

    /// The statement that stores the row in place of the one before.
    pub(super) fn save(&self) -> Result<Statement> {
        row::insert_or_replace(self)
    }
}

/// A reservation as it is stored beside its guest's data: without what that guest has written, and without secrets.
fn kept(reservation: &Reservation) -> Reservation {
    Reservation {
        status: Status::PaymentPending,
        manage_token: None,
        checkout: None,
        notes: None,
        answers: Vec::new(),
        ..reservation.clone()
    }
}

/// The booking of this id.
pub(in crate::venue) fn find(
    database: &dyn Database,
    id: &ReservationId,
) -> Result<Option<RemoteBookingRow>> {
    let sql = "SELECT * FROM remote_bookings WHERE id = ?";
    first(database, sql, vec![id.as_str().into()])
}

/// The bookings under an e-mail address in small letters, in the order in which they were made.
pub(in crate::venue) fn of_address(database: &dyn Database, address: &str) -> Result<Vec<RemoteBookingRow>> {
    let sql = "SELECT * FROM remote_bookings WHERE LOWER(email) = ? ORDER BY created_at, id";
    select(database, sql, vec![address.into()])
}

/// The bookings under a telephone number and a name, first and last, and no address, whose data was not blanked, in the order
/// in which they were made.
pub(in crate::venue) fn of_caller(
    database: &dyn Database,
    phone: &Phone,
    name: (Option<&Name>, &Name),
) -> Result<Vec<RemoteBookingRow>> {
    let sql = "SELECT * FROM remote_bookings WHERE phone = ? AND email IS NULL AND blanked_at IS NULL
         ORDER BY created_at, id";
    let mut rows: Vec<RemoteBookingRow> = select(database, sql, vec![phone.as_str().into()])?;
    rows.retain(|row| is_same_name(name, (row.first_name.as_ref(), &row.last_name)));
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::storage::row::test_support::check;

    #[test]
    fn the_row_is_the_table() {
        let reservation = json!({
            "id": "v1", "number": "V-1", "status": "payment_pending", "day": "2026-11-27", "minutes": 1_140,
            "duration": 120, "attendees": 2, "experience": { "id": "dinner", "name": { "en": "Dinner" } },
            "payment": {
                "type": "deposit", "amount": { "amount": 6_800, "currency": "EUR" }, "dueMinutes": 15,
                "refundMinutes": 1_440,
            },
        });
        let reservation: Reservation = serde_json::from_value(reservation).unwrap();
        let answers = json!([{ "question": "allergies", "label": { "en": "Allergies" }, "value": "Nuts" }]);
        let answers: Vec<GivenAnswer> = serde_json::from_value(answers).unwrap();
        check::<RemoteBookingRow>(&json!({
            "id": "v1", "stage": "booked", "posting": "sent", "deposit_sent_at": 1_795_259_000, "gives_back": 0, "ending": "hold_gone",
            "reservation": serde_json::to_string(&reservation).unwrap(), "starts_at": 1_795_802_400,
            "held_until": null, "paid_at": 1_795_258_900, "refund_until": 1_795_716_000, "first_name": "Ada",
            "last_name": "Muster", "email": "ada@example.com", "phone": "+436601234567",
            "answers": serde_json::to_string(&answers).unwrap(), "locale": "de",
            "revision": 3, "created_at": 1_795_258_800, "blanked_at": null, "erase_asked_at": null,
        }));
    }
}
