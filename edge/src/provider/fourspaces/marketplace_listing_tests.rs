//! Facts about an experience of the embedded engine as a service of 4spaces.

use config::VenueSettings;
use shared::publication::PublicationTerms;

use super::*;

const SERVICE: &str = "d2000000000000000000000000000001";
const PRODUCT: &str = "d2000000000000000000000000000002";
const ADD_ON: &str = "d2000000000000000000000000000003";
const PERSON_OPTION: &str = "d2000000000000000000000000000004";
const ORGANIZATION: &str = "0a000000000000000000000000000001";

/// A venue with a dinner for adults and children, with these members beside.
fn venue(beside: &Value) -> VenueSettings {
    let mut dinner = json!({
        "id": "dinner", "name": { "en": "Dinner", "de": "Abendessen" }, "shorthand": "DIN",
        "shortDescription": { "en": "Four courses" }, "descriptionHtml": { "en": "<p>Four courses</p>" },
        "attendees": { "min": 1, "max": 8 }, "confirmation": "request", "slotIntervalMinutes": 30,
        "durations": [{ "upTo": 2, "minutes": 90 }, { "upTo": 8, "minutes": 150 }],
        "payment": { "type": "deposit", "pricePerGuest": 2000, "dueMinutes": 30 },
        "pricePerGuest": 4990, "vatBasisPoints": 1000,
        "people": [
            { "id": "adults", "name": { "en": "Adults" }, "isDefault": true },
            { "id": "children", "name": { "en": "Children" }, "price": 2495, "max": 4, "needsAdult": true },
        ],
        "addOns": [{
            "id": "wine", "name": { "en": "Wine pairing" }, "price": 2900, "per": "unit", "max": 4,
            "vatBasisPoints": 2000,
        }],
    });
    let members = dinner.as_object_mut().unwrap();
    members.extend(beside.as_object().unwrap().clone());
    serde_json::from_value(json!({
        "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en", "de"],
        "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
        "engine": { "horizonDays": 30, "rooms": [], "experiences": [dinner] },
    }))
    .unwrap()
}

fn settings() -> PublicationSettings {
    let id = |digit: &str| digit.repeat(32);
    serde_json::from_value(json!({
        "key": "LINDE_4SPACES", "organizationId": ORGANIZATION, "currencyId": id("1"),
        "paymentProviderConfigId": id("2"), "invoicingProviderConfigId": id("3"),
    }))
    .unwrap()
}

fn terms(terms: &Value) -> PublicationTerms {
    serde_json::from_value(terms.clone()).unwrap()
}

fn picture() -> PublishedPicture {
    PublishedPicture {
        file_name: "dinner.jpg".to_owned(),
        content: "AAAA".to_owned(),
        media_type: "image/jpeg",
    }
}

fn listing<'a>(
    venue: &'a VenueSettings,
    terms: &'a PublicationTerms,
    picture: Option<&'a PublishedPicture>,
) -> MarketplaceListing<'a> {
    MarketplaceListing {
        venue,
        experience: &venue.engine.as_ref().unwrap().experiences[0],
        terms,
        picture,
    }
}

fn inserted(beside: &Value, of: &Value) -> Result<Value, FieldError> {
    let (venue, terms) = (venue(beside), terms(of));
    insertion(&listing(&venue, &terms, None), &settings())
}

/// The paths of a value's members, with `[]` for the elements of lists.
fn paths(value: &Value, path: &str, all: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, one) in object {
                paths(one, &format!("{path}/{key}"), all);
            }
        }
        Value::Array(list) => list.iter().for_each(|one| paths(one, &format!("{path}[]"), all)),
        _ => all.push(path.to_owned()),
    }
}

#[test]
fn a_publication_has_the_fields_of_the_vendors_sample_and_no_other() {
    let sample = include_str!("../../../../tests/contract/samples/fourspaces/service.insert.request.json");
    let (mut of_sample, mut of_body) = (Vec::new(), Vec::new());
    paths(&serde_json::from_str(sample).unwrap(), "", &mut of_sample);
    let (venue, picture) = (venue(&json!({})), picture());
    let terms = terms(&json!({ "isPublic": true, "accessTemplateId": "4".repeat(32) }));
    let body = insertion(&listing(&venue, &terms, Some(&picture)), &settings()).unwrap();
    paths(&body, "", &mut of_body);
    let unknown: Vec<&String> = of_body.iter().filter(|path| !of_sample.contains(path)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    // Ids that the vendor gives out, and the parts of the other kinds of services and times.
    let others = [
        "/products[]/id",
        "/products[]/reservationData/id",
        "/products[]/reservationData/accessTemplateGroupId",
        "/products[]/requestData",
        "/products[]/externalData",
        "/products[]/ticketData",
        "/addons[]/id",
        "/timeOption/id",
        "/timeOption/dailyOptions",
        "/personOption/id",
    ];
    let missing: Vec<&String> = of_sample
        .iter()
        .filter(|path| !of_body.contains(path) && !others.iter().any(|other| path.starts_with(other)))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn an_experience_is_published_with_what_the_settings_state_of_it() {
    let body = inserted(&json!({}), &json!({ "language": "de" })).unwrap();
    assert_eq!(
        body,
        json!({
            "organizationId": ORGANIZATION, "serviceType": 1, "name": "Abendessen",
            "description": "<p>Four courses</p>", "subTitle": "Four courses", "isPublic": false,
            "requireConfirmation": true, "requirePayment": true, "currencyId": "1".repeat(32), "vatPercentage": 10,
            "paymentProviderConfigId": "2".repeat(32), "invoicingProviderConfigId": "3".repeat(32),
            "products": [{
                "name": "Abendessen", "description": "Four courses", "unitPrice": 49.9, "vatPercentage": 10,
                "externalId": "linde/dinner", "reservationData": { "autoAssignAccessTemplate": true },
            }],
            "addons": [{
                "name": "Wine pairing", "unitPrice": 29, "vatPercentage": 20, "maxQuantity": 4, "externalId": "wine",
            }],
            "timeOption": {
                "type": 1,
                "timespanOptions": {
                    "minDuration": 90, "maxDuration": 150, "increment": 30, "incrementPriceMultiplier": 0,
                },
            },
            "personOption": {
                "canSelectChildren": true, "maxAdultCount": 8, "maxChildrenCount": 4, "adultPriceMultiplier": 1,
                "childPriceMultiplier": 0.5,
            },
            "version": 0,
        })
    );
}

#[test]
fn what_is_not_stated_is_left_out() {
    let beside =
        json!({ "payment": null, "pricePerGuest": null, "vatBasisPoints": null, "people": [], "addOns": [] });
    let body = inserted(&beside, &json!({})).unwrap();
    let mut all = Vec::new();
    paths(&body, "", &mut all);
    for path in [
        "/image",
        "/vatPercentage",
        "/products[]/id",
        "/products[]/unitPrice",
        "/personOption/maxChildrenCount",
    ] {
        assert!(!all.iter().any(|one| one == path), "{path}");
    }
    assert_eq!(
        (&body["addons"], &body["requirePayment"]),
        (&json!([]), &json!(false))
    );
    assert_eq!(body["personOption"]["canSelectChildren"], false);
}

#[test]
fn a_rate_with_decimals_stands_at_the_product_alone() {
    let body = inserted(&json!({ "vatBasisPoints": 550 }), &json!({})).unwrap();
    assert!(body.get("vatPercentage").is_none());
    assert_eq!(body["products"][0]["vatPercentage"], 5.5);
}

#[test]
fn a_prepayment_is_the_price_of_a_guest() {
    let payment = json!({ "type": "prepayment", "pricePerGuest": 5500, "dueMinutes": 30 });
    let beside = json!({ "payment": payment, "pricePerGuest": null, "people": [] });
    let body = inserted(&beside, &json!({})).unwrap();
    assert_eq!(body["products"][0]["unitPrice"], 55);
}

#[test]
fn ages_that_the_marketplace_cannot_price_are_refused() {
    let adults = json!({ "id": "adults", "name": {}, "isDefault": true });
    let child = |id: &str, price: Value| json!({ "id": id, "name": {}, "price": price, "needsAdult": true });
    let fault = FieldError::new("/experienceId", FieldCode::NotOffered);
    let two = json!({ "people": [adults, child("small", json!(0)), child("tall", json!(2_495))] });
    assert_eq!(inserted(&two, &json!({})), Err(fault.clone()));
    let unpriced = json!({ "pricePerGuest": null, "people": [adults, child("small", json!(900))] });
    assert_eq!(inserted(&unpriced, &json!({})), Err(fault));
    let free = json!({ "people": [adults, child("small", json!(0)), child("tall", json!(0))] });
    let body = inserted(&free, &json!({})).unwrap();
    assert_eq!(body["personOption"]["childPriceMultiplier"], 0);
    assert!(body["personOption"].get("maxChildrenCount").is_none());
}

#[test]
fn a_private_experience_is_not_published_to_everyone() {
    let private = json!({ "isPrivate": true });
    let fault = FieldError::new("/isPublic", FieldCode::NotOffered);
    assert_eq!(inserted(&private, &json!({ "isPublic": true })), Err(fault));
    assert!(inserted(&private, &json!({})).is_ok());
}

/// A service as the vendor lists it.
fn listed(beside: &Value) -> wire::ServiceView {
    let mut service = json!({
        "id": SERVICE, "organizationId": ORGANIZATION, "serviceType": 1,
        "products": [
            { "id": "other", "externalId": ["linde/lunch"] },
            { "id": PRODUCT, "externalId": ["x", "linde/dinner"] },
        ],
        "addons": [{ "id": ADD_ON, "name": "Wine", "externalId": "wine" }, { "id": "b", "externalId": null }],
        "personOption": { "id": PERSON_OPTION, "canSelectChildren": true },
    });
    let members = service.as_object_mut().unwrap();
    members.extend(beside.as_object().unwrap().clone());
    serde_json::from_value(service).unwrap()
}

#[test]
fn the_service_of_an_experience_is_known_by_the_external_id_of_its_product() {
    let (venue, terms) = (venue(&json!({})), terms(&json!({})));
    let listing = listing(&venue, &terms, None);
    let found = |beside: &Value| known(&[listed(beside)], &listing, ORGANIZATION);
    assert_eq!(
        found(&json!({})),
        Some(KnownService {
            id: SERVICE.to_owned(),
            product_id: PRODUCT.to_owned(),
            add_ons: vec![("wine".to_owned(), ADD_ON.to_owned())],
            person_option_id: Some(PERSON_OPTION.to_owned()),
        })
    );
    for other in [
        json!({ "organizationId": "f".repeat(32) }),
        json!({ "serviceType": 2 }),
        json!({ "products": [{ "id": "p", "externalId": ["birne/dinner"] }] }),
        json!({ "products": [{ "id": "p", "externalId": "linde/dinner" }] }),
    ] {
        assert_eq!(found(&other), None, "{other}");
    }
}

#[test]
fn an_update_names_the_service_and_the_ids_of_its_three_parts() {
    let (venue, terms) = (venue(&json!({})), terms(&json!({})));
    let listing = listing(&venue, &terms, None);
    let known = known(&[listed(&json!({}))], &listing, ORGANIZATION).unwrap();
    let updates = updates(&listing, &known).unwrap();
    let paths = updates.iter().map(|(path, _)| *path).collect::<Vec<_>>();
    assert_eq!(
        paths,
        ["/service/products", "/service/addons", "/service/personOption"]
    );
    for (path, body) in &updates {
        assert_eq!(body["serviceId"], SERVICE, "{path}");
        assert_eq!(body.get("serviceType").is_some(), *path == "/service/products");
    }
    assert_eq!(updates[0].1["products"][0]["id"], PRODUCT);
    assert_eq!(updates[1].1["addons"][0]["id"], ADD_ON);
    assert_eq!(updates[2].1["personOption"]["id"], PERSON_OPTION);
}
