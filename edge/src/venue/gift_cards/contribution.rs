//! What gift cards contribute to reservations: set aside when a table is taken, spent when it is certain, and back on
//! the card when the reservation is cancelled in time.
//!
//! A contribution is nothing but the transactions of its card that bear the reservation's name. So each happens once,
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
use crate::error::{Result, VenueError};
use crate::gift_card::ledger::{Progress, Refusal};
use crate::storage::database::{Database, Statement, select};
use crate::venue::context::Ctx;

/// What a card will give for a reservation that is being made.
pub struct PlannedContribution {
    account: Account,
    /// How much.
    pub amount: Money,
}

/// What a card gives for a reservation.
pub struct CardContribution {
    card: OrderId,
    reservation: ReservationId,
    amount: Money,
    progress: Progress,
    is_back: bool,
}

/// The name of a contribution in its card's ledger is this and the reservation's id. A literal, because SQL builds the
/// name too.
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

/// What the card of this code gives of a price: all of it, or what it has, as far as the rest can be charged then: a
/// guest who could not pay it would lose the table. Nothing is written.
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
    /// Sets it aside for the reservation, or spends it at once where nothing else is waited for.
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

/// What a card gives for this reservation, if one does.
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
    pub fn spend(&self, ctx: Ctx<'_>) -> Result<Vec<Statement>> {
        if self.progress != Progress::Pending {
            return Ok(Vec::new());
        }
        let spent = self
            .account(ctx)?
            .finish(&transaction(&self.reservation), ctx.now);
        spent.map_err(broken)
    }

    /// Puts it back on the card, spent or set aside; and from there on to the card's purchaser if they have
    /// withdrawn from it: how much of it, none if nothing.
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
            .ok_or_else(|| VenueError::Broken("a gift card is gone".to_owned()))
    }
}

fn broken(refusal: CardRefusal) -> VenueError {
    VenueError::Broken(format!("a gift card's part of a reservation: {refusal:?}"))
}
