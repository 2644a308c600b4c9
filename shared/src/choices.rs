//! The choices of a guest beside a time and a party's size: people by age category, add-ons, answers and an access code; and
//! the same as a reservation shows it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::{AddOnId, AgeCategoryId, QuestionId};
use crate::locale::LocalizedText;
use crate::money::Money;
use crate::offer::{AddOn, PricePer};
use crate::party::Attendees;
#[cfg(feature = "requests")]
use crate::validation::FieldErrors;
use crate::validation::{FieldCode, Notes, request_type};

request_type! {
    /// How many people of a party are of an age category.
    #[derive(Hash)]
    pub struct PeopleCount {
        /// The category.
        pub category: AgeCategoryId,
        /// How many.
        pub count: u8,
    }
}

request_type! {
    /// An add-on that a guest chose.
    #[derive(Hash)]
    pub struct ChosenAddOn {
        /// The add-on.
        pub id: AddOnId,
        /// How many units, 1 or more; 1 of what is priced by the booking.
        pub quantity: u8,
    }
}

impl ChosenAddOn {
    /// The same after a change of the party's size: of what is priced for each guest, no more than come. `offered` are the
    /// add-ons of the experience; what is not among them stays as it is.
    #[must_use]
    pub fn fitted_to<'a>(self, mut offered: impl Iterator<Item = &'a AddOn>, attendees: Attendees) -> Self {
        let is_per_guest = offered.any(|add_on| add_on.id == self.id && add_on.per == PricePer::Guest);
        let quantity = if is_per_guest {
            self.quantity.min(attendees.get())
        } else {
            self.quantity
        };
        Self { quantity, ..self }
    }
}

request_type! {
    /// A guest's answer to a question.
    pub struct Answer {
        /// The question.
        pub question: QuestionId,
        /// The answer.
        pub value: AnswerValue,
    }
}

/// The value of an answer: a text, which names a choice where the question has some; a whole number; or yes or no. It is
/// the guest's data, and its text is not printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum AnswerValue {
    /// Yes or no.
    YesNo(bool),
    /// A whole number.
    Number(u16),
    /// A text, or the id of a choice.
    Text(Notes),
}

#[cfg(feature = "requests")]
impl deserr::Deserr<FieldErrors> for AnswerValue {
    fn deserialize_from_value<V: deserr::IntoValue>(
        value: deserr::Value<V>,
        location: deserr::ValuePointerRef<'_>,
    ) -> Result<Self, FieldErrors> {
        let read = match value {
            deserr::Value::Boolean(answer) => Ok(Self::YesNo(answer)),
            deserr::Value::Integer(number) => u16::try_from(number)
                .map(Self::Number)
                .map_err(|_| FieldCode::OutOfRange),
            deserr::Value::NegativeInteger(_) => Err(FieldCode::OutOfRange),
            deserr::Value::String(text) => Notes::parse(&text).map(Self::Text),
            deserr::Value::Null
            | deserr::Value::Float(_)
            | deserr::Value::Sequence(_)
            | deserr::Value::Map(_) => Err(FieldCode::WrongType),
        };
        read.map_err(|code| {
            deserr::take_cf_content(<FieldErrors as deserr::MergeWithError<FieldCode>>::merge(
                None, code, location,
            ))
        })
    }
}

/// A code that opens rates which others do not see. It is a secret of those who have it: it is not printed, not part of an
/// address, and what it opens is not cached.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccessCode(String);

impl AccessCode {
    /// The longest code, in characters.
    pub const MAX_CHARS: usize = 128;

    /// Takes a code as it was typed, without the spaces around it.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = text.trim();
        if text.is_empty() {
            Err(FieldCode::Required)
        } else if text.chars().count() > Self::MAX_CHARS {
            Err(FieldCode::TooLong)
        } else if text.chars().any(char::is_control) {
            Err(FieldCode::ControlCharacters)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The code's text, for the call that is made with it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AccessCode {
    type Error = FieldCode;

    fn try_from(text: String) -> Result<Self, FieldCode> {
        Self::parse(&text)
    }
}

impl From<AccessCode> for String {
    fn from(code: AccessCode) -> Self {
        code.0
    }
}

impl fmt::Debug for AccessCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AccessCode")
    }
}

/// People of an age category in a reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BookedPeople {
    /// The category.
    pub category: AgeCategoryId,
    /// Its name at the time of booking.
    pub name: LocalizedText,
    /// How many.
    pub count: u8,
}

/// An add-on of a reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BookedAddOn {
    /// The add-on.
    pub id: AddOnId,
    /// Its name at the time of booking.
    pub name: LocalizedText,
    /// How many units.
    pub quantity: u8,
    /// The price of all of them, taxes included.
    pub total: Money,
}

/// An answer of a reservation, with its question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GivenAnswer {
    /// The question.
    pub question: QuestionId,
    /// The question's text at the time of booking.
    pub label: LocalizedText,
    /// The answer.
    pub value: AnswerValue,
    /// The name of the choice, where the answer names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<LocalizedText>,
}

#[cfg(test)]
#[path = "choices_tests.rs"]
mod tests;
