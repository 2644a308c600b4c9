//! Settles a card in the venue's own ledger against the payment of its purchase: money that has gone back is debited
//! from the card, and money that comes back to a card whose purchase was withdrawn goes on to its purchaser.

use config::payment::refund_step;

use super::account::Account;
use super::occasion::Occasion;
use super::rows;
use super::rows::OrderRow;
use crate::error::{Result, VenueError};
use crate::gift_card::order::{Event, Issuer, Reason, Stage, step};
use crate::gift_card::settlement::{Position, Settlement, settle};
use crate::payment::flow::{self, Flow};
use crate::storage::database::Statement;
use crate::storage::job_queue::{self, JobKind};
use crate::venue::context::Ctx;
use crate::venue::payments::{self, Subject};
use shared::id::OrderId;

/// The statements that bring a card in step with its payment, and the further amount of the payment that goes back.
/// `account` and `flow` are those after the other statements of the same write.
pub(super) fn in_step(
    ctx: Ctx<'_>,
    order: &OrderRow,
    account: &Account,
    flow: &Flow,
) -> Result<(Vec<Statement>, i64)> {
    let Settlement { off, back } = if order.order().issuer == Issuer::Here {
        settle(Position {
            balance: account.left_of_purchase(),
            taken_off: account.taken_off(),
            paid: flow.taken,
            gone: flow.gone_or_due(),
            is_withdrawn: order.refund_reason == Some(Reason::Withdrawn)
                && matches!(order.order().stage, Stage::Withdrawing | Stage::Refunded),
            step: refund_step(account.currency()),
        })
    } else {
        Settlement::default()
    };
    if off == 0 {
        return Ok((Vec::new(), back));
    }
    let (_, statements) = account.settled(-off, ctx.now).map_err(|refusal| {
        VenueError::Broken(format!(
            "a gift card cannot be settled with its payment: {refusal:?}"
        ))
    })?;
    Ok((statements, back))
}

/// The statements that follow when money comes back to a card, and the amount that goes on to its purchaser.
/// `account` is the card's account after that.
pub(super) fn after_return(ctx: Ctx<'_>, account: &Account) -> Result<(Vec<Statement>, i64)> {
    let id = &account.id;
    let order = rows::order(ctx.database, id)?;
    let payment = payments::of_subject(ctx.database, &Subject::GiftCardOrder(id.clone()))?;
    let (Some(order), Some(before)) = (order, payment) else {
        // Staff created the card, and took the money.
        return Ok((Vec::new(), 0));
    };
    let (mut statements, back) = in_step(ctx, &order, account, &before.flow)?;
    if back > 0 {
        let total = before.flow.gone_or_due() + back;
        let (after, _) = before.after(&[flow::Event::GiveBack(total)]);
        statements.extend(after.save(&before, ctx.now)?);
        let (next, _) = step(&order.order(), &Event::ShareReturned);
        statements.push(rows::set_order(id, &next));
        statements.push(letter_of_return(ctx, id));
    }
    Ok((statements, back))
}

/// Statement that queues the letter to a purchaser who has withdrawn, about money that came back to the card and goes
/// on to the purchaser.
pub(super) fn letter_of_return(ctx: Ctx<'_>, id: &OrderId) -> Statement {
    job_queue::schedule(JobKind::GiftCardLetter, &Occasion::Share.subject(id), ctx.now)
}
