//! Facts about time: services past midnight, both clock changes of Vienna, venues far east and west
//! of UTC, leap days.

use serde_json::{Value, json};
use shared::validation::{FieldCode, FieldError};

use super::super::reserve::Refusal;
use super::super::slot::Slot;
use crate::test_support::engine::{Venue, at, build, engine_settings, plan, with};

/// The test venue with one table for each size, serving every day from 22:00 to 05:00, an hour each.
fn night() -> Value {
    with(
        engine_settings(),
        [
            ("/rooms/0/tables/1/reservable", json!(false)),
            ("/rooms/1/tables/0/reservable", json!(false)),
            ("/rooms/1/tables/1/reservable", json!(false)),
            ("/experiences/0/attendees/max", json!(1)),
            ("/experiences/0/durations", json!([{ "upTo": 1, "minutes": 60 }])),
            ("/experiences/0/periods/0/firstMinutes", json!(1320)),
            ("/experiences/0/periods/0/lastMinutes", json!(1740)),
        ],
    )
}

fn open(venue: &Venue, on: &str, size: u8) -> Vec<u16> {
    let slots = venue.slots("dinner", on, size).into_iter();
    slots
        .filter(Slot::is_open)
        .map(|slot| slot.minutes.get())
        .collect()
}

fn start(venue: &Venue, on: &str, minute: u16) -> String {
    venue.ask("dinner", on, minute, 1).unwrap().start.to_string()
}

#[test]
fn a_service_goes_on_past_midnight_under_the_day_it_began() {
    let mut venue = Venue::of(plan(night()));
    let placement = venue.ask("dinner", "2026-11-27", 1500, 1).unwrap();
    assert_eq!(placement.start, at("2026-11-28T00:00:00Z"));
    assert_eq!(placement.end, at("2026-11-28T01:00:00Z"));
    // The last night's guests and an early guest of the next day want the same table.
    let early = with(
        night(),
        [
            ("/experiences/0/periods/0/firstMinutes", json!(60)),
            ("/experiences/0/periods/0/lastMinutes", json!(1560)),
        ],
    );
    venue = Venue::of(plan(early));
    assert_eq!(venue.book("dinner", "2026-11-27", 1500, 1).1, "h2a");
    let taken = Err(Refusal::Taken(vec![
        shared::availability::Reason::NO_TABLES_FOUND,
    ]));
    assert_eq!(venue.ask("dinner", "2026-11-28", 60, 1), taken);
    assert!(venue.ask("dinner", "2026-11-28", 120, 1).is_ok());
}

#[test]
fn tonight_can_be_booked_after_midnight_until_its_last_seating() {
    let mut venue = Venue::of(plan(night()));
    venue.now = at("2026-11-27T23:10:00Z"); // ten past midnight of the 28th
    assert_eq!(open(&venue, "2026-11-27", 1).first(), Some(&1470));
    assert_eq!(venue.reasons("dinner", "2026-11-27", 1440, 1), ["in_the_past"]);
    venue.now = at("2026-11-28T04:00:00Z"); // the very minute of the last seating
    assert_eq!(open(&venue, "2026-11-27", 1), [1740]);
    venue.now = at("2026-11-28T04:00:01Z");
    let over = vec![FieldError::new("/day", FieldCode::InThePast)];
    assert_eq!(
        venue.ask("dinner", "2026-11-27", 1740, 1),
        Err(Refusal::Invalid(over))
    );
}

#[test]
fn no_table_is_offered_for_an_hour_that_vienna_leaves_out() {
    let mut venue = Venue::of(plan(night()));
    venue.now = at("2026-03-20T11:00:00Z");
    let eve = "2026-03-28";
    for minute in [1560, 1590] {
        assert_eq!(
            venue.reasons("dinner", eve, minute, 1),
            ["time_does_not_exist"],
            "{minute}"
        );
        let refused = vec![FieldError::new("/minutes", FieldCode::NotASlot)];
        assert_eq!(
            venue.ask("dinner", eve, minute, 1),
            Err(Refusal::Invalid(refused))
        );
    }
    let slot = venue.slot("dinner", eve, 1560, 1);
    assert_eq!((slot.spots_open, slot.assignments.len()), (0, 0));
    assert_eq!(start(&venue, eve, 1530), "2026-03-29T00:30:00Z");
    assert_eq!(start(&venue, eve, 1620), "2026-03-29T01:00:00Z");
    // An hour from half past one lasts until half past three on the clock.
    venue.book("dinner", eve, 1530, 1);
    assert_eq!(
        open(&venue, eve, 1),
        [1320, 1350, 1380, 1410, 1440, 1470, 1650, 1680, 1710, 1740]
    );
}

#[test]
fn an_hour_that_vienna_has_twice_is_booked_the_first_time_round() {
    let mut venue = Venue::of(plan(night()));
    venue.now = at("2026-10-20T11:00:00Z");
    let eve = "2026-10-24";
    assert_eq!(start(&venue, eve, 1560), "2026-10-25T00:00:00Z");
    assert_eq!(start(&venue, eve, 1590), "2026-10-25T00:30:00Z");
    assert_eq!(start(&venue, eve, 1620), "2026-10-25T02:00:00Z");
    // An hour from half past two lasts until half past two on the clock, so three is long free.
    venue.book("dinner", eve, 1590, 1);
    assert_eq!(
        open(&venue, eve, 1),
        [
            1320, 1350, 1380, 1410, 1440, 1470, 1500, 1530, 1620, 1650, 1680, 1710, 1740
        ]
    );
    // The second time round that slot is over, though the clock shows it again.
    venue.now = at("2026-10-25T01:10:00Z");
    assert_eq!(
        venue.reasons("dinner", eve, 1560, 1),
        ["in_the_past", "no_tables_found"]
    );
    assert_eq!(open(&venue, eve, 1), [1620, 1650, 1680, 1710, 1740]);
}

#[test]
fn a_stay_over_a_clock_change_is_elapsed_time() {
    let long = with(
        night(),
        [("/experiences/0/durations", json!([{ "upTo": 1, "minutes": 240 }]))],
    );
    for (now, eve, end) in [
        ("2026-03-20T11:00:00Z", "2026-03-28", "2026-03-29T03:00:00Z"),
        ("2026-10-20T11:00:00Z", "2026-10-24", "2026-10-25T02:00:00Z"),
        ("2026-11-20T11:00:00Z", "2026-11-21", "2026-11-22T03:00:00Z"),
    ] {
        let mut venue = Venue::of(plan(long.clone()));
        venue.now = at(now);
        let placement = venue.ask("dinner", eve, 1440, 1).unwrap();
        assert_eq!((placement.end, placement.duration), (at(end), 240), "{eve}");
    }
}

#[test]
fn an_evening_after_a_clock_change_is_at_its_usual_time() {
    let mut venue = Venue::example();
    for (now, sunday, utc) in [
        ("2026-03-20T11:00:00Z", "2026-03-29", "2026-03-29T17:00:00Z"),
        ("2026-10-20T11:00:00Z", "2026-10-25", "2026-10-25T18:00:00Z"),
    ] {
        venue.now = at(now);
        assert_eq!(start(&venue, sunday, 1140), utc);
    }
}

#[test]
fn a_span_closed_over_a_clock_change_ends_when_the_clock_says_so() {
    for (now, eve, free) in [
        // From one to half past two, which the clock jumps over: until three.
        (
            "2026-03-20T11:00:00Z",
            "2026-03-28",
            vec![1320, 1350, 1380, 1410, 1440, 1620, 1650, 1680, 1710, 1740],
        ),
        // From one until half past two comes the second time; three is half an hour later.
        (
            "2026-10-20T11:00:00Z",
            "2026-10-24",
            vec![1320, 1350, 1380, 1410, 1440, 1620, 1650, 1680, 1710, 1740],
        ),
    ] {
        let closure = json!([{ "from": eve, "fromMinutes": 1500, "untilMinutes": 1590 }]);
        let mut venue = Venue::of(plan(with(night(), [("/closures", closure)])));
        venue.now = at(now);
        assert_eq!(open(&venue, eve, 1), free, "{eve}");
    }
}

#[test]
fn a_closed_span_is_time_on_the_clock_on_either_day_of_a_slot() {
    let closure = json!([{ "from": "2026-11-28", "fromMinutes": 0, "untilMinutes": 240 }]);
    let venue = Venue::of(plan(with(night(), [("/closures", closure)])));
    assert_eq!(
        open(&venue, "2026-11-27", 1),
        [1320, 1350, 1380, 1680, 1710, 1740]
    );
    assert_eq!(open(&venue, "2026-11-28", 1).len(), 15);
    // The night of the 27th, written as such, and a service that begins at one in the morning.
    let closure = json!([{ "from": "2026-11-27", "fromMinutes": 1440, "untilMinutes": 1560 }]);
    let early = with(
        night(),
        [
            ("/closures", closure),
            ("/experiences/0/periods/0/firstMinutes", json!(60)),
            ("/experiences/0/periods/0/lastMinutes", json!(150)),
        ],
    );
    let venue = Venue::of(plan(early));
    assert_eq!(open(&venue, "2026-11-27", 1), [60, 90, 120, 150]);
    assert_eq!(open(&venue, "2026-11-28", 1), [120, 150]);
}

#[test]
fn today_is_the_venues_own_far_east_and_west_of_utc() {
    let noon = "2026-11-21T10:30:00Z";
    for (zone, today, yesterday, utc, last) in [
        // Half past midnight of the 22nd.
        (
            "Pacific/Kiritimati",
            "2026-11-22",
            "2026-11-20",
            "2026-11-22T05:00:00Z",
            "2027-01-21",
        ),
        // Half past eleven at night of the 20th.
        (
            "Pacific/Pago_Pago",
            "2026-11-20",
            "2026-11-18",
            "2026-11-22T06:00:00Z",
            "2027-01-19",
        ),
    ] {
        let late = with(night(), [("/experiences/0/periods/0/firstMinutes", json!(1140))]);
        let mut venue = Venue::of(build(late, zone).unwrap());
        venue.now = at(noon);
        assert!(!open(&venue, today, 1).is_empty(), "{zone}");
        let over = vec![FieldError::new("/day", FieldCode::InThePast)];
        assert_eq!(
            venue.ask("dinner", yesterday, 1140, 1),
            Err(Refusal::Invalid(over)),
            "{zone}"
        );
        let named = if zone.ends_with("mati") {
            "2026-11-22"
        } else {
            "2026-11-21"
        };
        assert_eq!(start(&venue, named, 1140), utc);
        assert!(venue.ask("dinner", last, 1140, 1).is_ok(), "{zone}");
        let next = crate::test_support::engine::day(last)
            .plus(1)
            .unwrap()
            .to_string();
        let beyond = vec![FieldError::new("/day", FieldCode::BeyondHorizon)];
        assert_eq!(
            venue.ask("dinner", &next, 1140, 1),
            Err(Refusal::Invalid(beyond)),
            "{zone}"
        );
    }
}

#[test]
fn leap_days_are_days() {
    let mut venue = Venue::of(plan(night()));
    venue.now = at("2028-02-20T11:00:00Z");
    assert_eq!(start(&venue, "2028-02-28", 1500), "2028-02-29T00:00:00Z");
    assert_eq!(start(&venue, "2028-02-29", 1320), "2028-02-29T21:00:00Z");
    assert_eq!(start(&venue, "2028-02-29", 1500), "2028-03-01T00:00:00Z");
    venue.now = at("2027-02-20T11:00:00Z");
    assert_eq!(start(&venue, "2027-02-28", 1500), "2027-03-01T00:00:00Z");
}
