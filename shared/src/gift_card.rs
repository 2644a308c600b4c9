//! Gift cards as a venue offers them. It must not know how they are paid or redeemed.

use serde::{Deserialize, Serialize};

use crate::id::TemplateId;
use crate::locale::Texts;
use crate::money::Money;
use crate::venue::Image;

/// What a venue offers in gift cards.
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
    pub name: Texts,
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

/// How long a card is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Validity {
    /// In whole years from the day of issue.
    pub years: u8,
}
