//! Gift cards: what a venue offers, codes, orders, balances and withdrawals.

mod code;
mod order;
mod validity;
mod withdrawal;

use serde::{Deserialize, Serialize};

pub use code::GiftCardCode;
pub use order::{
    Balance, BalanceQuestion, GiftCard, GiftCardOrder, GiftCardRequest, MAX_DAYS_AHEAD, OrderStatus,
    Purchaser, Recipient,
};
pub use validity::{MAX_YEARS, Validity};
pub use withdrawal::{WITHDRAWAL_DAYS, Withdrawal, WithdrawalRequest};

use crate::id::TemplateId;
use crate::image::Image;
use crate::locale::LocalizedText;
use crate::money::Money;

/// The gift cards that a venue offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GiftCards {
    /// The designs on offer.
    pub templates: Vec<Template>,
}

/// A gift card's design and rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// Its name.
    pub name: LocalizedText,
    /// Its picture.
    pub image: Option<Image>,
    /// The amounts proposed.
    pub amounts: Vec<Money>,
    /// The bounds of a free amount, where one is allowed.
    pub custom: Option<AmountRange>,
    /// How long a card is valid.
    pub validity: Validity,
}

/// Bounds of an amount, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AmountRange {
    /// The least.
    pub min: Money,
    /// The most.
    pub max: Money,
}

/// Reads that cards are offered, and nothing of them.
#[cfg(any(not(feature = "guest"), test))]
pub(crate) fn offered<'de, D: serde::Deserializer<'de>>(reader: D) -> Result<Option<GiftCards>, D::Error> {
    let offered = Option::<serde::de::IgnoredAny>::deserialize(reader)?;
    Ok(offered.map(|_| GiftCards {
        templates: Vec::new(),
    }))
}

impl GiftCards {
    /// The design of this id, if it is on offer.
    #[must_use]
    pub fn template(&self, id: &TemplateId) -> Option<&Template> {
        self.templates.iter().find(|template| template.id == *id)
    }
}

impl Template {
    /// Whether a card of this design can be bought for `amount`: one that is proposed, or one within the
    /// bounds of a free amount.
    #[must_use]
    pub fn takes(&self, amount: Money) -> bool {
        self.amounts.contains(&amount)
            || self.custom.is_some_and(|AmountRange { min, max }| {
                amount.currency() == min.currency()
                    && (min.amount()..=max.amount()).contains(&amount.amount())
            })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn that_cards_are_offered_is_read_without_reading_the_cards() {
        let none = Some(GiftCards { templates: vec![] });
        assert_eq!(
            offered(json!({ "templates": [{ "validity": 7 }] })).unwrap(),
            none
        );
        assert_eq!(offered(json!(null)).unwrap(), None);
    }
}
