//! Vendors' accounts, as the operator's API reads and writes them.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, AccountRestaurantId, TokenName, VenueId};
use crate::time::Instant;
use crate::validation::request_type;

/// An account in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccountSummary {
    /// Its id.
    pub id: AccountId,
    /// The vendor.
    pub vendor: String,
    /// Its name, for operators.
    pub name: String,
}

/// The accounts of a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccountList {
    /// The accounts, by id.
    pub accounts: Vec<AccountSummary>,
}

/// The details of an account, without its deliveries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccountDetails {
    /// Its id.
    pub id: AccountId,
    /// The vendor.
    pub vendor: String,
    /// Its name, for operators.
    pub name: String,
    /// The names of the secrets that its settings name and the deployment does not have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing_secrets: Vec<String>,
    /// The deployment's tokens at the vendor, by name.
    pub tokens: Vec<AccountToken>,
    /// Our keys as an issuer of tokens, the oldest first.
    pub keys: Vec<AccountKey>,
    /// The vendor's client at our issuer; absent until it has tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<AccountClientChecks>,
    /// The restaurants that are venues, by id.
    pub restaurants: Vec<AccountRestaurant>,
    /// Onboardings, the latest first.
    pub onboardings: Vec<AccountOnboarding>,
    /// The number of deliveries that belong to no venue.
    pub unassigned_deliveries: u32,
}

/// The state of a token at a vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountTokenState {
    /// It is used, and refreshed before it expires.
    Ready,
    /// A refresh has no outcome: its refresh token may have been used. Nothing is sent by it again unasked. Authorize anew, or
    /// let the refresh be tried again if it is certain that it was not carried out.
    Interrupted,
    /// The vendor has refused the refresh token: authorize anew.
    Refused,
    /// The access token has expired and there is no valid refresh token: authorize anew.
    Over,
}

/// A token at a vendor. Its text is never shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccountToken {
    /// Its name: `platform`, the id of a restaurant, or that of an integration whose token the vendor gives by itself.
    pub name: TokenName,
    /// Its state.
    pub state: AccountTokenState,
    /// When the access token expires.
    pub access_until: Instant,
    /// When the refresh token expires; absent if that is not known, or if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_until: Option<Instant>,
    /// When its state changed.
    pub changed_at: Instant,
    /// The problem of the last refresh; absent if there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// A key of our issuer. Its private part is never shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccountKey {
    /// Its id in published keys and tokens.
    pub kid: String,
    /// The time from which it is published.
    pub created_at: Instant,
    /// The time from which it signs.
    pub signs_from: Instant,
    /// The time from which it is no longer published; absent while no other key follows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Instant>,
}

/// The counted attempts of the vendor's client at our issuer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccountClientChecks {
    /// The number of requests with wrong credentials.
    pub wrong: u64,
    /// When the last of them was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_wrong_at: Option<Instant>,
    /// The time of the last request with right credentials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_right_at: Option<Instant>,
}

/// A restaurant of a vendor that is a venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccountRestaurant {
    /// Its id at the vendor, which we have chosen.
    pub id: AccountRestaurantId,
    /// The venue.
    pub venue: VenueId,
    /// The vendor's own id of its location, digit for digit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// When it was assigned.
    pub assigned_at: Instant,
    /// The author of the assignment, as the audit log names it.
    pub assigned_by: String,
    /// Whether the vendor has said last that it is connected.
    pub is_active: bool,
}

/// An onboarding that a vendor has begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccountOnboarding {
    /// Its id at the vendor.
    pub id: String,
    /// The reference that the restaurant has given the vendor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The vendor's own id of the location.
    pub location: String,
    /// When it was begun.
    pub begun_at: Instant,
    /// The time after which the vendor takes no answer.
    pub ends_at: Instant,
    /// The restaurant with which it was answered; absent while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restaurant: Option<AccountRestaurantId>,
    /// The vendor's code of the answer; absent while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// Deliveries that belong to no venue, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct UnassignedDeliveryList {
    /// The deliveries; 200 at most.
    pub deliveries: Vec<UnassignedDelivery>,
}

/// A delivery that belongs to no venue. Its body is never shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct UnassignedDelivery {
    /// Its number.
    pub number: u64,
    /// The restaurant that it names; absent if it names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restaurant: Option<AccountRestaurantId>,
    /// When it came.
    pub received_at: Instant,
    /// The time at which it is deleted.
    pub ends_at: Instant,
}

/// Where a person authorizes a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccountAuthorization {
    /// The vendor's address. It can be used once, within fifteen minutes.
    pub url: String,
    /// The time at which it expires.
    pub ends_at: Instant,
}

/// The profile that a vendor has of the deployment, without credentials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccountProfile {
    /// Its fields, by name.
    pub fields: Vec<AccountProfileField>,
}

/// A field of a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccountProfileField {
    /// Its name, in the vendor's words.
    pub name: String,
    /// Its value: a text, or JSON.
    pub value: String,
}

/// The vendor's reply to the answer to an onboarding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OnboardingOutcome {
    /// The vendor's code, such as `DONE` or `ONBOARDING_EXPIRED`.
    pub code: String,
    /// Whether the restaurant is connected.
    pub is_connected: bool,
}

request_type! {
    /// The answer to an onboarding: the restaurant that it is, and its venue.
    pub struct OnboardingAnswer {
        /// The onboarding's id at the vendor.
        pub onboarding: String,
        /// The restaurant, by the id that the venue's settings give it.
        pub restaurant: AccountRestaurantId,
        /// The venue.
        pub venue: VenueId,
    }
}

request_type! {
    /// A rotation of the keys of our issuer.
    pub struct KeyRotation {
        /// Whether the earlier keys end at once, and all tokens with them: for keys that others may know.
        #[deserr(default)]
        #[serde(default)]
        pub is_immediate: bool,
    }
}

request_type! {
    /// The venue of a restaurant.
    pub struct RestaurantAssignment {
        /// The venue, which has no other restaurant of the account.
        pub venue: VenueId,
        /// The vendor's own id of its location, as a text: it may be larger than a number in JavaScript.
        #[deserr(default)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub location: Option<String>,
    }
}
