//! Letters to guests on the waitlist, as statements for the same transaction.

use shared::time::{Instant, Minutes};

use super::Reservations;
use super::letters::{Letters, mailbox};
use crate::error::Result;
use crate::mail::OutgoingEmail;
use crate::mail::templates::{Waiting, WaitingNews, to_waiting};
use crate::storage::database::Statement;
use crate::venue::jobs::outbox;
use crate::venue::waitlist::WaitlistRow;

/// The occasion of a letter to a waiting guest.
#[derive(Clone, Copy)]
pub(super) enum ToWaiting {
    /// The entry is on the list.
    Noted,
    /// The same once more: another request for the same entry.
    NotedAgain,
    /// A table is held.
    Offered { minutes: Minutes, until: Instant },
    /// The offer was not accepted in time.
    Lapsed,
}

impl Reservations {
    /// Statements that queue a letter to a waiting guest; none where the venue sends no mail.
    pub(super) fn waiting_letter(
        &self,
        what: ToWaiting,
        row: &WaitlistRow,
        now: Instant,
    ) -> Result<Vec<Statement>> {
        let letter = match &self.letters {
            Some(letters) => {
                let name = self.booked(&row.experience_id).name;
                letters.to_waiting((what, now), row, &name, &self.secret.entry_token(&row.id))?
            }
            None => None,
        };
        Ok(match letter {
            Some(letter) => outbox::post(&letter, now)?,
            None => Vec::new(),
        })
    }
}

impl Letters {
    fn to_waiting(
        &self,
        (what, now): (ToWaiting, Instant),
        row: &WaitlistRow,
        experience: &shared::locale::LocalizedText,
        token: &str,
    ) -> Result<Option<OutgoingEmail>> {
        let Some(guest) = row.guest() else {
            return Ok(None);
        };
        let Some(email) = &guest.email else {
            return Ok(None);
        };
        let (composer, id) = (self.composer(), &row.id);
        let localizer = composer.localizer(Some(&row.locale))?;
        let link = composer.link(&format!("#offer={id}.{token}"));
        let (name, news) = match what {
            ToWaiting::Noted => (format!("waiting-{id}"), WaitingNews::Noted),
            ToWaiting::NotedAgain => {
                let day = now.unix().div_euclid(24 * 60 * 60);
                (format!("waiting-{id}-{day}"), WaitingNews::Noted)
            }
            // An entry may get more than one offer: the restaurant can take a table away.
            ToWaiting::Offered { minutes, until } => {
                let local = self.venue.time_zone.local(until);
                let news = WaitingNews::Offered {
                    minutes,
                    until: local,
                };
                (format!("offered-{id}-{}", until.unix()), news)
            }
            ToWaiting::Lapsed => (format!("passed-on-{id}"), WaitingNews::Lapsed),
        };
        let waiting = Waiting {
            guest: &guest,
            day: row.day,
            between: (row.from_minutes, row.to_minutes),
            attendees: row.attendees,
            experience,
            link: &link,
        };
        let message = to_waiting(news, &composer.restaurant(), &localizer, &waiting);
        let to = mailbox(&guest, email.as_str());
        Ok(Some(OutgoingEmail {
            is_limited: matches!(what, ToWaiting::Noted | ToWaiting::NotedAgain),
            ..composer.letter(name, to, message)
        }))
    }
}
