//! Facts about the profile that Lightspeed is given.

use serde_json::json;

use super::*;

fn account(webhooks: &Value, platform: &Value) -> AccountSettings {
    serde_json::from_value(json!({
        "id": "group", "vendor": "lightspeed", "name": "Lightspeed", "site": "https://book.example.com",
        "webhooks": webhooks, "lightspeed": platform,
    }))
    .unwrap()
}

fn secret(name: &str) -> Option<SecretString> {
    (name != "MISSING").then(|| SecretString::from(format!("value of {name}")))
}

fn profile(webhooks: &Value, platform: &Value) -> Value {
    let account = account(webhooks, platform);
    let profile = of(&account, account.lightspeed.as_ref().unwrap(), &secret).unwrap();
    serde_json::to_value(profile).unwrap()
}

#[test]
fn every_notification_comes_to_the_accounts_one_address() {
    let bearer = json!({ "kind": "bearer", "token": "T", "expiresAt": "2035-01-01T00:00:00Z" });
    let url = "https://book.example.com/v1/webhooks/lightspeed";
    assert_eq!(
        profile(&bearer, &json!({ "code": "couvert", "displayName": "Couvert" })),
        json!({
            "baseUrl": "https://book.example.com", "depositSupported": true, "displayName": "Couvert",
            "errorsWebhookUrl": url, "integrationWebhookUrl": url, "onboardingWebhookUrl": url,
            "orderWebhookUrl": url, "posReservationUpdateWebhookUrl": url,
            "notificationTypes": [
                "ORDER_OPENED", "ORDER_UPDATED", "ORDER_CLOSED", "ONBOARDING_STARTED", "INTEGRATION_ACTIVATED",
                "INTEGRATION_DEACTIVATED", "POS_RESERVATION_UPDATED", "ERROR",
            ],
            "ownNotificationsOnly": true,
            "webhookAuthDetails": { "bearer": { "token": "value of T", "ttl": "2035-01-01T00:00:00" } },
            "webhookAuthType": "BEARER_TOKEN", "allowCourseNumberUpdates": false, "inServiceTableStatuses": [],
        })
    );
}

#[test]
fn an_address_is_given_only_for_what_is_to_be_sent() {
    let profile = profile(
        &json!({ "kind": "none" }),
        &json!({
            "code": "couvert", "displayName": "Couvert", "notificationTypes": ["ORDER_CLOSED"],
            "inServiceTableStatuses": [{ "statusLabel": "Appetizer", "statusValue": "appetizer", "sequence": 1 }],
        }),
    );
    assert!(profile["orderWebhookUrl"].is_string());
    for absent in [
        "errorsWebhookUrl",
        "integrationWebhookUrl",
        "onboardingWebhookUrl",
        "posReservationUpdateWebhookUrl",
        "allowedPosStatuses",
    ] {
        assert_eq!(profile.get(absent), None, "{absent}");
    }
    assert_eq!(
        profile["inServiceTableStatuses"],
        json!([{ "statusLabel": "Appetizer", "statusValue": "appetizer", "sequence": 1 }])
    );
}

#[test]
fn the_credentials_are_those_of_the_type_in_use() {
    let platform = json!({ "code": "couvert", "displayName": "Couvert" });
    for (webhooks, kind, details) in [
        (json!({ "kind": "none" }), "NONE", json!({})),
        (
            json!({ "kind": "basic", "username": "lightspeed", "password": "P" }),
            "BASIC_AUTH",
            json!({ "basic": { "username": "lightspeed", "password": "value of P" } }),
        ),
        (
            json!({ "kind": "api_keys", "headers": { "x-api-id": "H" }, "parameters": { "key": "K" } }),
            "API_KEYS",
            json!({ "apiKeys": {
                "headers": { "x-api-id": "value of H" }, "parameters": { "key": "value of K" },
            } }),
        ),
        (
            json!({
                "kind": "oauth2", "clientId": "lightspeed", "clientSecret": "C", "scopes": ["webhooks-api"],
                "methods": ["client_secret_post", "client_secret_basic"],
            }),
            "OAUTH2",
            json!({ "oauth2": {
                "authorizationGrantType": "CLIENT_CREDENTIALS",
                "clientAuthorizationMethod": "CLIENT_SECRET_POST", "clientId": "lightspeed",
                "clientSecret": "value of C",
                "providerJwkSetUri": "https://book.example.com/oauth/group/jwks.json",
                "providerTokenUri": "https://book.example.com/oauth/group/token", "scopes": ["webhooks-api"],
            } }),
        ),
    ] {
        let profile = profile(&webhooks, &platform);
        assert_eq!(profile["webhookAuthType"], kind);
        assert_eq!(profile["webhookAuthDetails"], details);
    }
    let account = account(&json!({ "kind": "bearer", "token": "MISSING" }), &platform);
    assert_eq!(
        details(&account, &secret).err(),
        Some(MissingSecret("MISSING".to_owned()))
    );
}

#[test]
fn no_credential_is_shown() {
    let profile = json!({
        "displayName": "Couvert", "depositSupported": true,
        "webhookAuthDetails": { "bearer": { "token": "secret" } },
    });
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        shown(&profile),
        [pair("depositSupported", "true"), pair("displayName", "Couvert")]
    );
}
