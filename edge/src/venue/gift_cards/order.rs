//! Orders of gift cards: creates and shows them, and turns events of their payment into statements and effects by the
//! state machine in [`crate::gift_card::order`].

use config::{System, VenueSettings};
use shared::gift_card::{GiftCard, GiftCardOrder, OrderStatus};
use shared::id::{OrderId, PaymentId};
use shared::money::Money;
use shared::time::{Day, Instant, Minutes};
use shared::validation::{FieldCode, FieldError};

use super::occasion::Occasion;
use super::rows::{CardRow, OrderRow};
use super::{account, code, rows};
use crate::error::{Result, VenueError};
use crate::gift_card::ledger::Ledger;
use crate::gift_card::order::{Effect, Event, Issuer, Order, PaymentReference, Reason, Stage, step};
use crate::payment::flow::Mode;
use crate::storage::database::Statement;
use crate::storage::idempotency::fingerprint;
use crate::storage::job_queue::{self, JobKind};
use crate::storage::row::insert;
use crate::venue::context::Ctx;
use crate::venue::message::gift_card::{Ordered, WantedCard};
use crate::venue::payments::{self, Agreement, Subject, Wanted};

/// The time at which a card for a later day is sent, in minutes: nine in the morning by the venue's clock.
const SENT_AT: i64 = 9 * 60;

/// How long a purchaser can take to pay, in minutes. An unpaid order blocks no table.
const DUE_MINUTES: u32 = 60;

/// The outcome of events of an order: statements, and effects that other parts carry out. Their statements go into
/// the same transaction.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct OrderUpdate {
    /// The statements to write.
    pub statements: Vec<Statement>,
    /// Refunds, payments to be closed, and cards to be issued or emptied at a remote system.
    pub effects: Vec<Effect>,
}

/// Creates an order that waits for its payment. An earlier request with the same key is answered with its order as it
/// is now.
pub fn create(ctx: Ctx<'_>, venue: &VenueSettings, wanted: &WantedCard) -> Result<Ordered> {
    let WantedCard { request, key } = wanted;
    let settings = venue.gift_cards.as_ref().ok_or(VenueError::NotFound)?;
    let fingerprint = fingerprint(request);
    if let Some(row) = rows::order_of_key(ctx.database, key, ctx.now)? {
        if row.fingerprint != fingerprint {
            return Err(VenueError::KeyReused);
        }
        return Ok(Ordered {
            order: with_token(ctx, public(&row))?,
            replayed: true,
        });
    }
    let offered = settings
        .offered(venue.currency)
        .map_err(|error| VenueError::Broken(error.to_string()))?;
    let mut faults = request.faults(&offered, ctx.today(&venue.time_zone)?);
    let limits = venue
        .payments
        .as_ref()
        .and_then(|payments| payments.charge_limits(venue.currency));
    // Some amounts between the bounds of a free amount cannot be charged.
    if faults.is_empty() && limits.is_some_and(|limits| !limits.allow(request.amount.amount())) {
        faults.push(FieldError::new("/amount/amount", FieldCode::NotOffered));
    }
    if !faults.is_empty() {
        return Err(VenueError::Fields(faults));
    }
    let id = OrderId::parse(ctx.new_id()?.as_str()).map_err(|code| VenueError::Broken(code.to_string()))?;
    let is_elsewhere = venue.system().is_some_and(System::keeps_gift_cards);
    let order = Order::new(if is_elsewhere {
        Issuer::Upstream
    } else {
        Issuer::Here
    });
    let row = OrderRow::new(id.clone(), (key, fingerprint), order, request, ctx.now);
    let mut statements = vec![insert(&row)?];
    statements.extend(create_payment(ctx, venue, &id, request.amount)?);
    ctx.database.write(statements)?;
    let order = GiftCardOrder {
        order_id: id,
        status: OrderStatus::PaymentPending,
        amount: request.amount,
        deliver_on: request.deliver_on,
        sent_to_recipient: request
            .recipient
            .as_ref()
            .is_some_and(|recipient| recipient.email.is_some()),
        order_token: None,
        payment: None,
        card: None,
    };
    Ok(Ordered {
        order: with_token(ctx, order)?,
        replayed: false,
    })
}

/// Statements that store the payment of a new order, where the venue takes payments.
fn create_payment(
    ctx: Ctx<'_>,
    venue: &VenueSettings,
    id: &OrderId,
    amount: Money,
) -> Result<Vec<Statement>> {
    if venue.payments.is_none() {
        return Ok(Vec::new());
    }
    let wanted = Wanted {
        id: PaymentId::parse(ctx.new_id()?.as_str()).map_err(|code| VenueError::Broken(code.to_string()))?,
        subject: Subject::GiftCardOrder(id.clone()),
        mode: Mode::Charge,
        amount,
        due_minutes: DUE_MINUTES,
        is_extendable: true,
        agreement: Agreement::None,
    };
    Ok(payments::create(&wanted, ctx.now)?)
}

/// An order with its card, once it is issued. The caller has been authorised to see the code.
pub fn order(ctx: Ctx<'_>, id: &OrderId) -> Result<GiftCardOrder> {
    let row = rows::open_order(ctx.database, id)?.ok_or(VenueError::NotFound)?;
    let card = match account(ctx.database, id)? {
        Some(account) => {
            let balance = account.balance()?;
            Some(GiftCard {
                code: code::of_card(&ctx.secret()?, id.as_str())?,
                template_id: row.template_id.clone(),
                amount: row.amount,
                remaining: balance.remaining,
                expires_on: balance.expires_on,
                recipient_name: row.recipient_name.clone(),
                message: row.message.clone(),
            })
        }
        None => None,
    };
    Ok(GiftCardOrder { card, ..public(&row) })
}

/// The public status of an order at this stage.
#[must_use]
pub fn status_of(stage: Stage) -> OrderStatus {
    match stage {
        Stage::AwaitingPayment => OrderStatus::PaymentPending,
        Stage::Paid | Stage::Issuing => OrderStatus::Issuing,
        Stage::Issued => OrderStatus::Issued,
        Stage::Refunding | Stage::Emptying | Stage::Withdrawing => OrderStatus::Refunding,
        Stage::Refunded => OrderStatus::Refunded,
        Stage::Lapsed => OrderStatus::Lapsed,
    }
}

pub(super) fn public(row: &OrderRow) -> GiftCardOrder {
    GiftCardOrder {
        order_id: row.id.clone(),
        status: status_of(row.order().stage),
        amount: row.amount,
        deliver_on: row.deliver_on,
        sent_to_recipient: row.recipient_email.is_some(),
        order_token: None,
        payment: None,
        card: None,
    }
}

fn with_token(ctx: Ctx<'_>, order: GiftCardOrder) -> Result<GiftCardOrder> {
    Ok(GiftCardOrder {
        order_token: Some(ctx.secret()?.order_token(&order.order_id)),
        ..order
    })
}

/// The outcome for the order once this payment has been made.
pub fn paid(ctx: Ctx<'_>, venue: &VenueSettings, id: &OrderId, payment: &str) -> Result<OrderUpdate> {
    news(
        ctx,
        venue,
        id,
        &[Event::Paid(PaymentReference(payment.to_owned()))],
    )
}

/// The outcome for the order once this payment has gone back.
pub fn refunded(ctx: Ctx<'_>, venue: &VenueSettings, id: &OrderId, payment: &str) -> Result<OrderUpdate> {
    news(
        ctx,
        venue,
        id,
        &[Event::Refunded(PaymentReference(payment.to_owned()))],
    )
}

/// The outcome of these events of an order, in their order. Nothing is written here.
pub fn news(ctx: Ctx<'_>, venue: &VenueSettings, id: &OrderId, events: &[Event]) -> Result<OrderUpdate> {
    let row = rows::order(ctx.database, id)?.ok_or(VenueError::NotFound)?;
    let before = row.order();
    let mut order = before.clone();
    let mut news = OrderUpdate::default();
    for event in events {
        let (next, mut waiting) = step(&order, event);
        if let Some(reason) = Reason::of(order.stage, next.stage) {
            news.statements.push(rows::set_reason(id, reason, ctx.now));
        }
        order = next;
        while !waiting.is_empty() {
            for effect in std::mem::take(&mut waiting) {
                match effect {
                    Effect::IssueHere => {
                        news.statements.extend(issue(ctx, venue, &row)?);
                        let (next, effects) = step(&order, &Event::Issued);
                        order = next;
                        waiting.extend(effects);
                    }
                    Effect::SendReceipt if has_it_at_once(ctx, venue, &row) => {
                        news.statements.push(letter(Occasion::Bought, id, ctx.now));
                    }
                    Effect::SendReceipt => {
                        news.statements.push(letter(Occasion::Receipt, id, ctx.now));
                    }
                    // The card comes with the receipt.
                    Effect::SendCard if has_it_at_once(ctx, venue, &row) => {}
                    Effect::SendCard => {
                        let at = delivery(ctx, venue, &row);
                        news.statements.push(letter(Occasion::Card, id, at));
                    }
                    Effect::SendWithdrawal => {
                        news.statements.push(letter(Occasion::Withdrawn, id, ctx.now));
                        // A card that is worth nothing any more is not sent.
                        let card = Occasion::Card.subject(id);
                        news.statements
                            .push(job_queue::settle(JobKind::GiftCardLetter, &card));
                    }
                    Effect::SendRefundNotice => {
                        news.statements.push(letter(Occasion::Refunded, id, ctx.now));
                    }
                    Effect::IssueUpstream { .. }
                    | Effect::EmptyUpstream
                    | Effect::Refund(_)
                    | Effect::ClosePayment => {
                        news.effects.push(effect);
                    }
                }
            }
        }
    }
    if order != before {
        news.statements.push(rows::set_order(id, &order));
    }
    Ok(news)
}

/// The orders that are under way, with the effects that are still open for each: work that was interrupted is resumed
/// from them.
pub fn outstanding(ctx: Ctx<'_>) -> Result<Vec<(OrderId, Vec<Effect>)>> {
    let mut all = Vec::new();
    for id in rows::under_way(ctx.database)? {
        if let Some(row) = rows::order(ctx.database, &id)? {
            all.push((id, row.order().outstanding()));
        }
    }
    Ok(all)
}

/// Statements that issue the card of a paid order. It has the order's id, so there is never a second one.
fn issue(ctx: Ctx<'_>, venue: &VenueSettings, row: &OrderRow) -> Result<Vec<Statement>> {
    let amount = row.amount;
    let change = Ledger::default()
        .add("issue", amount.amount(), false)
        .map_err(|refusal| VenueError::Broken(format!("a gift card without a value: {refusal:?}")))?;
    let secret = ctx.secret()?;
    let code_hash = code::hash(&secret, &code::of_card(&secret, row.id.as_str())?);
    let expires_on = last_day(ctx, venue, row)?;
    let card = CardRow::of_order(row, code_hash, expires_on, ctx.now);
    Ok([insert(&card)?]
        .into_iter()
        .chain(rows::change(&row.id, &change, ctx.now))
        .collect())
}

/// The last day of a card that is created today; none if it does not expire.
pub(in crate::venue) fn last_day(ctx: Ctx<'_>, venue: &VenueSettings, row: &OrderRow) -> Result<Option<Day>> {
    let offered = venue
        .gift_cards
        .as_ref()
        .map(|settings| settings.offered(venue.currency))
        .transpose()
        .map_err(|error| VenueError::Broken(error.to_string()))?;
    // A design that is no longer offered has the validity of the others.
    let validity = offered
        .as_ref()
        .and_then(|offered| offered.template(&row.template_id))
        .map(|template| template.validity)
        .or(venue.gift_cards.as_ref().map(|settings| settings.validity))
        .unwrap_or_default();
    Ok(validity.last_day(ctx.today(&venue.time_zone)?))
}

/// When the card is sent: on the morning of its day, or at once if that is over.
fn delivery(ctx: Ctx<'_>, venue: &VenueSettings, row: &OrderRow) -> Instant {
    let morning = row.deliver_on.and_then(|day| {
        let minutes = Minutes::parse(SENT_AT).ok()?;
        venue.time_zone.resolve(day, minutes).instant()
    });
    morning.map_or(ctx.now, |morning| morning.max(ctx.now))
}

/// Whether the purchaser receives the card, and now.
fn has_it_at_once(ctx: Ctx<'_>, venue: &VenueSettings, row: &OrderRow) -> bool {
    row.recipient_email.is_none() && delivery(ctx, venue, row) == ctx.now
}

/// Statement that queues the job that an order needs at a remote system.
pub(super) fn at_remote_system(id: &OrderId, at: Instant) -> Statement {
    job_queue::schedule(JobKind::GiftCard, id.as_str(), at)
}

/// Statement that queues a letter, which is composed when it is due, so that no code is stored.
fn letter(what: Occasion, id: &OrderId, at: Instant) -> Statement {
    job_queue::schedule(JobKind::GiftCardLetter, &what.subject(id), at)
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
