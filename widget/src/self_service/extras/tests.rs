//! Facts about a booking with extras.

use serde_json::json;
use shared::party::Attendees;
use shared::problem::{Problem, ProblemCode};
use shared::validation::{FieldCode, FieldError};

use super::*;
use crate::flow::{self, Answer, Failure, Field, Focus, HostEvent, Part, Prefill, Step, Submission};
use crate::test_support::booking::{minutes, party, read};
use crate::test_support::extras::*;

mod paying_later;

fn counts(session: &Session) -> Vec<u8> {
    let booking = session.booking();
    let people = booking.experience.people.iter();
    people
        .map(|category| {
            session
                .state
                .extras
                .count(category, &booking.experience, booking.attendees)
        })
        .collect()
}

fn refused(errors: Vec<FieldError>) -> Failure {
    Failure::Problem(Box::new(Problem::fields(errors)))
}

fn is_asked(session: &Session) -> bool {
    matches!(session.state.quoting.answer, Answer::Requested(_))
}

#[test]
fn a_complete_choice_leads_to_the_extras_and_its_price_is_asked() {
    let session = Session::at_extras();
    assert!(session.state.is_at_extras);
    assert!(!session.state.is_arriving);
    assert_eq!(counts(&session), [4, 0, 0]);
    assert_eq!(
        session.state.quoting.quote().map(|quote| quote.total.amount()),
        Some(13_600)
    );
}

#[test]
fn a_choice_that_is_not_open_any_more_is_made_again() {
    let choice = Prefill::read("dinner", "4", "2026-11-27", "18:30");
    let mut session = Session::start(choice, venue_with(&extras()));
    assert!(session.state.is_arriving);
    session.answer();
    assert!(!session.state.is_arriving && !session.state.is_at_extras);
    assert_eq!(session.booking().step, Step::Find);
    // A day that nothing can be booked on is not waited for.
    let choice = Prefill::read("dinner", "4", "2030-01-01", "19:00");
    let mut session = Session::start(choice, venue_with(&extras()));
    session.answer();
    assert!(!session.state.is_arriving);
}

#[test]
fn an_experience_with_nothing_but_a_price_has_no_step_of_its_own() {
    let session = Session::at_extras_of(&json!({ "hasExtras": true, "price": money(3_400) }));
    assert!(!session.state.is_at_extras);
    assert_eq!(session.booking().step, Step::Details);
    assert!(session.state.quoting.quote().is_some());
}

#[test]
fn a_booking_without_a_price_is_sent_without_one() {
    let mut only = extras();
    only["price"] = json!(null);
    only["people"] = json!([]);
    only["addOns"] = json!([]);
    let session = Session::at_extras_of(&only);
    assert!(session.state.is_at_extras);
    assert_eq!(session.state.quoting.answer, Answer::NotRequested);
    assert!(session.state.can_confirm(session.booking()));
}

#[test]
fn children_take_the_place_of_adults_and_leave_one() {
    let mut session = Session::at_extras();
    session.take(Event::PeopleCounted(category("children"), 2));
    assert_eq!(counts(&session), [2, 2, 0]);
    session.take(Event::PeopleCounted(category("small"), 7));
    assert_eq!(counts(&session), [1, 2, 1]);
    session.take(Event::PeopleCounted(category("children"), 0));
    session.take(Event::PeopleCounted(category("small"), 7));
    // No more of them than may come.
    assert_eq!(counts(&session), [2, 0, 2]);
    session.take(Event::PeopleCounted(category("adults"), 0));
    assert_eq!(counts(&session), [2, 0, 2]);
}

#[test]
fn more_children_than_guests_are_put_right_and_it_is_said() {
    let mut session = Session::at_extras();
    session
        .take(Event::PeopleCounted(category("children"), 2))
        .take(Event::PeopleCounted(category("small"), 1))
        .take(Event::AddOnChosen(add_on("wine"), 4))
        .take(Event::Booking(flow::Event::ChangeWanted(Part::Party)));
    assert_eq!(session.booking().step, Step::Find);
    session
        .take_and_answer(Event::Booking(flow::Event::PartyChosen(party(2))))
        .take_and_answer(Event::Booking(flow::Event::TimeChosen(minutes(1140))));
    assert!(session.state.is_at_extras);
    assert_eq!(counts(&session), [1, 1, 0]);
    assert_eq!(session.state.extras.quantity(&add_on("wine")), 2);
    assert_eq!(session.state.notice, Some(ExtrasNotice::PeopleLowered));
}

#[test]
fn choices_survive_another_time_and_another_party_that_they_fit() {
    let mut session = Session::at_extras();
    session
        .take(Event::PeopleCounted(category("children"), 1))
        .take(Event::AddOnChosen(add_on("wine"), 2))
        .take(Event::Answered(question("allergies"), "Nuts".to_owned()))
        .take(Event::Booking(flow::Event::WentBack));
    session
        .take_and_answer(Event::Booking(flow::Event::PartyChosen(party(5))))
        .take_and_answer(Event::Booking(flow::Event::TimeChosen(minutes(1200))));
    assert_eq!(counts(&session), [4, 1, 0]);
    assert_eq!(session.state.extras.quantity(&add_on("wine")), 2);
    assert_eq!(session.state.extras.answer(&question("allergies")), "Nuts");
    assert_eq!(session.state.notice, None);
}

#[test]
fn a_required_answer_that_is_missing_is_named() {
    let mut session = Session::at_extras();
    session.take(Event::Booking(flow::Event::Continued));
    assert!(session.state.is_at_extras && session.state.extras.is_summed_up);
    assert!(session.is_focused(Focus::Faults));
    let field = ExtrasField::Question(question("allergies"));
    assert_eq!(session.state.extras.fault(&field), Some(FieldCode::Required));
    session.take(Event::FieldWanted(field.clone()));
    assert_eq!(session.effects, [Effect::FocusField(ExtrasFocus::Question(0))]);
    session.take(Event::Answered(question("allergies"), "None".to_owned()));
    assert_eq!(session.state.extras.fault(&field), None);
    session.take(Event::Booking(flow::Event::Continued));
    assert!(!session.state.is_at_extras);
    assert!(
        session
            .effects
            .contains(&Effect::Emit(HostEvent::Step("details")))
    );
}

#[test]
fn no_amount_is_shown_that_is_not_the_price_of_what_is_chosen() {
    let mut session = Session::at_extras();
    session.take(Event::AddOnChosen(add_on("wine"), 1));
    let Some(Effect::AskQuote(first, asked)) = session.effects.last().cloned() else {
        panic!("{:?}", session.effects);
    };
    assert!(is_asked(&session));
    session.take(Event::AddOnChosen(add_on("wine"), 2));
    session.take(Event::QuoteAnswered(first, Ok(quote(&asked))));
    assert!(is_asked(&session));
    // What changes no price asks nothing.
    session.answer();
    session.take(Event::Answered(question("allergies"), "Nuts".to_owned()));
    assert!(session.effects.is_empty());
}

#[test]
fn a_price_that_could_not_be_had_is_asked_again_by_hand() {
    let mut session = Session::at_extras();
    session.take(Event::AddOnChosen(add_on("cake"), 1));
    let Some(Effect::AskQuote(number, _)) = session.effects.last().cloned() else {
        panic!("{:?}", session.effects);
    };
    session.take(Event::QuoteAnswered(number, Err(Failure::Offline)));
    assert_eq!(session.state.quoting.answer, Answer::Failed(Failure::Offline));
    session.take_and_answer(Event::QuoteRetried);
    assert!(session.state.quoting.quote().is_some());
}

#[test]
fn what_is_sold_out_cannot_be_taken_and_the_quote_says_what_is_left() {
    let choice = Prefill::read("dinner", "4", "2026-11-27", "19:00");
    let mut session = Session::start(choice, venue_with(&extras()));
    session.sold_out = vec![add_on("cake")];
    session.answer();
    session.take_and_answer(Event::AddOnChosen(add_on("cake"), 1));
    assert_eq!(session.state.extras.quantity(&add_on("cake")), 0);
    session.take_and_answer(Event::AddOnChosen(add_on("flowers"), 2));
    assert_eq!(session.state.extras.quantity(&add_on("flowers")), 1);
}

#[test]
fn what_was_chosen_is_sent_with_the_price_that_was_shown() {
    let mut session = Session::at_review();
    let shown = session.state.quoting.quote().unwrap().quoted();
    let (number, request) = session.send();
    let people: Vec<_> = request
        .people
        .iter()
        .map(|one| (one.category.as_str(), one.count))
        .collect();
    assert_eq!(people, [("adults", 2), ("children", 2)]);
    assert_eq!(request.add_ons.len(), 1);
    assert_eq!(request.answers.len(), 1);
    assert_eq!(request.quoted, Some(shown));
    // While it is on its way nothing of it may change.
    session
        .take(Event::AddOnChosen(add_on("wine"), 3))
        .take(Event::ExtrasWanted);
    assert_eq!(session.state.extras.quantity(&add_on("wine")), 1);
    session.reserved(number, Err(Failure::Offline));
    let (_, again) = session.send();
    assert_eq!(again, request);
}

#[test]
fn the_lines_of_the_last_price_are_kept_free_for_the_next_one() {
    let mut session = Session::at_extras();
    session.take(Event::AddOnChosen(add_on("wine"), 1));
    // One line, the total, and what is due now and at the restaurant.
    assert!(is_asked(&session));
    assert_eq!(session.state.quoting.lines, 4);
    session.take(Event::AddOnChosen(add_on("wine"), 2));
    assert_eq!(session.state.quoting.lines, 4);
}

#[test]
fn nothing_is_sent_before_its_price_is_known() {
    let mut session = Session::at_review();
    session
        .take(Event::ExtrasWanted)
        .take(Event::AddOnChosen(add_on("wine"), 2))
        .take(Event::Booking(flow::Event::Continued));
    assert_eq!(session.booking().step, Step::Review);
    assert!(is_asked(&session));
    let key = crate::test_support::booking::key(1);
    session.take(Event::Booking(flow::Event::Confirmed(key)));
    assert!(session.sent().is_none());
}

#[test]
fn another_price_is_shown_and_agreed_to_again() {
    let mut session = Session::at_review();
    let before = session.state.quoting.quote().unwrap().total;
    let (number, _) = session.send();
    let mut problem = Problem::new(ProblemCode::PriceChanged);
    problem.quote = Some(read(json!({
        "lines": [], "taxes": [], "total": money(20_000), "dueNow": money(500), "dueAtVenue": money(19_500),
    })));
    session.reserved(number, Err(Failure::Problem(Box::new(problem))));
    assert_eq!(session.booking().step, Step::Review);
    assert_eq!(session.booking().notice, None);
    assert_eq!(
        session.state.notice,
        Some(ExtrasNotice::PriceChanged(Some(before)))
    );
    assert!(session.is_focused(Focus::Notice));
    let (_, request) = session.send();
    assert_eq!(request.quoted.map(|quoted| quoted.total.amount()), Some(20_000));
}

#[test]
fn a_question_that_was_added_meanwhile_leads_back_to_it() {
    let mut session = Session::at_review();
    let (number, _) = session.send();
    let mut more = extras();
    let mut questions = more["questions"].as_array().unwrap().clone();
    questions.push(json!({
        "id": "song", "kind": { "type": "text" }, "label": { "en": "A song?" }, "isRequired": true,
    }));
    more["questions"] = json!(questions);
    session.venue = venue_with(&more);
    let missing = FieldError::new("/answers/song", FieldCode::Required);
    session.reserved(number, Err(refused(vec![missing])));
    assert!(session.state.is_at_extras && session.is_focused(Focus::Faults));
    assert_eq!(session.booking().submission, Submission::Idle);
    session.answer();
    assert_eq!(session.booking().experience.questions.len(), 5);
    session
        .take(Event::Answered(question("song"), "Moon River".to_owned()))
        .take_and_answer(Event::Booking(flow::Event::Continued));
    let (_, request) = session.send();
    assert_eq!(request.answers.len(), 2);
}

#[test]
fn an_add_on_that_was_sold_meanwhile_is_named_and_given_up() {
    let mut session = Session::at_review();
    let (number, _) = session.send();
    let sold = FieldError::new("/addOns/0/quantity", FieldCode::SoldOut);
    session.reserved(number, Err(refused(vec![sold])));
    let field = ExtrasField::AddOn(add_on("wine"));
    assert!(session.state.is_at_extras);
    assert_eq!(session.state.extras.fault(&field), Some(FieldCode::SoldOut));
    assert_eq!(session.state.extras.quantity(&add_on("wine")), 0);
}

#[test]
fn other_refusals_are_the_bookings_own() {
    let mut session = Session::at_review();
    let (number, _) = session.send();
    let email = FieldError::new("/guest/email", FieldCode::InvalidEmail);
    session.reserved(number, Err(refused(vec![email])));
    assert!(!session.state.is_at_extras);
    assert_eq!(session.booking().step, Step::Details);
    assert!(session.booking().details.fault(Field::Email).is_some());
}

#[test]
fn the_next_person_at_the_screen_sees_nothing_of_it() {
    let mut session = Session::at_review();
    let (number, _) = session.send();
    session.reserved(number, Ok(()));
    assert!(matches!(session.booking().step, Step::Done(_)));
    assert_eq!(session.state.extras, Extras::default());
    session.take_and_answer(Event::Booking(flow::Event::BookAnother));
    assert_eq!(session.booking().step, Step::Find);
    assert_eq!(session.booking().attendees, Attendees::parse(4).unwrap());
}

#[test]
fn what_guests_answer_is_not_printed() {
    let session = Session::at_review();
    assert!(!format!("{:?}", session.state).contains("Nuts"));
}

#[test]
fn a_gift_card_that_cannot_pay_is_named_and_left_out_of_the_price() {
    let mut session = Session::start(Prefill::read("dinner", "4", "2026-11-27", "19:00"), {
        let mut venue = venue_with(&extras());
        venue.features.push(shared::venue::Feature::GiftCards);
        venue
    });
    session.has_payment = true;
    session.answer();
    session
        .take(Event::Answered(question("allergies"), "Nuts".to_owned()))
        .take(Event::Booking(flow::Event::Continued));
    for (field, text) in [(Field::LastName, "Muster"), (Field::Email, "ada@example.com")] {
        session.take(Event::Booking(flow::Event::Typed(field, text.to_owned())));
    }
    session.take(Event::Booking(flow::Event::Continued));
    session.take(Event::Booking(flow::Event::GiftCodeTyped(
        "222222-222222-222222".to_owned(),
    )));
    let Some(Effect::AskQuote(number, asked)) = session.effects.last().cloned() else {
        panic!("{:?}", session.effects);
    };
    assert!(asked.gift_card_code.is_some());
    let unknown = FieldError::new("/giftCardCode", FieldCode::Unknown);
    session.take(Event::QuoteAnswered(number, Err(refused(vec![unknown]))));
    assert!(session.is_focused(Focus::GiftCard));
    session.answer();
    assert!(session.state.quoting.quote().is_some());
    // It is not sent either.
    session.take(Event::Booking(flow::Event::Confirmed(
        crate::test_support::booking::key(1),
    )));
    assert!(session.sent().is_none() && session.is_focused(Focus::GiftCard));
    session.take(Event::Booking(flow::Event::GiftCodeTyped(String::new())));
    assert!(session.state.can_confirm(session.booking()));
}
