//! Facts about the settings of accounts.

use serde_json::{Value, json};

use super::*;

fn settings(webhooks: &Value) -> AccountSettings {
    serde_json::from_value(json!({
        "id": "group", "vendor": "mews", "name": "Mews", "site": "https://book.example.com",
        "oauth": {
            "clientId": "devp-v2-couvert", "clientSecret": "GROUP_SECRET",
            "authorizeUrl": "https://auth.example.com/realms/k-series/auth",
            "tokenUrl": "https://auth.example.com/realms/k-series/token",
            "platformScopes": ["reservation-couvert", "offline_access"],
        },
        "webhooks": webhooks, "calls": { "count": 160, "windowSeconds": 30 },
    }))
    .unwrap()
}

fn oauth2(beside: &Value) -> Value {
    let mut settings = json!({ "kind": "oauth2", "clientId": "lightspeed", "clientSecret": "GROUP_CLIENT" });
    let members = settings.as_object_mut().unwrap();
    members.extend(beside.as_object().unwrap().clone());
    settings
}

/// The faults of settings that differ in one member.
fn faults_of(pointer: &str, value: Value) -> Vec<String> {
    let mut all = serde_json::to_value(settings(&json!({ "kind": "none" }))).unwrap();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    all.pointer_mut(parent).unwrap()[key] = value;
    serde_json::from_value::<AccountSettings>(all).unwrap().faults()
}

#[test]
fn an_account_has_its_secrets_by_name_alone() {
    for (webhooks, names) in [
        (json!({ "kind": "none" }), vec![]),
        (
            json!({ "kind": "basic", "username": "lightspeed", "password": "GROUP_PASSWORD" }),
            vec![("webhooks.password", "GROUP_PASSWORD")],
        ),
        (
            json!({ "kind": "bearer", "token": "GROUP_TOKEN", "expiresAt": "2027-01-01T00:00:00Z" }),
            vec![("webhooks.token", "GROUP_TOKEN")],
        ),
        (
            json!({ "kind": "api_keys", "headers": { "x-key": "GROUP_KEY" }, "parameters": { "k": "GROUP_K" } }),
            vec![
                ("webhooks.headers.x-key", "GROUP_KEY"),
                ("webhooks.parameters.k", "GROUP_K"),
            ],
        ),
        (
            oauth2(&json!({})),
            vec![("webhooks.clientSecret", "GROUP_CLIENT")],
        ),
    ] {
        let settings = settings(&webhooks);
        assert_eq!(settings.faults(), Vec::<String>::new(), "{webhooks}");
        let named = settings.named_secrets();
        let named: Vec<_> = named
            .iter()
            .map(|named| (named.setting.as_str(), named.name))
            .collect();
        assert_eq!(
            named,
            [vec![("oauth.clientSecret", "GROUP_SECRET")], names].concat(),
            "{webhooks}"
        );
    }
}

#[test]
fn a_secret_itself_and_one_of_the_deployment_are_refused_where_a_name_belongs() {
    let fault = "oauth.clientSecret: write the name of the secret, such as GROUP_LIGHTSPEED_SECRET";
    assert_eq!(faults_of("/oauth/clientSecret", json!("s3cr3t-value")), [fault]);
    assert_eq!(
        faults_of("/oauth/clientSecret", json!("SEAL_KEY")),
        ["oauth.clientSecret: SEAL_KEY is the deployment's own, give the secret another name"]
    );
}

#[test]
fn every_fault_begins_with_its_place() {
    for (pointer, value, place) in [
        ("/vendor", json!("Lightspeed"), "vendor"),
        ("/vendor", json!(""), "vendor"),
        ("/name", json!(" "), "name"),
        ("/site", json!("http://book.example.com"), "site"),
        ("/site", json!("http://localhost.example.com"), "site"),
        ("/oauth/clientId", json!(""), "oauth.clientId"),
        (
            "/oauth/authorizeUrl",
            json!("http://auth.example.com/"),
            "oauth.authorizeUrl",
        ),
        ("/oauth/tokenUrl", json!("/token"), "oauth.tokenUrl"),
        ("/oauth/urlVariable", json!("auth-url"), "oauth.urlVariable"),
        (
            "/oauth/platformScopes",
            json!(["a", "b c"]),
            "oauth.platformScopes[1]",
        ),
        (
            "/oauth/restaurantScopes",
            json!([""]),
            "oauth.restaurantScopes[0]",
        ),
        ("/calls/count", json!(0), "calls.count"),
        ("/calls/windowSeconds", json!(3_601), "calls.windowSeconds"),
        ("/calls/forWrites", json!(160), "calls.forWrites"),
        ("/calls/forReads", json!(4_294_967_295_u32), "calls.forWrites"),
        (
            "/webhooks",
            json!({ "kind": "basic", "username": "a:b", "password": "A" }),
            "webhooks.username",
        ),
        ("/webhooks", json!({ "kind": "api_keys" }), "webhooks.headers"),
        (
            "/webhooks",
            json!({ "kind": "api_keys", "headers": { "X-Key": "A" } }),
            "webhooks.headers.X-Key",
        ),
        (
            "/webhooks",
            oauth2(&json!({ "clientId": "a:b" })),
            "webhooks.clientId",
        ),
        ("/webhooks", oauth2(&json!({ "methods": [] })), "webhooks.methods"),
        (
            "/webhooks",
            oauth2(&json!({ "clientSecret": null })),
            "webhooks.clientSecret",
        ),
        (
            "/webhooks",
            oauth2(&json!({ "scopes": ["a b"] })),
            "webhooks.scopes[0]",
        ),
        (
            "/webhooks",
            oauth2(&json!({ "methods": ["client_secret_post", "private_key_jwt"] })),
            "webhooks.publicKey",
        ),
        (
            "/webhooks",
            oauth2(&json!({ "methods": ["private_key_jwt"], "publicKey": { "x": "a", "y": "b" } })),
            "webhooks.publicKey",
        ),
    ] {
        let faults = faults_of(pointer, value.clone());
        let places: Vec<_> = faults
            .iter()
            .filter_map(|fault| Some(fault.split_once(": ")?.0))
            .collect();
        assert_eq!(places, [place], "{pointer} {value}");
    }
    for site in [
        "http://localhost:8787",
        "http://127.0.0.1",
        "https://book.example.com:8443",
    ] {
        assert_eq!(faults_of("/site", json!(site)), Vec::<String>::new(), "{site}");
    }
}

#[test]
fn an_account_at_mews_has_the_calls_of_mews_unless_it_has_others() {
    let mut settings = settings(&json!({ "kind": "none" }));
    let calls = settings.calls_of_token().unwrap();
    assert_eq!((calls.count, calls.for_writes), (160, 0));
    settings.calls = None;
    assert_eq!(settings.calls_of_token(), Some(MEWS_CALLS));
    assert_eq!(MEWS_CALLS.faults(), Vec::<String>::new());
    settings.vendor = "other".to_owned();
    assert_eq!(settings.calls_of_token(), None);
}

#[test]
fn a_misspelt_setting_is_refused() {
    for (pointer, key) in [
        ("", "Name"),
        ("/oauth", "scopes"),
        ("/calls", "seconds"),
        ("/webhooks", "secret"),
    ] {
        let mut all = serde_json::to_value(settings(&oauth2(&json!({})))).unwrap();
        all.pointer_mut(pointer).unwrap()[key] = json!("x");
        assert!(
            serde_json::from_value::<AccountSettings>(all).is_err(),
            "{pointer}/{key}"
        );
    }
}

#[test]
fn a_variable_stands_in_for_the_host_of_both_addresses() {
    let mut oauth = settings(&json!({ "kind": "none" })).oauth.unwrap();
    assert_eq!(
        oauth.with_variables(&|_| Some("http://127.0.0.1:9".to_owned())),
        oauth
    );
    oauth.url_variable = Some("AUTH_URL".to_owned());
    assert_eq!(oauth.with_variables(&|_| None), oauth);
    let moved = oauth.with_variables(&|name| (name == "AUTH_URL").then(|| "http://127.0.0.1:9/".to_owned()));
    assert_eq!(moved.authorize_url, "http://127.0.0.1:9/realms/k-series/auth");
    assert_eq!(moved.token_url, "http://127.0.0.1:9/realms/k-series/token");
}

#[test]
fn an_issuer_is_named_by_its_address() {
    let settings = settings(&oauth2(&json!({})));
    assert_eq!(settings.issuer(), "https://book.example.com/oauth/group");
    assert_eq!(settings.audience(), "https://book.example.com/v1/webhooks/mews");
    assert_eq!(
        settings.webhooks.issuer().unwrap().methods,
        [ClientMethod::ClientSecretBasic]
    );
}
