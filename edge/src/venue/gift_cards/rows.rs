//! The rows of orders, cards and transactions: reads, inserts and updates.

use serde::{Deserialize, Serialize};
use shared::gift_card::GiftCardRequest;
use shared::id::{OrderId, TemplateId};
use shared::locale::Language;
use shared::money::{Currency, Money};
use shared::time::{Day, Instant};
use shared::validation::{Email, Message, Name};

use crate::gift_card::ledger::{Change, Progress, Transaction};
use crate::gift_card::order::{Issuer, Order, PaymentReference, Reason, Stage};
use crate::storage::database::{Database, DatabaseError, Statement, first, select};
use crate::storage::idempotency::{IdempotencyKey, RETENTION_SECONDS};
use crate::storage::row::{self, TableRow};

type Result<T> = std::result::Result<T, DatabaseError>;

/// A stored order. It cannot be printed: it contains personal data.
#[derive(Serialize, Deserialize)]
pub struct OrderRow {
    pub id: OrderId,
    /// The `Idempotency-Key` of the request that created it; empty once its personal data was blanked, as is the
    /// fingerprint.
    key: String,
    pub fingerprint: String,
    stage: Stage,
    issuer: Issuer,
    payment: Option<PaymentReference>,
    pub template_id: TemplateId,
    /// The card's value: the columns `amount` and `currency`.
    #[serde(flatten)]
    pub amount: Money,
    pub purchaser_name: Name,
    pub purchaser_email: Email,
    pub recipient_name: Option<Name>,
    pub recipient_email: Option<Email>,
    pub message: Option<Message>,
    pub deliver_on: Option<Day>,
    pub locale: Language,
    #[serde(with = "row::unix")]
    pub created_at: Instant,
    pub refund_reason: Option<Reason>,
    /// When the purchaser withdrew.
    #[serde(with = "row::optional_unix")]
    pub withdrawn_at: Option<Instant>,
    /// The amount that a remote system was asked to debit from the card, as long as the outcome is not known.
    pub pending_debit: Option<i64>,
    /// When its personal data was blanked; none before.
    #[serde(with = "row::optional_unix")]
    blanked_at: Option<Instant>,
    /// Since when its personal data is to be blanked as soon as nothing needs it; none if no erasure was requested.
    #[serde(with = "row::optional_unix")]
    erase_asked_at: Option<Instant>,
}

impl TableRow for OrderRow {
    const TABLE: &'static str = "gift_card_orders";
}

impl OrderRow {
    /// The row of a new order.
    pub(super) fn new(
        id: OrderId,
        (key, fingerprint): (&IdempotencyKey, String),
        order: Order,
        request: &GiftCardRequest,
        created_at: Instant,
    ) -> Self {
        let recipient = request.recipient.as_ref();
        Self {
            id,
            key: key.as_str().to_owned(),
            fingerprint,
            stage: order.stage,
            issuer: order.issuer,
            payment: order.payment,
            template_id: request.template_id.clone(),
            amount: request.amount,
            purchaser_name: request.purchaser.name.clone(),
            purchaser_email: request.purchaser.email.clone(),
            recipient_name: recipient.and_then(|recipient| recipient.name.clone()),
            recipient_email: recipient.and_then(|recipient| recipient.email.clone()),
            message: request.message.clone(),
            deliver_on: request.deliver_on,
            locale: request.locale.clone(),
            created_at,
            refund_reason: None,
            withdrawn_at: None,
            pending_debit: None,
            blanked_at: None,
            erase_asked_at: None,
        }
    }

    /// The state on which the order's next step depends.
    pub fn order(&self) -> Order {
        Order {
            stage: self.stage,
            issuer: self.issuer,
            payment: self.payment.clone(),
        }
    }

    /// Whether its personal data was blanked: names and addresses are [`blanking::BLANK`] then.
    ///
    /// [`blanking::BLANK`]: crate::venue::blanking::BLANK
    pub fn is_blanked(&self) -> bool {
        self.blanked_at.is_some()
    }
}

/// Stores the state of an order.
pub fn set_order(id: &OrderId, order: &Order) -> Statement {
    let payment = order.payment.as_ref().map(|payment| payment.0.as_str());
    Statement::new(
        "UPDATE gift_card_orders SET stage = ?, payment = ? WHERE id = ?",
        vec![order.stage.text().into(), payment.into(), id.as_str().into()],
    )
}

/// Stores the reason why an order's money goes back.
pub fn set_reason(id: &OrderId, reason: Reason, now: Instant) -> Statement {
    let withdrawn_at = (reason == Reason::Withdrawn).then_some(now.unix());
    Statement::new(
        "UPDATE gift_card_orders SET refund_reason = ?, withdrawn_at = ? WHERE id = ?",
        vec![reason.text().into(), withdrawn_at.into(), id.as_str().into()],
    )
}

/// Stores the amount that a remote system is asked to debit from an order's card; none once the outcome is known.
pub fn set_pending_debit(id: &OrderId, pending_debit: Option<i64>) -> Statement {
    Statement::new(
        "UPDATE gift_card_orders SET pending_debit = ? WHERE id = ?",
        vec![pending_debit.into(), id.as_str().into()],
    )
}

/// An order, if there is one.
pub fn order(database: &dyn Database, id: &OrderId) -> Result<Option<OrderRow>> {
    let sql = "SELECT * FROM gift_card_orders WHERE id = ?";
    first(database, sql, vec![id.as_str().into()])
}

/// The same, unless its personal data was blanked: its purchaser can no longer see it then.
pub fn open_order(database: &dyn Database, id: &OrderId) -> Result<Option<OrderRow>> {
    Ok(order(database, id)?.filter(|row| !row.is_blanked()))
}

/// The order that was created under a key, as long as keys are stored.
pub fn order_of_key(database: &dyn Database, key: &IdempotencyKey, now: Instant) -> Result<Option<OrderRow>> {
    first(
        database,
        "SELECT * FROM gift_card_orders WHERE key = ? AND created_at >= ?",
        vec![key.as_str().into(), (now.unix() - RETENTION_SECONDS).into()],
    )
}

/// The orders whose purchaser or recipient has an e-mail address, given in small letters, the oldest first.
pub fn orders_of_address(database: &dyn Database, address: &str) -> Result<Vec<OrderRow>> {
    select(
        database,
        "SELECT * FROM gift_card_orders WHERE LOWER(purchaser_email) = ?1 OR LOWER(recipient_email) = ?1
         ORDER BY created_at, id",
        vec![address.into()],
    )
}

/// Whether an order was created under a key, as long as keys are stored.
pub fn knows(database: &dyn Database, key: &IdempotencyKey, now: Instant) -> Result<bool> {
    order_of_key(database, key, now).map(|row| row.is_some())
}

/// The orders at a stage that needs work and does not wait for a payment.
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

/// A stored card, without its code.
#[derive(Serialize, Deserialize)]
pub struct CardRow {
    /// The id of its order; a card without an order has an id of its own.
    pub id: OrderId,
    /// The keyed hash of its code.
    pub code_hash: String,
    pub currency: Currency,
    pub expires_on: Option<Day>,
    #[serde(with = "row::unix")]
    pub created_at: Instant,
    /// Its design; none where its order has it.
    pub template_id: Option<TemplateId>,
    /// The caller's reference of the payment, for a card without an order.
    pub payment_reference: Option<String>,
    /// The customer, for a card without an order; none once that was blanked.
    pub email: Option<Email>,
    /// The language of the letter to the customer, for a card without an order.
    pub locale: Option<Language>,
    /// The code, encrypted, until the letter is sent; none where it is computed.
    pub sealed_code: Option<String>,
    /// The `Idempotency-Key` of the request that created a card without an order.
    pub key: Option<String>,
    /// The fingerprint of that request.
    pub fingerprint: Option<String>,
}

impl TableRow for CardRow {
    const TABLE: &'static str = "gift_cards";
}

impl CardRow {
    /// The row of the card of an order, which has all the rest.
    pub fn of_order(
        order: &OrderRow,
        code_hash: String,
        expires_on: Option<Day>,
        created_at: Instant,
    ) -> Self {
        Self {
            id: order.id.clone(),
            code_hash,
            currency: order.amount.currency(),
            expires_on,
            created_at,
            template_id: None,
            payment_reference: None,
            email: None,
            locale: None,
            sealed_code: None,
            key: None,
            fingerprint: None,
        }
    }
}

/// Whether a card was created for this payment.
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
    let sql = "SELECT * FROM gift_cards WHERE id = ?";
    first(database, sql, vec![id.as_str().into()])
}

/// The card of a code, by its hash, if there is one.
pub fn card_of_code_hash(database: &dyn Database, code_hash: &str) -> Result<Option<CardRow>> {
    let sql = "SELECT * FROM gift_cards WHERE code_hash = ?";
    first(database, sql, vec![code_hash.into()])
}

/// The card that staff created under a key, as long as keys are stored.
pub fn card_of_key(database: &dyn Database, key: &IdempotencyKey, now: Instant) -> Result<Option<CardRow>> {
    first(
        database,
        "SELECT * FROM gift_cards WHERE key = ? AND created_at >= ?",
        vec![key.as_str().into(), (now.unix() - RETENTION_SECONDS).into()],
    )
}

/// The cards without an order whose customer has an e-mail address, given in small letters, the oldest first.
pub fn cards_of_address(database: &dyn Database, address: &str) -> Result<Vec<CardRow>> {
    let sql = "SELECT * FROM gift_cards WHERE LOWER(email) = ? ORDER BY created_at, id";
    select(database, sql, vec![address.into()])
}

/// Deletes the encrypted code of a card, whose letter was sent or is not sent any more.
pub fn forget_sealed_code(id: &OrderId) -> Statement {
    let sql = "UPDATE gift_cards SET sealed_code = NULL WHERE id = ?";
    Statement::new(sql, vec![id.as_str().into()])
}

/// A card's transactions, in the order in which they were added.
pub fn transactions(database: &dyn Database, card: &OrderId) -> Result<Vec<Transaction>> {
    select(
        database,
        "SELECT id, amount, progress FROM gift_card_transactions WHERE card_id = ? ORDER BY rowid",
        vec![card.as_str().into()],
    )
}

/// Stores a change of a card's ledger. A row is added once, and settled once.
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::storage::row::test_support::check;

    #[test]
    fn the_rows_are_the_tables() {
        check::<OrderRow>(&json!({
            "id": "o1", "key": "key-1", "fingerprint": "f", "stage": "awaiting_payment", "issuer": "upstream",
            "payment": "p1", "template_id": "austria", "amount": 5_000, "currency": "EUR", "purchaser_name": "Ada",
            "purchaser_email": "Ada@example.com", "recipient_name": "Ben", "recipient_email": null,
            "message": "Alles Gute!", "deliver_on": "2026-12-24", "locale": "de", "created_at": 1_795_258_800,
            "refund_reason": "not_issued", "withdrawn_at": null, "pending_debit": 2_500, "blanked_at": 1_795_258_900,
            "erase_asked_at": null,
        }));
        check::<CardRow>(&json!({
            "id": "o1", "code_hash": "h", "currency": "EUR", "expires_on": "2029-12-31", "created_at": 1_795_258_800,
            "template_id": "austria", "payment_reference": null, "email": "ada@example.com", "locale": "de",
            "sealed_code": null, "key": "key-1", "fingerprint": "f",
        }));
    }
}
