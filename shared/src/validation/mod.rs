//! Validation of requests: every faulty field is reported at once, by its JSON pointer and a code from a closed list. A
//! code becomes a sentence where it is shown.

mod contact;
mod link;
mod numbering;
mod phone;
#[cfg(feature = "requests")]
mod request;
mod request_type;
mod text;

use serde::{Deserialize, Serialize};

pub use contact::{Email, Message, Name, Notes};
pub use phone::{Country, Phone};
#[cfg(feature = "requests")]
pub use request::{FieldErrors, Readable, read_json, read_query};
pub(crate) use request_type::request_type;
pub use text::{lines, machine_readable};

/// A faulty field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldError {
    /// The field: a JSON pointer (RFC 6901) into the body; for a query, `/` and the parameter's name.
    pub pointer: String,
    /// The fault.
    pub code: FieldCode,
}

impl FieldError {
    /// The fault `code` at `pointer`.
    #[must_use]
    pub fn new(pointer: impl Into<String>, code: FieldCode) -> Self {
        Self {
            pointer: pointer.into(),
            code,
        }
    }
}

/// A fault of a field; a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldCode {
    /// It is missing or empty.
    Required,
    /// There is no such field.
    UnknownField,
    /// It is of another JSON type.
    WrongType,
    /// It is too long.
    TooLong,
    /// It is a number outside the range.
    OutOfRange,
    /// It contains control characters.
    ControlCharacters,
    /// It contains a web or e-mail address.
    ContainsLink,
    /// It is not an e-mail address.
    InvalidEmail,
    /// It is not a phone number.
    InvalidPhone,
    /// It is not a day of the calendar.
    InvalidDay,
    /// It is not a language tag.
    InvalidLanguage,
    /// It is malformed.
    Invalid,
    /// There is nothing of this id.
    Unknown,
    /// The day or the time has passed.
    InThePast,
    /// The time is nearer than bookings are taken.
    LeadTimeTooShort,
    /// The day is further away than bookings are taken.
    BeyondHorizon,
    /// The range ends before it starts.
    EndsBeforeStart,
    /// The range is longer than one request may span.
    RangeTooLong,
    /// The party is smaller than the experience takes.
    PartyTooSmall,
    /// The party is larger than the experience takes.
    PartyTooLarge,
    /// There is no slot at this time.
    NotASlot,
    /// This is not offered here.
    NotOffered,
    /// It contains a character that no code has, such as O, which looks like 0.
    LookAlike,
    /// Its check character does not fit the others.
    Mistyped,
    /// Its last day is over.
    Expired,
    /// Nothing is left of it.
    UsedUp,
    /// There is nothing to pay.
    NothingToPay,
    /// Less of it is left than was chosen.
    SoldOut,
    /// Guests of this age come with one of another category.
    NeedsAdult,
}

impl std::fmt::Display for FieldCode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.serialize(formatter)
    }
}
