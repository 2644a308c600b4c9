//! Contributions of gift cards to reservations: set aside when a table is taken, spent when the reservation is
//! certain, and given back to the card when the reservation is cancelled in time.
//!
//! A contribution is stored only as the transactions of its card that bear the reservation's name. So each happens
//! once, however often it is requested.

use config::payment::ChargeLimits;
use serde::Deserialize;
use shared::gift_card::{Balance, GiftCardCode};
use shared::id::{OrderId, ReservationId};
use shared::money::{Currency, Money};
use shared::time::Day;
use shared::validation::{FieldCode, FieldError};

use super::account::{self, Account, CardRefusal};
use super::settle;
use crate::error::{Result, VenueError};
use crate::gift_card::ledger::{Progress, Refusal};
use crate::storage::database::{Database, Statement, select};
use crate::venue::context::Ctx;

/// The contribution of a card to a reservation that is being made.
pub struct PlannedContribution {
    account: Account,
    /// Its amount.
    pub amount: Money,
}

/// The contribution of a card to a stored reservation.
pub struct CardContribution {
    card: OrderId,
    reservation: ReservationId,
    amount: Money,
    progress: Progress,
    is_back: bool,
}

/// The prefix of a contribution's name in its card's ledger, followed by the reservation's id. A literal, because SQL
/// builds the name too.
macro_rules! contribution_prefix {
    () => {
        "booking/"
    };
}
pub(in crate::venue) use contribution_prefix;

fn transaction(reservation: &ReservationId) -> String {
    format!("{}{reservation}", contribution_prefix!())
}

fn transaction_back(reservation: &ReservationId) -> String {
    format!("{}/back", transaction(reservation))
}

fn refused(code: FieldCode) -> VenueError {
    VenueError::Fields(vec![FieldError::new("/giftCardCode", code)])
}

/// The contribution of the card of this code to a price: all of the price, or the card's balance, as far as the rest
/// can still be charged: a guest who could not pay the rest would lose the table. Nothing is written.
pub fn plan_contribution(
    ctx: Ctx<'_>,
    code: &GiftCardCode,
    price: Money,
    limits: ChargeLimits,
    today: Day,
) -> Result<PlannedContribution> {
    let account = account::by_code(ctx, code)?.ok_or_else(|| refused(FieldCode::Unknown))?;
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
        Money::new(given, price.currency()).map_err(|error| VenueError::Broken(error.to_string()))?;
    Ok(PlannedContribution { account, amount })
}

impl PlannedContribution {
    /// Sets the contribution aside for the reservation, or spends it at once where the reservation is certain
    /// already.
    pub fn redeem(
        &self,
        ctx: Ctx<'_>,
        reservation: &ReservationId,
        today: Day,
        is_certain: bool,
    ) -> Result<Vec<Statement>> {
        let name = transaction(reservation);
        let Self { account, amount } = self;
        let statements = if is_certain {
            account.spend(&name, *amount, today, ctx.now)
        } else {
            account.set_aside(&name, *amount, today, ctx.now)
        };
        statements.map_err(|refusal| match refusal {
            CardRefusal::Expired => refused(FieldCode::Expired),
            CardRefusal::Currency => refused(FieldCode::NotOffered),
            CardRefusal::Ledger(Refusal::TooLittle) => refused(FieldCode::UsedUp),
            CardRefusal::Ledger(refusal) => broken(CardRefusal::Ledger(refusal)),
        })
    }
}

/// The contribution of a card to this reservation, if there is one.
pub fn contribution(
    database: &dyn Database,
    reservation: &ReservationId,
) -> Result<Option<CardContribution>> {
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
    Ok(Some(CardContribution {
        card: row.card_id,
        reservation: reservation.clone(),
        amount: Money::new(-row.amount, row.currency)
            .map_err(|error| VenueError::Broken(error.to_string()))?,
        progress: row.progress,
        is_back: row.is_back != 0,
    }))
}

impl CardContribution {
    /// The amount that was set aside or spent, whether or not it is back on the card.
    #[must_use]
    pub fn amount(&self) -> Money {
        self.amount
    }

    /// The amount of the contribution; none once it is back on the card.
    #[must_use]
    pub fn given(&self) -> Option<Money> {
        let is_given = self.progress != Progress::Dropped && !self.is_back;
        is_given.then_some(self.amount)
    }

    /// Whether it is spent, and not only set aside.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.progress == Progress::Successful
    }

    /// Spends it, if it is only set aside.
    pub fn spend(&self, ctx: Ctx<'_>) -> Result<Vec<Statement>> {
        if self.progress != Progress::Pending {
            return Ok(Vec::new());
        }
        let spent = self
            .account(ctx)?
            .finish(&transaction(&self.reservation), ctx.now);
        spent.map_err(broken)
    }

    /// Puts it back on the card, spent or set aside. If the purchaser has withdrawn from the card, the money goes on
    /// to the purchaser: the second value is how much of it, none if nothing.
    pub fn give_back(&self, ctx: Ctx<'_>) -> Result<(Vec<Statement>, Option<Money>)> {
        if self.given().is_none() {
            return Ok((Vec::new(), None));
        }
        let account = self.account(ctx)?;
        let given = if self.is_spent() {
            account.give_back(&transaction_back(&self.reservation), self.amount, ctx.now)
        } else {
            account.drop_pending(&transaction(&self.reservation), ctx.now)
        };
        let (after, mut statements) = given.map_err(broken)?;
        let (further, back) = settle::after_return(ctx, &after)?;
        statements.extend(further);
        let back = Money::new(back, self.amount.currency());
        let back = back.map_err(|error| VenueError::Broken(error.to_string()))?;
        Ok((statements, Some(back).filter(|back| back.amount() > 0)))
    }

    fn account(&self, ctx: Ctx<'_>) -> Result<Account> {
        account::account(ctx.database, &self.card)?
            .ok_or_else(|| VenueError::Broken("the gift card of a contribution is missing".to_owned()))
    }
}

fn broken(refusal: CardRefusal) -> VenueError {
    VenueError::Broken(format!(
        "a gift card's contribution to a reservation: {refusal:?}"
    ))
}
