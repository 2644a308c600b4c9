//! A service of a restaurant as the vendor answers it, for the tests of this folder.

use config::FourspacesSettings;
use serde_json::{Value, json};
use shared::locale::Language;
use shared::money::Currency;

use crate::provider::fourspaces::catalogue::ServiceCatalogue;
use crate::provider::fourspaces::offering::{Offering, VenueTerms};

pub(crate) const SERVICE: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
pub(crate) const PRODUCT: &str = "1a1b2c3d4e5f60718293a4b5c6d7e8f9";
pub(crate) const TEMPLATE: &str = "2a1b2c3d4e5f60718293a4b5c6d7e8f9";
pub(crate) const SPACE: &str = "3a1b2c3d4e5f60718293a4b5c6d7e8f9";
pub(crate) const ADD_ON: &str = "4a1b2c3d4e5f60718293a4b5c6d7e8f9";

pub(crate) fn settings(beside: &Value) -> FourspacesSettings {
    let mut settings = json!({ "key": "K", "horizonDays": 60, "baseUrl": "https://api.example" });
    let members = settings.as_object_mut().unwrap();
    members.extend(beside.as_object().unwrap().clone());
    serde_json::from_value(settings).unwrap()
}

/// A room for two hours at least and four at most, for eight adults and four children, with a projector.
pub(crate) fn service() -> Value {
    json!({
        "id": SERVICE, "organizationId": "9a1b2c3d4e5f60718293a4b5c6d7e8f9", "serviceType": 1,
        "name": "Private dining", "description": "<p>Four courses</p>", "subTitle": "A room of your own",
        "imageUrl": null, "isPublic": true, "requireConfirmation": false, "requirePayment": false,
        "currency": { "id": "5", "name": "Euro", "code": "EUR", "symbol": "€" }, "vatPercentage": 10,
        "products": [{
            "id": PRODUCT, "name": "Small room", "unitPrice": 49.5, "minimalPrice": 0, "vatPercentage": 0,
            "externalId": ["a"], "reservationData": { "accessTemplateId": TEMPLATE },
        }],
        "addons": [{
            "id": ADD_ON, "name": "Projector", "unitPrice": "29.00", "vatPercentage": 20, "maxQuantity": 4,
            "externalId": "p",
        }],
        "timeOption": {
            "type": 1,
            "timespanOptions": { "minDuration": 120, "maxDuration": 240, "increment": 30, "incrementPriceMultiplier": 0.25 },
        },
        "personOption": {
            "canSelectChildren": true, "maxAdultCount": 8, "maxChildrenCount": 4, "adultPriceMultiplier": 1,
            "childPriceMultiplier": 0.5,
        },
        "providers": {}, "organization": { "id": "9", "code": "linde" },
    })
}

pub(crate) fn template() -> Value {
    json!({
        "id": TEMPLATE, "name": "Small room", "description": "", "isAvailable": true, "tags": [],
        "smartspaces": [{ "id": SPACE, "name": "Small room", "accessCardNumbers": [] }],
    })
}

pub(crate) fn catalogue_of(services: &[Value], templates: &[Value], beside: &Value) -> ServiceCatalogue {
    let settings = settings(beside);
    let services: Vec<_> = services
        .iter()
        .map(|one| serde_json::from_value(one.clone()).unwrap())
        .collect();
    let templates: Vec<_> = templates
        .iter()
        .map(|one| serde_json::from_value(one.clone()).unwrap())
        .collect();
    let terms = VenueTerms {
        settings: &settings,
        currency: Currency::EUR,
        language: &Language::parse("en").unwrap(),
    };
    ServiceCatalogue::of(&services, &templates, terms)
}

/// The one experience of a service.
pub(crate) fn offering_of(service: Value) -> Offering {
    catalogue_of(&[service], &[template()], &json!({}))
        .offerings
        .remove(0)
}
