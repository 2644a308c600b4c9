//! Facts about the settings of a platform.

use serde_json::{Value, json};

use crate::AccountSettings;

/// The faults of an account whose section has these settings beside the least ones.
fn faults(section: &Value) -> Vec<String> {
    let mut platform = json!({ "code": "couvert", "displayName": "Couvert" });
    let members = platform.as_object_mut().unwrap();
    members.extend(section.as_object().unwrap().clone());
    let settings: AccountSettings = serde_json::from_value(json!({
        "id": "group", "vendor": "lightspeed", "name": "Lightspeed", "site": "https://book.example.com",
        "oauth": {
            "clientId": "devp-v2-couvert", "clientSecret": "GROUP_SECRET",
            "authorizeUrl": "https://auth.example.com/auth", "tokenUrl": "https://auth.example.com/token",
            "platformScopes": ["reservation-couvert", "offline_access"],
        },
        "webhooks": { "kind": "bearer", "token": "GROUP_TOKEN" },
        "lightspeed": platform,
    }))
    .unwrap();
    settings.faults()
}

#[test]
fn a_code_and_a_name_are_enough_and_everything_is_sent() {
    assert_eq!(faults(&json!({})), Vec::<String>::new());
    let least: super::PlatformSettings =
        serde_json::from_value(json!({ "code": "couvert", "displayName": "Couvert" })).unwrap();
    assert_eq!(least.notification_types().len(), 8);
    assert_eq!(least.base_url, "https://api.lsk.lightspeed.app");
    assert!(least.deposit_supported && least.own_notifications_only);
    assert_eq!(least.settles_after_seconds, 60);
    let variable = |name: &str| (name == "URL").then(|| "http://127.0.0.1:8794/".to_owned());
    let moved = super::PlatformSettings {
        base_url_variable: Some("URL".to_owned()),
        ..least
    };
    assert_eq!(moved.with_variables(&variable).base_url, "http://127.0.0.1:8794");
}

#[test]
fn an_account_at_lightspeed_needs_a_client_there() {
    let settings: AccountSettings = serde_json::from_value(json!({
        "id": "group", "vendor": "lightspeed", "name": "Lightspeed", "site": "https://book.example.com",
        "webhooks": { "kind": "bearer", "token": "GROUP_TOKEN" },
        "lightspeed": { "code": "couvert", "displayName": "Couvert" },
    }))
    .unwrap();
    let found = settings.faults();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("oauth: "), "{found:?}");
}

#[test]
fn a_setting_that_lightspeed_would_refuse_is_a_fault() {
    for (section, beginning) in [
        (
            json!({ "code": "couvert-group" }),
            "lightspeed.code: write 1 to 11",
        ),
        (json!({ "code": "other" }), "lightspeed.code: the scope"),
        (
            json!({ "baseUrl": "https://api.example/x" }),
            "lightspeed.baseUrl: ",
        ),
        (json!({ "baseUrl": "http://api.example" }), "lightspeed.baseUrl: "),
        (
            json!({ "baseUrlVariable": "url" }),
            "lightspeed.baseUrlVariable: ",
        ),
        (json!({ "displayName": " " }), "lightspeed.displayName: "),
        (
            json!({ "settlesAfterSeconds": 0 }),
            "lightspeed.settlesAfterSeconds: ",
        ),
        (
            json!({ "allowedPosStatuses": ["PARTIALLY_SEATED"] }),
            "lightspeed.allowedPosStatuses: PARTIALLY_SEATED is allowed only with SEATED",
        ),
        (
            json!({ "allowedPosStatuses": ["SEATED"], "notificationTypes": ["ERROR"] }),
            "lightspeed.allowedPosStatuses: needs",
        ),
        (
            json!({ "allowedPosStatuses": ["SEATED", "ARRIVED", "SEATED"] }),
            "lightspeed.allowedPosStatuses: name each",
        ),
        (
            json!({ "notificationTypes": ["ERROR", "ERROR"] }),
            "lightspeed.notificationTypes: name each",
        ),
        (
            json!({ "inServiceTableStatuses": [
                { "statusLabel": "Starter", "statusValue": "1", "sequence": 1 },
                { "statusLabel": "Main course", "statusValue": "1", "sequence": 2 },
            ] }),
            "lightspeed.inServiceTableStatuses[1]: ",
        ),
    ] {
        let found = faults(&section);
        assert!(
            found.iter().any(|fault| fault.starts_with(beginning)),
            "{section}: {found:?}"
        );
    }
}

#[test]
fn the_words_are_those_of_the_vendor() {
    use super::{NotificationType, PlatformStatus};
    for status in PlatformStatus::ALL {
        assert_eq!(json!(status), json!(status.text()));
        assert_eq!(PlatformStatus::from_text(status.text()), Some(*status));
    }
    assert_eq!(
        json!(NotificationType::PosReservationUpdated),
        "POS_RESERVATION_UPDATED"
    );
}
