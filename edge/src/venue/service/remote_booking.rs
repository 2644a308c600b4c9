//! The calls to a remote system that a booking needs there which is paid for here: it is confirmed once its payment has
//! come, its deposit is posted, and what is not wanted any more is given up.
//!
//! The step is written before each call. After one whose answer may have been lost, the next run looks at what is there
//! before it calls again.

use std::time::Duration;

use config::VenueSettings;
use shared::id::ReservationId;
use shared::money::Money;
use shared::time::Instant;

use super::{RemoteConnection, VenueService};
use crate::error::{Result, VenueError};
use crate::paid_booking::{Event, Stage, Task};
use crate::provider::remote::{CancelReason, Cancellation, PaidBookingState, RemoteError};
use crate::storage::database::Database as _;
use crate::storage::job_queue::{self, Job, JobKind};
use crate::upstream::Scope;
use crate::venue::remote_bookings::{self, RemoteBookingRow};

/// The deadline of one call.
const DEADLINE: Duration = Duration::from_secs(20);

/// For how many seconds after its start it is tried to give up what is left of a booking: its table is free then.
const RELEASED_WITHIN: i64 = 7 * 24 * 60 * 60;

/// How long a stay is at least, in minutes: a system may not state it.
const LEAST_STAY: u16 = 60;

fn scope(connection: &RemoteConnection) -> Scope {
    Scope::new(connection.ports.clock.elapsed() + DEADLINE).of_write()
}

fn later(what: &str, error: &RemoteError) -> VenueError {
    let cause = match error {
        RemoteError::Away { cause, .. } | RemoteError::Refused(cause) | RemoteError::Failed(cause) => {
            cause.as_str()
        }
        RemoteError::Fields(_) | RemoteError::Declined(_) => "it turned the call down",
        RemoteError::Timeout => "no answer in time",
        RemoteError::NotFound => "it has no such reservation",
        RemoteError::Conflict => "what is there does not allow it",
    };
    VenueError::Failed(format!("a paid booking at the remote system, {what}: {cause}"))
}

fn unsettled(what: &str) -> VenueError {
    VenueError::Failed(format!(
        "a paid booking at the remote system, {what}: it was left as it was"
    ))
}

impl VenueService {
    /// Makes the call that a booking needs, or looks at one that has begun.
    pub(super) async fn run_remote_booking(&self, settings: &VenueSettings, job: &Job) -> Result<()> {
        let id = ReservationId::parse(&job.subject).ok();
        let row = match &id {
            Some(id) => remote_bookings::find(self.ctx(), id)?,
            None => None,
        };
        let Some(row) = row else {
            return remote_bookings::settled(self.ctx(), &job.subject);
        };
        let id = &row.id;
        match row.booking().task() {
            Some(Task::Confirm { is_asked }) => self.confirm_elsewhere(settings, &row, is_asked).await,
            Some(Task::Post { is_sent }) => self.post_deposits(settings, &row, is_sent).await,
            Some(Task::Cancel) => self.cancel_elsewhere(settings, id).await,
            Some(Task::Release) => self.release_elsewhere(settings, &row).await,
            None if row.booking().stage == Stage::Booked => self.look_elsewhere(settings, job, &row).await,
            None => remote_bookings::settled(self.ctx(), id.as_str()),
        }
    }

    /// Confirms a booking whose payment has come, finds that it is confirmed or gone, or gives it up.
    async fn confirm_elsewhere(
        &self,
        settings: &VenueSettings,
        row: &RemoteBookingRow,
        is_asked: bool,
    ) -> Result<()> {
        let (id, until) = (&row.id, row.confirmed_until());
        let connection = match self.remote_connection(settings) {
            Ok(connection) => connection,
            Err(error) => return self.confirmed_later(settings, (id, until), error),
        };
        if is_asked {
            match connection.remote.state_of(&scope(&connection), id).await {
                Ok(PaidBookingState::Held) => {}
                Ok(state) => return self.confirmed(settings, id, state),
                Err(error) => {
                    return self.confirmed_later(settings, (id, until), later("looked at", &error));
                }
            }
        }
        if self.is_over(until) {
            return self.given_up_elsewhere(settings, id);
        }
        // Its guest may have cancelled it meanwhile.
        if !self.has_task(id, |task| matches!(task, Task::Confirm { .. }))? {
            return Ok(());
        }
        if !is_asked {
            remote_bookings::apply(self.ctx(), settings, id, Event::ConfirmationBegun)?;
        }
        let error = match connection.remote.confirm(&scope(&connection), id).await {
            Ok(PaidBookingState::Held) => unsettled("confirmed"),
            Ok(state) => return self.confirmed(settings, id, state),
            Err(error) => later("confirmed", &error),
        };
        // What it is refused for may be that it is confirmed already, or gone.
        match connection.remote.state_of(&scope(&connection), id).await {
            Ok(PaidBookingState::Held) | Err(_) => self.confirmed_later(settings, (id, until), error),
            Ok(state) => self.confirmed(settings, id, state),
        }
    }

    fn confirmed(&self, settings: &VenueSettings, id: &ReservationId, state: PaidBookingState) -> Result<()> {
        let event = match state {
            PaidBookingState::Gone => Event::Gone,
            PaidBookingState::Confirmed | PaidBookingState::Ended | PaidBookingState::Held => {
                Event::Confirmed
            }
        };
        remote_bookings::apply(self.ctx(), settings, id, event).map(|_| ())
    }

    /// Leaves the confirmation to the next run, which is not later than its deadline; once that is over, gives the booking
    /// up.
    fn confirmed_later(
        &self,
        settings: &VenueSettings,
        (id, until): (&ReservationId, Option<Instant>),
        error: VenueError,
    ) -> Result<()> {
        if self.is_over(until) {
            self.given_up_elsewhere(settings, id)?;
        } else if let Some(until) = until {
            let forward = job_queue::bring_forward(JobKind::RemoteBooking, id.as_str(), until);
            self.deps.database.write(vec![forward])?;
        }
        Err(error)
    }

    fn is_over(&self, until: Option<Instant>) -> bool {
        until.is_some_and(|until| until <= self.ctx().now)
    }

    /// Gives a booking up that was not confirmed in time: its money goes back, and what is there is released.
    fn given_up_elsewhere(&self, settings: &VenueSettings, id: &ReservationId) -> Result<()> {
        remote_bookings::apply(self.ctx(), settings, id, Event::GivenUp)?;
        let cause = format!("paid booking {id} was not confirmed in time: its money goes back");
        self.log_error(settings, &VenueError::Failed(cause));
        Ok(())
    }

    /// Posts the deposits of a booking, each once.
    async fn post_deposits(
        &self,
        settings: &VenueSettings,
        row: &RemoteBookingRow,
        is_sent: bool,
    ) -> Result<()> {
        let id = &row.id;
        let connection = self.remote_connection(settings)?;
        let remote = &connection.remote;
        let mut left = remote_bookings::deposits(self.ctx(), row)?;
        if is_sent {
            let began = self.ctx().now;
            let posted = remote.deposits(&scope(&connection), id).await;
            let posted = posted.map_err(|error| later("its deposit looked for", &error))?;
            left.retain(|one| !posted.contains(&one.reference));
            // What is missing may arrive yet, and sent again it would be there twice. The job is queued again already.
            let may_arrive = row
                .deposit_sent_at
                .is_some_and(|at| !remote.is_settled(at, began));
            if may_arrive && !left.is_empty() {
                return Ok(());
            }
        }
        for deposit in &left {
            if !self.has_task(id, |task| matches!(task, Task::Post { .. }))? {
                return Ok(());
            }
            remote_bookings::apply(self.ctx(), settings, id, Event::PostingBegun)?;
            let posted = remote.post_deposit(&scope(&connection), id, deposit).await;
            // The next run looks for it, whether it is there or not.
            posted.map_err(|error| later("its deposit posted", &error))?;
        }
        remote_bookings::apply(self.ctx(), settings, id, Event::Posted).map(|_| ())
    }

    /// Carries out its guest's cancellation of a booking.
    pub(super) async fn cancel_elsewhere(&self, settings: &VenueSettings, id: &ReservationId) -> Result<()> {
        let unknown = |error: &VenueError| VenueError::OutcomeUnknown(error.log_text().to_owned());
        let connection = self.remote_connection(settings)?;
        let cancellation = Cancellation::of(CancelReason::ByGuest).giving_back(self.given_back(id)?);
        let cancelled = connection
            .remote
            .cancel(&scope(&connection), id, &cancellation)
            .await;
        let (error, is_refused) = match cancelled {
            Ok(PaidBookingState::Gone) => return self.cancelled(settings, id, Event::Cancelled),
            Ok(_) => (unsettled("cancelled"), false),
            Err(error) => {
                let is_refused = matches!(
                    error,
                    RemoteError::Conflict
                        | RemoteError::Declined(_)
                        | RemoteError::Fields(_)
                        | RemoteError::Refused(_)
                );
                (later("cancelled", &error), is_refused)
            }
        };
        // Whether it was done shows in the reservation itself.
        match connection.remote.state_of(&scope(&connection), id).await {
            Ok(PaidBookingState::Gone) => self.cancelled(settings, id, Event::Cancelled),
            Ok(_) if is_refused => self.cancelled(settings, id, Event::NotCancelled),
            _ => Err(unknown(&error)),
        }
    }

    /// The part of the deposits in the other system's books that goes back with the cancellation which is under way.
    fn given_back(&self, id: &ReservationId) -> Result<Option<Money>> {
        match remote_bookings::find(self.ctx(), id)? {
            Some(row) if row.booking().gives_back => remote_bookings::posted(self.ctx(), &row),
            _ => Ok(None),
        }
    }

    /// Takes down that a booking was cancelled at the other system: its money goes back, which is noted for the staff there.
    pub(super) async fn cancelled_there(&self, settings: &VenueSettings, id: &ReservationId) -> Result<()> {
        let posted = match remote_bookings::find(self.ctx(), id)? {
            Some(row) if row.booking().stage == Stage::Booked => remote_bookings::posted(self.ctx(), &row)?,
            _ => None,
        };
        remote_bookings::apply(self.ctx(), settings, id, Event::CancelledThere)?;
        let Some(amount) = posted else {
            return Ok(());
        };
        // The money is on its way back: that the note is missing changes nothing of it.
        let noted = match self.remote_connection(settings) {
            Ok(connection) => {
                let noted = connection
                    .remote
                    .note_refund(&scope(&connection), id, amount)
                    .await;
                noted.map_err(|error| later("its refund noted", &error))
            }
            Err(error) => Err(error),
        };
        if let Err(error) = noted {
            self.log_error(settings, &error);
        }
        Ok(())
    }

    fn cancelled(&self, settings: &VenueSettings, id: &ReservationId, event: Event) -> Result<()> {
        remote_bookings::apply(self.ctx(), settings, id, event).map(|_| ())
    }

    /// Gives up what is left of a booking: its hold, or a table that was confirmed too late.
    async fn release_elsewhere(&self, settings: &VenueSettings, row: &RemoteBookingRow) -> Result<()> {
        let id = &row.id;
        if self.is_over(Some(row.starts_at.plus_seconds(RELEASED_WITHIN))) {
            remote_bookings::apply(self.ctx(), settings, id, Event::Gone)?;
            let cause = format!("what is left of paid booking {id} could not be released: cancel it there");
            return Err(VenueError::Failed(cause));
        }
        let connection = self.remote_connection(settings)?;
        let cancellation = Cancellation::of(CancelReason::Abandoned);
        let released = connection
            .remote
            .cancel(&scope(&connection), id, &cancellation)
            .await;
        let error = match released {
            Ok(PaidBookingState::Gone | PaidBookingState::Ended) => {
                return self.cancelled(settings, id, Event::Gone);
            }
            Ok(_) => unsettled("released"),
            Err(error) => later("released", &error),
        };
        match connection.remote.state_of(&scope(&connection), id).await {
            Ok(PaidBookingState::Gone | PaidBookingState::Ended) => self.cancelled(settings, id, Event::Gone),
            _ => Err(error),
        }
    }

    /// Reads a booking when it begins, and earlier where the system reports a change of it: a payment is not kept for a
    /// table that the restaurant has cancelled there. The system does not say who has cancelled, so in doubt the guest is
    /// refunded. A booking that is over is not read any more: a system may not list it, which is no cancellation.
    async fn look_elsewhere(
        &self,
        settings: &VenueSettings,
        job: &Job,
        row: &RemoteBookingRow,
    ) -> Result<()> {
        let id = &row.id;
        let stay = row.reservation.duration.max(LEAST_STAY);
        if self.is_over(Some(row.starts_at.plus_minutes(stay.into()))) {
            return remote_bookings::settled(self.ctx(), id.as_str());
        }
        let connection = self.remote_connection(settings)?;
        match connection.remote.state_of(&scope(&connection), id).await {
            Ok(PaidBookingState::Gone) => self.cancelled_there(settings, id).await,
            Err(error) if job.tries < job_queue::QUICK_TRIES => Err(later("looked at", &error)),
            Ok(_) | Err(_) if self.ctx().now < row.starts_at => {
                let again = job_queue::schedule(JobKind::RemoteBooking, id.as_str(), row.starts_at);
                Ok(self.ctx().database.write(vec![again])?)
            }
            // The guest still can, on the page of the reservation.
            Ok(_) | Err(_) => remote_bookings::settled(self.ctx(), id.as_str()),
        }
    }

    /// Whether the call that is left of a booking is still such a one: time has passed.
    fn has_task(&self, id: &ReservationId, is_it: impl Fn(&Task) -> bool) -> Result<bool> {
        let row = remote_bookings::find(self.ctx(), id)?;
        let task = row.and_then(|row| row.booking().task());
        Ok(task.is_some_and(|task| is_it(&task)))
    }
}
