//! Requests that the restaurant has not answered: at the reservation's start they are declined, so that money that
//! was paid or set aside for them goes back.

use shared::id::ReservationId;
use shared::reservation::Status;
use shared::time::Instant;

use super::actor::Actor;
use super::row::{self, ReservationRow};
use super::{Reservations, row_write};
use crate::error::Result;
use crate::storage::database::Statement;
use crate::storage::job_queue::{self, JobKind};
use crate::venue::context::Ctx;

/// Statement for a write that moves a reservation of this start to this status: a request ends at its start, and the
/// job that ends it is settled with the request.
pub(super) fn end_of_request(id: &ReservationId, status: Status, start: Instant) -> Statement {
    if status == Status::Requested {
        job_queue::schedule(JobKind::RequestEnd, id.as_str(), start)
    } else {
        job_queue::settle(JobKind::RequestEnd, id.as_str())
    }
}

/// Stores a change of status, with the end of a request. The party of a step from `paid` does not leave by itself any more.
pub(super) fn set_status(record: &ReservationRow, to: Status, now: Instant) -> Vec<Statement> {
    let mut statements = vec![
        row_write::set_status(record, to, now),
        end_of_request(&record.id, to, record.starts_at),
    ];
    if record.status == Status::Paid {
        statements.push(job_queue::settle(JobKind::StayEnd, record.id.as_str()));
    }
    statements
}

impl Reservations {
    /// Declines a request at its start, if the restaurant has not answered it.
    pub fn end_request(&mut self, ctx: Ctx<'_>, id: &ReservationId) -> Result<()> {
        let record = row::find(ctx.database, id)?.filter(|record| record.status == Status::Requested);
        let Some(record) = record else {
            let over = job_queue::settle(JobKind::RequestEnd, id.as_str());
            return Ok(ctx.database.write(vec![over])?);
        };
        if ctx.now < record.starts_at {
            let again = end_of_request(id, record.status, record.starts_at);
            return Ok(ctx.database.write(vec![again])?);
        }
        self.take_to(ctx, &record, (Status::Declined, Actor::Start), Vec::new())?;
        Ok(())
    }
}
