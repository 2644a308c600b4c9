//! Reservations, as they are asked for, priced, made, changed and ended.

use serde::{Deserialize, Serialize};

use super::catalogue::Amount;
use super::{Limitation, TimeFilter, UpdateValue};
use crate::provider::lenient::{Elements, Lenient, Part, Whole};

/// Reservations to price or to make. They cannot be printed: they hold a guest's data.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct NewReservations<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise_id: Option<&'a str>,
    pub service_id: &'a str,
    pub reservations: [ReservationData<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_rate_applicability: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_overbooking: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_confirmation_email: Option<bool>,
}

/// A reservation to price or to make.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct ReservationData<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_number: Option<&'a str>,
    /// `Confirmed` or `Optional`.
    pub state: &'static str,
    pub start_utc: String,
    pub end_utc: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub released_utc: Option<String>,
    pub person_counts: Vec<PersonCount>,
    /// Not needed to price one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    pub requested_category_id: &'a str,
    pub rate_id: &'a str,
    /// Opens a private rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voucher_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub product_orders: Vec<ProductOrder<'a>>,
}

/// How many people are of an age category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct PersonCount {
    pub age_category_id: String,
    pub count: u16,
}

/// A product that comes with a reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct ProductOrder<'a> {
    pub product_id: &'a str,
    pub count: u16,
    pub start_utc: String,
    pub end_utc: String,
}

/// The prices of reservations.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct PriceList {
    pub reservation_prices: Vec<ReservationPrice>,
}

/// The price of a reservation.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct ReservationPrice {
    #[serde(default)]
    pub total_amount: Option<Amount>,
    /// The field before `TotalAmount`, which samples have alone.
    #[serde(default)]
    pub total: Option<Amount>,
}

/// The reservations that were made.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct AddedReservations {
    pub reservations: Vec<AddedReservation>,
}

/// A reservation that was made.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct AddedReservation {
    pub reservation: FreshReservation,
}

/// A reservation in the older of its two forms, with which a creation is answered.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct FreshReservation {
    pub id: String,
    pub number: String,
    pub state: String,
    pub service_id: String,
    pub requested_category_id: String,
    pub rate_id: String,
    pub start_utc: String,
    pub end_utc: String,
    #[serde(default)]
    pub released_utc: Lenient,
    #[serde(default)]
    pub person_counts: Part<Vec<StoredPersonCount>>,
}

/// How many people of a reservation are of an age category.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct StoredPersonCount {
    #[serde(default)]
    pub age_category_id: Lenient,
    pub count: Whole,
}

/// Reservations to take to another state.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct Confirmation<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise_id: Option<&'a str>,
    pub reservation_ids: [&'a str; 1],
    pub send_confirmation_email: bool,
}

/// Reservations to cancel.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct CancellationData<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise_id: Option<&'a str>,
    pub reservation_ids: [&'a str; 1],
    pub post_cancellation_fee: bool,
    pub send_email: bool,
    /// The reason. Without one it is refused.
    pub notes: &'a str,
}

/// The reservation that has begun.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct Arrival<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise_id: Option<&'a str>,
    pub reservation_id: &'a str,
}

/// The reservation that is over.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct Departure<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise_id: Option<&'a str>,
    pub reservation_id: &'a str,
    pub close_bills: bool,
    pub allow_open_balance: bool,
}

/// A reservation's new time.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct IntervalUpdate<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise_id: Option<&'a str>,
    pub reservation_id: &'a str,
    pub start_utc: String,
    pub end_utc: String,
    pub charge_cancellation_fee: bool,
}

/// Changes of a reservation. The reference requires its id beside the changes too.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct ReservationUpdates<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise_id: Option<&'a str>,
    pub reservation_id: &'a str,
    pub reservation_updates: [ReservationUpdate<'a>; 1],
    pub reprice: bool,
    pub apply_cancellation_fee: bool,
    pub reason: &'static str,
}

/// The changes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct ReservationUpdate<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise_id: Option<&'a str>,
    pub reservation_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_utc: Option<UpdateValue<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_utc: Option<UpdateValue<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person_counts: Option<UpdateValue<Vec<PersonCount>>>,
}

/// A question for reservations.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct ReservationFilter<'a> {
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub enterprise_ids: &'a [&'a str],
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub service_ids: &'a [&'a str],
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub reservation_ids: &'a [&'a str],
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub channel_numbers: &'a [&'a str],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduled_start_utc: Option<TimeFilter>,
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub states: &'a [&'a str],
    pub limitation: Limitation,
}

/// Reservations.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct ReservationList {
    pub reservations: Elements<StoredReservation>,
    #[serde(default)]
    pub cursor: Lenient,
}

/// A reservation in the newer of its two forms. It has no `Debug`: who made it is personal.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct StoredReservation {
    pub id: String,
    pub service_id: String,
    /// The customer's id, or a company's.
    pub account_id: String,
    pub number: String,
    pub state: String,
    pub rate_id: String,
    pub requested_resource_category_id: String,
    #[serde(default)]
    pub channel_number: Lenient,
    #[serde(default)]
    pub cancellation_reason: Lenient,
    #[serde(default)]
    pub released_utc: Lenient,
    pub scheduled_start_utc: String,
    pub scheduled_end_utc: String,
    #[serde(default)]
    pub person_counts: Part<Vec<StoredPersonCount>>,
}

/// Notes to write on reservations. They cannot be printed: guests wrote them.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct NewNotes<'a> {
    pub service_order_notes: [NewNote<'a>; 1],
}

/// A note to write on a reservation.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct NewNote<'a> {
    pub service_order_id: &'a str,
    pub text: &'a str,
}

/// A task for the staff. It cannot be printed: guests wrote it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct NewTask<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<&'a str>,
    pub service_order_id: &'a str,
    pub name: &'static str,
    pub description: &'a str,
    pub deadline_utc: String,
}
