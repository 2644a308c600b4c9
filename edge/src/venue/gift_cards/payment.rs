//! Applies the events of a payment to the gift-card order that it pays, in one transaction.

use config::VenueSettings;
use shared::id::{OrderId, PaymentId};

use super::order::{at_remote_system, last_day};
use super::{OrderUpdate, account, letter, news, rows, settle};
use crate::error::{Result, VenueError};
use crate::gift_card::order::{Effect, Event, Issuer, PaymentReference};
use crate::payment::flow;
use crate::storage::database::Statement;
use crate::venue::context::Ctx;
use crate::venue::payments::{self, Payee, Row};

/// An order of a gift card, as what a payment pays for.
pub struct OrderPayee<'a> {
    /// The venue's settings.
    pub settings: &'a VenueSettings,
    /// The order.
    pub order: &'a OrderId,
}

impl Payee for OrderPayee<'_> {
    fn apply(
        &mut self,
        ctx: Ctx<'_>,
        before: &Row,
        events: &[flow::Event],
        beside: Vec<Statement>,
    ) -> Result<Row> {
        apply_payment_events(ctx, self.settings, self.order, before, events, beside)
    }
}

/// Applies events of an order's payment, with `beside` in the same write.
pub fn apply_payment_events(
    ctx: Ctx<'_>,
    venue: &VenueSettings,
    order: &OrderId,
    before: &Row,
    events: &[flow::Event],
    beside: Vec<Statement>,
) -> Result<Row> {
    let (mut row, all_news) = before.after(events);
    let reference = PaymentReference(before.id.as_str().to_owned());
    let mut written = beside;
    let may_be_out_of_step = all_news
        .iter()
        .any(|news| matches!(news.news, flow::News::SentBack | flow::News::RefundFailed));
    for news in &all_news {
        written.extend(letter::of_payment(ctx, venue, order, news, &row)?);
    }
    let order_events: Vec<Event> = all_news
        .into_iter()
        .filter_map(|news| match news.news {
            flow::News::Secured | flow::News::Late => Some(Event::Paid(reference.clone())),
            flow::News::Lost => Some(Event::Lapsed),
            flow::News::SentBack => Some(Event::SentBack {
                payment: reference.clone(),
                is_all: row.flow.gone_or_due() >= row.flow.taken,
            }),
            // The part that was sent back at the provider is not all that is owed.
            flow::News::Returned if is_all_back(&row.flow) => Some(Event::Refunded(reference.clone())),
            // No card is stored as a guarantee for a gift card; the other news are reported by letters.
            _ => None,
        })
        .collect();
    let mut order_events = order_events;
    if may_be_out_of_step {
        let (statements, back) = brought_in_step(ctx, venue, order, &row)?;
        written.extend(statements);
        if back > 0 {
            // A refund that failed after the purchaser has withdrawn: the money belongs to the purchaser, and not to
            // the card.
            row = row
                .after(&[flow::Event::GiveBack(row.flow.gone_or_due() + back)])
                .0;
            order_events.push(Event::ShareReturned);
            written.push(settle::letter_of_return(ctx, order));
        }
    }
    let OrderUpdate { statements, effects } = news(ctx, venue, order, &order_events)?;
    written.extend(statements);
    if effects
        .iter()
        .any(|effect| matches!(effect, Effect::IssueUpstream { .. }))
    {
        written.push(at_remote_system(order, ctx.now));
    }
    // A lost payment is closed by itself.
    if effects.contains(&Effect::Refund(reference)) {
        row = row.after(&[flow::Event::GiveBack(row.amount.amount())]).0;
    }
    written.extend(row.save(before, ctx.now)?);
    ctx.database.write(written)?;
    Ok(row)
}

/// Whether everything that has to go back is back.
fn is_all_back(flow: &flow::Flow) -> bool {
    let back = flow.gone_back();
    back >= flow.taken || (flow.owed > 0 && back >= flow.owed)
}

/// The statements after which an order's card has nothing on it that was refunded at the provider, and the amount
/// that goes on to its purchaser.
fn brought_in_step(
    ctx: Ctx<'_>,
    venue: &VenueSettings,
    order: &OrderId,
    row: &Row,
) -> Result<(Vec<Statement>, i64)> {
    let purchase = rows::order(ctx.database, order)?.ok_or(VenueError::NotFound)?;
    let account = match account::account(ctx.database, order)? {
        Some(account) => account,
        // The card is issued in this very write, of money that is partly gone already.
        None if purchase.order().issuer == Issuer::Here => {
            account::fresh(order.clone(), purchase.amount, last_day(ctx, venue, &purchase)?)?
        }
        None => return Ok((Vec::new(), 0)),
    };
    settle::in_step(ctx, &purchase, &account, &row.flow)
}

/// Applies an event of an order that is not one of its payment, with `beside` in the same write: money that has to go
/// back goes back.
pub(in crate::venue) fn apply_order_event(
    ctx: Ctx<'_>,
    venue: &VenueSettings,
    order: &OrderId,
    event: &Event,
    beside: Vec<Statement>,
) -> Result<()> {
    let mut written = beside;
    let OrderUpdate { statements, effects } = news(ctx, venue, order, std::slice::from_ref(event))?;
    written.extend(statements);
    for effect in effects {
        let Effect::Refund(PaymentReference(payment)) = effect else {
            continue;
        };
        let id = PaymentId::parse(&payment).map_err(|code| VenueError::Broken(code.to_string()))?;
        let Some(before) = payments::find(ctx.database, &id)? else {
            return Err(VenueError::Broken(
                "the payment of an order is missing".to_owned(),
            ));
        };
        let (row, _) = before.after(&[flow::Event::GiveBack(before.amount.amount())]);
        written.extend(row.save(&before, ctx.now)?);
    }
    Ok(ctx.database.write(written)?)
}
