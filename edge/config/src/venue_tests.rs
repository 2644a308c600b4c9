//! Which settings have faults, and what of them a deployment without demonstrations serves.

use super::*;
use crate::venues::Venues;

#[test]
fn prices_need_a_payment_provider() {
    let settings = |payments: &str| -> VenueSettings {
        let mut settings = serde_json::json!({
            "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
            "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
            "giftCards": { "templates": [{ "id": "plain", "name": {}, "amounts": [5000] }] },
            "molzait": { "key": "KEY", "horizonDays": 30 },
        });
        if !payments.is_empty() {
            settings["payments"] = serde_json::json!({ "adapter": payments });
        }
        serde_json::from_value(settings).unwrap()
    };
    assert_eq!(settings("demo").faults(), Vec::<String>::new());
    let fault = "giftCards: needs a payment provider, add [payments]";
    assert_eq!(settings("").faults(), [fault]);
}

#[test]
fn payments_that_the_venue_takes_for_another_system_need_a_provider() {
    let settings = |payments: Option<serde_json::Value>| -> VenueSettings {
        let mut settings = serde_json::json!({
            "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
            "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
            "molzait": { "key": "KEY", "horizonDays": 30, "payments": "ours" },
        });
        if let Some(payments) = payments {
            settings["payments"] = payments;
        }
        serde_json::from_value(settings).unwrap()
    };
    let demo = serde_json::json!({ "adapter": "demo" });
    assert_eq!(settings(Some(demo)).faults(), Vec::<String>::new());
    assert_eq!(
        settings(None).faults(),
        ["molzait.payments: needs a payment provider, add [payments]"]
    );
}

#[test]
fn a_deployment_without_demonstrations_has_the_real_venues_alone() {
    let venue = |id: &str| {
        serde_json::json!({
            "id": id, "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
            "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
            "payments": { "adapter": "demo" }, "madeUpReservations": true,
            "mail": { "adapter": "shown", "from": "a@example.com", "site": "https://example.com" },
            "molzait": { "key": "KEY", "horizonDays": 30 },
        })
    };
    let all = ["demo", "demo-stripe", "demoiselle", "linde"].map(venue);
    let real = Venues::from_json(&serde_json::Value::from(all.to_vec()).to_string())
        .unwrap()
        .without_demonstrations();
    let ids: Vec<_> = real.iter().map(|venue| venue.id.as_str()).collect();
    assert_eq!(ids, ["demoiselle", "linde"]);
    assert!(real.iter().all(|venue| !venue.made_up_reservations));
}

#[test]
fn everything_that_only_plays_is_a_fault_of_a_real_venue() {
    let mut venue = serde_json::json!({
        "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
        "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
        "molzait": { "key": "KEY", "horizonDays": 30 },
    });
    let played = |venue: &serde_json::Value| {
        let settings: VenueSettings = serde_json::from_value(venue.clone()).unwrap();
        settings.played()
    };
    assert_eq!(played(&venue), Vec::<String>::new());
    venue["payments"] = serde_json::json!({ "adapter": "demo" });
    venue["madeUpReservations"] = serde_json::json!(true);
    venue["mail"] =
        serde_json::json!({ "adapter": "shown", "from": "a@b.example", "site": "https://b.example" });
    assert_eq!(
        played(&venue),
        [
            "payments.adapter: `demo` takes no money, write `stripe`",
            "mail.adapter: `shown` sends nothing, write `http_api` or `send_email`",
            "madeUpReservations: leave it out, it fills real tables",
        ]
    );
}

#[test]
fn what_could_not_be_charged_is_a_fault_at_its_place() {
    let settings = |currency: &str, price: u32, amount: i64| -> Vec<String> {
        let settings = serde_json::json!({
            "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": currency, "locales": ["en"],
            "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
            "payments": {
                "adapter": "stripe", "secretKey": "A", "webhookSecret": "B", "publishableKey": "pk_1",
            },
            "giftCards": { "templates": [
                { "id": "a", "name": {}, "amounts": [amount], "custom": { "min": amount, "max": 900_000 } },
            ] },
            "engine": {
                "horizonDays": 30,
                "rooms": [{ "id": "hall", "name": { "en": "Hall" }, "sortIndex": 0, "tables": [{
                    "id": "t1", "name": "1", "minPartySize": 1, "maxPartySize": 4, "type": "rect_four",
                    "x": 0, "y": 0,
                }] }],
                "experiences": [{
                    "id": "dinner", "name": { "en": "Dinner" }, "shorthand": "DIN",
                    "shortDescription": { "en": "A" }, "descriptionHtml": { "en": "<p>A</p>" },
                    "attendees": { "min": 1, "max": 4 }, "confirmation": "instant", "slotIntervalMinutes": 30,
                    "durations": [{ "upTo": 4, "minutes": 90 }],
                    "payment": {
                        "type": "deposit", "pricePerGuest": price, "requiredFrom": 2, "dueMinutes": 15,
                    },
                    "periods": [{ "weekdays": ["mon"], "firstMinutes": 1_080, "lastMinutes": 1_320 }],
                }],
            },
        });
        let settings: VenueSettings = serde_json::from_value(settings).unwrap();
        settings.faults()
    };
    let none: [&str; 0] = [];
    assert_eq!(settings("EUR", 25, 50), none);
    assert_eq!(settings("CZK", 750, 1_500), none);
    let text = "what is charged in CZK is 1500 or more, in steps of 1";
    assert_eq!(
        settings("CZK", 700, 1_499),
        [
            format!("engine.experiences[0].payment.pricePerGuest: {text}"),
            format!("giftCards.templates[0].amounts: {text}"),
            format!("giftCards.templates[0].custom.min: {text}"),
        ]
    );
    let fault = "payments.adapter: Stripe does not charge IQD: see https://docs.stripe.com/currencies";
    assert_eq!(settings("IQD", 25, 50), [fault]);
}

#[test]
fn origins_are_exact() {
    for text in [
        "https://www.example.com",
        "http://localhost:5173",
        "http://[::1]:80",
    ] {
        assert!(Origin::try_from(text.to_owned()).is_ok(), "{text}");
    }
    for text in [
        "*",
        "null",
        "www.example.com",
        "https://example.com/",
        "https://Example.com",
        "https://a b",
    ] {
        assert!(Origin::try_from(text.to_owned()).is_err(), "{text}");
    }
}

#[test]
fn a_no_show_can_be_marked_for_a_week_by_default() {
    let settings = |days: Option<u16>| -> VenueSettings {
        let mut settings = serde_json::json!({
            "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
            "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
            "molzait": { "key": "KEY", "horizonDays": 30 },
        });
        if let Some(days) = days {
            settings["noShowDays"] = serde_json::json!(days);
        }
        serde_json::from_value(settings).unwrap()
    };
    assert_eq!(settings(None).no_show_days, 7);
    for (days, faults) in [(0, 1), (1, 0), (90, 0), (91, 1)] {
        assert_eq!(settings(Some(days)).faults().len(), faults, "{days}");
    }
}

#[test]
fn guests_data_is_kept_for_two_years_unless_the_venue_says_otherwise() {
    let settings = |retain: Option<u16>, no_show: u16| -> VenueSettings {
        let mut settings = serde_json::json!({
            "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
            "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
            "molzait": { "key": "KEY", "horizonDays": 30 }, "noShowDays": no_show,
        });
        if let Some(days) = retain {
            settings["retainDays"] = serde_json::json!(days);
        }
        serde_json::from_value(settings).unwrap()
    };
    assert_eq!(settings(None, 7).retain_days, 730);
    for (days, no_show, faults) in [
        (29, 7, 1),
        (30, 7, 0),
        (3650, 7, 0),
        (3651, 7, 1),
        (60, 90, 1),
        (90, 90, 0),
    ] {
        assert_eq!(
            settings(Some(days), no_show).faults().len(),
            faults,
            "{days} {no_show}"
        );
    }
}

#[test]
fn policies_that_a_browser_could_not_follow_are_faults() {
    let faults = |key: &str, value: &str| {
        let mut settings = serde_json::to_value(crate::test_support::venue_settings()).unwrap();
        settings["policies"][key] = serde_json::json!(value);
        serde_json::from_value::<VenueSettings>(settings)
            .unwrap()
            .faults()
    };
    for (key, good, bad) in [
        (
            "privacyUrl",
            "https://linde.example/privacy",
            "javascript:alert(1)",
        ),
        ("privacyUrl", "/#privacy", "//evil.example"),
        ("termsUrl", "http://linde.example/terms", "linde.example/terms"),
        ("phone", "+4316801234", "01 680 1234"),
        ("phone", "+4316801234", "+43 1 6801234"),
    ] {
        assert_eq!(faults(key, good), [""; 0]);
        let found = faults(key, bad);
        assert!(
            found.len() == 1 && found[0].starts_with(&format!("policies.{key}: ")),
            "{found:?}"
        );
    }
}

#[test]
fn every_bound_is_checked_with_the_settings() {
    let mut settings = crate::test_support::venue_settings();
    assert_eq!(settings.faults(), [""; 0]);
    settings.name = "x".repeat(301);
    assert_eq!(settings.faults(), ["name: write at most 300 characters"]);
}
