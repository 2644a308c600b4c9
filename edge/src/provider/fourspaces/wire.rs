//! The payloads of 4spaces and nothing else, as its metadata pages and the sample of `POST /service` show them: camelCase,
//! in JSON or JSV. Fields that this worker has no use for, and those that only staff may see, are not read.
//!
//! Only a field without which an answer is of no use is required; every other may be null, left out, or of another type.

use serde::{Deserialize, Serialize};

use super::fixed_point::FixedPoint;
use crate::provider::lenient::{Elements, Lenient, Part};

/// An answer: the data, or what was wrong.
#[derive(Debug, Deserialize)]
pub struct DataAnswer<T> {
    /// The data.
    pub data: T,
}

/// The status of an answer, which is empty where all went well.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StatusAnswer {
    /// The status.
    pub response_status: Part<ResponseStatus>,
}

/// `ServiceStack`'s error. Its messages may repeat a guest's data, and are not read.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "the fields are the framework's")]
pub struct ResponseStatus {
    pub error_code: Lenient,
    pub errors: Part<Vec<ResponseError>>,
}

/// The fault of a field.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "the fields are the framework's")]
pub struct ResponseError {
    pub error_code: Lenient,
    pub field_name: Lenient,
}

/// The name and the password of a user.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Authenticate<'a> {
    /// The name.
    pub user_name: &'a str,
    /// The password.
    pub password: &'a str,
}

/// A session. It has no `Debug`: it is a secret.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "the fields are the framework's")]
pub struct AuthenticateResponse {
    pub session_id: Lenient,
    pub bearer_token: Lenient,
}

/// A service.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct ServiceView {
    pub id: String,
    #[serde(default)]
    pub organization_id: Lenient,
    /// 1 Reservation, 2 Request, 3 External, 4 Ticket.
    #[serde(default)]
    pub service_type: Lenient,
    #[serde(default)]
    pub name: Lenient,
    #[serde(default)]
    pub description: Lenient,
    #[serde(default)]
    pub sub_title: Lenient,
    #[serde(default)]
    pub image_url: Lenient,
    #[serde(default)]
    pub is_public: Lenient,
    #[serde(default)]
    pub require_confirmation: Lenient,
    #[serde(default)]
    pub require_payment: Lenient,
    #[serde(default)]
    pub currency: Part<CurrencyView>,
    #[serde(default)]
    pub vat_percentage: Part<FixedPoint>,
    #[serde(default)]
    pub products: Part<Elements<ProductView>>,
    #[serde(default)]
    pub addons: Part<Elements<AddonView>>,
    #[serde(default)]
    pub time_option: Part<TimeOption>,
    #[serde(default)]
    pub person_option: Part<PersonOption>,
}

/// A currency.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CurrencyView {
    /// Its code, such as `EUR`.
    pub code: Lenient,
}

/// A product of a service.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct ProductView {
    pub id: String,
    #[serde(default)]
    pub name: Lenient,
    #[serde(default)]
    pub description: Lenient,
    /// Major units.
    #[serde(default)]
    pub unit_price: Part<FixedPoint>,
    /// Major units.
    #[serde(default)]
    pub minimal_price: Part<FixedPoint>,
    #[serde(default)]
    pub vat_percentage: Part<FixedPoint>,
    #[serde(default)]
    pub image_url: Lenient,
    #[serde(default)]
    pub external_id: Part<Vec<Lenient>>,
    #[serde(default)]
    pub reservation_data: Part<ProductReservation>,
}

/// The part of a product that is reserved.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ProductReservation {
    /// The access template that a reservation is given.
    pub access_template_id: Lenient,
}

/// Something that can be added.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct AddonView {
    pub id: String,
    #[serde(default)]
    pub name: Lenient,
    /// Major units.
    #[serde(default)]
    pub unit_price: Part<FixedPoint>,
    #[serde(default)]
    pub vat_percentage: Part<FixedPoint>,
    #[serde(default)]
    pub max_quantity: Lenient,
    #[serde(default)]
    pub external_id: Lenient,
}

/// The times that a service can be booked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct TimeOption {
    /// 0 Daily, 1 Timespan.
    #[serde(rename = "type")]
    pub kind: Lenient,
    pub daily_options: Part<DailyOptions>,
    pub timespan_options: Part<TimespanOptions>,
}

/// Whole days.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct DailyOptions {
    pub checkin: Lenient,
    pub checkout: Lenient,
}

/// Spans of a day. The unit of the three lengths is not stated.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct TimespanOptions {
    pub min_duration: Lenient,
    pub max_duration: Lenient,
    pub increment: Lenient,
    pub increment_price_multiplier: Part<FixedPoint>,
}

/// The people that a service takes.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct PersonOption {
    pub id: Lenient,
    pub can_select_children: Lenient,
    pub max_adult_count: Lenient,
    pub max_children_count: Lenient,
    pub adult_price_multiplier: Part<FixedPoint>,
    pub child_price_multiplier: Part<FixedPoint>,
}

/// An access template: the spaces that a reservation opens.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct AccessTemplateView {
    pub id: String,
    #[serde(default)]
    pub name: Lenient,
    #[serde(default)]
    pub is_available: Lenient,
    #[serde(default)]
    pub smartspaces: Part<Elements<SmartspaceView>>,
}

/// A smart space: a room, a table.
#[derive(Debug, Deserialize)]
pub struct SmartspaceView {
    /// Its id, which availability is asked by as `ThingId`.
    pub id: String,
}

/// A span in which a space is free, or is not.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct AvailabilityView {
    pub available: Lenient,
    #[serde(default)]
    pub from: Lenient,
    #[serde(default)]
    pub to: Lenient,
}

/// A service that was published.
#[derive(Debug, Deserialize)]
pub struct PublishedService {
    /// Its id.
    pub id: String,
}

/// A reservation in a list.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct ReservationListItem {
    pub id: String,
    #[serde(default)]
    pub checkin: Lenient,
    #[serde(default)]
    pub checkout: Lenient,
    #[serde(default)]
    pub guest_list: Part<Vec<Lenient>>,
    #[serde(default)]
    pub guests: Lenient,
    #[serde(default)]
    pub state: Lenient,
    #[serde(default)]
    pub access_templates: Part<Vec<TemplateOfReservation>>,
}

/// The access template of a reservation.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct TemplateOfReservation {
    /// Its id.
    pub id: Lenient,
}

/// A reservation that was made.
#[derive(Deserialize)]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct ReservationView {
    pub id: String,
    #[serde(default)]
    pub state: Lenient,
}

/// A reservation to make. It cannot be printed: it holds a guest's data.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct InsertReservation<'a> {
    pub guests: [ReservationGuest<'a>; 1],
    pub additional_data: AdditionalData,
    pub visit_data: VisitData,
    pub access_templates: [TemplateRef<'a>; 1],
}

/// The guest of a reservation to make.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct ReservationGuest<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guest_first_name: Option<&'a str>,
    pub guest_last_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<&'a str>,
    /// 1 Business, 2 Leisure.
    pub guest_type: u8,
    pub send_invitation: bool,
    pub send_account_activation_email: bool,
}

/// All that has no field of its own.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AdditionalData {
    /// A text for staff.
    pub comment: String,
}

/// The time of a reservation to make.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct VisitData {
    /// 1 `DateTime`, 2 `AccessCount`.
    pub visit_type: u8,
    pub checkin: String,
    pub checkout: String,
}

/// The access template of a reservation to make.
#[derive(Serialize)]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct TemplateRef<'a> {
    pub id: &'a str,
    pub name: &'a str,
}

/// A confirmation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmReservation<'a> {
    /// The reservation.
    pub reservation_id: &'a str,
}

/// A cancellation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CancelReservation<'a> {
    /// The reservation.
    pub reservation_id: &'a str,
    /// The reason.
    pub reason_cancelled: &'static str,
}
