//! Facts about the formula of a price.

use proptest::prelude::*;
use serde_json::{Value, json};
use shared::choices::PeopleCount;
use shared::id::{AddOnId, AgeCategoryId};

use super::*;
use crate::test_support::fourspaces::{ADD_ON, offering_of, service};

const TWO: HeadCount = HeadCount {
    adults: 2,
    children: 0,
};

fn total(offering: &Offering, heads: HeadCount) -> i64 {
    quote(offering, heads, &[], Currency::EUR).unwrap().total.amount()
}

fn with(pointer: &str, value: Value) -> Offering {
    let mut service = service();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    service.pointer_mut(parent).unwrap()[key] = value;
    offering_of(service)
}

fn chosen(quantity: u8) -> ChosenAddOn {
    ChosenAddOn {
        id: AddOnId::parse(ADD_ON).unwrap(),
        quantity,
    }
}

#[test]
fn adults_and_children_pay_their_own_multiple() {
    let offering = offering_of(service());
    assert_eq!(total(&offering, TWO), 9_900);
    let family = HeadCount {
        adults: 2,
        children: 3,
    };
    assert_eq!(total(&offering, family), 17_325);
}

#[test]
fn without_multipliers_the_number_of_people_changes_nothing() {
    for option in [
        json!(null),
        json!({ "adultPriceMultiplier": 0, "childPriceMultiplier": 0 }),
    ] {
        let offering = with("/personOption", option);
        assert_eq!(total(&offering, TWO), 4_950);
    }
}

#[test]
fn each_increment_beyond_the_shortest_stay_makes_it_dearer() {
    let mut offering = offering_of(service());
    for (increments, amount) in [(0, 9_900), (1, 12_375), (2, 14_850)] {
        offering.price.increments = increments;
        assert_eq!(total(&offering, TWO), amount);
    }
    offering.price.per_increment = None;
    assert_eq!(total(&offering, TWO), 9_900);
}

#[test]
fn a_price_is_at_least_the_minimal_one() {
    let offering = with("/products/0/minimalPrice", json!(120));
    assert_eq!(total(&offering, TWO), 12_000);
    let many = HeadCount {
        adults: 8,
        children: 0,
    };
    assert_eq!(total(&offering, many), 39_600);
}

#[test]
fn a_quote_names_its_lines_and_the_tax_that_each_contains() {
    let offering = offering_of(service());
    let quote = quote(&offering, TWO, &[chosen(2)], Currency::EUR).unwrap();
    let lines: Vec<_> = quote
        .lines
        .iter()
        .map(|line| (line.kind, line.quantity, line.unit.amount(), line.total.amount()))
        .collect();
    assert_eq!(
        lines,
        [
            (QuoteLineKind::Experience, 1, 9_900, 9_900),
            (QuoteLineKind::AddOn, 2, 2_900, 5_800),
        ]
    );
    let taxes: Vec<_> = quote
        .taxes
        .iter()
        .map(|tax| (tax.basis_points, tax.net.amount(), tax.tax.amount()))
        .collect();
    assert_eq!(taxes, [(1_000, 9_000, 900), (2_000, 4_833, 967)]);
    assert_eq!((quote.due_now.amount(), quote.due_at_venue.amount()), (0, 15_700));
}

#[test]
fn all_of_a_service_that_requires_payment_is_due_with_the_booking() {
    let offering = with("/requirePayment", json!(true));
    let quote = quote(&offering, TWO, &[chosen(1)], Currency::EUR).unwrap();
    assert_eq!((quote.due_now, quote.due_at_venue.amount()), (quote.total, 0));
}

#[test]
fn parties_beyond_the_services_limits_are_the_fault_of_a_field() {
    let offering = offering_of(service());
    let fault = |adults: u8, children: u8| {
        let fault = HeadCount { adults, children }.fault(&offering);
        fault.map(|fault| (fault.pointer, fault.code))
    };
    let people = Some(("/people".to_owned(), FieldCode::OutOfRange));
    assert_eq!((fault(8, 4), fault(1, 0)), (None, None));
    assert_eq!(
        (fault(9, 0), fault(2, 5), fault(0, 2)),
        (people.clone(), people.clone(), people)
    );
    let without_children = with("/personOption/canSelectChildren", json!(false));
    let fault = HeadCount {
        adults: 9,
        children: 0,
    }
    .fault(&without_children);
    assert_eq!(fault.unwrap().pointer, "/attendees");
}

#[test]
fn a_party_that_was_not_counted_is_of_adults() {
    let attendees = Attendees::parse(3).unwrap();
    let uncounted = HeadCount::of(&Choices::default(), attendees);
    assert_eq!((uncounted.adults, uncounted.children), (3, 0));
    let people = |id: &str, count: u8| PeopleCount {
        category: AgeCategoryId::parse(id).unwrap(),
        count,
    };
    let choices = Choices {
        people: vec![people(ADULT, 1), people(CHILD, 2)],
        ..Choices::default()
    };
    let counted = HeadCount::of(&choices, attendees);
    assert_eq!((counted.adults, counted.children), (1, 2));
}

proptest! {
    #[test]
    fn a_total_is_the_sum_of_its_lines_and_grows_with_its_guests(
        cents in 0_i64..100_000, adult in 0_i64..300, child in 0_i64..300, adults in 1_u8..8, children in 0_u8..4,
        count in 1_u8..5,
    ) {
        let decimal = |hundredths: i64| json!(format!("{}.{:02}", hundredths / 100, hundredths % 100));
        let mut service = service();
        service["products"][0]["unitPrice"] = decimal(cents);
        service["personOption"]["adultPriceMultiplier"] = decimal(adult);
        service["personOption"]["childPriceMultiplier"] = decimal(child);
        let offering = offering_of(service);
        let heads = HeadCount { adults, children };
        let priced = quote(&offering, heads, &[chosen(count)], Currency::EUR).unwrap();
        let sum: i64 = priced.lines.iter().map(|line| line.total.amount()).sum();
        prop_assert_eq!(priced.total.amount(), sum);
        let more = HeadCount { adults: adults + 1, children };
        prop_assert!(total(&offering, more) >= total(&offering, heads));
    }
}
