//! A small property for the tests of this folder: dinner for two hours, a table for four and one more.

use std::rc::Rc;

use config::MewsSettings;
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::provider::mews::bookable::Answers;
use crate::provider::mews::client::{Connector, Tokens};
use crate::test_support::scripted_network::ScriptedNetwork;
use crate::test_support::still::Still;
use crate::upstream::{Ports, Upstream};

/// The settings of its venue, with these beside.
pub(crate) fn settings(beside: &Value) -> MewsSettings {
    let mut settings = json!({
        "clientToken": "A", "accessToken": "B", "horizonDays": 60,
        "experiences": [{
            "id": "dinner", "serviceId": "s1", "rateId": "r1", "privateRateId": "r2", "categoryId": "c1", "units": 2,
            "firstMinutes": 1_080, "lastMinutes": 1_500, "attendees": { "min": 1, "max": 8 },
            "addOns": [
                { "id": "wine", "productId": "p1" }, { "id": "lounge", "productId": "p2", "max": 3 },
            ],
        }],
    });
    let members = settings.as_object_mut().unwrap();
    members.extend(beside.as_object().unwrap().clone());
    serde_json::from_value(settings).unwrap()
}

/// Everything about its catalogue, by the names of the answers' parts.
fn catalogue_json() -> Value {
    json!({
        "configuration": { "Enterprise": {
            "ChainId": "chain", "TimeZoneIdentifier": "Europe/Vienna", "DefaultLanguageCode": "de-AT",
            "Pricing": "Gross", "CoverImageId": "cover",
            "AccountingConfiguration": { "EnabledExternalPaymentTypes": ["Prepayment", "GiftCard"] },
        } },
        "services": [{
            "Id": "s1", "IsActive": true, "Names": { "de-AT": "Abendessen", "en-US": "Dinner" },
            "Data": { "Discriminator": "Bookable", "Value": {
                "StartOffset": "P0M0DT0H0M0S", "EndOffset": "P0M0DT0H0M0S", "TimeUnitPeriod": "Hour",
            } },
        }],
        "categories": [{
            "Id": "c1", "ServiceId": "s1", "IsActive": true, "Type": "Restaurant",
            "Descriptions": { "en-US": "A table by the window<script></script>" }, "Capacity": 4, "ExtraCapacity": 1,
        }],
        "ageCategories": [
            {
                "Id": "kids", "ServiceId": "s1", "IsActive": true, "MinimalAge": 3, "MaximalAge": 12,
                "Names": { "en-US": "Children" }, "Classification": "Child",
            },
            {
                "Id": "adults", "ServiceId": "s1", "IsActive": true, "MinimalAge": 13, "MaximalAge": null,
                "Names": { "en-US": "Adults" }, "Classification": "Adult",
            },
        ],
        "rates": [rate("r1", true), rate("r2", false)],
        "products": [product("p1", "Wine pairing", "PerPerson", 25), product("p2", "Lounge", "PerTimeUnit", 5)],
        "taxations": {
            "Taxations": [{ "Code": "AT", "Name": "VAT", "LocalName": "MWST" }],
            "TaxRates": [{
                "Code": "AT-10", "TaxationCode": "AT",
                "Strategy": { "Discriminator": "Relative", "Value": { "Value": 0.1 } },
            }],
        },
    })
}

/// The answers about its catalogue, in the order in which they are asked for.
pub(crate) fn catalogue_answers() -> [Value; 9] {
    let all = catalogue_json();
    let list = |key: &str, name: &str| json!({ key: all[name].clone(), "Cursor": null });
    [
        all["configuration"].clone(),
        list("Services", "services"),
        list("ResourceCategories", "categories"),
        list("AgeCategories", "ageCategories"),
        list("Rates", "rates"),
        list("Products", "products"),
        json!({ "Restrictions": [], "Cursor": null }),
        all["taxations"].clone(),
        json!({ "ImageUrls": [{ "ImageId": "cover", "Url": "https://cdn.example/cover.jpg" }] }),
    ]
}

/// The answers about its catalogue, changed by a function.
pub(crate) fn answers(change: impl Fn(&mut Value)) -> Answers {
    let mut answers = catalogue_json();
    change(&mut answers);
    let read = |name: &str| answers[name].clone();
    Answers {
        configuration: serde_json::from_value(read("configuration")).unwrap(),
        services: serde_json::from_value(read("services")).unwrap(),
        categories: serde_json::from_value(read("categories")).unwrap(),
        age_categories: serde_json::from_value(read("ageCategories")).unwrap(),
        rates: serde_json::from_value(read("rates")).unwrap(),
        products: serde_json::from_value(read("products")).unwrap(),
        taxations: serde_json::from_value(read("taxations")).unwrap(),
        restrictions: Vec::new(),
    }
}

fn rate(id: &str, is_public: bool) -> Value {
    json!({
        "Id": id, "GroupId": "g1", "ServiceId": "s1", "BaseRateId": null, "IsActive": true, "IsEnabled": true,
        "IsPublic": is_public, "Description": { "en-US": "The best of the day" },
    })
}

fn product(id: &str, name: &str, charging: &str, price: u8) -> Value {
    json!({
        "Id": id, "ServiceId": "s1", "IsActive": true, "Names": { "en-US": name }, "ExternalNames": {},
        "ChargingMode": charging, "Price": { "Currency": "EUR", "GrossValue": price, "TaxValues": [] },
        "ImageIds": if id == "p1" { json!(["glass"]) } else { json!(null) },
    })
}

/// A connection over a scripted network, at a clock that stands still.
pub(crate) fn connector(network: &ScriptedNetwork) -> Connector {
    let tokens = Tokens {
        client: SecretString::from("the client's"),
        access: SecretString::from("the property's"),
    };
    Connector::new(&settings(&json!({})), tokens, Upstream::new(ports(network)))
}

/// The ports around it.
pub(crate) fn ports(network: &ScriptedNetwork) -> Rc<Ports> {
    Rc::new(Ports {
        network: Box::new(network.clone()),
        clock: Box::new(Still),
        rng: Box::new(Still),
    })
}
