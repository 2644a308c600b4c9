//! Facts about sending a reservation and what each answer means.

use shared::id::AreaId;
use shared::locale::Language;
use shared::validation::{FieldCode, FieldError};

use super::*;

fn refused(number: u32, problem: Problem) -> Event {
    Event::ReservationAnswered(number, Err(Failure::Problem(Box::new(problem))))
}

#[test]
fn a_confirmed_booking_is_sent_once_and_its_answer_is_the_end() {
    let mut session = Session::at_review();
    session.take(Event::Confirmed(key(1)));
    let (number, sent) = session.sent();
    assert_eq!(sent, key(1));
    session.take(Event::Confirmed(key(2)));
    assert_eq!(session.effects, []);
    session.take(Event::ReservationAnswered(number, Ok(reservation())));
    assert!(matches!(session.booking().step, Step::Done(_)));
    let reserved = HostEvent::Reserved {
        experience: experience("dinner"),
        day: day("2026-11-27"),
        minutes: minutes(1140),
        attendees: party(2),
        status: shared::reservation::Status::Booked,
    };
    assert_eq!(
        session.effects,
        [
            Effect::Focus(Focus::Step),
            Effect::Emit(HostEvent::Step("done")),
            Effect::Emit(reserved)
        ]
    );
    session.take(Event::Confirmed(key(3)));
    assert_eq!(session.effects, []);
}

#[test]
fn what_is_sent_is_what_was_chosen_and_typed() {
    let (session, _) = Session::sending();
    let Effect::Reserve(_, _, request) = &session.effects[0] else {
        panic!("{:?}", session.effects);
    };
    assert_eq!(
        serde_json::to_value(request).unwrap(),
        serde_json::json!({
            "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2,
            "guest": { "firstName": "Ada", "lastName": "Muster", "email": "ada@example.com" },
            "notes": "Window, please", "locale": "en-GB",
        })
    );
}

#[test]
fn the_only_area_of_a_time_is_asked_for_and_not_named() {
    let mut session = Session::at_review();
    let Screen::Open(booking) = &mut session.state.screen else {
        panic!("no booking");
    };
    let mut few = slots();
    for slot in &mut few {
        slot.areas.truncate(1);
    }
    booking.slots = Answer::Known(few);
    assert_eq!(session.booking().named_area(), None);
    session.take(Event::Confirmed(key(1)));
    let Effect::Reserve(_, _, request) = &session.effects[0] else {
        panic!("{:?}", session.effects);
    };
    assert_eq!(request.area_id.as_ref().map(AreaId::as_str), Some("parlour"));
}

#[test]
fn the_chosen_area_is_named_and_asked_for() {
    let mut session = Session::at_filled();
    let garden = AreaId::parse("garden").unwrap();
    session.take(Event::AreaChosen(Some(garden.clone())));
    let named = session.booking().named_area();
    assert_eq!(named.map(|area| &area.id), Some(&garden));
    session.take(Event::Confirmed(key(1)));
    let Effect::Reserve(_, _, request) = &session.effects[0] else {
        panic!("{:?}", session.effects);
    };
    assert_eq!(request.area_id.as_ref(), Some(&garden));
}

#[test]
fn guests_are_written_to_in_the_language_they_read_though_the_venue_has_no_texts_in_it() {
    let language = Language::parse("fr-CH").unwrap();
    let mut session = Session::start_with(Setup {
        language: language.clone(),
        ..setup(Prefill::default())
    });
    session.answer();
    assert!(
        venue()
            .locales
            .iter()
            .all(|locale| locale.primary() != language.primary())
    );
    assert_eq!(session.booking().locale, language);
}

#[test]
fn a_lost_slot_leads_to_what_is_open_now_and_keeps_the_details() {
    let (mut session, number) = Session::sending();
    let mut problem = Problem::new(ProblemCode::SlotTaken);
    problem.alternatives = Some(slots_at(&[(1080, "open"), (1200, "open")]));
    session.take(refused(number, problem));
    let booking = session.booking();
    assert_eq!(booking.step, Step::Find);
    assert_eq!(booking.notice, Some(Notice::SlotLost(minutes(1140))));
    assert_eq!(booking.slots.known().map(Vec::len), Some(2));
    assert_eq!(booking.details.text(Field::LastName), "Muster");
    assert_eq!(session.effects[0], Effect::Focus(Focus::Notice));
    session.take(Event::TimeChosen(minutes(1200)));
    assert_eq!(session.booking().step, Step::Details);
    session.take(Event::Confirmed(key(2)));
    assert_eq!(session.sent().1, key(2));
}

#[test]
fn a_day_whose_last_slot_is_lost_is_full() {
    let (mut session, number) = Session::sending();
    let mut problem = Problem::new(ProblemCode::SlotTaken);
    problem.alternatives = Some(Vec::new());
    session.take(refused(number, problem));
    assert_eq!(
        session.booking().day_status(day("2026-11-27")),
        Some(DayStatus::Full)
    );
}

#[test]
fn a_lost_slot_without_alternatives_can_be_asked_about() {
    let (mut session, number) = Session::sending();
    session.take(refused(number, Problem::new(ProblemCode::SlotTaken)));
    session.take(Event::Retried(Question::Slots)).answer();
    assert!(session.booking().slots.known().is_some());
}

#[test]
fn an_unknown_outcome_is_asked_about_with_the_same_key_and_the_same_request() {
    for failure in [
        Failure::Offline,
        Failure::Unreadable(502),
        Failure::Unreadable(201),
        problem(ProblemCode::Internal),
        problem(ProblemCode::UpstreamTimeout),
        problem(ProblemCode::UpstreamFailed),
        problem(ProblemCode::IdempotencyInFlight),
    ] {
        let (mut session, number) = Session::sending();
        let first = session.effects.clone();
        session.take(Event::ReservationAnswered(number, Err(failure.clone())));
        assert!(
            matches!(session.booking().submission, Submission::Unsure(..)),
            "{failure:?}"
        );
        for event in [
            Event::WentBack,
            Event::ChangeWanted(Part::Party),
            Event::Typed(Field::LastName, "Other".to_owned()),
            Event::Refreshed,
        ] {
            session.take(event);
            assert_eq!(session.booking().step, Step::Review);
            assert_eq!(session.effects, []);
        }
        session.take(Event::Confirmed(key(2)));
        let (Effect::Reserve(_, one, request), Effect::Reserve(_, other, again)) =
            (&first[0], &session.effects[0])
        else {
            panic!("{:?}", session.effects);
        };
        assert_eq!((one, request), (other, again), "{failure:?}");
    }
}

#[test]
fn a_definite_refusal_gets_a_fresh_key_at_the_next_attempt() {
    for failure in [
        problem(ProblemCode::RateLimited),
        problem(ProblemCode::UpstreamUnavailable),
        problem(ProblemCode::BodyTooLarge),
        Failure::Unreadable(403),
    ] {
        let (mut session, number) = Session::sending();
        session.take(Event::ReservationAnswered(number, Err(failure.clone())));
        assert_eq!(session.booking().submission, Submission::Idle, "{failure:?}");
        assert_eq!(session.booking().notice, Some(Notice::Refused(failure)));
        assert_eq!(session.booking().step, Step::Review);
        session.take(Event::Confirmed(key(2)));
        assert_eq!(session.sent().1, key(2));
    }
}

#[test]
fn a_retry_turned_away_at_the_door_says_nothing_of_the_first_attempt() {
    for failure in [
        problem(ProblemCode::RateLimited),
        problem(ProblemCode::UpstreamUnavailable),
        Failure::Unreadable(403),
    ] {
        let (mut session, number) = Session::sending();
        session.take(Event::ReservationAnswered(number, Err(Failure::Offline)));
        session.take(Event::Confirmed(key(2)));
        let (number, _) = session.sent();
        session.take(Event::ReservationAnswered(number, Err(failure.clone())));
        assert!(
            matches!(session.booking().submission, Submission::Unsure(..)),
            "{failure:?}"
        );
        session.take(Event::Confirmed(key(3)));
        assert_eq!(session.sent().1, key(1));
    }
}

#[test]
fn a_retry_that_finds_the_slot_taken_settles_the_doubt() {
    let (mut session, number) = Session::sending();
    session.take(Event::ReservationAnswered(number, Err(Failure::Offline)));
    session.take(Event::Confirmed(key(2)));
    let (number, _) = session.sent();
    session.take(refused(number, Problem::new(ProblemCode::SlotTaken)));
    assert_eq!(session.booking().submission, Submission::Idle);
    assert_eq!(session.booking().step, Step::Find);
}

#[test]
fn faults_the_edge_finds_lead_to_their_fields() {
    for (pointer, code, step, focus) in [
        (
            "/guest/email",
            FieldCode::InvalidEmail,
            Step::Details,
            Focus::Faults,
        ),
        ("/notes", FieldCode::TooLong, Step::Details, Focus::Faults),
        ("/areaId", FieldCode::Unknown, Step::Details, Focus::Notice),
        ("/attendees", FieldCode::PartyTooLarge, Step::Find, Focus::Notice),
        ("/minutes", FieldCode::NotASlot, Step::Find, Focus::Notice),
        ("/day", FieldCode::BeyondHorizon, Step::Find, Focus::Notice),
        ("/price", FieldCode::UnknownField, Step::Review, Focus::Notice),
    ] {
        let (mut session, number) = Session::sending();
        session.take(refused(
            number,
            Problem::fields(vec![FieldError::new(pointer, code)]),
        ));
        assert_eq!(session.booking().step, step, "{pointer}");
        assert!(session.effects.contains(&Effect::Focus(focus)), "{pointer}");
        assert_eq!(session.booking().submission, Submission::Idle);
        if let Some(field) = Field::at(pointer) {
            assert_eq!(session.booking().details.fault(field), Some(code));
        }
        if step == Step::Find {
            assert_eq!(session.asked_calendar().1.from, day("2026-11-21"));
        }
    }
}

#[test]
fn a_late_answer_to_an_older_attempt_is_ignored() {
    let (mut session, first) = Session::sending();
    session.take(Event::ReservationAnswered(first, Err(Failure::Offline)));
    session.take(Event::Confirmed(key(2)));
    let before = session.state.clone();
    session.take(Event::ReservationAnswered(
        first,
        Err(problem(ProblemCode::SlotTaken)),
    ));
    assert_eq!(session.state, before);
}

#[test]
fn another_booking_keeps_the_guest_and_forgets_the_rest() {
    let (mut session, number) = Session::sending();
    session.take(Event::ReservationAnswered(number, Ok(reservation())));
    session.take(Event::BookAnother).answer();
    let booking = session.booking();
    assert_eq!((booking.day, booking.minutes), (Some(day("2026-11-21")), None));
    assert_eq!(booking.details.text(Field::LastName), "Muster");
    assert_eq!(booking.details.text(Field::Notes), "");
    assert_eq!(booking.step, Step::Find);
}

#[test]
fn a_time_that_costs_nothing_is_booked_from_the_details() {
    let mut session = Session::at_filled();
    session.take(Event::Continued);
    assert_eq!(session.booking().step, Step::Details);
    session.take(Event::Confirmed(key(1)));
    let (number, sent) = session.sent();
    assert_eq!(sent, key(1));
    for event in [Event::WentBack, Event::Typed(Field::LastName, "Other".to_owned())] {
        session.take(event);
        assert_eq!(session.booking().details.text(Field::LastName), "Muster");
        assert_eq!(session.booking().step, Step::Details);
    }
    session.take(Event::ReservationAnswered(number, Ok(reservation())));
    assert!(matches!(session.booking().step, Step::Done(_)));
}

#[test]
fn faulty_details_are_not_sent_and_their_faults_are_listed() {
    let mut session = Session::at_details();
    session.take(Event::Confirmed(key(1)));
    assert_eq!(session.effects, [Effect::Focus(Focus::Faults)]);
    assert_eq!(session.booking().details.faults.len(), 2);
    // A fault that the edge finds is listed without a change of step.
    let mut session = Session::at_filled();
    session.take(Event::Confirmed(key(2)));
    let (number, _) = session.sent();
    let error = FieldError::new("/guest/email", FieldCode::InvalidEmail);
    session.take(refused(number, Problem::fields(vec![error])));
    assert!(session.effects.contains(&Effect::Focus(Focus::Faults)));
    assert!(
        !session
            .effects
            .contains(&Effect::Emit(HostEvent::Step("details")))
    );
}

#[test]
fn a_time_with_a_payment_is_not_booked_before_it_was_reviewed() {
    let mut session = Session::at_review();
    session.take(Event::WentBack);
    session.take(Event::Confirmed(key(1)));
    assert_eq!(session.effects, []);
    assert_eq!(session.booking().step, Step::Details);
}
