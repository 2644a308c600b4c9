//! Facts about single steps of a booking that is paid for here.

use super::*;

/// A booking after these events.
fn after(events: &[Event]) -> PaidBooking {
    let held = PaidBooking::held(true);
    events.iter().fold(held, |booking, event| step(booking, *event).0)
}

const CONFIRMED: [Event; 3] = [Event::Paid, Event::ConfirmationBegun, Event::Confirmed];

#[test]
fn a_payment_is_followed_by_the_confirmation_and_that_by_the_deposit() {
    let held = PaidBooking::held(true);
    assert_eq!(held.task(), None);
    let paid = after(&[Event::Paid]);
    assert_eq!(paid.task(), Some(Task::Confirm { is_asked: false }));
    let asked = step(paid, Event::ConfirmationBegun).0;
    assert_eq!(asked.task(), Some(Task::Confirm { is_asked: true }));
    let (booked, effects) = step(asked, Event::Confirmed);
    assert_eq!(effects, [Effect::Spend, Effect::SendConfirmation]);
    assert_eq!(booked.task(), Some(Task::Post { is_sent: false }));
    let sent = step(booked, Event::PostingBegun).0;
    assert_eq!(sent.task(), Some(Task::Post { is_sent: true }));
    assert_eq!(step(sent, Event::Posted).0.task(), None);
}

#[test]
fn where_no_deposits_are_taken_none_is_posted() {
    let booked = CONFIRMED
        .iter()
        .fold(PaidBooking::held(false), |booking, event| step(booking, *event).0);
    assert_eq!((booked.stage, booked.task()), (Stage::Booked, None));
    assert_eq!(step(booked, Event::PostingBegun).0, booked);
}

#[test]
fn a_hold_that_is_gone_when_the_money_comes_gives_it_back_and_says_so() {
    let (over, effects) = step(after(&[Event::Paid]), Event::Gone);
    assert_eq!(effects, [Effect::GiveBack, Effect::SendRegrets]);
    assert_eq!((over.ending, over.task()), (Some(BookingEnd::HoldGone), None));
}

#[test]
fn a_booking_that_is_given_up_is_released_also_if_it_may_have_been_confirmed() {
    for events in [&[Event::Paid][..], &[Event::Paid, Event::ConfirmationBegun]] {
        let (given_up, effects) = step(after(events), Event::GivenUp);
        assert_eq!(effects, [Effect::GiveBack, Effect::SendRegrets]);
        assert_eq!(given_up.task(), Some(Task::Release));
        assert_eq!(step(given_up, Event::Confirmed), (given_up, vec![]));
        assert_eq!(step(given_up, Event::Gone).0.stage, Stage::Over);
    }
}

#[test]
fn money_that_comes_after_the_end_goes_back() {
    for event in [Event::Lapsed, Event::CancellationBegun { gives_back: false }] {
        let over = after(&[event]);
        assert_eq!(step(over, Event::Paid), (over, vec![Effect::GiveBack]));
    }
}

#[test]
fn the_news_of_a_payment_that_comes_again_gives_nothing_back_after_a_late_cancellation() {
    let asked = step(after(&CONFIRMED), Event::CancellationBegun { gives_back: false }).0;
    let over = step(asked, Event::Cancelled).0;
    assert_eq!(step(over, Event::Paid), (over, vec![]));
}

#[test]
fn a_cancellation_gives_back_what_was_decided_when_it_was_asked_for() {
    for (gives_back, effects) in [
        (true, vec![Effect::GiveBack, Effect::SendCancellation]),
        (false, vec![Effect::SendCancellation]),
    ] {
        let asked = step(after(&CONFIRMED), Event::CancellationBegun { gives_back }).0;
        assert_eq!(asked.task(), Some(Task::Cancel));
        assert_eq!(step(asked, Event::Cancelled).1, effects);
        let back = step(asked, Event::NotCancelled).0;
        assert_eq!(back, after(&CONFIRMED));
    }
}

#[test]
fn a_table_that_the_restaurant_takes_away_gives_the_money_back() {
    let (over, effects) = step(after(&CONFIRMED), Event::CancelledThere);
    assert_eq!(effects, [Effect::GiveBack, Effect::SendCancellation]);
    assert_eq!((over.stage, over.task()), (Stage::Over, None));
}

#[test]
fn a_repeated_event_changes_nothing() {
    let events = [
        Event::Paid,
        Event::ConfirmationBegun,
        Event::Confirmed,
        Event::PostingBegun,
        Event::Posted,
        Event::CancellationBegun { gives_back: true },
        Event::Cancelled,
    ];
    let mut booking = PaidBooking::held(true);
    for event in events {
        booking = step(booking, event).0;
        let (again, effects) = step(booking, event);
        assert_eq!(again, booking, "{event:?}");
        assert_eq!(effects, vec![], "{event:?}");
    }
}
