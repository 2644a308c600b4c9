//! Facts about changing what was chosen with a reservation beside its table, and about the code of a private experience.

use serde_json::{Value, json};
use shared::choices::AccessCode;
use shared::problem::{Problem, ProblemCode};
use shared::quote::{Quote, QuoteRequest};
use shared::reservation::ReservationChange;
use shared::validation::{FieldCode, FieldError};
use shared::venue::{Feature, Venue};

use super::*;
use crate::flow::{self, Answer, Failure, Focus, Part};
use crate::self_service::extras::{self, ExtrasField, ExtrasFocus};
use crate::test_support::booking::{party, problem, read};
use crate::test_support::extras::{add_on, category, extras as offered, money, question, venue_with};
use crate::test_support::manage::Session;

/// Three guests, one of them a child, with two glasses of wine and an allergy.
fn booked() -> Value {
    json!({
        "attendees": 3, "total": money(12_300),
        "people": [
            { "category": "adults", "name": { "en": "Adults" }, "count": 2 },
            { "category": "children", "name": { "en": "Children" }, "count": 1 },
        ],
        "addOns": [{ "id": "wine", "name": { "en": "Wine pairing" }, "quantity": 2, "total": money(3_800) }],
        "answers": [{ "question": "allergies", "label": { "en": "Allergies" }, "value": "Nuts" }],
    })
}

/// The venue, whose dinner has extras that can be changed.
fn venue() -> Venue {
    let mut venue = venue_with(&offered());
    venue
        .features
        .extend([Feature::ChoiceChanges, Feature::AccessCodes]);
    venue
}

/// With this venue, and the reservation shown.
fn at(venue: Venue) -> Session {
    Session::open_at(venue, &booked())
}

fn choosing() -> Session {
    let mut session = at(venue());
    session.take(Event::ChoicesWanted);
    session
}

fn changed(session: &Session) -> &ChangedExtras {
    match &session.managed().step {
        Step::Extras(changed) => changed,
        other => panic!("{other:?} is no choice"),
    }
}

fn asked(session: &Session) -> (u32, QuoteRequest) {
    let mut effects = session.effects.iter();
    let asked = effects.find_map(|effect| match effect {
        Effect::AskQuote(number, _, question) => Some((*number, (**question).clone())),
        _ => None,
    });
    asked.expect("the price was asked for")
}

fn quote(total: i64) -> Box<Quote> {
    Box::new(read(json!({
        "lines": [], "taxes": [], "total": money(total), "dueNow": money(0), "dueAtVenue": money(total),
        "left": [{ "id": "flowers", "left": 1 }],
    })))
}

fn sent(session: &Session) -> ReservationChange {
    match &session.effects[..] {
        [Effect::Change(_, _, change)] => (**change).clone(),
        other => panic!("{other:?} is no change"),
    }
}

#[test]
fn the_choices_are_shown_as_they_are_booked_and_sent_only_where_they_differ() {
    let mut session = choosing();
    let experience = changed(&session).experience.clone();
    let of_children = changed(&session)
        .extras
        .count(&experience.people[1], &experience, party(3));
    assert_eq!(of_children, 1);
    assert_eq!(changed(&session).extras.quantity(&add_on("wine")), 2);
    assert_eq!(changed(&session).extras.answer(&question("allergies")), "Nuts");
    session.take(Event::ChoicesConfirmed);
    assert_eq!(session.managed().step, Step::View);
    assert_eq!(session.managed().sending, None);
    // An answer has no price.
    session
        .take(Event::ChoicesWanted)
        .take(Event::Extras(extras::Event::Answered(
            question("allergies"),
            "Fish".to_owned(),
        )));
    assert_eq!(session.effects, []);
    session.take(Event::ChoicesConfirmed);
    let change = sent(&session);
    assert_eq!((change.people, change.add_ons), (None, None));
    assert_eq!(
        change.answers,
        Some(read(json!([{ "question": "allergies", "value": "Fish" }])))
    );
}

#[test]
fn another_order_is_priced_before_it_can_be_confirmed() {
    let mut session = choosing();
    session.take(Event::Extras(extras::Event::PeopleCounted(
        category("children"),
        2,
    )));
    let (number, question) = asked(&session);
    assert_eq!(
        question.reservation_id.as_ref(),
        Some(&session.managed().reservation.id)
    );
    assert_eq!(question.attendees, party(3));
    session.take(Event::ChoicesConfirmed);
    assert_eq!(session.managed().sending, None);
    session.take(Event::QuoteAnswered(number, Ok(quote(10_600))));
    // Of what is scarce there is as much as the answer says.
    session.take(Event::Extras(extras::Event::AddOnChosen(add_on("flowers"), 2)));
    assert_eq!(changed(&session).extras.quantity(&add_on("flowers")), 1);
    let (number, _) = asked(&session);
    session.take(Event::QuoteAnswered(number, Ok(quote(13_100))));
    session.take(Event::ChoicesConfirmed);
    let change = sent(&session);
    assert_eq!(
        change.people,
        Some(read(
            json!([{ "category": "adults", "count": 1 }, { "category": "children", "count": 2 }])
        ))
    );
    assert_eq!(
        change.add_ons,
        Some(read(
            json!([{ "id": "wine", "quantity": 2 }, { "id": "flowers", "quantity": 1 }])
        ))
    );
    assert!(change.day.is_none() && change.attendees.is_none() && change.answers.is_none());
}

#[test]
fn what_was_booked_again_asks_no_price() {
    let mut session = choosing();
    let wine = |units| Event::Extras(extras::Event::AddOnChosen(add_on("wine"), units));
    session.take(wine(3)).take(wine(2));
    assert_eq!(session.effects, []);
    assert_eq!(session.managed().quote, Answer::NotRequested);
}

#[test]
fn a_required_answer_that_is_taken_away_is_named_and_nothing_is_sent() {
    let mut session = choosing();
    session
        .take(Event::Extras(extras::Event::Answered(
            question("allergies"),
            "  ".to_owned(),
        )))
        .take(Event::ChoicesConfirmed);
    assert_eq!(session.effects, [Effect::Focus(Focus::Faults)]);
    let field = ExtrasField::Question(question("allergies"));
    assert_eq!(changed(&session).extras.fault(&field), Some(FieldCode::Required));
    session.take(Event::Extras(extras::Event::FieldWanted(field)));
    assert_eq!(session.effects, [Effect::FocusField(ExtrasFocus::Question(0))]);
}

#[test]
fn what_the_api_refuses_of_the_choices_is_named_at_its_field() {
    let refused = |code: FieldCode, pointer: &str| {
        let mut session = choosing();
        session.take(Event::Extras(extras::Event::AddOnChosen(add_on("wine"), 1)));
        let (number, _) = asked(&session);
        session
            .take(Event::QuoteAnswered(number, Err(Failure::Offline)))
            .take(Event::ChoicesConfirmed);
        let number = session.sent();
        let answer = Problem::fields(vec![FieldError::new(pointer, code)]);
        session.take(Event::Changed(number, Err(Failure::Problem(Box::new(answer)))));
        session
    };
    let sold_out = refused(FieldCode::SoldOut, "/addOns/0/quantity");
    assert_eq!(
        changed(&sold_out)
            .extras
            .fault(&ExtrasField::AddOn(add_on("wine"))),
        Some(FieldCode::SoldOut)
    );
    assert_eq!(sold_out.effects, [Effect::Focus(Focus::Faults)]);
    let other_price = refused(FieldCode::NotOffered, "/addOns");
    assert_eq!(other_price.managed().notice, Some(Notice::OtherPrice));
    // A question that was added meanwhile is asked for.
    let added = refused(FieldCode::Required, "/answers/parking");
    let [Effect::Focus(Focus::Faults), Effect::AskVenue(number, _)] = added.effects[..] else {
        panic!("{:?}", added.effects)
    };
    let mut added = added;
    let mut more = offered();
    more["questions"].as_array_mut().unwrap().push(json!({
        "id": "parking", "kind": { "type": "text" }, "label": { "en": "Parking?" }, "isRequired": true,
    }));
    added.take(Event::VenueAnswered(number, Ok(Box::new(venue_with(&more)))));
    assert_eq!(changed(&added).experience.questions.len(), 5);
    assert_eq!(changed(&added).extras.quantity(&add_on("wine")), 1);
}

#[test]
fn another_number_of_guests_is_a_move() {
    let mut session = choosing();
    session.take(Event::Find(flow::Event::ChangeWanted(Part::Party)));
    assert!(matches!(session.managed().step, Step::Find(_)));
}

#[test]
fn where_the_booking_system_takes_no_such_change_it_is_not_offered() {
    let mut session = at(venue_with(&offered()));
    assert!(!session.managed().offers_choices());
    session.take(Event::ChoicesWanted);
    assert_eq!(session.managed().step, Step::View);
}

/// The venue for guests without the code of the reservation's experience.
fn without_it() -> Venue {
    let mut venue = venue();
    venue.experiences.retain(|one| one.id.as_str() != "dinner");
    venue
}

fn with_code(text: &str, wanted: Event) -> Session {
    let mut session = at(without_it());
    session
        .take(wanted)
        .take(Event::CodeTyped(text.to_owned()))
        .take(Event::CodeConfirmed);
    session
}

#[test]
fn a_private_experience_is_moved_with_its_code() {
    assert!(!at(without_it()).managed().can_move());
    let mut session = with_code(" SPRING ", Event::MoveWanted);
    let code = AccessCode::parse("SPRING").unwrap();
    let [Effect::UseCode(Some(used)), Effect::AskVenue(number, _)] = &session.effects[..] else {
        panic!("{:?}", session.effects)
    };
    assert_eq!(*used, code);
    assert!(!format!("{:?}", session.state).contains("SPRING"));
    let number = *number;
    session.take(Event::VenueAnswered(number, Ok(Box::new(venue()))));
    let Step::Find(find) = &session.managed().step else {
        panic!("nothing is looked for");
    };
    assert_eq!(find.booking().unwrap().experience.id.as_str(), "dinner");
    let asks = |effect: &Effect| matches!(effect, Effect::Find(..));
    assert!(session.effects.iter().any(asks));
    // What was chosen can be changed from then on too.
    session.take(Event::WentBack).take(Event::ChoicesWanted);
    assert!(matches!(session.managed().step, Step::Extras(_)));
}

#[test]
fn a_code_leads_to_the_choices_where_those_were_wanted() {
    let mut session = with_code("SPRING", Event::ChoicesWanted);
    let number = session.state.loader.numbers.last();
    session.take(Event::VenueAnswered(number, Ok(Box::new(venue()))));
    assert!(matches!(session.managed().step, Step::Extras(_)));
}

#[test]
fn a_code_that_does_not_open_the_experience_is_named_and_given_up() {
    let unknown = Err(problem(ProblemCode::AccessCodeUnknown));
    for answer in [unknown, Ok(Box::new(without_it()))] {
        let mut session = with_code("AUTUMN", Event::MoveWanted);
        let number = session.state.loader.numbers.last();
        session.take(Event::VenueAnswered(number, answer));
        let Step::Code(typed) = &session.managed().step else {
            panic!("the code is not asked for");
        };
        assert_eq!(typed.fault, Some(FieldCode::Unknown));
        assert_eq!(
            session.effects,
            [Effect::UseCode(None), Effect::FocusField(ExtrasFocus::Code)]
        );
    }
    let empty = with_code("  ", Event::MoveWanted);
    assert_eq!(empty.effects, [Effect::FocusField(ExtrasFocus::Code)]);
}

#[test]
fn without_an_answer_the_code_can_be_tried_again() {
    let mut session = with_code("SPRING", Event::MoveWanted);
    let number = session.state.loader.numbers.last();
    session.take(Event::VenueAnswered(number, Err(Failure::Offline)));
    assert_eq!(session.managed().notice, Some(Notice::Failed(Failure::Offline)));
    session.take(Event::CodeConfirmed);
    assert!(matches!(
        session.effects[..],
        [Effect::UseCode(Some(_)), Effect::AskVenue(..)]
    ));
}
