//! The losses of reservations by examples, and as properties over random floor plans and reservations.

use proptest::prelude::*;
use serde_json::{Value, json};
use shared::money::{Currency, Money};
use shared::payment::PaymentKind;

use super::*;
use crate::test_support::{party, venue_settings, with};

fn settings<const N: usize>(changes: [(&str, Value); N]) -> VenueSettings {
    let settings = serde_json::to_value(venue_settings()).unwrap();
    serde_json::from_value(with(settings, changes)).unwrap()
}

/// A dinner of this party at these tables.
fn dinner(number: &str, size: u8, tables: &[&str]) -> UpcomingReservation {
    UpcomingReservation {
        number: number.to_owned(),
        experience_id: ExperienceId::parse("dinner").unwrap(),
        attendees: party(size),
        people: Vec::new(),
        add_ons: Vec::new(),
        table_ids: tables.iter().map(|id| TableId::parse(id).unwrap()).collect(),
        area_id: None,
        terms: None,
        has_payment: false,
    }
}

fn deposit(price: i64) -> PaymentTerms {
    PaymentTerms {
        kind: PaymentKind::Deposit,
        amount: Money::new(price, Currency::EUR).unwrap(),
        due_minutes: 15,
        refund_minutes: Some(1440),
    }
}

/// The losses by number, as they are on the wire.
fn lost(after: &VenueSettings, reservations: &[UpcomingReservation]) -> Value {
    serde_json::to_value(conflicts(&venue_settings(), after, reservations)).unwrap()
}

fn without(pointer: &str, id: &str) -> VenueSettings {
    let mut settings = serde_json::to_value(venue_settings()).unwrap();
    let elements = settings.pointer_mut(pointer).unwrap().as_array_mut().unwrap();
    elements.retain(|element| element["id"] != id);
    serde_json::from_value(settings).unwrap()
}

#[test]
fn a_reservation_loses_a_table_that_is_gone() {
    let reservations = [
        dinner("R-1", 2, &["h2a"]),
        dinner("R-2", 2, &["h2b"]),
        dinner("R-3", 8, &["h4a", "h4b"]),
    ];
    assert_eq!(
        lost(&without("/engine/rooms/0/tables", "h2a"), &reservations),
        json!([{ "number": "R-1", "loses": ["table"] }])
    );
    assert_eq!(
        lost(&without("/engine/rooms/0/tables", "h4b"), &reservations),
        json!([{ "number": "R-3", "loses": ["table"] }])
    );
    assert_eq!(
        lost(&without("/engine/rooms/0/tables", "h6"), &reservations),
        json!([])
    );
}

#[test]
fn a_party_that_does_not_fit_any_more_loses_its_seats() {
    let reservations = [
        dinner("R-1", 4, &["h4a"]),
        dinner("R-2", 2, &["h4b"]),
        dinner("R-3", 7, &["h4a", "h4b"]),
    ];
    let smaller = settings([("/engine/rooms/0/tables/2/maxPartySize", json!(3))]);
    assert_eq!(
        lost(&smaller, &reservations),
        json!([{ "number": "R-1", "loses": ["seats"] }])
    );
    let apart = without("/engine/rooms/0/combinations", "h4a-h4b");
    assert_eq!(
        lost(&apart, &reservations),
        json!([{ "number": "R-3", "loses": ["seats"] }])
    );
    let six = settings([("/engine/rooms/0/combinations/0/maxPartySize", json!(6))]);
    assert_eq!(
        lost(&six, &reservations),
        json!([{ "number": "R-3", "loses": ["seats"] }])
    );
}

#[test]
fn a_guest_keeps_the_room_of_their_choice() {
    let mut moved = serde_json::to_value(venue_settings()).unwrap();
    let table = moved["engine"]["rooms"][1]["tables"][0].take();
    moved["engine"]["rooms"][1]["tables"]
        .as_array_mut()
        .unwrap()
        .remove(0);
    moved["engine"]["rooms"][1]["combinations"] = json!([]);
    moved["engine"]["rooms"][0]["tables"]
        .as_array_mut()
        .unwrap()
        .push(table);
    let moved: VenueSettings = serde_json::from_value(moved).unwrap();
    let chosen = UpcomingReservation {
        area_id: Some(AreaId::parse("garden").unwrap()),
        ..dinner("R-1", 2, &["g2a"])
    };
    assert_eq!(
        lost(&moved, &[chosen, dinner("R-2", 2, &["g2a"])]),
        json!([{ "number": "R-1", "loses": ["area"] }])
    );
}

#[test]
fn an_experience_that_is_gone_is_lost() {
    let renamed = settings([("/engine/experiences/0/id", json!("supper"))]);
    let elsewhere = UpcomingReservation {
        experience_id: ExperienceId::parse("gone-long-ago").unwrap(),
        ..dinner("R-2", 2, &["h2b"])
    };
    assert_eq!(
        lost(&renamed, &[dinner("R-1", 2, &["h2a"]), elsewhere]),
        json!([{ "number": "R-1", "loses": ["experience"] }])
    );
}

#[test]
fn another_price_takes_nothing_and_is_told() {
    let price = |price: u32| {
        let payment =
            json!({ "type": "deposit", "pricePerGuest": price, "dueMinutes": 15, "refundMinutes": 1440 });
        settings([("/engine/experiences/0/payment", payment)])
    };
    let paid = UpcomingReservation {
        terms: Some(deposit(2_000)),
        has_payment: true,
        ..dinner("R-1", 2, &["h2a"])
    };
    let free = dinner("R-2", 2, &["h2b"]);
    let both = [paid.clone(), free];
    let (before, after) = (price(1_000), price(1_500));
    assert_eq!(conflicts(&before, &after, &both), []);
    assert_eq!(earlier_terms(&before, &after, &both), ["R-1", "R-2"]);
    assert_eq!(earlier_terms(&before, &before, &both), [""; 0]);
    // The price is what it was when the first one was made.
    assert_eq!(earlier_terms(&after, &before, &both), ["R-2"]);
    assert_eq!(earlier_terms(&before, &venue_settings(), &[paid]), ["R-1"]);
}

#[test]
fn other_prices_of_what_was_ordered_are_told_and_others_are_not() {
    let offer = |children: u32, wine: u32, cake: u32| {
        let people = json!([
            { "id": "adults", "name": { "en": "Adults" }, "isDefault": true },
            { "id": "children", "name": { "en": "Children" }, "price": children },
        ]);
        let add_ons = json!([
            { "id": "wine", "name": { "en": "Wine" }, "price": wine, "per": "guest" },
            { "id": "cake", "name": { "en": "Cake" }, "price": cake, "per": "booking" },
        ]);
        let payment = json!({ "type": "prepayment", "pricePerGuest": 3_000, "dueMinutes": 15 });
        settings([
            ("/engine/experiences/0/payment", payment),
            ("/engine/experiences/0/pricePerGuest", json!(3_000)),
            ("/engine/experiences/0/people", people),
            ("/engine/experiences/0/addOns", add_ons),
        ])
    };
    let prepaid = |amount: i64| PaymentTerms {
        kind: PaymentKind::Prepayment,
        amount: Money::new(amount, Currency::EUR).unwrap(),
        due_minutes: 15,
        refund_minutes: None,
    };
    let count = |category: &str, count: u8| PeopleCount {
        category: AgeCategoryId::parse(category).unwrap(),
        count,
    };
    let chosen = |id: &str, quantity: u8| ChosenAddOn {
        id: AddOnId::parse(id).unwrap(),
        quantity,
    };
    let family = UpcomingReservation {
        people: vec![count("adults", 1), count("children", 1)],
        terms: Some(prepaid(4_500)),
        ..dinner("R-1", 2, &["h2a"])
    };
    let drinkers = UpcomingReservation {
        add_ons: vec![chosen("wine", 2), chosen("cake", 1)],
        terms: Some(prepaid(3_000 * 2 + 1_900 * 2 + 4_000)),
        ..dinner("R-2", 2, &["h2b"])
    };
    let both = [family, drinkers];
    let before = offer(1_500, 1_900, 4_000);
    assert_eq!(
        earlier_terms(&before, &offer(1_600, 1_900, 4_000), &both),
        ["R-1"]
    );
    assert_eq!(
        earlier_terms(&before, &offer(1_500, 2_000, 4_000), &both),
        ["R-2"]
    );
    assert_eq!(
        earlier_terms(&before, &offer(1_500, 1_900, 4_100), &both),
        ["R-2"]
    );
    assert_eq!(earlier_terms(&before, &before, &both), [""; 0]);
    // Its terms are those of the change.
    assert_eq!(earlier_terms(&offer(1_600, 2_000, 1), &before, &both), [""; 0]);
}

#[test]
fn a_deposit_is_of_those_who_pay_and_of_add_ons_where_the_settings_say_so() {
    let offer = |small: u32, with_add_ons: bool| {
        let people = json!([
            { "id": "adults", "name": { "en": "Adults" }, "isDefault": true },
            { "id": "small", "name": { "en": "Small children" }, "price": small },
        ]);
        let mut payment =
            json!({ "type": "deposit", "pricePerGuest": 1_000, "dueMinutes": 15, "refundMinutes": 1_440 });
        if with_add_ons {
            payment["addOns"] = json!(true);
        }
        let add_ons = json!([{ "id": "wine", "name": { "en": "Wine" }, "price": 1_900, "per": "guest" }]);
        settings([
            ("/engine/experiences/0/payment", payment),
            ("/engine/experiences/0/people", people),
            ("/engine/experiences/0/addOns", add_ons),
        ])
    };
    let people = ["adults", "small"].map(|category| PeopleCount {
        category: AgeCategoryId::parse(category).unwrap(),
        count: 1,
    });
    let family = UpcomingReservation {
        people: people.to_vec(),
        add_ons: vec![ChosenAddOn {
            id: AddOnId::parse("wine").unwrap(),
            quantity: 1,
        }],
        terms: Some(deposit(1_000)),
        ..dinner("R-1", 2, &["h2a"])
    };
    let without = offer(0, false);
    let told = |after: &VenueSettings| earlier_terms(&without, after, std::slice::from_ref(&family));
    assert_eq!(told(&offer(2_000, false)), ["R-1"]);
    assert_eq!(told(&offer(0, true)), ["R-1"]);
    // As it was made, with any prices in between.
    assert_eq!(earlier_terms(&offer(2_000, true), &without, &[family]), [""; 0]);
}

#[test]
fn money_stays_in_its_currency_and_at_its_account() {
    let paid = UpcomingReservation {
        terms: Some(deposit(2_000)),
        has_payment: true,
        ..dinner("R-1", 2, &["h2a"])
    };
    let by_staff = UpcomingReservation {
        number: "R-2".to_owned(),
        has_payment: false,
        ..paid.clone()
    };
    let reservations = [paid, by_staff, dinner("R-3", 2, &["h2b"])];
    assert_eq!(
        lost(&settings([("/currency", json!("CHF"))]), &reservations),
        json!([{ "number": "R-1", "loses": ["terms"] }, { "number": "R-2", "loses": ["terms"] }])
    );
    let account = json!([{ "number": "R-1", "loses": ["payment_account"] }]);
    for (pointer, value) in [
        ("/payments/secretKey", json!("OTHER_KEY")),
        ("/payments/apiBase", json!("https://other.example")),
        ("/payments", json!({ "adapter": "demo" })),
    ] {
        assert_eq!(
            lost(&settings([(pointer, value)]), &reservations),
            account,
            "{pointer}"
        );
    }
    // A key that is exchanged under its name is the same account.
    let exchanged = settings([("/payments/publishableKey", json!("pk_test_2"))]);
    assert_eq!(lost(&exchanged, &reservations), json!([]));
}

#[test]
fn a_summary_counts_and_names_them() {
    let conflict = |number: u32, loses: &[Loss]| Conflict {
        number: format!("R-{number}"),
        loses: loses.to_vec(),
    };
    assert_eq!(
        summary(&[
            conflict(1, &[Loss::Table]),
            conflict(2, &[Loss::Table, Loss::PaymentAccount]),
            conflict(3, &[Loss::Table]),
        ]),
        [
            "3 future reservations lose their table: R-1, R-2, R-3",
            "1 future reservation loses its payment account: R-2",
        ]
    );
    let many: Vec<_> = (1..=25).map(|number| conflict(number, &[Loss::Seats])).collect();
    let lines = summary(&many);
    assert!(lines[0].starts_with("25 future reservations lose the seats for their party: R-1, R-2, "));
    assert!(lines[0].ends_with("R-19, R-20 and 5 more"), "{lines:?}");
    assert_eq!(summary(&[]), [""; 0]);
}

/// The tables and the pairs of tables of the venue, each with its largest party.
const SEATINGS: [(&[&str], u8); 9] = [
    (&["h2a"], 2),
    (&["h2b"], 2),
    (&["h4a"], 4),
    (&["h4b"], 4),
    (&["h6"], 6),
    (&["g2a"], 2),
    (&["g2b"], 2),
    (&["h4a", "h4b"], 8),
    (&["g2a", "g2b"], 4),
];

fn reservations() -> impl Strategy<Value = Vec<UpcomingReservation>> {
    prop::collection::vec((0..SEATINGS.len(), 1..9_u8), 0..20).prop_map(|chosen| {
        let made = (1..).zip(chosen).map(|(number, (seating, size))| {
            let (tables, most) = SEATINGS[seating];
            dinner(&format!("R-{number}"), size.min(most), tables)
        });
        made.collect()
    })
}

/// The settings without these tables, and without the combinations that they are in.
fn without_tables(gone: &[&str]) -> VenueSettings {
    let mut settings = venue_settings();
    for room in &mut settings.engine.as_mut().unwrap().rooms {
        room.tables.retain(|table| !gone.contains(&table.id.as_str()));
        room.combinations
            .retain(|combination| !combination.table_ids.iter().any(|id| gone.contains(&id.as_str())));
    }
    settings
}

proptest! {
    #[test]
    fn settings_that_stay_take_nothing(reservations in reservations()) {
        let settings = venue_settings();
        prop_assert_eq!(conflicts(&settings, &settings, &reservations), vec![]);
        prop_assert!(earlier_terms(&settings, &settings, &reservations).is_empty());
    }

    #[test]
    fn exactly_the_reservations_whose_table_is_gone_are_named(
        reservations in reservations(), gone in prop::sample::subsequence(vec!["h2a", "h2b", "h4a", "h4b", "h6", "g2a", "g2b"], 0..7),
    ) {
        let found = conflicts(&venue_settings(), &without_tables(&gone), &reservations);
        let expected: Vec<Conflict> = reservations
            .iter()
            .filter(|one| one.table_ids.iter().any(|id| gone.contains(&id.as_str())))
            .map(|one| Conflict { number: one.number.clone(), loses: vec![Loss::Table] })
            .collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_table_without_reservations_can_go(
        reservations in reservations(), candidate in prop::sample::select(vec!["h2a", "h2b", "h4a", "h4b", "h6", "g2a", "g2b"]),
    ) {
        let others: Vec<_> = reservations
            .into_iter()
            .filter(|one| one.table_ids.iter().all(|id| id.as_str() != candidate))
            .collect();
        prop_assert_eq!(conflicts(&venue_settings(), &without_tables(&[candidate]), &others), vec![]);
    }

    #[test]
    fn a_larger_plan_takes_nothing(reservations in reservations(), more in 0..4_u8) {
        let mut settings = venue_settings();
        for room in &mut settings.engine.as_mut().unwrap().rooms {
            for table in &mut room.tables {
                table.max_party_size += more;
                table.reservable = false;
            }
            room.tables.reverse();
            room.sort_index = 9 - room.sort_index;
        }
        prop_assert_eq!(conflicts(&venue_settings(), &settings, &reservations), vec![]);
    }
}
