//! Facts about the slots that follow from metrics.

use serde_json::{Value, json};
use shared::money::Currency;
use shared::party::Attendees;

use super::*;
use crate::provider::mews::catalogue::Catalogue;
use crate::provider::mews::units::range;
use crate::test_support::mews::{answers, settings};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn at(text: &str) -> Instant {
    Instant::try_from(text.to_owned()).unwrap()
}

/// An answer with these metrics in every hour from one to another.
fn answer(first: Instant, last: Instant, metrics: &[(&str, i64)]) -> AvailabilityMetrics {
    let hours: Vec<Instant> = (0..=(last.unix() - first.unix()) / HOUR)
        .map(|hour| first.plus_seconds(hour * HOUR))
        .collect();
    let metrics: Value = metrics
        .iter()
        .map(|(name, value)| ((*name).to_owned(), json!(vec![value; hours.len()])))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let answer = json!({
        "TimeUnitStartsUtc": hours,
        "ResourceCategoryAvailabilities": [{ "ResourceCategoryId": "c1", "Metrics": metrics }],
    });
    serde_json::from_value(answer).unwrap()
}

struct Property {
    zone: TimeZone,
    catalogue: Catalogue,
}

impl Property {
    fn new(zone: &str, beside: &Value) -> Self {
        let mut settings = settings(&json!({}));
        let mut one = serde_json::to_value(&settings.experiences[0]).unwrap();
        one.as_object_mut()
            .unwrap()
            .extend(beside.as_object().unwrap().clone());
        settings.experiences = vec![serde_json::from_value(one).unwrap()];
        let answers = answers(|answers| {
            answers["configuration"]["Enterprise"]["TimeZoneIdentifier"] = json!(zone);
        });
        let zone = TimeZone::parse(zone).unwrap();
        Self {
            catalogue: Catalogue::of(answers, &settings, &zone, Currency::EUR).unwrap(),
            zone,
        }
    }

    fn range(&self, text: &str) -> (Instant, Instant) {
        let days = (day(text), day(text));
        range(&self.zone, days, &self.catalogue.bookables[0].settings).unwrap()
    }

    /// The slots of a day, by an answer of these metrics.
    fn slots(&self, text: &str, table: &UnitTable) -> Vec<RemoteSlot> {
        let bookable = &self.catalogue.bookables[0];
        let question = SlotQuestion {
            bookable,
            rate: &bookable.rate,
            restrictions: &self.catalogue.restrictions,
            zone: &self.zone,
            now: at("2026-01-01T00:00:00Z"),
        };
        let mut days = question.days((day(text), day(text)), table);
        assert_eq!(days.len(), 1);
        days.remove(0).slots
    }

    fn table(&self, text: &str, metrics: &[(&str, i64)]) -> UnitTable {
        let (first, last) = self.range(text);
        UnitTable::of(&answer(first, last, metrics), "c1").unwrap()
    }
}

fn minutes(slots: &[RemoteSlot]) -> Vec<u16> {
    slots.iter().map(|slot| slot.slot.minutes.get()).collect()
}

#[test]
fn free_is_what_is_usable_and_not_taken_with_the_adjustment() {
    let property = Property::new("Europe/Vienna", &json!({}));
    let free = |metrics: &[(&str, i64)]| property.table("2026-11-27", metrics).units()[0].free;
    let usable = ("UsableResources", 8);
    assert_eq!(free(&[usable]), 8);
    assert_eq!(free(&[usable, ("Occupied", 3)]), 5);
    assert_eq!(
        free(&[usable, ("OtherServiceReservationCount", 1), ("HouseUse", 2)]),
        5
    );
    assert_eq!(
        free(&[usable, ("Occupied", 7), ("PublicAvailabilityAdjustment", -1)]),
        0
    );
    assert_eq!(free(&[usable, ("Occupied", 9)]), -1);
    assert_eq!(free(&[]), 0);
}

#[test]
fn an_evening_has_a_slot_for_each_hour_after_midnight_too() {
    let property = Property::new("Europe/Vienna", &json!({}));
    let table = property.table("2026-11-27", &[("UsableResources", 2), ("Occupied", 1)]);
    let slots = property.slots("2026-11-27", &table);
    assert_eq!(
        minutes(&slots),
        [1_080, 1_140, 1_200, 1_260, 1_320, 1_380, 1_440, 1_500]
    );
    let first = &slots[0];
    assert_eq!(
        (first.slot.status, first.slot.duration, first.slot.spots_open),
        (SlotStatus::Open, 120, 5)
    );
    let parties = PartyRange {
        min: Attendees::MIN,
        max: Attendees::parse(5).unwrap(),
    };
    assert_eq!(first.open_to, [parties]);
}

#[test]
fn a_stay_needs_each_of_its_hours() {
    let property = Property::new("Europe/Vienna", &json!({}));
    let mut table = property.table("2026-11-27", &[("UsableResources", 1)]);
    let nine = at("2026-11-27T20:00:00Z");
    table.0.iter_mut().find(|unit| unit.start == nine).unwrap().free = 0;
    let slots = property.slots("2026-11-27", &table);
    let full: Vec<u16> = slots
        .iter()
        .filter(|slot| slot.slot.status == SlotStatus::Full)
        .map(|slot| slot.slot.minutes.get())
        .collect();
    assert_eq!(full, [1_200, 1_260]);
    // The reservation that takes it sees it free.
    let own = Stay {
        start: nine,
        end: nine.plus_seconds(HOUR),
    };
    let slots = property.slots("2026-11-27", &table.without(own, Offsets::default()));
    assert!(slots.iter().all(|slot| slot.slot.status == SlotStatus::Open));
}

#[test]
fn a_stay_that_ends_late_takes_no_hour_more() {
    let property = Property::new("Europe/Vienna", &json!({}));
    let table = property.table("2026-11-27", &[("UsableResources", 1), ("Occupied", 1)]);
    let own = Stay {
        start: at("2026-11-27T18:00:00Z"),
        end: at("2026-11-27T20:30:00Z"),
    };
    let offsets = Offsets { start: 0, end: 1_800 };
    let free: Vec<Instant> = table
        .without(own, offsets)
        .units()
        .iter()
        .filter(|unit| unit.free > 0)
        .map(|unit| unit.start)
        .collect();
    assert_eq!(free, [at("2026-11-27T18:00:00Z"), at("2026-11-27T19:00:00Z")]);
}

#[test]
fn without_usable_resources_a_day_is_closed_and_not_full() {
    let property = Property::new("Europe/Vienna", &json!({}));
    let reasons = |metrics: &[(&str, i64)]| {
        let slots = property.slots("2026-11-27", &property.table("2026-11-27", metrics));
        slots[0].slot.reasons.clone()
    };
    assert_eq!(reasons(&[]), [Reason::CLOSED]);
    assert_eq!(
        reasons(&[("UsableResources", 1), ("Occupied", 1)]),
        [Reason::NO_TABLES_FOUND]
    );
}

#[test]
fn a_restricted_stay_is_closed() {
    let mut property = Property::new("Europe/Vienna", &json!({}));
    let restriction =
        json!({ "ServiceId": "s1", "Conditions": { "Type": "Start", "Hours": { "Eighteen": true } } });
    property.catalogue.restrictions = vec![serde_json::from_value(restriction).unwrap()];
    let slots = property.slots(
        "2026-11-27",
        &property.table("2026-11-27", &[("UsableResources", 1)]),
    );
    assert_eq!(slots[0].slot.reasons, [Reason::CLOSED]);
    assert_eq!(slots[1].slot.status, SlotStatus::Open);
}

#[test]
fn a_time_that_october_has_twice_is_the_earlier_one_and_its_hours_are_counted_apart() {
    let all_night = json!({ "units": 3, "firstMinutes": 0, "lastMinutes": 300 });
    let property = Property::new("Europe/Vienna", &all_night);
    let mut table = property.table("2026-10-25", &[("UsableResources", 1)]);
    let slots = property.slots("2026-10-25", &table);
    assert_eq!(minutes(&slots), [0, 60, 120, 180, 240, 300]);
    assert!(slots.iter().all(|slot| slot.slot.duration == 180));
    // The second two o'clock is taken: a party of the first one, or of the hour before, would still be there.
    let second = at("2026-10-25T01:00:00Z");
    table.0.iter_mut().find(|unit| unit.start == second).unwrap().free = 0;
    let full: Vec<u16> = property
        .slots("2026-10-25", &table)
        .iter()
        .filter(|slot| slot.slot.status == SlotStatus::Full)
        .map(|slot| slot.slot.minutes.get())
        .collect();
    assert_eq!(full, [60, 120]);
}

#[test]
fn the_last_start_of_a_night_is_a_slot_also_where_clocks_change() {
    let property = Property::new("Europe/Vienna", &json!({ "lastMinutes": 1_800 }));
    for night in ["2026-10-23", "2026-10-24", "2027-03-27"] {
        let table = property.table(night, &[("UsableResources", 1)]);
        let slots = property.slots(night, &table);
        assert_eq!(minutes(&slots).last(), Some(&1_800), "{night}");
    }
}

#[test]
fn a_time_that_march_leaves_out_is_no_slot() {
    let property = Property::new("Europe/Vienna", &json!({ "firstMinutes": 0, "lastMinutes": 300 }));
    let slots = property.slots(
        "2026-03-29",
        &property.table("2026-03-29", &[("UsableResources", 1)]),
    );
    assert_eq!(minutes(&slots), [0, 60, 180, 240, 300]);
}

#[test]
fn hours_of_a_zone_with_half_an_hour_are_its_own() {
    let property = Property::new("Asia/Kolkata", &json!({}));
    let (first, _) = property.range("2026-11-27");
    assert_eq!(first, at("2026-11-26T18:30:00Z"));
    let slots = property.slots(
        "2026-11-27",
        &property.table("2026-11-27", &[("UsableResources", 1)]),
    );
    assert_eq!(minutes(&slots)[..2], [1_080, 1_140]);
}

#[test]
fn an_answer_with_a_gap_has_no_slot_over_it() {
    let property = Property::new("Europe/Vienna", &json!({}));
    let mut table = property.table("2026-11-27", &[("UsableResources", 1)]);
    table.0.retain(|unit| unit.start != at("2026-11-27T18:00:00Z"));
    let slots = property.slots("2026-11-27", &table);
    assert_eq!(minutes(&slots)[..2], [1_200, 1_260]);
    let strange = json!({ "TimeUnitStartsUtc": ["noon"], "ResourceCategoryAvailabilities": [] });
    assert!(UnitTable::of(&serde_json::from_value(strange).unwrap(), "c1").is_err());
}
