//! Facts about making an entry, and what each answer leads to.

use super::*;

#[test]
fn the_whole_service_is_wanted_but_no_time_that_cannot_come_free() {
    let session = Session::at_form();
    let form = session.form();
    assert_eq!(form.times, [minutes(1080), minutes(1110), minutes(1140)]);
    assert_eq!((form.from, form.to), (minutes(1080), minutes(1140)));
}

/// The form's times where the guest came by the link beside this one, of a day with full and open times.
fn times_beside(time: Option<i64>) -> Vec<u16> {
    let slots = [
        (1050, "full"),
        (1065, "full"),
        (1080, "open"),
        (1095, "full"),
        (1110, "full"),
        (1125, "open"),
        (1140, "full"),
        (1155, "open"),
    ];
    let choice = Prefill {
        minutes: time.map(minutes),
        ..choice()
    };
    let mut session = Session::start(choice, None);
    session
        .take(Event::VenueAnswered(1, Ok(Box::new(venue()))))
        .take(Event::SlotsAnswered(1, Ok(slots_at(&slots))));
    let form = session.form();
    assert_eq!(
        (Some(&form.from), Some(&form.to)),
        (form.times.first(), form.times.last())
    );
    form.times.iter().map(|time| time.get()).collect()
}

#[test]
fn the_window_is_the_run_of_full_times_whose_link_was_followed() {
    assert_eq!(times_beside(Some(1065)), [1050, 1065]);
    assert_eq!(times_beside(Some(1095)), [1095, 1110]);
    assert_eq!(times_beside(Some(1140)), [1140]);
    assert_eq!(times_beside(None), [1050, 1065]);
    // A time that is open by now, and one after the last.
    assert_eq!(times_beside(Some(1080)), [1095, 1110]);
    assert_eq!(times_beside(Some(1200)), [1140]);
}

#[test]
fn an_open_time_beside_the_window_cannot_be_chosen() {
    let mut slots = full();
    slots.extend(slots_at(&[(1155, "open"), (1170, "full")]));
    let mut session = Session::start(choice(), None);
    session
        .take(Event::VenueAnswered(1, Ok(Box::new(venue()))))
        .take(Event::SlotsAnswered(1, Ok(slots)))
        .take(Event::ToChosen(minutes(1155)))
        .take(Event::ToChosen(minutes(1170)));
    assert_eq!(
        (session.form().from, session.form().to),
        (minutes(1080), minutes(1140))
    );
}

#[test]
fn the_latest_time_is_never_before_the_earliest() {
    let mut session = Session::at_form();
    session.take(Event::ToChosen(minutes(1080)));
    session.take(Event::FromChosen(minutes(1110)));
    assert_eq!(
        (session.form().from, session.form().to),
        (minutes(1110), minutes(1110))
    );
    session.take(Event::ToChosen(minutes(1080)));
    assert_eq!(
        (session.form().from, session.form().to),
        (minutes(1080), minutes(1080))
    );
    session.take(Event::FromChosen(minutes(1095)));
    assert_eq!(session.form().from, minutes(1080), "only the day's own times");
}

#[test]
fn what_is_sent_is_what_was_chosen_and_typed() {
    let mut session = Session::ready();
    session
        .types(Field::Phone, "0660 5512234")
        .types(Field::Notes, "never asked for")
        .take(Event::FromChosen(minutes(1110)))
        .take(Event::Confirmed(key(1)));
    let Effect::Submit(_, sent, request) = &session.effects[0] else {
        panic!("{:?}", session.effects);
    };
    assert_eq!(*sent, key(1));
    assert_eq!(
        serde_json::to_value(request).unwrap(),
        json!({
            "experienceId": "dinner", "day": "2026-11-24", "from": 1110, "to": 1140, "attendees": 2, "locale": "en",
            "guest": { "lastName": "Muster", "email": "ada@example.com", "phone": "+436605512234" },
        })
    );
}

#[test]
fn an_entry_needs_an_address_even_where_bookings_need_none() {
    let mut venue = venue();
    venue.guest_fields.email = shared::venue::FieldRequirement::Hidden;
    venue.guest_fields.phone = shared::venue::FieldRequirement::Required;
    let mut session = Session::start(choice(), None);
    session
        .take(Event::VenueAnswered(1, Ok(Box::new(venue))))
        .take(Event::SlotsAnswered(1, Ok(full())))
        .take(Event::Confirmed(key(1)));
    let faulty: Vec<_> = session
        .form()
        .details
        .faults
        .iter()
        .map(|fault| fault.field)
        .collect();
    assert_eq!(faulty, [Field::LastName, Field::Email, Field::Phone]);
    assert_eq!(session.effects, [Effect::Focus(Focus::Faults)]);
    session.take(Event::Details(flow::Event::FieldWanted(Field::Email)));
    assert_eq!(session.effects, [Effect::Focus(Focus::Field(Field::Email))]);
}

#[test]
fn an_entry_that_was_left_is_shown_with_the_right_to_withdraw_it() {
    let (mut session, number) = Session::sending();
    session.take(Event::Submitted(number, Ok(Box::new(left()))));
    assert!(session.entry().is_new);
    assert_eq!(session.entry().known.entry_token, None);
    assert!(session.focuses(Focus::Step));
    session.take(Event::WithdrawWanted).take(Event::WithdrawConfirmed);
    assert_eq!(
        session.effects,
        [Effect::Withdraw(
            session.number(),
            Link::read("w1.secret").unwrap()
        )]
    );
}

#[test]
fn a_double_click_leaves_one_entry() {
    let (mut session, _) = Session::sending();
    session.take(Event::Confirmed(key(2)));
    assert_eq!(session.effects, []);
}

#[test]
fn an_unknown_outcome_is_asked_about_with_the_same_key_and_the_same_request() {
    for failure in [
        Failure::Offline,
        Failure::Unreadable(502),
        problem(ProblemCode::Internal),
        problem(ProblemCode::IdempotencyInFlight),
    ] {
        let (mut session, number) = Session::sending();
        let first = session.effects.clone();
        session.take(Event::Submitted(number, Err(failure.clone())));
        assert!(
            matches!(session.form().submission, Submission::Unsure(..)),
            "{failure:?}"
        );
        assert!(session.focuses(Focus::Notice));
        for event in [
            Event::FromChosen(minutes(1110)),
            Event::Details(flow::Event::Typed(Field::LastName, "Other".to_owned())),
            Event::Refreshed,
        ] {
            session.take(event);
            assert_eq!(session.effects, []);
        }
        session.take(Event::Confirmed(key(9)));
        let (Effect::Submit(_, key, request), Effect::Submit(_, first_key, first)) =
            (&session.effects[0], &first[0])
        else {
            panic!("{:?}", session.effects);
        };
        assert_eq!((key, request), (first_key, first));
    }
}

#[test]
fn an_entry_without_a_right_to_it_is_asked_about_again() {
    let (mut session, number) = Session::sending();
    session.take(Event::Submitted(number, Ok(Box::new(entry("waiting")))));
    assert!(matches!(session.form().submission, Submission::Unsure(..)));
}

#[test]
fn an_entry_that_need_not_wait_shows_the_open_times() {
    let (mut session, number) = Session::sending();
    let mut open = Problem::new(ProblemCode::SlotOpen);
    open.alternatives = Some(slots_at(&[(1110, "open")]));
    session.take(Event::Submitted(number, Err(Failure::Problem(Box::new(open)))));
    assert_eq!(session.form().refused, Some(Refused::Open(vec![minutes(1110)])));
    assert!(session.focuses(Focus::Notice));
    session.take(Event::Confirmed(key(2)));
    assert_eq!(session.sent().1, key(2));
}

#[test]
fn a_refusal_that_comes_after_the_key_was_looked_up_says_that_no_entry_was_left() {
    for code in [
        ProblemCode::SlotOpen,
        ProblemCode::TooManyEntries,
        ProblemCode::WaitlistFull,
        ProblemCode::ValidationFailed,
    ] {
        let (mut session, number) = Session::sending();
        session.take(Event::Submitted(number, Err(Failure::Offline)));
        session.take(Event::Confirmed(key(2)));
        let number = session.sent().0;
        session.take(Event::Submitted(number, Err(problem(code))));
        assert_eq!(session.form().submission, Submission::Idle, "{code:?}");
    }
}

#[test]
fn a_refusal_after_a_doubt_says_nothing_of_the_first_try() {
    let (mut session, number) = Session::sending();
    session.take(Event::Submitted(number, Err(Failure::Offline)));
    session.take(Event::Confirmed(key(2)));
    let number = session.sent().0;
    session.take(Event::Submitted(number, Err(problem(ProblemCode::RateLimited))));
    session.take(Event::Confirmed(key(3)));
    assert_eq!(session.sent().1, key(1));
}

#[test]
fn faults_that_the_edge_finds_lead_to_their_fields_and_others_to_a_notice() {
    let found = |pointer: &str| {
        let error = shared::validation::FieldError::new(pointer, shared::validation::FieldCode::Invalid);
        Failure::Problem(Box::new(Problem::fields(vec![error])))
    };
    let (mut session, number) = Session::sending();
    session.take(Event::Submitted(number, Err(found("/guest/email"))));
    assert_eq!(session.form().details.faults[0].field, Field::Email);
    assert!(session.focuses(Focus::Faults));
    let (mut session, number) = Session::sending();
    session.take(Event::Submitted(number, Err(found("/from"))));
    assert_eq!(session.form().refused, Some(Refused::NotPossible));
    assert!(session.focuses(Focus::Notice));
    let (mut session, number) = Session::sending();
    session.take(Event::Submitted(
        number,
        Err(problem(ProblemCode::TooManyEntries)),
    ));
    assert_eq!(session.form().refused, Some(Refused::TooMany));
}
