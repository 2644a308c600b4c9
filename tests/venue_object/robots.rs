//! The check against robots and the venue's own limit, before anything is made.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use config::{ChallengeSettings, VenueSettings};
use couvert_tests::native::{Handler, SeededRng, TestClock};
use couvert_tests::turnstile::{PATH, Turnstile};
use edge::challenge::{ACTION, Check};
use edge::error::VenueError;
use edge::limits::Caller;
use edge::storage::idempotency::IdempotencyKey;
use edge::storage::venue_secrets::VenueSecrets;
use edge::upstream::{Ports, Upstream};
use edge::venue::message::Request;
use edge::venue::message::gift_card::{GiftCardsRequest, WantedCard};
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::id::VenueId;

use super::object::{NOON, Object};
use super::waitlist::{entry, order, restaurant};

const DAY: &str = "2026-11-25";

fn settings(beside: &Value) -> VenueSettings {
    let mut settings = serde_json::to_value(&restaurant().settings).unwrap();
    let members = settings.as_object_mut().unwrap();
    members.insert("payments".to_owned(), json!({ "adapter": "demo" }));
    let cards = json!({ "templates": [{ "id": "plain", "name": { "en": "Plain" }, "amounts": [5000] }] });
    members.insert("giftCards".to_owned(), cards);
    members.extend(beside.as_object().unwrap().clone());
    serde_json::from_value(settings).unwrap()
}

/// A venue that requires the check, and the number of requests to Cloudflare.
fn checked() -> (Object, Rc<Cell<u32>>) {
    let turnstile = json!({
        "siteKey": "1x00000000000000000000AA", "secret": "KEY",
        "verifyUrl": format!("https://challenges.example{PATH}"),
    });
    let asked = Rc::new(Cell::new(0));
    let count = asked.clone();
    let made =
        move |_: &VenueId, settings: &ChallengeSettings, _: VenueSecrets<'_>| -> Result<Check, VenueError> {
            let stand_in = Rc::new(RefCell::new(Turnstile::new("s3cret", "example.com", ACTION)));
            let count = count.clone();
            let network = Handler(async move |request: http::Request<Vec<u8>>| {
                count.set(count.get() + 1);
                stand_in.borrow_mut().answer(&request, Duration::ZERO).unwrap()
            });
            let ports = Rc::new(Ports {
                network: Box::new(network),
                clock: Box::new(TestClock::at(NOON)),
                rng: Box::new(SeededRng::new(1)),
            });
            let upstream = Upstream::new(ports.clone());
            Ok(Check::new(
                settings.clone(),
                SecretString::from("s3cret"),
                upstream,
                ports,
            ))
        };
    let settings = settings(&json!({ "turnstile": turnstile }));
    (Object::guarded(settings, Box::new(made)), asked)
}

fn card(key: &str) -> Request {
    let request = json!({
        "templateId": "plain", "amount": { "amount": 5000, "currency": "EUR" },
        "purchaser": { "name": "Ada Muster", "email": "ada@example.com" }, "locale": "en",
    });
    Request::GiftCards(GiftCardsRequest::Create(Box::new(WantedCard {
        request: serde_json::from_value(request).unwrap(),
        key: IdempotencyKey::parse(key).unwrap(),
    })))
}

/// Everything that makes something new, under one key.
fn all(key: &str) -> [Request; 3] {
    [
        order(DAY, 1140, 2, key),
        card(key),
        entry(DAY, (1080, 1260), 2, "ben@example.com", key),
    ]
}

async fn send(object: &Object, passed: Option<&str>, call: Request) -> Value {
    object.say_from(Caller::UNKNOWN, (None, passed), call).await
}

#[tokio::test(start_paused = true)]
async fn nothing_is_made_without_the_check() {
    let (object, asked) = checked();
    for call in all("a") {
        let text = format!("{call:?}");
        assert_eq!(
            send(&object, None, call).await,
            json!({ "Err": "ChallengeFailed" }),
            "{text}"
        );
    }
    assert_eq!(asked.get(), 0);
    for call in all("a") {
        let text = format!("{call:?}");
        let answer = send(&object, Some("made-up"), call).await;
        assert_eq!(answer, json!({ "Err": "ChallengeFailed" }), "{text}");
    }
    assert_eq!(asked.get(), 3);
    for sql in [
        "SELECT id FROM reservations",
        "SELECT id FROM gift_card_orders",
        "SELECT id FROM payments",
        "SELECT id FROM waitlist",
    ] {
        assert_eq!(object.rows(sql), Vec::<Value>::new(), "{sql}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_makes_one_thing_and_repeating_that_needs_none() {
    let (object, asked) = checked();
    let ordered = send(&object, Some("pass-1"), card("a")).await;
    assert_eq!(ordered["Ok"]["order"]["status"], "payment_pending", "{ordered}");
    // Neither another order, nor another thing under the same key.
    for other in [card("b"), order(DAY, 1140, 2, "a")] {
        let answer = send(&object, Some("pass-1"), other).await;
        assert_eq!(answer, json!({ "Err": "ChallengeFailed" }));
    }
    let before = asked.get();
    let again = send(&object, None, card("a")).await;
    assert_eq!(again["Ok"]["replayed"], true, "{again}");
    assert_eq!(again["Ok"]["order"]["orderId"], ordered["Ok"]["order"]["orderId"]);
    assert_eq!(asked.get(), before);
}

#[tokio::test]
async fn the_writes_of_a_venue_in_a_minute_have_a_limit_over_all_callers() {
    let limit = json!({ "venueWrites": { "perMinute": 60, "burst": 3 } });
    let object = Object::of(settings(&json!({ "limits": limit })));
    let ask = async |call: Request, number: usize| {
        let caller = Caller::of(Some(&format!("10.0.0.{number}")));
        object.say_from(caller, (None, None), call).await
    };
    for number in 0..3 {
        let answer = ask(card(&format!("card-{number}")), number).await;
        assert!(answer["Ok"].is_object(), "{answer}");
    }
    let refused = json!({ "Err": { "TooMany": { "retry_after": 1 } } });
    assert_eq!(ask(card("card-3"), 3).await, refused);
    // The first answer is repeated, and other things can be created.
    assert_eq!(ask(card("card-0"), 4).await["Ok"]["replayed"], true);
    assert!(ask(order(DAY, 1140, 2, "a"), 5).await["Ok"].is_object());
}
