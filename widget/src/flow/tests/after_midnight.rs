//! Facts about the minutes after midnight, in which times of the evening before are still open.

use shared::venue::Venue;

use super::*;

/// Two minutes past midnight of the venue's `today`: times of the day before are ahead.
fn night(today: &str, first: &str) -> Venue {
    Venue {
        today: day(today),
        first_day: day(first),
        ..venue()
    }
}

fn session(given: Prefill, venue: Venue) -> Session {
    let mut session = Session::start(given);
    session
        .take(Event::VenueAnswered(1, Ok(Box::new(venue))))
        .answer();
    session
}

#[test]
fn the_evening_before_is_asked_for_and_can_be_booked() {
    let night = || night("2026-11-22", "2026-11-21");
    let mut asking = Session::start(Prefill::default());
    asking.take(Event::VenueAnswered(1, Ok(Box::new(night()))));
    let (_, question) = asking.asked_calendar();
    assert_eq!(question.from, day("2026-11-21"));
    let mut session = session(Prefill::default(), night());
    assert_eq!(session.booking().cursor, day("2026-11-21"));
    session.take(Event::DayChosen(day("2026-11-21"))).answer();
    session.take(Event::TimeChosen(minutes(1140)));
    assert_eq!(session.booking().step, Step::Details);
}

#[test]
fn the_cursor_goes_back_to_the_evening_before_and_no_further() {
    let mut session = session(Prefill::default(), night("2026-11-22", "2026-11-21"));
    for _ in 0..3 {
        session.take(Event::CursorMoved(Cursor::Days(-1))).answer();
    }
    assert_eq!(session.booking().cursor, day("2026-11-21"));
    assert!(!session.booking().is_bookable(day("2026-11-20")));
}

#[test]
fn an_evening_of_last_month_is_shown_with_its_month() {
    let mut session = session(Prefill::default(), night("2026-12-01", "2026-11-30"));
    assert_eq!(session.booking().month_after(-1), Some(day("2026-11-01")));
    session.take(Event::MonthTurned(-1)).answer();
    let days = session.booking().months.days(day("2026-11-01")).unwrap();
    assert_eq!(days.first().unwrap().day, day("2026-11-30"));
    // Mondays are closed, so the calendar had turned by itself.
    session.take(Event::MonthTurned(1));
    assert_eq!(session.booking().month, day("2026-12-01"));
}

#[test]
fn what_is_chosen_beforehand_stays_chosen_after_midnight() {
    let session = session(
        prefill("dinner", "2", "2026-11-21", ""),
        night("2026-11-22", "2026-11-21"),
    );
    assert_eq!(session.booking().day, Some(day("2026-11-21")));
    assert_eq!(session.booking().notice, None);
}

#[test]
fn the_last_day_counts_from_today() {
    let session = session(Prefill::default(), night("2026-11-22", "2026-11-21"));
    assert_eq!(session.booking().last_day(), day("2027-02-20"));
}
