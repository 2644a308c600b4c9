//! The rows of orders, cards and transactions: reads, inserts and updates.

use serde::Deserialize;
use shared::gift_card::GiftCardRequest;
use shared::id::{OrderId, TemplateId};
use shared::locale::Language;
use shared::money::{Currency, Money};
use shared::time::{Day, Instant};
use shared::validation::{Email, Message, Name};

use crate::gift_card::ledger::{Change, Progress, Transaction};
use crate::gift_card::order::{Issuer, Order, PaymentReference, Reason, Stage};
use crate::storage::database::{Database, DatabaseError, Statement, select};
use crate::storage::idempotency::IdempotencyKey;
use crate::storage::idempotency::KEPT_SECONDS;

type Result<T> = std::result::Result<T, DatabaseError>;

/// An order as it is stored. It cannot be printed: it holds people's data.
#[derive(Deserialize)]
pub struct OrderRow {
    pub id: OrderId,
    pub fingerprint: String,
    stage: Stage,
    issuer: Issuer,
    payment: Option<PaymentReference>,
    pub template_id: TemplateId,
    amount: i64,
    currency: Currency,
    pub purchaser_name: Name,
    pub purchaser_email: Email,
    pub recipient_name: Option<Name>,
    pub recipient_email: Option<Email>,
    pub message: Option<Message>,
    pub deliver_on: Option<Day>,
    pub locale: Language,
    pub refund_reason: Option<Reason>,
    withdrawn_at: Option<i64>,
    /// What another system was asked to take off the card, as long as nobody knows whether it did.
    pub pending_debit: Option<i64>,
    /// When its personal data was blanked; none as long as it is there.
    blanked_at: Option<i64>,
}

impl OrderRow {
    /// What its fate depends on.
    pub fn order(&self) -> Order {
        Order {
            stage: self.stage,
            issuer: self.issuer,
            payment: self.payment.clone(),
        }
    }

    /// Whether its personal data was blanked: names and addresses are [`retention::BLANK`] then.
    ///
    /// [`retention::BLANK`]: crate::venue::retention::BLANK
    pub fn is_blanked(&self) -> bool {
        self.blanked_at.is_some()
    }

    /// When its purchaser withdrew.
    pub fn withdrawn_at(&self) -> Option<Instant> {
        self.withdrawn_at.map(Instant::from_unix)
    }

    /// What the card is worth.
    pub fn amount(&self) -> Result<Money> {
        Money::new(self.amount, self.currency).map_err(|error| DatabaseError(error.to_string()))
    }
}

/// Stores a new order.
pub fn insert_order(
    id: &OrderId,
    key: &IdempotencyKey,
    fingerprint: &str,
    order: &Order,
    request: &GiftCardRequest,
    now: Instant,
) -> Statement {
    let recipient = request.recipient.as_ref();
    let name = recipient.and_then(|recipient| recipient.name.as_ref());
    let email = recipient.and_then(|recipient| recipient.email.as_ref());
    Statement::new(
        "INSERT INTO gift_card_orders (id, key, fingerprint, stage, issuer, template_id, amount, currency,
            purchaser_name, purchaser_email, recipient_name, recipient_email, message, deliver_on, locale,
            created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        vec![
            id.as_str().into(),
            key.as_str().into(),
            fingerprint.into(),
            order.stage.text().into(),
            match order.issuer {
                Issuer::Here => "here",
                Issuer::Upstream => "upstream",
            }
            .into(),
            request.template_id.as_str().into(),
            request.amount.amount().into(),
            request.amount.currency().code().into(),
            request.purchaser.name.as_str().into(),
            request.purchaser.email.as_str().into(),
            name.map(Name::as_str).into(),
            email.map(Email::as_str).into(),
            request.message.as_ref().map(Message::as_str).into(),
            request.deliver_on.map(|day| day.to_string()).into(),
            request.locale.as_str().into(),
            now.unix().into(),
        ],
    )
}

/// Takes an order to where it stands now.
pub fn set_order(id: &OrderId, order: &Order) -> Statement {
    let payment = order.payment.as_ref().map(|payment| payment.0.as_str());
    Statement::new(
        "UPDATE gift_card_orders SET stage = ?, payment = ? WHERE id = ?",
        vec![order.stage.text().into(), payment.into(), id.as_str().into()],
    )
}

/// Keeps why an order's money goes back.
pub fn set_reason(id: &OrderId, reason: Reason, now: Instant) -> Statement {
    let withdrawn_at = (reason == Reason::Withdrawn).then_some(now.unix());
    Statement::new(
        "UPDATE gift_card_orders SET refund_reason = ?, withdrawn_at = ? WHERE id = ?",
        vec![reason.text().into(), withdrawn_at.into(), id.as_str().into()],
    )
}

/// Keeps what another system is asked to take off an order's card; none once it is known what came of that.
pub fn set_pending_debit(id: &OrderId, pending_debit: Option<i64>) -> Statement {
    Statement::new(
        "UPDATE gift_card_orders SET pending_debit = ? WHERE id = ?",
        vec![pending_debit.into(), id.as_str().into()],
    )
}

/// An order, if there is one.
pub fn order(database: &dyn Database, id: &OrderId) -> Result<Option<OrderRow>> {
    let rows = select(
        database,
        "SELECT * FROM gift_card_orders WHERE id = ?",
        vec![id.as_str().into()],
    )?;
    Ok(rows.into_iter().next())
}

/// The same, unless its personal data was blanked: then it is gone for its purchaser.
pub fn open_order(database: &dyn Database, id: &OrderId) -> Result<Option<OrderRow>> {
    Ok(order(database, id)?.filter(|row| !row.is_blanked()))
}

/// The order that was made under a key, as long as keys are remembered.
pub fn order_of_key(database: &dyn Database, key: &IdempotencyKey, now: Instant) -> Result<Option<OrderRow>> {
    let rows = select(
        database,
        "SELECT * FROM gift_card_orders WHERE key = ? AND created_at >= ?",
        vec![key.as_str().into(), (now.unix() - KEPT_SECONDS).into()],
    )?;
    Ok(rows.into_iter().next())
}

/// Whether an order was made under a key, as long as keys are remembered.
pub fn knows(database: &dyn Database, key: &IdempotencyKey, now: Instant) -> Result<bool> {
    order_of_key(database, key, now).map(|row| row.is_some())
}

/// The orders that are not at rest and do not wait for their payment.
pub fn under_way(database: &dyn Database) -> Result<Vec<OrderId>> {
    #[derive(Deserialize)]
    struct Row {
        id: OrderId,
    }
    let rows: Vec<Row> = select(
        database,
        "SELECT id FROM gift_card_orders WHERE stage IN ('paid', 'issuing', 'refunding', 'emptying')
         ORDER BY created_at, id",
        vec![],
    )?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// A card as it is stored.
#[derive(Deserialize)]
pub struct CardRow {
    pub id: OrderId,
    pub currency: Currency,
    pub expires_on: Option<Day>,
    created_at: i64,
}

impl CardRow {
    /// When it was made.
    pub fn made_at(&self) -> Instant {
        Instant::from_unix(self.created_at)
    }
}

/// Stores a new card, without its code.
pub fn insert_card(
    id: &OrderId,
    code_hash: &str,
    currency: Currency,
    expires_on: Option<Day>,
    now: Instant,
) -> Statement {
    Statement::new(
        "INSERT INTO gift_cards (id, code_hash, currency, expires_on, created_at) VALUES (?, ?, ?, ?, ?)",
        vec![
            id.as_str().into(),
            code_hash.into(),
            currency.code().into(),
            expires_on.map(|day| day.to_string()).into(),
            now.unix().into(),
        ],
    )
}

/// Notes what is known of a card that no order was made for.
pub fn note_card(id: &OrderId, template: &TemplateId, payment: Option<&str>) -> Statement {
    Statement::new(
        "UPDATE gift_cards SET template_id = ?, payment_reference = ? WHERE id = ?",
        vec![template.as_str().into(), payment.into(), id.as_str().into()],
    )
}

/// Whether a card was made for this payment.
pub fn is_paid_with(database: &dyn Database, payment: Option<&str>) -> Result<bool> {
    #[derive(Deserialize)]
    struct Found {}
    let rows: Vec<Found> = select(
        database,
        "SELECT id FROM gift_cards WHERE payment_reference = ?",
        vec![payment.into()],
    )?;
    Ok(!rows.is_empty())
}

/// A card, if there is one.
pub fn card(database: &dyn Database, id: &OrderId) -> Result<Option<CardRow>> {
    let rows = select(
        database,
        "SELECT id, currency, expires_on, created_at FROM gift_cards WHERE id = ?",
        vec![id.as_str().into()],
    )?;
    Ok(rows.into_iter().next())
}

/// The card of a code, by its hash, if there is one.
pub fn card_of_code_hash(database: &dyn Database, code_hash: &str) -> Result<Option<CardRow>> {
    let rows = select(
        database,
        "SELECT id, currency, expires_on, created_at FROM gift_cards WHERE code_hash = ?",
        vec![code_hash.into()],
    )?;
    Ok(rows.into_iter().next())
}

/// A card's transactions, in the order in which they were added.
pub fn transactions(database: &dyn Database, card: &OrderId) -> Result<Vec<Transaction>> {
    select(
        database,
        "SELECT id, amount, progress FROM gift_card_transactions WHERE card_id = ? ORDER BY rowid",
        vec![card.as_str().into()],
    )
}

/// Keeps a change of a card's ledger. A row is only ever added, and settled once.
pub fn change(card: &OrderId, change: &Change, now: Instant) -> Option<Statement> {
    match change {
        Change::Add(Transaction { id, amount, progress }) => Some(Statement::new(
            "INSERT INTO gift_card_transactions (card_id, id, amount, progress, created_at, settled_at)
             VALUES (?, ?, ?, ?, ?, ?)",
            vec![
                card.as_str().into(),
                id.as_str().into(),
                (*amount).into(),
                progress.text().into(),
                now.unix().into(),
                (*progress != Progress::Pending).then_some(now.unix()).into(),
            ],
        )),
        Change::Settle(id, progress) => Some(Statement::new(
            "UPDATE gift_card_transactions SET progress = ?, settled_at = ?
             WHERE card_id = ? AND id = ? AND progress = 'pending'",
            vec![
                progress.text().into(),
                now.unix().into(),
                card.as_str().into(),
                id.as_str().into(),
            ],
        )),
        Change::Nothing => None,
    }
}
