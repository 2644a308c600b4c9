//! The tables of an account's object, one struct per row, and its migrations. Statements that say more than a row are beside
//! the areas that use them.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::id::{AccountRestaurantId, TokenName, VenueId};
use shared::time::Instant;

use crate::issuer::jwk::PublicJwk;
use crate::issuer::keys::KeyTimes;
use crate::oauth::refresh::{TokenPhase, TokenState};
use crate::storage::row::{self, TableRow};
use crate::storage::schema::Migrations;
use crate::upstream::Kind;

/// The migrations of an account's database.
pub const MIGRATIONS: Migrations = &[
    include_str!("migrations/0001_account.sql"),
    include_str!("migrations/0002_activation.sql"),
    include_str!("migrations/0003_begun_by.sql"),
    include_str!("migrations/0004_given_tokens.sql"),
];

/// A sealed text.
#[derive(Serialize, Deserialize)]
pub struct SealedTextRow {
    /// Its name.
    pub name: String,
    /// The text, sealed.
    pub sealed: String,
}

/// A token at the vendor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TokenRow {
    /// Its name.
    pub name: TokenName,
    /// Its phase.
    pub phase: TokenPhase,
    /// The number of its access token.
    pub generation: u64,
    /// When the access token expires.
    #[serde(with = "row::unix")]
    pub access_until: Instant,
    /// Whether there is a refresh token.
    #[serde(with = "row::flag")]
    pub has_refresh: bool,
    /// When the refresh token expires, if the vendor states it.
    #[serde(with = "row::optional_unix")]
    pub refresh_until: Option<Instant>,
    /// The time before which no refresh is sent.
    #[serde(with = "row::optional_unix")]
    pub held_until: Option<Instant>,
    /// When the row was changed.
    #[serde(with = "row::unix")]
    pub changed_at: Instant,
    /// The problem of the last refresh, in a fixed word.
    pub problem: Option<String>,
}

/// An authorization that was begun.
#[derive(Debug, Serialize, Deserialize)]
pub struct AuthorizationRow {
    /// The hash of its state.
    pub state_hash: String,
    /// The token that it is for.
    pub token: TokenName,
    /// The time after which it is not completed.
    #[serde(with = "row::unix")]
    pub ends_at: Instant,
    /// The venue whose manager has begun it; none where an operator has.
    pub venue: Option<VenueId>,
}

/// The public part of a signing key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SigningKeyRow {
    /// Its id.
    pub kid: String,
    /// The key as it is published.
    #[serde(with = "row::json")]
    pub jwk: PublicJwk,
    /// The time from which it is published.
    #[serde(with = "row::unix")]
    pub created_at: Instant,
    /// The time from which it signs.
    #[serde(with = "row::unix")]
    pub signs_from: Instant,
    /// The time from which it is no longer published; none while no other key follows it.
    #[serde(with = "row::optional_unix")]
    pub ends_at: Option<Instant>,
}

/// An assertion that was accepted.
#[derive(Debug, Serialize, Deserialize)]
pub struct UsedAssertionRow {
    /// The digest by which it is known again.
    pub digest: String,
    /// The time from which it would be refused as expired.
    #[serde(with = "row::unix")]
    pub over_at: Instant,
}

/// The counted attempts of the vendor's client.
#[derive(Debug, Serialize, Deserialize)]
pub struct ClientCheckRow {
    /// The client's id.
    pub client: String,
    /// The number of attempts with wrong credentials.
    pub wrong: u64,
    /// When the last of them was.
    #[serde(with = "row::optional_unix")]
    pub last_wrong_at: Option<Instant>,
    /// When its credentials were right for the last time.
    #[serde(with = "row::optional_unix")]
    pub last_right_at: Option<Instant>,
}

/// A restaurant of the vendor, and its venue.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RestaurantRow {
    /// Its id at the vendor.
    pub id: AccountRestaurantId,
    /// The venue.
    pub venue: VenueId,
    /// The vendor's own id of its location.
    pub location: Option<String>,
    /// When it was assigned.
    #[serde(with = "row::unix")]
    pub assigned_at: Instant,
    /// The author of the assignment.
    pub assigned_by: String,
    /// Whether the vendor has said last that it is connected.
    #[serde(with = "row::flag")]
    pub is_active: bool,
}

/// An onboarding that the vendor has begun.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OnboardingRow {
    /// Its id at the vendor.
    pub id: String,
    /// The reference that the restaurant has given the vendor.
    pub reference: Option<String>,
    /// The vendor's own id of the location.
    pub location: String,
    /// The business as the vendor describes it.
    #[serde(with = "row::json")]
    pub business: Value,
    /// When it was begun.
    #[serde(with = "row::unix")]
    pub begun_at: Instant,
    /// The time after which the vendor takes no answer.
    #[serde(with = "row::unix")]
    pub ends_at: Instant,
    /// The restaurant with which it was answered.
    pub restaurant: Option<AccountRestaurantId>,
    /// The vendor's code of the answer.
    pub code: Option<String>,
}

/// A delivery for a restaurant that is no venue yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UnassignedDeliveryRow {
    /// Its number; none for one that is to be inserted.
    pub id: Option<u64>,
    /// The digest by which the same one is known again.
    pub digest: String,
    /// The restaurant that it names.
    pub restaurant: Option<AccountRestaurantId>,
    /// When it came.
    #[serde(with = "row::unix")]
    pub received_at: Instant,
    /// The time at which it is deleted.
    #[serde(with = "row::unix")]
    pub ends_at: Instant,
    /// The delivery, without credentials.
    #[serde(with = "row::json")]
    pub delivery: Value,
}

/// A token that the vendor has given by itself.
#[derive(Debug, Serialize, Deserialize)]
pub struct GivenTokenRow {
    /// The digest by which it is known again.
    pub digest: String,
    /// When it was given.
    #[serde(with = "row::unix")]
    pub at: Instant,
}

/// Calls that a venue may make.
#[derive(Debug, Serialize, Deserialize)]
pub struct CallLeaseRow {
    /// Its number; none for one that is to be inserted.
    pub id: Option<u64>,
    /// The venue.
    pub venue: VenueId,
    /// The token by which they are made.
    pub token: TokenName,
    /// The share that they are of.
    pub share: Kind,
    /// The number of calls.
    pub calls: u32,
    /// When it was given.
    #[serde(with = "row::unix")]
    pub at: Instant,
}

impl TableRow for SealedTextRow {
    const TABLE: &'static str = "sealed_texts";
}

impl TableRow for TokenRow {
    const TABLE: &'static str = "tokens";
}

impl TableRow for AuthorizationRow {
    const TABLE: &'static str = "authorizations";
}

impl TableRow for SigningKeyRow {
    const TABLE: &'static str = "signing_keys";
}

impl TableRow for UsedAssertionRow {
    const TABLE: &'static str = "used_assertions";
}

impl TableRow for ClientCheckRow {
    const TABLE: &'static str = "client_checks";
}

impl TableRow for RestaurantRow {
    const TABLE: &'static str = "restaurants";
}

impl TableRow for OnboardingRow {
    const TABLE: &'static str = "onboardings";
}

impl TableRow for UnassignedDeliveryRow {
    const TABLE: &'static str = "unassigned_deliveries";
}

impl TableRow for GivenTokenRow {
    const TABLE: &'static str = "given_tokens";
}

impl TableRow for CallLeaseRow {
    const TABLE: &'static str = "call_leases";
}

impl TokenRow {
    /// Its state, for the decisions about it.
    #[must_use]
    pub const fn state(&self) -> TokenState {
        TokenState {
            phase: self.phase,
            access_until: self.access_until,
            has_refresh: self.has_refresh,
            refresh_until: self.refresh_until,
            held_until: self.held_until,
        }
    }

    /// The same row in another state.
    #[must_use]
    pub fn with_state(self, state: TokenState, changed_at: Instant) -> Self {
        Self {
            phase: state.phase,
            access_until: state.access_until,
            has_refresh: state.has_refresh,
            refresh_until: state.refresh_until,
            held_until: state.held_until,
            changed_at,
            ..self
        }
    }
}

impl SigningKeyRow {
    /// Its times.
    #[must_use]
    pub const fn times(&self) -> KeyTimes {
        KeyTimes {
            created_at: self.created_at,
            signs_from: self.signs_from,
            ends_at: self.ends_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::storage::row::test_support::check_in;
    use crate::storage::schema;
    use crate::test_support::database::Memory;

    fn check<R: TableRow>(stored: &Value) {
        let memory = Memory::empty();
        schema::run(&memory, MIGRATIONS).unwrap();
        check_in::<R>(&memory, stored);
    }

    #[test]
    fn the_rows_have_the_columns_of_their_tables() {
        check::<SealedTextRow>(&json!({ "name": "token/platform/access", "sealed": "abc" }));
        check::<TokenRow>(&json!({
            "name": "platform", "phase": "claimed", "generation": 3, "access_until": 1_795_000_000, "has_refresh": 1,
            "refresh_until": 1_796_000_000, "held_until": null, "changed_at": 1_795_000_000, "problem": "timeout",
        }));
        check::<AuthorizationRow>(&json!({
            "state_hash": "ab", "token": "linde", "ends_at": 1_795_000_000, "venue": "linde",
        }));
        check::<SigningKeyRow>(&json!({
            "kid": "k", "jwk": r#"{"kty":"EC","crv":"P-256","x":"a","y":"b"}"#, "created_at": 1_795_000_000,
            "signs_from": 1_795_000_600, "ends_at": null,
        }));
        check::<UsedAssertionRow>(&json!({ "digest": "ab", "over_at": 1_795_000_000 }));
        check::<ClientCheckRow>(&json!({
            "client": "lightspeed", "wrong": 2, "last_wrong_at": 1_795_000_000, "last_right_at": null,
        }));
        check::<RestaurantRow>(&json!({
            "id": "linde", "venue": "linde", "location": "9765040300495493", "assigned_at": 1_795_000_000,
            "assigned_by": "operator", "is_active": 1,
        }));
        check::<OnboardingRow>(&json!({
            "id": "o1", "reference": "linde", "location": "9765040300495493", "business": r#"{"name":"Linde"}"#,
            "begun_at": 1_795_000_000, "ends_at": 1_795_000_600, "restaurant": "linde", "code": "DONE",
        }));
        check::<UnassignedDeliveryRow>(&json!({
            "id": 1, "digest": "ab", "restaurant": "linde", "received_at": 1_795_000_000, "ends_at": 1_796_000_000,
            "delivery": "{}",
        }));
        check::<GivenTokenRow>(&json!({ "digest": "ab", "at": 1_795_000_000 }));
        check::<CallLeaseRow>(&json!({
            "id": 1, "venue": "linde", "token": "9e5e84e9-974d", "share": "write", "calls": 5, "at": 1_795_000_000,
        }));
    }
}
