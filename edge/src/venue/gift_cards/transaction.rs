//! Transactions of gift cards that staff and tills make: at once, or in two steps, of which the first sets money aside
//! or announces it. A pending one that is not settled lapses after [`PENDING_MINUTES`], and has moved nothing.

use config::VenueSettings;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use shared::id::OrderId;
use shared::time::Instant;

use super::account::{self, Account, BY_STAFF, CardRefusal};
use super::{rows, settle};
use crate::error::{Result, VenueError};
use crate::gift_card::code::CardCode;
use crate::gift_card::ledger::{Progress, Refusal};
use crate::gift_card::order::Reason;
use crate::storage::database::{Statement, first};
use crate::storage::idempotency::{IdempotencyKey, RETENTION_SECONDS, fingerprint};
use crate::storage::job_queue::{self, JobKind};
use crate::venue::context::Ctx;
use crate::venue::message::staff_gift_card::{
    CardTransaction, CardTransactionOutcome, CardTransactionRefusal, CardTransactionStatus,
    CardTransactionUpdate, NewCardTransaction,
};

/// How long a transaction can be pending, in minutes: a day, so that money of a bill that was opened in the evening and
/// forgotten is on its card again the next one.
pub const PENDING_MINUTES: i64 = 24 * 60;

/// The longest reference that is the transaction's name as it is written, in bytes.
const MAX_PLAIN_REFERENCE: usize = 64;

/// A stored transaction of staff.
#[derive(Deserialize)]
struct TransactionRow {
    card_id: OrderId,
    id: String,
    amount: i64,
    progress: Progress,
    #[serde(with = "crate::storage::row::unix")]
    created_at: Instant,
    #[serde(with = "crate::storage::row::optional_unix")]
    settled_at: Option<Instant>,
    reference: Option<String>,
    key: Option<String>,
    fingerprint: Option<String>,
}

impl TransactionRow {
    fn lapses_at(&self) -> Instant {
        self.created_at.plus_minutes(PENDING_MINUTES)
    }

    /// How it came to move nothing; none if it has moved money, or still can. Until its time is over it can only be cancelled.
    fn refusal_if_dropped(&self) -> Option<CardTransactionRefusal> {
        let has_lapsed = self.settled_at >= Some(self.lapses_at());
        (self.progress == Progress::Dropped).then_some(if has_lapsed {
            CardTransactionRefusal::Lapsed
        } else {
            CardTransactionRefusal::Cancelled
        })
    }

    fn transaction(self) -> CardTransaction {
        let status = match self.progress {
            Progress::Pending => CardTransactionStatus::Pending,
            Progress::Successful => CardTransactionStatus::Successful,
            Progress::Dropped => CardTransactionStatus::Cancelled,
        };
        let lapses_at = (self.progress == Progress::Pending).then(|| self.lapses_at());
        CardTransaction {
            id: self.id,
            status,
            amount: self.amount,
            reference: self.reference,
            at: self.created_at,
            lapses_at,
        }
    }
}

fn recorded(row: TransactionRow, replayed: bool) -> CardTransactionOutcome {
    CardTransactionOutcome::Recorded {
        transaction: row.transaction(),
        replayed,
    }
}

/// The transaction of this name on a card.
fn find(ctx: Ctx<'_>, card: &OrderId, id: &str) -> Result<Option<TransactionRow>> {
    if !id.starts_with(BY_STAFF) {
        return Ok(None);
    }
    let sql = "SELECT * FROM gift_card_transactions WHERE card_id = ? AND id = ?";
    Ok(first(ctx.database, sql, vec![card.as_str().into(), id.into()])?)
}

/// The same, which exists.
fn stored(ctx: Ctx<'_>, card: &OrderId, id: &str) -> Result<TransactionRow> {
    find(ctx, card, id)?.ok_or(VenueError::NotFound)
}

/// The name of the transaction of this reference. A reference that cannot be a part of a path is hashed.
fn name_of(reference: &str) -> String {
    let is_plain = reference.len() <= MAX_PLAIN_REFERENCE
        && reference
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte));
    if is_plain {
        return format!("{BY_STAFF}{reference}");
    }
    let digest = base16ct::lower::encode_string(&Sha256::digest(reference));
    format!("{BY_STAFF}sha256-{digest}")
}

/// The transaction that an earlier request has made: under the same key on any card, or under the same reference on this
/// one.
fn made_before(ctx: Ctx<'_>, card: &OrderId, new: &NewCardTransaction) -> Result<Option<TransactionRow>> {
    if let Some(key) = &new.key {
        let found = first(
            ctx.database,
            "SELECT * FROM gift_card_transactions WHERE key = ? AND created_at >= ?",
            vec![key.as_str().into(), (ctx.now.unix() - RETENTION_SECONDS).into()],
        )?;
        if found.is_some() {
            return Ok(found);
        }
    }
    let Some(reference) = &new.reference else {
        return Ok(None);
    };
    of_reference(ctx, card, reference)
}

/// The transaction of a card that has this reference, by its name or since an update.
fn of_reference(ctx: Ctx<'_>, card: &OrderId, reference: &str) -> Result<Option<TransactionRow>> {
    let name = name_of(reference);
    // Names were not hashed before.
    let former_name = format!("{BY_STAFF}{reference}");
    let sql = "SELECT * FROM gift_card_transactions
         WHERE card_id = ?1 AND (id = ?2 OR id = ?3 OR reference = ?4 AND id LIKE 'external-%')
         ORDER BY id = ?2 DESC, created_at LIMIT 1";
    let parameters = vec![
        card.as_str().into(),
        name.as_str().into(),
        former_name.as_str().into(),
        reference.into(),
    ];
    Ok(first(ctx.database, sql, parameters)?)
}

/// Moves money. A request that repeats an earlier one, by its key or its reference, moves nothing and is answered with
/// that transaction as it is now, or refused if that has moved nothing either.
pub fn create_transaction(
    ctx: Ctx<'_>,
    venue: &VenueSettings,
    new: &NewCardTransaction,
) -> Result<CardTransactionOutcome> {
    let account = account::by_card_code(ctx, &new.code)?.ok_or(VenueError::NotFound)?;
    let content = (account.id.as_str(), new.amount, new.is_pending, &new.reference);
    let fingerprint = fingerprint(&content);
    if let Some(row) = made_before(ctx, &account.id, new)? {
        return repeated(ctx, &account, row, (new, fingerprint.as_str()));
    }
    if let Some(refusal) = closed(ctx, venue, &account, new.amount)? {
        return Ok(CardTransactionOutcome::Refused(refusal));
    }
    let name = match &new.reference {
        Some(reference) => name_of(reference),
        None => format!("{BY_STAFF}{}", ctx.new_id()?),
    };
    let mut statements = match account.record(&name, new.amount, new.is_pending, ctx.now) {
        Ok(statements) => statements,
        Err(refusal) => return Ok(CardTransactionOutcome::Refused(of_ledger(refusal))),
    };
    statements.push(Statement::new(
        "UPDATE gift_card_transactions SET reference = ?, key = ?, fingerprint = ? WHERE card_id = ? AND id = ?",
        vec![
            new.reference.as_deref().into(),
            new.key.as_ref().map(IdempotencyKey::as_str).into(),
            fingerprint.as_str().into(),
            account.id.as_str().into(),
            name.as_str().into(),
        ],
    ));
    if new.is_pending {
        let at = ctx.now.plus_minutes(PENDING_MINUTES);
        let subject = subject(&account.id, &name);
        statements.push(job_queue::schedule(JobKind::CardPending, &subject, at));
    }
    let action = if new.amount < 0 {
        "gift_card.redeem"
    } else {
        "gift_card.top_up"
    };
    let after = json!({
        "amount": new.amount.abs(), "currency": account.currency(),
        "status": if new.is_pending { "pending" } else { "successful" },
    });
    statements.extend(ctx.audit(action, account.id.as_str(), None, Some(after))?);
    ctx.database.write(statements)?;
    Ok(recorded(stored(ctx, &account.id, &name)?, false))
}

/// The outcome of a request whose key or reference a transaction has. One that moved nothing, since it was cancelled or has
/// lapsed, is refused: a till reads a transaction that it has created as money that was moved.
fn repeated(
    ctx: Ctx<'_>,
    account: &Account,
    row: TransactionRow,
    (new, fingerprint): (&NewCardTransaction, &str),
) -> Result<CardTransactionOutcome> {
    // Rows of before have no fingerprint, and were never pending.
    let is_same = match &row.fingerprint {
        Some(known) => known == fingerprint,
        None => row.card_id == account.id && row.amount == new.amount && !new.is_pending,
    };
    // Two keys are two requests, though a till may write its table's number as the reference of both. The key of a row is
    // deleted after two days: then the request that comes with one is another too.
    let is_other_request = new
        .key
        .as_ref()
        .is_some_and(|key| row.key.as_deref() != Some(key.as_str()));
    if !is_same || is_other_request {
        return Ok(CardTransactionOutcome::Refused(CardTransactionRefusal::Reused));
    }
    let row = ended_in_time(ctx, account, row)?;
    Ok(match row.refusal_if_dropped() {
        Some(refusal) => CardTransactionOutcome::Refused(refusal),
        None => recorded(row, true),
    })
}

/// The transaction, ended before if its time is over: the job that ends it may be late.
fn ended_in_time(ctx: Ctx<'_>, account: &Account, row: TransactionRow) -> Result<TransactionRow> {
    if row.progress != Progress::Pending || ctx.now < row.lapses_at() {
        return Ok(row);
    }
    drop_pending(ctx, account, &row, Vec::new())?;
    stored(ctx, &account.id, &row.id)
}

/// The reason why `amount` cannot be moved on a card, if there is one. What a withdrawal leaves on a card can be spent,
/// and nothing more comes on it.
fn closed(
    ctx: Ctx<'_>,
    venue: &VenueSettings,
    account: &Account,
    amount: i64,
) -> Result<Option<CardTransactionRefusal>> {
    let order = rows::order(ctx.database, &account.id)?;
    if amount > 0 && order.is_some_and(|order| order.refund_reason == Some(Reason::Withdrawn)) {
        return Ok(Some(CardTransactionRefusal::Withdrawn));
    }
    let is_expired = account.is_expired(ctx.today(&venue.time_zone)?);
    Ok(is_expired.then_some(CardTransactionRefusal::Expired))
}

fn of_ledger(refusal: Refusal) -> CardTransactionRefusal {
    match refusal {
        Refusal::TooLittle => CardTransactionRefusal::OverBalance,
        Refusal::Amount => CardTransactionRefusal::Amount,
        Refusal::Reused | Refusal::Unknown | Refusal::Settled => CardTransactionRefusal::Reused,
    }
}

/// The transaction of this name of the card of a code.
pub fn transaction(ctx: Ctx<'_>, code: &CardCode, id: &str) -> Result<CardTransaction> {
    let account = account::by_card_code(ctx, code)?.ok_or(VenueError::NotFound)?;
    Ok(stored(ctx, &account.id, id)?.transaction())
}

/// Settles or cancels a pending transaction. A repeated request is answered as the first one was.
pub fn update_transaction(
    ctx: Ctx<'_>,
    venue: &VenueSettings,
    update: &CardTransactionUpdate,
) -> Result<CardTransactionOutcome> {
    let account = account::by_card_code(ctx, &update.code)?.ok_or(VenueError::NotFound)?;
    let row = stored(ctx, &account.id, &update.id)?;
    let row = ended_in_time(ctx, &account, row)?;
    let is_same_reference = update.reference.is_none() || update.reference == row.reference;
    if let Some(reference) = update.reference.as_ref().filter(|_| !is_same_reference)
        && let Some(other) = of_reference(ctx, &account.id, reference)?
        && other.id != row.id
    {
        return Ok(CardTransactionOutcome::Refused(CardTransactionRefusal::Reused));
    }
    match (row.progress, update.status) {
        (Progress::Pending, CardTransactionStatus::Pending) => {
            if !is_same_reference {
                ctx.database.write(vec![set_reference(&row, update)])?;
            }
        }
        (Progress::Pending, CardTransactionStatus::Successful) => {
            // Money that was set aside in time is spent; none is put on a card that is closed.
            if row.amount > 0
                && let Some(refusal) = closed(ctx, venue, &account, row.amount)?
            {
                return Ok(CardTransactionOutcome::Refused(refusal));
            }
            let mut statements = account.finish(&row.id, ctx.now).map_err(broken)?;
            statements.push(set_reference(&row, update));
            statements.extend(settled(ctx, &account, &row, "successful")?);
            ctx.database.write(statements)?;
        }
        (Progress::Pending, CardTransactionStatus::Cancelled) => {
            drop_pending(ctx, &account, &row, vec![set_reference(&row, update)])?;
        }
        (Progress::Successful, CardTransactionStatus::Successful)
        | (Progress::Dropped, CardTransactionStatus::Cancelled)
            if is_same_reference => {}
        (Progress::Successful, _) => {
            return Ok(CardTransactionOutcome::Refused(
                CardTransactionRefusal::Successful,
            ));
        }
        (Progress::Dropped, _) => {
            let refusal = row.refusal_if_dropped();
            let refusal = refusal.unwrap_or(CardTransactionRefusal::Cancelled);
            return Ok(CardTransactionOutcome::Refused(refusal));
        }
    }
    Ok(recorded(stored(ctx, &account.id, &update.id)?, false))
}

fn set_reference(row: &TransactionRow, update: &CardTransactionUpdate) -> Statement {
    Statement::new(
        "UPDATE gift_card_transactions SET reference = COALESCE(?, reference) WHERE card_id = ? AND id = ?",
        vec![
            update.reference.as_deref().into(),
            row.card_id.as_str().into(),
            row.id.as_str().into(),
        ],
    )
}

/// Takes a pending transaction back: what was set aside is on the card again, or with its purchaser, who may have
/// withdrawn meanwhile. `beside` is in the same write.
fn drop_pending(ctx: Ctx<'_>, account: &Account, row: &TransactionRow, beside: Vec<Statement>) -> Result<()> {
    let (after, mut statements) = account.drop_pending(&row.id, ctx.now).map_err(broken)?;
    if row.amount < 0 {
        statements.extend(settle::after_return(ctx, &after)?.0);
    }
    statements.extend(settled(ctx, account, row, "cancelled")?);
    statements.extend(beside);
    Ok(ctx.database.write(statements)?)
}

/// Statements that go with the end of a pending transaction.
fn settled(ctx: Ctx<'_>, account: &Account, row: &TransactionRow, status: &str) -> Result<Vec<Statement>> {
    let mut statements = vec![job_queue::settle(
        JobKind::CardPending,
        &subject(&account.id, &row.id),
    )];
    let before = json!({ "amount": row.amount, "status": "pending" });
    let after = json!({ "amount": row.amount, "status": status });
    let action = "gift_card.transaction";
    statements.extend(ctx.audit(action, account.id.as_str(), Some(before), Some(after))?);
    Ok(statements)
}

/// Ends the transaction of this job's subject, if it is still pending and its time is over.
pub fn lapse(ctx: Ctx<'_>, subject: &str) -> Result<()> {
    let unread =
        || VenueError::Broken("the subject of a pending transaction's job cannot be read".to_owned());
    let (card, id) = subject.split_once('/').ok_or_else(unread)?;
    let card = OrderId::parse(card).map_err(|_| unread())?;
    let row = find(ctx, &card, id)?.filter(|row| row.progress == Progress::Pending);
    match (account::account(ctx.database, &card)?, row) {
        (Some(account), Some(row)) if ctx.now >= row.lapses_at() => {
            drop_pending(ctx, &account, &row, Vec::new())
        }
        (Some(_), Some(row)) => {
            let again = job_queue::schedule(JobKind::CardPending, subject, row.lapses_at());
            Ok(ctx.database.write(vec![again])?)
        }
        _ => Ok(ctx
            .database
            .write(vec![job_queue::settle(JobKind::CardPending, subject)])?),
    }
}

/// The subject of the job that ends a pending transaction. Ids of cards have no slash.
fn subject(card: &OrderId, id: &str) -> String {
    format!("{card}/{id}")
}

fn broken(refusal: CardRefusal) -> VenueError {
    VenueError::Broken(format!("a pending transaction of a gift card: {refusal:?}"))
}

#[cfg(test)]
#[path = "transaction_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "transaction_property_tests.rs"]
mod property_tests;
