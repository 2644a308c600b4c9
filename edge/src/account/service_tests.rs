//! Facts about the account's object: tokens that are refreshed once under any number of callers, wherever the object ends.

use std::cell::Cell;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use futures_util::future::join_all;
use pollster::block_on;
use serde_json::{Value, json};
use shared::problem::ProblemCode;

use super::*;
use crate::storage::database::{Database, DatabaseError, Statement};
use crate::test_support::account::{
    ACCESS_SECONDS, AccountWorld, REFRESH_SECONDS, Reaction, field, settings,
};
use crate::test_support::database::Memory;

/// A database whose writes fail once this many have succeeded.
struct Failing {
    memory: Memory,
    writes_left: Cell<u32>,
}

impl Database for Failing {
    fn rows(&self, query: Statement) -> Result<Vec<Value>, DatabaseError> {
        self.memory.rows(query)
    }

    fn write(&self, statements: Vec<Statement>) -> Result<(), DatabaseError> {
        let left = self.writes_left.get();
        if left == 0 {
            return Err(DatabaseError("the disk is full".to_owned()));
        }
        self.writes_left.set(left - 1);
        self.memory.write(statements)
    }
}

fn ask(service: &AccountService, request: Value) -> Result<Value> {
    block_on(AccountWorld::ask(service, request))
}

fn operate(service: &AccountService, operation: Value) -> Result<Value> {
    let mut request = json!({});
    request["Operator"] = operation;
    ask(service, request)
}

fn access(service: &AccountService) -> Result<Value> {
    ask(service, json!({ "AccessToken": "platform" }))
}

/// The state of the one token as operators see it.
fn state(service: &AccountService) -> Value {
    operate(service, json!("Details")).unwrap()["tokens"][0]["state"].clone()
}

const LOST: VenueError = VenueError::Refused(ProblemCode::AccountNotConnected);

/// An object whose token was authorized, and its surroundings.
fn connected() -> (AccountWorld, AccountService) {
    let world = AccountWorld::default();
    let service = world.service();
    block_on(AccountWorld::connect(&service, "platform"));
    (world, service)
}

#[test]
fn a_code_becomes_a_token_once() {
    let (world, service) = connected();
    let token = access(&service).unwrap();
    assert_eq!(
        (&token["token"], &token["generation"]),
        (&json!("access-1"), &json!(1))
    );
    let received = world.vendor.received.borrow().clone();
    assert_eq!(received.len(), 1);
    assert_eq!(field(&received[0], "grant_type"), "authorization_code");
    assert_eq!(field(&received[0], "code"), "code-1");
    assert_eq!(field(&received[0], "code_verifier").len(), 43);
    assert_eq!(
        field(&received[0], "redirect_uri"),
        "https://book.example.com/oauth/group/callback"
    );
    let back = json!({ "Complete": { "state": "unknown", "code": "code-2" } });
    assert_eq!(ask(&service, back), Ok(json!("Unknown")));
    assert_eq!(world.vendor.received.borrow().len(), 1);
}

#[test]
fn a_state_is_valid_once_and_for_fifteen_minutes() {
    let world = AccountWorld::default();
    let service = world.service();
    let begin = || {
        let begun = operate(&service, json!({ "Authorize": "platform" })).unwrap();
        let url = url::Url::parse(begun["url"].as_str().unwrap()).unwrap();
        url.query_pairs()
            .find(|(name, _)| name == "state")
            .unwrap()
            .1
            .into_owned()
    };
    let back =
        |state: &str, code: Value| ask(&service, json!({ "Complete": { "state": state, "code": code } }));
    let refused = begin();
    assert_eq!(back(&refused, Value::Null), Ok(json!({ "Denied": null })));
    assert_eq!(back(&refused, json!("code")), Ok(json!("Unknown")));
    let late = begin();
    world.pass(15 * 60);
    assert_eq!(back(&late, json!("code")), Ok(json!("Unknown")));
    assert!(world.vendor.received.borrow().is_empty());
}

#[test]
fn an_account_that_was_never_authorized_has_no_token() {
    let world = AccountWorld::default();
    assert_eq!(access(&world.service()), Err(LOST));
}

#[test]
fn of_fifty_callers_around_the_end_of_a_token_one_refreshes_it() {
    let (world, service) = connected();
    for round in 1..=5 {
        world.pass(ACCESS_SECONDS - 30);
        let callers = (0..50).map(|_| AccountWorld::ask(&service, json!({ "AccessToken": "platform" })));
        let answers = block_on(join_all(callers));
        for answer in answers {
            assert_eq!(answer.unwrap()["token"], format!("access-{}", round + 1));
        }
        assert_eq!(world.vendor.refreshes(), round);
    }
    assert!(!world.vendor.is_locked.get());
}

/// Polls a request so often, then ends the object in the middle of it.
fn interrupted(service: &AccountService, polls: u32) -> Option<Result<Value>> {
    let mut request = pin!(AccountWorld::ask(service, json!({ "AccessToken": "platform" })));
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..polls {
        if let Poll::Ready(answer) = request.as_mut().poll(&mut context) {
            return Some(answer);
        }
    }
    None
}

#[test]
fn a_refresh_that_was_interrupted_is_left_to_an_operator_and_the_old_token_is_used_up() {
    for polls in 1..=2 {
        let (world, service) = connected();
        world.pass(ACCESS_SECONDS - 30);
        assert_eq!(interrupted(&service, polls), None, "{polls}");
        drop(service);
        let service = world.service();
        assert_eq!(access(&service).unwrap()["token"], "access-1");
        assert_eq!(state(&service), "interrupted");
        world.pass(30);
        for _ in 0..3 {
            assert_eq!(access(&service), Err(LOST));
        }
        assert!(world.vendor.refreshes() <= 1 && !world.vendor.is_locked.get());
        block_on(AccountWorld::connect(&service, "platform"));
        assert_eq!(state(&service), "ready");
        assert!(access(&service).is_ok());
    }
}

#[test]
fn an_operator_lets_a_refresh_be_tried_again_that_was_never_sent() {
    let (world, service) = connected();
    world.pass(ACCESS_SECONDS);
    // The claim is stored, and the request has not reached the vendor.
    assert_eq!(interrupted(&service, 1), None);
    assert_eq!(world.vendor.refreshes(), 0);
    drop(service);
    let service = world.service();
    assert_eq!(access(&service), Err(LOST));
    let details = operate(&service, json!({ "Refresh": "platform" })).unwrap();
    assert_eq!(details["tokens"][0]["state"], "ready");
    assert_eq!(access(&service).unwrap()["token"], "access-2");
}

#[test]
fn wherever_a_write_fails_no_refresh_token_is_sent_twice() {
    for writes in 0..6 {
        let database = Rc::new(Failing {
            memory: Memory::empty(),
            writes_left: Cell::new(u32::MAX),
        });
        let world = AccountWorld::on(database.clone());
        block_on(AccountWorld::connect(&world.service(), "platform"));
        world.pass(ACCESS_SECONDS);
        database.writes_left.set(writes);
        let first = access(&world.service());
        database.writes_left.set(u32::MAX);
        for _ in 0..3 {
            drop(access(&world.service()));
        }
        assert!(!world.vendor.is_locked.get(), "{writes}");
        assert!(world.vendor.refreshes() <= 1, "{writes}");
        // The first write of an object is that of its schema, the second is the claim: without it on disk nothing was sent,
        // and the next caller refreshes.
        assert_eq!(first.is_err(), writes < 3, "{writes}");
        let is_lost = state(&world.service()) == "interrupted";
        assert_eq!(is_lost, writes == 2, "{writes}");
    }
}

#[test]
fn each_answer_of_the_vendor_leads_to_its_state() {
    for (reaction, expected, is_repeated) in [
        (Reaction::Lost, "interrupted", false),
        (Reaction::Refuses(500, ""), "interrupted", false),
        (Reaction::Refuses(200, "<html>"), "interrupted", false),
        (
            Reaction::Refuses(400, r#"{"error":"invalid_grant"}"#),
            "refused",
            false,
        ),
        (
            Reaction::Refuses(401, r#"{"error":"invalid_client"}"#),
            "ready",
            true,
        ),
    ] {
        let (world, service) = connected();
        world.pass(ACCESS_SECONDS);
        world.vendor.reactions.borrow_mut().push_back(reaction.clone());
        assert!(access(&service).is_err(), "{reaction:?}");
        assert_eq!(state(&service), expected, "{reaction:?}");
        assert_eq!(world.log.borrow().is_empty(), expected == "ready", "{reaction:?}");
        let sent = world.vendor.refreshes();
        assert!(access(&service).is_err(), "{reaction:?}");
        assert_eq!(world.vendor.refreshes(), sent, "{reaction:?}");
        world.pass(120);
        assert_eq!(access(&service).is_ok(), is_repeated, "{reaction:?}");
        assert!(!world.vendor.is_locked.get());
    }
}

#[test]
fn a_token_that_the_vendor_refuses_is_refreshed_once_and_not_at_once_again() {
    let (world, service) = connected();
    let reject = |generation: u64| ask(&service, json!({ "RejectToken": ["platform", generation] })).unwrap();
    reject(1);
    assert_eq!(access(&service).unwrap()["generation"], 1);
    world.pass(60);
    for _ in 0..3 {
        reject(1);
        assert_eq!(access(&service).unwrap()["generation"], 2);
    }
    assert_eq!(world.vendor.refreshes(), 1);
}

#[test]
fn a_token_that_a_vendor_gives_is_used_until_it_gives_another() {
    let world = AccountWorld::default();
    let service = world.service();
    let give = |token: &str| {
        let given = json!({ "StoreToken": { "name": "platform", "token": token } });
        assert_eq!(ask(&service, given), Ok(Value::Null));
    };
    give("given-1");
    world.pass(10 * REFRESH_SECONDS);
    assert_eq!(access(&service).unwrap()["token"], "given-1");
    give("given-2");
    let token = access(&service).unwrap();
    assert_eq!(
        (&token["token"], &token["generation"]),
        (&json!("given-2"), &json!(2))
    );
    assert!(!world.stored().contains("given-"));
    assert!(world.vendor.received.borrow().is_empty());
}

#[test]
fn a_token_that_is_not_used_is_renewed_before_its_refresh_token_is_over() {
    let (world, service) = connected();
    world.pass(REFRESH_SECONDS - 24 * 60 * 60 - 1);
    block_on(service.run_upkeep(&settings()));
    assert_eq!(world.vendor.refreshes(), 0);
    world.pass(1);
    block_on(service.run_upkeep(&settings()));
    assert_eq!(world.vendor.refreshes(), 1);
    world.pass(REFRESH_SECONDS - 1);
    assert!(access(&service).is_ok());
    assert!(!world.vendor.is_locked.get());
}

#[test]
fn no_token_is_stored_or_shown_as_a_text() {
    let (world, service) = connected();
    world.pass(ACCESS_SECONDS);
    access(&service).unwrap();
    let details = operate(&service, json!("Details")).unwrap().to_string();
    for text in ["access-1", "access-2", "refresh-1", "refresh-2", "our-secret"] {
        assert!(!world.stored().contains(text), "{text}");
        assert!(!details.contains(text), "{text}");
    }
    assert_eq!(
        operate(&service, json!({ "Forget": "platform" })),
        Ok(Value::Null)
    );
    assert_eq!(access(&service), Err(LOST));
    assert!(!world.stored().contains("token/platform"));
}

#[test]
fn only_operators_operate_an_account() {
    let world = AccountWorld::default();
    let service = world.service();
    for operator in [Value::Null, json!({ "staffKey": "LINDE_STAFF_KEY" })] {
        let envelope =
            json!({ "account": "group", "operator": operator, "request": { "Operator": "Details" } });
        let envelope = serde_json::from_value(envelope).unwrap();
        let refused = block_on(service.handle(&settings(), envelope));
        assert_eq!(refused.unwrap_err(), VenueError::Unauthorized);
    }
}
