//! Facts about calls to Molzait as they travel, and about answers by their status.

use std::rc::Rc;
use std::time::Duration;

use serde_json::{Value, json};
use shared::gift_card::GiftCardCode;
use shared::money::{Currency, Money};
use shared::party::Attendees;

use super::*;
use crate::provider::molzait::Molzait;
use crate::provider::remote::{RemoteCards as _, RemoteSystem as _};
use crate::test_support::scripted_network::ScriptedNetwork;
use crate::test_support::still::Still;
use crate::upstream::Ports;

fn upstream(network: &ScriptedNetwork) -> Upstream {
    Upstream::new(Rc::new(Ports {
        network: Box::new(network.clone()),
        clock: Box::new(Still),
        rng: Box::new(Still),
    }))
}

fn client(network: &ScriptedNetwork, settings: Value) -> Client {
    let settings = serde_json::from_value(settings).unwrap();
    Client::new(settings, SecretString::from("the.key"), upstream(network))
}

fn settings() -> Value {
    json!({ "key": "K", "horizonDays": 60, "baseUrl": "https://api.example" })
}

fn scope() -> Scope {
    Scope::new(Duration::from_secs(20))
}

fn sent(network: &ScriptedNetwork) -> (String, String, Value) {
    let request = network.sent.borrow_mut().pop().unwrap();
    assert_eq!(request.headers()["authorization"], "Bearer the.key");
    assert!(request.headers()["authorization"].is_sensitive());
    let body = serde_json::from_slice(request.body()).unwrap_or(Value::Null);
    let has_type = request.headers().contains_key("content-type");
    assert_eq!(has_type, !body.is_null());
    (request.method().to_string(), request.uri().to_string(), body)
}

fn id() -> ReservationId {
    ReservationId::parse("8a58c26c6a67-4660~x").unwrap()
}

#[test]
fn questions_are_addresses() {
    let network = ScriptedNetwork::default();
    let client = client(&network, settings());
    network.answer(200, &json!({ "slots": [] }));
    let question = SlotsQuestion {
        experience_id: "dinner".to_owned().try_into().unwrap(),
        attendees: Attendees::parse(2).unwrap(),
        day: Day::parse("2026-11-27").unwrap(),
        moving: Some(id()),
    };
    pollster::block_on(client.slots(&scope(), &question)).unwrap();
    let address = "https://api.example/external/availability/slots?attendees=2&day=2026-11-27&experienceId=dinner\
                   &reservationId=8a58c26c6a67-4660%7Ex";
    assert_eq!(
        sent(&network),
        ("GET".to_owned(), address.to_owned(), Value::Null)
    );

    network.answer(200, &json!([]));
    let days = (question.day, question.day);
    let statuses = [Status::Seated, Status::Booked];
    let scope = scope();
    let asked = client.reservations(&scope, days, &statuses, true);
    assert!(pollster::block_on(asked).unwrap().all.is_empty());
    let address = "https://api.example/external/reservations?from=2026-11-27&to=2026-11-27&status=seated\
                   &status=booked&includeWalkIns=true";
    assert_eq!(sent(&network).1, address);
}

#[test]
fn a_change_of_status_goes_to_the_path_and_by_the_method_of_the_settings() {
    let network = ScriptedNetwork::default();
    let mut other = settings();
    other["paths"] = json!({ "reservation": "/v2/{id}/edit", "updateMethod": "PUT" });
    let reservation = json!({ "id": "r", "attendees": 2, "status": "cancelled" });
    for (settings, method, address) in [
        (
            settings(),
            "PATCH",
            "https://api.example/external/reservations/8a58c26c6a67-4660~x",
        ),
        (other, "PUT", "https://api.example/v2/8a58c26c6a67-4660~x/edit"),
    ] {
        network.answer(200, &reservation);
        let client = client(&network, settings);
        let (scope, id) = (scope(), id());
        let asked = client.set_status(&scope, &id, Status::Cancelled);
        assert_eq!(pollster::block_on(asked).unwrap().status, "cancelled");
        let body = json!({ "status": "cancelled" });
        assert_eq!(sent(&network), (method.to_owned(), address.to_owned(), body));
    }
}

fn create(status: u16, answer: &Value) -> Result<wire::Reservation> {
    let network = ScriptedNetwork::default();
    network.answer(status, answer);
    let new = wire::NewReservation {
        attendees: 2,
        day: "2026-11-27".to_owned(),
        minutes: 1140,
        experience_id: "dinner",
        first_name: None,
        last_name: "Doe",
        email: None,
        phone: None,
        locale: "en",
        notes: None,
        pinned_table_ids: &[],
    };
    let client = client(&network, settings());
    let made = pollster::block_on(client.create(&scope(), &new));
    assert_eq!(sent(&network).0, "POST");
    made
}

#[test]
fn an_answer_is_sorted_by_what_may_have_happened() {
    let made = json!({ "id": "r", "attendees": 2.0, "status": "booked" });
    assert_eq!(create(201, &made).ok().unwrap().id.as_str(), "r");
    let message = json!({ "statusCode": 400, "message": ["Doe is no name"], "error": "Bad Request" });
    for (status, is_unknown) in [
        (400, false),
        (401, false),
        (403, false),
        (404, false),
        (409, false),
        (422, false),
        (408, true),
        (302, true),
        (200, true),
    ] {
        let error = create(status, &message).err().unwrap();
        assert_eq!(error.is_outcome_unknown(), is_unknown, "{status}");
        assert!(!format!("{error:?}").contains("Doe"), "{error:?}");
    }
}

#[test]
fn a_refused_key_is_an_error_for_the_operator() {
    let answer = json!({ "statusCode": 401, "message": "Unauthorized", "error": "Invalid or expired token" });
    assert_eq!(
        create(401, &answer).err(),
        Some(RemoteError::Refused(
            "create: the key is not accepted (401): see the setting molzait.key and its secret".to_owned()
        ))
    );
}

/// Takes 75 euros off a card.
fn redeem(network: &ScriptedNetwork, settings: Value, status: u16, answer: &Value) -> Result<()> {
    network.answer(status, answer);
    let settings = serde_json::from_value(settings).unwrap();
    let key = SecretString::from("the.key");
    let molzait = Molzait::new(settings, Currency::EUR, key, upstream(network));
    let code = GiftCardCode::of_random(0..40).unwrap();
    let amount = Money::new(7_500, Currency::EUR).unwrap();
    pollster::block_on(molzait.redeem(&scope(), &code, amount, "withdrawal-o1"))
}

#[test]
fn money_is_taken_off_a_card_at_the_path_of_the_settings() {
    let network = ScriptedNetwork::default();
    let code = GiftCardCode::of_random(0..40).unwrap().text();
    let mut other = settings();
    other["paths"] = json!({ "giftCardTransactions": "/v2/cards/{id}/moves" });
    let moved = json!({
        "id": "t1", "status": "successful", "amount": -7_500, "reference": "withdrawal-o1",
        "timestamp": "2026-11-22T12:00:00.000Z",
    });
    for (settings, path) in [
        (settings(), format!("/external/gift-cards/{code}/transactions")),
        (other, format!("/v2/cards/{code}/moves")),
    ] {
        assert_eq!(redeem(&network, settings, 201, &moved), Ok(()));
        let body = json!({ "status": "successful", "amount": -7_500, "reference": "withdrawal-o1" });
        let address = format!("https://api.example{path}");
        assert_eq!(sent(&network), ("POST".to_owned(), address, body));
    }
}

#[test]
fn what_was_taken_off_a_card_is_certain_or_it_is_not_and_no_error_tells_the_code() {
    let code = GiftCardCode::of_random(0..40).unwrap().text();
    let message = json!({ "statusCode": 400, "message": format!("{code} is empty"), "error": "Bad Request" });
    let pending = json!({ "id": "t1", "status": "pending", "amount": -7_500 });
    for (status, answer, is_unknown) in [
        (400, &message, false),
        (401, &message, false),
        (403, &message, false),
        (404, &message, false),
        (409, &message, false),
        (422, &message, false),
        (429, &message, false),
        (408, &message, true),
        (302, &message, true),
        (500, &message, true),
        (201, &json!("taken"), true),
        // It may be carried out later.
        (201, &pending, true),
    ] {
        let error = redeem(&ScriptedNetwork::default(), settings(), status, answer).unwrap_err();
        assert_eq!(error.is_outcome_unknown(), is_unknown, "{status}");
        assert!(!format!("{error:?}").contains(&code), "{error:?}");
    }
}

#[derive(Default)]
struct Lines(std::cell::RefCell<Vec<Value>>);

impl crate::upstream::Log for Lines {
    fn write(&self, event: &crate::upstream::Event) {
        let line = json!(event);
        if line["event"] == "upstreamUnreadable" {
            self.0.borrow_mut().push(line);
        }
    }
}

#[test]
fn a_bad_element_of_a_list_costs_itself_and_a_line_in_the_log() {
    let (network, lines) = (ScriptedNetwork::default(), Rc::new(Lines::default()));
    let ports = Ports {
        network: Box::new(network.clone()),
        clock: Box::new(Still),
        rng: Box::new(Still),
    };
    let upstream = Upstream::with(Rc::new(ports), config::UpstreamSettings::default(), lines.clone());
    let molzait = Molzait::new(
        serde_json::from_value(settings()).unwrap(),
        Currency::EUR,
        SecretString::from("the.key"),
        upstream,
    );
    let scope = scope();

    let name = json!({ "en": "Dinner" });
    network.answer(
        200,
        &json!([
            { "id": "tea", "name": null }, { "id": "dinner", "name": name }, { "id": "ada muster", "name": name },
            { "id": "lunch", "name": name }, "ada@example.com", null,
        ]),
    );
    let all = pollster::block_on(molzait.experiences(&scope)).unwrap();
    let ids: Vec<_> = all.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["dinner", "lunch"]);

    let slot = |minutes: Value| {
        json!({
            "experienceId": "dinner", "day": "2026-11-27", "minutes": minutes, "duration": 120, "exclusionReasons": [],
        })
    };
    network.answer(
        200,
        &json!({ "slots": [slot(json!(-15)), slot(json!(1140)), { "minutes": 1140 }] }),
    );
    let question = SlotsQuestion {
        experience_id: "dinner".to_owned().try_into().unwrap(),
        attendees: Attendees::parse(2).unwrap(),
        day: Day::parse("2026-11-27").unwrap(),
        moving: None,
    };
    let slots = pollster::block_on(molzait.slots(&scope, &question)).unwrap();
    assert_eq!(slots.len(), 1);

    let reservation = |id: &str| json!({ "id": id, "attendees": 2, "status": "booked" });
    let list = json!([reservation("r1"), { "id": "r2" }, reservation("r/3"), reservation("r4")]);
    let listing = crate::provider::ReservationsQuestion {
        from: question.day,
        to: question.day,
        statuses: Vec::new(),
        include_walk_ins: false,
    };
    network.answer(200, &list);
    assert_eq!(
        pollster::block_on(molzait.reservations(&scope, &listing))
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        json!(*lines.0.borrow()),
        json!([
            {
                "event": "upstreamUnreadable", "call": "experiences", "elements": 4,
                "cause": "another type at element 0",
            },
            { "event": "upstreamUnreadable", "call": "slots", "elements": 2, "cause": "another type at element 0" },
            {
                "event": "upstreamUnreadable", "call": "reservations", "elements": 2,
                "cause": "`attendees` is missing at element 1",
            },
        ])
    );

    // The one that cannot be read may be the one whose answer was lost.
    network.answer(200, &list);
    let candidates = pollster::block_on(molzait.candidates(&scope, question.day, question.day));
    let fault = "reservations: `attendees` is missing at element 1".to_owned();
    assert_eq!(candidates.err(), Some(RemoteError::Failed(fault)));
}
