//! The till by hand: commands as lines, at the terminal and under `POST /_sim`, and its books under `GET /_sim/books`. It is
//! no part of the simulated API.

use std::time::Duration;

use http::{Method, Request, Response};
use serde_json::{Value, json};

use super::books::{Key, Line};
use super::event;
use super::fault::Fault;
use super::simulator::Simulator;
use crate::molzait::answer::json_answer;

/// The commands.
pub const HELP: &str = "\
open TABLE [COVERS]        open a check; it belongs to the party that sits or is expected at the table
order TABLE PRICE ITEM     order on it, such as `order 5 35.00 Steak`
course TABLE               call the next course
pay TABLE                  close it
cancel TABLE               cancel it
status RESERVATION STATUS  set a status by hand, such as SEATED, DEPARTED, NO_SHOW or PAID
move RESERVATION TABLE     move a party
onboard REFERENCE          let a restaurant ask to be connected
expire                     end all access tokens
fault KIND                 let the next request go wrong: reset, lost, hang, garbage, declined, status N,
                           throttled SECONDS, late MILLISECONDS, fails CODE
books                      print reservations and checks";

/// The answer to a request for the control itself; none if it is not.
pub fn answer(
    simulator: &mut Simulator,
    request: &Request<Vec<u8>>,
    now: Duration,
) -> Option<Response<Vec<u8>>> {
    let path = request.uri().path().strip_prefix("/_sim")?;
    let body = match (request.method(), path) {
        (&Method::GET, "/books") => Ok(simulator.books.show()),
        (&Method::GET, "/requests") => Ok(json!(simulator.requests)),
        (&Method::POST, "" | "/") => {
            let line = String::from_utf8_lossy(request.body()).into_owned();
            run(simulator, &line, now).map(|said| json!({ "said": said }))
        }
        _ => Err("there is no such control".to_owned()),
    };
    Some(match body {
        Ok(body) => json_answer(200, &body, now),
        Err(fault) => json_answer(400, &json!({ "fault": fault }), now),
    })
}

/// Runs a command, and says what came of it.
pub fn run(simulator: &mut Simulator, line: &str, now: Duration) -> Result<String, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["open", table] => open(simulator, table, "2", now),
        ["open", table, covers] => open(simulator, table, covers, now),
        ["order", table, price, item @ ..] => {
            let line = Line {
                name: item.join(" "),
                cents: cents(price)?,
            };
            let check = simulator.books.open_at(table)?;
            check.lines.push(line);
            let number = check.number.clone();
            simulator.notify_order("UPDATE", &number, now);
            Ok(format!("{number}: ordered"))
        }
        ["course", table] => {
            let check = simulator.books.open_at(table)?;
            check.course += 1;
            let (number, course) = (check.number.clone(), check.course + 1);
            simulator.notify_order("UPDATE", &number, now);
            Ok(format!("{number}: course {course}"))
        }
        ["pay", table] => {
            let check = simulator.books.open_at(table)?;
            check.closed = Some(now);
            let (number, total) = (check.number.clone(), check.total());
            simulator.notify_order("CLOSE", &number, now);
            Ok(format!("{number}: {total} cents are paid"))
        }
        ["cancel", table] => {
            let check = simulator.books.open_at(table)?;
            check.is_cancelled = true;
            let number = check.number.clone();
            simulator.notify_order("CANCEL", &number, now);
            Ok(format!("{number}: cancelled"))
        }
        ["status", id, status] => set_status(simulator, id, status),
        ["move", id, table] => move_to(simulator, id, table),
        ["onboard", reference] => {
            let location = simulator.settings.locations.first().map(|(id, _)| *id);
            simulator.start_onboarding(reference, location.unwrap_or_default(), now)
        }
        ["expire"] => {
            simulator.expire_tokens();
            Ok("all access tokens are over".to_owned())
        }
        ["fault", fault @ ..] => {
            let fault: Fault = fault.join(" ").parse()?;
            simulator.faults.push_back(fault);
            Ok("the next request goes wrong".to_owned())
        }
        ["books"] => Ok(serde_json::to_string_pretty(&simulator.books.show()).unwrap_or_default()),
        _ => Err(HELP.to_owned()),
    }
}

fn open(simulator: &mut Simulator, table: &str, covers: &str, now: Duration) -> Result<String, String> {
    let covers = covers.parse().map_err(|_| format!("`{covers}` is no number"))?;
    if !simulator.settings.tables.iter().any(|known| known == table) {
        return Err(format!("there is no table {table}"));
    }
    if let Ok(check) = simulator.books.open_at(table) {
        return Err(format!("{} is open at table {table}", check.number));
    }
    let reservation = simulator.books.at_table(table).cloned();
    if let Some(key) = &reservation
        && let Some(known) = simulator.books.reservations.get_mut(key)
    {
        "SEATED".clone_into(&mut known.status);
    }
    let of = reservation.as_ref().map_or_else(
        || "no reservation".to_owned(),
        |(_, id)| format!("reservation {id}"),
    );
    let number = simulator.open_check(reservation, (table.to_owned(), covers), now);
    Ok(format!("{number}: open at table {table}, {of}"))
}

fn key_of(simulator: &Simulator, id: &str) -> Result<Key, String> {
    let mut keys = simulator.books.reservations.keys();
    let key = keys.find(|(_, known)| known == id);
    key.cloned().ok_or(format!("there is no reservation {id}"))
}

fn set_status(simulator: &mut Simulator, id: &str, status: &str) -> Result<String, String> {
    let key = key_of(simulator, id)?;
    if let Some(known) = simulator.books.reservations.get_mut(&key) {
        status.clone_into(&mut known.status);
    }
    notify_reservation(simulator, &key);
    Ok(format!("{id}: {status}"))
}

fn move_to(simulator: &mut Simulator, id: &str, table: &str) -> Result<String, String> {
    let key = key_of(simulator, id)?;
    if let Some(known) = simulator.books.reservations.get_mut(&key) {
        known.tables = vec![table.to_owned()];
    }
    let checks = simulator.books.checks.iter_mut();
    for check in checks.filter(|check| check.is_open() && check.reservation.as_ref() == Some(&key)) {
        table.clone_into(&mut check.table);
    }
    notify_reservation(simulator, &key);
    Ok(format!("{id}: at table {table}"))
}

fn notify_reservation(simulator: &mut Simulator, key: &Key) {
    let Some(known) = simulator.books.reservations.get(key).cloned() else {
        return;
    };
    let covers = known.body["partySize"].as_i64().unwrap_or_default();
    let head = simulator.head(&key.0);
    let event: Value = event::reservation(
        &head,
        &key.1,
        (known.status.as_str(), known.tables.as_slice(), covers),
    );
    simulator.notify("POS_RESERVATION_UPDATED", event);
}

/// An amount such as `35` or `35.50` in cents.
fn cents(text: &str) -> Result<i64, String> {
    let wrong = || format!("`{text}` is no price");
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "00"));
    if decimals.len() != 2 {
        return Err(wrong());
    }
    let number = |part: &str| part.parse::<u32>().map(i64::from).map_err(|_| wrong());
    Ok(number(whole)? * 100 + number(decimals)?)
}
