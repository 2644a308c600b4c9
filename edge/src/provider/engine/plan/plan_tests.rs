//! Facts about judging settings: each fault by its path, all of them at once, and what a sound plan
//! holds.

use serde_json::{Value, json};

use super::super::fixture::{build, day, experience, house, party, plan, with};
use super::*;

fn faults<const N: usize>(changes: [(&str, Value); N]) -> Vec<(String, FaultKind)> {
    let found = build(with(house(), changes), "Europe/Vienna").unwrap_err();
    found.into_iter().map(|fault| (fault.path, fault.kind)).collect()
}

fn range(min: u32, max: u32) -> FaultKind {
    FaultKind::OutOfRange { min, max }
}

#[test]
fn every_slip_is_named_with_its_place() {
    use FaultKind as F;
    let text = |text: &str| text.to_owned();
    let no_texts = json!({});
    let blank = json!({ "en": " " });
    let period = json!({ "weekdays": ["sun"], "firstMinutes": 1320, "lastMinutes": 1350 });
    let special = json!([{ "days": ["2026-12-24", "2026-12-24"] }]);
    let table = json!({ "id": "h2a", "name": "X", "minPartySize": 1, "maxPartySize": 2, "type": "rect_two", "x": 0, "y": 0 });
    for (pointer, value, path, kind) in [
        ("/horizonDays", json!(731), "horizonDays", range(0, 730)),
        ("/seatedLimit", json!(0), "seatedLimit", range(1, 65535)),
        ("/startingLimit", json!(0), "startingLimit", range(1, 65535)),
        ("/categories/0/id", json!(" "), "categories[0].id", F::Empty),
        (
            "/categories/-",
            json!({ "id": "outside", "name": { "en": "Outside" } }),
            "categories[1].id",
            F::Duplicate(text("outside")),
        ),
        ("/rooms/0/name", no_texts, "rooms[0].name", F::Empty),
        (
            "/rooms/1/id",
            json!("hall"),
            "rooms[1].id",
            F::Duplicate(text("hall")),
        ),
        (
            "/rooms/1/tables/-",
            table.clone(),
            "rooms[1].tables[2].id",
            F::Duplicate(text("h2a")),
        ),
        (
            "/rooms/0/tables/-",
            table,
            "rooms[0].tables[5].id",
            F::Duplicate(text("h2a")),
        ),
        (
            "/rooms/0/tables/0/name",
            json!(""),
            "rooms[0].tables[0].name",
            F::Empty,
        ),
        (
            "/rooms/0/tables/0/type",
            json!(""),
            "rooms[0].tables[0].type",
            F::Empty,
        ),
        (
            "/rooms/0/tables/0/minPartySize",
            json!(0),
            "rooms[0].tables[0].minPartySize",
            range(1, 50),
        ),
        (
            "/rooms/0/tables/4/maxPartySize",
            json!(51),
            "rooms[0].tables[4].maxPartySize",
            range(1, 50),
        ),
        (
            "/rooms/0/tables/0/minPartySize",
            json!(3),
            "rooms[0].tables[0].maxPartySize",
            F::Reversed,
        ),
        (
            "/rooms/0/tables/0/categories",
            json!(["inside"]),
            "rooms[0].tables[0].categories[0]",
            F::UnknownCategory(text("inside")),
        ),
        (
            "/rooms/1/combinations/0/id",
            json!("h4a-h4b"),
            "rooms[1].combinations[0].id",
            F::Duplicate(text("h4a-h4b")),
        ),
        (
            "/rooms/1/combinations/0/tableIds",
            json!(["g2a"]),
            "rooms[1].combinations[0].tableIds",
            F::Empty,
        ),
        (
            "/rooms/1/combinations/0/tableIds/1",
            json!("g9"),
            "rooms[1].combinations[0].tableIds[1]",
            F::UnknownTable(text("g9")),
        ),
        (
            "/rooms/1/combinations/0/tableIds/1",
            json!("h6"),
            "rooms[1].combinations[0].tableIds[1]",
            F::TableOfOtherRoom(text("h6")),
        ),
        (
            "/rooms/1/combinations/0/tableIds/1",
            json!("g2a"),
            "rooms[1].combinations[0].tableIds[1]",
            F::Duplicate(text("g2a")),
        ),
        (
            "/rooms/1/combinations/0/minPartySize",
            json!(5),
            "rooms[1].combinations[0].maxPartySize",
            F::Reversed,
        ),
        (
            "/experiences/0/name",
            blank,
            "experiences[0].name",
            F::MissingText(shared::locale::Language::parse("en").unwrap()),
        ),
        (
            "/experiences/0/shorthand",
            json!(""),
            "experiences[0].shorthand",
            F::Empty,
        ),
        (
            "/experiences/0/image",
            json!(""),
            "experiences[0].image",
            F::Empty,
        ),
        (
            "/experiences/0/attendees/min",
            json!(0),
            "experiences[0].attendees.min",
            range(1, 50),
        ),
        (
            "/experiences/0/attendees/min",
            json!(9),
            "experiences[0].attendees.max",
            F::Reversed,
        ),
        (
            "/experiences/0/slotIntervalMinutes",
            json!(0),
            "experiences[0].slotIntervalMinutes",
            range(5, 1440),
        ),
        (
            "/experiences/0/leadMinutes",
            json!(527_041),
            "experiences[0].leadMinutes",
            range(0, 527_040),
        ),
        (
            "/experiences/0/durations/0/minutes",
            json!(1441),
            "experiences[0].durations[0].minutes",
            range(5, 1440),
        ),
        (
            "/experiences/0/durations/0/upTo",
            json!(7),
            "experiences[0].durations",
            F::SizeNotCovered(8),
        ),
        (
            "/experiences/0/durations/-",
            json!({ "upTo": 8, "minutes": 90 }),
            "experiences[0].durations[1].upTo",
            F::NotRising,
        ),
        (
            "/experiences/0/seatedLimit",
            json!(0),
            "experiences[0].seatedLimit",
            range(1, 65535),
        ),
        (
            "/experiences/0/rooms",
            json!(["cellar"]),
            "experiences[0].rooms[0]",
            F::UnknownRoom(text("cellar")),
        ),
        (
            "/experiences/0/periods",
            json!([]),
            "experiences[0].periods",
            F::Empty,
        ),
        (
            "/experiences/0/periods/0/weekdays",
            json!([]),
            "experiences[0].periods[0].weekdays",
            F::Empty,
        ),
        (
            "/experiences/0/periods/0/lastMinutes",
            json!(2880),
            "experiences[0].periods[0].lastMinutes",
            range(0, 2879),
        ),
        (
            "/experiences/0/periods/0/lastMinutes",
            json!(1079),
            "experiences[0].periods[0].lastMinutes",
            F::Reversed,
        ),
        (
            "/experiences/0/periods/0/startingLimit",
            json!(0),
            "experiences[0].periods[0].startingLimit",
            range(1, 65535),
        ),
        (
            "/experiences/0/periods/0/rooms",
            json!(["cellar"]),
            "experiences[0].periods[0].rooms[0]",
            F::UnknownRoom(text("cellar")),
        ),
        (
            "/experiences/0/periods/-",
            period,
            "experiences[0].periods[1]",
            F::OverlapsPeriod(0),
        ),
        (
            "/experiences/0/specialDays",
            special,
            "experiences[0].specialDays[0].days[1]",
            F::Duplicate(text("2026-12-24")),
        ),
        (
            "/experiences/0/specialDays",
            json!([{ "days": [] }]),
            "experiences[0].specialDays[0].days",
            F::Empty,
        ),
        (
            "/experiences/-",
            json!(experience("dinner")),
            "experiences[1].id",
            F::Duplicate(text("dinner")),
        ),
        (
            "/closures",
            json!([{ "from": "2026-12-24", "to": "2026-12-23" }]),
            "closures[0].to",
            F::Reversed,
        ),
        (
            "/closures",
            json!([{ "from": "2026-12-24", "fromMinutes": 600 }]),
            "closures[0]",
            F::HalfASpan,
        ),
        (
            "/closures",
            json!([{ "from": "2026-12-24", "fromMinutes": 600, "untilMinutes": 600 }]),
            "closures[0].untilMinutes",
            F::Reversed,
        ),
        (
            "/closures",
            json!([{ "from": "2026-12-24", "fromMinutes": 600, "untilMinutes": 2880 }]),
            "closures[0].untilMinutes",
            range(0, 2879),
        ),
    ] {
        let found = faults([(pointer, value.clone())]);
        assert!(
            found.contains(&(path.to_owned(), kind)),
            "{pointer} = {value} gave {found:?}"
        );
    }
}

#[test]
fn a_period_cannot_use_a_room_that_its_experience_does_not() {
    let found = faults([
        ("/experiences/0/attendees/max", json!(4)),
        ("/experiences/0/rooms", json!(["garden"])),
        ("/experiences/0/periods/0/rooms", json!(["hall"])),
    ]);
    let path = "experiences[0].periods[0].rooms[0]".to_owned();
    assert_eq!(found, [(path, FaultKind::RoomNotUsed("hall".into()))]);
}

#[test]
fn every_size_that_is_taken_needs_a_table() {
    let found = faults([("/rooms/0/tables/3/reservable", json!(false))]);
    let path = || "experiences[0].attendees".to_owned();
    assert_eq!(
        found,
        [
            (path(), FaultKind::NoTableSeats(7)),
            (path(), FaultKind::NoTableSeats(8))
        ]
    );
}

#[test]
fn two_experiences_cannot_both_be_the_default() {
    let mut other = experience("lunch");
    other["isDefault"] = json!(true);
    let found = faults([("/experiences/-", other)]);
    assert_eq!(
        found,
        [("experiences[1].isDefault".to_owned(), FaultKind::SecondDefault)]
    );
}

#[test]
fn payments_are_within_reason() {
    let payment = json!({
        "type": "deposit", "pricePerGuest": 0, "requiredFrom": 0, "dueMinutes": 0, "refundMinutes": 527_041,
    });
    let found: Vec<_> = faults([("/experiences/0/payment", payment)])
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    let keys = ["requiredFrom", "pricePerGuest", "dueMinutes", "refundMinutes"];
    assert_eq!(found, keys.map(|key| format!("experiences[0].payment.{key}")));
}

#[test]
fn a_text_must_be_in_every_language_that_another_is_in() {
    let german = shared::locale::Language::parse("de").unwrap();
    let found = faults([("/rooms/1/name/de", json!("Garten"))]);
    assert_eq!(found.len(), 5, "{found:?}");
    assert!(
        found
            .iter()
            .all(|(_, kind)| *kind == FaultKind::MissingText(german.clone()))
    );
}

#[test]
fn all_faults_are_found_at_once_and_told_in_words() {
    let changes = [
        ("/horizonDays", json!(1000)),
        ("/rooms/1/combinations/0/tableIds/1", json!("g9")),
        ("/experiences/0/durations", json!([])),
        ("/closures", json!([{ "from": "2026-12-24", "fromMinutes": 600 }])),
    ];
    let told: Vec<_> = build(with(house(), changes), "Europe/Vienna")
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "horizonDays: must be 0 to 730",
            "rooms[1].combinations[0].tableIds[1]: there is no table `g9`",
            "experiences[0].durations: must not be empty",
            "experiences[0].durations: says nothing for parties of 8",
            "closures[0]: needs both `fromMinutes` and `untilMinutes`",
        ]
    );
}

#[test]
fn more_tables_than_a_set_holds_are_refused() {
    let many = |count: usize| -> Vec<Value> {
        let table = |number| json!({ "id": format!("t{number}"), "name": "T", "minPartySize": 1, "maxPartySize": 8, "type": "rect_eight", "x": 0, "y": 0 });
        (0..count).map(table).collect()
    };
    let changed = |count| {
        with(
            house(),
            [
                ("/rooms/0/tables", json!(many(count))),
                ("/rooms/0/combinations", json!([])),
            ],
        )
    };
    let found = build(changed(255), "Europe/Vienna").unwrap_err();
    assert_eq!(found[0].path, "rooms");
    assert_eq!(found[0].kind, FaultKind::TooMany { max: 256 });
    let plan = plan(changed(254));
    assert_eq!(plan.tables().len(), 256);
    let last = shared::id::TableId::parse("g2b").unwrap();
    assert_eq!(plan.table_ids(plan.table_set([&last])), [last]);
}

#[test]
fn periods_of_one_season_or_weekday_may_overlap_those_of_another() {
    for period in [
        json!({ "weekdays": ["sun"], "to": "2026-05-31", "firstMinutes": 1080, "lastMinutes": 1200 }),
        json!({ "weekdays": ["sat"], "from": "2026-06-07", "firstMinutes": 1080, "lastMinutes": 1200 }),
        // One week's stretch without a Sunday.
        json!({ "weekdays": ["sun"], "from": "2026-06-08", "to": "2026-06-13", "firstMinutes": 1080, "lastMinutes": 1200 }),
    ] {
        let sundays =
            json!({ "weekdays": ["sun"], "from": "2026-06-01", "firstMinutes": 1080, "lastMinutes": 1200 });
        build(
            with(house(), [("/experiences/0/periods", json!([sundays, period]))]),
            "Europe/Vienna",
        )
        .unwrap();
    }
}

#[test]
fn special_days_replace_the_week_and_seasons_end() {
    let periods = json!([
        { "weekdays": ["fri"], "from": "2026-11-20", "to": "2026-11-27", "firstMinutes": 1080, "lastMinutes": 1140 },
        { "weekdays": ["fri"], "firstMinutes": 720, "lastMinutes": 750 },
    ]);
    let special = json!([
        { "days": ["2026-12-25"], "periods": [{ "firstMinutes": 1380, "lastMinutes": 1500 }] },
        { "days": ["2027-01-01"] },
    ]);
    let plan = plan(with(
        house(),
        [
            ("/experiences/0/periods", periods),
            ("/experiences/0/specialDays", special),
        ],
    ));
    let times = |on: &str| -> Vec<u16> {
        let services = plan.experiences()[0].services(day(on));
        services.flat_map(Service::slots).map(Minutes::get).collect()
    };
    for (on, expected) in [
        ("2026-11-26", vec![]),
        ("2026-11-13", vec![720, 750]),
        ("2026-11-20", vec![720, 750, 1080, 1110, 1140]),
        ("2026-11-27", vec![720, 750, 1080, 1110, 1140]),
        ("2026-12-04", vec![720, 750]),
        ("2026-12-25", vec![1380, 1410, 1440, 1470, 1500]),
        ("2027-01-01", vec![]),
    ] {
        assert_eq!(times(on), expected, "{on}");
    }
}

#[test]
fn the_stay_depends_on_the_partys_size() {
    let durations =
        json!([{ "upTo": 2, "minutes": 90 }, { "upTo": 4, "minutes": 105 }, { "upTo": 10, "minutes": 150 }]);
    let plan = plan(with(house(), [("/experiences/0/durations", durations)]));
    let stays = [1, 2, 3, 4, 5, 8].map(|size| plan.experiences()[0].duration(party(size)));
    assert_eq!(stays, [90, 90, 105, 105, 150, 150]);
}

#[test]
fn payment_is_asked_of_parties_large_enough() {
    let payment = json!({ "type": "deposit", "pricePerGuest": 2550, "requiredFrom": 5, "dueMinutes": 30 });
    let plan = plan(with(house(), [("/experiences/0/payment", payment)]));
    let experience = &plan.experiences()[0];
    assert_eq!(experience.payment_terms(party(4)), None);
    let terms = experience.payment_terms(party(5)).unwrap();
    assert_eq!(
        (terms.amount.amount(), terms.amount.currency()),
        (12750, Currency::EUR)
    );
}

#[test]
fn stored_tables_that_are_gone_are_passed_over() {
    let plan = plan(house());
    let ids = ["g2b", "sold", "h4a"].map(|id| shared::id::TableId::parse(id).unwrap());
    let found = plan.table_ids(plan.table_set(&ids));
    assert_eq!(
        found.iter().map(shared::id::TableId::as_str).collect::<Vec<_>>(),
        ["h4a", "g2b"]
    );
}
