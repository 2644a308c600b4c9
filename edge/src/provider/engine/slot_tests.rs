//! Facts about slots: what they carry, and every reason for which one is not open.

use serde_json::json;

use super::*;
use crate::test_support::engine::{Venue, at, day, engine_settings, experience, party, plan, with};

const EVENING: &str = "2026-11-27";

#[test]
fn a_day_has_its_slots_by_time_the_last_included() {
    let times: Vec<u16> = Venue::example()
        .slots("dinner", EVENING, 2)
        .iter()
        .map(|slot| slot.minutes.get())
        .collect();
    assert_eq!(times, [1080, 1110, 1140, 1170, 1200, 1230, 1260, 1290, 1320]);
}

#[test]
fn every_reason_that_applies_is_named() {
    let settings = with(
        engine_settings(),
        [
            ("/experiences/0/leadMinutes", json!(120)),
            ("/experiences/0/seatedLimit", json!(8)),
            ("/experiences/0/closures", json!([{ "from": "2026-11-21" }])),
            ("/experiences/0/periods/0/startingLimit", json!(8)),
        ],
    );
    let mut venue = Venue::of(plan(settings));
    venue.book("dinner", EVENING, 1140, 8);
    for (minute, reasons) in [
        (1080, vec!["seated_limit_reached", "no_tables_found"]),
        (
            1140,
            vec![
                "seated_limit_reached",
                "starting_limit_reached",
                "no_tables_found",
            ],
        ),
        (1260, vec![]),
    ] {
        assert_eq!(venue.reasons("dinner", EVENING, minute, 8), reasons, "{minute}");
    }
    venue.now = at("2026-11-21T18:10:00Z"); // 19:10 in Vienna
    for (minute, reasons) in [
        (1140, vec!["in_the_past", "closed"]),
        (1260, vec!["lead_time_too_short", "closed"]),
        (1290, vec!["closed"]),
    ] {
        assert_eq!(
            venue.reasons("dinner", "2026-11-21", minute, 2),
            reasons,
            "{minute}"
        );
    }
}

#[test]
fn covers_seated_are_the_peak_of_the_whole_stay() {
    let settings = with(engine_settings(), [("/experiences/0/seatedLimit", json!(10))]);
    let mut venue = Venue::of(plan(settings));
    venue.book("dinner", EVENING, 1080, 4); // until 20:00
    venue.book("dinner", EVENING, 1200, 6); // from 20:00
    venue.book("dinner", EVENING, 1290, 2); // from 21:30
    for (minute, seated, open) in [
        (1080, 4, true),
        (1110, 6, true),
        (1200, 8, false),
        (1230, 8, false),
        (1320, 2, true),
    ] {
        let slot = venue.slot("dinner", EVENING, minute, 4);
        assert_eq!(
            (slot.seated.covers, slot.seated.limit),
            (seated, Some(10)),
            "{minute}"
        );
        assert_eq!(slot.is_open(), open, "{minute}");
    }
}

#[test]
fn the_limit_that_leaves_least_is_the_one_reported() {
    let mut lunch = experience("lunch");
    lunch["startingLimit"] = json!(4);
    let settings = with(
        engine_settings(),
        [
            ("/seatedLimit", json!(12)),
            ("/startingLimit", json!(7)),
            ("/experiences/-", lunch),
        ],
    );
    let mut venue = Venue::of(plan(settings));
    venue.book("dinner", EVENING, 1140, 5);
    let slot = venue.slot("lunch", EVENING, 1140, 2);
    // The venue has 7 − 5 left to start, lunch alone 4 − 0; only the venue has a limit of seats.
    assert_eq!((slot.starting.covers, slot.starting.limit), (5, Some(7)));
    assert_eq!((slot.seated.covers, slot.seated.limit), (5, Some(12)));
    venue.book("lunch", EVENING, 1140, 2);
    assert_eq!(
        venue.reasons("lunch", EVENING, 1140, 1),
        ["starting_limit_reached"]
    );
    // Another time is another start, and lunch's own limit is then the nearer one.
    let slot = venue.slot("lunch", EVENING, 1170, 4);
    assert_eq!((slot.starting.covers, slot.starting.limit), (0, Some(4)));
    assert_eq!(
        venue.reasons("lunch", EVENING, 1170, 5),
        ["starting_limit_reached"]
    );
}

#[test]
fn a_services_own_limit_counts_its_own_reservations() {
    let settings = with(
        engine_settings(),
        [(
            "/experiences/0/periods",
            json!([
                { "weekdays": ["fri"], "firstMinutes": 720, "lastMinutes": 840, "seatedLimit": 8 },
                { "weekdays": ["fri"], "firstMinutes": 870, "lastMinutes": 900 },
            ]),
        )],
    );
    let mut venue = Venue::of(plan(settings));
    venue.book("dinner", EVENING, 870, 6);
    venue.book("dinner", EVENING, 840, 6);
    assert_eq!(venue.reasons("dinner", EVENING, 840, 2), Vec::<String>::new());
    assert_eq!(venue.reasons("dinner", EVENING, 840, 3), ["seated_limit_reached"]);
    assert_eq!(
        venue.slot("dinner", EVENING, 840, 2).seated,
        Load {
            covers: 6,
            limit: Some(8)
        }
    );
}

#[test]
fn spots_are_chairs_within_the_limits() {
    let limited = with(
        engine_settings(),
        [
            ("/experiences/0/seatedLimit", json!(9)),
            ("/startingLimit", json!(5)),
        ],
    );
    for (settings, before, after) in [(engine_settings(), (22, 22), (22, 18)), (limited, (9, 5), (9, 1))] {
        let mut venue = Venue::of(plan(settings));
        let spots = |venue: &Venue| {
            let slot = venue.slot("dinner", EVENING, 1140, 2);
            (slot.spots_total, slot.spots_open)
        };
        assert_eq!(spots(&venue), before);
        venue.book("dinner", EVENING, 1140, 4);
        assert_eq!(spots(&venue), after);
    }
}

#[test]
fn rooms_are_those_of_the_service_and_those_with_a_table() {
    let mut venue = Venue::example();
    let rooms = |venue: &Venue, size| {
        let slot = venue.slot("dinner", EVENING, 1140, size);
        (slot.rooms, slot.rooms_with_tables)
    };
    assert_eq!(rooms(&venue, 2), (vec![0, 1], vec![0, 1]));
    assert_eq!(rooms(&venue, 8), (vec![0, 1], vec![0]));
    venue.book("dinner", EVENING, 1140, 8);
    assert_eq!(rooms(&venue, 8), (vec![0, 1], vec![]));
    let hall = with(
        engine_settings(),
        [("/experiences/0/periods/0/rooms", json!(["hall"]))],
    );
    assert_eq!(rooms(&Venue::of(plan(hall)), 2), (vec![0], vec![0]));
}

#[test]
fn a_closed_span_takes_every_stay_that_reaches_into_it() {
    let closure = json!([{ "from": EVENING, "fromMinutes": 1230, "untilMinutes": 1260 }]);
    let venue = Venue::of(plan(with(engine_settings(), [("/closures", closure)])));
    let open: Vec<u16> = venue
        .slots("dinner", EVENING, 2)
        .iter()
        .filter(|slot| slot.is_open())
        .map(|slot| slot.minutes.get())
        .collect();
    // A party of 18:30 leaves at 20:30, when the venue closes; one of 21:00 comes when it opens.
    assert_eq!(open, [1080, 1110, 1260, 1290, 1320]);
    assert_eq!(venue.reasons("dinner", EVENING, 1230, 2), ["closed"]);
}

#[test]
fn closed_days_go_by_the_day_that_names_a_slot() {
    let settings = with(
        engine_settings(),
        [
            ("/closures", json!([{ "from": "2026-11-28", "to": "2026-11-29" }])),
            ("/experiences/0/periods/0/lastMinutes", json!(1500)),
        ],
    );
    let venue = Venue::of(plan(settings));
    assert!(venue.slot("dinner", "2026-11-27", 1500, 2).is_open());
    for on in ["2026-11-28", "2026-11-29"] {
        assert_eq!(venue.reasons("dinner", on, 1080, 2), ["closed"], "{on}");
    }
    assert!(venue.slot("dinner", "2026-11-30", 1080, 2).is_open());
}

#[test]
fn faulty_questions_name_their_fields() {
    use shared::id::ExperienceId;
    use shared::validation::FieldCode as F;
    let venue = Venue::example();
    for (id, on, size, field, code) in [
        ("supper", EVENING, 2, "/experienceId", F::Unknown),
        ("dinner", EVENING, 9, "/attendees", F::PartyTooLarge),
        ("dinner", "2026-11-20", 2, "/day", F::InThePast),
        ("dinner", "2027-01-21", 2, "/day", F::BeyondHorizon),
    ] {
        let question = SlotsQuestion {
            experience_id: ExperienceId::parse(id).unwrap(),
            attendees: party(size),
            day: day(on),
            moving: None,
        };
        let errors = slots(&venue.plan, &venue.book, &venue.rules, venue.now, &question).unwrap_err();
        assert_eq!(errors, [FieldError::new(field, code)]);
    }
}

#[test]
fn guests_see_neither_tables_nor_loads() {
    let settings = with(
        engine_settings(),
        [
            ("/experiences/0/showEndTime", json!(true)),
            ("/experiences/0/confirmation", json!("request")),
            (
                "/experiences/0/payment",
                json!({ "type": "deposit", "pricePerGuest": 1000, "dueMinutes": 30, "refundMinutes": 1440 }),
            ),
        ],
    );
    let mut venue = Venue::of(plan(settings));
    let public = |venue: &Venue| {
        serde_json::to_value(venue.slot("dinner", EVENING, 1140, 8).public(&venue.plan)).unwrap()
    };
    let mut expected = json!({
        "minutes": 1140,
        "duration": 120,
        "showEndTime": true,
        "status": "open",
        "spotsOpen": 22,
        "confirmation": "request",
        "areas": [{ "id": "hall", "name": { "en": "Hall" } }],
        "payment": {
            "type": "deposit",
            "amount": { "amount": 8000, "currency": "EUR" },
            "dueMinutes": 30,
            "refundMinutes": 1440,
        },
        "reasons": [],
    });
    assert_eq!(public(&venue), expected);
    venue.book("dinner", EVENING, 1140, 8);
    expected["status"] = json!("full");
    expected["spotsOpen"] = json!(14);
    expected["areas"] = json!([]);
    expected["reasons"] = json!(["no_tables_found"]);
    assert_eq!(public(&venue), expected);
}
