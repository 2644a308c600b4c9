//! The last letter to the guest of a reservation whose letters the system leaves to the venue. By the state that it was about
//! a later letter is written once, wherever the way to it was interrupted. Nothing of the guest is kept for it: the system
//! has the guest's address.

use serde::{Deserialize, Serialize};
use shared::id::ReservationId;
use shared::locale::Language;
use shared::party::Attendees;
use shared::reservation::{Reservation, Status};
use shared::time::{Day, Minutes};

use crate::storage::database::{DatabaseError, Statement};

/// The last letter about a reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastLetter {
    /// How many letters about it came before.
    pub number: u32,
    /// Its language.
    pub locale: Language,
    day: Day,
    minutes: Minutes,
    attendees: Attendees,
    is_over: bool,
}

impl LastLetter {
    /// The letter of this number about a reservation as it is.
    pub(super) fn about(reservation: &Reservation, locale: Language, number: u32) -> Self {
        Self {
            number,
            locale,
            day: reservation.day,
            minutes: reservation.minutes,
            attendees: reservation.attendees,
            is_over: matches!(
                reservation.status,
                Status::Cancelled | Status::Declined | Status::Voided
            ),
        }
    }

    /// The next letter, about a reservation as it is now; none where the last one says it already, or that it is over.
    #[must_use]
    pub fn next(&self, reservation: &Reservation) -> Option<Self> {
        let same = Self::about(reservation, self.locale.clone(), self.number);
        let is_due = same != *self && !self.is_over;
        is_due.then(|| Self {
            number: self.number + 1,
            ..same
        })
    }

    /// Whether it is about a cancellation.
    #[must_use]
    pub fn is_of_end(&self) -> bool {
        self.is_over
    }

    /// The statement that notes it, of a reservation that is remembered.
    pub fn note(&self, id: &ReservationId) -> std::result::Result<Statement, DatabaseError> {
        let text = serde_json::to_string(self).map_err(|error| DatabaseError(error.to_string()))?;
        Ok(Statement::new(
            "UPDATE remote_reservations SET terms = json_set(terms, '$.letter', json(?)) WHERE id = ?",
            vec![text.into(), id.as_str().into()],
        ))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn reservation(more: &Value) -> Reservation {
        let mut whole = json!({
            "id": "r1", "number": "1", "status": "booked", "day": "2026-11-27", "minutes": 1_140, "duration": 120,
            "attendees": 2, "experience": { "id": "dinner", "name": {} },
        });
        let members = whole.as_object_mut().unwrap();
        members.extend(more.as_object().unwrap().clone());
        serde_json::from_value(whole).unwrap()
    }

    #[test]
    fn a_letter_follows_a_state_that_the_last_one_was_not_about_and_none_an_end() {
        let english = Language::parse("en").unwrap();
        let first = LastLetter::about(&reservation(&json!({})), english, 0);
        for same in [json!({}), json!({ "status": "seated" }), json!({ "number": "2" })] {
            assert_eq!(first.next(&reservation(&same)), None, "{same}");
        }
        for change in [
            json!({ "day": "2026-11-28" }),
            json!({ "minutes": 1_200 }),
            json!({ "attendees": 3 }),
        ] {
            let next = first.next(&reservation(&change)).unwrap();
            assert_eq!((next.number, next.is_of_end()), (1, false), "{change}");
            assert_eq!(next.next(&reservation(&change)), None, "{change}");
        }
        let cancelled = reservation(&json!({ "status": "cancelled" }));
        let last = first.next(&cancelled).unwrap();
        assert!(last.is_of_end());
        assert_eq!(last.next(&reservation(&json!({}))), None);
    }
}
