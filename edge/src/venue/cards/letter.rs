//! What letters about an order say. It must not know how they are written, nor who sends them.

use shared::gift_card::{GiftCardOrder, Purchaser, Recipient};
use shared::id::OrderId;
use shared::locale::Language;

use super::{order, rows};
use crate::provider::ProviderError;
use crate::venue::means::Means;

/// What letters about an order say, the card's code included. It cannot be printed, and is put together when
/// a letter is due and not before.
pub struct Enclosed {
    /// Who bought the card.
    pub purchaser: Purchaser,
    /// Who it is for, if for somebody else.
    pub recipient: Option<Recipient>,
    /// The language to write in.
    pub locale: Language,
    /// The order, with its card if it is issued.
    pub order: GiftCardOrder,
}

/// What letters about this order say.
pub fn enclosed(means: Means<'_>, id: &OrderId) -> Result<Enclosed, ProviderError> {
    let row = rows::order(means.database, id)?.ok_or(ProviderError::NotFound)?;
    let is_somebody = row.recipient_name.is_some() || row.recipient_email.is_some();
    Ok(Enclosed {
        purchaser: Purchaser {
            name: row.purchaser_name,
            email: row.purchaser_email,
        },
        recipient: is_somebody.then_some(Recipient {
            name: row.recipient_name,
            email: row.recipient_email,
        }),
        locale: row.locale,
        order: order(means, id)?,
    })
}
