//! Facts about a guest's own reservation.

use serde_json::{Value, json};
use shared::money::Money;
use shared::problem::ProblemCode;
use shared::reservation::ReservationChange;
use shared::time::Instant;

use super::*;
use crate::flow::{self, Failure, Focus, HostEvent};
use crate::self_service::payment::{self, CheckoutError};
use crate::test_support::booking::{day, minutes, party, problem, read};
use crate::test_support::manage::*;
mod offered_changes;
mod stand_in;

fn is_focused(session: &Session, focus: Focus) -> bool {
    session.effects.contains(&Effect::Focus(focus))
}

/// At the review of 20:00 on the following day for three.
fn at_review() -> Session {
    let mut session = Session::open(&json!({}));
    session.take(Event::MoveWanted).answer();
    session
        .take(Event::Find(flow::Event::PartyChosen(party(3))))
        .answer();
    session
        .take(Event::Find(flow::Event::DayChosen(day("2026-11-28"))))
        .answer();
    session.take(Event::Find(flow::Event::TimeChosen(minutes(1200))));
    session
}

#[test]
fn a_guest_with_a_table_is_not_led_to_the_waitlist() {
    let mut session = Session::start(reservation(&json!({})));
    let mut venue = crate::test_support::booking::venue();
    venue.features.push(shared::venue::Feature::Waitlist);
    session
        .take(Event::VenueAnswered(1, Ok(Box::new(venue))))
        .take(Event::ReservationAnswered(1, Ok(reservation(&json!({})))))
        .take(Event::MoveWanted);
    let Step::Find(find) = &session.managed().step else {
        panic!("nothing is looked for");
    };
    assert!(!find.booking().unwrap().can_wait());
}

#[test]
fn without_a_link_there_is_no_reservation_and_the_telephone_number_is_asked_for() {
    let mut session = Session::start(reservation(&json!({})));
    session.state.loader.opening.link = None;
    session.take(Event::Refreshed);
    assert_eq!(session.state.screen, Screen::NoReservation);
    assert!(matches!(session.effects[..], [_, Effect::AskVenue(..)]));
}

#[test]
fn the_reservation_may_come_before_the_venue_and_is_shown_with_it() {
    let mut session = Session::start(reservation(&json!({})));
    let number = session.state.loader.numbers.last();
    session.take(Event::ReservationAnswered(number, Ok(reservation(&json!({})))));
    assert!(matches!(session.state.screen, Screen::Loading(_, Some(_))));
    session.take(Event::VenueAnswered(
        number,
        Ok(Box::new(crate::test_support::booking::venue())),
    ));
    assert_eq!(session.managed().phase(), Phase::Booked);
    assert!(session.effects.contains(&Effect::Emit(HostEvent::Ready)));
    assert!(is_focused(&session, Focus::Step));
}

#[test]
fn a_refused_link_and_a_failed_answer_differ() {
    for (code, is_gone) in [
        (ProblemCode::Unauthorized, true),
        (ProblemCode::NotFound, true),
        (ProblemCode::RateLimited, false),
        (ProblemCode::Internal, false),
    ] {
        let mut session = Session::start(reservation(&json!({})));
        let number = session.state.loader.numbers.last();
        session.take(Event::ReservationAnswered(number, Err(problem(code))));
        assert_eq!(session.state.screen == Screen::NoReservation, is_gone, "{code:?}");
    }
    let mut session = Session::start(reservation(&json!({})));
    let number = session.state.loader.numbers.last();
    session.take(Event::ReservationAnswered(number, Err(Failure::Offline)));
    assert_eq!(session.state.screen, Screen::Failed(Failure::Offline));
    session.take(Event::Refreshed).answer();
    assert_eq!(session.managed().step, Step::View);
}

#[test]
fn what_is_over_can_neither_be_changed_nor_cancelled() {
    for status in ["cancelled", "declined", "voided", "finished", "no_show", "seated"] {
        let mut session = Session::open(&json!({ "status": status }));
        for event in [Event::MoveWanted, Event::CancelWanted, Event::NotesWanted] {
            session.take(event);
            assert_eq!(session.managed().step, Step::View, "{status}");
        }
    }
    let mut session = Session::open(&json!({}));
    session.now = 1_795_802_400;
    session.take(Event::CancelWanted);
    assert_eq!(session.managed().phase(), Phase::Past);
    assert_eq!(session.managed().step, Step::View);
}

#[test]
fn only_what_is_different_is_sent_and_only_once() {
    let mut session = at_review();
    assert!(is_focused(&session, Focus::Step));
    session.take(Event::MoveConfirmed);
    let wanted = ReservationChange {
        day: Some(day("2026-11-28")),
        minutes: Some(minutes(1200)),
        attendees: Some(party(3)),
        ..ReservationChange::default()
    };
    assert!(matches!(&session.effects[..], [Effect::Change(_, _, change)] if **change == wanted));
    session.take(Event::MoveConfirmed);
    assert_eq!(session.effects, []);
    session.take(Event::WentBack);
    assert!(matches!(session.managed().step, Step::Review(..)));
}

#[test]
fn the_same_table_again_changes_nothing() {
    let mut session = Session::open(&json!({}));
    session.take(Event::MoveWanted).answer();
    session.take(Event::Find(flow::Event::TimeChosen(minutes(1140))));
    session.take(Event::MoveConfirmed);
    assert_eq!(session.managed().step, Step::View);
    assert_eq!(session.managed().sending, None);
}

#[test]
fn the_partys_own_day_can_be_chosen_though_the_calendar_says_that_it_is_full() {
    // The 24th of every month is full.
    let mut session = Session::open(&json!({ "day": "2026-11-24" }));
    session.take(Event::MoveWanted).answer();
    let Step::Find(find) = &session.managed().step else {
        panic!("a table is looked for")
    };
    let booking = find.booking().unwrap();
    assert_eq!(booking.day, Some(day("2026-11-24")));
    assert_eq!(booking.notice, None);
    assert!(booking.slots.known().is_some());
}

#[test]
fn a_changed_reservation_is_shown_with_its_change() {
    let mut session = at_review();
    session.take(Event::MoveConfirmed);
    let number = session.sent();
    let changed = reservation(&json!({ "day": "2026-11-28", "minutes": 1200, "attendees": 3 }));
    session.take(Event::Changed(number, Ok(changed)));
    assert_eq!(session.managed().step, Step::View);
    assert_eq!(session.managed().notice, Some(Notice::Changed));
    assert_eq!(session.managed().reservation.day, day("2026-11-28"));
    assert!(
        session
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Locate(..)))
    );
}

#[test]
fn cancelling_takes_two_steps_and_says_beforehand_what_comes_back() {
    let mut session = Session::open(&paid("booked", "paid"));
    assert_eq!(session.managed().phase(), Phase::Booked);
    session.take(Event::CancelConfirmed);
    assert_eq!(session.effects, []);
    session.take(Event::CancelWanted);
    assert_eq!(session.managed().refund(), (Refund::Back(euros(4000)), None));
    // The day before it is too late for the money.
    session.now = 1_795_802_400 - 86_400;
    session.take(Event::CancelConfirmed);
    assert_eq!(session.managed().refund(), (Refund::Retained(euros(4000)), None));
    session.take(Event::CancelConfirmed);
    assert_eq!(session.effects, []);
    let number = session.sent();
    session.take(Event::Cancelled(
        number,
        Ok(reservation(&json!({ "status": "cancelled" }))),
    ));
    assert_eq!(session.managed().phase(), Phase::Cancelled);
    // The answer to the write has nothing about the refund, so that is requested.
    session.reservation = reservation(&paid("cancelled", "refunding"));
    session.answer();
    assert!(session.managed().checkout.is_some());
}

#[test]
fn a_refund_time_that_has_passed_stays_passed_after_a_move() {
    let mut moved = paid("booked", "paid");
    // Two days before the new start there would be time enough.
    for (until, refund) in [
        ("2026-11-20T12:00:00Z", Refund::Retained(euros(4000))),
        ("2026-11-25T18:00:00Z", Refund::Back(euros(4000))),
    ] {
        moved["refundUntil"] = json!(until);
        let mut session = Session::open(&moved);
        session.now = 1_795_802_400 - 3 * 86_400;
        session.take(Event::CancelWanted);
        assert_eq!(session.managed().refund(), (refund, None), "{until}");
        let is_told = session.managed().terms().unwrap().refund_minutes.is_some();
        assert_eq!(is_told, matches!(refund, Refund::Back(_)), "{until}");
    }
}

#[test]
fn what_was_not_paid_does_not_come_back() {
    for (more, refund) in [
        (json!({}), Refund::NothingPaid),
        (paid("payment_pending", "open"), Refund::NothingPaid),
        (paid("requested", "authorised"), Refund::Released),
    ] {
        assert_eq!(Session::open(&more).managed().refund(), (refund, None));
    }
}

/// With a gift card that gives 5 of it.
fn with_gift(more: &Value) -> Value {
    let mut more = more.clone();
    more["giftCard"] = json!({ "amount": 500, "currency": "EUR" });
    more
}

fn euros(cents: i64) -> Money {
    read(json!({ "amount": cents, "currency": "EUR" }))
}

#[test]
fn each_gets_back_what_it_gave() {
    let gift = Some(euros(500));
    let mut whole = with_gift(&paid("booked", "paid"));
    whole.as_object_mut().unwrap().remove("checkout");
    let mut asked = whole.clone();
    asked["status"] = json!("requested");
    let part = with_gift(&paid("booked", "paid"));
    let early = 1_795_802_400 - 3 * 86_400;
    let late = 1_795_802_400 - 3_600;
    for (more, now, refund) in [
        (&part, early, (Refund::Back(euros(4000)), gift)),
        (&part, late, (Refund::Retained(euros(4500)), None)),
        (&whole, early, (Refund::NothingPaid, gift)),
        (&whole, late, (Refund::Retained(euros(500)), None)),
        // An amount that is only reserved is released at any time.
        (&asked, late, (Refund::NothingPaid, gift)),
        (
            &with_gift(&paid("payment_pending", "open")),
            late,
            (Refund::NothingPaid, gift),
        ),
        (
            &with_gift(&paid("requested", "authorised")),
            late,
            (Refund::Released, gift),
        ),
    ] {
        let mut session = Session::open(more);
        session.now = now;
        session.take(Event::CancelWanted);
        assert_eq!(session.managed().refund(), refund, "{more} at {now}");
    }
}

#[test]
fn what_is_back_on_a_gift_card_is_known_from_the_answer() {
    for (answer, back) in [(json!({}), Some(euros(500))), (with_gift(&json!({})), None)] {
        let mut session = Session::open(&with_gift(&paid("booked", "paid")));
        session.take(Event::CancelWanted).take(Event::CancelConfirmed);
        let number = session.sent();
        let mut answer = answer;
        answer["status"] = json!("cancelled");
        session.take(Event::Cancelled(number, Ok(reservation(&answer))));
        assert_eq!(session.managed().gift_back, back);
    }
}

#[test]
fn a_payment_that_comes_while_the_guest_waits_leads_to_the_table() {
    let mut session = Session::open(&paid("payment_pending", "open"));
    assert!(session.managed().checkout.is_some());
    session.now += 2;
    session.take(Event::Payment(payment::Event::Ticked));
    assert!(matches!(
        session.effects[..],
        [Effect::AskReservation(..), Effect::Payment(payment::Effect::Wait)]
    ));
    session.reservation = reservation(&paid("booked", "paid"));
    session.answer();
    assert_eq!(session.managed().phase(), Phase::Booked);
    assert_eq!(session.managed().notice, Some(Notice::Paid));
}

#[test]
fn after_a_return_from_the_bank_the_payment_is_confirmed_once() {
    let mut session = Session::start(reservation(&paid("booked", "paid")));
    session.state.loader.opening.has_paid = true;
    session.effects = vec![
        Effect::AskVenue(
            session.state.loader.numbers.last(),
            session.state.loader.opening.venue.clone(),
        ),
        Effect::AskReservation(
            session.state.loader.numbers.last(),
            session.state.loader.opening.link.clone().unwrap(),
        ),
    ];
    session.answer();
    assert_eq!(session.managed().notice, Some(Notice::Paid));
    assert!(!session.state.loader.opening.has_paid);
}

#[test]
fn without_an_answer_a_payment_waits_and_only_a_lost_connection_is_called_one() {
    let busy = problem(ProblemCode::RateLimited);
    for (failure, error) in [
        (Failure::Offline, Some(CheckoutError::Offline)),
        (busy.clone(), None),
    ] {
        let mut session = Session::open(&paid("payment_pending", "open"));
        session.now += 2;
        session.take(Event::Payment(payment::Event::Ticked));
        let number = session.state.loader.numbers.last();
        session.take(Event::ReservationAnswered(number, Err(failure)));
        assert_eq!(session.managed().checkout.as_ref().unwrap().error, error);
        assert_eq!(session.managed().notice, None);
    }
    let mut session = Session::open(&paid("payment_pending", "open"));
    session.take(Event::Payment(payment::Event::MoreTimeWanted));
    let number = session.state.loader.numbers.last();
    session.take(Event::Extended(number, Err(busy.clone())));
    let checkout = session.managed().checkout.as_ref().unwrap();
    assert_eq!(checkout.error, Some(CheckoutError::MoreTimeFailed(busy)));
    assert!(checkout.payment.extendable && !checkout.is_extending);
}

#[test]
fn more_time_is_shown_as_it_is_given() {
    let mut session = Session::open(&paid("payment_pending", "open"));
    session.take(Event::Payment(payment::Event::MoreTimeWanted));
    let Effect::Extend(number, _) = session.effects[0] else {
        panic!("more time is asked for")
    };
    let mut more = paid("payment_pending", "open");
    more["checkout"]["deadline"] = json!(Instant::from_unix(NOW + 1800));
    more["checkout"]["extendable"] = json!(false);
    session.take(Event::Extended(number, Ok(reservation(&more))));
    let checkout = session.managed().checkout.as_ref().unwrap();
    assert_eq!(checkout.left(), Some(1800));
    assert!(!checkout.payment.extendable && !checkout.is_extending);
}

#[test]
fn notes_are_sent_as_they_are_and_not_where_they_are_too_long() {
    let mut session = Session::open(&json!({}));
    session.take(Event::NotesWanted);
    session
        .take(Event::NotesTyped("x".repeat(1001)))
        .take(Event::NotesConfirmed);
    assert_eq!(session.managed().notice, Some(Notice::NotPossible));
    session
        .take(Event::NotesTyped(" Window ".to_owned()))
        .take(Event::NotesConfirmed);
    assert!(matches!(&session.effects[..], [Effect::Change(_, _, change)]
        if change.notes.as_ref().is_some_and(|notes| notes.as_str() == "Window")));
    let number = session.sent();
    session.take(Event::Changed(number, Ok(reservation(&json!({})))));
    assert_eq!(session.managed().notice, Some(Notice::Noted));
}

#[test]
fn the_calendar_file_is_asked_for_once_at_a_time() {
    let mut session = Session::open(&json!({}));
    session.take(Event::FileWanted);
    assert!(matches!(session.effects[..], [Effect::SaveFile(_)]));
    session.take(Event::FileWanted);
    assert_eq!(session.effects, []);
    session.take(Event::FileSaved(Ok(())));
    assert_eq!(session.managed().file, File::Saved);
}
