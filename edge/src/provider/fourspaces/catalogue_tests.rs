//! Facts about services as experiences.

use serde_json::{Value, json};
use shared::availability::Confirmation;
use shared::id::AddOnId;
use shared::locale::Language;
use shared::money::{Currency, Money};

use super::*;
use crate::test_support::fourspaces::{
    ADD_ON, PRODUCT, SERVICE, SPACE, TEMPLATE, catalogue_of, service, settings, template,
};

fn one(service: Value) -> ServiceCatalogue {
    catalogue_of(&[service], &[template()], &json!({}))
}

fn skipped(service: Value) -> Vec<String> {
    let catalogue = one(service);
    assert!(catalogue.offerings.is_empty(), "{:?}", catalogue.offerings);
    catalogue.skipped
}

fn changed(pointer: &str, value: Value) -> Value {
    let mut service = service();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    service.pointer_mut(parent).unwrap()[key] = value;
    service
}

#[test]
fn a_service_with_one_product_is_an_experience_of_its_own_id_and_name() {
    let catalogue = one(service());
    assert_eq!(catalogue.skipped, Vec::<String>::new());
    let offering = &catalogue.offerings[0];
    let experience = &offering.experience;
    let english = Language::parse("en").unwrap();
    assert_eq!(experience.id.as_str(), SERVICE);
    assert_eq!(experience.name.get(&english), "Private dining");
    assert_eq!(experience.short_description.get(&english), "A room of your own");
    assert_eq!(
        (experience.attendees.min.get(), experience.attendees.max.get()),
        (1, 12)
    );
    assert_eq!(experience.confirmation, Confirmation::Instant);
    assert_eq!(offering.template.id, TEMPLATE);
    assert_eq!(offering.template.spaces, [SPACE]);
    assert_eq!(
        (offering.schedule.interval, offering.schedule.duration),
        (30, 120)
    );
    assert_eq!(experience.price.map(Money::amount), Some(4_950));
}

#[test]
fn two_products_are_two_experiences_and_the_services_id_is_that_of_the_first() {
    let other = "ffffffffffffffffffffffffffffffff";
    let mut service = service();
    let mut second = service["products"][0].clone();
    second["id"] = json!(other);
    second["name"] = json!("Large room");
    service["products"].as_array_mut().unwrap().push(second);
    let catalogue = one(service);
    let ids: Vec<&str> = catalogue
        .offerings
        .iter()
        .map(|one| one.experience.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [format!("{SERVICE}.{PRODUCT}"), format!("{SERVICE}.{other}")]
    );
    let find = |id: &str| {
        let found = catalogue.find(&ExperienceId::parse(id).unwrap());
        found.map(|one| one.product_id.as_str())
    };
    assert_eq!(find(SERVICE), Some(PRODUCT));
    assert_eq!(find(&format!("{SERVICE}.{other}")), Some(other));
    assert_eq!(find(&format!("{SERVICE}.{}", "0".repeat(32))), None);
    assert_eq!(find("dinner"), None);
    // Both are given the same template, so a reservation does not say which of them it is of.
    assert!(catalogue.of_template(TEMPLATE).is_none());
}

#[test]
fn services_of_other_types_are_skipped_and_counted() {
    for (kind, name) in [
        (json!(2), "Request"),
        (json!("3"), "External"),
        (json!("Ticket"), "Ticket"),
        (json!(null), "unknown"),
    ] {
        let lines = skipped(changed("/serviceType", kind));
        assert_eq!(lines, [format!("a service of the type {name}")]);
    }
}

#[test]
fn a_product_that_cannot_be_reserved_is_skipped_with_its_reason() {
    for (pointer, value, reason) in [
        (
            "/products/0/reservationData",
            json!(null),
            "without an access template",
        ),
        (
            "/products/0/reservationData/accessTemplateId",
            json!("0".repeat(32)),
            "whose access template is not there",
        ),
        (
            "/products/0/unitPrice",
            json!("a lot"),
            "with a price that cannot be read",
        ),
        (
            "/products/0/unitPrice",
            json!(-1),
            "with a price that cannot be read",
        ),
        (
            "/personOption",
            json!("none"),
            "with a person option that cannot be read",
        ),
        ("/addons", json!("none"), "with add-ons that cannot be read"),
        ("/id", json!("a/b"), "whose id cannot be part of an address"),
    ] {
        assert_eq!(
            skipped(changed(pointer, value)),
            [format!("a product {reason}")],
            "{pointer}"
        );
    }
    assert_eq!(
        skipped(changed("/currency/code", json!("CHF"))),
        ["a service in another currency than the venue's"]
    );
    assert_eq!(
        skipped(changed("/products", json!([]))),
        ["a service without a product"]
    );
    assert_eq!(
        skipped(changed("/products", json!([{}]))),
        ["a product that cannot be read"]
    );
}

#[test]
fn the_settings_leave_services_out_and_cut_their_times() {
    let with = |rules: Value| catalogue_of(&[service()], &[template()], &json!({ "services": [rules] }));
    let left_out = with(json!({ "id": SERVICE, "isOffered": false }));
    assert!(left_out.offerings.is_empty() && left_out.skipped.is_empty());
    let cut = with(json!({
        "id": SERVICE, "firstMinutes": 1080, "lastMinutes": 1200, "intervalMinutes": 60, "durationMinutes": 180,
        "isDefault": true,
    }));
    let offering = &cut.offerings[0];
    let schedule = offering.schedule;
    assert_eq!(
        (
            schedule.first,
            schedule.last,
            schedule.interval,
            schedule.duration
        ),
        (1_080, 1_200, 60, 180)
    );
    assert_eq!(offering.price.increments, 2);
    assert!(offering.experience.is_default);
    let too_long = with(json!({ "id": SERVICE, "durationMinutes": 1_000 }));
    assert!(too_long.offerings.is_empty() && too_long.skipped.len() == 1);
    let others = json!({ "organizationId": "0".repeat(32) });
    assert!(
        catalogue_of(&[service()], &[template()], &others)
            .offerings
            .is_empty()
    );
}

#[test]
fn a_daily_service_has_one_slot_of_a_whole_day() {
    let option = |checkin: &str, checkout: &str| json!({ "type": 0, "dailyOptions": { "checkin": checkin, "checkout": checkout } });
    for (checkin, checkout, first, duration) in [
        ("PT10H", "PT18H", 600, 480),
        ("PT15H", "PT11H", 900, 1_200),
        ("PT0S", "PT0S", 0, 1_440),
    ] {
        let catalogue = one(changed("/timeOption", option(checkin, checkout)));
        let schedule = catalogue.offerings[0].schedule;
        assert_eq!(
            (schedule.first, schedule.last, schedule.duration),
            (first, first, duration)
        );
    }
}

#[test]
fn children_are_asked_for_where_the_service_counts_them() {
    let offers = one(service()).offerings[0].offers();
    let names: Vec<&str> = offers.people.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(names, ["adult", "child"]);
    assert!(offers.people[0].is_default && !offers.people[1].is_default);
    let prices: Vec<i64> = offers
        .people
        .iter()
        .map(|one| one.price.unwrap().amount())
        .collect();
    assert_eq!(prices, [4_950, 2_475]);
    let without = one(changed("/personOption/canSelectChildren", json!(false)));
    assert!(without.offerings[0].offers().people.is_empty());
    assert_eq!(without.offerings[0].experience.attendees.max.get(), 8);
}

#[test]
fn add_ons_have_their_price_and_their_limit() {
    let catalogue = one(service());
    let offering = &catalogue.offerings[0];
    let found = offering.add_on(&AddOnId::parse(ADD_ON).unwrap()).unwrap();
    assert_eq!((found.add_on.price.amount(), found.add_on.max), (2_900, 4));
    assert_eq!(found.vat.to_string(), "20");
    let unlimited = one(changed("/addons/0/maxQuantity", json!(0)));
    assert_eq!(unlimited.offerings[0].offers().add_ons[0].max, 99);
}

#[test]
fn a_picture_is_shown_from_https_alone() {
    for (url, is_shown) in [
        ("https://images.example/a.jpg", true),
        ("http://images.example/a.jpg", false),
        ("https://a@evil.example/a.jpg", false),
        ("String", false),
    ] {
        let catalogue = one(changed("/products/0/imageUrl", json!(url)));
        assert_eq!(
            catalogue.offerings[0].experience.image.is_some(),
            is_shown,
            "{url}"
        );
    }
}

#[test]
fn the_vendors_sample_is_read() {
    let sample = include_str!("../../../../tests/contract/samples/fourspaces/service.insert.response.json");
    let answer: wire::DataAnswer<wire::ServiceView> = serde_json::from_str(sample).unwrap();
    let settings = settings(&json!({}));
    let terms = VenueTerms {
        settings: &settings,
        currency: Currency::EUR,
        language: &Language::parse("en").unwrap(),
    };
    // Its currency is the word `String`.
    let catalogue = ServiceCatalogue::of(&[answer.data], &[], terms);
    assert_eq!(catalogue.skipped.len(), 1);
}
