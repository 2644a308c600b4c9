//! What letters about an order of a gift card say, and the card on paper.

use config::VenueSettings;
use shared::gift_card::{GiftCardOrder, Purchaser, Recipient};
use shared::id::OrderId;
use shared::locale::Language;
use shared::money::Money;
use shared::time::{Day, Instant};

use super::{order, rows, withdrawal};
use crate::error::{Result, VenueError};
use crate::gift_card::order::{Reason, Stage};
use crate::venue::context::Ctx;
use crate::venue::payments::{self, Subject};

/// What letters about an order say, the card's code included. It cannot be printed.
pub struct Enclosed {
    /// Who bought the card.
    pub purchaser: Purchaser,
    /// Who it is for, if for somebody else.
    pub recipient: Option<Recipient>,
    /// The language to write in.
    pub locale: Language,
    /// The order, with its card if it is issued.
    pub order: GiftCardOrder,
    /// Where it stands.
    pub stage: Stage,
    /// Why its money goes back, if it does.
    pub reason: Option<Reason>,
    /// When its purchaser withdrew.
    pub withdrawn_at: Option<Instant>,
    /// The last day on which they could, once the card is there.
    pub withdraw_until: Option<Day>,
    /// How much has to go back, or went back.
    pub given_back: Money,
}

/// What letters about this order say.
pub fn enclosed(ctx: Ctx<'_>, venue: &VenueSettings, id: &OrderId) -> Result<Enclosed> {
    let row = rows::open_order(ctx.database, id)?.ok_or(VenueError::NotFound)?;
    let is_somebody = row.recipient_name.is_some() || row.recipient_email.is_some();
    let amount = row.amount;
    let payment = payments::of_subject(ctx.database, &Subject::GiftCardOrder(id.clone()))?;
    let given_back = payment.map_or(amount.amount(), |payment| payment.flow.due_back());
    Ok(Enclosed {
        stage: row.order().stage,
        reason: row.refund_reason,
        withdrawn_at: row.withdrawn_at,
        withdraw_until: withdrawal::until(ctx, venue, id)?,
        given_back: Money::new(given_back, amount.currency())
            .map_err(|error| VenueError::Broken(error.to_string()))?,
        purchaser: Purchaser {
            name: row.purchaser_name,
            email: row.purchaser_email,
        },
        recipient: is_somebody.then_some(Recipient {
            name: row.recipient_name,
            email: row.recipient_email,
        }),
        locale: row.locale,
        order: order(ctx, id)?,
    })
}
