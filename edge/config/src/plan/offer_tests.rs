//! Facts about prices, age categories, add-ons and questions in the settings.

use serde_json::{Value, json};

use super::*;
use crate::plan::{Fault, Plan};
use crate::test_support::{build, engine_settings, plan, with};

/// Settings whose dinner has these members too.
fn offering(members: &Value) -> Value {
    let mut settings = engine_settings();
    let dinner = settings["experiences"][0].as_object_mut().unwrap();
    dinner.extend(members.as_object().unwrap().clone());
    settings
}

fn offer_of(plan: &Plan) -> &Offer {
    plan.experiences()[0].offer()
}

fn faults(members: &Value) -> Vec<(String, FaultKind)> {
    let faults = build(offering(members), "Europe/Vienna").unwrap_err();
    faults
        .into_iter()
        .map(|Fault { path, kind }| (path, kind))
        .collect()
}

fn at(path: &str, kind: FaultKind) -> (String, FaultKind) {
    (format!("experiences[0].{path}"), kind)
}

fn adults() -> Value {
    json!({ "id": "adults", "name": { "en": "Adults" }, "isDefault": true })
}

fn own_question() -> Value {
    json!({ "id": "song", "type": "text", "label": { "en": "Which song?" } })
}

#[test]
fn an_experience_without_any_of_it_offers_nothing() {
    let plan = plan(engine_settings());
    assert_eq!(*offer_of(&plan), Offer::default());
    assert!(!offer_of(&plan).is_priced());
}

#[test]
fn prices_are_in_the_venues_currency() {
    let plan = plan(offering(&json!({
        "pricePerGuest": 3_900, "vatBasisPoints": 1_000,
        "people": [adults(), { "id": "children", "name": { "en": "Children" }, "price": 1_950, "needsAdult": true }],
        "addOns": [{ "id": "wine", "name": { "en": "Wine" }, "price": 2_900, "per": "guest" }],
    })));
    let offer = offer_of(&plan);
    let eur = |amount: i64| Money::new(amount, Currency::EUR).unwrap();
    assert_eq!(offer.price, Some(eur(3_900)));
    assert_eq!(offer.people[1].price, Some(eur(1_950)));
    assert_eq!(offer.add_ons[0].add_on.price, eur(2_900));
    assert!(offer.is_priced());
    assert_eq!(
        offer.default_category().map(|one| one.id.as_str()),
        Some("adults")
    );
}

#[test]
fn an_add_on_has_as_many_units_as_its_kind_allows_unless_it_says_fewer() {
    let add_on = |id: &str, per: &str| json!({ "id": id, "name": { "en": id }, "price": 1, "per": per });
    let mut few = add_on("d", "unit");
    few["max"] = json!(2);
    let plan = plan(offering(&json!({
        "addOns": [add_on("a", "booking"), add_on("b", "guest"), add_on("c", "unit"), few],
    })));
    let most: Vec<_> = offer_of(&plan).add_ons.iter().map(|one| one.add_on.max).collect();
    assert_eq!(most, [1, 8, 8, 2]);
}

#[test]
fn a_ready_made_question_has_its_id_its_kind_and_no_words_here() {
    let plan = plan(offering(&json!({
        "questions": [
            { "ready": "allergies", "isRequired": true }, { "ready": "occasion" }, { "ready": "high_chair", "max": 2 },
            { "ready": "wheelchair" }, own_question(),
        ],
    })));
    let questions = &offer_of(&plan).questions;
    let ids: Vec<_> = questions.iter().map(|one| one.question.id.as_str()).collect();
    assert_eq!(ids, ["allergies", "occasion", "high_chair", "wheelchair", "song"]);
    assert!(questions[0].question.is_required);
    let QuestionKind::Choice { choices } = &questions[1].question.kind else {
        panic!("an occasion is a choice");
    };
    assert_eq!(choices.len(), OCCASIONS.len());
    assert_eq!(
        questions[2].question.kind,
        QuestionKind::Number { min: 0, max: 2 }
    );
    assert_eq!(questions[3].question.kind, QuestionKind::YesNo);
    assert_eq!(questions[4].ready, None);
}

#[test]
fn faults_of_people_are_named_by_their_place() {
    let found = faults(&json!({
        "vatBasisPoints": 10_001,
        "people": [
            { "id": "a", "name": { "en": "A" }, "minAge": 9, "maxAge": 8, "max": 0 },
            { "id": "a", "name": { "en": "B" } },
        ],
    }));
    let range = |min, max| FaultKind::OutOfRange { min, max };
    assert_eq!(
        found,
        [
            at("vatBasisPoints", range(0, 10_000)),
            at("people[0].maxAge", FaultKind::Reversed),
            at("people[0].max", range(1, 50)),
            at("people[1].id", FaultKind::Duplicate("a".to_owned())),
            at("people", FaultKind::NoDefault),
        ]
    );
    let mut children = adults();
    children["needsAdult"] = json!(true);
    assert_eq!(
        faults(&json!({ "people": [children] })),
        [at("people[0].needsAdult", FaultKind::DefaultNeedsAdult)]
    );
}

#[test]
fn faults_of_add_ons_and_questions_are_named_by_their_place() {
    let mut twice = own_question();
    twice["max"] = json!(3);
    let found = faults(&json!({
        "addOns": [
            { "id": "a", "name": { "en": "A" }, "price": 1, "per": "booking", "max": 2 },
            { "id": "a", "name": { "en": "A" }, "price": 1, "per": "unit", "image": " " },
        ],
        "questions": [
            { "ready": "wheelchair", "type": "text" }, own_question(), twice, { "isRequired": true },
            { "id": "n", "type": "number", "label": { "en": "N" }, "min": 3, "max": 2 },
            { "id": "c", "type": "choice", "label": { "en": "C" } },
        ],
    }));
    assert_eq!(
        found,
        [
            at("addOns[0].max", FaultKind::OutOfRange { min: 1, max: 1 }),
            at("addOns[1].id", FaultKind::Duplicate("a".to_owned())),
            at("addOns[1].image", FaultKind::Empty),
            at("questions[0].type", FaultKind::NotOfThisQuestion),
            at("questions[2].max", FaultKind::NotOfThisQuestion),
            at("questions[2].id", FaultKind::Duplicate("song".to_owned())),
            at("questions[3].id", FaultKind::Empty),
            at("questions[3].type", FaultKind::Empty),
            at("questions[3].label", FaultKind::Empty),
            at("questions[4].max", FaultKind::Reversed),
            at("questions[5].choices", FaultKind::Empty),
        ]
    );
}

#[test]
fn a_private_experience_has_codes_which_are_digests() {
    let digest = "0".repeat(64);
    assert!(
        build(
            offering(&json!({ "isPrivate": true, "accessCodes": [digest] })),
            "Europe/Vienna"
        )
        .is_ok()
    );
    assert_eq!(
        faults(&json!({ "isPrivate": true })),
        [at("accessCodes", FaultKind::Empty)]
    );
    assert_eq!(
        faults(&json!({ "accessCodes": ["SPRING", "A".repeat(64)] })),
        [
            at("accessCodes[0]", FaultKind::NoDigest),
            at("accessCodes[1]", FaultKind::NoDigest),
        ]
    );
}

#[test]
fn their_texts_are_in_every_language_of_the_venue() {
    let settings = with(
        offering(&json!({ "people": [adults()], "questions": [own_question()] })),
        [(
            "/experiences/0/people/0/name",
            json!({ "en": "Adults", "de": "Erwachsene" }),
        )],
    );
    let faults = build(settings, "Europe/Vienna").unwrap_err();
    let paths: Vec<_> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert!(paths.contains(&"experiences[0].questions[0].label"), "{paths:?}");
    assert!(!paths.contains(&"experiences[0].people[0].name"), "{paths:?}");
}
