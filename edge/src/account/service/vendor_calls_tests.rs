//! Facts about the calls of a vendor's API that are the account's own.

use pollster::block_on;
use serde_json::{Value, json};
use shared::problem::ProblemCode;

use super::*;
use crate::test_support::account::{AccountWorld, Reaction};

fn ask(service: &AccountService, request: Value) -> Result<Value> {
    block_on(AccountWorld::ask(service, request))
}

fn operate(service: &AccountService, operation: &Value) -> Result<Value> {
    ask(service, json!({ "Operator": operation }))
}

/// An account whose token was authorized, and whose vendor answers the next calls like this.
fn answering(answers: &[(u16, &'static str)]) -> (AccountWorld, AccountService) {
    let world = AccountWorld::default();
    let service = world.service();
    block_on(AccountWorld::connect(&service, "platform"));
    let reactions = answers
        .iter()
        .map(|(status, text)| Reaction::Refuses(*status, text));
    world.vendor.reactions.borrow_mut().extend(reactions);
    (world, service)
}

fn begin_onboarding(service: &AccountService) {
    let begin = json!({ "BeginOnboarding": {
        "id": "o1", "reference": "linde", "location": "9765040300495493", "business": {},
        "ends_at": "2026-11-30T12:00:00Z",
    } });
    ask(service, begin).unwrap();
}

const ANSWER: &str =
    r#"{ "displayName": "Couvert", "webhookAuthDetails": { "oauth2": { "clientSecret": "secret" } } }"#;

#[test]
fn a_profile_is_set_and_read_without_credentials() {
    for operation in ["SetProfile", "Profile"] {
        let (_, service) = answering(&[(200, ANSWER)]);
        let fields = json!({ "fields": [{ "name": "displayName", "value": "Couvert" }] });
        assert_eq!(operate(&service, &json!(operation)), Ok(fields), "{operation}");
    }
}

#[test]
fn credentials_and_courses_are_set_alone_and_the_profile_is_read_again() {
    let accepted = r#"{ "accepted": true, "currentAuthType": "OAUTH2" }"#;
    for (operation, answers) in [
        ("SetWebhookAuth", [(200, accepted), (200, ANSWER)]),
        ("SetCourses", [(200, ""), (200, ANSWER)]),
    ] {
        let (world, service) = answering(&answers);
        let set = operate(&service, &json!(operation)).unwrap();
        assert_eq!(set["fields"][0]["value"], "Couvert", "{operation}");
        assert_eq!(world.vendor.received.borrow().len(), 3, "{operation}");
    }
    let (_, service) = answering(&[(200, r#"{ "accepted": false, "currentAuthType": "OAUTH2" }"#)]);
    assert!(matches!(
        operate(&service, &json!("SetWebhookAuth")),
        Err(VenueError::Failed(_))
    ));
}

#[test]
fn a_refusal_says_the_vendors_code_and_nothing_of_its_text() {
    let refusal = r#"{ "errorCode": "URL_MUST_START_WITH_HTTPS", "errorMessage": "the secret is abc" }"#;
    let (_, service) = answering(&[(400, refusal)]);
    let Err(VenueError::Failed(cause)) = operate(&service, &json!("SetProfile")) else {
        panic!("it was not refused")
    };
    assert!(
        cause.contains("URL_MUST_START_WITH_HTTPS") && !cause.contains("abc"),
        "{cause}"
    );
}

#[test]
fn without_an_authorization_nothing_is_called() {
    let world = AccountWorld::default();
    let service = world.service();
    let lost = Err(VenueError::Refused(ProblemCode::AccountNotConnected));
    assert_eq!(operate(&service, &json!("SetProfile")), lost);
    assert!(world.vendor.received.borrow().is_empty());
}

#[test]
fn an_onboarding_that_the_vendor_agrees_to_makes_its_restaurant_the_venue() {
    let answer =
        json!({ "AnswerOnboarding": { "onboarding": "o1", "restaurant": "linde", "venue": "linde" } });
    for (reply, code, is_connected) in [
        ((200, r#"{ "onboardingCode": "DONE" }"#), "DONE", true),
        (
            (400, r#"{ "onboardingCode": "ONBOARDING_EXPIRED" }"#),
            "ONBOARDING_EXPIRED",
            false,
        ),
    ] {
        let (_, service) = answering(&[reply]);
        begin_onboarding(&service);
        let outcome = operate(&service, &answer).unwrap();
        assert_eq!(outcome, json!({ "code": code, "isConnected": is_connected }));
        let details = operate(&service, &json!("Details")).unwrap();
        assert_eq!(details["onboardings"][0]["code"], code);
        let location = details["restaurants"][0]["location"].as_str();
        assert_eq!(location, is_connected.then_some("9765040300495493"));
    }
    let (_, service) = answering(&[]);
    assert_eq!(operate(&service, &answer), Err(VenueError::NotFound));
}

#[test]
fn an_onboarding_is_not_answered_with_a_venue_that_is_another_restaurant() {
    let (world, service) = answering(&[]);
    begin_onboarding(&service);
    operate(&service, &json!({ "Assign": ["adler", { "venue": "linde" }] })).unwrap();
    let answer = json!({ "AnswerOnboarding": {
        "onboarding": "o1", "restaurant": "linde", "venue": "linde",
    } });
    assert!(matches!(operate(&service, &answer), Err(VenueError::Fields(_))));
    // The vendor has given a token, and was told nothing.
    assert_eq!(world.vendor.received.borrow().len(), 1);
    let details = operate(&service, &json!("Details")).unwrap();
    assert_eq!(details["onboardings"][0].get("code"), None);
}

#[test]
fn an_assigned_restaurant_keeps_its_venue() {
    let world = AccountWorld::default();
    let service = world.service();
    let join = |venue: &str| {
        let assignment = json!({ "venue": venue, "location": "9765040300495493" });
        ask(&service, json!({ "Join": ["linde", assignment] }))
    };
    join("linde").unwrap();
    join("linde").unwrap();
    assert!(matches!(join("adler"), Err(VenueError::Fields(_))));
    let known = ask(&service, json!({ "Restaurant": "linde" })).unwrap();
    assert_eq!(
        (&known["venue"], &known["location"], &known["is_authorized"]),
        (&json!("linde"), &json!("9765040300495493"), &json!(false))
    );
    // Its token would be the account's own.
    assert_eq!(
        ask(&service, json!({ "AuthorizeRestaurant": ["platform", "linde"] })),
        Err(VenueError::NotFound)
    );
    let begun = ask(&service, json!({ "AuthorizeRestaurant": ["linde", "linde"] })).unwrap();
    let url = url::Url::parse(begun["url"].as_str().unwrap()).unwrap();
    assert!(url.as_str().starts_with("https://auth.example.com/auth?"));
    // The token of another venue's restaurant is not replaced.
    assert!(matches!(
        ask(&service, json!({ "AuthorizeRestaurant": ["linde", "adler"] })),
        Err(VenueError::Fields(_))
    ));
    // The manager is brought back to the venue that has begun it.
    let (_, state) = url.query_pairs().find(|(name, _)| name == "state").unwrap();
    let back = json!({ "Complete": { "state": state, "code": null, "is_of_beginner": true } });
    assert_eq!(ask(&service, back), Ok(json!({ "Denied": "linde" })));
}

#[test]
fn a_venue_that_begins_again_and_again_keeps_no_other_from_its_authorization() {
    let world = AccountWorld::default();
    let service = world.service();
    let begin = |venue: &str| {
        world.pass(1);
        ask(&service, json!({ "AuthorizeRestaurant": [venue, venue] })).unwrap()
    };
    let of_adler = begin("adler");
    let all: Vec<Value> = (0..60).map(|_| begin("linde")).collect();
    operate(&service, &json!({ "Authorize": "platform" })).unwrap();
    let back = |begun: &Value| {
        let url = url::Url::parse(begun["url"].as_str().unwrap()).unwrap();
        let (_, state) = url.query_pairs().find(|(name, _)| name == "state").unwrap();
        let back = json!({ "state": state, "code": null, "is_of_beginner": true });
        ask(&service, json!({ "Complete": back }))
    };
    assert_eq!(back(&of_adler), Ok(json!({ "Denied": "adler" })));
    assert_eq!(back(&all[54]), Ok(json!("Unknown")));
    assert_eq!(back(&all[55]), Ok(json!({ "Denied": "linde" })));
    assert_eq!(back(&all[59]), Ok(json!({ "Denied": "linde" })));
}

#[test]
fn a_code_from_another_browser_than_the_managers_is_not_exchanged() {
    let world = AccountWorld::default();
    let service = world.service();
    let begin = || {
        let begun = ask(&service, json!({ "AuthorizeRestaurant": ["linde", "linde"] })).unwrap();
        let url = url::Url::parse(begun["url"].as_str().unwrap()).unwrap();
        let (_, state) = url.query_pairs().find(|(name, _)| name == "state").unwrap();
        state.into_owned()
    };
    let back = |state: &str, is_of_beginner: bool| {
        let back = json!({ "state": state, "code": "code-1", "is_of_beginner": is_of_beginner });
        ask(&service, json!({ "Complete": back }))
    };
    let led = begin();
    // The state is used up by the first answer.
    for is_of_beginner in [false, true] {
        assert_eq!(back(&led, is_of_beginner), Ok(json!("Unknown")));
    }
    assert!(world.vendor.received.borrow().is_empty());
    assert_eq!(back(&begin(), true), Ok(json!({ "Connected": "linde" })));
}
