//! Tables that are free now, for a party that stands at the door.

use shared::day_rule::DayRuleEffect;
use shared::id::TableId;
use shared::party::Attendees;
use shared::staff_day::{ReservationForStaff, StaffDay};
use shared::time::Instant;

use super::taps::Taps;

/// A table whose next party comes sooner than in so many minutes is that party's, as the venue has it too.
const SHORTEST_STAY: i64 = 15;

/// A table, or several that are put together, at which a party can sit down now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreeTable {
    /// The tables.
    pub ids: Vec<TableId>,
    /// Their names.
    pub names: Vec<String>,
    /// When the next party of one of them comes; none if no other comes on this day.
    pub next: Option<Instant>,
}

/// Where a party of this size can sit down at `now`, the best first: one table before several, the fewest chairs too many,
/// tables that are kept for walk-ins before those that guests can book, and then the one that is free the longest.
#[must_use]
pub fn free_tables(day: &StaffDay, taps: &Taps, now: Instant, party: u8) -> Vec<FreeTable> {
    let mut free = Vec::new();
    for area in &day.areas {
        let fits = |least: u8, most: u8| (least..=most).contains(&party);
        let table = |id: &TableId| area.tables.iter().find(|table| table.id == *id);
        let tables = area.tables.iter();
        let single = tables
            .filter(|table| fits(table.min_party_size, table.max_party_size))
            .map(|table| (vec![table.id.clone()], table.max_party_size));
        let combined = area.combinations.iter();
        let combined = combined
            .filter(|one| fits(one.min_party_size, one.max_party_size))
            .map(|one| (one.table_ids.clone(), one.max_party_size));
        for (ids, chairs) in single.chain(combined) {
            if ids.iter().any(|id| is_taken(day, taps, now, id)) {
                continue;
            }
            let kept = ids
                .iter()
                .all(|id| table(id).is_some_and(|table| !table.reservable));
            let next = next(day, taps, now, &ids);
            let names = ids.iter().filter_map(table).map(|table| table.name.clone());
            let names = names.collect();
            let merit = (
                ids.len(),
                chairs,
                !kept,
                next.map_or(i64::MIN, |next| -next.unix()),
            );
            free.push((merit, FreeTable { ids, names, next }));
        }
    }
    free.sort_by_key(|(merit, _)| *merit);
    free.into_iter().map(|(_, table)| table).collect()
}

/// The largest party that is offered where no table is larger.
const USUAL_LARGEST: u8 = 12;

/// The largest party that is offered: the largest for which there is a table, or several that are put together.
#[must_use]
pub fn largest_party(day: &StaffDay) -> u8 {
    let sizes = day.areas.iter().flat_map(|area| {
        let single = area.tables.iter().map(|table| table.max_party_size);
        let combined = area.combinations.iter().map(|one| one.max_party_size);
        single.chain(combined)
    });
    let largest = sizes.max().unwrap_or_default();
    largest.clamp(USUAL_LARGEST, Attendees::MAX.get())
}

/// The reservations that hold a table.
fn holders<'a>(
    day: &'a StaffDay,
    taps: &'a Taps,
    id: &'a TableId,
) -> impl Iterator<Item = &'a ReservationForStaff> {
    day.reservations.iter().filter(move |one| {
        !taps.status(one).is_final() && taps.placement(one).1.iter().any(|table| table.id == *id)
    })
}

/// Whether a party sits at a table, or its next party comes too soon, or a rule of the day blocks it.
fn is_taken(day: &StaffDay, taps: &Taps, now: Instant, id: &TableId) -> bool {
    let soon = now.plus_minutes(SHORTEST_STAY);
    let is_held = holders(day, taps, id).any(|one| {
        let is_there = taps.status(one).has_come();
        is_there || (one.starts_at < soon && now < one.ends_at)
    });
    let is_blocked = day.rules.iter().any(|rule| match &rule.effect {
        DayRuleEffect::BlockedTables {
            table_ids,
            from,
            until,
            ..
        } => table_ids.contains(id) && *from <= now && now < *until,
        _ => false,
    });
    is_held || is_blocked
}

/// When the next party of one of these tables comes.
fn next(day: &StaffDay, taps: &Taps, now: Instant, ids: &[TableId]) -> Option<Instant> {
    let starts = ids
        .iter()
        .flat_map(|id| holders(day, taps, id).map(|one| one.starts_at));
    starts.filter(|start| now < *start).min()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;
    use shared::reservation::Status;

    use super::super::test_support::{evening_at, evening_with, reservation, with_status};
    use super::*;

    /// Two tables for two, of which `w2` is kept for walk-ins, one for four, and both for two together.
    fn house(reservations: Vec<ReservationForStaff>) -> StaffDay {
        let table = |id: &str, most: u8, reservable: bool| {
            json!({
                "id": id, "name": id.to_uppercase(), "minPartySize": 1, "maxPartySize": most, "reservable": reservable,
                "shape": "rect_two", "x": 0, "y": 0, "rotation": 0,
            })
        };
        let area = json!({
            "id": "hall", "name": { "en": "Hall" }, "elements": [],
            "tables": [table("w1", 2, true), table("w2", 2, false), table("f1", 4, true)],
            "combinations": [{ "id": "w", "tableIds": ["w1", "w2"], "minPartySize": 3, "maxPartySize": 5 }],
        });
        evening_with(reservations, json!({ "areas": [area] }))
    }

    fn free(day: &StaffDay, minutes: i64, party: u8) -> Vec<String> {
        let found = free_tables(day, &Taps::default(), evening_at(minutes), party);
        found.iter().map(|table| table.names.join("+")).collect()
    }

    #[test]
    fn the_smallest_table_that_is_kept_for_walk_ins_is_proposed_first() {
        let day = house(Vec::new());
        assert_eq!(free(&day, 1_140, 2), ["W2", "W1", "F1"]);
        assert_eq!(free(&day, 1_140, 4), ["F1", "W1+W2"]);
        assert_eq!(free(&day, 1_140, 5), ["W1+W2"]);
        assert_eq!(free(&day, 1_140, 6), Vec::<String>::new());
    }

    #[test]
    fn a_table_is_not_free_while_its_party_is_there_or_about_to_come() {
        let day = house(vec![reservation("r1", 1_140, 2)]);
        assert!(free(&day, 1_120, 2).contains(&"W1".to_owned()));
        assert!(!free(&day, 1_130, 2).contains(&"W1".to_owned()));
        assert!(!free(&day, 1_200, 2).contains(&"W1".to_owned()));
        // A party that stays longer still sits there.
        let staying = house(vec![with_status(reservation("r1", 1_140, 2), Status::Paid)]);
        assert!(!free(&staying, 1_300, 2).contains(&"W1".to_owned()));
        let left = house(vec![with_status(reservation("r1", 1_140, 2), Status::Finished)]);
        assert!(free(&left, 1_200, 2).contains(&"W1".to_owned()));
    }

    #[test]
    fn a_proposal_says_until_when_the_table_is_free() {
        let day = house(vec![reservation("r1", 1_200, 2)]);
        let found = free_tables(&day, &Taps::default(), evening_at(1_140), 2);
        let w1 = found.iter().find(|table| table.names == ["W1"]).unwrap();
        assert_eq!(w1.next, Some(evening_at(1_200)));
        assert_eq!(found[0].next, None);
    }

    #[test]
    fn the_largest_party_is_that_of_the_largest_tables() {
        let mut day = house(Vec::new());
        assert_eq!(largest_party(&day), 12);
        day.areas[0].combinations[0].max_party_size = 20;
        assert_eq!(largest_party(&day), 20);
        day.areas[0].tables[0].max_party_size = 60;
        assert_eq!(largest_party(&day), 50);
    }

    #[test]
    fn a_blocked_table_is_not_free() {
        let mut day = house(Vec::new());
        let rule = json!({
            "id": "d1", "effect": {
                "kind": "blocked_tables", "tableIds": ["w1"], "from": evening_at(1_100), "until": evening_at(1_200),
            },
            "endsAt": evening_at(1_200), "createdAt": evening_at(1_000),
        });
        day.rules = vec![serde_json::from_value(rule).unwrap()];
        assert!(!free(&day, 1_140, 2).contains(&"W1".to_owned()));
        assert!(free(&day, 1_200, 2).contains(&"W1".to_owned()));
    }

    proptest! {
        #[test]
        fn no_table_with_a_party_at_it_is_proposed(
            parties in prop::collection::vec((900i64..1_400, prop::sample::select(Status::ALL)), 0..8),
            now in 900i64..1_500,
            size in 1u8..7,
        ) {
            let parties: Vec<_> = (0u32..)
                .zip(parties)
                .map(|(number, (minutes, status))| with_status(reservation(&format!("r{number}"), minutes, 2), status))
                .collect();
            let is_there = parties.iter().any(|one| one.status.has_come());
            let found = free_tables(&house(parties), &Taps::default(), evening_at(now), size);
            let has_w1 = found.iter().any(|table| table.names.iter().any(|name| name == "W1"));
            prop_assert!(!(is_there && has_w1));
        }
    }
}
