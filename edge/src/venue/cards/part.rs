//! What gift cards give towards reservations: set aside when a table is taken, spent when it is certain, and
//! back on the card when it is called off in time. It must not know when a reservation does which.
//!
//! A part is nothing but the transactions of its card that bear the reservation's name. So each happens once,
//! however often it is asked for.

use config::payment::ChargeLimits;
use serde::Deserialize;
use shared::gift_card::{Balance, GiftCardCode};
use shared::id::{OrderId, ReservationId};
use shared::money::{Currency, Money};
use shared::time::Day;
use shared::validation::{FieldCode, FieldError};

use super::account::{self, Account, CardRefusal};
use super::settle;
use crate::gift_card::ledger::{Progress, Refusal};
use crate::provider::ProviderError;
use crate::venue::database::{Database, Statement, select};
use crate::venue::means::Means;

type Answer<T> = Result<T, ProviderError>;

/// What a card will give for a reservation that is being made.
pub struct Gift {
    account: Account,
    /// How much.
    pub amount: Money,
}

/// What a card gives for a reservation.
pub struct Part {
    card: OrderId,
    reservation: ReservationId,
    amount: Money,
    progress: Progress,
    is_back: bool,
}

fn transaction(reservation: &ReservationId) -> String {
    format!("booking/{reservation}")
}

fn transaction_back(reservation: &ReservationId) -> String {
    format!("booking/{reservation}/back")
}

fn refused(code: FieldCode) -> ProviderError {
    ProviderError::Fields(vec![FieldError::new("/giftCardCode", code)])
}

/// What the card of this code gives of a price: all of it, or what it has, as far as the rest can be charged then: a
/// guest who could not pay it would lose the table. Nothing is written.
pub fn gift(
    means: Means<'_>,
    code: &GiftCardCode,
    price: Money,
    limits: ChargeLimits,
    today: Day,
) -> Answer<Gift> {
    let account = account::by_code(means, code)?.ok_or_else(|| refused(FieldCode::Unknown))?;
    if account.is_expired(today) {
        return Err(refused(FieldCode::Expired));
    }
    let Balance { remaining, .. } = account.balance()?;
    if remaining.currency() != price.currency() {
        return Err(refused(FieldCode::NotOffered));
    }
    if price.amount() <= 0 {
        return Err(refused(FieldCode::NothingToPay));
    }
    let given = limits.share(remaining.amount(), price.amount());
    if given <= 0 {
        return Err(refused(FieldCode::UsedUp));
    }
    let amount =
        Money::new(given, price.currency()).map_err(|error| ProviderError::Broken(error.to_string()))?;
    Ok(Gift { account, amount })
}

impl Gift {
    /// Sets it aside for the reservation, or spends it at once where nothing else is waited for.
    pub fn redeem(
        &self,
        means: Means<'_>,
        reservation: &ReservationId,
        today: Day,
        is_certain: bool,
    ) -> Answer<Vec<Statement>> {
        let name = transaction(reservation);
        let Self { account, amount } = self;
        let statements = if is_certain {
            account.spend(&name, *amount, today, means.now)
        } else {
            account.set_aside(&name, *amount, today, means.now)
        };
        statements.map_err(|refusal| match refusal {
            CardRefusal::Expired => refused(FieldCode::Expired),
            CardRefusal::Currency => refused(FieldCode::NotOffered),
            CardRefusal::Ledger(Refusal::TooLittle) => refused(FieldCode::UsedUp),
            CardRefusal::Ledger(refusal) => broken(CardRefusal::Ledger(refusal)),
        })
    }
}

/// What a card gives for this reservation, if one does.
pub fn part(database: &dyn Database, reservation: &ReservationId) -> Answer<Option<Part>> {
    #[derive(Deserialize)]
    struct Row {
        card_id: OrderId,
        amount: i64,
        progress: Progress,
        currency: Currency,
        is_back: u8,
    }
    let rows: Vec<Row> = select(
        database,
        "SELECT card_id, amount, progress, currency,
            EXISTS (SELECT 1 FROM gift_card_transactions WHERE id = ?2) AS is_back
         FROM gift_card_transactions JOIN gift_cards ON gift_cards.id = card_id
         WHERE gift_card_transactions.id = ?1",
        vec![
            transaction(reservation).into(),
            transaction_back(reservation).into(),
        ],
    )?;
    let Some(row) = rows.into_iter().next() else {
        return Ok(None);
    };
    Ok(Some(Part {
        card: row.card_id,
        reservation: reservation.clone(),
        amount: Money::new(-row.amount, row.currency)
            .map_err(|error| ProviderError::Broken(error.to_string()))?,
        progress: row.progress,
        is_back: row.is_back != 0,
    }))
}

impl Part {
    /// What it gives; none once that is back on the card.
    #[must_use]
    pub fn given(&self) -> Option<Money> {
        let is_given = self.progress != Progress::Dropped && !self.is_back;
        is_given.then_some(self.amount)
    }

    /// Whether it is spent, and not set aside alone.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.progress == Progress::Successful
    }

    /// Spends it, if it was set aside alone.
    pub fn spend(&self, means: Means<'_>) -> Answer<Vec<Statement>> {
        if self.progress != Progress::Pending {
            return Ok(Vec::new());
        }
        let spent = self
            .account(means)?
            .finish(&transaction(&self.reservation), means.now);
        spent.map_err(broken)
    }

    /// Puts it back on the card, spent or set aside; and from there on to the card's purchaser if they have
    /// withdrawn from it: how much of it, none if nothing.
    pub fn give_back(&self, means: Means<'_>) -> Answer<(Vec<Statement>, Option<Money>)> {
        if self.given().is_none() {
            return Ok((Vec::new(), None));
        }
        let account = self.account(means)?;
        let given = if self.is_spent() {
            account.give_back(&transaction_back(&self.reservation), self.amount, means.now)
        } else {
            account.drop_pending(&transaction(&self.reservation), means.now)
        };
        let (after, mut statements) = given.map_err(broken)?;
        let (further, back) = settle::after_return(means, &after)?;
        statements.extend(further);
        let back = Money::new(back, self.amount.currency());
        let back = back.map_err(|error| ProviderError::Broken(error.to_string()))?;
        Ok((statements, Some(back).filter(|back| back.amount() > 0)))
    }

    fn account(&self, means: Means<'_>) -> Answer<Account> {
        account::account(means.database, &self.card)?
            .ok_or_else(|| ProviderError::Broken("a gift card is gone".to_owned()))
    }
}

fn broken(refusal: CardRefusal) -> ProviderError {
    ProviderError::Broken(format!("a gift card's part of a reservation: {refusal:?}"))
}
