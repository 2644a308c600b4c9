//! The account of one gift card: its ledger's rows, its balance, and debits.

use shared::gift_card::{Balance, GiftCardCode};
use shared::id::OrderId;
use shared::money::{Currency, Money};
use shared::time::{Day, Instant};

use super::{code, rows};
use crate::error::VenueError;
use crate::gift_card::code::CardCode;
use crate::gift_card::ledger::{Change, Ledger, Progress, Refusal};
use crate::storage::database::{Database, Statement};
use crate::venue::context::Ctx;

/// The name of a withdrawal's transaction in the card's ledger.
pub(super) const WITHDRAWAL: &str = "withdrawal";

/// The prefix of the names of transactions that staff and tills make. No other transaction has it.
pub(super) const BY_STAFF: &str = "external-";

/// The prefix of the names of transactions that follow money of the purchase.
const SETTLEMENT: &str = "settlement/";

/// A card with its money, as it was read. Statements that rely on it are written before anything is awaited.
pub struct Account {
    /// The card's id, which is that of its order.
    pub id: OrderId,
    currency: Currency,
    expires_on: Option<Day>,
    ledger: Ledger,
}

/// The reason why a card's money cannot be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardRefusal {
    /// The card's last day is over.
    Expired,
    /// The amount is in another currency.
    Currency,
    /// The ledger does not allow it.
    Ledger(Refusal),
}

impl From<Refusal> for CardRefusal {
    fn from(refusal: Refusal) -> Self {
        Self::Ledger(refusal)
    }
}

/// The account of a card, if there is one of this id.
pub fn account(database: &dyn Database, id: &OrderId) -> Result<Option<Account>, VenueError> {
    rows::card(database, id)?
        .map(|card| open(database, card))
        .transpose()
}

/// The account of the card that has this code, if there is one.
pub fn by_code(ctx: Ctx<'_>, code: &GiftCardCode) -> Result<Option<Account>, VenueError> {
    let code_hash = code::hash(&ctx.secret()?, code);
    rows::card_of_code_hash(ctx.database, &code_hash)?
        .map(|card| open(ctx.database, card))
        .transpose()
}

/// The account of the card of a code that staff's systems use, if there is one.
pub(super) fn by_card_code(ctx: Ctx<'_>, code: &CardCode) -> Result<Option<Account>, VenueError> {
    let code_hash = code::hash_of(&ctx.secret()?, code);
    rows::card_of_code_hash(ctx.database, &code_hash)?
        .map(|card| open(ctx.database, card))
        .transpose()
}

/// The account of a card that is created at this moment.
pub(super) fn fresh(id: OrderId, worth: Money, expires_on: Option<Day>) -> Result<Account, VenueError> {
    let mut ledger = Ledger::default();
    let change = ledger
        .add("issue", worth.amount(), false)
        .map_err(|refusal| VenueError::Broken(format!("a gift card without a value: {refusal:?}")))?;
    ledger.apply(&change);
    Ok(Account {
        id,
        currency: worth.currency(),
        expires_on,
        ledger,
    })
}

fn open(database: &dyn Database, card: rows::CardRow) -> Result<Account, VenueError> {
    let ledger = Ledger::of(rows::transactions(database, &card.id)?)
        .ok_or_else(|| VenueError::Broken("a gift card's ledger does not add up".to_owned()))?;
    Ok(Account {
        id: card.id,
        currency: card.currency,
        expires_on: card.expires_on,
        ledger,
    })
}

impl Account {
    /// The balance that can be spent, and its last day.
    pub fn balance(&self) -> Result<Balance, VenueError> {
        let remaining = Money::new(self.ledger.balance(), self.currency);
        Ok(Balance {
            remaining: remaining.map_err(|error| VenueError::Broken(error.to_string()))?,
            expires_on: self.expires_on,
        })
    }

    /// The currency of the card's amounts.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Whether the card's last day is over on `today`, a day of the venue's own.
    #[must_use]
    pub fn is_expired(&self, today: Day) -> bool {
        self.expires_on.is_some_and(|last| last < today)
    }

    /// Sets `amount` aside, to be spent with [`Self::finish`] or given back with [`Self::drop_pending`]. A repeated
    /// `transaction` changes nothing.
    pub fn set_aside(
        &self,
        transaction: &str,
        amount: Money,
        today: Day,
        now: Instant,
    ) -> Result<Vec<Statement>, CardRefusal> {
        self.redeem(transaction, amount, today, now, true)
    }

    fn redeem(
        &self,
        transaction: &str,
        amount: Money,
        today: Day,
        now: Instant,
        is_pending: bool,
    ) -> Result<Vec<Statement>, CardRefusal> {
        if amount.currency() != self.currency {
            return Err(CardRefusal::Currency);
        }
        if amount.amount() <= 0 {
            return Err(CardRefusal::Ledger(Refusal::Amount));
        }
        let change = self.ledger.add(transaction, -amount.amount(), is_pending)?;
        // An amount that was set aside in time stays so.
        if change != Change::Nothing && self.is_expired(today) {
            return Err(CardRefusal::Expired);
        }
        Ok(self.statements(&change, now))
    }

    /// Spends `amount` at once, as [`Self::set_aside`] and [`Self::finish`] would together.
    pub fn spend(
        &self,
        transaction: &str,
        amount: Money,
        today: Day,
        now: Instant,
    ) -> Result<Vec<Statement>, CardRefusal> {
        self.redeem(transaction, amount, today, now, false)
    }

    /// Moves `amount`, minor units: above 0 on the card, below 0 off it. One that is pending is certain with
    /// [`Self::finish`]. A repeated `transaction` changes nothing.
    pub fn record(
        &self,
        transaction: &str,
        amount: i64,
        is_pending: bool,
        now: Instant,
    ) -> Result<Vec<Statement>, Refusal> {
        Ok(self.statements(&self.ledger.add(transaction, amount, is_pending)?, now))
    }

    /// Makes a pending transaction certain: what was set aside is spent, what was announced is on the card.
    pub fn finish(&self, transaction: &str, now: Instant) -> Result<Vec<Statement>, CardRefusal> {
        Ok(self.statements(&self.ledger.finish(transaction)?, now))
    }

    /// Gives back an amount that was set aside and not spent: the account after it, and its statements.
    pub fn drop_pending(
        &self,
        transaction: &str,
        now: Instant,
    ) -> Result<(Self, Vec<Statement>), CardRefusal> {
        let change = self.ledger.drop_pending(transaction)?;
        Ok((self.after(&change), self.statements(&change, now)))
    }

    /// Gives back an amount that was spent, as a transaction of its own: the account after it, and its statements.
    pub fn give_back(
        &self,
        transaction: &str,
        amount: Money,
        now: Instant,
    ) -> Result<(Self, Vec<Statement>), CardRefusal> {
        if amount.currency() != self.currency {
            return Err(CardRefusal::Currency);
        }
        if amount.amount() <= 0 {
            return Err(CardRefusal::Ledger(Refusal::Amount));
        }
        let change = self.ledger.add(transaction, amount.amount(), false)?;
        Ok((self.after(&change), self.statements(&change, now)))
    }

    /// The amount that was debited because the money went back to the purchaser, less what was put back since.
    #[must_use]
    pub fn taken_off(&self) -> i64 {
        let all = self.ledger.transactions().iter();
        let off = all.filter(|known| known.id == WITHDRAWAL || known.id.starts_with(SETTLEMENT));
        -off.map(|known| known.amount).sum::<i64>()
    }

    /// The part of the purchase's money that is still on the card, in minor units. Redemptions take that money first, so that a
    /// later top-up, which the purchase did not pay, is what is left at last.
    #[must_use]
    pub fn left_of_purchase(&self) -> i64 {
        let all = self.ledger.transactions().iter();
        let top_ups = all.filter(|known| {
            known.id.starts_with(BY_STAFF) && known.amount > 0 && known.progress == Progress::Successful
        });
        let topped_up: i64 = top_ups.map(|known| known.amount).sum();
        (self.ledger.balance() - topped_up).max(0)
    }

    /// Moves `amount` because money has gone back, or its refund failed: the account after it, and its statements.
    /// They have to be written, so that the next such movement has another name.
    pub fn settled(&self, amount: i64, now: Instant) -> Result<(Self, Vec<Statement>), CardRefusal> {
        let name = format!("{SETTLEMENT}{}", self.ledger.transactions().len());
        let change = self.ledger.add(&name, amount, false)?;
        Ok((self.after(&change), self.statements(&change, now)))
    }

    /// The account after a change of its ledger.
    fn after(&self, change: &Change) -> Self {
        let mut ledger = self.ledger.clone();
        ledger.apply(change);
        Self {
            id: self.id.clone(),
            currency: self.currency,
            expires_on: self.expires_on,
            ledger,
        }
    }

    fn statements(&self, change: &Change, now: Instant) -> Vec<Statement> {
        rows::change(&self.id, change, now).into_iter().collect()
    }
}

#[cfg(test)]
#[path = "account_tests.rs"]
mod tests;
