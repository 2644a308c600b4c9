//! A gift card's ledger: transactions that are only ever added, and settled once. Pure.
//!
//! Amounts are minor units of the card's currency. A positive one tops up, a negative one redeems. What is
//! redeemed counts from the moment it is reserved, a top-up only once it is certain: so the balance is
//! what can be spent now, and neither order nor repetition of steps brings it below zero.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use shared::money::MAX_AMOUNT;

/// How far a transaction has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Set aside or announced.
    Pending,
    /// Done for good.
    Successful,
    /// It never came to be. Its row stays.
    Dropped,
}

impl Progress {
    /// The word it is stored as.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Successful => "successful",
            Self::Dropped => "dropped",
        }
    }
}

/// A movement of a card's money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction {
    /// Its id, chosen by the caller: the same id is the same transaction.
    pub id: String,
    /// Minor units, never 0.
    pub amount: i64,
    /// How far it has come.
    pub progress: Progress,
}

impl Transaction {
    /// Its effect on the balance.
    fn weight(&self) -> i64 {
        match self.progress {
            Progress::Successful => self.amount,
            Progress::Pending => self.amount.min(0),
            Progress::Dropped => 0,
        }
    }
}

/// The transactions to store for a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// This transaction is added.
    Add(Transaction),
    /// The pending transaction of this id is settled.
    Settle(String, Progress),
    /// Nothing: it had happened before.
    Nothing,
}

/// Why a step cannot be taken. Nothing is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is less on the card: ask for the balance.
    TooLittle,
    /// No card can hold that much, or it is nothing at all.
    Amount,
    /// The id belongs to another movement.
    Reused,
    /// There is no such transaction.
    Unknown,
    /// It has been settled in another way.
    Settled,
}

/// A card's transactions, in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger(Vec<Transaction>);

impl Ledger {
    /// The ledger of stored transactions; none if they cannot result from its own steps, so that a damaged row is never
    /// spent.
    #[must_use]
    pub fn of(transactions: Vec<Transaction>) -> Option<Self> {
        let ledger = Self(transactions);
        let mut ids = BTreeSet::new();
        let sound = ledger
            .0
            .iter()
            .all(|known| known.amount != 0 && ids.insert(&known.id))
            && ledger.topped_up().is_some()
            && ledger.sum().is_some_and(|sum| sum >= 0);
        sound.then_some(ledger)
    }

    /// The transactions.
    #[must_use]
    pub fn transactions(&self) -> &[Transaction] {
        &self.0
    }

    /// The balance, 0 to [`MAX_AMOUNT`].
    #[must_use]
    pub fn balance(&self) -> i64 {
        // Every way to make or change a ledger keeps the sum in bounds.
        self.sum().unwrap_or(0).max(0)
    }

    /// Moves `amount`, at once or pending.
    pub fn add(&self, id: &str, amount: i64, is_pending: bool) -> Result<Change, Refusal> {
        if let Some(known) = self.find(id) {
            return match known.progress {
                Progress::Dropped => Err(Refusal::Settled),
                // A movement that was pending and is done is not moved a second time.
                _ if known.amount == amount => Ok(Change::Nothing),
                _ => Err(Refusal::Reused),
            };
        }
        if amount == 0 || amount < -MAX_AMOUNT {
            return Err(Refusal::Amount);
        }
        if amount < 0 && self.balance() < -amount {
            return Err(Refusal::TooLittle);
        }
        let topped_up = self.topped_up().ok_or(Refusal::Amount)?;
        if topped_up
            .checked_add(amount.max(0))
            .is_none_or(|sum| sum > MAX_AMOUNT)
        {
            return Err(Refusal::Amount);
        }
        let progress = if is_pending {
            Progress::Pending
        } else {
            Progress::Successful
        };
        Ok(Change::Add(Transaction {
            id: id.to_owned(),
            amount,
            progress,
        }))
    }

    /// Makes a pending transaction certain.
    pub fn finish(&self, id: &str) -> Result<Change, Refusal> {
        self.settle(id, Progress::Successful)
    }

    /// Takes a pending transaction back, as if it had never been.
    pub fn drop_pending(&self, id: &str) -> Result<Change, Refusal> {
        self.settle(id, Progress::Dropped)
    }

    fn settle(&self, id: &str, to: Progress) -> Result<Change, Refusal> {
        let progress = self.find(id).ok_or(Refusal::Unknown)?.progress;
        if progress == Progress::Pending {
            Ok(Change::Settle(id.to_owned(), to))
        } else if progress == to {
            Ok(Change::Nothing)
        } else {
            Err(Refusal::Settled)
        }
    }

    /// The ledger after a change.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Add(transaction) => self.0.push(transaction.clone()),
            Change::Settle(id, to) => {
                if let Some(known) = self.0.iter_mut().find(|known| known.id == *id) {
                    known.progress = *to;
                }
            }
            Change::Nothing => {}
        }
    }

    fn find(&self, id: &str) -> Option<&Transaction> {
        self.0.iter().find(|transaction| transaction.id == id)
    }

    /// The sum of all top-ups, settled or not. While this is within its limits, no sum of a part of the transactions
    /// exceeds them.
    fn topped_up(&self) -> Option<i64> {
        let mut gains = self
            .0
            .iter()
            .filter(|known| known.progress != Progress::Dropped)
            .map(|known| known.amount.max(0));
        gains
            .try_fold(0_i64, i64::checked_add)
            .filter(|sum| *sum <= MAX_AMOUNT)
    }

    fn sum(&self) -> Option<i64> {
        let mut weights = self.0.iter().map(Transaction::weight);
        weights.try_fold(0_i64, i64::checked_add)
    }
}

#[cfg(test)]
#[path = "ledger_tests.rs"]
mod tests;
