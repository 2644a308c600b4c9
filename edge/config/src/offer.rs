//! Prices of an experience, and the choices of its guests: age categories, add-ons and questions.
//! [`Plan::build`](crate::plan::Plan::build) checks them.

use serde::{Deserialize, Serialize};
use shared::id::{AddOnId, AgeCategoryId, ChoiceId, ExperienceId, QuestionId};
use shared::locale::LocalizedText;
use shared::offer::PricePer;
use shared::payment::PaymentKind;

/// A payment in advance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Payment {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: PaymentKind,
    /// Per guest, in minor units of the venue's currency. A prepayment is the price itself: that of an age category, where
    /// it has one, and of the add-ons with it.
    pub price_per_guest: u32,
    /// The smallest party that has to pay.
    #[serde(default = "one")]
    pub required_from: u8,
    /// Minutes in which to pay before the table is given up.
    pub due_minutes: u32,
    /// The money is given back when cancelled at least this many minutes before the start; none
    /// means never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_minutes: Option<u32>,
    /// Whether add-ons are paid with a deposit; else they are paid at the venue.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub add_ons: bool,
}

/// An age category, by which the people of a party are counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AgeCategorySettings {
    /// Its id, unique in the experience.
    pub id: AgeCategoryId,
    /// Its name.
    pub name: LocalizedText,
    /// The youngest age in years; none means without a lower limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_age: Option<u8>,
    /// The oldest age in years; none means without an upper limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u8>,
    /// Whether guests who are not counted by age are of it; exactly one category is the default.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_default: bool,
    /// Per head, in minor units of the venue's currency, taxes included; 0 means free, none means the experience's price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<u32>,
    /// The most guests of it in a party, 1 to 50; none means without a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u8>,
    /// A line about it, such as that a high chair is provided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<LocalizedText>,
    /// Whether its guests come only with one of a category that does not say this, as children come with adults.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needs_adult: bool,
}

/// Something that can be added to a booking, such as a wine pairing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddOnSettings {
    /// Its id, unique in the venue: add-ons of one id have one stock.
    pub id: AddOnId,
    /// Its name.
    pub name: LocalizedText,
    /// A line about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<LocalizedText>,
    /// The name of its picture: a file in the venue's folder `edge/venues/<id>/`, or an upload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Its price in minor units of the venue's currency, taxes included.
    pub price: u32,
    /// The thing that the price is for.
    pub per: PricePer,
    /// The most units of a booking, 1 to 50; none means 1 for what is priced by the booking, and else as many as the largest
    /// party has guests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u8>,
    /// The rate of the tax that the price contains, in hundredths of a percent, up to 10000: 2000 means 20 percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_basis_points: Option<u16>,
    /// How many units can be booked for one day; none means without a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock_per_day: Option<u16>,
}

/// A question to the guest, asked with a booking: a ready-made one, or one with an id, a type and words of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuestionSettings {
    /// A ready-made question, with its words in every language. Only `isRequired`, and of numbers `max`, is written beside
    /// it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready: Option<ReadyQuestion>,
    /// Its id, unique in the experience; a ready-made one has its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<QuestionId>,
    /// The kind of its answer.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<QuestionType>,
    /// The question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<LocalizedText>,
    /// A line that helps to answer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<LocalizedText>,
    /// Whether a booking needs an answer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_required: bool,
    /// The choices of a question of the type `choice`, in the order to show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<ChoiceSettings>,
    /// The smallest number of a question of the type `number`; 0 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u16>,
    /// The largest number of a question of the type `number`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u16>,
}

/// A question with words in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReadyQuestion {
    /// Allergies and intolerances, as a text.
    Allergies,
    /// The occasion of the visit, as a choice.
    Occasion,
    /// The number of high chairs.
    HighChair,
    /// Whether a wheelchair needs room.
    Wheelchair,
}

impl ReadyQuestion {
    /// Its id, which is its name in the settings.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Allergies => "allergies",
            Self::Occasion => "occasion",
            Self::HighChair => "high_chair",
            Self::Wheelchair => "wheelchair",
        }
    }
}

/// The ids of the choices of [`ReadyQuestion::Occasion`], in the order to show.
pub const OCCASIONS: [&str; 4] = ["birthday", "anniversary", "business", "other"];

/// The kind of a question's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum QuestionType {
    /// A text in the guest's words.
    Text,
    /// One of several choices.
    Choice,
    /// Yes or no.
    YesNo,
    /// A whole number.
    Number,
}

/// A choice of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChoiceSettings {
    /// Its id, unique in the question.
    pub id: ChoiceId,
    /// Its name.
    pub label: LocalizedText,
}

/// The questions to guests at an experience of a system that is reached over the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExperienceQuestions {
    /// The experience's id, as the API of this worker has it: `GET /v1/venues/{venue}` lists them.
    pub experience_id: ExperienceId,
    /// The questions, in the order to ask.
    pub questions: Vec<QuestionSettings>,
}

fn one() -> u8 {
    1
}
