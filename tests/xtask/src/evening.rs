//! An evening that moves, on the staff page of the demo restaurant under `cargo xtask dev`: its parties come, sit down, order, pay
//! and leave by the staff's API, as the clock says, and now and then a party comes without a reservation. A party that
//! the developer has changed is left alone from then on. On a day on which the restaurant is closed it opens for an evening,
//! so that there is one to look at.

use std::collections::BTreeMap;
use std::sync::mpsc::Receiver;

use anyhow::Result;
use chrono::DateTime;
use serde_json::{Value as Json, json};

use crate::project::Project;
use crate::venue::worker::Worker;

/// A round is made at each so many pulses.
const PULSES: u64 = 5;

/// The most steps of a round, so that they can be seen one after the other.
const MOST_STEPS: usize = 4;

/// A party without a reservation comes at each so many rounds, while a table is there that is kept for it.
const WALK_INS: u64 = 60;

/// The quarters of an hour from the first seating of an evening on a closed day to its last.
const QUARTERS: i64 = 12;

/// The table by the door, which is kept for parties without a reservation.
const BY_THE_DOOR: &str = "c4";

/// The parties of an evening on a closed day: the name, the size, and the quarters of an hour after its first seating.
const GUESTS: [(&str, u8, i64); 12] = [
    ("Beispiel", 2, 0),
    ("Muster", 4, 0),
    ("Exemple", 2, 1),
    ("Voorbeeld", 3, 2),
    ("Esempio", 2, 3),
    ("Ejemplo", 5, 4),
    ("Sample", 2, 4),
    ("Mustermann", 4, 5),
    ("Example", 2, 6),
    ("Primjer", 6, 7),
    ("Exempel", 2, 8),
    ("Esimerkki", 3, 9),
];

/// Moves the evening of the worker on `port`, at each [`PULSES`]th of these pulses, until there are no more.
pub(crate) fn run(project: &Project, port: u16, pulses: &Receiver<()>) {
    let worker = match Worker::of(project, Some(&format!("http://localhost:{port}"))) {
        Ok(worker) => worker,
        Err(error) => {
            println!("the evening of the demo does not move: {error:#}");
            return;
        }
    };
    let mut known = BTreeMap::new();
    let mut count = 0_u64;
    while pulses.recv().is_ok() {
        count += 1;
        if count.is_multiple_of(PULSES) {
            // The worker may be away for a moment, as while it is built again.
            let _ = round(&worker, &mut known, count / PULSES);
        }
    }
}

/// Whether a line of the worker's log is about a request by which the evening is read and moved, and which succeeded. There are
/// several in every round, among which a developer would miss the others.
pub(crate) fn is_of_moves(line: &str) -> bool {
    let routes = ["staff.day", "staff.reservation", "staff.walk_in"];
    let is_route = routes
        .iter()
        .any(|route| line.contains(&format!("\"route\":\"{route}\"")));
    is_route && line.contains("\"venue\":\"demo\",\"status\":20")
}

/// The sequences that reservations had when they were seen first, or after the last step here.
type Known = BTreeMap<String, u64>;

fn round(worker: &Worker, known: &mut Known, number: u64) -> Result<()> {
    let day = worker.get("/v1/staff/demo/day")?;
    if is_closed(&day) {
        return open(worker, &day);
    }
    for (id, sequence, status) in steps(&day, known).into_iter().take(MOST_STEPS) {
        let path = format!("/v1/staff/demo/reservations/{id}");
        let change = json!({ "ifSequence": sequence, "status": status });
        let changed = worker.send("PATCH", &path, &[], &change)?;
        if let Some(sequence) = changed["sequence"].as_u64() {
            known.insert(id, sequence);
        }
    }
    if number.is_multiple_of(WALK_INS) && has_service(&day) && is_free(&day, BY_THE_DOOR) {
        let party = json!({ "tableIds": [BY_THE_DOOR], "attendees": 2 });
        // The journal goes on with every party.
        let key = format!("evening-{}", day["cursor"]);
        let headers = [("idempotency-key", key.as_str())];
        worker.send("POST", "/v1/staff/demo/walk-ins", &headers, &party)?;
    }
    Ok(())
}

/// Whether nothing is served on a day, no party comes and no rule says so.
fn is_closed(day: &Json) -> bool {
    let is_empty = |list: &Json| list.as_array().is_some_and(Vec::is_empty);
    ["services", "reservations", "rules"]
        .into_iter()
        .all(|list| is_empty(&day[list]))
}

/// Opens the restaurant about now, and books its parties.
fn open(worker: &Worker, day: &Json) -> Result<()> {
    let (Some(date), Some(first)) = (day["day"].as_str(), first_seating(day)) else {
        return Ok(());
    };
    let period = json!({ "firstMinutes": first, "lastMinutes": first + 15 * QUARTERS });
    let hours = json!({
        "effect": { "kind": "special_hours", "day": date, "experienceId": "dinner", "periods": [period] },
    });
    let key = format!("evening-{date}");
    let headers = [("idempotency-key", key.as_str())];
    worker.send("POST", "/v1/staff/demo/day-rules", &headers, &hours)?;
    for (name, size, quarters) in GUESTS {
        let party = json!({
            "experienceId": "dinner", "day": date, "minutes": first + 15 * quarters, "attendees": size,
            "lastName": name,
        });
        let key = format!("evening-{date}-{name}");
        let headers = [("idempotency-key", key.as_str())];
        // One for whom no table is left stays at home.
        let _ = worker.send("POST", "/v1/staff/demo/reservations", &headers, &party);
    }
    Ok(())
}

/// The first seating of an evening on a closed day, an hour before now at a full quarter: minutes after midnight. All of it is
/// on the same day.
fn first_seating(day: &Json) -> Option<i64> {
    let now = seconds(&day["now"])? + 60 * day["utcOffsetMinutes"].as_i64()?;
    let minutes = now.rem_euclid(86_400) / 60 - 60;
    Some((minutes - minutes.rem_euclid(15)).clamp(0, 1_425 - 15 * QUARTERS))
}

/// The steps that are due on a day, each with its reservation and the sequence that it has.
fn steps(day: &Json, known: &mut Known) -> Vec<(String, u64, &'static str)> {
    let Some(now) = seconds(&day["now"]) else {
        return Vec::new();
    };
    let parties = day["reservations"].as_array().into_iter().flatten();
    let due = parties.filter_map(|party| {
        let (id, sequence) = (party["id"].as_str()?, party["sequence"].as_u64()?);
        let seen = *known.entry(id.to_owned()).or_insert(sequence);
        let step = step(party, now).filter(|_| seen == sequence)?;
        Some((id.to_owned(), sequence, step))
    });
    due.collect()
}

/// The next step of a party, once it is due.
fn step(party: &Json, now: i64) -> Option<&'static str> {
    let (from, until) = (seconds(&party["startsAt"])?, seconds(&party["endsAt"])?);
    let id = party["id"].as_str()?;
    // The same party is always late by as much.
    let whim = id
        .bytes()
        .fold(7_i64, |whim, byte| (whim * 31 + i64::from(byte)) % 97);
    let arrival = from + 60 * (whim % 9 - 2);
    let (next, at) = match party["status"].as_str()? {
        "unconfirmed" | "booked" | "reconfirmed" if whim < 4 => ("no_show", from + 1_500),
        "unconfirmed" | "booked" | "reconfirmed" => ("arrived", arrival),
        "arrived" => ("seated", arrival + 180),
        "seated" => ("ordered", arrival + 1_200),
        "ordered" => ("paid", until - 900),
        "paid" => ("finished", until),
        _ => return None,
    };
    (at <= now).then_some(next)
}

/// Whether parties are seated now.
fn has_service(day: &Json) -> bool {
    let parties = day["reservations"].as_array().into_iter().flatten();
    let statuses = parties.filter_map(|party| party["status"].as_str());
    statuses
        .filter(|status| matches!(*status, "seated" | "ordered"))
        .count()
        > 2
}

/// Whether no party has a table, or is to have it.
fn is_free(day: &Json, table: &str) -> bool {
    let mut parties = day["reservations"].as_array().into_iter().flatten();
    parties.all(|party| {
        let is_over = matches!(
            party["status"].as_str(),
            Some("finished" | "cancelled" | "no_show" | "declined" | "voided")
        );
        let mut tables = party["tables"].as_array().into_iter().flatten();
        is_over || tables.all(|one| one["id"].as_str() != Some(table))
    })
}

/// The seconds since 1970 of an instant such as `2026-11-27T17:00:00Z`.
fn seconds(instant: &Json) -> Option<i64> {
    let instant = DateTime::parse_from_rfc3339(instant.as_str()?).ok()?;
    Some(instant.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A party from seven until nine, at this status.
    fn party(id: &str, status: &str, sequence: u64) -> Json {
        json!({
            "id": id, "status": status, "sequence": sequence, "startsAt": "2026-11-27T18:00:00Z",
            "endsAt": "2026-11-27T20:00:00Z", "tables": [{ "id": "w1" }],
        })
    }

    fn day(now: &str, parties: &[Json]) -> Json {
        json!({ "now": now, "reservations": parties })
    }

    #[test]
    fn an_instant_is_counted_from_1970() {
        for (text, counted) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-03-01T00:00:01Z", 5_097_601),
            ("2000-02-29T12:00:00Z", 951_825_600),
            ("2026-11-27T17:00:00Z", 1_795_798_800),
        ] {
            assert_eq!(seconds(&json!(text)), Some(counted), "{text}");
        }
        assert_eq!(seconds(&json!("seven")), None);
    }

    #[test]
    fn a_party_takes_every_step_of_an_evening() {
        let mut status = "booked";
        let mut seen = vec![status];
        while let Some(next) = step(&party("abc", status, 1), i64::MAX) {
            status = next;
            seen.push(status);
        }
        assert_eq!(
            seen,
            ["booked", "arrived", "seated", "ordered", "paid", "finished"]
        );
    }

    #[test]
    fn nothing_is_due_before_its_time() {
        let before = day("2026-11-27T17:30:00Z", &[party("abc", "booked", 1)]);
        assert_eq!(steps(&before, &mut Known::new()), Vec::new());
        let after = day("2026-11-27T18:30:00Z", &[party("abc", "booked", 1)]);
        assert_eq!(
            steps(&after, &mut Known::new()),
            [("abc".to_owned(), 1, "arrived")]
        );
    }

    #[test]
    fn a_party_that_the_developer_has_changed_is_left_alone() {
        let mut known = Known::new();
        let now = "2026-11-27T18:30:00Z";
        assert_eq!(
            steps(&day(now, &[party("abc", "booked", 1)]), &mut known).len(),
            1
        );
        assert_eq!(
            steps(&day(now, &[party("abc", "booked", 2)]), &mut known),
            Vec::new()
        );
    }

    #[test]
    fn an_evening_on_a_closed_day_begins_an_hour_ago_and_ends_on_the_same_day() {
        for (now, first) in [
            ("2026-11-30T17:26:00Z", 1_035),
            ("2026-11-30T23:10:00Z", 0),
            ("2026-11-30T22:50:00Z", 1_245),
        ] {
            let day = json!({ "now": now, "utcOffsetMinutes": 60 });
            assert_eq!(first_seating(&day), Some(first), "{now}");
        }
        let closed = json!({ "services": [], "reservations": [], "rules": [] });
        let noted = json!({ "services": [], "reservations": [], "rules": [{ "id": "r1" }] });
        assert!(is_closed(&closed) && !is_closed(&noted) && !is_closed(&json!({})));
    }

    #[test]
    fn a_table_is_free_once_its_party_has_left() {
        let taken = day("2026-11-27T18:30:00Z", &[party("abc", "seated", 1)]);
        assert!(!is_free(&taken, "w1") && is_free(&taken, "w2"));
        assert!(is_free(&day("", &[party("abc", "finished", 1)]), "w1"));
    }
}
