//! Facts about deliveries to an account, and which venue they come to.

use std::cell::RefCell;

use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};

use crate::http::test_support::ScriptedVenue;
use crate::http::tests::{ask_with, demo, problem, venues};
use crate::limits::Limiter;
use crate::test_support::account::CLIENT_SECRET;

const LOCATION: u64 = 9_765_040_300_495_493;

/// A deployment with an account at Lightspeed, which fetches tokens here.
struct Deployment {
    script: ScriptedVenue,
    limiter: RefCell<Limiter>,
}

impl Deployment {
    fn new() -> Self {
        Self {
            script: ScriptedVenue::default(),
            limiter: RefCell::new(Limiter::new([0; 32])),
        }
    }

    fn send(&self, request: http::request::Builder, body: &str) -> (u16, Value) {
        let script = (&self.script, demo());
        let (reply, _) = ask_with(&venues(), request, Some(body), &self.limiter, script);
        let body = serde_json::from_slice(reply.body()).unwrap_or_default();
        (reply.status().as_u16(), body)
    }

    fn operate(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let request = http::Request::builder()
            .method(method)
            .uri(format!("/v1/operator/accounts/group{path}"))
            .header("authorization", "Bearer the-key-of-the-operator")
            .header("content-type", "application/json");
        self.send(request, &body.to_string())
    }

    /// A token of our issuer, as Lightspeed fetches it.
    fn token(&self) -> String {
        let credentials = Base64::encode_string(format!("lightspeed:{CLIENT_SECRET}").as_bytes());
        let request = http::Request::post("https://book.example.com/oauth/group/token")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("authorization", format!("Basic {credentials}"));
        let (script, body) = ((&self.script, demo()), "grant_type=client_credentials");
        let (reply, _) = ask_with(&venues(), request, Some(body), &self.limiter, script);
        problem(&reply)["access_token"].as_str().unwrap().to_owned()
    }

    fn deliver_with(&self, authorization: &str, body: &str) -> u16 {
        let request = http::Request::post("https://book.example.com/v1/webhooks/lightspeed")
            .header("content-type", "application/json")
            .header("authorization", authorization);
        self.send(request, body).0
    }

    fn deliver(&self, body: &Value) -> u16 {
        self.deliver_with(&format!("Bearer {}", self.token()), &body.to_string())
    }

    fn deliver_from_mews(&self, token: &str, body: &Value) -> u16 {
        let address = format!("https://book.example.com/v1/webhooks/mews?token={token}");
        let request = http::Request::post(address).header("content-type", "application/json");
        self.send(request, &body.to_string()).0
    }

    /// The deliveries that were passed on, each with its venue.
    fn forwarded(&self) -> Vec<Value> {
        let requests = self.script.requests();
        let forwarded = requests.iter().filter_map(|request| request.get("Forwarded"));
        forwarded.cloned().collect()
    }
}

fn order(restaurant: &str) -> Value {
    json!({
        "notificationType": "OPEN", "platformCode": "couvert", "platformRestaurantId": restaurant,
        "platformReservationId": "r1", "businessLocationId": LOCATION, "sequenceId": "1",
        "account": { "accountNumber": "A1", "tables": ["5"] },
    })
}

#[test]
fn a_delivery_comes_to_the_venue_of_its_restaurant_without_credentials() {
    let deployment = Deployment::new();
    let assignment = json!({ "venue": "linde" });
    assert_eq!(
        deployment.operate("PUT", "/restaurants/linde", &assignment).0,
        200
    );
    assert_eq!(deployment.deliver(&order("linde")), 200);
    let forwarded = deployment.forwarded();
    assert_eq!(forwarded.len(), 1);
    assert_eq!(forwarded[0]["source"], "lightspeed");
    assert_eq!(
        forwarded[0]["headers"],
        json!({ "content-type": "application/json" })
    );
    let body = Base64::decode_vec(forwarded[0]["body"].as_str().unwrap()).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), order("linde"));
}

#[test]
fn a_delivery_of_a_restaurant_that_is_no_venue_is_kept_and_handed_over_once_it_is_one() {
    let deployment = Deployment::new();
    for _ in 0..2 {
        assert_eq!(deployment.deliver(&order("linde")), 200);
    }
    assert!(deployment.forwarded().is_empty());
    let (_, list) = deployment.operate("GET", "/deliveries", &Value::Null);
    assert_eq!(list["deliveries"].as_array().unwrap().len(), 1);
    let assignment = json!({ "venue": "linde", "location": LOCATION.to_string() });
    assert_eq!(
        deployment.operate("PUT", "/restaurants/linde", &assignment).0,
        200
    );
    assert_eq!(deployment.forwarded().len(), 1);
    let (_, list) = deployment.operate("GET", "/deliveries", &Value::Null);
    assert_eq!(list, json!({ "deliveries": [] }));
}

#[test]
fn unauthenticated_and_unreadable_deliveries_are_refused() {
    let deployment = Deployment::new();
    let body = order("linde").to_string();
    for authorization in ["", "Bearer forged", "Basic bGlnaHRzcGVlZDpvdGhlcg=="] {
        assert_eq!(
            deployment.deliver_with(authorization, &body),
            400,
            "{authorization}"
        );
    }
    let token = format!("Bearer {}", deployment.token());
    for body in ["", "{", "{}", "null", r#"{"notificationType":"REOPEN"}"#] {
        assert_eq!(deployment.deliver_with(&token, body), 400, "{body}");
    }
    let mut elsewhere = order("linde");
    elsewhere["platformCode"] = json!("other");
    assert_eq!(deployment.deliver(&elsewhere), 400);
    let (_, list) = deployment.operate("GET", "/deliveries", &Value::Null);
    assert_eq!(list, json!({ "deliveries": [] }));
}

#[test]
fn a_delivery_without_a_token_is_refused_before_the_account_is_asked() {
    let deployment = Deployment::new();
    let request = http::Request::post("https://book.example.com/v1/webhooks/lightspeed")
        .header("content-type", "application/json");
    assert_eq!(deployment.send(request, &order("linde").to_string()).0, 400);
    // The first question for its keys makes one.
    let (_, details) = deployment.operate("GET", "", &Value::Null);
    assert_eq!(details["keys"], json!([]));
}

#[test]
fn an_onboarding_is_stored_with_its_location_digit_for_digit() {
    let deployment = Deployment::new();
    let event = json!({
        "platformCode": "couvert", "platformRestaurantReference": "linde", "onboardingId": "o1",
        "epochSecondsDeadlineUtc": 1_795_003_600,
        "businessInformation": { "businessLocationId": LOCATION, "name": "Linde" },
    });
    for _ in 0..2 {
        assert_eq!(deployment.deliver(&event), 200);
    }
    let (_, details) = deployment.operate("GET", "", &Value::Null);
    let onboardings = details["onboardings"].as_array().unwrap();
    assert_eq!(onboardings.len(), 1);
    assert_eq!(
        (
            &onboardings[0]["id"],
            &onboardings[0]["reference"],
            &onboardings[0]["location"]
        ),
        (&json!("o1"), &json!("linde"), &json!("9765040300495493"))
    );
    // The account was never authorized.
    let answer = json!({ "onboarding": "o1", "restaurant": "linde", "venue": "linde" });
    assert_eq!(deployment.operate("POST", "/onboardings", &answer).0, 409);
}

#[test]
fn a_restaurant_is_connected_as_the_vendor_says() {
    let deployment = Deployment::new();
    let assignment = json!({ "venue": "linde" });
    deployment.operate("PUT", "/restaurants/linde", &assignment);
    for (kind, is_active) in [("ACTIVATED", true), ("DEACTIVATED", false)] {
        let event = json!({
            "notificationType": kind, "platformCode": "couvert", "businessLocationId": LOCATION,
            "platformRestaurantId": "linde",
        });
        assert_eq!(deployment.deliver(&event), 200);
        let (_, details) = deployment.operate("GET", "", &Value::Null);
        assert_eq!(details["restaurants"][0]["isActive"], is_active, "{kind}");
    }
    assert!(deployment.forwarded().is_empty());
}

/// A deployment with an account at Mews, one of whose properties is the venue `linde`.
fn at_mews() -> Deployment {
    let hotels = json!({
        "id": "hotels", "vendor": "mews", "name": "Mews", "site": "https://book.example.com",
        "webhooks": { "kind": "api_keys", "parameters": { "token": "DEMO_MEWS_HOOK" } },
    });
    let mut deployment = Deployment::new();
    let account = std::mem::take(&mut deployment.script.account);
    deployment.script.account = account.beside(&hotels);
    let assignment = json!({ "venue": "linde" });
    let path = format!("/restaurants/{PROPERTY}");
    assert_eq!(deployment.operate("PUT", &path, &assignment).0, 200);
    deployment
}

const PROPERTY: &str = "851df8c8-90f2-4c4a-8e01-a4fc46b25178";

#[test]
fn changes_at_mews_come_to_the_venue_of_the_property() {
    let deployment = at_mews();
    let deliver = |token: &str, body: &Value| deployment.deliver_from_mews(token, body);
    let order = json!({ "Discriminator": "ServiceOrderUpdated", "Value": { "Id": "r1" } });
    let of = |property: &str| json!({ "EnterpriseId": property, "IntegrationId": "i", "Events": [order] });
    assert_eq!(deliver("the-key-of-demo", &of(PROPERTY)), 200);
    let forwarded = deployment.forwarded();
    assert_eq!(forwarded.len(), 1);
    assert_eq!(forwarded[0]["source"], "mews");
    assert!(!forwarded[0].to_string().contains("the-key-of-demo"));
    // Another property, and the integration itself, whose credentials go nowhere.
    let created = json!({ "Action": "IntegrationCreated", "Data": { "AccessToken": "secret" } });
    for body in [of("other"), created] {
        assert_eq!(deliver("the-key-of-demo", &body), 200, "{body}");
    }
    for (token, body) in [
        ("forged", of(PROPERTY)),
        ("the-key-of-demo", json!({ "Events": [] })),
    ] {
        assert_eq!(deliver(token, &body), 400, "{body}");
    }
    assert_eq!(deployment.forwarded().len(), 1);
    let (_, list) = deployment.operate("GET", "/deliveries", &Value::Null);
    assert_eq!(list, json!({ "deliveries": [] }));
}

#[test]
fn tokens_that_mews_gives_are_kept_in_the_account_and_stand_nowhere_else() {
    let deployment = at_mews();
    let integration = json!({ "Id": "9e5e84e9-974d-4f16-9662-ab2200f27cb1", "Name": "Couvert" });
    let created = json!({ "Action": "IntegrationCreated", "Data": {
        "Enterprise": { "Id": PROPERTY, "Name": "Hotel" }, "Service": null, "Requestor": null,
        "AccessToken": "given-A", "CreatedUtc": "2026-12-13T14:42:52Z", "IsEnabled": true, "Integration": integration,
    } });
    let rotated = json!({ "Action": "IntegrationApiKeyCreated", "Data": {
        "Integration": integration, "ApiKey": "given-B",
    } });
    let disabled = json!({ "Action": "IntegrationDisabled", "Data": { "Integration": integration } });
    let deleted = json!({ "Action": "IntegrationDeleted", "Data": {
        "Integration": integration, "DeletedUtc": "2026-12-14T14:42:52Z",
    } });
    let tokens = || deployment.operate("GET", "", &Value::Null).1["tokens"].clone();
    for body in [&created, &rotated, &deleted] {
        for token in ["forged", ""] {
            assert_eq!(deployment.deliver_from_mews(token, body), 400, "{body}");
        }
        assert_eq!(tokens(), json!([]));
    }
    for body in [&created, &created, &rotated, &created, &rotated, &disabled] {
        assert_eq!(
            deployment.deliver_from_mews("the-key-of-demo", body),
            200,
            "{body}"
        );
    }
    let stored = tokens();
    assert_eq!(stored.as_array().unwrap().len(), 1);
    assert_eq!(
        (&stored[0]["name"], &stored[0]["state"]),
        (&integration["Id"], &json!("ready"))
    );
    let (_, details) = deployment.operate("GET", "", &Value::Null);
    assert!(!details.to_string().contains("given-"));
    assert!(deployment.forwarded().is_empty());
    assert_eq!(deployment.deliver_from_mews("the-key-of-demo", &deleted), 200);
    assert_eq!(deployment.deliver_from_mews("the-key-of-demo", &created), 200);
    assert_eq!(tokens(), json!([]));
}

#[test]
fn the_log_of_a_given_token_names_the_integration_and_holds_no_credential() {
    let deployment = at_mews();
    let body = json!({ "Action": "IntegrationCreated", "Data": {
        "Enterprise": { "Id": PROPERTY }, "AccessToken": "given-A", "Integration": { "Id": "9e5e84e9" },
    } });
    let address = "https://book.example.com/v1/webhooks/mews?token=the-key-of-demo";
    let request = http::Request::post(address).header("content-type", "application/json");
    let (script, body) = ((&deployment.script, demo()), body.to_string());
    let (_, record) = ask_with(&venues(), request, Some(&body), &deployment.limiter, script);
    let line = serde_json::to_string(&record).unwrap();
    assert!(
        line.contains("IntegrationCreated of the integration 9e5e84e9") && line.contains(PROPERTY),
        "{line}"
    );
    assert!(
        !line.contains("given-A") && !line.contains("the-key-of-demo"),
        "{line}"
    );
}
