//! Facts about waiting for a table: how the view opens, and how an entry is shown in each status.

mod leaving;
mod offered;

use serde_json::json;
use shared::problem::{Problem, ProblemCode};

use super::*;
use crate::flow::{self, Failure, Field, Focus, HostEvent, Prefill, Submission};
use crate::self_service::Link;
use crate::test_support::booking::{day, experience, key, minutes, party, problem, slots_at};
use crate::test_support::waitlist::*;

#[test]
fn what_was_chosen_and_the_venue_are_asked_for_at_once() {
    let session = Session::start(choice(), None);
    assert!(matches!(session.effects[0], Effect::AskVenue(1, _)));
    let Effect::AskSlots(1, question) = &session.effects[1] else {
        panic!("{:?}", session.effects);
    };
    assert_eq!(
        (&question.experience, question.attendees, question.day),
        (&experience("dinner"), party(2), day("2026-11-24"))
    );
}

#[test]
fn the_form_opens_once_both_are_here_whichever_comes_first() {
    let mut session = Session::start(choice(), None);
    session.take(Event::SlotsAnswered(1, Ok(full())));
    assert!(matches!(session.state.screen, Screen::Loading(..)));
    session.take(Event::VenueAnswered(1, Ok(Box::new(venue()))));
    assert!(session.focuses(Focus::Step));
    assert_eq!(session.form().times, Session::at_form().form().times);
}

#[test]
fn without_a_choice_there_is_nothing_to_wait_for() {
    for choice in [
        Prefill::default(),
        Prefill {
            day: None,
            ..choice()
        },
    ] {
        let session = Session::start(choice, None);
        assert_eq!(session.state.screen, Screen::NothingToWaitFor);
        assert!(session.effects.contains(&Effect::Emit(HostEvent::Ready)));
    }
}

#[test]
fn what_the_venue_does_not_offer_cannot_be_waited_for() {
    let with = |change: fn(&mut shared::venue::Venue)| {
        let mut venue = venue();
        change(&mut venue);
        venue
    };
    for (venue, slots) in [
        (with(|venue| venue.features.clear()), full()),
        (with(|venue| venue.experiences.clear()), full()),
        (venue(), vec![]),
        (venue(), full()[..1].to_vec()),
        (venue(), slots_at(&[(1080, "open"), (1110, "open")])),
    ] {
        let mut session = Session::start(choice(), None);
        session
            .take(Event::VenueAnswered(1, Ok(Box::new(venue))))
            .take(Event::SlotsAnswered(1, Ok(slots)));
        assert_eq!(session.state.screen, Screen::NothingToWaitFor);
    }
    let mut session = Session::start(choice(), None);
    session.take(Event::SlotsAnswered(
        1,
        Err(problem(ProblemCode::ValidationFailed)),
    ));
    assert_eq!(session.state.screen, Screen::NothingToWaitFor);
}

#[test]
fn what_cannot_be_had_is_asked_for_again() {
    for failed in [
        Event::VenueAnswered(1, Err(Failure::Offline)),
        Event::SlotsAnswered(1, Err(Failure::Offline)),
    ] {
        let mut session = Session::start(choice(), None);
        session.take(failed);
        assert_eq!(session.state.screen, Screen::Failed(Failure::Offline));
        session.take(Event::Refreshed);
        assert_eq!(session.number(), 2);
        session
            .take(Event::VenueAnswered(2, Ok(Box::new(venue()))))
            .take(Event::SlotsAnswered(1, Ok(vec![])))
            .take(Event::SlotsAnswered(2, Ok(full())));
        assert_eq!(session.form().from, minutes(1080));
    }
}

#[test]
fn a_link_that_opens_nothing_says_so_and_leads_to_a_booking() {
    let mut session = Session::start(choice(), Link::read("w1.wrong"));
    assert!(matches!(session.effects[1], Effect::AskEntry(1, _)));
    session.take(Event::EntryAnswered(1, Err(problem(ProblemCode::NotFound))));
    assert_eq!(session.state.screen, Screen::NoEntry);
    session.take(Event::BookingWanted);
    assert_eq!(session.effects, [Effect::OpenView("reservation")]);
}

#[test]
fn a_link_leads_to_its_entry() {
    for status in ["waiting", "offered", "accepted", "lapsed", "withdrawn", "ended"] {
        let session = Session::at_entry(status);
        assert_eq!(session.entry().known.status.text(), status);
        assert!(!session.entry().is_new);
        assert!(session.focuses(Focus::Step));
    }
}

#[test]
fn an_entry_is_withdrawn_in_two_steps() {
    let mut session = Session::at_entry("waiting");
    session.take(Event::WithdrawConfirmed);
    assert_eq!(session.effects, []);
    session.take(Event::WithdrawWanted).take(Event::WentBack);
    assert_eq!(session.entry().step, Step::View);
    session.take(Event::WithdrawWanted).take(Event::WithdrawConfirmed);
    let number = session.number();
    session.take(Event::WithdrawConfirmed);
    assert_eq!(session.effects, [], "a double click withdraws once");
    session.take(Event::Withdrawn(number, Ok(Box::new(entry("withdrawn")))));
    assert_eq!(
        (session.entry().known.status.text(), session.entry().step),
        ("withdrawn", Step::View)
    );
    session.take(Event::WithdrawWanted);
    assert_eq!(
        session.entry().step,
        Step::View,
        "what is over cannot be withdrawn"
    );
}

#[test]
fn a_withdrawal_that_failed_can_be_tried_again() {
    let mut session = Session::at_entry("waiting");
    session.take(Event::WithdrawWanted).take(Event::WithdrawConfirmed);
    let number = session.number();
    session.take(Event::Withdrawn(number, Err(Failure::Offline)));
    assert_eq!(session.entry().notice, Some(Notice::Failed(Failure::Offline)));
    assert!(session.focuses(Focus::Notice));
    session.take(Event::WithdrawConfirmed);
    let number = session.number();
    session.take(Event::Withdrawn(number, Err(problem(ProblemCode::NotFound))));
    assert_eq!(session.state.screen, Screen::NoEntry);
}

#[test]
fn a_repeated_request_shows_the_status_of_the_entry() {
    let mut session = Session::at_entry("waiting");
    session.take(Event::Refreshed);
    let number = session.number();
    session.take(Event::Refreshed);
    assert_eq!(session.effects, [], "one question at a time");
    session.take(Event::EntryAnswered(number, Err(Failure::Offline)));
    assert_eq!(session.entry().notice, Some(Notice::Failed(Failure::Offline)));
    session.take(Event::Refreshed);
    let number = session.number();
    session.take(Event::EntryAnswered(number, Ok(Box::new(entry("offered")))));
    assert_eq!(session.entry().notice, None);
    assert_eq!(session.entry().left(), Some(1_800));
    assert!(session.focuses(Focus::Step));
}
