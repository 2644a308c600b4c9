//! The offers of a venue beside a time and a party's size: age categories, add-ons and questions, with their prices.

use serde::{Deserialize, Serialize};

use crate::id::{AddOnId, AgeCategoryId, ChoiceId, QuestionId};
use crate::image::Image;
use crate::locale::LocalizedText;
use crate::money::Money;

/// An age category, by which the people of a party are counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AgeCategory {
    /// Its id, unique among those of its experience.
    pub id: AgeCategoryId,
    /// Its name.
    pub name: LocalizedText,
    /// The youngest age in years; none without a lower limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_age: Option<u8>,
    /// The oldest age in years; none without an upper limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u8>,
    /// Whether guests who are not counted by age are of it: exactly one category of an experience is.
    pub is_default: bool,
    /// The price per head, taxes included; none where the experience's price is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// The most guests of it in a party; none without a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u8>,
    /// A line about it, such as that a high chair is provided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<LocalizedText>,
    /// Whether its guests come only with one of a category that does not say this.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needs_adult: bool,
}

/// The thing that a price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PricePer {
    /// The booking, of any size.
    Booking,
    /// Each guest.
    Guest,
    /// Each unit that is chosen.
    Unit,
}

/// Something that can be added to a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AddOn {
    /// Its id, unique among those of its experience.
    pub id: AddOnId,
    /// Its name.
    pub name: LocalizedText,
    /// A line about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<LocalizedText>,
    /// A picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// The price, taxes included.
    pub price: Money,
    /// The thing that the price is for.
    pub per: PricePer,
    /// The most units that a booking may have: 1 where the price is for the booking. Where it is for a guest, no more are
    /// taken than the party has guests either.
    pub max: u8,
    /// The rate of the tax that the price contains, in hundredths of a percent; none where no rate is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_basis_points: Option<u16>,
}

/// A question to the guest, asked with a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// Its id, unique among those of its experience.
    pub id: QuestionId,
    /// The kind of its answer.
    pub kind: QuestionKind,
    /// The question.
    pub label: LocalizedText,
    /// A line that helps to answer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<LocalizedText>,
    /// Whether a booking needs an answer.
    pub is_required: bool,
}

/// The kind of a question's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum QuestionKind {
    /// A text in the guest's words.
    Text,
    /// One of several choices, named by its id.
    Choice {
        /// The choices, in the order to show.
        choices: Vec<QuestionChoice>,
    },
    /// Yes or no.
    YesNo,
    /// A whole number.
    Number {
        /// The smallest.
        min: u16,
        /// The largest.
        max: u16,
    },
}

/// A choice of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuestionChoice {
    /// Its id, unique among those of its question.
    pub id: ChoiceId,
    /// Its name.
    pub label: LocalizedText,
}

/// The price of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Price {
    /// The price.
    pub amount: Money,
    /// The thing that it is for.
    pub per: PricePer,
    /// Whether it contains the taxes. It is read with the feature `guest` alone.
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub is_tax_included: bool,
}

#[cfg(test)]
#[path = "offer_tests.rs"]
mod tests;
