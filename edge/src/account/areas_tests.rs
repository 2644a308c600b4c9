//! Facts about the rows of an account: restaurants, deliveries of no venue, onboardings, and leases of calls.

use pollster::block_on;
use serde_json::{Value, json};
use shared::problem::ProblemCode;

use super::*;
use crate::test_support::account::{AccountWorld, settings};

fn ask(service: &AccountService, request: Value) -> Result<Value> {
    block_on(AccountWorld::ask(service, request))
}

fn operate(service: &AccountService, operation: Value) -> Result<Value> {
    let mut request = json!({});
    request["Operator"] = operation;
    ask(service, request)
}

#[test]
fn a_restaurant_is_one_venue_and_a_venue_one_restaurant() {
    let world = AccountWorld::default();
    let service = world.service();
    let assign = |id: &str, venue: &str, location: Value| {
        operate(
            &service,
            json!({ "Assign": [id, { "venue": venue, "location": location }] }),
        )
    };
    let venue = |id: &str| ask(&service, json!({ "Venue": id })).unwrap();
    assert_eq!(venue("linde"), Value::Null);
    // A location that a number in JavaScript could not hold.
    assign("linde", "gasthaus-linde", json!("9765040300495493")).unwrap();
    assert_eq!(venue("linde"), "gasthaus-linde");
    let details = operate(&service, json!("Details")).unwrap();
    assert_eq!(details["restaurants"][0]["location"], "9765040300495493");
    assert!(assign("other", "gasthaus-linde", Value::Null).is_err());
    assert!(assign("other", "other", json!("a/b")).is_err());
    assert_eq!(
        assign("platform", "other", Value::Null),
        Err(VenueError::NotFound)
    );
    assign("linde", "linde-neu", Value::Null).unwrap();
    assert_eq!(venue("linde"), "linde-neu");
    block_on(AccountWorld::connect(&service, "linde"));
    assert_eq!(operate(&service, json!({ "Withdraw": "linde" })), Ok(Value::Null));
    assert_eq!(venue("linde"), Value::Null);
    assert_eq!(
        ask(&service, json!({ "AccessToken": "linde" })),
        Err(VenueError::Refused(ProblemCode::AccountNotConnected))
    );
}

#[test]
fn a_restaurant_that_the_vendor_has_connected_before_it_is_a_venue_is_connected() {
    let world = AccountWorld::default();
    let service = world.service();
    let says = |is_active: bool| ask(&service, json!({ "SetActive": ["linde", is_active] })).unwrap();
    let is_active = || {
        let details = operate(&service, json!("Details")).unwrap();
        details["restaurants"][0]["isActive"].clone()
    };
    let assign = || operate(&service, json!({ "Assign": ["linde", { "venue": "linde" }] })).unwrap();
    says(true);
    assign();
    assert_eq!(is_active(), true);
    says(false);
    assert_eq!(is_active(), false);
    operate(&service, json!({ "Withdraw": "linde" })).unwrap();
    assign();
    assert_eq!(is_active(), false);
}

#[test]
fn deliveries_of_no_venue_are_kept_once_for_a_week_and_no_more_than_fit() {
    let world = AccountWorld::default();
    let service = world.service();
    let keep = |digest: &str, restaurant: Value| {
        let new = json!({ "digest": digest, "restaurant": restaurant, "delivery": { "body": digest } });
        ask(&service, json!({ "KeepDelivery": new })).unwrap();
    };
    keep("a", json!("linde"));
    keep("a", json!("linde"));
    keep("b", Value::Null);
    let kept = ask(&service, json!({ "DeliveriesOf": "linde" })).unwrap();
    assert_eq!(kept, json!([{ "id": 1, "delivery": { "body": "a" } }]));
    let listed = operate(&service, json!("Deliveries")).unwrap();
    assert_eq!(listed["deliveries"].as_array().unwrap().len(), 2);
    assert!(!listed.to_string().contains("body"));
    ask(&service, json!({ "ForgetDelivery": 1 })).unwrap();
    assert_eq!(ask(&service, json!({ "DeliveriesOf": "linde" })), Ok(json!([])));
    for number in 0..210 {
        keep(&format!("c{number}"), json!("linde"));
    }
    let details = operate(&service, json!("Details")).unwrap();
    assert_eq!(details["unassignedDeliveries"], 200);
    world.pass(7 * 24 * 60 * 60);
    block_on(service.run_upkeep(&settings()));
    let details = operate(&service, json!("Details")).unwrap();
    assert_eq!(details["unassignedDeliveries"], 0);
}

#[test]
fn an_onboarding_is_stored_once_and_keeps_its_answer() {
    let world = AccountWorld::default();
    let service = world.service();
    let begin = json!({ "BeginOnboarding": {
        "id": "o1", "reference": "linde", "location": "9765040300495493", "business": { "name": "Linde" },
        "ends_at": "2026-11-30T12:00:00Z",
    } });
    ask(&service, begin.clone()).unwrap();
    ask(&service, json!({ "SettleOnboarding": ["o1", "linde", "DONE"] })).unwrap();
    ask(&service, begin).unwrap();
    let details = operate(&service, json!("Details")).unwrap();
    assert_eq!(details["onboardings"].as_array().unwrap().len(), 1);
    assert_eq!(details["onboardings"][0]["code"], "DONE");
    assert_eq!(details["onboardings"][0]["restaurant"], "linde");
}

#[test]
fn venues_lease_the_calls_that_they_share() {
    let world = AccountWorld::default();
    let service = world.service();
    let lease = |venue: &str, calls: u32| {
        let request = json!({ "venue": venue, "token": "t", "share": "read", "calls": calls });
        let lease = ask(&service, json!({ "Lease": request })).unwrap();
        (
            lease["calls"].as_u64().unwrap(),
            lease["retry_after"].as_u64().unwrap(),
        )
    };
    assert_eq!(lease("linde", 7), (7, 0));
    assert_eq!(lease("adler", 7), (3, 40));
    world.pass(39);
    assert_eq!(lease("adler", 1), (0, 1));
    world.pass(1);
    assert_eq!(lease("adler", 1), (1, 0));
    // The calls of another token are others.
    let other = json!({ "venue": "adler", "token": "other", "share": "write", "calls": 10 });
    assert_eq!(ask(&service, json!({ "Lease": other })).unwrap()["calls"], 10);
}
