//! The contents of letters about an order of a gift card, and the card on paper.

use config::VenueSettings;
use shared::gift_card::{GiftCardOrder, Purchaser, Recipient};
use shared::id::OrderId;
use shared::locale::Language;
use shared::money::Money;
use shared::time::{Day, Instant};

use super::design::{DesignFiles, picture_of};
use super::{order, rows, withdrawal};
use crate::error::{Result, VenueError};
use crate::gift_card::order::{Reason, Stage};
use crate::venue::context::Ctx;
use crate::venue::payments::{self, Subject};

/// The contents of letters about an order, the card's code included. It cannot be printed.
pub struct Enclosed {
    /// The purchaser.
    pub purchaser: Purchaser,
    /// The recipient, if the card is for another person.
    pub recipient: Option<Recipient>,
    /// The language of the letters.
    pub locale: Language,
    /// The order, with its card if it is issued.
    pub order: GiftCardOrder,
    /// The order's stage.
    pub stage: Stage,
    /// The reason why its money goes back, if it does.
    pub reason: Option<Reason>,
    /// When the purchaser withdrew.
    pub withdrawn_at: Option<Instant>,
    /// The last day on which the purchaser could withdraw, once the card is issued.
    pub withdraw_until: Option<Day>,
    /// The amount that has to go back, or went back.
    pub given_back: Money,
    /// The picture of the card's design, where it has one that a card on paper can hold.
    pub picture: Option<Vec<u8>>,
}

/// The contents of letters about this order. The picture of a design is among these files, or uploaded.
pub fn enclosed(ctx: Ctx<'_>, files: &DesignFiles, venue: &VenueSettings, id: &OrderId) -> Result<Enclosed> {
    let row = rows::open_order(ctx.database, id)?.ok_or(VenueError::NotFound)?;
    let has_recipient = row.recipient_name.is_some() || row.recipient_email.is_some();
    let amount = row.amount;
    let payment = payments::of_subject(ctx.database, &Subject::GiftCardOrder(id.clone()))?;
    let given_back = payment.map_or(amount.amount(), |payment| payment.flow.due_back());
    Ok(Enclosed {
        picture: picture_of(ctx.database, files, venue, Some(&row.template_id))?,
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
        recipient: has_recipient.then_some(Recipient {
            name: row.recipient_name,
            email: row.recipient_email,
        }),
        locale: row.locale,
        order: order(ctx, id)?,
    })
}
