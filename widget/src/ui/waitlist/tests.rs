//! Facts about waiting for a table as it is drawn.

use shared::problem::{Problem, ProblemCode};

use crate::flow::{Failure, Field, Prefill};
use crate::self_service::Link;
use crate::self_service::waitlist::Event;
use crate::self_service::waitlist::Waitlist;
use crate::test_support::booking::{key, minutes, problem, slots_at};
use crate::test_support::drawing::*;
use crate::test_support::waitlist::*;
use crate::ui::root;

fn shown_in(language: &str, state: &Waitlist) -> String {
    let view = view_context(language);
    html(|| root(state, &view))
}

fn shown(session: &Session) -> String {
    shown_in("en", &session.state)
}

#[test]
fn the_form_says_what_is_waited_for_and_asks_for_a_window_and_who_waits() {
    let session = Session::at_form();
    let html = shown(&session);
    assert_has(
        &html,
        &[
            "Wait for a table</h2>",
            "Tuesday, 24 November 2026, 2 guests, Dinner",
            "<option value=\"1080\" selected>6:00 PM</option>",
            "<option value=\"1140\" selected>7:00 PM</option>",
            "for=\"wait-from\"",
            "for=\"wait-to\"",
            "E-mail",
            "Put me on the waitlist",
            "href=\"https://example.com/privacy\"",
            "tel:+4315550123",
        ],
    );
    // Other times of the day may be free.
    assert_lacks(
        &html,
        &["Wishes", "1020", " style=", "disabled", "Nothing is free"],
    );
    assert_has(
        &shown_in("de", &session.state),
        &[
            "Auf einen Tisch warten</h2>",
            "2 Personen",
            "Auf die Warteliste setzen",
        ],
    );
}

#[test]
fn faults_are_listed_and_lead_to_their_fields() {
    let mut session = Session::at_form();
    session.take(Event::Confirmed(key(1)));
    assert_has(
        &shown(&session),
        &[
            "2 fields need another look",
            "id=\"last-name-fault\"",
            "id=\"email-fault\"",
        ],
    );
}

#[test]
fn what_is_on_its_way_cannot_be_changed() {
    let (mut session, number) = Session::sending();
    let html = shown(&session);
    assert_has(
        &html,
        &[
            "<fieldset class=\"entry\" aria-labelledby=\"step\" disabled=\"\"",
            "One moment…",
        ],
    );
    session.take(Event::Submitted(number, Err(Failure::Offline)));
    let html = shown(&session);
    assert_has(
        &html,
        &[
            "We are not sure your wish arrived",
            "you will not be on the list twice",
            "disabled=\"\"",
            "Try again",
        ],
    );
    assert_lacks(&html, &["Back"]);
}

#[test]
fn each_refusal_says_what_to_do() {
    let refused = |failure: Failure| {
        let (mut session, number) = Session::sending();
        session.take(Event::Submitted(number, Err(failure)));
        shown(&session)
    };
    let mut open = Problem::new(ProblemCode::SlotOpen);
    open.alternatives = Some(slots_at(&[(1110, "open"), (1140, "open")]));
    assert_has(
        &refused(Failure::Problem(Box::new(open))),
        &["Free right now: 6:30 PM, 7:00 PM.", "Reserve a table"],
    );
    assert_has(
        &refused(problem(ProblemCode::TooManyEntries)),
        &[
            "You are not on the waitlist yet",
            "already waiting for several tables",
        ],
    );
    assert_has(
        &refused(problem(ProblemCode::ValidationFailed)),
        &["cannot offer a table at this time"],
    );
    assert_has(
        &refused(problem(ProblemCode::RateLimited)),
        &["Please wait a minute"],
    );
}

#[test]
fn an_entry_that_was_left_says_what_comes_next() {
    let (mut session, number) = Session::sending();
    session.take(Event::Submitted(number, Ok(Box::new(left()))));
    let html = shown(&session);
    assert_has(
        &html,
        &[
            "You are on the waitlist</h2>",
            "Tuesday, 24 November 2026",
            "Between 6:00 PM and 7:00 PM",
            "2 guests",
            "Dinner",
            "We have sent you an e-mail",
            "Withdraw my wish",
        ],
    );
    assert_lacks(&html, &["secret"]);
    assert_lacks(
        &shown(&Session::at_entry("waiting")),
        &["We have sent you an e-mail"],
    );
}

#[test]
fn a_table_that_is_held_shows_its_time_and_how_long_there_is() {
    let mut session = Session::at_entry("offered");
    let until = session.entry().known.offer.as_ref().unwrap().until;
    let today = venue().today;
    session.take(Event::ClockRead(until, Some((today, minutes(750)))));
    let html = shown(&session);
    assert_has(
        &html,
        &[
            "A table is free for you</h2>",
            "<li>6:30 PM</li>",
            "30:00",
            "role=\"timer\"",
            "Held until 12:30 PM",
            "Take the table",
            "Give it to the next guest",
            "<div class=\"sr\" role=\"status\"></div>",
        ],
    );
    assert_lacks(&html, &["Between", "secret"]);
    session.take(Event::ClockRead(
        until,
        Some((today.plus(1).unwrap(), minutes(750))),
    ));
    assert_has(&shown(&session), &["Held until Sun 22 Nov, 12:30 PM"]);
    session.wait(60);
    assert_has(
        &shown(&session),
        &[
            "29:00",
            "<div class=\"sr\" role=\"status\">29 minutes left to take the table.</div>",
        ],
    );
    session.wait(1_740);
    assert_has(&shown(&session), &["a few more moments"]);
}

#[test]
fn what_withdrawing_means_is_said_before_it_counts() {
    let mut session = Session::at_entry("waiting");
    session.take(Event::WithdrawWanted);
    assert_has(&shown(&session), &["Withdraw your wish?</h2>", "Keep my wish"]);
    let mut session = Session::at_entry("offered");
    session.take(Event::WithdrawWanted);
    assert_has(
        &shown(&session),
        &[
            "Give the table up?</h2>",
            "The next guest on the list is asked",
            "Keep it",
        ],
    );
}

#[test]
fn each_end_says_so_and_leads_on() {
    for (status, title, act) in [
        ("accepted", "This table is yours", "See your reservation"),
        ("lapsed", "The table has been passed on", "Reserve a table"),
        ("withdrawn", "Your wish is withdrawn", "Reserve a table"),
        ("ended", "No table has come free", "Reserve a table"),
    ] {
        let html = shown(&Session::at_entry(status));
        assert_has(&html, &[title, act]);
        assert_lacks(&html, &["Take the table", "Withdraw my wish", "role=\"timer\""]);
    }
}

#[test]
fn what_is_missing_or_failed_says_so_and_leads_on() {
    let mut session = Session::start(Prefill::default(), None);
    assert_has(
        &shown(&session),
        &[
            "There is nothing to wait for",
            "If you followed a link from our e-mail, please open it once more.",
            "Reserve a table",
        ],
    );
    session = Session::start(choice(), None);
    assert_has(&shown(&session), &["Loading…"]);
    session.take(Event::VenueAnswered(1, Err(Failure::Offline)));
    assert_has(
        &shown(&session),
        &[
            "The waitlist cannot be loaded",
            "There is no connection",
            "Try again",
        ],
    );
    session = Session::start(choice(), Link::read("w1.wrong"));
    session.take(Event::EntryAnswered(1, Err(problem(ProblemCode::NotFound))));
    assert_has(&shown(&session), &["We cannot find this wish", "Reserve a table"]);
    session = Session::at_entry("offered");
    session.take(Event::TakeWanted);
    let number = session.number();
    session.take(Event::Accepted(number, Err(Failure::Offline)));
    assert_has(
        &shown(&session),
        &["There was no answer", "Try again", "Take the table"],
    );
}

#[test]
fn every_reference_of_these_screens_leads_to_an_element_that_is_there() {
    let mut faulty = Session::at_form();
    faulty
        .types(Field::Email, "nobody")
        .take(Event::Confirmed(key(1)));
    let (mut unsure, number) = Session::sending();
    unsure.take(Event::Submitted(number, Err(Failure::Offline)));
    for session in [Session::at_form(), faulty, unsure, Session::at_entry("offered")] {
        assert_references_resolve(&shown(&session));
    }
}
