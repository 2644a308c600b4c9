//! Facts about a guest's choices.

use serde_json::json;

use super::*;

const ALL: Abilities = Abilities {
    people: true,
    add_ons: true,
    access_codes: true,
    quote: true,
    ..Abilities::NONE
};

fn choices(json: &serde_json::Value) -> Choices {
    let mut all = json!({ "people": [], "add_ons": [], "access_code": null, "quoted": null });
    all.as_object_mut()
        .unwrap()
        .extend(json.as_object().unwrap().clone());
    serde_json::from_value(all).unwrap()
}

fn offers() -> Offers {
    serde_json::from_value(json!({
        "people": [
            { "id": "adult", "name": { "en": "Adults" }, "minAge": 14, "isDefault": true },
            { "id": "child", "name": { "en": "Children" }, "maxAge": 13, "isDefault": false },
        ],
        "add_ons": [{
            "id": "wine", "name": { "en": "Wine" },
            "price": { "amount": 2_900, "currency": "EUR" }, "per": "unit", "max": 2,
        }],
    }))
    .unwrap()
}

fn named(faults: &[FieldError]) -> Vec<(&str, FieldCode)> {
    faults
        .iter()
        .map(|fault| (fault.pointer.as_str(), fault.code))
        .collect()
}

#[test]
fn what_a_system_does_not_offer_is_refused_by_its_field() {
    let all = choices(&json!({
        "people": [{ "category": "adult", "count": 2 }], "add_ons": [{ "id": "wine", "quantity": 1 }],
        "access_code": "SPRING", "quoted": {
            "total": { "amount": 100, "currency": "EUR" }, "dueNow": { "amount": 0, "currency": "EUR" },
        },
    }));
    let two = Attendees::parse(2).unwrap();
    assert_eq!(all.faults(two, ALL), []);
    assert_eq!(
        named(&all.faults(two, Abilities::NONE)),
        ["/people", "/addOns", "/accessCode", "/quoted"].map(|pointer| (pointer, FieldCode::NotOffered))
    );
    assert_eq!(Choices::default().faults(two, Abilities::NONE), []);
}

#[test]
fn the_people_are_as_many_as_the_party() {
    let three = choices(&json!({
        "people": [{ "category": "adult", "count": 1 }, { "category": "child", "count": 2 }],
    }));
    for (attendees, faults) in [(2, vec![("/people", FieldCode::OutOfRange)]), (3, vec![])] {
        let attendees = Attendees::parse(attendees).unwrap();
        assert_eq!(named(&three.faults(attendees, ALL)), faults);
    }
}

#[test]
fn unknown_repeated_and_too_many_choices_are_named_by_their_place() {
    let wrong = choices(&json!({
        "people": [{ "category": "child", "count": 1 }, { "category": "dog", "count": 1 }, { "category": "child", "count": 1 }],
        "add_ons": [{ "id": "wine", "quantity": 3 }, { "id": "beer", "quantity": 1 }, { "id": "wine", "quantity": 1 }],
    }));
    assert_eq!(
        named(&wrong.faults_among(&offers(), Attendees::parse(3).unwrap())),
        [
            ("/people/1/category", FieldCode::Unknown),
            ("/people/2/category", FieldCode::Invalid),
            ("/addOns/0/quantity", FieldCode::OutOfRange),
            ("/addOns/1/id", FieldCode::Unknown),
            ("/addOns/2/id", FieldCode::Invalid),
        ]
    );
}

#[test]
fn no_more_is_taken_of_what_is_priced_for_a_guest_than_there_are_guests() {
    let mut offers = offers();
    offers.add_ons[0].per = PricePer::Guest;
    let two = choices(&json!({ "add_ons": [{ "id": "wine", "quantity": 2 }] }));
    for (guests, faults) in [
        (1, vec![("/addOns/0/quantity", FieldCode::OutOfRange)]),
        (2, vec![]),
    ] {
        let found = two.faults_among(&offers, Attendees::parse(guests).unwrap());
        assert_eq!(named(&found), faults, "{guests}");
    }
}

#[test]
fn a_party_that_is_only_a_number_is_counted_in_the_default_category() {
    let three = Attendees::parse(3).unwrap();
    let counted = |choices: &Choices, offers: &Offers| {
        let people = choices.people_of(three, offers);
        let people = people.iter();
        people
            .map(|one| (one.category.as_str().to_owned(), one.count))
            .collect::<Vec<_>>()
    };
    let number = Choices::default();
    assert_eq!(counted(&number, &offers()), [("adult".to_owned(), 3)]);
    assert_eq!(counted(&number, &Offers::default()), []);
    let one_of_each = choices(&json!({
        "people": [{ "category": "adult", "count": 1 }, { "category": "child", "count": 2 }],
    }));
    assert_eq!(
        counted(&one_of_each, &offers()),
        [("adult".to_owned(), 1), ("child".to_owned(), 2)]
    );
}
