//! The settings that are locked, by everything that can hold them.

use serde_json::{Value, json};

use super::*;
use crate::change::UpcomingReservation;
use crate::test_support::{party, venue_settings, with};

fn changed(pointer: &str, value: Value) -> VenueSettings {
    let settings = serde_json::to_value(venue_settings()).unwrap();
    serde_json::from_value(with(settings, [(pointer, value)])).unwrap()
}

/// Facts with one open matter of each kind.
fn everything_open() -> Facts {
    let reservation =
        json!({ "type": "deposit", "amount": { "amount": 100, "currency": "EUR" }, "dueMinutes": 5 });
    let reservation = UpcomingReservation {
        number: "R-1".to_owned(),
        experience_id: "dinner".to_owned().try_into().unwrap(),
        attendees: party(2),
        people: Vec::new(),
        add_ons: Vec::new(),
        table_ids: Vec::new(),
        area_id: None,
        terms: serde_json::from_value(reservation).unwrap(),
        has_payment: true,
    };
    Facts {
        reservations: vec![
            reservation.clone(),
            UpcomingReservation {
                terms: None,
                ..reservation
            },
        ],
        open: OpenMatters {
            payments: 1,
            refunds: 2,
            gift_cards: 3,
            gift_card_orders: 4,
            waitlist_entries: 5,
            remote_gift_cards: 6,
            remote_reservations: 7,
        },
    }
}

fn kinds(lock: &Lock) -> Value {
    let kinds = lock
        .held_by
        .iter()
        .map(|holder| json!([holder.kind, holder.count]));
    json!([lock.setting, kinds.collect::<Vec<_>>()])
}

#[test]
fn each_setting_is_held_by_the_matters_that_need_it() {
    let bookings = [json!(["reservations", 9]), json!(["waitlist_entries", 5])];
    let money = [
        json!(["payments", 1]),
        json!(["refunds", 2]),
        json!(["gift_card_orders", 4]),
    ];
    let cards = [json!(["gift_cards", 3])];
    let mut molzait = serde_json::to_value(venue_settings()).unwrap();
    molzait.as_object_mut().unwrap().remove("engine");
    molzait["molzait"] = json!({ "key": "LINDE_MOLZAIT_KEY", "horizonDays": 30 });
    let molzait: VenueSettings = serde_json::from_value(molzait).unwrap();
    let priced = [json!(["reservations", 1])];
    let of_currency = [&priced[..], &money, &cards].concat();
    let remote_cards = [json!(["remote_gift_cards", 6])];
    let of_system = [&bookings[..], &money, &cards, &remote_cards].concat();
    for (after, expected) in [
        (
            changed("/currency", json!("CHF")),
            json!(["currency", of_currency]),
        ),
        (
            changed("/timeZone", json!("Europe/London")),
            json!(["time_zone", bookings]),
        ),
        (molzait, json!(["system", of_system])),
        (
            changed("/payments/secretKey", json!("OTHER")),
            json!(["payment_account", money]),
        ),
    ] {
        let found = locks(&venue_settings(), &after, &everything_open());
        assert_eq!(found.iter().map(kinds).collect::<Vec<_>>(), [expected]);
        assert_eq!(locks(&venue_settings(), &after, &Facts::default()), []);
    }
}

#[test]
fn a_remote_system_is_another_one_at_another_address_or_under_another_key() {
    let molzait = |key: &str, url: &str| -> VenueSettings {
        let mut settings = serde_json::to_value(venue_settings()).unwrap();
        settings.as_object_mut().unwrap().remove("engine");
        settings["molzait"] = json!({ "key": key, "baseUrl": url, "horizonDays": 30 });
        serde_json::from_value(settings).unwrap()
    };
    let before = molzait("KEY", "https://a.example");
    for (key, url, is_locked) in [
        ("KEY", "https://a.example", false),
        ("OTHER_KEY", "https://a.example", true),
        ("KEY", "https://b.example", true),
    ] {
        let found = locks(&before, &molzait(key, url), &everything_open());
        assert_eq!(!found.is_empty(), is_locked, "{key} {url}");
    }
}

#[test]
fn another_property_of_a_portfolio_is_another_system() {
    let mews = |property: &str| -> VenueSettings {
        let mut settings = serde_json::to_value(venue_settings()).unwrap();
        settings.as_object_mut().unwrap().remove("engine");
        settings["mews"] = json!({
            "clientToken": "CLIENT", "accessToken": "PORTFOLIO", "enterpriseId": property, "horizonDays": 30,
            "experiences": [{ "id": "dinner", "serviceId": "s", "rateId": "r", "categoryId": "c", "units": 2 }],
        });
        serde_json::from_value(settings).unwrap()
    };
    for (property, is_locked) in [("e1", false), ("e2", true)] {
        let found = locks(&mews("e1"), &mews(property), &everything_open());
        assert_eq!(!found.is_empty(), is_locked, "{property}");
    }
}

#[test]
fn other_settings_are_never_locked() {
    for (pointer, value) in [
        ("/name", json!("Zur Linde")),
        ("/payments/publishableKey", json!("pk_test_2")),
        ("/engine/horizonDays", json!(3)),
        ("/noShowDays", json!(9)),
    ] {
        assert_eq!(
            locks(&venue_settings(), &changed(pointer, value), &everything_open()),
            [],
            "{pointer}"
        );
    }
}

#[test]
fn a_lock_names_its_holders() {
    let facts = Facts {
        open: OpenMatters {
            gift_cards: 2,
            refunds: 1,
            ..OpenMatters::default()
        },
        ..Facts::default()
    };
    let found = locks(&venue_settings(), &changed("/currency", json!("CHF")), &facts);
    assert_eq!(
        serde_json::to_value(&found).unwrap(),
        json!([{
            "setting": "currency", "pointer": "/currency",
            "heldBy": [{ "kind": "refunds", "count": 1 }, { "kind": "gift_cards", "count": 2 }],
        }])
    );
    assert_eq!(
        found[0].to_string(),
        "the currency cannot change: it is needed by 1 open refund, 2 gift cards with a balance"
    );
}
