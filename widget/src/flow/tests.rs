//! Facts about the way through a booking, up to the review.

mod after_midnight;
mod ahead;
mod extras;
mod submitting;
mod waiting;

use shared::availability::DayStatus;
use shared::problem::{Problem, ProblemCode};
use shared::validation::FieldCode;

use super::*;
use crate::test_support::booking::*;

fn prefill(experience: &str, attendees: &str, date: &str, time: &str) -> Prefill {
    Prefill::read(experience, attendees, date, time)
}

#[test]
fn the_default_experience_and_two_guests_are_chosen_and_the_month_is_asked_for_at_once() {
    let mut session = Session::start(Prefill::default());
    session.take(Event::VenueAnswered(1, Ok(Box::new(venue()))));
    assert_eq!(session.booking().experience.id, experience("dinner"));
    assert_eq!(session.booking().attendees, party(2));
    let (_, question) = session.asked_calendar();
    assert_eq!(
        (question.from, question.to),
        (day("2026-11-21"), day("2026-11-30"))
    );
    assert!(session.effects.contains(&Effect::Emit(HostEvent::Ready)));
}

#[test]
fn a_day_a_time_and_the_details_lead_to_the_review() {
    let mut session = Session::at_find();
    session.take(Event::DayChosen(day("2026-11-27")));
    assert!(session.effects.contains(&Effect::Focus(Focus::Times)));
    session.answer();
    assert_eq!(session.booking().announcement, Some(Announcement::TimesFound(3)));
    session.take(Event::TimeChosen(minutes(1140)));
    assert_eq!(session.booking().step, Step::Details);
    assert_eq!(session.effects[0], Effect::Focus(Focus::Step));
    assert_eq!(Session::at_review().booking().step, Step::Review);
}

#[test]
fn the_calendar_turns_by_itself_to_the_first_month_with_an_open_day_and_only_then() {
    let mut session = Session::start(Prefill::default());
    session.take(Event::VenueAnswered(1, Ok(Box::new(venue()))));
    let closed = |question: &CalendarQuestion| {
        let mut days = calendar(question);
        for day in &mut days {
            day.status = DayStatus::Closed;
        }
        days
    };
    let (number, question) = session.asked_calendar();
    session.take(Event::CalendarAnswered(number, Ok(closed(&question))));
    let (number, question) = session.asked_calendar();
    assert_eq!(session.booking().month, day("2026-12-01"));
    session.take(Event::CalendarAnswered(number, Ok(calendar(&question))));
    assert_eq!(session.booking().cursor, day("2026-12-01"));
    // It was asked for beforehand.
    let (number, question) = session.asked_calendar();
    session.take(Event::MonthTurned(1));
    session.take(Event::CalendarAnswered(number, Ok(closed(&question))));
    assert_eq!(session.booking().month, day("2027-01-01"));
}

#[test]
fn a_month_that_is_known_is_not_asked_for_again_and_the_horizon_is_the_end() {
    let mut session = Session::at_find();
    session.take(Event::MonthTurned(-1));
    assert_eq!(session.booking().month, day("2026-11-01"));
    for month in ["2026-12-01", "2027-01-01", "2027-02-01"] {
        session.take(Event::MonthTurned(1)).answer();
        assert_eq!(session.booking().month, day(month));
    }
    let last = session
        .booking()
        .months
        .days(day("2027-02-01"))
        .unwrap()
        .last()
        .unwrap()
        .day;
    assert_eq!(last, day("2027-02-19"));
    session.take(Event::MonthTurned(1));
    assert_eq!(session.booking().month, day("2027-02-01"));
    session.take(Event::MonthTurned(-3));
    assert_eq!(session.booking().month, day("2026-11-01"));
    assert!(session.effects.is_empty());
}

#[test]
fn the_cursor_moves_by_day_week_and_month_and_stays_within_what_can_be_booked() {
    let mut session = Session::at_find();
    for (cursor, expected) in [
        (Cursor::Days(-1), "2026-11-21"),
        (Cursor::Days(7), "2026-11-28"),
        (Cursor::WeekStart(0), "2026-11-23"),
        (Cursor::WeekEnd(0), "2026-11-29"),
        (Cursor::WeekStart(6), "2026-11-29"),
        (Cursor::WeekEnd(6), "2026-12-05"),
        (Cursor::WeekStart(5), "2026-12-05"),
        (Cursor::WeekStart(4), "2026-12-04"),
        (Cursor::Days(-4), "2026-11-30"),
        (Cursor::Months(2), "2027-01-30"),
        (Cursor::Months(1), "2027-02-19"),
        (Cursor::Months(12), "2027-02-19"),
        (Cursor::Months(-12), "2026-11-21"),
    ] {
        session.take(Event::CursorMoved(cursor));
        assert_eq!(session.booking().cursor, day(expected), "{cursor:?}");
        assert_eq!(session.booking().month, day(expected).first_of_month());
        let focus = Effect::Focus(Focus::Day(day(expected)));
        assert!(session.effects.contains(&focus), "{cursor:?}");
    }
}

#[test]
fn a_day_that_is_not_open_cannot_be_chosen_and_is_said_so() {
    let mut session = Session::at_find();
    session.take(Event::DayChosen(day("2026-11-24")));
    assert_eq!(session.booking().day, None);
    let announcement = Announcement::DayNotOpen(day("2026-11-24"));
    assert_eq!(session.booking().announcement, Some(announcement));
    assert_eq!(session.booking().cursor, day("2026-11-24"));
    session.take(Event::DayChosen(day("2026-12-24")));
    assert_eq!(session.booking().day, None);
}

#[test]
fn a_time_that_is_not_open_cannot_be_chosen() {
    let mut session = Session::at_times();
    for number in [1110, 1111] {
        session.take(Event::TimeChosen(minutes(number)));
        assert_eq!(
            (session.booking().minutes, &session.booking().step),
            (None, &Step::Find)
        );
    }
}

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
fn a_day_that_is_closed_for_another_party_is_let_go() {
    let mut session = Session::at_times();
    session.take(Event::PartyChosen(party(4)));
    let (number, question) = session.asked_calendar();
    let mut days = calendar(&question);
    days.retain(|known| known.day != day("2026-11-27"));
    session.take(Event::CalendarAnswered(number, Ok(days)));
    assert_eq!(session.booking().day, None);
    assert_eq!(session.booking().slots, Answer::NotRequested);
    assert_eq!(
        session.booking().notice,
        Some(Notice::DayNotOpen(day("2026-11-27")))
    );
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
fn a_late_answer_changes_nothing_that_is_shown() {
    let mut session = Session::at_times();
    session.take(Event::PartyChosen(party(4)));
    let (calendar_number, question) = session.asked_calendar();
    let slots_number = session.asked_slots();
    session.take(Event::PartyChosen(party(3)));
    let shown = |session: &Session| {
        let mut booking = session.booking().clone();
        booking.cache = availability_cache::AvailabilityCache::new(session.now);
        booking
    };
    let before = shown(&session);
    session.take(Event::CalendarAnswered(calendar_number, Ok(calendar(&question))));
    session.take(Event::SlotsAnswered(slots_number, Ok(slots())));
    session.take(Event::VenueAnswered(1, Ok(Box::new(venue()))));
    assert_eq!(shown(&session), before);
    assert_eq!(session.effects, []);
}

#[test]
fn every_question_that_fails_can_be_asked_again() {
    let mut session = Session::start(Prefill::default());
    session.take(Event::VenueAnswered(1, Err(Failure::Offline)));
    assert_eq!(session.state.screen, Screen::Unavailable(Failure::Offline));
    assert_eq!(session.effects, [Effect::Emit(HostEvent::Error("offline"))]);
    session.take(Event::Retried(Question::Venue));
    let Effect::AskVenue(number, _) = session.effects[0] else {
        panic!("{:?}", session.effects);
    };
    session.take(Event::VenueAnswered(number, Ok(Box::new(venue()))));
    let (number, _) = session.asked_calendar();
    session.take(Event::CalendarAnswered(
        number,
        Err(problem(ProblemCode::UpstreamTimeout)),
    ));
    assert!(matches!(
        session.booking().months.get(day("2026-11-01")),
        Some(Answer::Failed(_))
    ));
    session.take(Event::Retried(Question::Calendar));
    // The button that was pressed is gone, so the focus goes to what it was about.
    assert!(session.effects.contains(&Effect::Focus(Focus::Part(Part::Day))));
    session.answer();
    session.take(Event::DayChosen(day("2026-11-27")));
    let number = session.asked_slots();
    session.take(Event::SlotsAnswered(number, Err(Failure::Unreadable(502))));
    assert!(matches!(session.booking().slots, Answer::Failed(_)));
    session.take(Event::Retried(Question::Slots));
    assert!(session.effects.contains(&Effect::Focus(Focus::Times)));
    session.answer();
    assert!(session.booking().slots.known().is_some());
}

#[test]
fn a_venue_with_nothing_to_book_says_so() {
    let mut session = Session::start(Prefill::default());
    let mut empty = venue();
    empty.experiences.clear();
    session.take(Event::VenueAnswered(1, Ok(Box::new(empty))));
    assert!(matches!(session.state.screen, Screen::NothingOffered(_)));
}

#[test]
fn a_complete_prefill_leads_to_the_details_without_taking_the_focus() {
    let mut session = Session::start(prefill("dinner", "3", "2026-12-02", "19:00"));
    session.take(Event::VenueAnswered(1, Ok(Box::new(venue()))));
    let number = session.asked_slots();
    session.take(Event::SlotsAnswered(number, Ok(slots())));
    assert_eq!(session.booking().step, Step::Details);
    assert_eq!(session.effects, [Effect::Emit(HostEvent::Step("details"))]);
}

#[test]
fn a_prefill_that_cannot_be_had_leaves_the_guest_at_the_first_step_with_a_word() {
    for (given, expected) in [
        (
            prefill("dinner", "3", "2026-12-02", "18:30"),
            Some(Notice::TimeNotOpen(minutes(1110))),
        ),
        (
            prefill("dinner", "3", "2026-11-24", ""),
            Some(Notice::DayNotOpen(day("2026-11-24"))),
        ),
        (prefill("dinner", "3", "2030-01-01", "19:00"), None),
        (prefill("gone", "3", "2026-12-02", "19:00"), None),
        (prefill("table", "9", "2026-12-02", "19:00"), None),
        (prefill("", "", "2026-12-02", "19:00"), None),
    ] {
        let mut session = Session::start(given.clone());
        session.answer();
        assert_eq!(session.booking().step, Step::Find, "{given:?}");
        assert_eq!(session.booking().notice, expected, "{given:?}");
    }
}

#[test]
fn going_back_loses_nothing() {
    let mut session = Session::at_review();
    session.take(Event::WentBack);
    assert_eq!(session.booking().step, Step::Details);
    session.take(Event::ChangeWanted(Part::Party));
    assert_eq!(session.effects[0], Effect::Focus(Focus::Part(Part::Party)));
    session.take(Event::PartyChosen(party(3))).answer();
    assert_eq!(session.booking().details.text(Field::LastName), "Muster");
    assert_eq!(session.booking().details.text(Field::Notes), "Window, please");
    session.take(Event::TimeChosen(minutes(1200)));
    assert_eq!(session.booking().step, Step::Review);
}

#[test]
fn faults_show_when_a_filled_field_is_left_and_go_when_mended() {
    let mut session = Session::at_details();
    session.take(Event::FieldLeft(Field::Email));
    assert_eq!(session.booking().details.faults, []);
    session.take(Event::Typed(Field::Email, "ada@".to_owned()));
    assert_eq!(session.booking().details.faults, []);
    session.take(Event::FieldLeft(Field::Email));
    assert_eq!(
        session.booking().details.fault(Field::Email),
        Some(FieldCode::InvalidEmail)
    );
    session.take(Event::Typed(Field::Email, "ada@example.com".to_owned()));
    assert_eq!(session.booking().details.faults, []);
}

#[test]
fn going_on_lists_every_fault_in_order_and_puts_the_focus_there() {
    let mut session = Session::at_details();
    session
        .take(Event::Typed(Field::LastName, "x".repeat(10_000)))
        .take(Event::Typed(Field::Phone, "call me".to_owned()))
        .take(Event::Continued);
    let faults: Vec<_> = session
        .booking()
        .details
        .faults
        .iter()
        .map(|fault| (fault.field, fault.code))
        .collect();
    assert_eq!(
        faults,
        [
            (Field::LastName, FieldCode::TooLong),
            (Field::Email, FieldCode::Required),
            (Field::Phone, FieldCode::InvalidPhone),
        ]
    );
    assert_eq!(session.effects, [Effect::Focus(Focus::Faults)]);
    session.take(Event::FieldWanted(Field::Phone));
    assert_eq!(session.effects, [Effect::Focus(Focus::Field(Field::Phone))]);
}

#[test]
fn fields_the_venue_does_not_ask_for_are_not_sent() {
    let mut session = Session::at_review();
    let Screen::Open(booking) = &mut session.state.screen else {
        panic!("no booking");
    };
    let mut quiet = venue();
    quiet.guest_fields.email = shared::venue::FieldRequirement::Hidden;
    quiet.features.clear();
    quiet.policies.marketing_consent = false;
    booking.venue = std::sync::Arc::new(quiet);
    booking.details.consent = true;
    session.take(Event::Confirmed(key(1)));
    let Effect::Reserve(_, _, request) = &session.effects[0] else {
        panic!("{:?}", session.effects);
    };
    assert_eq!((&request.guest.email, &request.notes), (&None, &None));
    assert!(!request.marketing_consent);
}

#[test]
fn an_area_is_kept_as_long_as_it_is_offered() {
    let mut session = Session::at_details();
    let garden = shared::id::AreaId::parse("garden").unwrap();
    session.take(Event::AreaChosen(Some(garden.clone())));
    assert_eq!(session.booking().area, Some(garden.clone()));
    session.take(Event::AreaChosen(Some(
        shared::id::AreaId::parse("roof").unwrap(),
    )));
    assert_eq!(session.booking().area, None);
    session
        .take(Event::AreaChosen(Some(garden)))
        .take(Event::WentBack);
    session.take(Event::PartyChosen(party(5)));
    let number = session.asked_slots();
    let mut without = slots();
    for slot in &mut without {
        slot.areas.truncate(1);
    }
    session.take(Event::SlotsAnswered(number, Ok(without)));
    assert_eq!(session.booking().area, None);
}

#[test]
fn refreshing_asks_again_where_times_are_chosen_and_leaves_the_later_steps_alone() {
    let mut session = Session::at_details();
    session.take(Event::Refreshed);
    assert_eq!(session.effects, []);
    session.take(Event::WentBack).take(Event::Refreshed);
    let number = session.asked_slots();
    session.take(Event::SlotsAnswered(number, Ok(slots_at(&[(1200, "open")]))));
    assert_eq!(session.booking().notice, Some(Notice::TimeNotOpen(minutes(1140))));
}
