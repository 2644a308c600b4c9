//! Facts about orders: what is refused with its place, what is left of a stock, and what is stored.

use config::plan::Plan;
use serde_json::json;

use super::*;
use crate::provider::pricing::quote;
use crate::test_support::engine::{engine_settings, plan};

fn brunch() -> Plan {
    let mut settings = engine_settings();
    let dinner = settings["experiences"][0].as_object_mut().unwrap();
    let offer = json!({
        "pricePerGuest": 3_900,
        "people": [
            { "id": "adults", "name": { "en": "Adults" }, "isDefault": true },
            { "id": "children", "name": { "en": "Children" }, "price": 1_950, "needsAdult": true, "max": 3 },
        ],
        "addOns": [
            { "id": "wine", "name": { "en": "Wine" }, "price": 2_900, "per": "guest" },
            { "id": "flowers", "name": { "en": "Flowers" }, "price": 2_500, "per": "unit", "max": 4, "stockPerDay": 5 },
            { "id": "cake", "name": { "en": "Cake" }, "price": 4_000, "per": "booking" },
        ],
    });
    dinner.extend(offer.as_object().unwrap().clone());
    plan(settings)
}

fn people(counts: &[(&str, u8)]) -> Vec<PeopleCount> {
    let one = |(category, count): &(&str, u8)| PeopleCount {
        category: (*category).to_owned().try_into().unwrap(),
        count: *count,
    };
    counts.iter().map(one).collect()
}

fn add_ons(quantities: &[(&str, u8)]) -> Vec<ChosenAddOn> {
    let one = |(id, quantity): &(&str, u8)| ChosenAddOn {
        id: (*id).to_owned().try_into().unwrap(),
        quantity: *quantity,
    };
    quantities.iter().map(one).collect()
}

fn party(size: u8) -> Attendees {
    Attendees::parse(size.into()).unwrap()
}

fn found(attendees: u8, people: &[PeopleCount], add_ons: &[ChosenAddOn]) -> Vec<(String, FieldCode)> {
    let plan = brunch();
    let order = PartyOrder {
        attendees: party(attendees),
        people,
        add_ons,
    };
    let faults = faults(&plan.experiences()[0], order);
    faults
        .into_iter()
        .map(|fault| (fault.pointer, fault.code))
        .collect()
}

#[test]
fn an_order_within_what_is_offered_is_no_fault() {
    assert_eq!(found(2, &[], &[]), []);
    let family = people(&[("adults", 1), ("children", 3)]);
    let all = add_ons(&[("wine", 4), ("flowers", 4), ("cake", 1)]);
    assert_eq!(found(4, &family, &all), []);
}

#[test]
fn each_fault_of_an_order_has_its_place() {
    let at = |pointer: &str, code| (pointer.to_owned(), code);
    assert_eq!(
        found(2, &people(&[("adults", 1), ("children", 2)]), &[]),
        [at("/people", FieldCode::OutOfRange)]
    );
    assert_eq!(
        found(2, &people(&[("children", 2), ("adults", 0)]), &[]),
        [at("/people", FieldCode::NeedsAdult)]
    );
    assert_eq!(
        found(5, &people(&[("adults", 1), ("children", 4)]), &[]),
        [at("/people/1/count", FieldCode::OutOfRange)]
    );
    assert_eq!(
        found(
            2,
            &[],
            &add_ons(&[("wine", 3), ("flowers", 5), ("cake", 2), ("beer", 1)])
        ),
        [
            at("/addOns/0/quantity", FieldCode::OutOfRange),
            at("/addOns/1/quantity", FieldCode::OutOfRange),
            at("/addOns/2/quantity", FieldCode::OutOfRange),
            at("/addOns/3/id", FieldCode::Unknown),
        ]
    );
}

#[test]
fn no_party_has_more_of_a_stock_than_is_left_on_the_day() {
    let plan = brunch();
    let offer = plan.experiences()[0].offer();
    let booked = |units: u32| BookedUnits::from([("flowers".to_owned().try_into().unwrap(), units)]);
    let wanted = add_ons(&[("wine", 9), ("flowers", 3)]);
    assert_eq!(stock_faults(offer, &wanted, &booked(2)), []);
    assert_eq!(
        stock_faults(offer, &wanted, &booked(3)),
        [FieldError::new("/addOns/1/quantity", FieldCode::SoldOut)]
    );
    let left_of = |units: u32| {
        left(offer, &booked(units))
            .into_iter()
            .map(|one| one.left)
            .collect::<Vec<_>>()
    };
    assert_eq!((left_of(0), left_of(4), left_of(9)), (vec![5], vec![1], vec![0]));
}

#[test]
fn an_order_is_stored_with_the_names_and_prices_of_its_time() {
    let plan = brunch();
    let experience = &plan.experiences()[0];
    let store = |people: &[PeopleCount], add_ons: &[ChosenAddOn]| {
        let order = PartyOrder {
            attendees: party(3),
            people,
            add_ons,
        };
        let quote = quote(experience, order, plan.currency()).unwrap();
        ordered(experience, order, &quote).unwrap()
    };
    let stored = store(
        &people(&[("children", 1), ("adults", 2)]),
        &add_ons(&[("wine", 2)]),
    );
    let counts: Vec<_> = stored
        .people
        .iter()
        .map(|one| (one.category.as_str(), one.count))
        .collect();
    assert_eq!(counts, [("adults", 2), ("children", 1)]);
    assert_eq!(stored.add_ons[0].total.amount(), 5_800);
    assert_eq!(stored.total.map(Money::amount), Some(15_550));
    // Who is not counted by age is of the default category.
    assert_eq!(store(&[], &[]).people_counts(), people(&[("adults", 3)]));
}

#[test]
fn where_nothing_is_offered_nothing_is_stored() {
    let plan = plan(engine_settings());
    let order = PartyOrder {
        attendees: party(2),
        people: &[],
        add_ons: &[],
    };
    let quote = quote(&plan.experiences()[0], order, plan.currency()).unwrap();
    assert_eq!(ordered(&plan.experiences()[0], order, &quote), None);
}

#[test]
fn the_default_category_takes_the_difference_of_a_change() {
    let plan = brunch();
    let offer = plan.experiences()[0].offer();
    let family = people(&[("adults", 2), ("children", 2)]);
    let to = |size| resized(offer, &family, party(size));
    assert_eq!(to(6), people(&[("adults", 4), ("children", 2)]));
    assert_eq!(to(3), people(&[("adults", 1), ("children", 2)]));
    assert_eq!(to(2), people(&[("children", 2)]));
    // One child too many: the counts stay, and their sum is the fault.
    assert_eq!(to(1), family);
    assert_eq!(resized(offer, &[], party(5)), []);
}

#[test]
fn a_smaller_party_has_no_more_of_what_is_for_each_guest_than_it_has_guests() {
    let plan = brunch();
    let offer = plan.experiences()[0].offer();
    let before = add_ons(&[("wine", 4), ("flowers", 4), ("cake", 1), ("gone", 9)]);
    assert_eq!(
        fitted(offer, &before, party(2)),
        add_ons(&[("wine", 2), ("flowers", 4), ("cake", 1), ("gone", 9)])
    );
    assert_eq!(fitted(offer, &before, party(8)), before);
}
