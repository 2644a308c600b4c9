//! A purchaser withdraws: what is left on the card is taken off it, and the payment gives it back, in one
//! write. It must not know who takes payments, nor what is told about it.

use shared::gift_card::{OrderStatus, WITHDRAWAL_DAYS, Withdrawal};
use shared::id::OrderId;
use shared::money::Money;
use shared::problem::Code;
use shared::time::Day;

use super::order::{news, public, today};
use super::{account, rows};
use crate::config::VenueSettings;
use crate::gift_card::order::{Event, Issuer, Reason, Stage};
use crate::payment::flow;
use crate::provider::ProviderError;
use crate::venue::means::Means;
use crate::venue::payments::{self, Subject};

type Answer<T> = Result<T, ProviderError>;

/// What the movement is called in the card's ledger.
const TRANSACTION: &str = "withdrawal";

/// The last day on which the purchaser can withdraw; none before there is a card. The day on which it was
/// made does not count.
pub fn until(means: Means<'_>, venue: &VenueSettings, id: &OrderId) -> Answer<Option<Day>> {
    let card = rows::card(means.database, id)?;
    Ok(card
        .and_then(|card| venue.time_zone.local(card.made_at()))
        .and_then(|(day, _)| day.plus(WITHDRAWAL_DAYS)))
}

/// Says what comes back by withdrawing and, if that is confirmed, does it. Repeating it says how far it has
/// come.
pub fn withdraw(means: Means<'_>, venue: &VenueSettings, id: &OrderId, confirm: bool) -> Answer<Withdrawal> {
    let row = rows::order(means.database, id)?.ok_or(ProviderError::NotFound)?;
    let no = |code| Err(ProviderError::Refused(code));
    let Some(until) = until(means, venue, id)? else {
        return no(Code::NotWithdrawable);
    };
    let payment = payments::of_subject(means.database, &Subject::GiftCardOrder(id.clone()))?;
    let Some(payment) = payment else {
        // Nobody knows where the money would go.
        return no(Code::NotWithdrawable);
    };
    let status = public(&row)?.status;
    let said = |status: OrderStatus, refund: Money| Withdrawal {
        status,
        refund,
        until,
    };
    match row.order().stage {
        Stage::Issued if row.order().issuer == Issuer::Here => {}
        Stage::Withdrawing | Stage::Refunded if row.refund_reason == Some(Reason::Withdrawn) => {
            let owed = Money::new(payment.flow.owed, payment.amount.currency());
            let owed = owed.map_err(|error| ProviderError::Broken(error.to_string()))?;
            return Ok(said(status, owed));
        }
        _ => return no(Code::NotWithdrawable),
    }
    let today = today(means, venue)?;
    if today > until {
        return no(Code::WithdrawalOver);
    }
    let account = account(means.database, id)?
        .ok_or_else(|| ProviderError::Broken("an issued order without a card".to_owned()))?;
    let left = account.balance()?.remaining;
    if left.amount() == 0 {
        return no(Code::GiftCardUsedUp);
    }
    if !confirm {
        return Ok(said(status, left));
    }
    let mut statements = account
        .spend(TRANSACTION, left, today, means.now)
        .map_err(|refusal| ProviderError::Broken(format!("a card cannot be emptied: {refusal:?}")))?;
    let told = news(means, venue, id, &[Event::Withdrawn])?;
    statements.extend(told.statements);
    let (after, _) = payment.after(&[flow::Event::GiveBack(left.amount())]);
    statements.extend(after.save(&payment, means.now)?);
    means.database.write(statements)?;
    Ok(said(OrderStatus::Refunding, left))
}

#[cfg(test)]
#[path = "withdrawal_tests.rs"]
mod tests;
