//! Molzait's JSON and nothing else. Fields that this worker has no use for, and those that only the
//! restaurant's staff may see, are not read at all.
//!
//! Only fields without which an answer is of no use are required; every other may be null, left out, or of another
//! type.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shared::id::{ExperienceId, ReservationId, TableId};
use shared::time::Minutes;

use crate::provider::lenient::{Elements, Lenient, Part, Whole, minutes, number};

/// A text by language, such as `{ "de": "…", "en": "…" }`.
pub type LenientTexts = BTreeMap<String, Lenient>;

/// An experience.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are Molzait's")]
pub struct Experience {
    pub id: ExperienceId,
    pub name: LenientTexts,
    #[serde(default)]
    pub short_description: Part<LenientTexts>,
    #[serde(default)]
    pub description_html: Part<LenientTexts>,
    #[serde(default)]
    pub image: Part<Image>,
    #[serde(default)]
    pub is_default: Lenient,
}

/// A picture.
#[derive(Debug, Deserialize)]
pub struct Image {
    /// Its address.
    #[serde(default)]
    pub url: Lenient,
}

/// The answer to a question for slots.
#[derive(Debug, Deserialize)]
pub struct Slots {
    /// Every slot of the day, those that cannot be booked included.
    pub slots: Elements<Slot>,
}

/// A slot.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are Molzait's")]
pub struct Slot {
    pub experience_id: String,
    pub day: String,
    #[serde(deserialize_with = "minutes")]
    pub minutes: Minutes,
    #[serde(deserialize_with = "number")]
    pub duration: u16,
    #[serde(default)]
    pub spots_open: Lenient,
    /// Empty if it can be booked.
    pub exclusion_reasons: Vec<Lenient>,
    /// Tables that the party could be given.
    #[serde(default)]
    pub available_assignments: Part<Elements<Assignment>>,
    /// The floor plans of its service.
    #[serde(default)]
    pub available_floor_plan_ids: Part<Vec<Lenient>>,
    /// The floor plans in which the party could sit.
    #[serde(default)]
    pub assignments_available_in: Part<Vec<Lenient>>,
    #[serde(default)]
    pub confirmation_mode: Lenient,
    #[serde(default)]
    pub show_end_time: Lenient,
    #[serde(default)]
    pub payment_settings: Part<PaymentSettings>,
}

/// Tables that a party could be given.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are Molzait's")]
pub struct Assignment {
    #[serde(default)]
    pub floor_plan_id: Lenient,
    pub table_ids: Vec<TableId>,
    /// False for tables that are kept for parties without a reservation.
    #[serde(default)]
    pub reservable: Lenient,
    /// The higher, the better.
    #[serde(default)]
    pub score: Part<f64>,
}

/// A payment in advance.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are Molzait's")]
pub struct PaymentSettings {
    #[serde(rename = "type", default)]
    pub kind: Lenient,
    #[serde(default)]
    pub payment: Part<Payment>,
    #[serde(default)]
    pub pending_minutes: Lenient,
    #[serde(default)]
    pub refund_minutes: Lenient,
}

/// The payment per guest or per party.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are Molzait's")]
pub struct Payment {
    pub pricing: Pricing,
    #[serde(default)]
    pub required_from_pax: Lenient,
}

/// The price.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are Molzait's")]
pub struct Pricing {
    #[serde(rename = "type", default)]
    pub kind: Lenient,
    /// The price that is charged, in cents.
    #[serde(default)]
    pub price_per_pax: Lenient,
    /// The price that guests are shown, in cents.
    #[serde(default)]
    pub display_price_per_pax: Lenient,
}

/// A reservation. It cannot be printed: it holds a guest's data.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are Molzait's")]
pub struct Reservation {
    pub id: ReservationId,
    #[serde(default)]
    pub number: Lenient,
    pub attendees: Whole,
    pub status: String,
    /// Missing where staff took a party down without one.
    #[serde(default)]
    pub experience: Part<BookedExperience>,
    #[serde(default)]
    pub start_time: Lenient,
    #[serde(default)]
    pub end_time: Lenient,
    #[serde(default)]
    pub guest: Part<Guest>,
    #[serde(default)]
    pub special_request_notes: Lenient,
    /// Not documented; the embedded engine's answers have it.
    #[serde(default)]
    pub day: Lenient,
    /// Not documented; the embedded engine's answers have them.
    #[serde(default)]
    pub minutes: Lenient,
    /// Not documented; the embedded engine's answers have it.
    #[serde(default)]
    pub duration: Lenient,
}

/// The experience of a reservation.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields are Molzait's")]
pub struct BookedExperience {
    pub id: String,
    #[serde(default)]
    pub name: Part<LenientTexts>,
}

/// The guest. It has no `Debug`: the data is personal.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "the fields are Molzait's")]
pub struct Guest {
    pub first_name: Lenient,
    pub last_name: Lenient,
    pub phone: Lenient,
    pub email: Lenient,
    pub locale: Lenient,
}

/// A reservation to make. It cannot be printed: it holds a guest's data.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are Molzait's")]
pub struct NewReservation<'a> {
    pub attendees: u8,
    pub day: String,
    pub minutes: u16,
    pub experience_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<&'a str>,
    pub last_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<&'a str>,
    pub locale: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// The tables that it must have; Molzait chooses them where there is none.
    #[serde(skip_serializing_if = "<[TableId]>::is_empty")]
    pub pinned_table_ids: &'a [TableId],
}

/// A change of a reservation: Molzait allows the status alone.
#[derive(Debug, Serialize)]
pub struct Change {
    /// The status to take it to.
    pub status: &'static str,
}
