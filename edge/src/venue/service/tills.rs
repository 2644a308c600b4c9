//! The venue's till: stores and processes its deliveries, pushes reservations to it, and replays dead letters for staff.
//! A push is awaited, and reservations may change meanwhile: the row of a push has their newest version.

use config::VenueSettings;
use shared::id::ReservationId;
use shared::till::DeadLetterKind;
use shared::time::Instant;

use super::dispatch::{Json, json};
use super::{VenueService, WRITE_DEADLINE};
use crate::access::Actor;
use crate::delivery::auth::{Forged, Trust};
use crate::delivery::{Delivery, WebhookOutcome};
use crate::error::{Result, VenueError};
use crate::pos::fact::{Fact, Notice};
use crate::pos::{PosError, Taken, Unreadable};
use crate::storage::database::{Database as _, Statement};
use crate::storage::job_queue::{self, Job, JobKind};
use crate::upstream::Scope;
use crate::venue::context::Ctx;
use crate::venue::message::till::TillRequest;
use crate::venue::reservations::{Followed, without_guests};
use crate::venue::tills::dead_letter::{self, TillDeadLetterRow};
use crate::venue::tills::inbox;
use crate::venue::tills::push::{self, PushRow};
use crate::venue::tills::state;

/// The pause before the next push where the till takes nothing and states no `Retry-After`, in seconds.
const TILL_HELD: i64 = 30;

/// The number of failure notices after which a version is given up.
const MOST_FAILURES: u32 = 8;

impl VenueService {
    /// Takes a delivery to the venue's own address: of its payment provider, or of its till.
    pub(super) fn receive_delivery(
        &self,
        settings: &VenueSettings,
        source: &str,
        delivery: &Delivery,
    ) -> Result<WebhookOutcome> {
        if !is_till(settings, source) {
            return self.webhook(settings, source, delivery);
        }
        let connection = self.till(settings)?;
        let authentication = connection.authentication.as_ref().ok_or(VenueError::NotFound)?;
        match authentication.check(delivery, self.ctx().now) {
            Ok(Trust::Proven) => self.receive_forwarded(settings, source, delivery),
            Ok(Trust::Unproven) => {
                let cause = "a delivery of the till was not used: nothing proves its origin";
                (self.deps.log_error)(&settings.id, cause);
                Ok(WebhookOutcome::Processed)
            }
            Err(Forged(cause)) => {
                (self.deps.log_error)(&settings.id, cause);
                Ok(WebhookOutcome::Rejected)
            }
        }
    }

    /// Takes an authenticated delivery of the till: it is stored, and worked off after the answer. One of another source is for
    /// the booking system.
    pub(super) fn receive_forwarded(
        &self,
        settings: &VenueSettings,
        source: &str,
        delivery: &Delivery,
    ) -> Result<WebhookOutcome> {
        if !is_till(settings, source) {
            return self.receive_changes(settings, source, delivery);
        }
        let Ctx { database, now, .. } = self.ctx();
        Ok(inbox::receive(database, source, delivery, now)?)
    }

    /// Works a delivery off: each of its notices is stored, and the reservation follows. One that fails again and again waits
    /// for staff.
    pub(super) fn work_delivery_off(&self, settings: &VenueSettings, job: &Job) -> Result<()> {
        let Ctx { database, now, .. } = self.ctx();
        let row = inbox::find(database, &job.subject)?;
        let Some((delivery, received_at)) = row.and_then(|row| Some((row.delivery?, row.received_at))) else {
            return Ok(database.write(inbox::worked_off(&job.subject))?);
        };
        let give_up = |cause: &str, reservation: Option<&ReservationId>| -> Result<()> {
            let row = TillDeadLetterRow {
                kind: DeadLetterKind::Delivery,
                subject: job.subject.clone(),
                at: now,
                cause: cause.to_owned(),
                reservation_id: reservation.cloned(),
            };
            Ok(database.write(dead_letter::give_up(&row)?)?)
        };
        let notices = match self.till(settings)?.pos.read(&delivery) {
            Ok(notices) => dated(notices, received_at),
            Err(Unreadable(cause)) => {
                give_up("unreadable", None)?;
                let cause = format!("a delivery of the till cannot be read: {cause}");
                return Err(VenueError::Failed(cause));
            }
        };
        let notices = without_guests(self.ctx(), notices)?;
        match self.follow_notices(settings, job, &notices) {
            Ok(None) => Ok(database.write(inbox::worked_off(&job.subject))?),
            Ok(Some((cause, id))) => give_up(cause, Some(id)),
            Err(error) if job.tries >= job_queue::MOST_TRIES => {
                give_up("failed", None)?;
                Err(error)
            }
            Err(error) => Err(error),
        }
    }

    /// Follows all notices; returns the first that staff have to look at, with its cause.
    fn follow_notices<'n>(
        &self,
        settings: &VenueSettings,
        job: &Job,
        notices: &'n [Notice],
    ) -> Result<Option<(&'static str, &'n ReservationId)>> {
        let database = self.ctx().database;
        let mut first = None;
        for notice in notices {
            // Without a reservation it is about the connection, or about a party of which we do not know.
            let Some(id) = &notice.to.reservation else {
                continue;
            };
            let mut beside = vec![inbox::about(&job.subject, id)];
            if !inbox::knows(database, notice)? {
                beside.extend(self.after_failed_push(notice, id)?);
            }
            let followed = self.with_reservations(settings, |reservations, ctx| {
                reservations.follow_till(ctx, (id, notice), beside)
            })?;
            let cause = match followed {
                Followed::Done => None,
                Followed::Unknown => Some("unknown_reservation"),
                Followed::Over => Some("reservation_over"),
                Followed::NotCertain => Some("not_certain"),
            };
            first = first.or(cause.map(|cause| (cause, id)));
        }
        Ok(first)
    }

    /// Statements that follow where the till says that a push failed which it had accepted: it is sent again where that may
    /// help, else staff find it with the till's code. A notice does not say which version failed. Where a newer one than the
    /// till has taken is due, that one decides, as a new version: the till may have seen it, its answer lost.
    fn after_failed_push(&self, notice: &Notice, id: &ReservationId) -> Result<Vec<Statement>> {
        let Ctx { database, now, .. } = self.ctx();
        let failed = notice.facts.iter().find_map(|fact| match fact {
            Fact::PushFailed { code, may_pass, .. } => Some((code, *may_pass)),
            _ => None,
        });
        let (Some((code, may_pass)), Some(row)) = (failed, push::find(database, id)?) else {
            return Ok(Vec::new());
        };
        if row.sent_version < row.version {
            return Ok(push::renewed(id.as_str(), now));
        }
        if may_pass && row.failures < MOST_FAILURES {
            let at = now.plus_seconds(job_queue::wait_seconds(row.failures));
            return Ok(push::again(&row, at));
        }
        Ok(dead_letter::give_up(&dead_push(id, code, now))?)
    }

    /// Pushes a reservation to the till.
    pub(super) async fn push_to_till(&self, settings: &VenueSettings, job: &Job) -> Result<()> {
        let database = &*self.deps.database;
        let settle = || database.write(vec![job_queue::settle(JobKind::PosPush, &job.subject)]);
        let id = ReservationId::parse(&job.subject)
            .map_err(|_| VenueError::Broken("the subject of a push cannot be read".to_owned()))?;
        let connection = match self.till(settings) {
            Ok(connection) => connection,
            // The venue has no till any more.
            Err(VenueError::NotFound) => return Ok(settle()?),
            Err(error) => return Err(error),
        };
        let Some(row) = push::find(database, &id)? else {
            return Ok(settle()?);
        };
        let built = self.with_reservations(settings, |reservations, ctx| reservations.push(ctx, &row))?;
        let abilities = connection.pos.abilities();
        let is_wanted = |push: &crate::pos::Push| {
            let is_known = row.sent_version > 0 || abilities.statuses.contains(&push.status);
            is_known && !(abilities.needs_table && push.tables.is_empty())
        };
        let Some(push) = built.filter(is_wanted) else {
            return Ok(settle()?);
        };
        let scope = Scope::new(connection.ports.clock.elapsed() + WRITE_DEADLINE).of_write();
        let taken = connection.pos.push(&scope, &push).await;
        self.after_push(job, &row, (taken, abilities.settles_after))
    }

    /// Stores the outcome of a push.
    fn after_push(
        &self,
        job: &Job,
        row: &PushRow,
        (taken, settles_after): (std::result::Result<Taken, PosError>, u32),
    ) -> Result<()> {
        let Ctx { database, now, .. } = self.ctx();
        let give_up = |code: &str| -> Result<()> {
            Ok(database.write(dead_letter::give_up(&dead_push(&row.reservation_id, code, now))?)?)
        };
        match taken {
            Ok(taken) => {
                let settles_at = match taken {
                    Taken::Applied | Taken::Dropped => None,
                    Taken::Accepted => Some(now.plus_seconds(settles_after.into())),
                };
                let mut statements = push::sent(job, row.version, now, settles_at);
                if taken == Taken::Dropped {
                    statements.push(push::dropped(&row.reservation_id));
                }
                statements.push(dead_letter::settle(DeadLetterKind::Push, &job.subject));
                Ok(database.write(statements)?)
            }
            Err(PosError::Stale) => Ok(database.write(push::sent(job, row.version, now, None))?),
            Err(PosError::Again { retry_after, cause }) => {
                if job.tries >= job_queue::MOST_TRIES {
                    give_up("unsent")?;
                    return Err(VenueError::Failed(format!("given up: {cause}")));
                }
                // At least a second, or the alarm would fire without end. No other push would be taken either.
                let seconds = retry_after.map_or(TILL_HELD, |seconds| i64::from(seconds).max(1));
                database.write(vec![job_queue::hold_all(
                    JobKind::PosPush,
                    now.plus_seconds(seconds),
                )])?;
                Err(VenueError::Away {
                    retry_after: None,
                    cause,
                })
            }
            // The reservation may have changed meanwhile: that version is another push.
            Err(PosError::Refused(code)) => {
                if self.is_newest(row)? {
                    give_up(&code)?;
                }
                Err(VenueError::Failed(format!("the till refused a push: {code}")))
            }
            Err(PosError::Unauthorised(cause)) => {
                if job.tries >= job_queue::MOST_TRIES {
                    give_up("unsent")?;
                }
                Err(VenueError::Failed(format!(
                    "the till did not accept the credentials: {cause}"
                )))
            }
        }
    }

    fn is_newest(&self, row: &PushRow) -> Result<bool> {
        let now = push::find(self.ctx().database, &row.reservation_id)?;
        Ok(now.is_some_and(|now| now.version == row.version))
    }

    /// Answers the requests of staff about the till.
    pub(super) async fn answer_till(
        &self,
        settings: &VenueSettings,
        request: &TillRequest,
        actor: &Actor,
    ) -> Result<Json> {
        if settings.till().is_none() {
            return Err(VenueError::NotFound);
        }
        let ctx = self.ctx_of(actor);
        match request {
            TillRequest::DeadLetters => json(&dead_letter::page(ctx.database)?),
            TillRequest::Reservation(id) => {
                json(&state::public(ctx.database, id, ctx.now)?.ok_or(VenueError::NotFound)?)
            }
            TillRequest::ConnectionState
            | TillRequest::Authorize
            | TillRequest::ChooseLocation(_)
            | TillRequest::Connect(_)
            | TillRequest::Disconnect(_) => self.connect_till(settings, request, ctx).await,
            TillRequest::Replay(kind, id) => json(&dead_letter::replay(ctx, *kind, id)?),
        }
    }
}

/// The same notices, where the till states neither count nor time with the time of their arrival: the last word about a
/// table is then the one that came last.
fn dated(mut notices: Vec<Notice>, received_at: Instant) -> Vec<Notice> {
    for notice in notices.iter_mut().filter(|notice| notice.order.is_none()) {
        notice.at.get_or_insert(received_at);
    }
    notices
}

/// Whether a delivery's source is the venue's till.
fn is_till(settings: &VenueSettings, source: &str) -> bool {
    settings.till().is_some_and(|till| till.source() == source)
}

fn dead_push(id: &ReservationId, code: &str, at: Instant) -> TillDeadLetterRow {
    TillDeadLetterRow {
        kind: DeadLetterKind::Push,
        subject: id.to_string(),
        at,
        cause: code.to_owned(),
        reservation_id: Some(id.clone()),
    }
}
