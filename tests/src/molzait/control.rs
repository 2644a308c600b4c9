//! The simulator's control interface for tests in another process, under `/_sim`. It is not part of the simulated API.
//!
//! - `POST /_sim/faults` with `{"next": [{"operation": "create", "times": 1, "misbehaviour":
//!   {"kind": "reset_after"}}], "weights": "rough", "seed": 7}`, each optional: `weights` or `seed`
//!   begin a new plan, `next` adds to it.
//! - `GET /_sim/reservations` answers the books.
//! - `GET /_sim/requests` answers the number of requests and of faults by operation.
//! - `PUT /_sim/reservations/{id}/{status}` is a change by the restaurant.

use std::time::Duration;

use http::{Method, Request, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::json_answer;
use super::books::{Reservation, STATUSES};
use super::fault::Scripted;
use super::simulator::Simulator;
use super::weights::Weights;

/// A new plan of faults.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct Plan {
    next: Vec<Scripted>,
    weights: Option<String>,
    seed: Option<u64>,
}

/// The answer to a request for the control itself; none if it is not.
pub fn answer(
    simulator: &mut Simulator,
    request: &Request<Vec<u8>>,
    now: Duration,
) -> Option<Response<Vec<u8>>> {
    let path = request.uri().path().strip_prefix("/_sim/")?;
    let body = match (request.method(), path) {
        (&Method::POST, "faults") => plan(simulator, request.body()),
        (&Method::GET, "reservations") => Ok(simulator.books(now).reservations().iter().map(show).collect()),
        (&Method::GET, "requests") => {
            let counts = simulator.counts();
            Ok(json!({ "requests": counts.requests, "faults": counts.faults }))
        }
        (&Method::PUT, _) => by_the_restaurant(simulator, path),
        _ => Err("there is no such control".to_owned()),
    };
    Some(match body {
        Ok(body) => json_answer(200, &body, now),
        Err(fault) => json_answer(400, &json!({ "fault": fault }), now),
    })
}

fn plan(simulator: &mut Simulator, body: &[u8]) -> Result<Value, String> {
    let plan: Plan = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    if plan.weights.is_some() || plan.seed.is_some() {
        let weights = match plan.weights {
            Some(text) => text.parse::<Weights>()?,
            None => simulator.faults.weights.clone(),
        };
        let seed = plan.seed.unwrap_or(simulator.settings.seed);
        simulator.faults.restart(seed, weights);
    }
    for Scripted {
        operation,
        times,
        misbehaviour,
    } in plan.next
    {
        simulator.faults.script(operation, times, misbehaviour);
    }
    Ok(json!({}))
}

fn by_the_restaurant(simulator: &mut Simulator, path: &str) -> Result<Value, String> {
    let mut parts = path.split('/').skip(1);
    let (Some(id), Some(status)) = (parts.next(), parts.next()) else {
        return Err("write reservations/{id}/{status}".to_owned());
    };
    let known = STATUSES.into_iter().find(|known| *known == status);
    let known = known.ok_or("there is no such status")?;
    if simulator.set_status(id, known) {
        Ok(json!({}))
    } else {
        Err("there is no such reservation, or it is over".to_owned())
    }
}

fn show(stored: &Reservation) -> Value {
    let asked = &stored.asked;
    json!({
        "id": stored.id,
        "number": stored.number,
        "status": stored.status,
        "isLive": stored.is_live(),
        "experienceId": asked.experience,
        "day": asked.day,
        "minutes": asked.minutes,
        "attendees": asked.attendees,
        "firstName": asked.guest.first_name,
        "lastName": asked.guest.last_name,
        "email": asked.guest.email,
        "phone": asked.guest.phone,
        "notes": asked.notes,
    })
}
