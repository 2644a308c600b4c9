//! Empties gift cards at a remote system before the money of a withdrawal goes back.
//!
//! The amount is written before the call (`pending_debit`). While it stands there it is not known whether it was
//! debited, so the next run looks up the card before it calls again. A debit is never given up: the money is owed.

use config::VenueSettings;
use config::payment::refundable;
use shared::id::OrderId;
use shared::money::Money;

use super::VenueService;
use super::remote_issue::{later, scope};
use crate::error::{Result, VenueError};
use crate::gift_card::order::{Effect, Event};
use crate::provider::remote::{RemoteCard, RemoteError};
use crate::storage::job_queue::{self, JobKind};
use crate::venue::gift_cards::rows::{self, OrderRow};
use crate::venue::gift_cards::{code, given_back, news};
use crate::venue::payments::{self, Subject};

impl VenueService {
    /// Debits the balance of the card at the remote system, or finds that it is debited already.
    pub(super) async fn empty_elsewhere(&self, settings: &VenueSettings, row: &OrderRow) -> Result<()> {
        let (ctx, id) = (self.ctx(), &row.id);
        let connection = self.remote_connection(settings)?;
        let cards = connection.cards()?;
        let code = code::of_card(&ctx.secret()?, id.as_str())?;
        let look = || async {
            match cards.find(&scope(&connection), &code).await {
                // A system may drop a card with nothing on it.
                Err(RemoteError::NotFound) if row.pending_debit.is_some() => Ok(None),
                // The amount that cannot be refunded stays on it.
                found => found.map(|RemoteCard { remaining, .. }| {
                    let left = refundable(remaining.amount(), remaining.currency());
                    Money::new(left, remaining.currency())
                        .ok()
                        .filter(|left| left.amount() > 0)
                }),
            }
        };
        let found = look().await.map_err(|error| later(&error))?;
        if !self.is_emptying(id, row.pending_debit)? {
            return Ok(());
        }
        let Some(left) = found else {
            // Just before the debit was requested the card had a balance, and only its purchaser wants it empty: the
            // missing amount was debited for the withdrawal.
            return match row.pending_debit {
                Some(taken) => self.emptied(settings, id, taken),
                None => self.nothing_left(settings, id),
            };
        };
        if left.amount() > row.amount.amount() {
            let cause =
                format!("gift card {id} at the remote system: its balance is more than was paid for it");
            return Err(VenueError::Failed(cause));
        }
        ctx.database
            .write(vec![rows::set_pending_debit(id, Some(left.amount()))])?;
        let reference = format!("withdrawal-{id}");
        let scope = scope(&connection);
        let error = match cards.redeem(&scope, &code, left, &reference).await {
            Ok(()) => return self.emptied(settings, id, left.amount()),
            // The next run looks up whether it was done.
            Err(error) if error.is_outcome_unknown() => return Err(later(&error)),
            Err(error) => error,
        };
        // This call debited nothing; but an earlier one may have been carried out late, and be the reason for the
        // refusal.
        let pending_debit = match row.pending_debit {
            None => None,
            Some(earlier) => match look().await {
                Ok(None) => return self.emptied(settings, id, earlier),
                Ok(Some(_)) => None,
                Err(_) => Some(earlier),
            },
        };
        if self.is_emptying(id, Some(left.amount()))? {
            ctx.database
                .write(vec![rows::set_pending_debit(id, pending_debit)])?;
        }
        Err(later(&error))
    }

    /// Whether the stored order still waits to be emptied and `pending_debit` is still the amount that the remote
    /// system was asked to debit. Another run may have changed either during an await.
    fn is_emptying(&self, id: &OrderId, pending_debit: Option<i64>) -> Result<bool> {
        let open = self.open_order(id)?;
        Ok(open.is_some_and(|(row, effect)| {
            effect == Effect::EmptyUpstream && row.pending_debit == pending_debit
        }))
    }

    /// Stores that `taken` was debited from the card: it goes back.
    fn emptied(&self, settings: &VenueSettings, id: &OrderId, taken: i64) -> Result<()> {
        let ctx = self.ctx();
        let Some((_, Effect::EmptyUpstream)) = self.open_order(id)? else {
            return Ok(());
        };
        let payment = payments::of_subject(ctx.database, &Subject::GiftCardOrder(id.clone()))?
            .ok_or_else(|| VenueError::Broken("the payment of an order is missing".to_owned()))?;
        let mut statements = given_back(ctx, settings, id, &payment, taken)?;
        statements.push(rows::set_pending_debit(id, None));
        statements.push(job_queue::settle(JobKind::GiftCard, id.as_str()));
        Ok(ctx.database.write(statements)?)
    }

    /// Stores that the card was used up before it could be emptied.
    fn nothing_left(&self, settings: &VenueSettings, id: &OrderId) -> Result<()> {
        let ctx = self.ctx();
        let mut statements = news(ctx, settings, id, &[Event::NotWithdrawn])?.statements;
        statements.push(job_queue::settle(JobKind::GiftCard, id.as_str()));
        ctx.database.write(statements)?;
        let cause = format!("gift card {id} was used up before its withdrawal could be carried out");
        Err(VenueError::Failed(cause))
    }
}
