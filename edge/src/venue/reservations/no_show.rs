//! Reservations to which no guest came: marks them, and queues the charge to their stored card.

use serde_json::json;
use shared::id::{PaymentId, ReservationId};
use shared::no_show::{NoShow, NoShowCharge, NoShowChargeStatus};
use shared::problem::ProblemCode;
use shared::reservation::Status;
use shared::time::Instant;

use super::Reservations;
use super::actor::Actor;
use super::query::find_open;
use super::row::{self, ReservationRow};
use crate::error::{Result, VenueError};
use crate::mail::templates::{NoShowLetter, NoShowNews};
use crate::payment::flow::{Event, Mode, News, State};
use crate::provider::engine::number::reservation_number;
use crate::storage::database::Statement;
use crate::storage::job_queue::{self, JobKind};
use crate::venue::context::Ctx;
use crate::venue::jobs::outbox;
use crate::venue::payments::{self, Row, Subject};

impl Reservations {
    /// Marks a reservation as a no-show, and requests the charge to its stored card: returns the payment, if this call
    /// was the first to request it. A no-show is reported after the reservation has begun and before its stored card is
    /// forgotten; a report that was made in time can be repeated at any time.
    pub fn no_show(&mut self, ctx: Ctx<'_>, id: &ReservationId) -> Result<Option<PaymentId>> {
        let record = find_open(ctx, id)?;
        if ctx.now < record.starts_at {
            return Err(VenueError::Refused(ProblemCode::TooEarly));
        }
        let before = payments::of_subject(ctx.database, &Subject::Reservation(id.clone()))?;
        let asked = before.and_then(|before| {
            let after = before.after(&[Event::Charge(before.amount.amount())]).0;
            (after.flow != before.flow).then_some((before, after))
        });
        let is_new = asked.is_some() || record.status != Status::NoShow;
        if is_new && self.no_show_end(record.starts_at) < ctx.now {
            return Err(VenueError::Refused(ProblemCode::TooLate));
        }
        let charge = match &asked {
            Some((before, after)) => {
                let mut statements = after.save(before, ctx.now)?;
                let amount = Some(json!(before.amount));
                statements.extend(ctx.audit("payment.charge", before.id.as_str(), None, amount)?);
                statements
            }
            None => Vec::new(),
        };
        self.take_to(ctx, &record, (Status::NoShow, Actor::Restaurant), charge)?;
        Ok(asked.map(|(_, after)| after.id))
    }

    /// The reservation as the restaurant's no-show page shows it.
    pub fn seen_no_show(&self, ctx: Ctx<'_>, id: &ReservationId) -> Result<NoShow> {
        let record = find_open(ctx, id)?;
        let row = payments::of_subject(ctx.database, &Subject::Reservation(id.clone()))?;
        Ok(NoShow {
            number: reservation_number(record.number.into()),
            status: record.status,
            day: record.day,
            minutes: record.minutes,
            attendees: record.attendees,
            starts_at: record.starts_at,
            until: self.no_show_end(record.starts_at),
            payment_problem: row.as_ref().and_then(|row| Self::problem(record.status, row)),
            charge: row.as_ref().and_then(charge),
            id: record.id,
        })
    }

    /// The last instant at which a reservation of this start can be reported as a no-show.
    fn no_show_end(&self, start: Instant) -> Instant {
        start.plus_minutes(i64::from(self.no_show_days) * 24 * 60)
    }

    /// When the stored card of this payment is to be forgotten; none where no card is stored for a reservation.
    pub fn card_end(&self, ctx: Ctx<'_>, row: &Row) -> Result<Option<Instant>> {
        let Subject::Reservation(id) = &row.subject else {
            return Ok(None);
        };
        if row.flow.mode != Mode::Guarantee {
            return Ok(None);
        }
        let record = row::find(ctx.database, id)?;
        Ok(record.map(|record| self.no_show_end(record.starts_at)))
    }

    /// Statement that queues the job to forget the stored card of a reservation of this start in time; none where no
    /// card is kept.
    pub(super) fn forget_card_later(&self, row: Option<&Row>, start: Instant) -> Option<Statement> {
        let is_kept = |row: &&Row| row.flow.mode == Mode::Guarantee && row.flow.state == State::Authorised;
        let row = row.filter(is_kept)?;
        let at = self.no_show_end(start).plus_seconds(1);
        Some(job_queue::schedule(JobKind::StoredCard, row.id.as_str(), at))
    }

    /// Statements that queue the letter on the outcome of the charge to a reservation's stored card.
    pub(super) fn charge_letter(
        &self,
        ctx: Ctx<'_>,
        news: News,
        record: &ReservationRow,
        row: &Row,
    ) -> Result<Vec<Statement>> {
        let Some(letters) = &self.letters else {
            return Ok(Vec::new());
        };
        let guest = record.guest();
        let (news, locale, name) = match (news, row.flow.refusal) {
            (News::Charged, _) => (NoShowNews::Charged, Some(&record.locale), "charged"),
            (News::Uncharged, Some(refusal)) => (NoShowNews::Uncharged(refusal), None, "uncharged"),
            _ => return Ok(Vec::new()),
        };
        let to = match news {
            NoShowNews::Charged => guest
                .email
                .as_ref()
                .map(|email| super::letters::mailbox(&guest, email.as_str())),
            NoShowNews::Uncharged(_) => letters.restaurant(),
        };
        let Some(to) = to else {
            return Ok(Vec::new());
        };
        let composer = letters.composer();
        let letter = NoShowLetter {
            number: &reservation_number(record.number.into()),
            day: record.day,
            minutes: record.minutes,
            attendees: record.attendees,
            guest: &guest,
            amount: row.amount,
            payment: row.id.as_str(),
        };
        let message = letter.write(news, &composer.restaurant(), &composer.localizer(locale)?);
        let letter = composer.letter(format!("no-show-{name}-{}", record.id), to, message);
        Ok(outbox::post(&letter, ctx.now)?)
    }
}

/// The amount that the stored card of a payment is charged, or could be; none where no card is stored.
fn charge(row: &Row) -> Option<NoShowCharge> {
    let status = match row.flow.state {
        _ if row.flow.mode != Mode::Guarantee => None,
        State::Authorised => Some(NoShowChargeStatus::Kept),
        State::Charging => Some(NoShowChargeStatus::Pending),
        State::Uncharged => Some(NoShowChargeStatus::Failed),
        State::Paid => Some(NoShowChargeStatus::Paid),
        State::Refunding => Some(NoShowChargeStatus::Refunding),
        State::Refunded => Some(NoShowChargeStatus::Refunded),
        State::Wanted | State::Open | State::Authenticating | State::Failed | State::Lapsed => None,
    };
    status.map(|status| NoShowCharge {
        status,
        amount: row.amount,
        reason: row.flow.refusal.filter(|_| status == NoShowChargeStatus::Failed),
    })
}
