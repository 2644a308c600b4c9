//! Facts about a gift card that is to pay for a booking.

use std::sync::Arc;

use serde_json::json;
use shared::problem::{Problem, ProblemCode};
use shared::validation::FieldError;

use super::*;
use crate::flow::{Answer, Event, Failure, HostEvent, Notice, Screen, Step, Submission};
use crate::test_support::booking::*;

const CODE: &str = "222222-222222-222222";

/// At the review of a time with a payment of this kind.
fn at_review(kind: &str) -> Session {
    let mut session = Session::at_review();
    let Screen::Open(booking) = &mut session.state.screen else {
        panic!("no booking");
    };
    let mut slot = serde_json::to_value(booking.slot().unwrap()).unwrap();
    slot["payment"] = json!({
        "type": kind, "amount": { "amount": 4000, "currency": "EUR" }, "dueMinutes": 30, "refundMinutes": 1440,
    });
    booking.slots = Answer::Known(vec![read(slot)]);
    let mut venue = (*booking.venue).clone();
    venue.features.push(Feature::GiftCards);
    booking.venue = Arc::new(venue);
    session
}

fn typed(text: &str) -> Session {
    let mut session = at_review("deposit");
    session.take(Event::GiftCodeTyped(text.to_owned()));
    session
}

fn fault(session: &Session) -> Option<GiftFault> {
    session.booking().gift_card.as_ref().and_then(|card| card.fault)
}

/// The code that the last event has sent.
fn sent(session: &Session) -> Option<GiftCardCode> {
    let request = session.effects.iter().find_map(|effect| match effect {
        Effect::Reserve(_, _, request) => Some(request),
        _ => None,
    });
    request.expect("a reservation was sent").gift_card_code
}

#[test]
fn a_card_can_pay_where_something_is_paid_and_cards_are_taken() {
    assert!(at_review("deposit").booking().takes_gift_card());
    assert!(at_review("prepayment").booking().takes_gift_card());
    assert!(!at_review("card_guarantee").booking().takes_gift_card());
    assert!(!Session::at_review().booking().takes_gift_card());
}

/// The number of the question for a balance of the last event.
fn asked(session: &Session) -> Option<u32> {
    session.effects.iter().find_map(|effect| match effect {
        Effect::AskBalance(number, _) => Some(*number),
        _ => None,
    })
}

#[test]
fn what_a_card_pays_is_known_as_soon_as_its_code_is_whole() {
    let mut session = typed(&CODE[..CODE.len() - 1]);
    assert_eq!(asked(&session), None);
    session.take(Event::GiftCodeTyped(CODE.to_owned()));
    let number = asked(&session).unwrap();
    // The same code, written in another way, is not asked again.
    session.take(Event::GiftCodeTyped(CODE.replace('-', " ")));
    assert_eq!(asked(&session), None);
    for (remaining, pays) in [(2_500, 2_500), (4_000, 4_000), (9_000, 4_000)] {
        let mut session = session.clone();
        session.take(Event::BalanceAnswered(number, Ok(worth(remaining))));
        let money = session.booking().gift_card_pays();
        assert_eq!(money.map(shared::money::Money::amount), Some(pays));
        // Another code is another card.
        session.take(Event::GiftCodeTyped("222".to_owned()));
        assert_eq!(session.booking().gift_card_pays(), None);
        session.take(Event::BalanceAnswered(number, Ok(worth(remaining))));
        assert_eq!(session.booking().gift_card_pays(), None);
    }
}

#[test]
fn a_card_that_cannot_pay_is_named_before_the_press_and_a_balance_that_cannot_be_had_is_not() {
    let session = typed(CODE);
    let number = asked(&session).unwrap();
    let answered = |failure| {
        let mut session = session.clone();
        session.take(Event::BalanceAnswered(number, Err(failure)));
        fault(&session)
    };
    let problem = |code| Failure::Problem(Box::new(Problem::new(code)));
    assert_eq!(
        answered(problem(ProblemCode::GiftCardNotFound)),
        Some(GiftFault::Code(FieldCode::Unknown))
    );
    assert_eq!(answered(problem(ProblemCode::RateLimited)), None);
    let known = |balance| {
        let mut session = session.clone();
        session.take(Event::BalanceAnswered(number, Ok(balance)));
        (fault(&session), session.booking().gift_card_pays().is_some())
    };
    let today = session.booking().venue.today;
    let until = |expires_on| Balance {
        expires_on,
        ..worth(2_500)
    };
    let code = |code| Some(GiftFault::Code(code));
    assert_eq!(known(until(today.minus(1))), (code(FieldCode::Expired), false));
    assert_eq!(known(until(Some(today))), (None, true));
    assert_eq!(known(worth(0)), (code(FieldCode::UsedUp), false));
    assert_eq!(answered(Failure::Offline), None);
}

#[test]
fn the_code_is_sent_with_the_reservation_and_forgotten_once_it_is_made() {
    let mut session = typed(" 222222 222222 222222 ");
    session.take(Event::Confirmed(key(1)));
    assert_eq!(sent(&session), GiftCardCode::parse(CODE).ok());
    let (number, _) = session.sent();
    session.take(Event::ReservationAnswered(number, Ok(reservation())));
    assert!(matches!(session.booking().step, Step::Done(_)));
    assert_eq!(session.booking().gift_card, None);
    assert!(!format!("{:?}", session.effects).contains("222222"));
}

#[test]
fn a_mistyped_code_is_a_fault_without_a_request() {
    for (text, code) in [
        ("222222-222222-222223", FieldCode::Mistyped),
        ("222222-222222-22222O", FieldCode::LookAlike),
        ("222222", FieldCode::Invalid),
    ] {
        let mut session = typed(text);
        assert_eq!(fault(&session), None);
        session.take(Event::Confirmed(key(1)));
        assert_eq!(session.effects, [Effect::Focus(Focus::GiftCard)]);
        assert_eq!(session.booking().submission, Submission::Idle);
        assert_eq!(fault(&session), Some(GiftFault::Code(code)), "{text}");
        session.take(Event::GiftCodeTyped(CODE.to_owned()));
        assert_eq!(fault(&session), None);
        session.take(Event::Confirmed(key(2)));
        assert_eq!(sent(&session), GiftCardCode::parse(CODE).ok());
    }
}

#[test]
fn an_empty_field_is_no_card() {
    let mut session = typed(CODE);
    session.take(Event::GiftCodeTyped(" ".to_owned()));
    session.take(Event::Confirmed(key(1)));
    assert_eq!(sent(&session), None);
}

#[test]
fn what_the_edge_finds_wrong_with_a_card_comes_back_to_its_field() {
    for code in [FieldCode::Unknown, FieldCode::Expired, FieldCode::UsedUp] {
        let mut session = typed(CODE);
        session.take(Event::Confirmed(key(1)));
        let (number, _) = session.sent();
        let problem = Problem::fields(vec![FieldError::new(POINTER, code)]);
        let failure = Failure::Problem(Box::new(problem));
        session.take(Event::ReservationAnswered(number, Err(failure)));
        assert_eq!(
            session.effects,
            [
                Effect::Focus(Focus::GiftCard),
                Effect::Emit(HostEvent::Error("validation_failed"))
            ]
        );
        assert_eq!(
            (session.booking().notice.as_ref(), &session.booking().step),
            (None, &Step::Review)
        );
        assert_eq!(fault(&session), Some(GiftFault::Code(code)));
        // Without the card it can be booked all the same.
        session.take(Event::GiftCodeTyped(String::new()));
        assert_eq!(fault(&session), None);
    }
}

#[test]
fn too_many_tries_are_a_fault_at_the_field_and_other_failures_above() {
    let mut session = typed(CODE);
    session.take(Event::Confirmed(key(1)));
    let (number, _) = session.sent();
    session.take(Event::ReservationAnswered(
        number,
        Err(problem(ProblemCode::RateLimited)),
    ));
    assert_eq!(fault(&session), Some(GiftFault::Limited));
    assert_eq!(session.booking().notice, None);
    let mut session = at_review("deposit");
    session.take(Event::Confirmed(key(1)));
    let (number, _) = session.sent();
    session.take(Event::ReservationAnswered(
        number,
        Err(problem(ProblemCode::RateLimited)),
    ));
    assert_eq!(fault(&session), None);
    assert!(matches!(session.booking().notice, Some(Notice::Refused(_))));
}

#[test]
fn a_card_is_kept_on_the_way_to_another_choice_and_dropped_where_nothing_is_to_be_paid() {
    let mut session = typed(CODE);
    session.take(Event::WentBack).take(Event::Continued);
    assert!(session.booking().gift_card.is_some());
    session.take(Event::WentBack).take(Event::WentBack);
    assert_eq!(session.booking().step, Step::Find);
    let Screen::Open(booking) = &mut session.state.screen else {
        panic!("no booking");
    };
    booking.slots = Answer::Known(slots());
    assert!(session.booking().gift_card.is_some());
    session.take(Event::Continued);
    // Nothing is paid, so the details are the last step.
    assert_eq!(session.booking().step, Step::Details);
    assert_eq!(session.booking().gift_card, None);
}

#[test]
fn groups_are_parted_as_they_are_typed_and_nothing_moves_under_the_caret() {
    let mut text = String::new();
    for character in "7kq2mdx49htwrc83fn".chars() {
        text = grouped(&text, format!("{text}{character}"));
    }
    assert_eq!(text, "7kq2md-x49htw-rc83fn");
    for (before, typed, shown) in [
        ("", "7KQ2MD X49HTW RC83FN", "7KQ2MD-X49HTW-RC83FN"),
        ("7KQ2MD-X", "7KQ2MD-", "7KQ2MD-"),
        ("7KQ2MD-X49", "7KQ32MD-X49", "7KQ32MD-X49"),
        ("", "Größe", "Größe"),
    ] {
        assert_eq!(grouped(before, typed.to_owned()), shown);
    }
}
