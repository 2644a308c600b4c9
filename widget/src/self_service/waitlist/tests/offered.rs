//! Facts about a table that is held: how long, and how it is taken.

use shared::time::Instant;

use super::*;

/// A second, as often as asked; what was asked for meanwhile.
fn seconds(session: &mut Session, count: i64) -> Vec<Effect> {
    let mut asked = Vec::new();
    for _ in 0..count {
        session.wait(1);
        asked.extend(
            session
                .effects
                .iter()
                .filter(|effect| !matches!(effect, Effect::Wait))
                .cloned(),
        );
    }
    asked
}

#[test]
fn the_time_is_counted_down_and_read_out_at_whole_minutes() {
    let mut session = Session::at_entry("offered");
    assert!(session.effects.contains(&Effect::Wait));
    assert!(session.effects.contains(&Effect::ReadClock(
        "Europe/Vienna".to_owned(),
        Instant::from_unix(NOW + 1_800)
    )));
    session.take(Event::ClockRead(
        Instant::from_unix(NOW + 1_800),
        Some((day("2026-11-21"), minutes(750))),
    ));
    assert_eq!(session.entry().until, Some((day("2026-11-21"), minutes(750))));
    session.wait(59);
    assert_eq!(
        (session.entry().left(), session.entry().spoken),
        (Some(1_741), None)
    );
    session.wait(1);
    assert_eq!(session.entry().spoken, Some(1_740));
    assert_eq!(session.effects, [Effect::Wait]);
}

#[test]
fn what_the_clock_shows_at_another_time_is_of_no_use() {
    let mut session = Session::at_entry("offered");
    session.take(Event::ClockRead(
        Instant::from_unix(NOW),
        Some((day("2026-11-21"), minutes(720))),
    ));
    assert_eq!(session.entry().until, None);
}

#[test]
fn once_the_time_is_up_it_is_asked_what_has_become_of_it() {
    let mut session = Session::at_entry("offered");
    session.wait(1_799);
    assert_eq!(session.effects, [Effect::Wait]);
    session.wait(1);
    let number = session.number();
    assert_eq!(session.entry().left(), None);
    assert_eq!(seconds(&mut session, 5), [], "one question at a time");
    session.take(Event::EntryAnswered(number, Ok(Box::new(entry("offered")))));
    assert_eq!(seconds(&mut session, 1), []);
    assert_eq!(seconds(&mut session, 1).len(), 1);
    let asked = session.number();
    session.take(Event::EntryAnswered(asked, Err(Failure::Offline)));
    assert_eq!(seconds(&mut session, 9), []);
    assert_eq!(seconds(&mut session, 1).len(), 1);
    let asked = session.number();
    session.take(Event::EntryAnswered(asked, Ok(Box::new(entry("lapsed")))));
    assert_eq!(session.entry().known.status.text(), "lapsed");
    assert!(session.focuses(Focus::Step));
    session.wait(1);
    assert_eq!(session.effects, [], "nothing is waited for any more");
}

#[test]
fn who_takes_the_table_is_led_to_the_reservation() {
    let mut session = Session::at_entry("offered");
    session.take(Event::TakeWanted);
    let number = session.number();
    session.take(Event::TakeWanted);
    assert_eq!(session.effects, [], "a double click takes it once");
    session.take(Event::Accepted(number, Ok(taken(&json!({})))));
    let lead = Effect::OpenReservation(Link::read("r1.secret").unwrap());
    assert!(matches!(
        &session.effects[..],
        [Effect::Emit(HostEvent::Reserved { .. }), then] if *then == lead
    ));
    session.take(Event::TakeWanted);
    let number = session.number();
    session.take(Event::Accepted(number, Ok(taken(&json!({})))));
    assert_eq!(session.effects, [lead], "the page is told of it once");
}

#[test]
fn an_entry_that_was_taken_leads_to_its_reservation() {
    let mut session = Session::at_entry("accepted");
    session.take(Event::TakeWanted);
    let number = session.number();
    session.take(Event::Accepted(
        number,
        Ok(taken(&json!({ "status": "payment_pending" }))),
    ));
    assert_eq!(
        session.effects,
        [Effect::OpenReservation(Link::read("r1.secret").unwrap())]
    );
}

#[test]
fn an_offer_that_is_over_says_so_and_asks_how_the_entry_stands() {
    let mut session = Session::at_entry("offered");
    session.take(Event::TakeWanted);
    let number = session.number();
    session.take(Event::Accepted(number, Err(problem(ProblemCode::OfferOver))));
    assert_eq!(session.entry().notice, Some(Notice::Over));
    assert!(session.focuses(Focus::Notice));
    let number = session.number();
    session.take(Event::EntryAnswered(number, Ok(Box::new(entry("lapsed")))));
    assert_eq!(session.entry().notice, None);
}

#[test]
fn taking_the_table_can_be_tried_again() {
    let mut session = Session::at_entry("offered");
    for answer in [
        Err(Failure::Offline),
        Err(problem(ProblemCode::Internal)),
        Ok(taken(&json!({ "manageToken": null }))),
    ] {
        session.take(Event::TakeWanted);
        let number = session.number();
        session.take(Event::Accepted(number, answer));
        assert!(matches!(session.entry().notice, Some(Notice::Failed(_))));
        assert!(session.focuses(Focus::Notice));
    }
    session.take(Event::TakeWanted);
    assert_eq!(session.entry().notice, None);
}

#[test]
fn nothing_that_is_not_held_can_be_taken() {
    for status in ["waiting", "lapsed", "withdrawn", "ended"] {
        let mut session = Session::at_entry(status);
        session.take(Event::TakeWanted);
        assert_eq!(session.effects, [], "{status}");
    }
}
