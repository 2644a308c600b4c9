//! Facts about what is chosen at once, and what stays chosen when the party or the experience changes.

use super::*;

#[test]
fn another_party_asks_again_and_keeps_what_is_still_open() {
    let mut session = Session::at_details();
    session.take(Event::WentBack).take(Event::PartyChosen(party(4)));
    assert_eq!(session.asked_calendar().1.attendees, party(4));
    session.answer();
    assert_eq!(session.booking().slot().unwrap().minutes, minutes(1140));
    session.take(Event::PartyChosen(party(6)));
    let number = session.asked_slots();
    session.take(Event::SlotsAnswered(
        number,
        Ok(slots_at(&[(1140, "full"), (1200, "open")])),
    ));
    assert_eq!(session.booking().minutes, None);
    assert_eq!(session.booking().notice, Some(Notice::TimeNotOpen(minutes(1140))));
    assert_eq!(session.booking().day, Some(day("2026-11-27")));
}

#[test]
fn a_day_that_is_closed_for_another_party_gives_way_to_the_next_open_one() {
    let mut session = Session::at_times();
    session.take(Event::PartyChosen(party(4)));
    let (number, question) = session.asked_calendar();
    let mut days = calendar(&question);
    days.retain(|known| known.day != day("2026-11-27"));
    session.take(Event::CalendarAnswered(number, Ok(days)));
    assert_eq!(session.booking().day, Some(day("2026-11-28")));
    assert!(matches!(session.booking().slots, Answer::Requested(_)));
    assert_eq!(
        session.booking().notice,
        Some(Notice::DayNotOpen(day("2026-11-27")))
    );
}

#[test]
fn another_experience_keeps_the_day_and_the_time_that_are_open_there() {
    let mut session = Session::at_times();
    session
        .take(Event::ExperienceChosen(experience("lunch")))
        .answer();
    assert_eq!(session.booking().day, Some(day("2026-11-27")));
    assert_eq!(session.booking().notice, None);
    let mut session = Session::at_details();
    session
        .take(Event::WentBack)
        .take(Event::ExperienceChosen(experience("lunch")))
        .answer();
    assert_eq!(session.booking().slot().unwrap().minutes, minutes(1140));
}

#[test]
fn the_first_open_day_is_chosen_and_its_times_are_there_at_once() {
    let session = Session::at_find();
    assert_eq!(session.booking().day, Some(day("2026-11-21")));
    assert_eq!(session.booking().slots, Answer::Known(slots()));
    assert_eq!(session.booking().minutes, None);
    // Guests who move on before the month is known choose for themselves.
    let mut session = Session::start(Prefill::default());
    session.take(Event::VenueAnswered(1, Ok(Box::new(venue()))));
    session.take(Event::CursorMoved(Cursor::Days(2))).answer();
    assert_eq!(session.booking().day, None);
}

#[test]
fn another_experience_takes_its_own_party_sizes() {
    let mut session = Session::at_find();
    session
        .take(Event::PartyChosen(party(8)))
        .take(Event::ExperienceChosen(experience("table")));
    assert_eq!(session.booking().attendees, party(4));
    session.take(Event::PartyChosen(party(5)));
    assert_eq!(session.booking().attendees, party(4));
    session.take(Event::ExperienceChosen(experience("nothing")));
    assert_eq!(session.booking().experience.id, experience("table"));
}

#[test]
fn a_party_that_another_experience_changes_is_said_until_the_next_choice() {
    for next in [
        Event::PartyChosen(party(3)),
        Event::ExperienceChosen(experience("lunch")),
        Event::DayChosen(day("2026-11-27")),
        Event::TimeChosen(minutes(1140)),
    ] {
        let mut session = Session::at_find();
        session
            .take(Event::PartyChosen(party(8)))
            .take(Event::ExperienceChosen(experience("table")))
            .answer();
        assert!(session.booking().is_fitted);
        session.take(next.clone());
        assert!(!session.booking().is_fitted, "{next:?}");
    }
    let mut session = Session::at_find();
    session.take(Event::ExperienceChosen(experience("table")));
    assert!(!session.booking().is_fitted);
}

#[test]
fn a_day_that_is_not_open_does_not_hide_that_the_party_was_changed() {
    let mut session = Session::at_times();
    session
        .take(Event::PartyChosen(party(8)))
        .take(Event::ExperienceChosen(experience("table")));
    let (number, question) = session.asked_calendar();
    let mut days = calendar(&question);
    days.retain(|known| known.day != day("2026-11-27"));
    session.take(Event::CalendarAnswered(number, Ok(days)));
    let booking = session.booking();
    assert_eq!(booking.notice, Some(Notice::DayNotOpen(day("2026-11-27"))));
    assert!(booking.is_fitted);
}

#[test]
fn a_link_to_a_party_that_the_experience_does_not_take_says_that_it_is_another() {
    for (asked, is_fitted) in [("9", true), ("3", false), ("", false)] {
        let mut session = Session::start(prefill("table", asked, "", ""));
        session.answer();
        assert_eq!(session.booking().is_fitted, is_fitted, "{asked}");
    }
}
