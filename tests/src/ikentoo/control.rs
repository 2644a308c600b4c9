//! The restaurant's side of the simulator, under `/_sim`, for a person who plays the till and for tests in another
//! process. It is not part of the simulated API.
//!
//! - `GET /_sim/checks`, `/_sim/webhooks`, `/_sim/configurations`: the books.
//! - `POST /_sim/tables/{table}/open` with `{"covers": 2}`: a party without a reservation sits down.
//! - `POST /_sim/tables/{table}/order` with `{"name": "Steak", "cents": 3519}`.
//! - `POST /_sim/tables/{table}/pay` with `{"tipCents": 450}`; `…/cancel`.
//! - `POST /_sim/tables/{table}/update` with `{"to": "6", "status": "DESSERT"}`, each optional.
//! - `POST /_sim/trouble` with `{"kind": "error_flag", "status": 200, "message": "…"}`: what goes wrong with the next request;
//!   see [`Trouble`].
//! - `POST /_sim/copies` with `{"copies": 2}`: how often each event is sent.

use std::time::Duration;

use http::{Method, Request, Response};
use serde_json::{Value, json};

use super::check::{Check, Dish};
use super::settings::Trouble;
use super::simulator::Simulator;
use crate::molzait::answer::json_answer;

/// The answer to a request for the restaurant's side; none if it is not.
pub fn answer(
    simulator: &mut Simulator,
    request: &Request<Vec<u8>>,
    now: Duration,
) -> Option<Response<Vec<u8>>> {
    let path = request.uri().path().strip_prefix("/_sim/")?;
    let parts: Vec<&str> = path.split('/').collect();
    let sent: Value = serde_json::from_slice(request.body()).unwrap_or_default();
    let outcome: Result<Value, String> = match (request.method(), parts.as_slice()) {
        (&Method::GET, ["checks"]) => Ok(simulator.checks.iter().map(Check::show).collect()),
        // Without their passwords, which would be read from a screen.
        (&Method::GET, ["webhooks"]) => Ok(simulator.webhooks.values().map(without_password).collect()),
        (&Method::GET, ["configurations"]) => {
            let known = simulator.configurations.keys();
            let show =
                |(provider, location): &(String, u64)| json!({ "provider": provider, "location": location });
            Ok(known.map(show).collect())
        }
        (&Method::POST, ["tables", table, what]) => by_hand(simulator, table, (*what, &sent), now),
        (&Method::POST, ["trouble"]) => serde_json::from_value::<Trouble>(sent)
            .map(|trouble| simulator.troubles.push_back(trouble))
            .map(|()| json!({}))
            .map_err(|error| error.to_string()),
        (&Method::POST, ["copies"]) => {
            simulator.copies = sent["copies"]
                .as_u64()
                .and_then(|count| usize::try_from(count).ok());
            Ok(json!({}))
        }
        _ => Err("there is no such control".to_owned()),
    };
    Some(match outcome {
        Ok(body) => json_answer(200, &body, now),
        Err(fault) => json_answer(400, &json!({ "fault": fault }), now),
    })
}

fn without_password(webhook: &Value) -> Value {
    let mut webhook = webhook.clone();
    if let Some(fields) = webhook.as_object_mut() {
        fields.remove("password");
    }
    webhook
}

/// An act of the restaurant's staff at a table.
fn by_hand(
    simulator: &mut Simulator,
    table: &str,
    (what, sent): (&str, &Value),
    now: Duration,
) -> Result<Value, String> {
    let number = |field: &str| {
        let number = sent[field].as_u64().unwrap_or_default();
        u32::try_from(number).unwrap_or_default()
    };
    let word = |field: &str, default: &str| sent[field].as_str().unwrap_or(default).to_owned();
    let is_done = match what {
        "open" => simulator.open(table, number("covers")),
        "order" => {
            let dish = Dish {
                name: word("name", "Dish"),
                cents: number("cents"),
            };
            simulator.order(table, dish)
        }
        "pay" => simulator.pay(table, number("tipCents"), now),
        "cancel" => simulator.cancel(table, now),
        "update" => simulator.update_table(table, &word("to", table), &word("status", ""), now),
        _ => return Err("write open, order, pay, cancel or update".to_owned()),
    };
    if is_done {
        Ok(json!({}))
    } else {
        Err("the table has no open check, or has one already".to_owned())
    }
}
