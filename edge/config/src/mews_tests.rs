//! Facts about the settings of a venue at Mews, and about their faults.

use serde_json::{Value, json};

use super::*;

fn experience() -> Value {
    json!({ "id": "dinner", "serviceId": "5e1", "rateId": "7a7e", "categoryId": "ca7", "units": 2 })
}

fn settings(beside: &Value) -> MewsSettings {
    let mut settings = json!({
        "clientToken": "MEWS_CLIENT_TOKEN", "accessToken": "LINDE_MEWS_TOKEN", "horizonDays": 60,
        "experiences": [experience()],
    });
    let members = settings.as_object_mut().unwrap();
    members.extend(beside.as_object().unwrap().clone());
    serde_json::from_value(settings).unwrap()
}

fn places(settings: &MewsSettings) -> Vec<String> {
    let faults = settings.faults();
    let place = |fault: &String| fault.split_once(": ").unwrap().0.to_owned();
    faults.iter().map(place).collect()
}

#[test]
fn two_tokens_a_horizon_and_an_experience_are_enough() {
    let settings = settings(&json!({}));
    assert_eq!(settings.faults(), [""; 0]);
    assert_eq!(settings.base_url, "https://api.mews.com");
    assert_eq!(settings.notes, NotesTarget::Note);
    assert_eq!(settings.payment_type, "Prepayment");
}

#[test]
fn every_fault_of_the_connection_is_named_and_no_token_is_repeated() {
    let settings = settings(&json!({
        "clientToken": "E0D4-39ee", "accessToken": "C66e", "client": " ", "baseUrl": "api.mews.com",
        "baseUrlVariable": "mews url", "enterpriseId": "a b", "settleSeconds": 0,
    }));
    assert_eq!(
        places(&settings),
        [
            "clientToken",
            "accessToken",
            "client",
            "baseUrlVariable",
            "baseUrl",
            "enterpriseId",
            "settleSeconds",
        ]
    );
    assert!(!settings.faults().join("\n").contains("39ee"));
}

#[test]
fn a_token_is_a_secrets_or_that_of_an_integration_of_an_account() {
    for (beside, places_at_fault) in [
        (json!({ "account": "hotels" }), vec![]),
        (
            json!({ "account": "hotels", "integration": "9e5e84e9-974d" }),
            vec![],
        ),
        (
            json!({ "accessToken": null, "account": "hotels", "integration": "9e5e84e9-974d" }),
            vec![],
        ),
        (
            json!({ "accessToken": null, "account": "hotels" }),
            vec!["accessToken"],
        ),
        (json!({ "integration": "9e5e84e9-974d" }), vec!["account"]),
        (
            json!({ "account": "Hotels", "integration": "a/b" }),
            vec!["account", "integration"],
        ),
        (
            json!({ "accessToken": "C66e", "account": "hotels", "integration": "9e5e84e9-974d" }),
            vec!["accessToken"],
        ),
    ] {
        assert_eq!(places(&settings(&beside)), places_at_fault, "{beside}");
    }
    let name = |beside: &Value| settings(beside).token_name().unwrap().to_owned();
    assert_eq!(name(&json!({})), "LINDE_MEWS_TOKEN");
    assert_eq!(
        name(&json!({ "account": "hotels", "integration": "9e5e" })),
        "9e5e"
    );
}

#[test]
fn every_fault_of_what_is_offered_is_named_with_its_place() {
    let mut strange = experience();
    let members = strange.as_object_mut().unwrap();
    let more = json!({
        "serviceId": "", "privateRateId": "a/b", "units": 13, "firstMinutes": 1_801, "lastMinutes": 1_801,
        "attendees": { "min": 4, "max": 2 }, "deposit": { "pricePerGuest": 0 },
        "addOns": [{ "id": "wine", "productId": "p1", "max": 0 }, { "id": "beer", "productId": "p1" }],
    });
    members.extend(more.as_object().unwrap().clone());
    let settings = settings(&json!({
        "horizonDays": 731, "holdMinutes": 4, "paymentType": "Pre payment", "taskDepartmentId": "",
        "accountingCategoryId": "a b",
        "experiences": [experience(), strange],
    }));
    assert_eq!(
        places(&settings),
        [
            "horizonDays",
            "taskDepartmentId",
            "accountingCategoryId",
            "holdMinutes",
            "paymentType",
            "experiences[1].serviceId",
            "experiences[1].privateRateId",
            "experiences[1].units",
            "experiences[1].lastMinutes",
            "experiences[1].attendees",
            "experiences[1].deposit.pricePerGuest",
            "experiences[1].addOns[0].max",
            "experiences[1].addOns[1].id",
            "experiences[1].id",
        ]
    );
}

#[test]
fn a_time_after_midnight_is_of_one_day_alone() {
    let mut late = experience();
    late["firstMinutes"] = json!(120);
    for (last, faults) in [(1_439, 0), (1_559, 0), (1_560, 1)] {
        late["lastMinutes"] = json!(last);
        let settings = settings(&json!({ "experiences": [late] }));
        assert_eq!(settings.faults().len(), faults, "{last}");
    }
}

#[test]
fn one_experience_is_preselected_at_most() {
    let mut first = experience();
    first["isDefault"] = json!(true);
    let mut second = first.clone();
    second["id"] = json!("lunch");
    let settings = settings(&json!({ "experiences": [first, second] }));
    assert_eq!(places(&settings), ["experiences[1].isDefault"]);
}

#[test]
fn the_parties_are_those_that_some_experience_takes() {
    let of = |id: &str, min: u8, max: u8| {
        let mut one = experience();
        one["id"] = json!(id);
        one["attendees"] = json!({ "min": min, "max": max });
        one
    };
    let settings = settings(&json!({ "experiences": [of("dinner", 2, 4), of("party", 6, 20)] }));
    let PartyRange { min, max } = settings.attendees();
    assert_eq!((min.get(), max.get()), (2, 20));
}
