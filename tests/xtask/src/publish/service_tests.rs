//! Facts about an experience as a service of 4spaces.

use super::*;

fn settings() -> Json {
    json!({ "engine": { "experiences": [{
        "id": "dinner", "name": { "en": "Dinner", "de": "Abendessen" }, "shortDescription": { "en": "Four courses" },
        "descriptionHtml": { "en": "<p>Four courses</p>" }, "confirmation": "request",
        "attendees": { "min": 1, "max": 8 }, "slotIntervalMinutes": 30,
        "durations": [{ "upTo": 2, "minutes": 90 }, { "upTo": 8, "minutes": 150 }],
        "payment": { "type": "deposit", "pricePerGuest": 2000, "dueMinutes": 30 },
    }] } })
}

fn file(beside: &str) -> ServiceFile {
    toml::from_str(&format!(
        "organizationId = \"o\"\nlanguage = \"de\"\nunitPrice = \"49.90\"\nvatPercentage = 10\n{beside}"
    ))
    .unwrap()
}

fn whole() -> ServiceFile {
    file(
        "currencyId = \"c\"\naccessTemplateId = \"t\"\nisPublic = true\npaymentProviderConfigId = \"p\"\n\
         invoicingProviderConfigId = \"i\"\nproductId = \"1\"\nincrementPriceMultiplier = \"0.5\"\nversion = 2\n\
         [[addons]]\nid = \"2\"\nname = \"Wine\"\nunitPrice = \"29\"\nvatPercentage = 20\nmaxQuantity = 4\n\
         externalId = \"wine\"\n[children]\nmaxCount = 4\npriceMultiplier = \"0.5\"\n",
    )
}

fn picture() -> Picture {
    Picture {
        file_name: "dinner.jpg".to_owned(),
        content: "AAAA".to_owned(),
        mime_type: "image/jpeg",
    }
}

/// The paths of a value's members, with `[]` for the elements of lists.
fn paths(value: &Json, path: &str, all: &mut Vec<String>) {
    match value {
        Json::Object(object) => {
            for (key, one) in object {
                paths(one, &format!("{path}/{key}"), all);
            }
        }
        Json::Array(list) => list.iter().for_each(|one| paths(one, &format!("{path}[]"), all)),
        _ => all.push(path.to_owned()),
    }
}

#[test]
fn a_publication_has_the_fields_of_the_vendors_sample_and_no_other() {
    let sample = include_str!("../../../contract/samples/fourspaces/service.insert.request.json");
    let (mut of_sample, mut of_body) = (Vec::new(), Vec::new());
    paths(&serde_json::from_str(sample).unwrap(), "", &mut of_sample);
    let settings = settings();
    let body = insertion(
        experience(&settings, "dinner").unwrap(),
        &whole(),
        Some(&picture()),
    )
    .unwrap();
    paths(&body, "", &mut of_body);
    let unknown: Vec<&String> = of_body.iter().filter(|path| !of_sample.contains(path)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    // Ids that the vendor gives out, and the parts of the other kinds of services and times.
    let others = [
        "/products[]/reservationData/id",
        "/products[]/reservationData/accessTemplateGroupId",
        "/products[]/requestData",
        "/products[]/externalData",
        "/products[]/ticketData",
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
fn an_experience_is_published_in_one_language_with_its_stays_and_people() {
    let settings = settings();
    let body = insertion(experience(&settings, "dinner").unwrap(), &whole(), None).unwrap();
    assert_eq!(body["name"], "Abendessen");
    assert_eq!(body["subTitle"], "Four courses");
    assert_eq!(
        (&body["requireConfirmation"], &body["requirePayment"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(body["products"][0]["externalId"], "dinner");
    assert_eq!(body["products"][0]["unitPrice"].to_string(), "49.9");
    assert_eq!(
        body["timeOption"]["timespanOptions"],
        json!({ "minDuration": 90, "maxDuration": 150, "increment": 30, "incrementPriceMultiplier": 0.5 })
    );
    assert_eq!(
        body["personOption"],
        json!({
            "canSelectChildren": true, "maxAdultCount": 8, "maxChildrenCount": 4, "adultPriceMultiplier": 1,
            "childPriceMultiplier": 0.5,
        })
    );
}

#[test]
fn what_is_not_stated_is_left_out() {
    let settings = settings();
    let body = insertion(experience(&settings, "dinner").unwrap(), &file(""), None).unwrap();
    let mut all = Vec::new();
    paths(&body, "", &mut all);
    for path in [
        "/image",
        "/currencyId",
        "/products[]/id",
        "/personOption/maxChildrenCount",
    ] {
        assert!(!all.iter().any(|one| one == path), "{path}");
    }
    assert_eq!(body["addons"], json!([]));
    assert_eq!(
        body["products"][0]["reservationData"]["autoAssignAccessTemplate"],
        true
    );
}

#[test]
fn an_update_names_the_service_and_changes_its_three_parts() {
    let settings = settings();
    let updates = updates(experience(&settings, "dinner").unwrap(), &whole(), None, "s1").unwrap();
    let paths = updates.iter().map(|(path, _)| *path).collect::<Vec<_>>();
    assert_eq!(
        paths,
        ["/service/products", "/service/addons", "/service/personOption"]
    );
    for (_, body) in &updates {
        assert_eq!(body["serviceId"], "s1");
    }
    assert_eq!(updates[0].1["products"][0]["id"], "1");
    assert_eq!(updates[1].1["addons"][0]["externalId"], "wine");
    assert_eq!(updates[2].1["personOption"]["maxAdultCount"], 8);
}

#[test]
fn prices_and_fields_that_are_wrong_are_refused() {
    for text in ["-1", "1e3", "ten", "", "1.2.3"] {
        assert!(decimal(text).is_err(), "{text}");
    }
    let misspelt = "organizationId = \"o\"\nlanguage = \"de\"\nunitPrice = \"1\"\nvat = 10\n";
    assert!(toml::from_str::<ServiceFile>(misspelt).is_err());
    assert!(experience(&settings(), "lunch").is_err());
    assert!(experience(&json!({ "molzait": {} }), "dinner").is_err());
}
