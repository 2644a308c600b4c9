//! Facts about sending an order and what each answer means.

use super::*;

#[test]
fn what_is_sent_is_what_was_chosen_and_typed() {
    let (session, _) = Session::sending();
    let Effect::Order(_, sent, request) = &session.effects[0] else {
        panic!("{:?}", session.effects);
    };
    assert_eq!(*sent, key(1));
    assert_eq!(
        serde_json::to_value(request).unwrap(),
        json!({
            "templateId": "branch", "amount": { "amount": 5_000, "currency": "EUR" },
            "purchaser": { "name": "Ada Muster", "email": "ada@example.com" },
            "recipient": { "name": "Grete", "email": "grete@example.com" },
            "message": "Happy birthday!", "locale": "en",
        })
    );
}

#[test]
fn a_card_for_oneself_has_no_address_that_was_typed_before() {
    let mut session = Session::at_review();
    session
        .take(Event::WentBack)
        .take(Event::ToChosen(SendTo::Me))
        .take(Event::WhenChosen(SendWhen::OnDay))
        .types(Field::Day, "2026-12-24")
        .types(Field::RecipientName, " ")
        .take(Event::Continued)
        .take(Event::Confirmed(key(1)));
    let Effect::Order(_, _, request) = &session.effects[0] else {
        panic!("{:?}", session.effects);
    };
    assert_eq!(request.recipient, None);
    assert_eq!(
        request.deliver_on.map(|day| day.to_string()).as_deref(),
        Some("2026-12-24")
    );
}

#[test]
fn a_double_click_orders_once() {
    let (mut session, number) = Session::sending();
    session.take(Event::Confirmed(key(2)));
    assert_eq!(session.effects, []);
    session.take(Event::Ordered(number, Ok(ordered("payment_pending"))));
    assert_eq!(session.shop().section, Section::Order);
    session.take(Event::Confirmed(key(3)));
    assert_eq!(session.effects, []);
}

#[test]
fn an_unknown_outcome_is_asked_about_with_the_same_key_and_the_same_request() {
    for failure in [
        Failure::Offline,
        Failure::Unreadable(502),
        Failure::Unreadable(201),
        problem(ProblemCode::Internal),
        problem(ProblemCode::UpstreamTimeout),
        problem(ProblemCode::IdempotencyInFlight),
    ] {
        let (mut session, number) = Session::sending();
        let first = session.effects.clone();
        session.take(Event::Ordered(number, Err(failure.clone())));
        assert!(
            matches!(session.shop().submission, Submission::Unsure(..)),
            "{failure:?}"
        );
        assert_eq!(session.effects[0], Effect::Focus(Focus::Notice));
        for event in [
            Event::WentBack,
            Event::ChangeWanted(Step::Design),
            Event::Typed(Field::PurchaserName, "Other".to_owned()),
            Event::BalanceWanted,
            Event::Refreshed,
        ] {
            session.take(event);
            assert_eq!(
                (session.shop().step, session.shop().section),
                (Step::Review, Section::Purchase)
            );
            assert_eq!(session.effects, []);
        }
        session.take(Event::Confirmed(key(9)));
        let (Effect::Order(_, key, request), Effect::Order(_, first_key, first)) =
            (&session.effects[0], &first[0])
        else {
            panic!("{:?}", session.effects);
        };
        assert_eq!((key, request), (first_key, first));
    }
}

#[test]
fn a_refusal_is_shown_and_the_next_try_has_a_key_of_its_own() {
    let (mut session, number) = Session::sending();
    session.take(Event::Ordered(number, Err(problem(ProblemCode::RateLimited))));
    assert_eq!(
        session.shop().notice,
        Some(Notice::Refused(problem(ProblemCode::RateLimited)))
    );
    assert_eq!(session.effects[0], Effect::Focus(Focus::Notice));
    assert_eq!(session.draft().text(Field::PurchaserEmail), "ada@example.com");
    session.take(Event::Confirmed(key(2)));
    assert_eq!(session.sent().1, key(2));
}

#[test]
fn a_refusal_after_a_doubt_says_nothing_of_the_first_try() {
    let (mut session, number) = Session::sending();
    session.take(Event::Ordered(number, Err(Failure::Offline)));
    session.take(Event::Confirmed(key(2)));
    let number = session.sent().0;
    session.take(Event::Ordered(number, Err(problem(ProblemCode::RateLimited))));
    session.take(Event::Confirmed(key(3)));
    assert_eq!(session.sent().1, key(1));
}

#[test]
fn faulty_fields_lead_to_the_first_step_that_has_one() {
    let (mut session, number) = Session::sending();
    let failure = refusal(&[
        ("/purchaser/email", FieldCode::InvalidEmail),
        ("/message", FieldCode::TooLong),
    ]);
    session.take(Event::Ordered(number, Err(failure)));
    assert_eq!(session.shop().step, Step::Design);
    assert_eq!(session.effects[0], Effect::Focus(Focus::Faults));
    assert_eq!(
        session.draft().fault(Field::Message),
        Some(Fault::Code(FieldCode::TooLong))
    );
    assert_eq!(session.draft().text(Field::Message), "Happy birthday!");
}

#[test]
fn what_is_not_offered_any_more_leads_to_what_is() {
    for pointer in ["/templateId", "/amount/amount", "/amount/currency"] {
        let (mut session, number) = Session::sending();
        session.take(Event::Ordered(
            number,
            Err(refusal(&[(pointer, FieldCode::NotOffered)])),
        ));
        assert_eq!(session.shop().step, Step::Design);
        assert_eq!(session.shop().notice, Some(Notice::NotOffered));
        assert!(
            session
                .effects
                .iter()
                .any(|effect| matches!(effect, Effect::AskVenue(..)))
        );
    }
}

#[test]
fn a_late_answer_is_no_answer() {
    let (mut session, number) = Session::sending();
    let before = session.state.clone();
    session.take(Event::Ordered(number + 1, Ok(ordered("issued"))));
    assert_eq!((&session.state, &session.effects[..]), (&before, &[][..]));
}

#[test]
fn an_order_without_a_token_is_no_answer() {
    let (mut session, number) = Session::sending();
    session.take(Event::Ordered(number, Ok(Box::new(order("payment_pending")))));
    assert!(matches!(session.shop().submission, Submission::Unsure(..)));
}
