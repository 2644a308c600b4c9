//! Requests that the restaurant answers by the link in its letter. A link is of one revision of the reservation: after
//! a step, or a change of what the guest knows, it only shows what has become of the request.

use shared::money::Money;
use shared::reservation::Status;
use shared::time::Instant;

use super::Reservations;
use super::actor::Actor;
use super::money::{Fate, Step};
use super::payments::is_early;
use super::query::find_open;
use super::row::ReservationRow;
use crate::error::Result;
use crate::payment::flow::{Mode, State};
use crate::venue::context::Ctx;
use crate::venue::gift_cards::{self, CardContribution};
use crate::venue::message::request_answer::{MoneyEffect, RequestAnswer, RequestLink};
use crate::venue::message::staff::RequestView;
use crate::venue::payments::{self, Row, Subject};

impl Reservations {
    /// Answers a request by a link whose token was compared, unless the link is of an earlier revision, the request was
    /// answered or its start has come. Then, and without an answer, it is only shown.
    pub fn answer_request(
        &mut self,
        ctx: Ctx<'_>,
        link: &RequestLink,
        answer: Option<&RequestAnswer>,
    ) -> Result<RequestView> {
        let record = find_open(ctx, &link.id)?;
        match answer.filter(|_| is_open(&record, link.revision, ctx.now)) {
            None => {}
            Some(RequestAnswer::Accept) => {
                let (to, beside) = self.acceptance(ctx, &record, Status::Booked)?;
                self.take_to(ctx, &record, (to, Actor::Restaurant), beside)?;
            }
            Some(RequestAnswer::Decline(message)) => {
                let step = (Status::Declined, Actor::Restaurant);
                self.take_with_message(ctx, &record, step, Vec::new(), message.as_ref())?;
            }
        }
        self.request_view(ctx, link)
    }

    fn request_view(&self, ctx: Ctx<'_>, link: &RequestLink) -> Result<RequestView> {
        let record = find_open(ctx, &link.id)?;
        let is_open = is_open(&record, link.revision, ctx.now);
        let payment = payments::of_subject(ctx.database, &Subject::Reservation(link.id.clone()))?;
        let share = gift_cards::contribution(ctx.database, &link.id)?;
        let effects_of = |to: Status| {
            let step = Step {
                from: record.status,
                to,
                actor: Actor::Restaurant,
                is_early: is_early(&record, ctx.now),
            };
            if is_open {
                effects(step, payment.as_ref(), share.as_ref())
            } else {
                Vec::new()
            }
        };
        let table = record.table_ids.first();
        let mut rooms = self.settings.rooms.iter();
        let room = rooms.find(|room| room.tables.iter().any(|one| Some(&one.id) == table));
        Ok(RequestView {
            room: room.map(|room| room.name.clone()),
            is_open,
            has_begun: record.starts_at <= ctx.now,
            accepting: effects_of(Status::Booked),
            declining: effects_of(Status::Declined),
            reservation: self.staff_view(ctx, record)?,
        })
    }
}

/// Whether a link of this revision can answer the request.
fn is_open(record: &ReservationRow, revision: u32, now: Instant) -> bool {
    record.status == Status::Requested && record.is_of_revision(revision) && now < record.starts_at
}

/// The effects of an answer on the money of a request.
fn effects(step: Step, payment: Option<&Row>, share: Option<&CardContribution>) -> Vec<MoneyEffect> {
    let of_payment = payment.and_then(|row| {
        let flow = &row.flow;
        let is_guarantee = flow.mode == Mode::Guarantee;
        match (step.of_payment(flow), flow.state) {
            // As `Reservations::acceptance` does.
            (Fate::Taken, State::Lapsed) if flow.lost => Some(MoneyEffect::AskedFor(row.amount)),
            (Fate::Taken, state) if state.is_waiting() => Some(MoneyEffect::AskedFor(row.amount)),
            (Fate::Taken, State::Authorised) if !is_guarantee => Some(MoneyEffect::Captured(row.amount)),
            (Fate::Returned, State::Authorised) if is_guarantee => Some(MoneyEffect::CardForgotten),
            (Fate::Returned, State::Authorised) => Some(MoneyEffect::Released(row.amount)),
            (Fate::Returned, State::Paid | State::Refunding) if flow.taken > flow.gone_or_due() => {
                let left = flow.taken - flow.gone_or_due();
                let left = Money::new(left, row.amount.currency());
                left.ok().map(MoneyEffect::Refunded)
            }
            _ => None,
        }
    });
    let of_share = share
        .filter(|share| step.of_share(share) == Fate::Returned)
        .and_then(CardContribution::given)
        .map(MoneyEffect::GiftCardReturned);
    of_payment.into_iter().chain(of_share).collect()
}
