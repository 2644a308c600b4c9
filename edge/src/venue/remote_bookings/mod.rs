//! Bookings at a remote system that are paid for here: what is stored of each, and what its events change in the database.
//! The table is there, the money here.
//!
//! Nothing in here awaits, and every step is one transaction: the booking's state, its payment, the contribution of a gift
//! card, letters, and the job for the call to the other system that is left. [`crate::venue::service`] makes those calls.

mod letters;
mod payment;
pub(in crate::venue) mod rows;

pub use payment::{BookingPayee, begin, check, quoted};
pub use rows::RemoteBookingRow;

use std::mem::discriminant;

use config::VenueSettings;
use shared::id::ReservationId;
use shared::money::Money;
use shared::reservation::{Reservation, Status};
use shared::time::Instant;

use crate::error::{Result, VenueError};
use crate::mail::templates::PaymentState;
use crate::paid_booking::{Effect, Event, PaidBooking, Posting, Stage, step};
use crate::payment::flow;
use crate::provider::remote::Deposit;
use crate::storage::database::Statement;
use crate::storage::job_queue::{self, JobKind};
use crate::venue::context::Ctx;
use crate::venue::gift_cards::{self, CardContribution};
use crate::venue::payments::{self, Row, Subject};

/// The booking of this id, if it is one that is paid for here.
pub fn find(ctx: Ctx<'_>, id: &ReservationId) -> Result<Option<RemoteBookingRow>> {
    Ok(rows::find(ctx.database, id)?)
}

/// A booking after some events, with the statements that follow from them.
struct Advanced {
    row: RemoteBookingRow,
    payment: Option<Row>,
    statements: Vec<Statement>,
}

/// The outcome of events of a booking, in their order. Nothing is written here, and the payment is not stored.
fn advance(
    ctx: Ctx<'_>,
    settings: &VenueSettings,
    (row, payment): (&RemoteBookingRow, Option<&Row>),
    events: &[Event],
) -> Result<Advanced> {
    let before = row.booking();
    let mut booking = before;
    let mut effects = Vec::new();
    for event in events {
        let (next, further) = step(booking, *event);
        booking = next;
        effects.extend(further);
    }
    // A deposit that is sent again changes the time of its last sending alone.
    let is_sending = events.contains(&Event::PostingBegun) && booking.posting == Posting::Sent;
    if booking == before && effects.is_empty() && !is_sending {
        return Ok(Advanced {
            row: row.clone(),
            payment: payment.cloned(),
            statements: Vec::new(),
        });
    }
    let mut after = row.stepped(booking, ctx.now);
    if is_sending {
        after = after.sending_deposit(ctx.now);
    }
    let mut statements = vec![after.save()?];
    let part = gift_cards::contribution(ctx.database, &row.id)?;
    let is_given_back = effects.contains(&Effect::GiveBack);
    let money = money_after(payment, part.as_ref(), is_given_back);
    let mut paid = payment.cloned();
    if is_given_back {
        paid = paid.map(|one| one.after(&[flow::Event::GiveBack(one.amount.amount())]).0);
        if let Some(part) = &part {
            statements.extend(letters::share_back(ctx, settings, &after, part)?);
        }
    }
    for effect in effects {
        match effect {
            Effect::GiveBack => {}
            Effect::Spend => {
                if let Some(part) = &part {
                    statements.extend(part.spend(ctx)?);
                }
            }
            Effect::SendConfirmation | Effect::SendCancellation => {
                let shown = shown(ctx, &after, None)?;
                statements.extend(letters::to_guest(ctx, settings, (&after, &shown), money)?);
            }
            Effect::SendRegrets => {
                statements.extend(letters::regrets(ctx, settings, &after, payment)?);
            }
        }
    }
    statements.extend(job(before, &after, ctx.now));
    Ok(Advanced {
        row: after,
        payment: paid,
        statements,
    })
}

/// The state of the money after a step, as letters show it; none where none had come.
fn money_after(
    payment: Option<&Row>,
    part: Option<&CardContribution>,
    is_given_back: bool,
) -> Option<PaymentState> {
    let is_taken = payment.is_some_and(|row| row.flow.is_taken());
    let is_given = part.is_some_and(|part| part.given().is_some());
    let is_back = payment.is_some_and(|row| row.flow.due_back() > 0);
    match (is_taken || is_given, is_given_back || is_back) {
        (false, _) => None,
        (true, true) => Some(PaymentState::Refunded),
        (true, false) => Some(PaymentState::Paid),
    }
}

/// The statement that queues the job for the call that is left, if it is another one than before. A booking that is
/// complete is looked at once more when it begins: the other system does not say by itself that the restaurant has
/// cancelled it.
fn job(before: PaidBooking, after: &RemoteBookingRow, now: Instant) -> Option<Statement> {
    let booking = after.booking();
    let id = after.id.as_str();
    let at = match (before.task(), booking.task()) {
        (Some(before), Some(task)) if discriminant(&before) == discriminant(&task) => return None,
        (_, Some(_)) => now,
        (_, None) if booking.stage == Stage::Booked => after.starts_at.max(now),
        (_, None) => return Some(job_queue::settle(JobKind::RemoteBooking, id)),
    };
    Some(job_queue::schedule(JobKind::RemoteBooking, id, at))
}

/// Applies an event of a booking that is not one of its payment, in one write. Returns the booking after it.
pub fn apply(
    ctx: Ctx<'_>,
    settings: &VenueSettings,
    id: &ReservationId,
    event: Event,
) -> Result<RemoteBookingRow> {
    let row = find(ctx, id)?.ok_or(VenueError::NotFound)?;
    let before = payments::of_subject(ctx.database, &Subject::Reservation(id.clone()))?;
    let advanced = advance(ctx, settings, (&row, before.as_ref()), &[event])?;
    let mut statements = advanced.statements;
    if let (Some(before), Some(after)) = (&before, &advanced.payment)
        && before.flow != after.flow
    {
        statements.extend(after.save(before, ctx.now)?);
    }
    if !statements.is_empty() {
        ctx.database.write(statements)?;
    }
    Ok(advanced.row)
}

/// The reservation as its guest sees it: as the other system has it where that is known and it is certain, and as it is
/// written here otherwise.
pub fn shown(ctx: Ctx<'_>, row: &RemoteBookingRow, there: Option<&Reservation>) -> Result<Reservation> {
    let part = gift_cards::contribution(ctx.database, &row.id)?;
    let booking = row.booking();
    let is_certain = matches!(booking.stage, Stage::Booked | Stage::Cancelling);
    let there = there.filter(|_| is_certain);
    let status = match booking.stage {
        // The guest's own step is ahead of what the other system has.
        Stage::AwaitingPayment | Stage::Paid | Stage::Confirming => Status::PaymentPending,
        Stage::Booked | Stage::Cancelling => there.map_or(Status::Booked, |there| there.status),
        Stage::Releasing | Stage::Over => Status::Cancelled,
    };
    Ok(Reservation {
        status,
        payment: row.reservation.payment.clone(),
        refund_until: row.refund_until,
        gift_card: part.and_then(|part| part.given()),
        sequence: Some(row.revision),
        checkout: None,
        answers: row.answers().to_vec(),
        ..there.unwrap_or(&row.reservation).clone()
    })
}

/// Stores the move of a booking to where this reservation is, with the letter about it.
pub fn moved(ctx: Ctx<'_>, settings: &VenueSettings, to: &Reservation) -> Result<()> {
    let Some(row) = find(ctx, &to.id)? else {
        return Ok(());
    };
    let start = settings.time_zone.resolve(to.day, to.minutes).instant();
    let start = start.ok_or_else(|| VenueError::Broken("a reservation was moved to no time".to_owned()))?;
    let before = &row.reservation;
    let is_elsewhere = (before.day, before.minutes, before.attendees) != (to.day, to.minutes, to.attendees);
    let row = row.moved(to, start, ctx.now);
    let mut statements = vec![row.save()?];
    if is_elsewhere {
        let payment = payments::of_subject(ctx.database, &Subject::Reservation(row.id.clone()))?;
        let part = gift_cards::contribution(ctx.database, &row.id)?;
        let money = money_after(payment.as_ref(), part.as_ref(), false);
        let shown = shown(ctx, &row, Some(to))?;
        statements.extend(letters::about_move(ctx, settings, (&row, &shown), money)?);
    }
    if row.booking().task().is_none() {
        let (id, at) = (row.id.as_str(), start.max(ctx.now));
        statements.push(job_queue::schedule(JobKind::RemoteBooking, id, at));
    }
    Ok(ctx.database.write(statements)?)
}

/// The deposits of a booking in the other system's books: its payment, which has that payment's name, and the contribution
/// of a gift card, which has the reservation's.
pub fn deposits(ctx: Ctx<'_>, row: &RemoteBookingRow) -> Result<Vec<Deposit>> {
    let payment = payments::of_subject(ctx.database, &Subject::Reservation(row.id.clone()))?;
    let given = gift_cards::contribution(ctx.database, &row.id)?.and_then(|part| part.given());
    let of_payment = payment.map(|payment| Deposit {
        reference: payment.id.to_string(),
        amount: payment.amount,
        is_of_gift_card: false,
    });
    let of_card = given.map(|amount| Deposit {
        reference: row.id.to_string(),
        amount,
        is_of_gift_card: true,
    });
    Ok(of_payment.into_iter().chain(of_card).collect())
}

/// The sum of the deposits of a booking that are in the other system's books, or may be; none where none are.
pub fn posted(ctx: Ctx<'_>, row: &RemoteBookingRow) -> Result<Option<Money>> {
    if !matches!(row.booking().posting, Posting::Sent | Posting::Posted) {
        return Ok(None);
    }
    let mut amounts = deposits(ctx, row)?.into_iter().map(|one| one.amount);
    let Some(first) = amounts.next() else {
        return Ok(None);
    };
    let sum = amounts.try_fold(first, Money::checked_add);
    sum.map(Some)
        .map_err(|error| VenueError::Broken(error.to_string()))
}

/// Removes the job of a booking of which nothing is left to do.
pub fn settled(ctx: Ctx<'_>, id: &str) -> Result<()> {
    let over = job_queue::settle(JobKind::RemoteBooking, id);
    Ok(ctx.database.write(vec![over])?)
}

#[cfg(test)]
#[path = "remote_bookings_tests.rs"]
mod tests;
