//! Facts about what is asked beforehand, what is shown again without a question, and how few taps it takes.

use shared::time::{Day, Instant};

use super::*;

fn asked(session: &Session) -> Vec<String> {
    session
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::AskCalendar(_, question) => {
                Some(format!("{} for {}", question.from, question.attendees.get()))
            }
            Effect::AskSlots(_, question) => Some(format!(
                "times of {} for {}",
                question.day,
                question.attendees.get()
            )),
            _ => None,
        })
        .collect()
}

/// The number of a question of the last event.
fn number(session: &Session, index: usize) -> u32 {
    let numbers: Vec<_> = session
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::AskCalendar(number, _) | Effect::AskSlots(number, _) => Some(*number),
            _ => None,
        })
        .collect();
    numbers[index]
}

fn at(session: &mut Session, seconds: i64) {
    session.now = Instant::from_unix(seconds);
}

/// At the first step, the month known and what comes next on its way.
fn looking_ahead() -> Session {
    let mut session = Session::start(Prefill::default());
    session.take(Event::VenueAnswered(1, Ok(Box::new(venue()))));
    assert_eq!(asked(&session), ["2026-11-21 for 2"]);
    let (number, question) = session.asked_calendar();
    session.take(Event::CalendarAnswered(number, Ok(calendar(&question))));
    session
}

#[test]
fn the_first_open_days_times_are_asked_with_the_next_month_behind_them() {
    let session = looking_ahead();
    assert_eq!(asked(&session), ["times of 2026-11-21 for 2", "2026-12-01 for 2"]);
    assert_eq!(session.booking().day, Some(day("2026-11-21")));
}

#[test]
fn what_was_asked_beforehand_is_there_without_a_wait() {
    let mut session = looking_ahead();
    session.answer();
    assert_eq!(session.booking().slots, Answer::Known(slots()));
    assert_eq!(session.booking().announcement, Some(Announcement::TimesFound(3)));
    session.take(Event::MonthTurned(1));
    assert!(session.booking().months.days(day("2026-12-01")).is_some());
    assert_eq!(asked(&session), ["2027-01-01 for 2"]);
}

#[test]
fn what_is_on_its_way_is_waited_for_and_not_asked_twice() {
    let mut session = looking_ahead();
    let number = number(&session, 0);
    session
        .take(Event::PartyChosen(party(3)))
        .take(Event::PartyChosen(party(2)));
    assert_eq!(asked(&session), [""; 0]);
    assert_eq!(session.booking().slots, Answer::Requested(number));
    session.take(Event::SlotsAnswered(number, Ok(slots())));
    assert_eq!(session.booking().slots, Answer::Known(slots()));
}

#[test]
fn a_failed_look_ahead_is_not_shown_and_not_repeated() {
    let mut session = looking_ahead();
    let month = number(&session, 1);
    session.take(Event::CalendarAnswered(month, Err(Failure::Offline)));
    assert_eq!(session.effects, []);
    assert_eq!(session.booking().announcement, None);
    // What the guest wants is asked again.
    session.take(Event::MonthTurned(1));
    assert_eq!(asked(&session), ["2026-12-01 for 2"]);
}

#[test]
fn going_back_to_an_earlier_choice_is_instant() {
    let mut session = Session::at_times();
    let before = session.booking().clone();
    session.take(Event::PartyChosen(party(4))).answer();
    session.take(Event::PartyChosen(party(2)));
    assert_eq!(asked(&session), [""; 0]);
    assert_eq!(
        session.booking().months.days(day("2026-11-01")),
        before.months.days(day("2026-11-01"))
    );
    assert_eq!(
        (&session.booking().day, &session.booking().slots),
        (&before.day, &before.slots)
    );
    session.take(Event::DayChosen(day("2026-11-28"))).answer();
    session.take(Event::DayChosen(day("2026-11-27")));
    assert_eq!(asked(&session), [""; 0]);
    assert_eq!(session.booking().slots, before.slots);
}

#[test]
fn an_old_answer_is_shown_at_once_and_asked_again_behind_it() {
    let mut session = Session::at_times();
    session.take(Event::DayChosen(day("2026-11-28"))).answer();
    at(&mut session, 29);
    session.take(Event::DayChosen(day("2026-11-27")));
    assert_eq!(asked(&session), [""; 0]);
    at(&mut session, 31);
    session.take(Event::DayChosen(day("2026-11-28")));
    assert_eq!(asked(&session), ["times of 2026-11-28 for 2"]);
    assert_eq!(session.booking().slots, Answer::Known(slots()));
    let announcement = session.booking().announcement.clone();
    let newer = slots_at(&[(1080, "open")]);
    let number = number(&session, 0);
    session.take(Event::SlotsAnswered(number, Ok(newer.clone())));
    assert_eq!(session.booking().slots, Answer::Known(newer));
    assert_eq!(
        session.booking().announcement,
        announcement,
        "nothing new is read out"
    );
}

#[test]
fn a_renewal_that_fails_leaves_what_was_known() {
    let mut session = Session::at_times();
    session.take(Event::DayChosen(day("2026-11-28"))).answer();
    at(&mut session, 100);
    session.take(Event::DayChosen(day("2026-11-27")));
    let number = number(&session, 0);
    session.take(Event::SlotsAnswered(number, Err(Failure::Offline)));
    assert_eq!(session.booking().slots, Answer::Known(slots()));
    assert_eq!(session.effects, []);
}

#[test]
fn a_time_that_has_gone_meanwhile_is_let_go_when_the_guest_comes_back() {
    let mut session = Session::at_details();
    at(&mut session, 600);
    session.take(Event::WentBack);
    assert_eq!(asked(&session), ["2026-11-21 for 2", "times of 2026-11-27 for 2"]);
    assert_eq!(session.booking().minutes, Some(minutes(1140)));
    let number = number(&session, 1);
    session.take(Event::SlotsAnswered(number, Ok(slots_at(&[(1200, "open")]))));
    assert_eq!(session.booking().minutes, None);
    assert_eq!(session.booking().notice, Some(Notice::TimeNotOpen(minutes(1140))));
}

#[test]
fn nothing_is_taken_from_under_the_guests_hands_in_the_later_steps() {
    let mut session = Session::at_times();
    session.take(Event::DayChosen(day("2026-11-28"))).answer();
    at(&mut session, 100);
    session.take(Event::DayChosen(day("2026-11-27")));
    let number = number(&session, 0);
    session.take(Event::TimeChosen(minutes(1140)));
    let before = session.booking().clone();
    session.take(Event::SlotsAnswered(number, Ok(slots_at(&[(1200, "open")]))));
    assert_eq!(session.booking().slots, before.slots);
    assert_eq!(session.booking().notice, None);
    // It is honest as soon as the guest looks at the times again.
    session.take(Event::WentBack);
    assert_eq!(session.booking().notice, Some(Notice::TimeNotOpen(minutes(1140))));
}

#[test]
fn a_lost_slot_makes_all_that_was_known_old() {
    let (mut session, number) = Session::sending();
    let mut taken = Problem::new(ProblemCode::SlotTaken);
    taken.alternatives = Some(slots_at(&[(1200, "open")]));
    session.take(Event::ReservationAnswered(
        number,
        Err(Failure::Problem(Box::new(taken))),
    ));
    session.take(Event::DayChosen(day("2026-11-28")));
    assert_eq!(asked(&session), ["times of 2026-11-28 for 2"]);
    session.answer();
    session.take(Event::DayChosen(day("2026-11-27")));
    assert_eq!(
        session.booking().slots,
        Answer::Known(slots_at(&[(1200, "open")]))
    );
}

#[test]
fn a_refresh_forgets_what_was_asked_before() {
    let mut session = looking_ahead();
    let times = number(&session, 0);
    session.take(Event::Refreshed);
    assert_eq!(asked(&session), ["2026-11-21 for 2", "times of 2026-11-21 for 2"]);
    session.take(Event::SlotsAnswered(times, Ok(slots())));
    assert!(matches!(session.booking().slots, Answer::Requested(_)));
    session.take(Event::Refreshed);
    let (number, question) = session.asked_calendar();
    session.take(Event::CalendarAnswered(number, Ok(calendar(&question))));
    assert_eq!(asked(&session), ["2026-12-01 for 2"]);
}

#[test]
fn two_taps_and_one_form_are_enough_and_three_for_another_day() {
    let book = |prefill: Prefill, day: Option<Day>| {
        let mut session = Session::start(prefill);
        session.answer();
        let mut taps = 0;
        let mut tap = |session: &mut Session, event: Event| {
            session.take(event).answer();
            taps += 1;
        };
        if let Some(day) = day {
            tap(&mut session, Event::DayChosen(day));
        }
        tap(&mut session, Event::TimeChosen(minutes(1140)));
        for (field, text) in [(Field::LastName, "Muster"), (Field::Email, "ada@example.com")] {
            session.take(Event::Typed(field, text.to_owned()));
        }
        tap(&mut session, Event::Confirmed(key(1)));
        assert!(matches!(session.booking().step, Step::Done(_)));
        taps
    };
    assert_eq!(book(Prefill::default(), None), 2);
    assert_eq!(book(Prefill::default(), Some(day("2026-11-27"))), 3);
}
