//! Facts about tokens that a vendor gives by itself: repeated, in any order, and refused.

use config::AccountSettings;
use pollster::block_on;
use serde_json::{Value, json};
use shared::problem::ProblemCode;

use crate::account::service::AccountService;
use crate::error::{Result, VenueError};
use crate::test_support::account::AccountWorld;

const LOST: VenueError = VenueError::Refused(ProblemCode::AccountNotConnected);

fn hotels() -> AccountSettings {
    serde_json::from_value(json!({
        "id": "hotels", "vendor": "mews", "name": "Mews", "site": "https://book.example.com",
        "webhooks": { "kind": "api_keys", "parameters": { "token": "HOTELS_MEWS_WEBHOOKS" } },
    }))
    .unwrap()
}

fn ask(service: &AccountService, request: Value) -> Result<Value> {
    let mut envelope = json!({ "account": "hotels" });
    envelope["request"] = request;
    let envelope = serde_json::from_value(envelope).unwrap();
    let response = block_on(service.handle(&hotels(), envelope))?;
    Ok(serde_json::from_str(response.get()).unwrap())
}

fn give(service: &AccountService, token: &str, is_first: bool) {
    let given = json!({ "name": "9e5e", "token": token, "is_first": is_first });
    assert_eq!(ask(service, json!({ "StoreToken": given })), Ok(Value::Null));
}

/// The token in use and its number.
fn used(service: &AccountService) -> Result<(String, u64)> {
    let lent = ask(service, json!({ "AccessToken": "9e5e" }))?;
    let token = lent["token"].as_str().unwrap().to_owned();
    Ok((token, lent["generation"].as_u64().unwrap()))
}

fn reject(service: &AccountService, generation: u64) {
    let rejected = json!({ "RejectToken": ["9e5e", generation] });
    assert_eq!(ask(service, rejected), Ok(Value::Null));
}

#[test]
fn the_last_token_is_used_however_often_and_in_which_order_both_come() {
    let (first, next) = (("given-A", true), ("given-B", false));
    for order in [
        vec![first, next],
        vec![next, first],
        vec![first, first, next, next],
        vec![first, next, first, next],
        vec![next, first, next, first],
        vec![first, next, next, first],
    ] {
        let world = AccountWorld::default();
        let service = world.service();
        assert_eq!(used(&service), Err(LOST));
        for (token, is_first) in &order {
            give(&service, token, *is_first);
        }
        assert_eq!(used(&service).unwrap().0, "given-B", "{order:?}");
        assert!(!world.stored().contains("given-"), "{order:?}");
    }
}

#[test]
fn a_token_that_came_late_gives_way_to_the_one_before_once_it_is_refused() {
    let world = AccountWorld::default();
    let service = world.service();
    give(&service, "given-A", true);
    give(&service, "given-C", false);
    // The vendor had sent it before, and was not answered in time.
    give(&service, "given-B", false);
    assert_eq!(used(&service), Ok(("given-B".to_owned(), 3)));
    // A refusal of an earlier one, and one of a token that is new.
    for generation in [2, 3] {
        reject(&service, generation);
        assert_eq!(used(&service).unwrap().1, 3);
    }
    world.pass(60);
    reject(&service, 2);
    assert_eq!(used(&service).unwrap().1, 3);
    for _ in 0..2 {
        reject(&service, 3);
        assert_eq!(used(&service), Ok(("given-C".to_owned(), 4)));
    }
}

#[test]
fn while_both_tokens_are_refused_they_change_places_once_a_minute_and_none_is_lost() {
    let world = AccountWorld::default();
    let service = world.service();
    give(&service, "given-A", true);
    world.pass(60);
    reject(&service, 1);
    // There is none before it: it stays, for the integration may be enabled again.
    assert_eq!(used(&service), Ok(("given-A".to_owned(), 1)));
    give(&service, "given-B", false);
    for (generation, token) in [(3, "given-A"), (4, "given-B"), (5, "given-A")] {
        world.pass(60);
        reject(&service, generation - 1);
        assert_eq!(used(&service), Ok((token.to_owned(), generation)));
        reject(&service, generation);
        assert_eq!(used(&service).unwrap().1, generation);
    }
}

#[test]
fn a_token_whose_connection_has_ended_is_deleted_and_not_stored_again() {
    let world = AccountWorld::default();
    let service = world.service();
    give(&service, "given-A", true);
    give(&service, "given-B", false);
    for _ in 0..2 {
        assert_eq!(ask(&service, json!({ "EndToken": "9e5e" })), Ok(Value::Null));
    }
    give(&service, "given-A", true);
    give(&service, "given-B", false);
    assert_eq!(used(&service), Err(LOST));
    assert!(!world.stored().contains("token/9e5e"));
    // After a month it is not known any more.
    world.pass(30 * 24 * 60 * 60);
    block_on(service.run_upkeep(&hotels()));
    give(&service, "given-B", false);
    assert_eq!(used(&service).unwrap().0, "given-B");
}

#[test]
fn tokens_of_several_connections_are_apart() {
    let world = AccountWorld::default();
    let service = world.service();
    give(&service, "given-A", true);
    let other = json!({ "name": "other", "token": "given-A", "is_first": true });
    assert_eq!(ask(&service, json!({ "StoreToken": other })), Ok(Value::Null));
    assert_eq!(ask(&service, json!({ "EndToken": "9e5e" })), Ok(Value::Null));
    let lent = ask(&service, json!({ "AccessToken": "other" })).unwrap();
    assert_eq!(lent["token"], "given-A");
}
