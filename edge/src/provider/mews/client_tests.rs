//! Facts about calls to Mews as they travel, and about answers by their status.

use std::rc::Rc;
use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::provider::mews::wire::Done;
use crate::provider::mews::wire::catalogue::NoFilter;
use crate::test_support::scripted_network::ScriptedNetwork;
use crate::test_support::still::Still;
use crate::upstream::{AllowanceRules, Ports};

fn connector(network: &ScriptedNetwork, calls: usize) -> Connector {
    let settings = json!({
        "clientToken": "A", "accessToken": "B", "baseUrl": "https://api.example", "horizonDays": 30,
        "experiences": [{ "id": "dinner", "serviceId": "s", "rateId": "r", "categoryId": "c", "units": 2 }],
    });
    let settings: MewsSettings = serde_json::from_value(settings).unwrap();
    let tokens = Tokens {
        client: SecretString::from("the client's"),
        access: SecretString::from("the property's").into(),
    };
    let upstream = Upstream::new(Rc::new(Ports {
        network: Box::new(network.clone()),
        clock: Box::new(Still),
        rng: Box::new(Still),
    }))
    .within(AllowanceRules {
        calls,
        for_writes: 1,
        for_reads: 0,
        window: Duration::from_secs(30),
    });
    Connector::new(&settings, tokens, upstream)
}

fn scope() -> Scope {
    Scope::new(Duration::from_secs(20))
}

fn answered(status: u16, answer: &Value) -> Result<Done> {
    let network = ScriptedNetwork::default();
    network.answer(status, answer);
    let connector = connector(&network, 10);
    let scope = scope();
    pollster::block_on(connector.act(&scope, Operation::START, &NoFilter {}))
}

#[test]
fn a_call_is_a_post_with_its_tokens_in_the_body() {
    let network = ScriptedNetwork::default();
    network.answer(200, &json!({}));
    let connector = connector(&network, 10);
    let scope = scope();
    let question = json!({ "ServiceId": "s" });
    let asked = connector.ask::<Done>(&scope, Operation::AVAILABILITY, &question);
    pollster::block_on(asked).unwrap();
    let request = network.sent.borrow_mut().pop().unwrap();
    assert_eq!(
        (request.method().as_str(), request.uri().to_string()),
        (
            "POST",
            "https://api.example/api/connector/v1/services/getAvailability/2024-01-22".to_owned()
        )
    );
    assert_eq!(request.headers()["content-type"], "application/json");
    assert!(!request.headers().contains_key("authorization"));
    let body: Value = serde_json::from_slice(request.body()).unwrap();
    assert_eq!(
        body,
        json!({
            "ClientToken": "the client's", "AccessToken": "the property's", "Client": "Couvert 1.0.0",
            "ServiceId": "s",
        })
    );
}

#[test]
fn a_list_is_read_to_its_end() {
    let rate = |number: usize| {
        json!({
            "Id": format!("r{number}"), "GroupId": "g", "ServiceId": "s", "IsActive": true, "IsEnabled": true,
            "IsPublic": true,
        })
    };
    let network = ScriptedNetwork::default();
    let whole: Vec<Value> = (0..400).map(rate).collect();
    network.answer(200, &json!({ "Rates": whole, "Cursor": "r399" }));
    network.answer(
        200,
        &json!({ "Rates": [rate(400), { "Id": 7 }], "Cursor": "r400" }),
    );
    let connector = connector(&network, 10);
    let scope = scope();
    let asked = connector.list::<RateList, _>(
        &scope,
        Operation::RATES,
        |limitation| json!({ "Limitation": limitation }),
    );
    let rates = pollster::block_on(asked).unwrap();
    assert_eq!((rates.all.len(), rates.unreadable.len()), (401, 1));
    let cursors: Vec<Value> = network
        .sent
        .borrow()
        .iter()
        .map(|request| serde_json::from_slice::<Value>(request.body()).unwrap()["Limitation"].clone())
        .collect();
    assert_eq!(
        cursors,
        [json!({ "Count": 400 }), json!({ "Cursor": "r399", "Count": 400 })]
    );
}

#[test]
fn an_answer_is_sorted_by_its_status() {
    let nothing = json!({});
    assert!(matches!(answered(200, &nothing), Ok(Done {})));
    for status in [400, 401, 404, 413] {
        assert!(
            matches!(answered(status, &nothing), Err(RemoteError::Refused(_))),
            "{status}"
        );
    }
    assert!(matches!(answered(409, &nothing), Err(RemoteError::Conflict)));
    for status in [408, 500, 502] {
        let answer = answered(status, &nothing);
        assert!(matches!(answer, Err(RemoteError::Failed(_))), "{status}");
    }
    assert!(matches!(answered(429, &nothing), Err(RemoteError::Away { .. })));
}

#[test]
fn only_bad_input_about_the_reservation_says_that_there_is_none() {
    for (message, is_unknown) in [
        ("Invalid ReservationIds.", true),
        ("Invalid ReservationId", true),
        ("Invalid EnterpriseIds.", false),
        ("Invalid JSON", false),
        ("", false),
    ] {
        let network = ScriptedNetwork::default();
        network.answer(400, &json!({ "Message": message }));
        let (connector, scope) = (connector(&network, 10), scope());
        let asked = connector.ask_by_id::<Done>(&scope, Operation::RESERVATIONS, &NoFilter {});
        let error = pollster::block_on(asked).err().unwrap();
        assert_eq!(error == RemoteError::NotFound, is_unknown, "{message}");
        assert!(!error.is_outcome_unknown(), "{message}");
    }
}

#[test]
fn a_rule_that_refuses_is_known_by_its_words_which_go_no_further() {
    for (message, error) in [
        (
            "Overbooking of Doe, John is not allowed.",
            RemoteError::Declined(Decline::Overbooked),
        ),
        (
            "No AVAILABILITY for this time.",
            RemoteError::Declined(Decline::Overbooked),
        ),
        (
            "The reservation is restricted.",
            RemoteError::Declined(Decline::Restricted),
        ),
        (
            "The rate cannot be used.",
            RemoteError::Declined(Decline::RateNotAllowed),
        ),
        (
            "Invalid voucher code for the rate.",
            RemoteError::Declined(Decline::CodeNotAccepted),
        ),
        ("John Doe.", RemoteError::Conflict),
    ] {
        let answer = answered(403, &json!({ "Message": message, "RequestId": "1" }));
        assert_eq!(answer.err(), Some(error), "{message}");
    }
    assert_eq!(answered(403, &json!(["?"])).err(), Some(RemoteError::Conflict));
}

#[test]
fn calls_above_the_allowance_are_not_sent_and_a_part_is_kept_for_writes() {
    let network = ScriptedNetwork::default();
    for _ in 0..3 {
        network.answer(200, &json!({}));
    }
    let connector = connector(&network, 3);
    let scope = scope();
    let ask = || pollster::block_on(connector.ask::<Done>(&scope, Operation::RATES, &NoFilter {}));
    let act = || pollster::block_on(connector.act::<Done>(&scope, Operation::ADD, &NoFilter {}));
    assert!(ask().is_ok() && ask().is_ok());
    let away = |answer: Result<Done>| match answer {
        Err(RemoteError::Away { retry_after, cause }) => (retry_after, cause),
        _ => panic!("it should not be sent"),
    };
    assert_eq!(away(ask()), (Some(30), "allowance".to_owned()));
    assert!(act().is_ok());
    assert_eq!(away(act()), (Some(30), "allowance".to_owned()));
    assert_eq!(network.sent.borrow().len(), 3);
}
