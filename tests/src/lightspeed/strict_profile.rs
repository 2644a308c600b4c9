//! The contract's rules for a platform's profile, its credentials, and for connections.

use serde_json::{Map, Value};

use super::strict::{Checked, STATUSES, flag, is_id, is_utc, members, text, texts};

/// Kinds of notifications, each with the address that it needs.
pub(super) const NOTIFICATIONS: [(&str, &str); 8] = [
    ("ORDER_OPENED", "orderWebhookUrl"),
    ("ORDER_UPDATED", "orderWebhookUrl"),
    ("ORDER_CLOSED", "orderWebhookUrl"),
    ("ONBOARDING_STARTED", "onboardingWebhookUrl"),
    ("INTEGRATION_ACTIVATED", "integrationWebhookUrl"),
    ("INTEGRATION_DEACTIVATED", "integrationWebhookUrl"),
    ("POS_RESERVATION_UPDATED", "posReservationUpdateWebhookUrl"),
    ("ERROR", "errorsWebhookUrl"),
];

const ADDRESSES: [&str; 5] = [
    "errorsWebhookUrl",
    "integrationWebhookUrl",
    "onboardingWebhookUrl",
    "orderWebhookUrl",
    "posReservationUpdateWebhookUrl",
];

/// A profile.
pub(super) fn profile(body: &Value) -> Checked {
    let optional = [
        "baseUrl",
        "depositSupported",
        "notificationTypes",
        "ownNotificationsOnly",
        "allowCourseNumberUpdates",
        "inServiceTableStatuses",
        "allowedPosStatuses",
    ];
    let optional = [&optional[..], &ADDRESSES[..]].concat();
    let required = ["displayName", "webhookAuthType", "webhookAuthDetails"];
    let all = members("profile", body, &required, &optional)?;
    text(all, "displayName", |name| !name.is_empty())?;
    for name in ADDRESSES {
        text(all, name, is_secure)?;
    }
    for name in [
        "depositSupported",
        "ownNotificationsOnly",
        "allowCourseNumberUpdates",
    ] {
        flag(all, name)?;
    }
    texts(all, "notificationTypes")?;
    texts(all, "allowedPosStatuses")?;
    for kind in all
        .get("notificationTypes")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let known = NOTIFICATIONS.iter().find(|(name, _)| kind == name);
        let (_, address) = known.ok_or(format!("notificationTypes: {kind} is none"))?;
        if !all.contains_key(*address) {
            return Err(format!("{address}: is missing, for {kind}"));
        }
    }
    let statuses = all.get("allowedPosStatuses").and_then(Value::as_array);
    for status in statuses.into_iter().flatten() {
        if !STATUSES.iter().any(|known| status == known) {
            return Err(format!("allowedPosStatuses: {status} is none"));
        }
    }
    courses(body)?;
    authentication(&all["webhookAuthType"], &all["webhookAuthDetails"])
}

/// The statuses of tables in service, alone or in a profile.
pub(super) fn courses(body: &Value) -> Checked {
    let statuses = body.get("inServiceTableStatuses");
    let statuses = statuses.and_then(Value::as_array).into_iter().flatten();
    for status in statuses {
        let all = members(
            "inServiceTableStatuses",
            status,
            &["statusLabel", "statusValue", "sequence"],
            &[],
        )?;
        text(all, "statusLabel", |label| !label.is_empty())?;
        text(all, "statusValue", |value| !value.is_empty())?;
        if all["sequence"].as_i64().is_none() {
            return Err("inServiceTableStatuses.sequence: is no number".to_owned());
        }
    }
    Ok(())
}

fn authentication(kind: &Value, details: &Value) -> Checked {
    let name = match kind.as_str().unwrap_or_default() {
        "BASIC_AUTH" => "basic",
        "BEARER_TOKEN" => "bearer",
        "API_KEYS" => "apiKeys",
        "OAUTH2" => "oauth2",
        "NONE" => return Ok(()),
        other => return Err(format!("webhookAuthType: {other} is none")),
    };
    let of_kind = details
        .get(name)
        .ok_or(format!("webhookAuthDetails.{name}: is missing"))?;
    credentials(name, of_kind)
}

/// Credentials of deliveries of this kind.
pub(super) fn credentials(kind: &str, details: &Value) -> Checked {
    match kind {
        "basic" => {
            let all = members(kind, details, &["username", "password"], &[])?;
            text(all, "username", |name| !name.is_empty())?;
            text(all, "password", |password| !password.is_empty())
        }
        "bearer" => {
            let all = members(kind, details, &["token"], &["ttl"])?;
            text(all, "token", |token| !token.is_empty())?;
            text(all, "ttl", is_utc)
        }
        "apiKeys" => {
            let all = members(kind, details, &[], &["headers", "parameters"])?;
            if all.values().all(|map| map.as_object().is_none_or(Map::is_empty)) {
                return Err("API_KEY_AUTH_FIELDS_CAN_NOT_BE_EMPTY".to_owned());
            }
            Ok(())
        }
        _ => {
            let all = members(
                kind,
                details,
                &["clientId", "clientSecret", "providerTokenUri"],
                &[
                    "authorizationGrantType",
                    "clientAuthorizationMethod",
                    "clientName",
                    "providerJwkSetUri",
                    "scopes",
                ],
            )?;
            text(all, "authorizationGrantType", |grant| {
                grant == "CLIENT_CREDENTIALS"
            })?;
            text(all, "clientAuthorizationMethod", |method| {
                ["CLIENT_SECRET_BASIC", "CLIENT_SECRET_JWT", "CLIENT_SECRET_POST"].contains(&method)
            })?;
            text(all, "providerTokenUri", is_secure)
        }
    }
}

/// Whether it is an address by HTTPS, or one of this machine.
fn is_secure(text: &str) -> bool {
    ["https://", "http://localhost:", "http://127.0.0.1:"]
        .iter()
        .any(|beginning| text.starts_with(beginning))
}

/// A restaurant and its location: the location is a number.
pub(super) fn integration(body: &Value) -> Result<(u64, String), String> {
    let all = members(
        "integration",
        body,
        &["businessLocationId", "platformRestaurantId"],
        &[],
    )?;
    location_and_restaurant(all)
}

/// The answer to an onboarding: its id, the location and the restaurant.
pub(super) fn onboarding(body: &Value) -> Result<(String, u64, String), String> {
    let all = members(
        "onboarding",
        body,
        &[
            "onboardingId",
            "onboardingCode",
            "platformRestaurantId",
            "businessLocationId",
        ],
        &[],
    )?;
    text(all, "onboardingCode", |code| ["ACCEPTED", "DONE"].contains(&code))?;
    let id = all["onboardingId"].as_str().ok_or("onboardingId: is no text")?;
    let (location, restaurant) = location_and_restaurant(all)?;
    Ok((id.to_owned(), location, restaurant))
}

fn location_and_restaurant(all: &Map<String, Value>) -> Result<(u64, String), String> {
    let location = all["businessLocationId"].as_u64();
    let location = location.ok_or("businessLocationId: is no whole number")?;
    let restaurant = all["platformRestaurantId"].as_str().unwrap_or_default();
    if !is_id(restaurant, 128) {
        return Err("platformRestaurantId: is no id".to_owned());
    }
    Ok((location, restaurant.to_owned()))
}
