//! Issues gift cards at a remote system once their payment has come: looks up a card whose response got lost, and
//! gives up with a refund when it is certain that there is none.
//!
//! The order's stage is written before the call. At `issuing` it is not known whether a card was made, so the next
//! run looks up its code, which is chosen here, before it calls again.

use std::time::Duration;

use config::VenueSettings;
use shared::gift_card::{Balance, GiftCardCode, GiftCardOrder};
use shared::id::OrderId;
use shared::money::Money;

use super::{RemoteConnection, VenueService};
use crate::error::{Result, VenueError};
use crate::gift_card::order::{Effect, Event, Issuer, PaymentReference, Stage};
use crate::provider::remote::{NewCard, RemoteCard, RemoteError};
use crate::storage::job_queue::{self, Job, JobKind};
use crate::storage::row::insert;
use crate::upstream::Scope;
use crate::venue::gift_cards::rows::{self, CardRow, OrderRow};
use crate::venue::gift_cards::{apply_order_event, code, last_day, news};

/// The deadline of one call for a card at the remote system.
const DEADLINE: Duration = Duration::from_secs(25);
/// The number of tries after which the money goes back, if it is certain that there is no card: with growing waits
/// that is about a day.
const MOST_TRIES: u32 = 12;
/// The same where the system refuses each time: about an hour, in which an operator can correct the cause.
const MOST_REFUSALS: u32 = 7;

pub(super) fn scope(connection: &RemoteConnection) -> Scope {
    Scope::new(connection.ports.clock.elapsed() + DEADLINE)
}

pub(super) fn later(error: &RemoteError) -> VenueError {
    let cause = match error {
        RemoteError::Away { cause, .. } | RemoteError::Refused(cause) | RemoteError::Failed(cause) => cause,
        RemoteError::Fields(_) | RemoteError::Declined(_) => "it turned the call down",
        RemoteError::Timeout => "no answer in time",
        RemoteError::NotFound => "it has no such thing",
        RemoteError::Conflict => "what is there does not allow it",
    };
    VenueError::Failed(format!("a gift card at the remote system: {cause}"))
}

impl VenueService {
    /// Runs the job that an order needs at the remote system.
    pub(super) async fn run_gift_card_job(&self, settings: &VenueSettings, job: &Job) -> Result<()> {
        let id = OrderId::parse(&job.subject).map_err(|code| VenueError::Broken(code.to_string()))?;
        match self.open_order(&id)? {
            Some((row, Effect::IssueUpstream { payment, is_asked })) => {
                self.issue_elsewhere(settings, job, row, (payment, is_asked))
                    .await
            }
            Some((row, Effect::EmptyUpstream)) => self.empty_elsewhere(settings, &row).await,
            _ => Ok(()),
        }
    }

    /// Issues the card of a paid order at the remote system, finds that it is issued already, or gives it up.
    async fn issue_elsewhere(
        &self,
        settings: &VenueSettings,
        job: &Job,
        row: OrderRow,
        (payment, is_asked): (PaymentReference, bool),
    ) -> Result<()> {
        let (ctx, id) = (self.ctx(), row.id.clone());
        let connection = match self.remote_connection(settings) {
            Err(_) if !is_asked && job.tries >= MOST_TRIES => {
                return self.given_up(settings, &id);
            }
            connection => connection?,
        };
        let cards = connection.cards()?;
        let code = code::of_card(&ctx.secret()?, id.as_str())?;
        if is_asked {
            match cards.find(&scope(&connection), &code).await {
                Ok(known) => return self.made(settings, &id, known),
                Err(RemoteError::NotFound) if job.tries >= MOST_TRIES => {
                    return self.given_up(settings, &id);
                }
                Err(RemoteError::NotFound) => {}
                Err(error) => return Err(later(&error)),
            }
            // Another run may have issued the card or given it up meanwhile.
            if !self.is_issuing(&id)? {
                return Ok(());
            }
        } else {
            let begun = news(ctx, settings, &id, &[Event::IssueBegun])?;
            ctx.database.write(begun.statements)?;
        }
        let new = NewCard {
            code: &code,
            amount: row.amount,
            template: &row.template_id,
            expires_on: last_day(ctx, settings, &row)?,
            today: ctx.today(&settings.time_zone)?,
            payment: &payment.0,
        };
        match cards.make(&scope(&connection), new).await {
            Ok(known) => self.made(settings, &id, known),
            Err(RemoteError::Refused(_) | RemoteError::NotFound) if job.tries >= MOST_REFUSALS => {
                self.given_up(settings, &id)
            }
            // The next run looks up the card, whether it exists or not.
            Err(error) => Err(later(&error)),
        }
    }

    /// Stores that the card exists, with the statements that follow.
    fn made(&self, settings: &VenueSettings, id: &OrderId, known: RemoteCard) -> Result<()> {
        let ctx = self.ctx();
        let Some((row, Effect::IssueUpstream { .. })) = self.open_order(id)? else {
            let row = rows::order(ctx.database, id)?;
            if row.is_some_and(|row| row.order().stage == Stage::Refunding) {
                let cause = format!(
                    "gift card {id} was issued by the remote system, but its money goes back: revoke it there"
                );
                return Err(VenueError::Failed(cause));
            }
            return Ok(());
        };
        let secret = ctx.secret()?;
        let code_hash = code::hash(&secret, &code::of_card(&secret, id.as_str())?);
        // The last day that the remote system returned counts: midnight may have passed since the request.
        let last_day = last_day(ctx, settings, &row)?;
        let expires_on = last_day.map(|day| known.expires_on.unwrap_or(day));
        // Its money is counted at the remote system: nothing can be spent here.
        let card = insert(&CardRow::of_order(&row, code_hash, expires_on, ctx.now))?;
        let over = job_queue::settle(JobKind::GiftCard, id.as_str());
        apply_order_event(ctx, settings, id, &Event::Issued, vec![card, over])
    }

    /// Stores that there is no card and will be none: the money goes back.
    fn given_up(&self, settings: &VenueSettings, id: &OrderId) -> Result<()> {
        let Some((_, Effect::IssueUpstream { .. })) = self.open_order(id)? else {
            return Ok(());
        };
        let over = job_queue::settle(JobKind::GiftCard, id.as_str());
        apply_order_event(self.ctx(), settings, id, &Event::NotIssued, vec![over])?;
        let cause = format!("gift card {id} given up: its money goes back");
        Err(VenueError::Failed(cause))
    }

    fn is_issuing(&self, id: &OrderId) -> Result<bool> {
        let open = self.open_order(id)?;
        Ok(matches!(open, Some((_, Effect::IssueUpstream { .. }))))
    }

    /// The order with its open effect at the remote system; if there is none, its job is settled.
    pub(super) fn open_order(&self, id: &OrderId) -> Result<Option<(OrderRow, Effect)>> {
        let database = self.ctx().database;
        let open = rows::order(database, id)?.and_then(|row| {
            let effect = row.order().outstanding().into_iter().next()?;
            let is_there = matches!(effect, Effect::IssueUpstream { .. } | Effect::EmptyUpstream);
            is_there.then_some((row, effect))
        });
        if open.is_none() {
            database.write(vec![job_queue::settle(JobKind::GiftCard, id.as_str())])?;
        }
        Ok(open)
    }

    /// The balance of a card at a remote system.
    pub(super) async fn balance_elsewhere(
        &self,
        settings: &VenueSettings,
        code: &GiftCardCode,
    ) -> Result<Balance> {
        let connection = self.remote_connection(settings)?;
        let known = connection.cards()?.find(&scope(&connection), code).await;
        let known = known.map_err(|error| match error {
            RemoteError::NotFound => VenueError::NotFound,
            RemoteError::Away { retry_after, cause } => VenueError::Away { retry_after, cause },
            RemoteError::Timeout => VenueError::Timeout,
            error => later(&error),
        })?;
        Ok(Balance {
            remaining: known.remaining,
            expires_on: known.expires_on,
        })
    }

    /// The order; a card at a remote system with its present balance.
    pub(super) async fn with_its_balance(
        &self,
        settings: &VenueSettings,
        order: GiftCardOrder,
    ) -> Result<GiftCardOrder> {
        let row = rows::order(self.ctx().database, &order.order_id)?;
        // After a withdrawal nothing on the card belongs to the purchaser any more, whether it is debited already or
        // not.
        let is_elsewhere = row.is_some_and(|row| {
            let order = row.order();
            order.issuer == Issuer::Upstream && order.stage == Stage::Issued
        });
        let Some(mut card) = order.card.clone().filter(|_| is_elsewhere) else {
            return Ok(order);
        };
        card.remaining = self.balance_elsewhere(settings, &card.code).await?.remaining;
        Ok(GiftCardOrder {
            card: Some(card),
            ..order
        })
    }

    /// The balance of an order's card at a remote system, where a withdrawal depends on it.
    pub(super) async fn left_elsewhere(
        &self,
        settings: &VenueSettings,
        id: &OrderId,
    ) -> Result<Option<Money>> {
        let ctx = self.ctx();
        let is_wanted = rows::open_order(ctx.database, id)?.is_some_and(|row| {
            let order = row.order();
            let depends = matches!(
                (order.stage, row.pending_debit),
                (Stage::Issued, _) | (Stage::Emptying, None)
            );
            order.issuer == Issuer::Upstream && depends
        });
        if !is_wanted {
            return Ok(None);
        }
        let code = code::of_card(&ctx.secret()?, id.as_str())?;
        Ok(Some(self.balance_elsewhere(settings, &code).await?.remaining))
    }
}
