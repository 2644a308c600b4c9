//! Facts about faults: each slip is named with its place, all of them at once.

use serde_json::{Value, json};

use super::FaultKind::{self, self as F};
use crate::test_support::{build, engine_settings, experience, with};

fn faults<const N: usize>(changes: [(&str, Value); N]) -> Vec<(String, FaultKind)> {
    let found = build(with(engine_settings(), changes), "Europe/Vienna").unwrap_err();
    found.into_iter().map(|fault| (fault.path, fault.kind)).collect()
}

fn range(min: u32, max: u32) -> FaultKind {
    FaultKind::OutOfRange { min, max }
}

/// Holds each change, below `place` of the settings and `at` of the faults, against the fault it
/// must give, among others.
fn check(place: &str, at: &str, table: &[(&str, Value, &str, FaultKind)]) {
    for (pointer, value, path, kind) in table {
        let found = faults([(&format!("{place}{pointer}"), value.clone())]);
        assert!(
            found.contains(&(format!("{at}{path}"), kind.clone())),
            "{place}{pointer} = {value} gave {found:?}"
        );
    }
}

#[test]
fn slips_in_limits_and_closures_are_named() {
    let closed = |closure: Value| json!([closure]);
    check(
        "",
        "",
        &[
            ("/horizonDays", json!(731), "horizonDays", range(0, 730)),
            ("/seatedLimit", json!(0), "seatedLimit", range(1, 65535)),
            ("/startingLimit", json!(0), "startingLimit", range(1, 65535)),
            (
                "/closures",
                closed(json!({ "from": "2026-12-24", "to": "2026-12-23" })),
                "closures[0].to",
                F::Reversed,
            ),
            (
                "/closures",
                closed(json!({ "from": "2026-12-24", "fromMinutes": 600 })),
                "closures[0]",
                F::HalfASpan,
            ),
            (
                "/closures",
                closed(json!({ "from": "2026-12-24", "fromMinutes": 600, "untilMinutes": 600 })),
                "closures[0].untilMinutes",
                F::Reversed,
            ),
            (
                "/closures",
                closed(json!({ "from": "2026-12-24", "fromMinutes": 600, "untilMinutes": 2880 })),
                "closures[0].untilMinutes",
                range(0, 2879),
            ),
        ],
    );
}

#[test]
fn slips_in_rooms_and_tables_are_named() {
    let same = json!({ "id": "outside", "name": { "en": "Outside" } });
    let table = json!({ "id": "h2a", "name": "X", "minPartySize": 1, "maxPartySize": 2, "type": "rect_two", "x": 0, "y": 0 });
    check(
        "",
        "",
        &[
            ("/categories/0/id", json!(" "), "categories[0].id", F::Empty),
            (
                "/categories/-",
                same,
                "categories[1].id",
                F::Duplicate("outside".into()),
            ),
            ("/rooms", json!([]), "rooms", F::Empty),
            ("/rooms/0/name", json!({}), "rooms[0].name", F::Empty),
            (
                "/rooms/1/id",
                json!("hall"),
                "rooms[1].id",
                F::Duplicate("hall".into()),
            ),
            (
                "/rooms/1/elements",
                json!([{ "id": " ", "x": 0, "y": 0, "width": 1, "height": 1 }]),
                "rooms[1].elements[0].id",
                F::Empty,
            ),
            (
                "/rooms/1/tables/-",
                table.clone(),
                "rooms[1].tables[2].id",
                F::Duplicate("h2a".into()),
            ),
            (
                "/rooms/0/tables/-",
                table,
                "rooms[0].tables[5].id",
                F::Duplicate("h2a".into()),
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
                F::UnknownCategory("inside".into()),
            ),
        ],
    );
}

#[test]
fn slips_in_combinations_are_named() {
    let first = ".tableIds[1]";
    check(
        "/rooms/1/combinations/0",
        "rooms[1].combinations[0]",
        &[
            ("/id", json!("h4a-h4b"), ".id", F::Duplicate("h4a-h4b".into())),
            ("/tableIds", json!(["g2a"]), ".tableIds", F::Empty),
            ("/tableIds/1", json!("g9"), first, F::UnknownTable("g9".into())),
            (
                "/tableIds/1",
                json!("h6"),
                first,
                F::TableOfOtherRoom("h6".into()),
            ),
            ("/tableIds/1", json!("g2a"), first, F::Duplicate("g2a".into())),
            ("/minPartySize", json!(5), ".maxPartySize", F::Reversed),
            (
                "/maxPartySize",
                json!(0),
                ".minPartySize",
                F::OutOfRange { min: 0, max: 0 },
            ),
        ],
    );
}

#[test]
fn slips_in_experiences_are_named() {
    let english = shared::locale::Language::parse("en").unwrap();
    let durations = ".durations";
    let again = experience("dinner");
    check(
        "/experiences",
        "experiences",
        &[
            ("", json!([]), "", F::Empty),
            ("/-", again, "[1].id", F::Duplicate("dinner".into())),
        ],
    );
    check(
        "/experiences/0",
        "experiences[0]",
        &[
            ("/name", json!({ "en": " " }), ".name", F::MissingText(english)),
            ("/shorthand", json!(""), ".shorthand", F::Empty),
            ("/image", json!(""), ".image", F::Empty),
            ("/attendees/min", json!(0), ".attendees.min", range(1, 50)),
            ("/attendees/min", json!(9), ".attendees.max", F::Reversed),
            (
                "/slotIntervalMinutes",
                json!(0),
                ".slotIntervalMinutes",
                range(5, 1440),
            ),
            ("/leadMinutes", json!(527_041), ".leadMinutes", range(0, 527_040)),
            (
                "/freeCancellationMinutes",
                json!(527_041),
                ".freeCancellationMinutes",
                range(0, 527_040),
            ),
            (
                "/durations/0/minutes",
                json!(1441),
                ".durations[0].minutes",
                range(5, 1440),
            ),
            ("/durations/0/upTo", json!(7), durations, F::SizeNotCovered(8)),
            (
                "/durations/-",
                json!({ "upTo": 8, "minutes": 90 }),
                ".durations[1].upTo",
                F::NotRising,
            ),
            ("/seatedLimit", json!(0), ".seatedLimit", range(1, 65535)),
            (
                "/rooms",
                json!(["cellar"]),
                ".rooms[0]",
                F::UnknownRoom("cellar".into()),
            ),
            (
                "/categories",
                json!(["inside"]),
                ".categories[0]",
                F::UnknownCategory("inside".into()),
            ),
        ],
    );
}

#[test]
fn slips_in_periods_and_special_days_are_named() {
    let late = json!({ "weekdays": ["sun"], "firstMinutes": 1320, "lastMinutes": 1350 });
    let twice = json!([{ "days": ["2026-12-24", "2026-12-24"] }]);
    let overlapping = json!([{ "days": ["2026-12-24"], "periods": [
        { "firstMinutes": 600, "lastMinutes": 660 },
        { "firstMinutes": 660, "lastMinutes": 720 },
    ] }]);
    let period = ".periods[0]";
    let at = |key: &str| format!("{period}.{key}");
    check(
        "/experiences/0",
        "experiences[0]",
        &[
            ("/periods", json!([]), ".periods", F::Empty),
            ("/periods/0/weekdays", json!([]), &at("weekdays"), F::Empty),
            (
                "/periods/0/lastMinutes",
                json!(2880),
                &at("lastMinutes"),
                range(0, 2879),
            ),
            (
                "/periods/0/lastMinutes",
                json!(1079),
                &at("lastMinutes"),
                F::Reversed,
            ),
            (
                "/periods/0/startingLimit",
                json!(0),
                &at("startingLimit"),
                range(1, 65535),
            ),
            (
                "/periods/0/rooms",
                json!(["cellar"]),
                &at("rooms[0]"),
                F::UnknownRoom("cellar".into()),
            ),
            ("/periods/-", late, ".periods[1]", F::OverlapsPeriod(0)),
            (
                "/specialDays",
                twice,
                ".specialDays[0].days[1]",
                F::Duplicate("2026-12-24".into()),
            ),
            (
                "/specialDays",
                json!([{ "days": [] }]),
                ".specialDays[0].days",
                F::Empty,
            ),
            (
                "/specialDays",
                overlapping,
                ".specialDays[0].periods[1]",
                F::OverlapsPeriod(0),
            ),
        ],
    );
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
fn all_faults_are_found_at_once_with_their_messages() {
    let changes = [
        ("/horizonDays", json!(1000)),
        ("/rooms/1/combinations/0/tableIds/1", json!("g9")),
        ("/experiences/0/durations", json!([])),
        ("/closures", json!([{ "from": "2026-12-24", "fromMinutes": 600 }])),
    ];
    let messages: Vec<_> = build(with(engine_settings(), changes), "Europe/Vienna")
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        messages,
        [
            "horizonDays: must be 0 to 730",
            "rooms[1].combinations[0].tableIds[1]: there is no table `g9`",
            "experiences[0].durations: must not be empty",
            "experiences[0].durations: says nothing for parties of 8",
            "closures[0]: needs both `fromMinutes` and `untilMinutes`",
        ]
    );
}
