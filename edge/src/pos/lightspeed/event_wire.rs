//! The JSON of Lightspeed's events, and nothing else. It is read leniently: unknown fields are passed over, and those of a check
//! may be absent, null or of another type, so that none of them keeps a party from having paid.

use serde::Deserialize;
use serde_json::Value;

use super::decimal::Decimal;
use super::wire::BusinessLocation;
use crate::pos::scalar::{Scalar, lenient, lenient_list};

/// The fields of an event by which its kind is known, and whom it is about.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventHead {
    /// Of an order: `OPEN` and so on; of an integration: `ACTIVATED` or `DEACTIVATED`.
    #[serde(default)]
    pub notification_type: Option<String>,
    /// Of an error.
    #[serde(default)]
    pub error_code: Option<String>,
    /// Of an onboarding.
    #[serde(default)]
    pub onboarding_id: Option<String>,
    /// Of a reservation that was changed at the till.
    #[serde(default)]
    pub status: Option<String>,
    /// The platform.
    #[serde(default)]
    pub platform_code: Option<String>,
    /// The restaurant.
    #[serde(default)]
    pub platform_restaurant_id: Option<String>,
    /// The reservation.
    #[serde(default)]
    pub platform_reservation_id: Option<String>,
    /// The location.
    #[serde(default)]
    pub business_location_id: Option<Value>,
}

/// An order event.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderEvent {
    /// Its place among those of its check, a number in a text.
    #[serde(default)]
    pub sequence_id: Scalar,
    /// The check.
    pub account: CheckAccount,
}

/// A check, as an order event has it. The guest's record, the names of staff and texts entered by hand are not read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckAccount {
    /// Its number.
    #[serde(default)]
    pub account_number: Scalar,
    /// Its older id.
    #[serde(default)]
    pub id: Scalar,
    /// The number of its receipt.
    #[serde(default)]
    pub receipt_number: Scalar,
    /// The names of its tables.
    #[serde(default, deserialize_with = "lenient_list")]
    pub tables: Option<Vec<Scalar>>,
    /// The name of its table, in older events.
    #[serde(default)]
    pub table_name: Scalar,
    /// When it was opened, in milliseconds.
    #[serde(default)]
    pub open_date: Scalar,
    /// When it was closed.
    #[serde(default)]
    pub close_date: Scalar,
    /// When it was changed.
    #[serde(default)]
    pub update_date: Scalar,
    /// The currency's code.
    #[serde(default)]
    pub currency_code: Scalar,
    /// The whole.
    #[serde(default)]
    pub total_amount: Option<Decimal>,
    /// The amount that was paid.
    #[serde(default)]
    pub paid_amount: Option<Decimal>,
    /// The taxes.
    #[serde(default)]
    pub tax_amount: Option<Decimal>,
    /// The tips.
    #[serde(default)]
    pub gratuity_amount: Option<Decimal>,
    /// The number of guests.
    #[serde(default)]
    pub cover_count: Scalar,
    /// The course, from 0.
    #[serde(default)]
    pub current_production_phase: Scalar,
    /// The lines.
    #[serde(default, deserialize_with = "lenient_list")]
    pub transaction_lines: Option<Vec<TransactionLine>>,
    /// The payments.
    #[serde(default, deserialize_with = "lenient_list")]
    pub payment_lines: Option<Vec<PaymentLine>>,
}

/// A line of a check.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransactionLine {
    /// The item.
    #[serde(default)]
    pub item_description: Scalar,
    /// Its group.
    #[serde(default)]
    pub accounting_group_name: Scalar,
    /// How many.
    #[serde(default)]
    pub quantity: Option<Decimal>,
    /// Its price, without taxes that are added.
    #[serde(default)]
    pub amount: Option<Decimal>,
    /// Its price with all taxes.
    #[serde(default)]
    pub amount_with_tax: Option<Decimal>,
    /// Its price without any.
    #[serde(default)]
    pub amount_less_tax: Option<Decimal>,
    /// Its tax.
    #[serde(default, deserialize_with = "lenient")]
    pub active_tax: Option<LineTax>,
}

/// The tax of a line.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LineTax {
    /// Its code.
    #[serde(default)]
    pub code: Scalar,
    /// Its name.
    #[serde(default)]
    pub description: Scalar,
    /// Its rate: `1.19` is 19 %.
    #[serde(default)]
    pub rate: Option<Decimal>,
}

/// A payment of a check.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentLine {
    /// The code of the means.
    #[serde(default)]
    pub payment_method: Scalar,
    /// Its name.
    #[serde(default)]
    pub payment_method_description: Scalar,
    /// How much.
    #[serde(default)]
    pub amount: Option<Decimal>,
    /// The tip in it.
    #[serde(default)]
    pub gratuity_amount: Option<Decimal>,
}

/// An error event.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorEvent {
    /// The code.
    pub error_code: String,
    /// The HTTP status that it stands for.
    #[serde(default)]
    pub http_code: Scalar,
    /// The fields of the request that are wrong.
    #[serde(default, deserialize_with = "lenient_list")]
    pub error_properties: Option<Vec<Scalar>>,
}

/// An onboarding event.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OnboardingEvent {
    /// Its id.
    pub onboarding_id: String,
    /// The restaurant, as it was entered at the till.
    pub platform_restaurant_reference: String,
    /// Until when it is to be answered, in seconds since 1970.
    #[serde(alias = "epochDeadlineUtc")]
    pub epoch_seconds_deadline_utc: i64,
    /// The business.
    pub business_information: BusinessLocation,
}

/// A reservation that was changed at the till.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReservationEvent {
    /// Its status: one of a push, or `PAID`.
    pub status: String,
    /// The names of its tables.
    #[serde(default, deserialize_with = "lenient_list")]
    pub tables: Option<Vec<Scalar>>,
    /// The number of guests.
    #[serde(default)]
    pub covers: Scalar,
}
