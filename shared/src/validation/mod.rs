//! Validation that reports every faulty field at once, each by its JSON pointer. It must not know
//! any language: a code becomes a sentence where it is shown.

mod contact;
mod link;
mod numbering;
mod phone;
#[cfg(feature = "requests")]
mod request;
mod text;

use serde::{Deserialize, Serialize};

pub use contact::{Email, Message, Name, Notes};
pub use phone::{Country, Phone};
#[cfg(feature = "requests")]
pub use request::{FieldErrors, Readable, read_json, read_query};
pub use text::lines;
pub(crate) use text::machine_readable;

/// A faulty field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldError {
    /// Where it is: a JSON pointer (RFC 6901) into the body; for a query, `/` and the parameter's name.
    pub pointer: String,
    /// What is wrong with it.
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

/// What can be wrong with a field; a closed list.
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
    /// It holds control characters.
    ControlCharacters,
    /// It holds an address of the web or of mail.
    ContainsLink,
    /// It is no e-mail address.
    InvalidEmail,
    /// It is no phone number.
    InvalidPhone,
    /// It is no day of the calendar.
    InvalidDay,
    /// It is no language tag.
    InvalidLanguage,
    /// It has not the form it should have.
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
    /// The range spans more than may be asked for at once.
    RangeTooLong,
    /// The party is smaller than the experience takes.
    PartyTooSmall,
    /// The party is larger than the experience takes.
    PartyTooLarge,
    /// There is no slot at this time.
    NotASlot,
    /// This is not offered here.
    NotOffered,
    /// It holds a character that no code has, since it is taken for another.
    LookAlike,
    /// Its check character tells that another is wrong.
    Mistyped,
    /// Its last day is over.
    Expired,
    /// Nothing is left of it.
    UsedUp,
    /// There is nothing to pay with it.
    NothingToPay,
}

impl std::fmt::Display for FieldCode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.serialize(formatter)
    }
}
