//! iKentoo's JSON, as its documentation and its examples have it. Answers and events are read leniently: every field may be
//! missing, null or of another type. It must not know our own types.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::pos::scalar::{Scalar, lenient_list};

/// A check-in: the party sits at a table.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckIn {
    /// The location.
    pub business_location_id: u64,
    /// The table's name or number.
    pub table: String,
    /// Our id of the reservation, which comes back in events.
    pub reservation_reference: String,
    /// The number of guests.
    pub customer_count: u32,
    /// Notes for the waiters.
    pub notes: Vec<CheckInNote>,
    /// Deprecated in favour of the notes: always null.
    pub special_offer: Option<String>,
    /// The guest. It was optional once and is required today.
    pub customer_info: CustomerInfo,
    /// The webhook to call, with this spelling.
    pub end_point_id: String,
}

/// A note of a check-in.
#[derive(Clone, Serialize)]
pub struct CheckInNote {
    /// Its text.
    pub note: String,
}

/// The guest of a check-in.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerInfo {
    /// The first name.
    pub first_name: String,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Our id of the guest.
    pub third_party_reference: String,
    /// The e-mail address.
    pub email: String,
    /// The telephone number in E.164.
    #[serde(rename = "contactNumberAsE164", skip_serializing_if = "Option::is_none")]
    pub contact_number: Option<String>,
    /// Notes about the guest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

/// The outcome of an operation, beside the HTTP status.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationResult {
    /// Whether it failed.
    #[serde(default)]
    pub error: Scalar,
    /// Why, in iKentoo's words.
    #[serde(default)]
    pub error_message: Scalar,
}

/// A webhook as it is registered. It cannot be printed: it has the password in clear.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    /// Our name of it.
    pub endpoint_id: String,
    /// The address.
    pub url: String,
    /// Whether it is called with user name and password.
    pub with_basic_auth: bool,
    /// The user name.
    pub username: String,
    /// The password.
    pub password: String,
}

/// A webhook as iKentoo answers it.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KnownWebhook {
    #[serde(default)]
    endpoint_id: Scalar,
    #[serde(default)]
    url: Scalar,
    #[serde(default)]
    with_basic_auth: Scalar,
    #[serde(default)]
    username: Scalar,
    #[serde(default)]
    password: Scalar,
}

impl KnownWebhook {
    /// Whether it is this one.
    #[must_use]
    pub fn is(&self, webhook: &Webhook) -> bool {
        self.endpoint_id.text() == Some(webhook.endpoint_id.as_str())
            && self.url.text() == Some(webhook.url.as_str())
            && self.with_basic_auth.is_true() == webhook.with_basic_auth
            && self.username.text() == Some(webhook.username.as_str())
            && self.password.text() == Some(webhook.password.as_str())
    }
}

/// The configuration of a provider. It cannot be printed: it has the key in clear.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProviderConfiguration {
    /// The location.
    pub business_location_id: u64,
    /// The provider's id of the restaurant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restaurant_id: Option<String>,
    /// The provider's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_key: Option<String>,
}

/// A business in either shape.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Business {
    /// Its name.
    #[serde(default, alias = "businessName")]
    pub name: Scalar,
    /// Its id, digit for digit.
    #[serde(default, alias = "businessId")]
    pub id: Scalar,
    /// Its locations.
    #[serde(default, alias = "businessLocations")]
    pub locations: Option<Vec<BusinessLocation>>,
}

/// A location of a business in either shape.
#[derive(Deserialize)]
pub struct BusinessLocation {
    /// Its name.
    #[serde(default, alias = "blName")]
    pub name: Scalar,
    /// Its id, digit for digit.
    #[serde(default, alias = "blID")]
    pub id: Scalar,
}

/// A page of businesses.
pub struct BusinessPage {
    /// The businesses.
    pub businesses: Vec<Business>,
    /// Whether another page follows.
    pub has_next: bool,
}

/// A page in the shape of today.
#[derive(Deserialize)]
struct HalPage {
    #[serde(default, rename = "_embedded")]
    embedded: Option<Embedded>,
    #[serde(default, rename = "_links")]
    links: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Embedded {
    #[serde(default)]
    business_list: Option<Vec<Business>>,
}

#[derive(Deserialize)]
struct HalLinks {
    #[serde(default)]
    next: Option<Box<RawValue>>,
}

/// Reads a page of businesses in either shape; none if it has neither.
#[must_use]
pub fn businesses(body: &[u8]) -> Option<BusinessPage> {
    let text = str::from_utf8(body).ok()?.trim_start();
    if text.starts_with('[') {
        let businesses = serde_json::from_str(text).ok()?;
        return Some(BusinessPage {
            businesses,
            has_next: false,
        });
    }
    let page: HalPage = serde_json::from_str(text).ok()?;
    let links = page
        .links
        .and_then(|links| serde_json::from_str::<HalLinks>(links.get()).ok());
    Some(BusinessPage {
        businesses: page
            .embedded
            .and_then(|embedded| embedded.business_list)
            .unwrap_or_default(),
        has_next: links.is_some_and(|links| links.next.is_some()),
    })
}

/// An event, as it is posted to the webhook.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notification {
    /// When it happened, such as `2019-01-17T15:23:26.485+0000`.
    #[serde(default)]
    pub notification_time: Scalar,
    /// Its id, unique for each event.
    #[serde(default)]
    pub notification_id: Scalar,
    /// Its kind.
    #[serde(default)]
    pub notification_type: Scalar,
    /// Our id of the reservation.
    #[serde(default)]
    pub reservation_reference: Scalar,
    /// The table in words.
    #[serde(default)]
    pub table_description: Scalar,
    /// The table as a decimal number, such as `2.0`.
    #[serde(default)]
    pub table: Scalar,
    /// Why it failed.
    #[serde(default)]
    pub message: Scalar,
    /// Its further fields, as they came.
    #[serde(default)]
    pub notification_payload: Option<Box<RawValue>>,
}

/// The payload of a check-out. It is empty for accounts that no reservation system is linked to.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckOutPayload {
    /// When the bill was closed.
    #[serde(default)]
    pub checkout_date: Scalar,
    /// The lines of the bill.
    #[serde(default, deserialize_with = "lenient_list")]
    pub items: Option<Vec<CheckOutItem>>,
    /// The whole without taxes.
    #[serde(default)]
    pub check_total_excl_tax: Scalar,
    /// The whole with taxes.
    #[serde(default)]
    pub check_total_incl_tax: Scalar,
    /// The taxes.
    #[serde(default)]
    pub check_total_tax_amount: Scalar,
    /// The currency's ISO code.
    #[serde(default)]
    pub currency: Scalar,
    /// The tips, where the till records them.
    #[serde(default)]
    pub tips: Scalar,
    /// The number of guests, where staff entered it.
    #[serde(default)]
    pub cover_count: Scalar,
}

/// A line of a bill.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckOutItem {
    /// The item.
    #[serde(default)]
    pub name: Scalar,
    /// How many.
    #[serde(default)]
    pub quantity: Scalar,
    /// The amount that was paid for all of them, taxes included.
    #[serde(default)]
    pub paid_amount_tax_incl: Scalar,
    /// Its group.
    #[serde(default)]
    pub item_group: Scalar,
}

/// The payload of an update of a table's status, as far as it can be guessed: nothing public describes it.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TableStatusPayload {
    /// The status.
    #[serde(default, alias = "tableStatus")]
    pub status: Scalar,
}
