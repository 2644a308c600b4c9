//! Letters to the guests of bookings at a remote system that leaves them to the venue, and that are not paid for here.
//!
//! A confirmation is queued in the write in which the booking counts as made. A change or a cancellation is expected before
//! its call: a job reads the reservation afterwards, with its guest, and queues a letter where it is in another state than
//! the last letter was about. So each state is written about once, also where the answer to the call, or this object, was
//! lost on the way, and nothing of the guest is stored but the letter until it is sent.

use config::{System, VenueSettings};
use shared::choices::GivenAnswer;
use shared::id::ReservationId;
use shared::reservation::{Reservation, ReservationRequest, Status};

use super::{READ_DEADLINE, VenueService};
use crate::error::{Result, VenueError};
use crate::mail::templates::ToGuest;
use crate::provider::remote::{WritesLetters, last_letter};
use crate::storage::database::Statement;
use crate::storage::job_queue::{self, Job, JobKind};
use crate::upstream::Scope;
use crate::venue::reservations::{LetterFacts, Letters};

/// After how many seconds the outcome of a call is looked at whose answer was lost.
const LOOKED_AT_AFTER: i64 = 5 * 60;

/// The venue, as it writes the letters about its bookings at the remote system.
pub(super) struct VenueLetters<'a> {
    service: &'a VenueService,
    settings: &'a VenueSettings,
}

impl<'a> VenueLetters<'a> {
    /// The writer of letters; none where the venue sends no mail, or the system writes to guests itself.
    pub(super) fn of(service: &'a VenueService, settings: &'a VenueSettings) -> Option<Self> {
        let is_left = match settings.system() {
            Some(System::Remote(remote)) => remote.leaves_letters(),
            Some(System::Engine(_)) | None => false,
        };
        (is_left && settings.mail.is_some()).then_some(Self { service, settings })
    }
}

impl WritesLetters for VenueLetters<'_> {
    fn confirmed(
        &self,
        request: &ReservationRequest,
        made: &Reservation,
        answers: &[GivenAnswer],
    ) -> Result<Vec<Statement>> {
        // A request is answered by the restaurant at its own system.
        if !matches!(made.status, Status::Booked | Status::Reconfirmed) {
            return Ok(Vec::new());
        }
        let facts = LetterFacts {
            reservation: made,
            revision: 0,
            money: None,
            guest: &request.guest,
            notes: None,
            answers,
            message: None,
            locale: &request.locale,
        };
        self.service.letter(self.settings, facts, ToGuest::Confirmed)
    }
}

impl VenueService {
    fn letter(
        &self,
        settings: &VenueSettings,
        facts: LetterFacts<'_>,
        what: ToGuest,
    ) -> Result<Vec<Statement>> {
        let ctx = self.ctx();
        match Letters::of(settings) {
            Some(letters) => letters.post_to_guest(&ctx.secret()?, facts, what, ctx.now),
            None => Ok(Vec::new()),
        }
    }

    /// Expects a letter about what is about to be done with a reservation at the remote system. Whether there may be one.
    pub(super) fn expect_letter(&self, settings: &VenueSettings, id: &ReservationId) -> Result<bool> {
        let ctx = self.ctx();
        if VenueLetters::of(self, settings).is_none() || last_letter(ctx.database, id)?.is_none() {
            return Ok(false);
        }
        let at = ctx.now.plus_seconds(LOOKED_AT_AFTER);
        let job = job_queue::schedule(JobKind::RemoteLetter, id.as_str(), at);
        ctx.database.write(vec![job])?;
        Ok(true)
    }

    /// Has the letter that is expected written at once.
    pub(super) fn letter_is_due(&self, settings: &VenueSettings, id: &ReservationId) {
        let ctx = self.ctx();
        let job = job_queue::bring_forward(JobKind::RemoteLetter, id.as_str(), ctx.now);
        // Otherwise it is written somewhat later.
        if let Err(error) = ctx.database.write(vec![job]) {
            self.log_error(settings, &error.into());
        }
    }

    /// Queues the letter about a reservation's present state, unless the last one was about it.
    pub(super) async fn run_remote_letter(&self, settings: &VenueSettings, job: &Job) -> Result<()> {
        let over = || -> Result<()> { Ok(self.ctx().database.write(vec![job_queue::settle_tried(job)])?) };
        let Ok(id) = ReservationId::parse(&job.subject) else {
            return over();
        };
        if VenueLetters::of(self, settings).is_none() || last_letter(self.ctx().database, &id)?.is_none() {
            return over();
        }
        let connection = self.remote_connection(settings)?;
        let scope = Scope::new(connection.ports.clock.elapsed() + READ_DEADLINE);
        let (reservation, guest) = match connection.remote.with_guest(&scope, &id).await {
            Ok(Some(found)) => found,
            Ok(None) | Err(VenueError::NotFound) => return over(),
            Err(error) => {
                if job.tries >= job_queue::MOST_TRIES {
                    over()?;
                }
                return Err(error);
            }
        };
        // Time has passed: this is read after it.
        let last = last_letter(self.ctx().database, &id)?;
        let Some((next, locale)) = last.and_then(|last| Some((last.next(&reservation)?, last.locale))) else {
            return over();
        };
        let what = if next.is_of_end() {
            ToGuest::Cancelled
        } else {
            ToGuest::Changed
        };
        let reservation = Reservation {
            sequence: Some(next.number),
            ..reservation
        };
        let facts = LetterFacts {
            reservation: &reservation,
            revision: next.number,
            money: None,
            guest: &guest,
            notes: None,
            answers: &[],
            message: None,
            locale: &locale,
        };
        let mut statements = self.letter(settings, facts, what)?;
        statements.push(next.note(&id)?);
        statements.push(job_queue::settle_tried(job));
        Ok(self.ctx().database.write(statements)?)
    }
}
