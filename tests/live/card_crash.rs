//! The machine loses power between every two steps of an order of a gift card: at a venue whose cards are made
//! at another system, so that there are as many steps as can be.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use ureq::Agent;

use crate::guest::{Answer, read};
use crate::server::{Home, REMOTE_STAFF_KEY, STAFF_KEY, Server};

const VENUE: &str = "demo-molzait";
const AMOUNT: i64 = 5000;

/// A server on what is stored, which shows its letters.
fn start(home: &Home) -> Server {
    home.start_with(&[
        ("DEMO_STAFF_KEY", STAFF_KEY),
        ("DEMO_MOLZAIT_KEY", STAFF_KEY),
        ("DEMO_MOLZAIT_STAFF_KEY", REMOTE_STAFF_KEY),
    ])
}

fn agent() -> Agent {
    Agent::config_builder().http_status_as_error(false).build().into()
}

fn order(server: &Server) -> Answer {
    let body = json!({
        "templateId": "branch", "amount": { "amount": AMOUNT, "currency": "EUR" },
        "purchaser": { "name": "Ada Muster", "email": "ada@example.com" }, "locale": "en",
    });
    let request = agent()
        .post(format!("{}/v1/venues/{VENUE}/gift-cards", server.origin))
        .header("content-type", "application/json")
        .header("idempotency-key", "card-crash");
    let answer = read(request.send(body.to_string()).unwrap()).unwrap();
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer
}

fn see(server: &Server, order: &Value) -> Value {
    let (id, token) = (
        order["orderId"].as_str().unwrap(),
        order["orderToken"].as_str().unwrap(),
    );
    let request = agent()
        .get(format!(
            "{}/v1/venues/{VENUE}/gift-cards/orders/{id}",
            server.origin
        ))
        .header("authorization", format!("Bearer {token}"));
    let answer = read(request.call().unwrap()).unwrap();
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

fn balance(server: &Server, venue: &str, code: &str) -> Answer {
    let request = agent()
        .post(format!("{}/v1/venues/{venue}/gift-cards/balance", server.origin))
        .header("content-type", "application/json");
    read(request.send(json!({ "code": code }).to_string()).unwrap()).unwrap()
}

/// Pays on the demonstration's page; whether that was answered.
fn pay(server: &Server, order: &Value) -> bool {
    let url = order["payment"]["handover"]["url"].as_str().unwrap();
    let (page, token) = url.split_once('#').unwrap();
    let page = page.find("/pay/").map(|start| &page[start..]).unwrap();
    let form = [("token", token), ("choice", "pay")];
    let answer = agent().post(format!("{}{page}", server.origin)).send_form(form);
    answer.is_ok_and(|answer| answer.status().as_u16() == 200)
}

#[test]
fn after_sigkill_between_any_two_steps_a_paid_order_is_one_card() {
    let home = Home::new();
    // Ordered, and the power goes.
    let server = start(&home);
    let ordered = order(&server).body;
    server.kill();
    // The same key is the same order.
    let server = start(&home);
    let again = order(&server);
    assert_eq!(again.headers["idempotency-replayed"], "true");
    assert_eq!(again.body["orderId"], ordered["orderId"]);
    let ordered = again.body;
    // Paid, and the power goes with the answer: the card is on its way to be asked for.
    assert!(pay(&server, &ordered));
    server.kill();
    let server = start(&home);
    let seen = see(&server, &ordered);
    assert!(
        ["issuing", "issued"].contains(&seen["status"].as_str().unwrap()),
        "{seen}"
    );
    assert_eq!(seen["payment"]["status"], "paid");
    // The button is pressed once more.
    pay(&server, &ordered);
    server.kill();
    // The next process wakes by its alarm, calls the other system and sends the e-mail.
    let server = start(&home);
    let mut seen = see(&server, &ordered);
    if seen["status"] != "issued" {
        server.log_until("letterSent");
        seen = see(&server, &ordered);
    }
    assert_eq!(seen["status"], "issued", "{seen}");
    let code = seen["card"]["code"].as_str().unwrap().to_owned();
    assert_eq!(seen["card"]["remaining"]["amount"], AMOUNT);
    server.kill();
    // It stays the same card, with the same balance at both systems and one e-mail.
    let server = start(&home);
    assert_eq!(see(&server, &ordered)["card"]["code"], code.as_str());
    for venue in [VENUE, "demo"] {
        let balance = balance(&server, venue, &code);
        assert_eq!(
            (balance.status, &balance.body["remaining"]["amount"]),
            (200, &json!(AMOUNT)),
            "{venue}"
        );
    }
    if letters(&server).is_empty() {
        server.log_until("letterSent");
    }
    let shown = letters(&server);
    assert_eq!(shown.len(), 1, "{shown:?}");
    let log = server.log();
    assert!(
        !log.contains(&code) && !log.contains(ordered["orderToken"].as_str().unwrap()),
        "{log}"
    );
}

/// The addresses of the letters that are shown.
fn letters(server: &Server) -> BTreeSet<String> {
    let mut answer = agent().get(format!("{}/dev/mail", server.origin)).call().unwrap();
    let page = answer.body_mut().read_to_string().unwrap();
    let links = page
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    links
        // Beside the letters there are samples in every language.
        .filter(|link| link.contains(&format!("/dev/mail/{VENUE}/")) && !link.contains("/samples/"))
        .map(str::to_owned)
        .collect()
}
