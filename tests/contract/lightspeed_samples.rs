//! Lightspeed's own samples (in `samples/lightspeed/`), compared as JSON: what we send and read has the same fields with the same
//! values, and the simulator takes and answers the same.

use std::collections::BTreeMap;
use std::time::Duration;

use config::account::PlatformSettings;
use couvert_tests::lightspeed::{Settings, Simulator};
use couvert_tests::native::{TestClock, since_epoch};
use edge::delivery::Delivery;
use edge::pos::lightspeed::profile_wire::PlatformProfile;
use edge::pos::lightspeed::read;
use edge::pos::{Connection, Fact, Notice, Pos as _};
use edge::upstream::Scope;
use http::Request;
use serde_json::{Value, from_str, from_value, json, to_value};
use shared::money::Currency;
use shared::reservation::Status;
use shared::time::Instant;

use super::lightspeed_restaurant::restaurant;

const PROFILE: &str = include_str!("samples/lightspeed/platform-profile.set.request.json");
const PROFILE_ANSWER: &str = include_str!("samples/lightspeed/platform-profile.set.response.json");

fn value(text: &str) -> Value {
    from_str(text).unwrap()
}

/// The notice of a sample.
fn notice(body: &str) -> Notice {
    let platform: PlatformSettings =
        from_value(json!({ "code": "MyPlatform", "displayName": "My Platform" })).unwrap();
    let delivery = Delivery {
        headers: BTreeMap::new(),
        query: BTreeMap::new(),
        body: body.as_bytes().to_vec(),
    };
    let mut notices = read::notices(&platform, Currency::EUR, &delivery).unwrap();
    assert_eq!(notices.len(), 1);
    notices.remove(0)
}

#[test]
fn a_profile_is_written_as_the_sample_has_it() {
    let profile: PlatformProfile = from_str(PROFILE).unwrap();
    assert_eq!(to_value(profile).unwrap(), value(PROFILE));
    let answered: PlatformProfile = from_str(PROFILE_ANSWER).unwrap();
    assert_eq!(to_value(answered).unwrap(), value(PROFILE_ANSWER));
}

#[test]
fn the_simulator_answers_a_profile_as_the_sample_has_it() {
    let now = since_epoch(Instant::from_unix(1_795_258_800));
    let mut simulator = Simulator::new(Settings {
        platform: "MyPlatform".to_owned(),
        ..Settings::default()
    });
    let token = simulator.platform_token(now);
    let path = "/reservation/api/1/platform/MyPlatform/profile";
    for request in [Request::post(path), Request::get(path)] {
        let request = request
            .header("authorization", format!("Bearer {token}"))
            .body(PROFILE.as_bytes().to_vec())
            .unwrap();
        let answer = simulator.answer(&request, now);
        assert_eq!(answer.status(), 200);
        let body: Value = serde_json::from_slice(answer.body()).unwrap();
        assert_eq!(body, value(PROFILE_ANSWER));
    }
}

#[test]
fn events_are_read_as_the_samples_have_them() {
    let error = notice(include_str!("samples/lightspeed/error.event.json"));
    assert_eq!(
        error.facts,
        [Fact::PushFailed {
            code: "REQUESTED_TABLE_IS_UNAVAILABLE".to_owned(),
            fields: vec!["tableNumbers".to_owned()],
            may_pass: false,
        }]
    );
    let changed = notice(include_str!("samples/lightspeed/reservation.event.json"));
    let tables = Fact::Tables {
        names: vec!["1A".to_owned(), "2B".to_owned()],
        covers: Some(42),
    };
    assert_eq!(changed.facts, [Fact::Accepted, Fact::Step(Status::Paid), tables]);
    let connected = notice(include_str!("samples/lightspeed/integration.event.json"));
    assert_eq!(connected.facts, [Fact::Integration(true)]);
    for read in [&error, &changed] {
        let reservation = read.to.reservation.as_ref();
        assert_eq!(reservation.unwrap().as_str(), "Reservation-123");
    }
    for read in [&changed, &connected] {
        assert_eq!(read.to.location.as_deref(), Some("9765040300495493"));
    }
}

#[tokio::test(start_paused = true)]
async fn the_tables_are_read_where_the_tokens_have_the_scope() {
    let clock = TestClock::at(Instant::from_unix(1_795_258_800));
    let (till, simulator, _) = restaurant(clock, &["5", "7.0"]);
    let scope = Scope::new(Duration::from_mins(1));
    let connection = Connection {
        name: "linde".to_owned(),
        url: "https://book.example.com/v1/webhooks/lightspeed".to_owned(),
    };
    till.connect(&scope, &connection).await.unwrap();
    assert_eq!(till.tables(&scope).await, Ok(None));
    assert_eq!(simulator.borrow().requests.get("floorPlans"), None);
    let till = till.reading_floor_plans();
    let tables = till.tables(&scope).await.unwrap().unwrap();
    assert_eq!(tables, ["5", "7.0"]);
}
