//! Facts about calls to iKentoo as they travel, and about answers by error flag and status.

use std::rc::Rc;
use std::time::Duration;

use serde_json::{Value, json};
use shared::id::VenueId;
use shared::money::Currency;
use shared::reservation::Status;

use super::*;
use crate::pos::ikentoo::{Ikentoo, IkentooSecrets};
use crate::pos::{Connection, Pos as _, Taken};
use crate::test_support::pos::push;
use crate::test_support::scripted_network::ScriptedNetwork;
use crate::test_support::still::Still;
use crate::upstream::Ports;

/// A location of more digits than a float has.
const LOCATION: &str = "9223372036854775807";

fn settings(beside: &Value) -> IkentooSettings {
    let mut settings = json!({
        "baseUrl": "https://till.example", "businessLocationId": LOCATION,
        "webhookUsername": "couvert", "webhookPassword": "LINDE_WEBHOOK",
    });
    let members = settings.as_object_mut().unwrap();
    members.extend(beside.as_object().unwrap().clone());
    serde_json::from_value(settings).unwrap()
}

fn ikentoo(network: &ScriptedNetwork, beside: &Value, credentials: IkentooCredentials) -> Ikentoo {
    let upstream = Upstream::new(Rc::new(Ports {
        network: Box::new(network.clone()),
        clock: Box::new(Still),
        rng: Box::new(Still),
    }));
    let secrets = IkentooSecrets {
        credentials,
        webhook_password: SecretString::from("the.password"),
        api_key: Some(SecretString::from("the.key")),
    };
    let venue = VenueId::parse("linde").unwrap();
    Ikentoo::new(settings(beside), (&venue, Currency::EUR), secrets, upstream)
}

fn scope() -> Scope {
    Scope::new(Duration::from_secs(20))
}

fn connection() -> Connection {
    Connection {
        name: "linde".to_owned(),
        url: "https://book.example/v1/webhooks/linde/ikentoo".to_owned(),
    }
}

/// The requests that were sent: method, path with query, body.
fn sent(network: &ScriptedNetwork) -> Vec<(String, String, Value)> {
    let all = network.sent.take();
    all.into_iter()
        .map(|request| {
            let target = request.uri().path_and_query().unwrap().to_string();
            let body = serde_json::from_slice(request.body()).unwrap_or(Value::Null);
            assert_eq!(request.headers().contains_key("content-type"), !body.is_null());
            (request.method().to_string(), target, body)
        })
        .collect()
}

fn call(method: &str, target: &str, body: Value) -> (String, String, Value) {
    (method.to_owned(), target.to_owned(), body)
}

fn webhook() -> Value {
    json!({
        "endpointId": "linde", "url": connection().url, "withBasicAuth": true, "username": "couvert",
        "password": "the.password",
    })
}

/// The businesses in the shape of each generation.
fn businesses(is_today: bool) -> Value {
    let id: Value = serde_json::from_str(LOCATION).unwrap();
    if is_today {
        json!({ "_embedded": { "businessList": [{
            "businessName": "Linde", "businessId": 1, "currencyCode": "EUR",
            "businessLocations": [{ "blName": "Bar", "blID": 3 }, { "blName": "Hall", "blID": id, "country": "AT" }],
        }] }, "_links": { "self": { "href": "…" } } })
    } else {
        json!([{ "name": "Linde", "id": 1, "businessLocations": [{ "name": "Hall", "id": id }] }])
    }
}

#[test]
fn a_webhook_is_registered_once_and_changed_where_it_is_another() {
    let other = json!({ "endpointId": "linde", "url": "https://old.example" });
    for (known, writes) in [
        ((404, json!({})), vec![call("PUT", "/wh/1/webhook", webhook())]),
        ((200, Value::Null), vec![call("PUT", "/wh/1/webhook", webhook())]),
        ((200, other), vec![call("POST", "/wh/1/webhook", webhook())]),
        ((200, webhook()), Vec::new()),
    ] {
        let network = ScriptedNetwork::default();
        network.answer(200, &businesses(false));
        network.answer(known.0, &known.1);
        network.answer(200, &webhook());
        let till = ikentoo(&network, &json!({}), IkentooCredentials::None);
        let connected = pollster::block_on(till.connect(&scope(), &connection())).unwrap();
        let details = format!("{:?}", connected.details);
        assert!(details.contains("Hall"), "{details}");
        assert!(!details.contains("the.password"), "{details}");
        let reads = [
            call("GET", "/data/businesses", Value::Null),
            call("GET", "/wh/1/webhook/linde", Value::Null),
        ];
        assert_eq!(sent(&network), [reads.as_slice(), writes.as_slice()].concat());
    }
}

#[test]
fn the_host_of_today_has_other_paths_and_another_shape_of_businesses() {
    let network = ScriptedNetwork::default();
    let mut first = businesses(true);
    first["_embedded"]["businessList"][0]["businessLocations"] = json!([]);
    first["_links"]["next"] = json!({ "href": "…" });
    network.answer(200, &first);
    network.answer(200, &businesses(true));
    network.answer(200, &webhook());
    network.answer(200, &json!({ "error": false }));
    let beside = json!({ "paths": "kSeries", "endpointId": "linde" });
    let till = ikentoo(&network, &beside, IkentooCredentials::None);
    pollster::block_on(till.connect(&scope(), &connection())).unwrap();
    pollster::block_on(till.push(&scope(), &push(1, Status::Seated))).unwrap();
    let targets: Vec<String> = sent(&network).into_iter().map(|(_, target, _)| target).collect();
    assert_eq!(
        targets,
        [
            "/f/data/businesses?page=0&size=100",
            "/f/data/businesses?page=1&size=100",
            "/r/wh/1/webhook/linde",
            "/r/reservation/1/checkin",
        ]
    );
}

#[test]
fn a_location_that_ikentoo_does_not_show_is_refused_before_anything_is_changed() {
    let network = ScriptedNetwork::default();
    network.answer(200, &json!([{ "name": "Linde", "businessLocations": null }]));
    let till = ikentoo(&network, &json!({}), IkentooCredentials::None);
    let refused = pollster::block_on(till.connect(&scope(), &connection()));
    assert!(matches!(refused, Err(PosError::Refused(_))), "{refused:?}");
    assert_eq!(sent(&network).len(), 1);
}

#[test]
fn a_configuration_is_set_with_the_connection_and_removed_with_it() {
    let network = ScriptedNetwork::default();
    let beside =
        json!({ "configuration": { "provider": "couvert", "restaurantId": "linde", "apiKey": "KEY" } });
    let till = ikentoo(&network, &beside, IkentooCredentials::None);
    network.answer(200, &businesses(false));
    network.answer(200, &webhook());
    network.answer(200, &Value::Null);
    pollster::block_on(till.connect(&scope(), &connection())).unwrap();
    let id: Value = serde_json::from_str(LOCATION).unwrap();
    let wanted = json!({ "businessLocationId": id, "restaurantId": "linde", "apiKey": "the.key" });
    assert_eq!(
        sent(&network).pop(),
        Some(call("POST", "/configuration/1/couvert", wanted))
    );
    for status in [200, 404] {
        network.answer(status, &json!({}));
        pollster::block_on(till.disconnect(&scope(), &connection())).unwrap();
        let target = format!("/configuration/1/couvert?businessLocationId={LOCATION}");
        assert_eq!(sent(&network), [call("DELETE", &target, Value::Null)]);
    }
}

#[test]
fn calls_authenticate_as_the_settings_say() {
    let basic = IkentooCredentials::Basic {
        username: "couvert".to_owned(),
        password: SecretString::from("p:ss"),
    };
    for (credentials, header) in [
        (IkentooCredentials::None, None),
        (basic, Some("Basic Y291dmVydDpwOnNz")),
        (
            IkentooCredentials::Bearer(SecretString::from("a.b.c")),
            Some("Bearer a.b.c"),
        ),
    ] {
        let network = ScriptedNetwork::default();
        network.answer(200, &json!({ "error": false }));
        let till = ikentoo(&network, &json!({}), credentials);
        pollster::block_on(till.push(&scope(), &push(1, Status::Seated))).unwrap();
        let request = network.sent.borrow_mut().pop().unwrap();
        let given = request.headers().get("authorization");
        assert_eq!(given.map(|given| given.to_str().unwrap()), header);
        assert!(given.is_none_or(HeaderValue::is_sensitive));
    }
}

/// A check-in that is answered so.
fn check_in(status: u16, answer: &Value) -> std::result::Result<Taken, PosError> {
    let network = ScriptedNetwork::default();
    network.answer(status, answer);
    let till = ikentoo(&network, &json!({}), IkentooCredentials::None);
    pollster::block_on(till.push(&scope(), &push(1, Status::Seated)))
}

#[test]
fn the_error_flag_counts_under_every_status() {
    let refused = |reason: &str| Err(PosError::Refused(reason.to_owned()));
    let failed = json!({ "error": true, "errorMessage": "Table 5 is not there", "responseEntity": null });
    for status in [200, 202, 400, 404, 409] {
        assert_eq!(
            check_in(status, &failed),
            refused("Table 5 is not there"),
            "{status}"
        );
    }
    let fine = json!({ "error": false, "errorMessage": "", "responseEntity": null });
    assert_eq!(check_in(200, &fine), Ok(Taken::Accepted));
    // Every field may be missing.
    assert_eq!(check_in(200, &json!({})), Ok(Taken::Accepted));
    assert_eq!(check_in(400, &fine), refused("checkIn: answered 400"));
    for status in [401, 403] {
        let answer = check_in(status, &failed);
        assert!(matches!(answer, Err(PosError::Unauthorised(_))), "{answer:?}");
    }
    for status in [408, 425, 500, 503] {
        let answer = check_in(status, &json!({}));
        assert!(matches!(answer, Err(PosError::Again { .. })), "{answer:?}");
    }
}

#[test]
fn a_reason_that_repeats_the_guest_is_no_reason() {
    for message in [
        "Customer LOVELACE is not valid",
        "ada: no such customer",
        "bad address ada@example.com",
        "number +43 660 1234567 is wrong",
    ] {
        let answer = check_in(200, &json!({ "error": true, "errorMessage": message }));
        assert_eq!(answer, Err(PosError::Refused("checkIn: failed".to_owned())));
    }
}

#[test]
fn a_party_is_checked_in_once_for_each_time_that_it_sits() {
    let network = ScriptedNetwork::default();
    let till = ikentoo(&network, &json!({}), IkentooCredentials::None);
    let say = |is_known: bool, is_from_till: bool, status: Status| {
        let mut push = push(1, status);
        (push.is_known, push.is_from_till) = (is_known, is_from_till);
        pollster::block_on(till.push(&scope(), &push)).unwrap()
    };
    for status in [Status::Seated, Status::Ordered] {
        network.answer(200, &json!({ "error": false }));
        assert_eq!(say(false, false, status), Taken::Accepted);
        assert_eq!(sent(&network).len(), 1);
        assert_eq!(say(true, false, status), Taken::Applied);
        assert_eq!(say(false, true, status), Taken::Applied);
    }
    for status in [Status::Paid, Status::Finished] {
        assert_eq!(say(true, false, status), Taken::Applied);
    }
    for status in [Status::Booked, Status::Arrived, Status::Cancelled] {
        assert_eq!(say(true, false, status), Taken::Dropped);
    }
    assert!(sent(&network).is_empty());
}
