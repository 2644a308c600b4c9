//! Withdrawal from a purchase: the balance of the card is debited and refunded, in one transaction; less than one
//! step of the currency's refunds stays on the card. A card at a remote system is queued to be emptied there first.

use config::VenueSettings;
use config::payment::refundable;
use shared::gift_card::{OrderStatus, WITHDRAWAL_DAYS, Withdrawal};
use shared::id::OrderId;
use shared::money::Money;
use shared::problem::ProblemCode;
use shared::time::Day;

use super::account::WITHDRAWAL;
use super::order::{at_remote_system, news, public};
use super::{account, rows};
use crate::error::{Result, VenueError};
use crate::gift_card::order::{Event, Issuer, PaymentReference, Reason, Stage};
use crate::payment::flow;
use crate::storage::database::Statement;
use crate::venue::context::Ctx;
use crate::venue::payments::{self, Subject};

/// The last day on which the purchaser can withdraw; none before the card is issued. The day of issue does not count.
pub fn until(ctx: Ctx<'_>, venue: &VenueSettings, id: &OrderId) -> Result<Option<Day>> {
    let card = rows::card(ctx.database, id)?;
    Ok(card
        .and_then(|card| venue.time_zone.local(card.created_at))
        .and_then(|(day, _)| day.plus(WITHDRAWAL_DAYS)))
}

/// The statements after `taken` was debited from the card of an order whose purchaser withdraws: the payment gives
/// that amount back.
pub(in crate::venue) fn given_back(
    ctx: Ctx<'_>,
    venue: &VenueSettings,
    id: &OrderId,
    payment: &payments::Row,
    taken: i64,
) -> Result<Vec<Statement>> {
    // Added to the money that was sent back at the provider before, which was debited from the card then.
    let total = payment.flow.gone_or_due() + taken;
    let (after, _) = payment.after(&[flow::Event::GiveBack(total)]);
    let mut order_events = vec![Event::Withdrawn];
    if after.flow.todo().is_none() {
        // Already refunded in the provider's dashboard: no webhook will follow.
        let reference = PaymentReference(payment.id.as_str().to_owned());
        order_events.push(Event::Refunded(reference));
    }
    let mut statements = news(ctx, venue, id, &order_events)?.statements;
    statements.extend(after.save(payment, ctx.now)?);
    Ok(statements)
}

/// Returns the refund of a withdrawal and, if it is confirmed, carries it out. A repeated call returns how far it has
/// come. `elsewhere` is the balance that a remote system has just reported, where the card is there.
pub fn withdraw(
    ctx: Ctx<'_>,
    venue: &VenueSettings,
    id: &OrderId,
    confirm: bool,
    elsewhere: Option<Money>,
) -> Result<Withdrawal> {
    let row = rows::open_order(ctx.database, id)?.ok_or(VenueError::NotFound)?;
    let no = |code| Err(VenueError::Refused(code));
    let Some(until) = until(ctx, venue, id)? else {
        return no(ProblemCode::NotWithdrawable);
    };
    let payment = payments::of_subject(ctx.database, &Subject::GiftCardOrder(id.clone()))?;
    let Some(payment) = payment else {
        // An order without a payment has no account to refund.
        return no(ProblemCode::NotWithdrawable);
    };
    let status = public(&row).status;
    let answer = |status: OrderStatus, refund: Money| Withdrawal {
        status,
        refund,
        until,
    };
    let money = |amount| {
        Money::new(amount, payment.amount.currency()).map_err(|error| VenueError::Broken(error.to_string()))
    };
    let elsewhere = || {
        elsewhere.ok_or_else(|| {
            VenueError::Broken("the balance at the remote system was not looked up".to_owned())
        })
    };
    match row.order().stage {
        Stage::Issued => {}
        Stage::Emptying => {
            let refund = row.pending_debit.map_or_else(elsewhere, money)?;
            return Ok(answer(status, refund));
        }
        Stage::Withdrawing | Stage::Refunded if row.refund_reason == Some(Reason::Withdrawn) => {
            return Ok(answer(status, money(payment.flow.owed)?));
        }
        _ => return no(ProblemCode::NotWithdrawable),
    }
    let today = ctx.today(&venue.time_zone)?;
    if today > until {
        return no(ProblemCode::WithdrawalOver);
    }
    let account = account(ctx.database, id)?
        .ok_or_else(|| VenueError::Broken("an issued order has no card".to_owned()))?;
    let issuer = row.order().issuer;
    let left = match issuer {
        Issuer::Here => money(account.left_of_purchase())?,
        Issuer::Upstream => elsewhere()?,
    };
    if left.amount() == 0 {
        return no(ProblemCode::GiftCardUsedUp);
    }
    if left.amount() > payment.amount.amount() {
        // Credit was added to the remote card that this purchase did not pay for, and cannot give back.
        return no(ProblemCode::NotWithdrawable);
    }
    // A remote card is not reduced by money that was sent back at the provider. The amount that cannot be refunded
    // stays on the card.
    let refund = left.amount().min(payment.flow.taken - payment.flow.gone_or_due());
    let refund = money(refundable(refund, left.currency()))?;
    if refund.amount() == 0 {
        return no(ProblemCode::GiftCardUsedUp);
    }
    if !confirm {
        return Ok(answer(status, refund));
    }
    let statements = match issuer {
        Issuer::Here => {
            let mut statements = account
                .spend(WITHDRAWAL, refund, today, ctx.now)
                .map_err(|refusal| {
                    VenueError::Broken(format!("a gift card cannot be emptied: {refusal:?}"))
                })?;
            statements.extend(given_back(ctx, venue, id, &payment, refund.amount())?);
            statements
        }
        Issuer::Upstream => {
            let mut statements = news(ctx, venue, id, &[Event::WithdrawalBegun])?.statements;
            statements.push(at_remote_system(id, ctx.now));
            statements
        }
    };
    ctx.database.write(statements)?;
    Ok(answer(OrderStatus::Refunding, refund))
}

#[cfg(test)]
#[path = "withdrawal_tests.rs"]
mod tests;
