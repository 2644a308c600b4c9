//! Authorization of requests, and exact counts of them.

use serde_json::json;
use shared::id::ReservationId;
use shared::validation::read_json;

use super::*;
use crate::limits::Caller;
use crate::provider::BookingRequest;
use crate::storage::idempotency::IdempotencyKey;
use crate::venue::message::Request;

fn settings() -> VenueSettings {
    let all: Vec<VenueSettings> =
        serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/venues.json"))).unwrap();
    all.into_iter().find(|venue| venue.id.as_str() == "demo").unwrap()
}

fn visitor(address: &str, token: Option<&str>) -> Visitor {
    Visitor {
        caller: Caller::of(Some(address)),
        manage_token: token.map(str::to_owned),
        challenge_token: None,
    }
}

fn reserve() -> Request {
    let request = read_json(json!({
        "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2, "locale": "en",
        "guest": { "lastName": "Muster" },
    }));
    Request::Reserve(Box::new(BookingRequest {
        request: request.unwrap(),
        key: IdempotencyKey::parse("key-1").unwrap(),
    }))
}

fn secret() -> Secret {
    Secret::new([1; 32])
}

fn admit(
    gate: &Authorizer,
    call: &Request,
    visitor: Option<&Visitor>,
    seconds: u32,
) -> Result<(), VenueError> {
    let settings = settings();
    let context = AuthContext {
        settings: &settings,
        now: Instant::from_unix(1_795_000_000 + i64::from(seconds)),
        key: &|| Ok([7; 32]),
        secret: &|| Ok(secret()),
    };
    gate.authorize(context, &call.policy(), visitor)
}

#[test]
fn writes_are_counted_to_the_last_one() {
    let (gate, rate) = (Authorizer::default(), settings().limits.writes);
    let guest = visitor("203.0.113.7", None);
    for _ in 0..rate.burst {
        assert_eq!(admit(&gate, &reserve(), Some(&guest), 0), Ok(()));
    }
    let wait = 60_u32.div_ceil(rate.per_minute);
    let too_many = |retry_after| Err(VenueError::TooMany { retry_after });
    assert_eq!(admit(&gate, &reserve(), Some(&guest), 0), too_many(wait));
    assert_eq!(admit(&gate, &reserve(), Some(&guest), wait), Ok(()));
    assert_eq!(admit(&gate, &reserve(), Some(&guest), wait), too_many(wait));
    assert_eq!(
        admit(&gate, &reserve(), Some(&visitor("203.0.113.8", None)), 0),
        Ok(())
    );
}

#[test]
fn a_write_without_a_visitor_is_refused() {
    assert!(matches!(
        admit(&Authorizer::default(), &reserve(), None, 0),
        Err(VenueError::Broken(_))
    ));
}

#[test]
fn a_reservation_opens_to_its_own_token_alone() {
    let gate = Authorizer::default();
    let id = |text: &str| ReservationId::parse(text).unwrap();
    let secret = secret();
    let (right, of_another) = (secret.manage_token(&id("a")), secret.manage_token(&id("b")));
    for (number, (token, expected)) in [
        (Some(right.as_str()), Ok(())),
        (Some(of_another.as_str()), Err(VenueError::NotFound)),
        (Some(&right[..42]), Err(VenueError::NotFound)),
        (Some(""), Err(VenueError::NotFound)),
        (None, Err(VenueError::NotFound)),
    ]
    .into_iter()
    .enumerate()
    {
        let guest = visitor(&format!("10.0.0.{number}"), token);
        assert_eq!(
            admit(&gate, &Request::Reservation(id("a")), Some(&guest), 0),
            expected
        );
    }
}

#[test]
fn slots_with_ones_own_table_free_are_for_its_token_alone() {
    let question = |moving: Option<&str>| {
        Request::Slots(
            serde_json::from_value(json!({
                "experience_id": "dinner", "attendees": 2, "day": "2026-11-27", "moving": moving,
            }))
            .unwrap(),
        )
    };
    let gate = Authorizer::default();
    let token = secret().manage_token(&ReservationId::parse("a").unwrap());
    let guest = visitor("203.0.113.7", Some(&token));
    assert_eq!(admit(&gate, &question(Some("a")), Some(&guest), 0), Ok(()));
    assert_eq!(
        admit(&gate, &question(Some("b")), Some(&guest), 0),
        Err(VenueError::NotFound)
    );
    assert_eq!(admit(&gate, &question(None), None, 0), Ok(()));
}

#[test]
fn guesses_at_tokens_run_out() {
    let (gate, rate) = (Authorizer::default(), settings().limits.look_ups);
    let call = Request::Reservation(ReservationId::parse("a").unwrap());
    let guest = visitor("203.0.113.7", Some("guess"));
    let answers: Vec<_> = (0..=rate.burst)
        .map(|_| admit(&gate, &call, Some(&guest), 0))
        .collect();
    let refused = answers
        .iter()
        .filter(|answer| matches!(answer, Err(VenueError::TooMany { .. })))
        .count();
    assert_eq!((answers.len(), refused), (rate.burst as usize + 1, 1));
}

#[test]
fn a_visitor_cannot_be_printed() {
    let text = format!("{:?}", visitor("203.0.113.7", Some("token")));
    assert_eq!(text, "Visitor");
}

#[test]
fn a_gift_cards_order_opens_to_its_own_token_and_codes_cannot_be_tried_for_long() {
    use crate::venue::message::gift_card::GiftCardsRequest;
    let id = |text: &str| shared::id::OrderId::parse(text).unwrap();
    let (gate, rate) = (Authorizer::default(), settings().limits.look_ups);
    let order = Request::GiftCards(GiftCardsRequest::Order(id("o1")));
    let token = secret().order_token(&id("o1"));
    assert_eq!(
        admit(&gate, &order, Some(&visitor("203.0.113.7", Some(&token))), 0),
        Ok(())
    );
    let other = secret().manage_token(&ReservationId::parse("o1").unwrap());
    for (address, wrong) in [
        ("203.0.113.7", None),
        ("203.0.113.7", Some(other)),
        ("203.0.113.7", Some(secret().order_token(&id("o2")))),
    ] {
        let visitor = visitor(address, wrong.as_deref());
        assert_eq!(admit(&gate, &order, Some(&visitor), 0), Err(VenueError::NotFound));
    }
    let code = shared::gift_card::GiftCardCode::of_random(0..40).unwrap();
    let balance = Request::GiftCards(GiftCardsRequest::Balance(code));
    let guesser = visitor("203.0.113.8", None);
    for _ in 0..rate.burst {
        assert_eq!(admit(&gate, &balance, Some(&guesser), 0), Ok(()));
    }
    assert!(matches!(
        admit(&gate, &balance, Some(&guesser), 0),
        Err(VenueError::TooMany { .. })
    ));
}
