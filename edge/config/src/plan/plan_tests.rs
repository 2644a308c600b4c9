//! Facts about sound plans: which services a day has, how long parties stay, what they pay.

use serde_json::{Value, json};

use super::*;
use crate::test_support::{build, day, engine_settings, party, plan, with};

#[test]
fn more_tables_than_a_set_holds_are_refused() {
    let many = |count: usize| -> Vec<Value> {
        let table = |number| json!({ "id": format!("t{number}"), "name": "T", "minPartySize": 1, "maxPartySize": 8, "type": "rect_eight", "x": 0, "y": 0 });
        (0..count).map(table).collect()
    };
    let changed = |count| {
        with(
            engine_settings(),
            [
                ("/rooms/0/tables", json!(many(count))),
                ("/rooms/0/combinations", json!([])),
            ],
        )
    };
    let found = build(changed(511), "Europe/Vienna").unwrap_err();
    assert_eq!(
        found[0].to_string(),
        "rooms: have together more than the 512 tables supported"
    );
    let plan = plan(changed(510));
    assert_eq!(plan.tables().len(), 512);
    let last = shared::id::TableId::parse("g2b").unwrap();
    assert_eq!(plan.table_ids(plan.table_set([&last])), [last]);
}

#[test]
fn more_combinations_than_a_plan_supports_are_refused() {
    let combinations = |count: usize| -> Vec<Value> {
        let one = |number| json!({ "id": format!("c{number}"), "tableIds": ["t0", "t1"], "minPartySize": 2, "maxPartySize": 8 });
        (0..count).map(one).collect()
    };
    let table = |number: usize| json!({ "id": format!("t{number}"), "name": "T", "minPartySize": 1, "maxPartySize": 8, "type": "rect_eight", "x": 0, "y": 0 });
    let changed = |count| {
        with(
            engine_settings(),
            [
                ("/rooms/0/tables", json!([table(0), table(1)])),
                ("/rooms/0/combinations", json!(combinations(count))),
            ],
        )
    };
    let own = &engine_settings()["rooms"][1]["combinations"];
    let most = 512 - own.as_array().map_or(0, Vec::len);
    let found = build(changed(most + 1), "Europe/Vienna").unwrap_err();
    assert_eq!(
        found[0].to_string(),
        "rooms: have together more than the 512 combinations supported"
    );
    build(changed(most), "Europe/Vienna").unwrap();
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
            with(
                engine_settings(),
                [("/experiences/0/periods", json!([sundays, period]))],
            ),
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
        engine_settings(),
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
fn another_service_has_the_rooms_and_limits_of_the_usual_one() {
    let periods = json!([
        { "weekdays": ["fri", "sat"], "firstMinutes": 720, "lastMinutes": 840, "rooms": ["garden"], "seatedLimit": 4 },
        { "weekdays": ["fri"], "firstMinutes": 1080, "lastMinutes": 1320, "rooms": ["hall"], "startingLimit": 6 },
    ]);
    let plan = plan(with(engine_settings(), [("/experiences/0/periods", periods)]));
    let experience = &plan.experiences()[0];
    let limits = |seated, starting| Limits { seated, starting };
    let (friday, saturday, sunday) = ("2026-11-27", "2026-11-28", "2026-11-29");
    for (on, hours, rooms, expected) in [
        (friday, (690, 720), vec![1], limits(Some(4), None)),
        (friday, (1320, 1440), vec![0], limits(None, Some(6))),
        // Of two the one that it overlaps longest, and the earlier of equals.
        (friday, (780, 1200), vec![0], limits(None, Some(6))),
        (friday, (780, 1140), vec![1], limits(Some(4), None)),
        // Between two it is neither.
        (friday, (900, 960), vec![0, 1], limits(None, None)),
        (saturday, (900, 960), vec![1], limits(Some(4), None)),
        (sunday, (900, 960), vec![0, 1], limits(None, None)),
    ] {
        let (first, last) = hours;
        let minutes = |number: u16| Minutes::parse(number.into()).unwrap();
        let service = plan.service(experience, day(on), (minutes(first), minutes(last)));
        assert_eq!(
            (service.rooms(), service.limits()),
            (rooms.as_slice(), expected),
            "{on} {hours:?}"
        );
        assert_eq!(service.slots().next().map(Minutes::get), Some(first));
        assert!(service.holds(minutes(last)) && !service.holds(minutes(last + 1)));
    }
}

#[test]
fn the_stay_depends_on_the_partys_size() {
    let durations =
        json!([{ "upTo": 2, "minutes": 90 }, { "upTo": 4, "minutes": 105 }, { "upTo": 10, "minutes": 150 }]);
    let plan = plan(with(engine_settings(), [("/experiences/0/durations", durations)]));
    let stays = [1, 2, 3, 4, 5, 8].map(|size| plan.experiences()[0].duration(party(size)));
    assert_eq!(stays, [90, 90, 105, 105, 150, 150]);
}

#[test]
fn payment_is_asked_of_parties_large_enough() {
    let payment = json!({ "type": "deposit", "pricePerGuest": 2550, "requiredFrom": 5, "dueMinutes": 30 });
    let plan = plan(with(engine_settings(), [("/experiences/0/payment", payment)]));
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
    let plan = plan(engine_settings());
    let ids = ["g2b", "sold", "h4a"].map(|id| shared::id::TableId::parse(id).unwrap());
    let found = plan.table_ids(plan.table_set(&ids));
    assert_eq!(
        found.iter().map(shared::id::TableId::as_str).collect::<Vec<_>>(),
        ["h4a", "g2b"]
    );
}
