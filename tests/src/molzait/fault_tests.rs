//! The simulator's scripted faults, and that the same seed gives the same faults.

use std::time::Duration;

use http::Request;
use serde_json::{Value, json};

use super::*;

const NOW: Duration = Duration::from_hours(501_105);

fn create() -> Request<Vec<u8>> {
    let body = json!({
        "attendees": 2, "day": "2027-03-05", "minutes": 1140, "experienceId": ALA_CARTE,
        "lastName": "Byron", "locale": "en",
    });
    Request::post("/external/reservations")
        .header("authorization", "Bearer sim-key")
        .header("content-type", "application/json")
        .body(body.to_string().into_bytes())
        .unwrap()
}

fn slots() -> Request<Vec<u8>> {
    Request::get(format!(
        "/external/availability/slots?attendees=2&day=2027-03-05&experienceId={ALA_CARTE}"
    ))
    .header("authorization", "Bearer sim-key")
    .body(Vec::new())
    .unwrap()
}

fn simulator(misbehaviour: Misbehaviour) -> Simulator {
    let mut simulator = Simulator::new(Settings::default(), Weights::quiet());
    simulator.faults.next(misbehaviour);
    simulator
}

fn made(simulator: &mut Simulator) -> usize {
    simulator.books(NOW).reservations().len()
}

#[test]
fn what_is_lost_before_was_not_done_and_what_is_lost_after_was() {
    for (misbehaviour, expected, carried_out) in [
        (Misbehaviour::ResetBefore, "reset", 0),
        (Misbehaviour::ResetAfter, "reset", 1),
        (Misbehaviour::Half, "half an answer", 1),
        (Misbehaviour::Garbage, "201", 1),
        (Misbehaviour::HtmlOk, "200", 1),
        (Misbehaviour::HtmlBadGateway { carried_out: false }, "502", 0),
        (Misbehaviour::HtmlBadGateway { carried_out: true }, "502", 1),
        (Misbehaviour::StatusBefore { status: 503 }, "503", 0),
        (Misbehaviour::StatusAfter { status: 504 }, "504", 1),
        (Misbehaviour::SilentBefore, "no answer", 0),
        (Misbehaviour::SilentAfter, "no answer", 1),
        (Misbehaviour::Endless, "an endless answer", 1),
        (Misbehaviour::Delay { millis: 5 }, "201", 1),
    ] {
        let mut simulator = simulator(misbehaviour.clone());
        let act = simulator.act(&create(), NOW);
        assert_eq!(act.end.name(), expected, "{misbehaviour:?}");
        assert_eq!(made(&mut simulator), carried_out, "{misbehaviour:?}");
        assert_eq!(
            simulator.act(&create(), NOW).end.name(),
            "201",
            "only the next one"
        );
        assert_eq!(simulator.counts().faults[misbehaviour.kind().name()], 1);
        assert_eq!(simulator.counts().requests["create"], 2);
    }
}

#[test]
fn what_is_late_is_not_seen_before_its_time() {
    let mut simulator = simulator(Misbehaviour::Late { millis: 2000 });
    assert_eq!(simulator.act(&create(), NOW).end.name(), "reset");
    assert_eq!(made(&mut simulator), 0);
    let later = NOW + Duration::from_secs(2);
    assert_eq!(simulator.books(later).reservations().len(), 1);
    assert_eq!(simulator.books(later).reservations()[0].made_at, later);
}

#[test]
fn a_throttled_caller_has_its_retry_after_in_four_forms() {
    for (retry_after, expected) in [
        (RetryAfter::Absent, None),
        (RetryAfter::Seconds(3), Some("3")),
        (RetryAfter::Date(3), Some("Tue, 02 Mar 2027 09:00:03 GMT")),
        (RetryAfter::Nonsense, Some("soon, -1")),
    ] {
        let mut simulator = simulator(Misbehaviour::Throttled { retry_after });
        let End::Answer(answer) = simulator.act(&create(), NOW).end else {
            panic!("no answer");
        };
        assert_eq!(answer.status(), 429);
        let header = answer
            .headers()
            .get("retry-after")
            .map(|value| value.to_str().unwrap());
        assert_eq!(header, expected);
        assert_eq!(made(&mut simulator), 0);
    }
}

#[test]
fn a_skewed_clock_shows_in_date_and_in_times() {
    let mut simulator = simulator(Misbehaviour::Skewed { seconds: 3600 });
    let End::Answer(answer) = simulator.act(&create(), NOW).end else {
        panic!("no answer");
    };
    assert_eq!(answer.headers()["date"], "Tue, 02 Mar 2027 10:00:00 GMT");
    let body: Value = serde_json::from_slice(answer.body()).unwrap();
    assert_eq!(body["startTime"], "2027-03-05T20:00:00Z");
}

#[test]
fn slots_can_come_twice_and_unsorted() {
    let minutes = |misbehaviour| -> Vec<u64> {
        let End::Answer(answer) = simulator(misbehaviour).act(&slots(), NOW).end else {
            panic!("no answer");
        };
        let body: Value = serde_json::from_slice(answer.body()).unwrap();
        let slots = body["slots"].as_array().unwrap();
        slots
            .iter()
            .map(|slot| slot["minutes"].as_u64().unwrap())
            .collect()
    };
    let right = minutes(Misbehaviour::Well);
    let mut unsorted = minutes(Misbehaviour::UnsortedSlots);
    assert_ne!(unsorted, right);
    unsorted.sort_unstable();
    assert_eq!(unsorted, right);
    assert_eq!(minutes(Misbehaviour::DuplicateSlots).len(), 2 * right.len());
}

#[test]
fn spoiled_answers_are_json_and_differ_from_the_right_one() {
    for misbehaviour in [
        Misbehaviour::MissingFields,
        Misbehaviour::WrongTypes,
        Misbehaviour::HugeNumbers,
    ] {
        let body = |misbehaviour| -> Value {
            let End::Answer(answer) = simulator(misbehaviour).act(&create(), NOW).end else {
                panic!("no answer");
            };
            serde_json::from_slice(answer.body()).unwrap()
        };
        assert_ne!(
            body(misbehaviour.clone()),
            body(Misbehaviour::Well),
            "{misbehaviour:?}"
        );
    }
}

#[test]
fn a_fault_for_one_operation_waits_for_it() {
    let mut simulator = Simulator::new(Settings::default(), Weights::quiet());
    simulator
        .faults
        .next_of(Operation::Create, Misbehaviour::ResetBefore);
    assert_eq!(simulator.act(&slots(), NOW).end.name(), "200");
    assert_eq!(simulator.act(&create(), NOW).end.name(), "reset");
}

#[test]
fn the_same_seed_has_the_same_bad_day() {
    let day = |seed: u64| -> Vec<String> {
        let settings = Settings {
            seed,
            ..Settings::default()
        };
        let mut simulator = Simulator::new(settings, Weights::rough());
        (0..200)
            .map(|_| simulator.act(&slots(), NOW).end.name())
            .collect()
    };
    assert_eq!(day(7), day(7));
    assert_ne!(day(7), day(8));
}

#[test]
fn a_rough_day_has_every_kind_of_fault() {
    let mut simulator = Simulator::new(Settings::default(), Weights::rough());
    for _ in 0..1500 {
        simulator.act(&slots(), NOW);
    }
    for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::Well) {
        assert!(
            simulator.counts().faults.contains_key(kind.name()),
            "{}",
            kind.name()
        );
    }
}

#[test]
fn weights_are_read_from_a_command_line() {
    let weights: Weights = "well=1,create.reset_after=1000000".parse().unwrap();
    let mut simulator = Simulator::new(Settings::default(), weights);
    assert_eq!(simulator.act(&slots(), NOW).end.name(), "200");
    assert_eq!(simulator.act(&create(), NOW).end.name(), "reset");
    for text in ["", "delay", "delay=x", "unknown=1", "unknown.delay=1", "delay=-1"] {
        assert!(text.parse::<Weights>().is_err(), "{text}");
    }
}

#[test]
fn another_process_can_plan_faults_and_read_the_books() {
    let mut simulator = Simulator::new(Settings::default(), Weights::quiet());
    let mut ask = |method: &str, target: &str, body: &Value| -> (u16, Value) {
        let request = Request::builder().method(method).uri(target);
        let request = request.body(body.to_string().into_bytes()).unwrap();
        let answer = control::answer(&mut simulator, &request, NOW).unwrap();
        let body = serde_json::from_slice(answer.body()).unwrap();
        (answer.status().as_u16(), body)
    };
    let plan = json!({
        "weights": "quiet", "seed": 3,
        "next": [{ "operation": "create", "misbehaviour": { "kind": "late", "millis": 0 } }],
    });
    assert_eq!(ask("POST", "/_sim/faults", &plan).0, 200);
    assert_eq!(ask("POST", "/_sim/faults", &json!({ "weights": "worse" })).0, 400);
    assert_eq!(ask("POST", "/_sim/faults", &json!({ "nxt": [] })).0, 400);
    assert_eq!(simulator.act(&create(), NOW).end.name(), "reset");
    let mut ask = |target: &str| -> Value {
        let request = Request::get(target).body(Vec::new()).unwrap();
        let answer = control::answer(&mut simulator, &request, NOW).unwrap();
        serde_json::from_slice(answer.body()).unwrap()
    };
    let books = ask("/_sim/reservations");
    assert_eq!(books[0]["lastName"], "Byron");
    assert_eq!(books[0]["isLive"], true);
    let counts = json!({ "requests": { "create": 1 }, "faults": { "late": 1 } });
    assert_eq!(ask("/_sim/requests"), counts);
}
