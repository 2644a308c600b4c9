//! Facts about the payment step.

use serde_json::json;
use shared::payment::{Payment, PaymentStatus};
use shared::problem::ProblemCode;
use shared::time::Instant;

use super::*;
use crate::test_support::booking::{problem, read};

const START: i64 = 1_795_258_800;

fn at(seconds: i64) -> Instant {
    Instant::from_unix(START + seconds)
}

/// To be paid within two minutes.
fn payment(status: &str, handover: &serde_json::Value) -> Payment {
    read(json!({
        "id": "p1", "status": status, "amount": { "amount": 4000, "currency": "EUR" },
        "deadline": at(120), "extendable": true, "handover": handover,
    }))
}

fn away() -> serde_json::Value {
    json!({ "type": "demo", "url": "/pay/demo/p1#t" })
}

fn card() -> serde_json::Value {
    json!({
        "type": "stripe", "publishableKey": "pk_1", "clientSecret": "pi_1_secret_2",
        "scriptUrl": "https://js.stripe.com/v3/",
    })
}

fn updated(status: &str, handover: &serde_json::Value) -> Event {
    Event::Updated(Box::new(payment(status, handover)))
}

fn ready() -> Checkout {
    let (mut checkout, effects) = Checkout::start(payment("open", &card()), at(0));
    assert!(matches!(&effects[..], [Effect::Prepare(_), Effect::Wait]));
    assert_eq!(checkout.take(Event::Prepared(true), at(1)), []);
    checkout
}

#[test]
fn while_one_pays_elsewhere_it_is_asked_every_two_seconds_and_once_at_a_time() {
    let (mut checkout, effects) = Checkout::start(payment("open", &away()), at(0));
    assert_eq!(effects, [Effect::Wait]);
    assert_eq!(checkout.take(Event::Ticked, at(1)), [Effect::Wait]);
    assert_eq!(checkout.take(Event::Ticked, at(2)), [Effect::Ask, Effect::Wait]);
    assert_eq!(checkout.take(Event::Ticked, at(3)), [Effect::Wait]);
    assert_eq!(checkout.take(updated("open", &away()), at(3)), []);
    assert_eq!(checkout.take(Event::Ticked, at(4)), [Effect::Wait]);
    assert_eq!(checkout.take(Event::Ticked, at(5)), [Effect::Ask, Effect::Wait]);
    assert_eq!(checkout.take(updated("paid", &away()), at(5)), []);
    assert_eq!(checkout.take(Event::Ticked, at(6)), []);
}

#[test]
fn a_table_that_is_certain_some_time_after_its_payment_is_asked_for_until_it_is() {
    let (mut checkout, effects) = Checkout::start(payment("paid", &away()), at(0));
    assert_eq!(effects, []);
    assert_eq!(checkout.await_outcome(true), Some(Effect::Wait));
    assert_eq!(checkout.take(Event::Ticked, at(2)), [Effect::Ask, Effect::Wait]);
    assert_eq!(checkout.take(updated("paid", &away()), at(2)), []);
    assert_eq!(checkout.take(Event::Ticked, at(6)), [Effect::Wait]);
    assert_eq!(checkout.take(Event::Ticked, at(7)), [Effect::Ask, Effect::Wait]);
    assert_eq!(checkout.take(updated("paid", &away()), at(7)), []);
    assert_eq!(checkout.await_outcome(false), None);
    assert_eq!(checkout.take(Event::Ticked, at(12)), []);
}

#[test]
fn what_is_left_is_read_out_at_whole_minutes_and_at_half_of_the_last() {
    let (mut checkout, _) = Checkout::start(payment("open", &away()), at(-10));
    let mut spoken = Vec::new();
    for second in -9..120 {
        let _ = checkout.take(Event::Ticked, at(second));
        if checkout.spoken != spoken.last().copied() {
            spoken.extend(checkout.spoken);
        }
    }
    assert_eq!(spoken, [120, 60, 30]);
}

#[test]
fn the_clock_alone_lets_nothing_lapse() {
    let mut checkout = ready();
    assert_eq!(checkout.take(Event::Ticked, at(119)), [Effect::Wait]);
    assert_eq!(checkout.take(Event::Ticked, at(121)), [Effect::Ask, Effect::Wait]);
    assert_eq!(checkout.left(), None);
    assert!(checkout.is_pending());
    let _ = checkout.take(updated("lapsed", &card()), at(122));
    assert!(!checkout.is_pending());
}

#[test]
fn two_presses_pay_once() {
    let mut checkout = ready();
    assert_eq!(checkout.take(Event::PayPressed, at(2)), [Effect::Confirm]);
    assert_eq!(checkout.take(Event::PayPressed, at(2)), []);
    assert_eq!(
        checkout.take(Event::Confirmed(Outcome::Taken), at(3)),
        [Effect::Ask]
    );
    assert_eq!(checkout.take(Event::PayPressed, at(3)), []);
}

#[test]
fn after_a_declined_card_another_can_be_given() {
    for outcome in [Outcome::Declined, Outcome::Abandoned, Outcome::Failed] {
        let mut checkout = ready();
        let _ = checkout.take(Event::PayPressed, at(2));
        let effects = checkout.take(Event::Confirmed(outcome), at(3));
        assert_eq!(effects, [Effect::FocusNotice]);
        assert!(checkout.error.is_some());
        assert_eq!(checkout.take(Event::PayPressed, at(4)), [Effect::Confirm]);
        assert_eq!(checkout.error, None);
    }
}

#[test]
fn who_comes_back_from_paying_elsewhere_waits_for_what_became_of_it() {
    let (mut checkout, _) = Checkout::start(payment("open", &card()), at(0));
    assert_eq!(checkout.take(Event::Returned, at(1)), [Effect::Ask]);
    assert_eq!(checkout.take(updated("open", &card()), at(1)), []);
    assert_eq!(checkout.take(Event::PayPressed, at(2)), []);
    assert_eq!(checkout.take(Event::Ticked, at(3)), [Effect::Ask, Effect::Wait]);
    let _ = checkout.take(updated("paid", &card()), at(3));
    assert!(!checkout.is_pending());
}

#[test]
fn who_comes_back_without_having_paid_gets_the_form() {
    let (mut checkout, _) = Checkout::start(payment("open", &card()), at(0));
    let _ = checkout.take(Event::Returned, at(1));
    let effects = checkout.take(updated("failed", &card()), at(1));
    assert!(matches!(&effects[..], [Effect::Prepare(_), Effect::FocusNotice]));
    assert_eq!(checkout.take(Event::Prepared(true), at(2)), []);
    assert_eq!(checkout.form, PaymentForm::Ready);
    // Known to have failed from the beginning.
    let (mut checkout, _) = Checkout::start(payment("failed", &card()), at(0));
    let effects = checkout.take(Event::Returned, at(1));
    assert!(matches!(&effects[..], [Effect::Prepare(_), Effect::FocusNotice]));
}

#[test]
fn a_card_that_was_declined_elsewhere_is_shown_once() {
    let (mut checkout, _) = Checkout::start(payment("open", &away()), at(0));
    assert_eq!(
        checkout.take(updated("failed", &away()), at(2)),
        [Effect::FocusNotice]
    );
    assert_eq!(checkout.error, Some(CheckoutError::Declined));
    assert_eq!(checkout.take(updated("failed", &away()), at(4)), []);
    let _ = checkout.take(updated("authenticating", &away()), at(6));
    assert_eq!(checkout.error, None);
}

#[test]
fn more_time_is_asked_for_once() {
    let mut checkout = ready();
    assert_eq!(
        checkout.take(Event::MoreTimeWanted, at(2)),
        [Effect::AskForMoreTime]
    );
    assert_eq!(checkout.take(Event::MoreTimeWanted, at(2)), []);
    assert_eq!(checkout.take(Event::NoMoreTime, at(3)), [Effect::FocusNotice]);
    assert_eq!(checkout.take(Event::MoreTimeWanted, at(4)), []);
    assert!(!checkout.payment.extendable);
}

#[test]
fn without_an_answer_the_pause_is_longer_and_nothing_is_lost() {
    let (mut checkout, _) = Checkout::start(payment("open", &away()), at(0));
    let _ = checkout.take(Event::Ticked, at(2));
    assert_eq!(checkout.take(Event::UpdateFailed(Failure::Offline), at(3)), []);
    assert_eq!(checkout.error, Some(CheckoutError::Offline));
    assert_eq!(checkout.take(Event::Ticked, at(12)), [Effect::Wait]);
    assert_eq!(checkout.take(Event::Ticked, at(13)), [Effect::Ask, Effect::Wait]);
    let _ = checkout.take(updated("open", &away()), at(14));
    assert_eq!(
        (checkout.error, checkout.payment.status),
        (None, PaymentStatus::Open)
    );
}

#[test]
fn a_busy_server_is_asked_again_and_is_no_lost_connection() {
    for failure in [
        problem(ProblemCode::RateLimited),
        problem(ProblemCode::UpstreamUnavailable),
        Failure::Unreadable(503),
    ] {
        let (mut checkout, _) = Checkout::start(payment("open", &away()), at(0));
        let _ = checkout.take(Event::Ticked, at(2));
        assert_eq!(checkout.take(Event::UpdateFailed(failure.clone()), at(3)), []);
        assert_eq!(checkout.error, None);
        assert!(checkout.is_pending());
        assert_eq!(checkout.take(Event::Ticked, at(12)), [Effect::Wait]);
        assert_eq!(checkout.take(Event::Ticked, at(13)), [Effect::Ask, Effect::Wait]);
        // It answers, so a connection that was lost is back.
        let _ = checkout.take(Event::UpdateFailed(Failure::Offline), at(14));
        let _ = checkout.take(Event::UpdateFailed(failure.clone()), at(24));
        assert_eq!(checkout.error, None);
        // What the bank has answered stays.
        let _ = checkout.take(updated("failed", &away()), at(34));
        let _ = checkout.take(Event::UpdateFailed(failure), at(36));
        assert_eq!(checkout.error, Some(CheckoutError::Declined));
    }
}

#[test]
fn more_time_that_was_not_answered_can_be_asked_for_again() {
    let busy = problem(ProblemCode::RateLimited);
    for (failure, error) in [
        (Failure::Offline, CheckoutError::Offline),
        (busy.clone(), CheckoutError::MoreTimeFailed(busy)),
    ] {
        let mut checkout = ready();
        let _ = checkout.take(Event::MoreTimeWanted, at(2));
        assert_eq!(
            checkout.take(Event::UpdateFailed(failure), at(3)),
            [Effect::FocusNotice]
        );
        assert_eq!(checkout.error, Some(error));
        assert_eq!(
            checkout.take(Event::MoreTimeWanted, at(4)),
            [Effect::AskForMoreTime]
        );
        let _ = checkout.take(updated("open", &card()), at(5));
        assert_eq!(checkout.error, None);
    }
}

#[test]
fn who_returns_from_the_other_page_without_having_paid_is_told_so_until_it_is_opened_again() {
    let (mut checkout, _) = Checkout::start(payment("open", &away()), at(0));
    assert_eq!(checkout.take(Event::PageOpened, at(1)), []);
    // While the page is out of sight nothing ticks.
    assert_eq!(checkout.take(Event::Ticked, at(31)), [Effect::Ask, Effect::Wait]);
    assert!(!checkout.has_returned_unpaid());
    assert_eq!(checkout.take(updated("open", &away()), at(31)), []);
    assert!(checkout.has_returned_unpaid());
    // The guest looks at something else meanwhile: it stays, and is asked about at once.
    assert_eq!(checkout.take(Event::Ticked, at(60)), [Effect::Ask, Effect::Wait]);
    assert!(checkout.has_returned_unpaid());
    let _ = checkout.take(updated("open", &away()), at(60));
    assert!(checkout.has_returned_unpaid());
    let _ = checkout.take(Event::PageOpened, at(61));
    assert!(!checkout.has_returned_unpaid());
}

#[test]
fn nothing_is_said_of_a_return_where_something_came_of_it_or_the_time_is_over() {
    for (status, second) in [
        ("paid", 31),
        ("authenticating", 31),
        ("failed", 31),
        ("lapsed", 31),
        ("open", 121),
    ] {
        let (mut checkout, _) = Checkout::start(payment("open", &away()), at(0));
        let _ = checkout.take(Event::PageOpened, at(1));
        let _ = checkout.take(Event::Ticked, at(second));
        let _ = checkout.take(updated(status, &away()), at(second));
        assert!(!checkout.has_returned_unpaid(), "{status}");
    }
}

#[test]
fn nothing_is_said_of_a_return_while_both_pages_are_in_sight_or_the_other_was_not_opened() {
    for is_opened in [true, false] {
        let (mut checkout, _) = Checkout::start(payment("open", &away()), at(0));
        if is_opened {
            let _ = checkout.take(Event::PageOpened, at(0));
        }
        for second in 1..20 {
            let _ = checkout.take(Event::Ticked, at(second));
            let _ = checkout.take(updated("open", &away()), at(second));
        }
        if !is_opened {
            let _ = checkout.take(Event::Ticked, at(50));
            let _ = checkout.take(updated("open", &away()), at(50));
        }
        assert!(!checkout.has_returned_unpaid());
    }
}

#[test]
fn an_answer_that_was_on_its_way_before_the_return_does_not_say_what_came_of_it() {
    let (mut checkout, _) = Checkout::start(payment("open", &away()), at(0));
    assert_eq!(checkout.take(Event::Ticked, at(2)), [Effect::Ask, Effect::Wait]);
    let _ = checkout.take(Event::PageOpened, at(2));
    assert_eq!(checkout.take(Event::Ticked, at(30)), [Effect::Wait]);
    let _ = checkout.take(updated("open", &away()), at(30));
    assert!(!checkout.has_returned_unpaid());
    assert_eq!(checkout.take(Event::Ticked, at(31)), [Effect::Wait]);
    assert_eq!(checkout.take(Event::Ticked, at(32)), [Effect::Ask, Effect::Wait]);
    let _ = checkout.take(updated("open", &away()), at(32));
    assert!(checkout.has_returned_unpaid());
}

#[test]
fn a_form_that_failed_is_asked_for_again() {
    let (mut checkout, _) = Checkout::start(payment("open", &card()), at(0));
    let _ = checkout.take(Event::Prepared(false), at(1));
    assert_eq!(checkout.form, PaymentForm::Failed);
    assert!(matches!(
        &checkout.take(Event::PayPressed, at(2))[..],
        [Effect::Prepare(_)]
    ));
}
