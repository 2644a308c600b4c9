//! Applies the events of a payment to the reservation that it pays, in one transaction.

use config::plan::{Experience, ExperienceIndex};
use serde_json::json;
use shared::availability::Confirmation;
use shared::gift_card::GiftCardCode;
use shared::id::{ExperienceId, PaymentId, ReservationId};
use shared::payment::{PaymentKind, PaymentTerms};
use shared::reservation::{Reservation, Status};
use shared::time::Instant;
use shared::validation::{FieldCode, FieldError};

use super::actor::Actor;
use super::money::{Fate, Step, announced_from, money, money_after};
use super::query::find_open;
use super::row::{self, ReservationRow};
use super::{Reservations, requests};
use crate::error::{Result, VenueError};
use crate::mail::templates::PaymentState;
use crate::payment::flow::{Event, Mode, News};
use crate::provider::engine::book::Entry;
use crate::storage::database::Statement;
use crate::venue::context::Ctx;
use crate::venue::gift_cards::{self, PlannedContribution};
use crate::venue::payments::{self, Agreement, Payee, Row, RowNews, Subject, Wanted};

/// The effects of a reservation's step on its money and its letters.
pub(super) struct Follows {
    /// The statements for the same write.
    pub(super) statements: Vec<Statement>,
    /// The state of the money afterwards, as letters show it.
    pub(super) money: Option<PaymentState>,
    /// The status from which letters describe the step.
    pub(super) from: Status,
}

impl Reservations {
    /// The contribution of the gift card of this code to a payment of these terms.
    pub(super) fn gift(
        &self,
        ctx: Ctx<'_>,
        code: Option<&GiftCardCode>,
        terms: Option<&PaymentTerms>,
    ) -> Result<Option<PlannedContribution>> {
        let Some(code) = code else {
            return Ok(None);
        };
        let fault = |code| VenueError::Fields(vec![FieldError::new("/giftCardCode", code)]);
        match terms.zip(self.charges) {
            None => Err(fault(FieldCode::NothingToPay)),
            // A guarantee needs a bank's card.
            Some((terms, _)) if terms.kind == PaymentKind::CardGuarantee => {
                Err(fault(FieldCode::NothingToPay))
            }
            Some((terms, limits)) => {
                gift_cards::plan_contribution(ctx, code, terms.amount, limits, ctx.today(self.plan.zone())?)
                    .map(Some)
            }
        }
    }

    /// The payment that a placed party has to make after the gift card's contribution, if it has to. Its reservation
    /// waits for it, whether or not the restaurant has to accept it afterwards.
    pub(super) fn wanted(
        &self,
        ctx: Ctx<'_>,
        (terms, experience): (Option<&PaymentTerms>, Option<ExperienceIndex>),
        reservation: &ReservationId,
        gift: Option<&PlannedContribution>,
    ) -> Result<Option<Wanted>> {
        let Some(terms) = terms.filter(|_| self.charges.is_some()) else {
            return Ok(None);
        };
        let confirmation = experience.map_or(Confirmation::Instant, |index| self.confirmation(index));
        let amount = match gift {
            Some(gift) => terms.amount.checked_sub(gift.amount),
            None => Ok(terms.amount),
        };
        let amount = amount.map_err(|error| VenueError::Broken(error.to_string()))?;
        if gift.is_some() && amount.amount() == 0 {
            return Ok(None);
        }
        let id =
            PaymentId::parse(ctx.new_id()?.as_str()).map_err(|code| VenueError::Broken(code.to_string()))?;
        Ok(Some(Wanted {
            id,
            subject: Subject::Reservation(reservation.clone()),
            mode: mode(terms, confirmation),
            amount,
            due_minutes: terms.due_minutes,
            is_extendable: true,
            agreement: Agreement::None,
        }))
    }

    fn confirmation(&self, experience: ExperienceIndex) -> Confirmation {
        let experience = self.plan.experience(experience);
        experience.map_or(Confirmation::Instant, Experience::confirmation)
    }

    /// Applies events of a reservation's payment, with `beside` in the same write.
    fn apply_payment_events(
        &mut self,
        ctx: Ctx<'_>,
        before: &Row,
        events: &[Event],
        beside: Vec<Statement>,
    ) -> Result<Row> {
        let (mut row, all_news) = before.after(events);
        let mut statements = beside;
        let mut moved = None;
        if let Subject::Reservation(id) = &before.subject {
            let record = row::find(ctx.database, id)?;
            let last = payments::of_subject(ctx.database, &before.subject)?;
            // A payment that was replaced by another has no effect on its reservation.
            let is_last = last.is_some_and(|last| last.id == before.id);
            let waits = record
                .as_ref()
                .filter(|record| is_last && record.status == Status::PaymentPending);
            for news in &all_news {
                match (news.news, waits) {
                    (News::Secured, Some(record)) if row.agreement == Agreement::Given => {
                        moved = Some((record, Status::Booked));
                    }
                    (News::Secured, Some(record)) => {
                        moved = Some((record, self.secured(&record.experience_id)));
                    }
                    // The reservation was cancelled while it was being paid.
                    (News::Secured, None) => {
                        row = row.after(&[Event::GiveBack(row.amount.amount())]).0;
                        if let Some(record) = record.as_ref().filter(|_| row.flow.taken > 0) {
                            let late = RowNews {
                                news: News::Late,
                                ..news.clone()
                            };
                            statements.extend(self.payment_letters(ctx, &late, record, &row)?);
                        }
                    }
                    (News::Lost, Some(record)) => moved = Some((record, Status::Cancelled)),
                    (News::Charged | News::Uncharged, _) => {
                        if let Some(record) = &record {
                            statements.extend(self.charge_letter(ctx, news.news, record, &row)?);
                        }
                    }
                    _ => {
                        if let Some(record) = &record {
                            statements.extend(self.payment_letters(ctx, news, record, &row)?);
                        }
                    }
                }
            }
            if let Some((record, to)) = moved {
                statements.extend(requests::set_status(record, to, ctx.now));
                let reservation = self.stepped(record, to);
                if to == Status::Cancelled {
                    statements.extend(self.freed(record.day, ctx.now));
                }
                let part = gift_cards::contribution(ctx.database, &record.id)?;
                let money = money(Some(&row), part.as_ref(), to, record.payment.as_ref());
                let from = announced_from(record.status, to, Some(&row));
                statements.extend(self.letters_of(
                    (record, from, Actor::Guest),
                    &reservation,
                    (money, None),
                    ctx,
                )?);
                statements.extend(self.forget_card_later(Some(&row), record.starts_at));
                if let Some(part) = part {
                    statements.extend(match to {
                        Status::Booked => part.spend(ctx)?,
                        Status::Cancelled => self.share_back(ctx, record, &part)?,
                        // The restaurant has yet to accept.
                        _ => Vec::new(),
                    });
                }
            }
            statements.extend(row.save(before, ctx.now)?);
            if row.flow != before.flow {
                // A deposit was paid or refunded.
                statements.extend(self.tell_till(ctx, id));
            }
            ctx.database.write(statements)?;
            if let Some((record, to)) = moved {
                self.mark(&record.id, to);
                if to == Status::Cancelled {
                    self.offer_freed(ctx, record.day);
                }
            }
        } else {
            statements.extend(row.save(before, ctx.now)?);
            ctx.database.write(statements)?;
        }
        Ok(row)
    }

    /// The status of a reservation once its payment is secured.
    pub(super) fn secured(&self, experience: &ExperienceId) -> Status {
        let experience = self.plan.find_experience(experience);
        match experience.map(|index| self.confirmation(index)) {
            Some(Confirmation::Request) => Status::Requested,
            Some(Confirmation::Instant) | None => Status::Booked,
        }
    }

    /// Stores the status of a reservation in the book. A reservation that is long over is no longer in it.
    pub(super) fn mark(&mut self, id: &ReservationId, status: Status) {
        if let Some(entry) = self.book.get(id).cloned() {
            self.book.put(Entry { status, ..entry });
        }
    }

    /// The effects of a reservation's step on its payment and on the contribution of a gift card.
    pub(super) fn payment_follows(
        &self,
        ctx: Ctx<'_>,
        record: &ReservationRow,
        (to, actor): (Status, Actor),
    ) -> Result<Follows> {
        let subject = Subject::Reservation(record.id.clone());
        let before = payments::of_subject(ctx.database, &subject)?;
        let part = gift_cards::contribution(ctx.database, &record.id)?;
        let step = Step {
            from: record.status,
            to,
            actor,
            is_early: is_early(record, ctx.now),
        };
        let payment = before.as_ref().map(|row| (row, step.of_payment(&row.flow)));
        let share = part.as_ref().map(|part| (part, step.of_share(part)));
        let mut statements = Vec::new();
        if let Some((before, fate)) = payment {
            let event = match fate {
                Fate::Returned => Some(Event::GiveBack(before.amount.amount())),
                Fate::Taken => Some(Event::Capture),
                Fate::Unchanged => None,
            };
            if let Some(event) = event {
                let after = before.after(&[event]).0;
                statements.extend(after.save(before, ctx.now)?);
                if after.flow != before.flow {
                    let action = match fate {
                        Fate::Returned => "payment.refund",
                        Fate::Taken | Fate::Unchanged => "payment.capture",
                    };
                    statements.extend(ctx.audit(
                        action,
                        before.id.as_str(),
                        None,
                        Some(json!(before.amount)),
                    )?);
                }
            }
        }
        if let Some((part, fate)) = share {
            statements.extend(match fate {
                Fate::Returned => self.share_back(ctx, record, part)?,
                Fate::Taken => part.spend(ctx)?,
                Fate::Unchanged => Vec::new(),
            });
        }
        Ok(Follows {
            statements,
            money: money_after(payment, share, to, record.payment.as_ref()),
            from: announced_from(record.status, to, before.as_ref()),
        })
    }

    /// Whether a payment of this reservation is still open.
    pub(super) fn is_paying(ctx: Ctx<'_>, id: &ReservationId) -> Result<bool> {
        let row = payments::of_subject(ctx.database, &Subject::Reservation(id.clone()))?;
        Ok(row.is_some_and(|row| row.flow.state.is_waiting()))
    }

    /// Extends the payment deadline of a reservation, once, and not past its start.
    pub fn extend_hold(&mut self, ctx: Ctx<'_>, id: &ReservationId) -> Result<Reservation> {
        let subject = Subject::Reservation(id.clone());
        let before = payments::of_subject(ctx.database, &subject)?.ok_or(VenueError::NotFound)?;
        let start = find_open(ctx, id)?.starts_at;
        let row = before
            .extended_before(start)
            .ok_or(VenueError::IllegalTransition)?;
        ctx.database.write(row.save(&before, ctx.now)?)?;
        self.reservation(ctx, id)
    }
}

impl Payee for Reservations {
    fn apply(&mut self, ctx: Ctx<'_>, before: &Row, events: &[Event], beside: Vec<Statement>) -> Result<Row> {
        self.apply_payment_events(ctx, before, events, beside)
    }
}

fn mode(terms: &PaymentTerms, confirmation: Confirmation) -> Mode {
    match (terms.kind, confirmation) {
        (PaymentKind::CardGuarantee, _) => Mode::Guarantee,
        (PaymentKind::Prepayment | PaymentKind::Deposit, Confirmation::Request) => Mode::Reserve,
        (PaymentKind::Prepayment | PaymentKind::Deposit, Confirmation::Instant) => Mode::Charge,
    }
}

/// Whether a reservation that is cancelled now gets its money back, by its terms.
pub(super) fn is_early(record: &ReservationRow, now: Instant) -> bool {
    record.refund_until().is_some_and(|until| now <= until)
}
