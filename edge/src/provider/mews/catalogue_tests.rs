//! Facts about the catalogue of a property.

use serde_json::{Value, json};
use shared::locale::{Language, LocalizedText};
use shared::money::Money;
use shared::offer::PricePer;

use super::*;
use crate::test_support::mews::{answers, settings};

fn vienna() -> TimeZone {
    TimeZone::parse("Europe/Vienna").unwrap()
}

fn catalogue(change: impl Fn(&mut Value)) -> Result<Catalogue, String> {
    Catalogue::of(answers(change), &settings(&json!({})), &vienna(), Currency::EUR)
}

fn text(all: &LocalizedText, language: &str) -> String {
    all.get(&Language::parse(language).unwrap()).to_owned()
}

#[test]
fn an_experience_has_the_texts_of_its_service_rate_and_category() {
    let catalogue = catalogue(|_| {}).unwrap();
    let experiences = catalogue.experiences();
    let one = &experiences[0];
    assert_eq!((experiences.len(), one.id.as_str()), (1, "dinner"));
    assert_eq!(text(&one.name, "de"), "Abendessen");
    assert_eq!(text(&one.short_description, "en"), "The best of the day");
    assert_eq!(text(&one.description_html, "en"), "A table by the window");
    // The category has room for four and one more; the settings take eight.
    assert_eq!((one.attendees.min.get(), one.attendees.max.get()), (1, 5));
}

#[test]
fn a_service_without_adults_counts_guests_in_its_first_category() {
    let catalogue = catalogue(|answers| {
        for category in answers["ageCategories"].as_array_mut().unwrap() {
            category["Classification"] = json!("Child");
        }
    })
    .unwrap();
    let people = catalogue.bookables[0].people_offered();
    let defaults: Vec<_> = people
        .iter()
        .map(|one| (one.id.as_str(), one.is_default))
        .collect();
    assert_eq!(defaults, [("kids", true), ("adults", false)]);
}

#[test]
fn people_and_products_are_offered_with_their_prices() {
    let catalogue = catalogue(|_| {}).unwrap();
    let offers = catalogue.offers(&catalogue.bookables[0]);
    let shown = catalogue.experiences().remove(0);
    assert_eq!((&shown.people, &shown.add_ons), (&offers.people, &offers.add_ons));
    let people: Vec<_> = offers
        .people
        .iter()
        .map(|one| (text(&one.name, "en"), one.min_age, one.max_age, one.is_default))
        .collect();
    assert_eq!(
        people,
        [
            ("Adults".to_owned(), Some(13), None, true),
            ("Children".to_owned(), Some(3), Some(12), false),
        ]
    );
    let add_ons: Vec<_> = offers
        .add_ons
        .iter()
        .map(|one| {
            (
                one.id.as_str(),
                text(&one.name, "en"),
                one.price.amount(),
                one.per,
                one.max,
            )
        })
        .collect();
    assert_eq!(
        add_ons,
        [
            ("wine", "Wine pairing".to_owned(), 2_500, PricePer::Guest, 50),
            // A stay takes two units of time.
            ("lounge", "Lounge".to_owned(), 1_000, PricePer::Unit, 3),
        ]
    );
}

#[test]
fn pictures_are_shown_by_https_alone() {
    let mut catalogue = catalogue(|_| {}).unwrap();
    assert_eq!(catalogue.picture_ids(), ["cover", "glass"]);
    let list = json!({ "ImageUrls": [
        { "ImageId": "cover", "Url": "https://cdn.example/cover.jpg" },
        { "ImageId": "glass", "Url": "http://cdn.example/glass.jpg" },
    ] });
    catalogue.add_pictures(serde_json::from_value(list).unwrap());
    let cover = catalogue.experiences()[0].image.clone();
    assert_eq!(
        cover.map(|image| image.url),
        Some("https://cdn.example/cover.jpg".to_owned())
    );
    assert_eq!(catalogue.offers(&catalogue.bookables[0]).add_ons[0].image, None);
}

#[test]
fn taxes_have_a_rate() {
    let catalogue = catalogue(|_| {}).unwrap();
    assert_eq!(catalogue.taxes["AT-10"], 1_000);
    assert!(!catalogue.is_net);
    assert_eq!(catalogue.payment_types, ["Prepayment", "GiftCard"]);
}

#[test]
fn an_experience_whose_parts_are_not_there_is_left_out_and_named() {
    for (pointer, value, cause) in [
        ("/services/0/IsActive", json!(false), "no such active service"),
        (
            "/services/0/Data/Value/TimeUnitPeriod",
            json!("Day"),
            "no hourly time units",
        ),
        (
            "/services/0/Data/Discriminator",
            json!("Additional"),
            "not bookable",
        ),
        ("/services/0/Data/Value/StartOffset", json!("P1M"), "offsets"),
        ("/rates/0/IsPublic", json!(false), "rate"),
        ("/rates/0/IsEnabled", json!(false), "rate"),
        ("/categories/0/ServiceId", json!("another"), "category"),
        ("/ageCategories", json!([]), "age category"),
    ] {
        let found = catalogue(|answers| *answers.pointer_mut(pointer).unwrap() = value.clone());
        let error = found.err().unwrap();
        assert!(
            error.starts_with("nothing can be booked: experience dinner: "),
            "{error}"
        );
        assert!(error.contains(cause), "{error}");
    }
}

#[test]
fn a_product_in_another_currency_is_not_offered() {
    let found = catalogue(|answers| answers["products"][0]["Price"]["Currency"] = json!("USD")).unwrap();
    assert_eq!(found.offers(&found.bookables[0]).add_ons.len(), 1);
}

#[test]
fn a_property_in_another_time_zone_is_refused_as_a_whole() {
    let pointer = "/configuration/Enterprise/TimeZoneIdentifier";
    let found = catalogue(|answers| *answers.pointer_mut(pointer).unwrap() = json!("Europe/Prague"));
    assert!(found.err().unwrap().contains("time zone Europe/Prague"));
}

#[test]
fn a_reservation_is_of_the_experience_with_its_rate_or_else_its_category() {
    let catalogue = catalogue(|_| {}).unwrap();
    let of = |service: &str, category: &str, rate: &str| {
        let found = catalogue.bookable_of(service, category, rate);
        found.map(|one| one.settings.id.as_str())
    };
    assert_eq!(of("s1", "c1", "r1"), Some("dinner"));
    assert_eq!(of("s1", "c1", "another"), Some("dinner"));
    assert_eq!(of("s1", "another", "r1"), None);
    let product = &catalogue.bookables[0].products[0];
    assert_eq!(product.price, Money::new(2_500, Currency::EUR).unwrap());
}
