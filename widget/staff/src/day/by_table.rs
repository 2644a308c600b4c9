//! The evening by table: who has each table when, in the order of the floor plan.

use shared::id::{ReservationId, TableId};
use shared::locale::LocalizedText;
use shared::reservation::Status;
use shared::staff_day::{FloorTable, StaffDay};

use super::taps::Taps;

/// An area with its tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaTimeline {
    /// Its name.
    pub name: LocalizedText,
    /// Its tables in the order of their names, numbers by their value.
    pub tables: Vec<TableTimeline>,
}

/// A table with its stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableTimeline {
    /// Its id.
    pub id: TableId,
    /// The staff's name of it.
    pub name: String,
    /// Its chairs.
    pub chairs: u8,
    /// Its stays by time.
    pub stays: Vec<Stay>,
}

/// The stay of a party at a table, in minutes after the day's midnight. Its end is reckoned on the clock too, so in the two
/// nights in which clocks change it is an hour off after the change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The reservation.
    pub id: ReservationId,
    /// Its status, after the taps that are on their way.
    pub status: Status,
    /// Its begin.
    pub from: i64,
    /// Its end.
    pub until: i64,
}

/// The areas of a day with the stays at each table. Parties that do not come have none; a party of several tables has one at
/// each.
#[must_use]
pub fn by_table(day: &StaffDay, taps: &Taps) -> Vec<AreaTimeline> {
    let stays = |id: &TableId| {
        let holding = day.reservations.iter().filter_map(|one| {
            let status = taps.status(one);
            let is_coming = !status.is_final() || status == Status::Finished;
            let (minutes, tables) = taps.placement(one);
            let has_it = tables.iter().any(|table| table.id == *id);
            let from = i64::from(minutes.get());
            (is_coming && has_it).then(|| Stay {
                id: one.id.clone(),
                status,
                from,
                until: from + i64::from(one.duration),
            })
        });
        let mut stays: Vec<Stay> = holding.collect();
        stays.sort_by_key(|stay| stay.from);
        stays
    };
    let areas = day.areas.iter().map(|area| {
        let tables = area.tables.iter().map(|table| TableTimeline {
            id: table.id.clone(),
            name: table.name.clone(),
            chairs: table.max_party_size,
            stays: stays(&table.id),
        });
        let mut tables: Vec<TableTimeline> = tables.collect();
        tables.sort_by(|one, other| order(&one.name).cmp(&order(&other.name)));
        AreaTimeline {
            name: area.name.clone(),
            tables,
        }
    });
    areas.collect()
}

/// The tables of a day in the order in which they are shown: area by area.
pub(super) fn tables_in_order(day: &StaffDay) -> Vec<&FloorTable> {
    let areas = day.areas.iter().flat_map(|area| {
        let mut tables: Vec<&FloorTable> = area.tables.iter().collect();
        tables.sort_by(|one, other| order(&one.name).cmp(&order(&other.name)));
        tables
    });
    areas.collect()
}

/// The order of a table's name: its letters, then its number by its value, so that 9 stands before 10.
fn order(name: &str) -> (&str, u64, &str) {
    let letters = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let number = name[letters.len()..].parse().unwrap_or_default();
    (letters, number, name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::test_support::{evening_with, reservation, with_status};
    use super::*;

    fn house(names: &[&str], reservations: Vec<shared::staff_day::ReservationForStaff>) -> StaffDay {
        let tables: Vec<_> = names
            .iter()
            .map(|name| {
                json!({
                    "id": name.to_lowercase(), "name": name, "minPartySize": 1, "maxPartySize": 2, "reservable": true,
                    "shape": "rect_two", "x": 0, "y": 0, "rotation": 0,
                })
            })
            .collect();
        let area = json!({
            "id": "hall", "name": { "en": "Hall" }, "tables": tables, "combinations": [], "elements": [],
        });
        evening_with(reservations, json!({ "areas": [area] }))
    }

    #[test]
    fn tables_stand_in_the_order_in_which_they_are_counted() {
        let areas = by_table(&house(&["W10", "W9", "F1", "W1"], Vec::new()), &Taps::default());
        let names: Vec<_> = areas[0].tables.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(names, ["F1", "W1", "W9", "W10"]);
    }

    #[test]
    fn a_table_lists_the_stays_of_expected_parties() {
        let day = house(
            &["W1"],
            vec![
                reservation("r2", 1_200, 2),
                with_status(reservation("r3", 1_080, 2), Status::Cancelled),
                with_status(reservation("r1", 1_080, 2), Status::Finished),
            ],
        );
        let areas = by_table(&day, &Taps::default());
        let stays: Vec<_> = areas[0].tables[0]
            .stays
            .iter()
            .map(|stay| (stay.id.as_str(), stay.from, stay.until))
            .collect();
        assert_eq!(stays, [("r1", 1_080, 1_200), ("r2", 1_200, 1_320)]);
    }

    proptest! {
        #[test]
        fn the_order_of_names_is_total(one in "[A-Z]{0,2}[0-9]{0,4}", other in "[A-Z]{0,2}[0-9]{0,4}") {
            prop_assert_eq!(order(&one) == order(&other), one == other);
        }
    }
}
