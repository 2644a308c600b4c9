//! Experiences of the embedded engine at the simulated 4spaces: published once, brought up to date afterwards, and read by
//! guests at the prices of the engine.

use std::rc::Rc;
use std::time::Duration;

use config::{PublicationSettings, VenueSettings};
use couvert_tests::fourspaces::{Operation, Trouble};
use couvert_tests::native::{SeededRng, Simulated};
use edge::error::VenueError;
use edge::provider::choices::Choices;
use edge::provider::fourspaces::marketplace::FourspacesMarketplace;
use edge::provider::marketplace::{Marketplace as _, MarketplaceListing};
use edge::upstream::{Ports, Upstream};
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::choices::PeopleCount;
use shared::id::{AgeCategoryId, ExperienceId};
use shared::party::Attendees;
use shared::publication::{Publication, PublicationTerms};

use super::facts::{choice, order};
use super::fourspaces::{AtFourspaces, at_fourspaces};

/// A venue whose dinner costs this many cents.
fn venue(cents: u32) -> VenueSettings {
    serde_json::from_value(json!({
        "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
        "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
        "engine": { "horizonDays": 30, "rooms": [], "experiences": [{
            "id": "dinner", "name": { "en": "Dinner" }, "shorthand": "DIN",
            "shortDescription": { "en": "Four courses" }, "descriptionHtml": { "en": "<p>Four courses</p>" },
            "attendees": { "min": 1, "max": 6 }, "confirmation": "instant", "slotIntervalMinutes": 30,
            "durations": [{ "upTo": 6, "minutes": 120 }], "pricePerGuest": cents, "vatBasisPoints": 1000,
            "people": [
                { "id": "adults", "name": { "en": "Adults" }, "isDefault": true },
                { "id": "children", "name": { "en": "Children" }, "price": 1_200, "needsAdult": true },
            ],
            "addOns": [{ "id": "wine", "name": { "en": "Wine" }, "price": 2_900, "per": "unit", "max": 4 }],
        }] },
    }))
    .unwrap()
}

fn marketplace(at: &AtFourspaces) -> FourspacesMarketplace {
    let settings: PublicationSettings = serde_json::from_value(json!({
        "key": "K", "organizationId": "0b".repeat(16), "baseUrl": "https://api.example",
    }))
    .unwrap();
    let ports = Rc::new(Ports {
        network: Box::new(Simulated::new(at.simulator.clone(), at.clock)),
        clock: Box::new(at.clock),
        rng: Box::new(SeededRng::new(7)),
    });
    let access = settings.access();
    let key = SecretString::from("sim-key");
    FourspacesMarketplace::new(settings, access, key, (Upstream::new(ports.clone()), ports))
}

async fn publish(at: &AtFourspaces, venue: &VenueSettings) -> Result<Publication, VenueError> {
    let listing = MarketplaceListing {
        venue,
        experience: &venue.engine.as_ref().unwrap().experiences[0],
        terms: &PublicationTerms::default(),
        picture: None,
    };
    marketplace(at).publish(&listing).await
}

/// The service of this id as its administrators see it.
fn service(at: &AtFourspaces, id: &str) -> Value {
    let mut found = Value::Null;
    let is_there = at
        .simulator
        .borrow_mut()
        .change_service(id, |service| found = service.clone());
    assert!(is_there, "{id}");
    found
}

#[tokio::test(start_paused = true)]
async fn an_experience_is_published_once_and_brought_up_to_date_afterwards() {
    let at = at_fourspaces(&json!({}));
    let made = publish(&at, &venue(4_990)).await.unwrap();
    assert!(made.is_new);
    let before = service(&at, &made.service_id);
    let again = publish(&at, &venue(5_250)).await.unwrap();
    assert_eq!((again.is_new, &again.service_id), (false, &made.service_id));
    let after = service(&at, &made.service_id);
    for (part, price) in [("products", json!(52.5)), ("addons", json!(29))] {
        assert_eq!(after[part].as_array().unwrap().len(), 1, "{part}");
        assert_eq!(after[part][0]["id"], before[part][0]["id"], "{part}");
        assert_eq!(after[part][0]["unitPrice"], price, "{part}");
    }
    let counts = at.simulator.borrow().counts().clone();
    for name in [
        "publish",
        "update_products",
        "update_addons",
        "update_person_option",
    ] {
        assert_eq!(counts.get(name), Some(&1), "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_publication_whose_answer_was_lost_is_found_and_no_second_one_is_made() {
    for trouble in [Trouble::ResetAfter, Trouble::StatusAfter, Trouble::Garbage] {
        let at = at_fourspaces(&json!({}));
        at.simulator.borrow_mut().fail(Operation::Publish, trouble);
        let lost = publish(&at, &venue(4_990)).await;
        assert!(matches!(lost, Err(VenueError::OutcomeUnknown(_))), "{lost:?}");
        at.clock.pass(Duration::from_mins(2)).await;
        let found = publish(&at, &venue(4_990)).await.unwrap();
        assert!(!found.is_new, "{trouble:?}");
        assert_eq!(at.simulator.borrow().counts().get("publish"), Some(&1));
    }
}

#[tokio::test(start_paused = true)]
async fn guests_are_quoted_the_engines_price_at_the_service() {
    let at = at_fourspaces(&json!({}));
    let made = publish(&at, &venue(4_990)).await.unwrap();
    let choice = choice(&at.world).await;
    let mut order = order(&at.world, &choice, "key-1");
    order.request.experience_id = ExperienceId::parse(&made.service_id).unwrap();
    order.request.attendees = Attendees::parse(3).unwrap();
    let people = |id: &str, count: u8| PeopleCount {
        category: AgeCategoryId::parse(id).unwrap(),
        count,
    };
    let choices = Choices {
        people: vec![people("adult", 2), people("child", 1)],
        ..Choices::default()
    };
    let quote = at
        .world
        .provider
        .quote(&order.request.quote_request(), &choices)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(quote.total.amount(), 2 * 4_990 + 1_200);
    assert!(at.world.provider.reserve_with(&order, &choices).await.is_ok());
}
