//! Letters about reservations whose letters the system leaves to the venue: the one about a booking that was made, and what
//! later ones are written from.

use shared::id::ReservationId;
use shared::reservation::{Guest, Reservation};
use shared::validation::{Email, Name, Phone};

use super::booking::BookingAttempt;
use super::last_letter::LastLetter;
use super::lookup::Lookup;
use super::{Candidate, Remote, RemoteError, answers, journal, reading_failed};
use crate::error::{Result, VenueError};
use crate::storage::database::{Database, Statement};
use crate::upstream::Scope;

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
