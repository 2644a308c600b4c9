//! The last letter to the guest of a reservation whose letters the system leaves to the venue. By the state that it was about
//! a later letter is written once, wherever the way to it was interrupted. Nothing of the guest is kept for it: the system
//! has the guest's address.

use serde::{Deserialize, Serialize};
use shared::id::ReservationId;
use shared::locale::Language;
use shared::party::Attendees;
use shared::reservation::{Guest, Reservation, Status};
use shared::time::{Day, Minutes};
use shared::validation::{Email, Name, Phone};

use super::booking::BookingAttempt;
use super::lookup::Lookup;
use super::{Candidate, Remote, RemoteError, answers, journal, reading_failed};
use crate::error::{Result, VenueError};
use crate::storage::database::{Database, DatabaseError, Statement};
use crate::upstream::Scope;

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
    fn about(reservation: &Reservation, locale: Language, number: u32) -> Self {
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

/// The last letter about a reservation; none where its guest is not written to from here.
pub fn last_letter(database: &dyn Database, id: &ReservationId) -> Result<Option<LastLetter>> {
    let row = journal::reservation(database, id)?;
    Ok(row.and_then(|row| row.terms.letter))
}

impl BookingAttempt<'_> {
    /// The statements that queue the letter about a booking that was made, and note it; none where the venue writes none.
    pub(super) fn confirmation(&self, made: &Reservation) -> Vec<Statement> {
        let Some(letters) = self.letters else {
            return Vec::new();
        };
        let request = &self.order.request;
        let given = answers::given(self.questions, request);
        let first = LastLetter::about(made, request.locale.clone(), 0);
        // A letter that cannot be written keeps no booking from being recorded.
        let mut statements = letters.confirmed(request, made, &given).unwrap_or_default();
        if !statements.is_empty() {
            statements.extend(first.note(&made.id));
        }
        statements
    }
}

impl Remote {
    /// A reservation as it is now, and its guest, as the system knows both; none where it does not show its guests.
    pub async fn with_guest(
        &self,
        scope: &Scope,
        id: &ReservationId,
    ) -> Result<Option<(Reservation, Guest)>> {
        let inner = &self.inner;
        let found = match inner.system.details(scope, id).await {
            Ok(found) => found,
            Err(RemoteError::NotFound) => return Err(VenueError::NotFound),
            Err(RemoteError::Fields(_)) => return Ok(None),
            Err(error) => return Err(reading_failed(error)),
        };
        let Some(guest) = guest(&found) else {
            return Ok(None);
        };
        let reservation = Lookup { inner, scope }.found(found.known)?;
        Ok(Some((reservation, guest)))
    }
}

/// The guest of a reservation; none without a name to write to.
fn guest(found: &Candidate) -> Option<Guest> {
    let name = |text: Option<&String>| Name::try_from(text?.trim().to_owned()).ok();
    Some(Guest {
        first_name: name(found.first_name.as_ref()),
        last_name: name(found.last_name.as_ref())?,
        email: found.email.as_deref().and_then(|text| Email::parse(text).ok()),
        phone: found
            .phone
            .as_deref()
            .and_then(|text| Phone::parse(text, None).ok()),
    })
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
