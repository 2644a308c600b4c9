//! The stand-ins for the world behave as the world does.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use edge::storage::database::{Database, Statement, Value, select};
use edge::upstream::{Clock, Network, NetworkError, Rng};
use http::{Request, Response};
use serde_json::json;
use shared::time::Instant;

use super::*;
use crate::molzait::{Misbehaviour, Settings, Simulator, Weights};

const NOW: Instant = Instant::from_unix(1_803_978_000);

fn experiences() -> Request<Vec<u8>> {
    Request::get("https://sim.example/external/availability/experiences")
        .header("authorization", "Bearer sim-key")
        .body(Vec::new())
        .unwrap()
}

async fn exchange(misbehaviour: Misbehaviour, limit: usize) -> (Result<u16, NetworkError>, Duration) {
    let simulator = Rc::new(RefCell::new(Simulator::new(
        Settings::default(),
        Weights::quiet(),
    )));
    simulator.borrow_mut().faults.next(misbehaviour);
    let clock = TestClock::at(NOW);
    let network = Simulated::new(simulator, clock);
    let day = Duration::from_hours(24);
    let answer = tokio::time::timeout(day, network.exchange(experiences(), limit)).await;
    let answer = answer.unwrap_or(Err(NetworkError::Broken("nothing in a day".to_owned())));
    (answer.map(|answer| answer.status().as_u16()), clock.elapsed())
}

#[tokio::test(start_paused = true)]
async fn a_simulated_network_fails_as_a_network_does() {
    let broken = |text: &str| Err(NetworkError::Broken(text.to_owned()));
    for (misbehaviour, limit, expected, seconds) in [
        (Misbehaviour::Well, 1 << 20, Ok(200), 0),
        (Misbehaviour::Well, 100, Err(NetworkError::TooLarge), 0),
        (Misbehaviour::Delay { millis: 9000 }, 1 << 20, Ok(200), 9),
        (Misbehaviour::ResetBefore, 1 << 20, broken("reset"), 0),
        (Misbehaviour::Half, 1 << 20, broken("closed early"), 0),
        (Misbehaviour::Endless, 1 << 20, Err(NetworkError::TooLarge), 0),
        (
            Misbehaviour::SilentAfter,
            1 << 20,
            broken("nothing in a day"),
            86_400,
        ),
    ] {
        let (answer, elapsed) = exchange(misbehaviour.clone(), limit).await;
        assert_eq!(answer, expected, "{misbehaviour:?}");
        assert_eq!(elapsed.as_secs(), seconds, "{misbehaviour:?}");
    }
}

#[tokio::test]
async fn any_function_can_be_the_other_end() {
    let network = Handler(async |request: Request<Vec<u8>>| {
        assert_eq!(request.uri(), "/external/availability/experiences");
        assert_eq!(request.headers()["host"], "sim.example");
        Response::new(b"[]".to_vec())
    });
    assert_eq!(network.exchange(experiences(), 2).await.unwrap().body(), b"[]");
    assert_eq!(
        network.exchange(experiences(), 1).await.unwrap_err(),
        NetworkError::TooLarge
    );
}

#[tokio::test(start_paused = true)]
async fn time_passes_when_it_is_waited_for() {
    let clock = TestClock::at(NOW);
    clock.pass(Duration::from_secs(90)).await;
    assert_eq!(clock.now(), Instant::from_unix(NOW.unix() + 90));
    assert_eq!(clock.elapsed(), Duration::from_secs(90));
}

#[test]
fn the_same_seed_draws_the_same_numbers() {
    let (one, same, other) = (SeededRng::new(1), SeededRng::new(1), SeededRng::new(2));
    let first = one.next();
    assert_eq!(first, same.next());
    assert_ne!(first, other.next());
}

fn database() -> MemoryDatabase {
    let database = MemoryDatabase::new().unwrap();
    let tables =
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT) STRICT; CREATE TABLE other (x REAL);";
    database.write(vec![Statement::new(tables, Vec::new())]).unwrap();
    database
}

fn insert(id: i64, text: Option<&str>) -> Statement {
    Statement::new("INSERT INTO notes VALUES (?, ?)", vec![id.into(), text.into()])
}

fn notes(database: &MemoryDatabase) -> Vec<serde_json::Value> {
    select(database, "SELECT id, text FROM notes ORDER BY id", Vec::new()).unwrap()
}

#[test]
fn a_database_outlives_its_holder_and_writes_all_or_nothing() {
    let database = database();
    database
        .write(vec![insert(1, Some("a")), insert(2, None)])
        .unwrap();
    let after = database.clone();
    drop(database);
    let expected = [json!({ "id": 1, "text": "a" }), json!({ "id": 2, "text": null })];
    assert_eq!(notes(&after), expected);
    assert!(after.write(vec![insert(3, None), insert(1, None)]).is_err());
    assert_eq!(notes(&after), expected);
}

#[test]
fn numbers_that_javascript_cannot_hold_are_refused() {
    let database = database();
    let largest = (1 << 53) - 1;
    assert!(database.write(vec![insert(largest, None)]).is_ok());
    assert!(database.write(vec![insert(largest + 1, None)]).is_err());
    let sum = Statement::new("SELECT max(id) + ? AS sum FROM notes", vec![Value::Integer(1)]);
    assert!(database.rows(sum).is_err());
}
