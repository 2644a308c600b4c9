//! Facts about days with nothing open, at a venue where guests can wait for a table.

use shared::venue::{Feature, Venue};

use super::*;

fn waitlist() -> Venue {
    let mut venue = venue();
    venue.features.push(Feature::Waitlist);
    venue
}

/// At the first step of such a venue, the month known.
fn at_find(given: Prefill) -> Session {
    let mut session = Session::start(given);
    session
        .take(Event::VenueAnswered(1, Ok(Box::new(waitlist()))))
        .answer();
    session
}

#[test]
fn a_full_day_can_be_chosen_and_its_times_are_shown() {
    let mut session = at_find(Prefill::default());
    session.take(Event::DayChosen(day("2026-11-24")));
    assert_eq!(session.booking().day, Some(day("2026-11-24")));
    assert!(session.effects.contains(&Effect::Focus(Focus::Times)));
    let number = session.asked_slots();
    session.take(Event::SlotsAnswered(number, Ok(slots_at(&[(1140, "full")]))));
    assert_eq!(session.booking().announcement, Some(Announcement::TimesFound(0)));
    session.take(Event::TimeChosen(minutes(1140)));
    assert_eq!(session.booking().minutes, None);
}

#[test]
fn a_closed_day_cannot_be_chosen_there_either() {
    let mut session = at_find(Prefill::default());
    session.take(Event::DayChosen(day("2026-11-23")));
    assert_eq!(session.booking().day, Some(day("2026-11-21")));
    let announcement = Announcement::DayNotOpen(day("2026-11-23"));
    assert_eq!(session.booking().announcement, Some(announcement));
}

#[test]
fn a_full_day_that_was_chosen_beforehand_stays_chosen() {
    let session = at_find(prefill("dinner", "3", "2026-11-24", ""));
    assert_eq!(session.booking().day, Some(day("2026-11-24")));
    assert_eq!(session.booking().notice, None);
    let closed = at_find(prefill("dinner", "3", "2026-11-23", ""));
    assert_eq!(closed.booking().day, Some(day("2026-11-25")));
}
