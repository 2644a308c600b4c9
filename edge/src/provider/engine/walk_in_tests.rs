//! Facts about parties without a reservation: the tables that they get, for how long, and what names them.

use serde_json::{Value, json};
use shared::id::{ExperienceId, ReservationId, TableId};

use super::*;
use crate::provider::engine::book::Entry;
use crate::test_support::engine::day_rules::rule;
use crate::test_support::engine::{Venue, at, day, engine_settings, experience, minutes, party, plan, with};

const EVENING: &str = "2026-11-27";

fn tables(venue: &Venue, ids: &[&str]) -> TableSet {
    let ids: Vec<_> = ids.iter().map(|id| TableId::parse(id).unwrap()).collect();
    venue.plan.table_set(&ids)
}

fn seat(venue: &Venue, ids: &[&str], size: u8) -> Result<Placement, StaffRefusal> {
    let party = (tables(venue, ids), party(size));
    walk_in(&venue.plan, &venue.book, &venue.rules, venue.now, party)
}

/// Puts a booked party of two at this table.
fn hold(venue: &mut Venue, table: &str, start: &str, end: &str) {
    let entry = Entry {
        id: ReservationId::parse(&format!("held-{table}-{}", venue.book.entries().count())).unwrap(),
        experience: venue
            .plan
            .find_experience(&ExperienceId::parse("dinner").unwrap()),
        day: day(EVENING),
        minutes: minutes(1_200),
        start: at(start),
        end: at(end),
        attendees: party(2),
        tables: tables(venue, &[table]),
        is_pinned: false,
        status: Status::Booked,
    };
    venue.book.put(entry);
}

fn under(venue: &mut Venue, effect: &Value) {
    venue.rules = DayRules::of(&venue.plan, [&rule("rule0", effect, venue.now)]);
}

fn refused(venue: &Venue, table: &str) -> (Vec<String>, Vec<String>) {
    let texts = |ids: Vec<TableId>| ids.iter().map(ToString::to_string).collect();
    match seat(venue, &[table], 2) {
        Err(StaffRefusal::TablesNotFree { taken, blocked }) => (texts(taken), texts(blocked)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_party_has_its_table_for_the_usual_stay_or_until_the_next_one_comes() {
    let mut venue = Venue::example();
    venue.now = at("2026-11-27T18:13:45Z");
    let placement = seat(&venue, &["h2a"], 2).unwrap();
    assert_eq!((placement.day, placement.minutes), (day(EVENING), minutes(1_153)));
    assert_eq!(
        (placement.start, placement.end, placement.duration),
        (at("2026-11-27T18:13:00Z"), at("2026-11-27T20:13:00Z"), 120)
    );
    assert_eq!((placement.status, placement.payment), (Status::Seated, None));
    assert!(placement.is_pinned);
    hold(&mut venue, "h2a", "2026-11-27T19:00:00Z", "2026-11-27T21:00:00Z");
    let placement = seat(&venue, &["h2a"], 2).unwrap();
    assert_eq!(
        (placement.end, placement.duration),
        (at("2026-11-27T19:00:00Z"), 47)
    );
    // The party before leaves at this minute.
    hold(&mut venue, "h2b", "2026-11-27T16:13:00Z", "2026-11-27T18:13:00Z");
    assert_eq!(seat(&venue, &["h2b"], 2).unwrap().duration, 120);
}

#[test]
fn a_table_of_another_party_and_one_that_a_rule_takes_are_refused() {
    let mut venue = Venue::example();
    venue.now = at("2026-11-27T18:13:45Z");
    hold(&mut venue, "h4a", "2026-11-27T18:00:00Z", "2026-11-27T20:00:00Z");
    assert_eq!(refused(&venue, "h4a"), (vec!["h4a".to_owned()], vec![]));
    // One of two tables is enough.
    assert!(seat(&venue, &["h4a", "h4b"], 6).is_err());
    assert!(seat(&venue, &["h4b"], 4).is_ok());
    under(
        &mut venue,
        &json!({
            "kind": "blocked_tables", "tableIds": ["h2a"], "from": "2026-11-27T18:00:00Z",
            "until": "2026-11-27T19:00:00Z",
        }),
    );
    assert_eq!(refused(&venue, "h2a"), (vec![], vec!["h2a".to_owned()]));
    assert!(seat(&venue, &["h2b"], 2).is_ok());
    under(
        &mut venue,
        &json!({ "kind": "closure", "from": EVENING, "areaId": "garden" }),
    );
    assert_eq!(refused(&venue, "g2a"), (vec![], vec!["g2a".to_owned()]));
    assert!(seat(&venue, &["h2a"], 2).is_ok());
    // A pause holds back those who are not there yet.
    under(
        &mut venue,
        &json!({ "kind": "pause", "until": "2026-11-27T20:00:00Z" }),
    );
    assert!(seat(&venue, &["g2a"], 2).is_ok());
}

#[test]
fn a_party_after_midnight_is_of_the_evening_as_long_as_one_of_its_last_seating_stays() {
    let mut venue = Venue::of(plan(with(
        engine_settings(),
        [("/experiences/0/periods/0/lastMinutes", json!(1_410))],
    )));
    for (now, on, minute) in [
        ("2026-11-27T22:59:59Z", EVENING, 1_439),
        ("2026-11-27T23:20:00Z", EVENING, 1_460),
        ("2026-11-28T00:29:59Z", EVENING, 1_529),
        ("2026-11-28T00:30:00Z", "2026-11-28", 90),
        ("2026-11-28T11:00:00Z", "2026-11-28", 720),
    ] {
        venue.now = at(now);
        let placement = seat(&venue, &["h2a"], 2).unwrap();
        assert_eq!(
            (placement.day, placement.minutes),
            (day(on), minutes(minute)),
            "{now}"
        );
        assert_eq!(placement.duration, 120);
    }
    // A stay of a whole day leaves the next one its own name.
    let mut venue = Venue::of(plan(with(
        engine_settings(),
        [("/experiences/0/durations/0/minutes", json!(1_440))],
    )));
    venue.now = at("2026-11-28T11:00:00Z");
    assert_eq!(seat(&venue, &["h2a"], 2).unwrap().day, day("2026-11-28"));
}

#[test]
fn a_party_has_the_experience_that_is_served_nearest_to_it() {
    let mut settings = engine_settings();
    let mut lunch = experience("lunch");
    lunch["periods"][0]["firstMinutes"] = json!(690);
    lunch["periods"][0]["lastMinutes"] = json!(840);
    let mut brunch = experience("brunch");
    brunch["payment"] = json!({ "type": "prepayment", "pricePerGuest": 3_400, "dueMinutes": 30 });
    brunch["periods"] = lunch["periods"].clone();
    settings["experiences"] = json!([brunch, lunch, settings["experiences"][0]]);
    let mut venue = Venue::of(plan(settings));
    for (now, id) in [
        ("2026-11-27T11:00:00Z", "lunch"),
        ("2026-11-27T14:00:00Z", "lunch"),
        ("2026-11-27T16:00:00Z", "dinner"),
        ("2026-11-27T18:13:00Z", "dinner"),
    ] {
        venue.now = at(now);
        let placement = seat(&venue, &["h2a"], 2).unwrap();
        let experience = venue.plan.experience(placement.experience).unwrap();
        assert_eq!(experience.id().as_str(), id, "{now}");
        assert_eq!(placement.payment, None);
    }
}
