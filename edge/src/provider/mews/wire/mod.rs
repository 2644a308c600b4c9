//! Mews' JSON and nothing else. Fields that this worker has no use for, and those that only the property's staff may see,
//! are not read at all.

pub mod booking;
pub mod catalogue;
pub mod customer;
pub mod order;
pub mod payment;
pub mod property;
pub mod service;
pub mod voucher;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::provider::lenient::Lenient;

/// A text by language and culture, such as `{ "de-AT": "…", "en-US": "…" }`.
pub type LocalizedNames = BTreeMap<String, Lenient>;

/// How much of a list is asked for.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Limitation {
    /// The last id of the answer before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// The most elements; Mews takes 1 to 1000.
    pub count: u16,
}

impl Limitation {
    /// The elements of one answer: so many reservations or customers stay well within the bytes that an answer may have
    /// (`bodyLimitBytes` of a venue's `[upstream]`).
    pub const MOST: u16 = 400;
}

impl Default for Limitation {
    /// As much as one answer holds, from the beginning.
    fn default() -> Self {
        Self {
            cursor: None,
            count: Self::MOST,
        }
    }
}

/// A filter by time: both ends in UTC, the second one excluded unless they are equal.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct TimeFilter {
    pub start_utc: String,
    pub end_utc: String,
}

/// A change of a value: the field is left out where it stays.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UpdateValue<T> {
    /// The value from now on.
    pub value: T,
}

/// An answer that says nothing but that it was done.
#[derive(Debug, Default, Deserialize)]
pub struct Done {}

/// An error's text, which is for people: only some of its words are looked for, and it goes no further.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Complaint {
    /// The text.
    pub message: Lenient,
}
