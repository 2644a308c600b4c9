//! The JSON of Lightspeed's reservation service for platforms, and nothing else: requests and their answers. The profile is
//! in [`profile_wire`](super::profile_wire), events are in `event_wire`.

use config::account::{PlatformStatus, TableStatusSettings};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::decimal::LocationId;

/// A reservation as it is pushed.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReservationBody {
    /// Its status.
    pub status: PlatformStatus,
    /// The party's size.
    pub party_size: u8,
    /// Its start, in UTC without a zone.
    pub utc_scheduled_at: String,
    /// When it was changed.
    pub utc_updated_at: String,
    /// Its guest.
    pub guest: GuestBody,
    /// Its version: it grows with each change.
    pub sequence_id: u64,
    /// The names of its tables, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub table_numbers: Vec<String>,
    /// Staff's notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// The guest's notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guest_request: Option<String>,
    /// Labels, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// How long it lasts (ISO 8601), such as `PT90M`.
    pub expected_duration: String,
    /// The deposits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub liability: Option<LiabilityBody>,
}

/// The guest of a reservation that is pushed.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GuestBody {
    /// Our id of the guest.
    pub platform_guest_id: String,
    /// The first name, or what stands in for it.
    pub first_name: String,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whether the party came without a reservation.
    pub walk_in: bool,
    /// Staff's notes about the guest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// The language, two letters.
    pub language: String,
    /// The allergens, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allergens: Vec<String>,
    /// The diets, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dietary_restrictions: Vec<String>,
}

/// The deposits of a reservation, and what went back of them.
#[derive(Clone, Debug, Serialize)]
pub struct LiabilityBody {
    /// The currency's code; it cannot be changed later.
    pub currency: String,
    /// The deposits.
    pub deposits: Vec<DepositBody>,
    /// The refunds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refunds: Vec<RefundBody>,
}

/// A deposit.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DepositBody {
    /// How much, with two decimals.
    pub amount: String,
    /// When it was paid.
    pub utc_created_at: String,
    /// Its id.
    pub platform_deposit_id: String,
}

/// A refund.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RefundBody {
    /// How much, with two decimals.
    pub amount: String,
    /// When it went back.
    pub utc_created_at: String,
    /// Its id.
    pub platform_refund_id: String,
}

/// The answer to a push.
#[derive(Deserialize)]
pub struct PushAnswer {
    /// Whether it was accepted.
    pub accepted: bool,
}

/// The settings of courses.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CourseSettings<'a> {
    /// Whether statuses of tables may be numbers of courses.
    pub allow_course_number_updates: bool,
    /// The statuses of tables in service.
    pub in_service_table_statuses: &'a [TableStatusSettings],
}

/// The answer to new credentials of deliveries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthAnswer {
    /// Whether they were accepted.
    pub accepted: bool,
    /// The type that is in use now.
    pub current_auth_type: String,
}

/// A business location, as a user sees it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BusinessLocation {
    /// Its id.
    pub business_location_id: Value,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Its street.
    #[serde(default)]
    pub street1: Option<String>,
    /// Its postal code.
    #[serde(default)]
    pub zip: Option<String>,
    /// Its city.
    #[serde(default)]
    pub city: Option<String>,
}

/// A restaurant and its location, to be activated or deactivated.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IntegrationBody<'a> {
    /// The location.
    pub business_location_id: &'a LocationId,
    /// The restaurant's id.
    pub platform_restaurant_id: &'a str,
}

/// The answer to an onboarding.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OnboardingBody<'a> {
    /// The onboarding.
    pub onboarding_id: &'a str,
    /// Our code.
    pub onboarding_code: &'a str,
    /// The restaurant's id.
    pub platform_restaurant_id: &'a str,
    /// The location.
    pub business_location_id: &'a LocationId,
}

/// The reply to the answer to an onboarding.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OnboardingReply {
    /// The vendor's code.
    pub onboarding_code: String,
}
