//! A party that is being moved by keys, by dragging or by a form, before it is let go.

use shared::id::{ReservationId, TableId};
use shared::staff_day::{AssignedTable, ReservationForStaff, StaffDay};
use shared::time::Minutes;

use super::by_table::tables_in_order;
use super::taps::{Placement, Taps};

/// The minutes of one step in time.
const STEP: i64 = 15;

/// A party that is being moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moving {
    /// The reservation.
    pub id: ReservationId,
    /// The one of its tables that is given up; none of a party without a table.
    pub from: Option<TableId>,
    /// The table that it gets for it.
    pub to: TableId,
    /// Its time.
    pub minutes: Minutes,
}

impl Moving {
    /// A party at `from`, or else at its first table, before it is moved; none of one that has left or does not come.
    #[must_use]
    pub fn of(day: &StaffDay, taps: &Taps, id: &ReservationId, from: Option<&TableId>) -> Option<Self> {
        let one = find(day, id).filter(|one| !taps.status(one).is_final())?;
        let (minutes, tables) = taps.placement(one);
        let from = from.or_else(|| tables.first().map(|table| &table.id));
        let to = from.or_else(|| tables_in_order(day).first().map(|table| &table.id))?;
        Some(Self {
            id: id.clone(),
            from: from.cloned(),
            to: to.clone(),
            minutes,
        })
    }

    /// The same so many steps of a quarter of an hour later; earlier, if there are less than none.
    #[must_use]
    pub fn later(self, steps: i64) -> Self {
        let minutes = i64::from(self.minutes.get()) + steps * STEP;
        self.at(minutes)
    }

    /// The same at the quarter of an hour that is the nearest to these minutes; as it is, where the day has none.
    #[must_use]
    pub fn at(self, minutes: i64) -> Self {
        let nearest = (minutes + STEP / 2).div_euclid(STEP) * STEP;
        Self {
            minutes: Minutes::parse(nearest).unwrap_or(self.minutes),
            ..self
        }
    }

    /// The same at this time of the clock: of the times before and after midnight the one that is nearer to the time before.
    #[must_use]
    pub fn at_clock(self, clock: Minutes) -> Self {
        let (known, early) = (i64::from(self.minutes.get()), i64::from(clock.get()));
        let late = early + i64::from(Minutes::DAY);
        let nearer = if (late - known).abs() < (early - known).abs() {
            late
        } else {
            early
        };
        Self {
            minutes: Minutes::parse(nearer).unwrap_or(clock),
            ..self
        }
    }

    /// The same so many tables further in the order in which they are shown, up to the last one.
    #[must_use]
    pub fn along(self, day: &StaffDay, steps: i64) -> Self {
        let tables = tables_in_order(day);
        let place = tables.iter().position(|table| table.id == self.to);
        let last = i64::try_from(tables.len()).unwrap_or(i64::MAX) - 1;
        let next = place
            .and_then(|place| i64::try_from(place).ok())
            .map(|place| (place + steps).clamp(0, last));
        let next = next.and_then(|next| tables.get(usize::try_from(next).ok()?));
        match next {
            Some(table) => Self {
                to: table.id.clone(),
                ..self
            },
            None => self,
        }
    }

    /// The place of the party once it is let go. The tables that are put together with the one that it gives up stay, unless
    /// they are in another area.
    #[must_use]
    pub fn placement(&self, day: &StaffDay, taps: &Taps) -> Option<Placement> {
        let one = find(day, &self.id)?;
        let area = |id: &TableId| {
            let mut areas = day.areas.iter();
            areas.position(|area| area.tables.iter().any(|table| table.id == *id))
        };
        let all = tables_in_order(day);
        let to = all.iter().find(|table| table.id == self.to)?;
        let to = AssignedTable {
            id: to.id.clone(),
            name: to.name.clone(),
        };
        let is_near = self
            .from
            .as_ref()
            .is_some_and(|from| area(from) == area(&self.to));
        let mut tables: Vec<AssignedTable> = Vec::new();
        for table in taps.placement(one).1.iter().filter(|_| is_near) {
            let next = if Some(&table.id) == self.from.as_ref() {
                &to
            } else {
                table
            };
            if !tables.contains(next) {
                tables.push(next.clone());
            }
        }
        if !tables.contains(&to) {
            tables.push(to);
        }
        Some(Placement {
            minutes: self.minutes,
            tables,
        })
    }

    /// Another party that has the table for a part of the stay.
    #[must_use]
    pub fn clash<'a>(&self, day: &'a StaffDay, taps: &Taps) -> Option<&'a ReservationForStaff> {
        let one = find(day, &self.id)?;
        let span = |minutes: Minutes, one: &ReservationForStaff| {
            let from = i64::from(minutes.get());
            (from, from + i64::from(one.duration))
        };
        let (from, until) = span(self.minutes, one);
        day.reservations.iter().find(|other| {
            let (minutes, tables) = taps.placement(other);
            let (start, end) = span(minutes, other);
            let has_it = tables.iter().any(|table| table.id == self.to);
            other.id != self.id && has_it && !taps.status(other).is_final() && start < until && from < end
        })
    }
}

fn find<'a>(day: &'a StaffDay, id: &ReservationId) -> Option<&'a ReservationForStaff> {
    day.reservations.iter().find(|one| one.id == *id)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;
    use shared::reservation::Status;

    use super::super::test_support::{evening_with, reservation, with_status};
    use super::*;

    /// Two areas: `w1`, `w2` and `w10` in one, `s1` in the other.
    fn house(reservations: Vec<ReservationForStaff>) -> StaffDay {
        let table = |id: &str| {
            json!({
                "id": id, "name": id.to_uppercase(), "minPartySize": 1, "maxPartySize": 2, "reservable": true,
                "shape": "rect_two", "x": 0, "y": 0, "rotation": 0,
            })
        };
        let area = |id: &str, tables: Vec<serde_json::Value>| json!({ "id": id, "name": { "en": id }, "tables": tables, "combinations": [], "elements": [] });
        let areas = json!([
            area("hall", vec![table("w10"), table("w1"), table("w2")]),
            area("garden", vec![table("s1")]),
        ]);
        evening_with(reservations, json!({ "areas": areas }))
    }

    fn id(text: &str) -> ReservationId {
        ReservationId::parse(text).unwrap()
    }

    fn moving(day: &StaffDay) -> Moving {
        Moving::of(day, &Taps::default(), &id("r1"), None).unwrap()
    }

    fn tables(day: &StaffDay, moving: &Moving) -> Vec<String> {
        let placement = moving.placement(day, &Taps::default()).unwrap();
        placement
            .tables
            .iter()
            .map(|table| table.id.to_string())
            .collect()
    }

    #[test]
    fn a_party_goes_from_table_to_table_in_the_order_in_which_they_are_shown() {
        let day = house(vec![reservation("r1", 1_140, 2)]);
        let mut moving = moving(&day);
        let mut seen = vec![moving.to.to_string()];
        for _ in 0..4 {
            moving = moving.along(&day, 1);
            seen.push(moving.to.to_string());
        }
        assert_eq!(seen, ["w1", "w2", "w10", "s1", "s1"]);
        assert_eq!(moving.along(&day, -9).to.as_str(), "w1");
    }

    #[test]
    fn a_time_is_the_nearest_quarter_of_an_hour() {
        let day = house(vec![reservation("r1", 1_140, 2)]);
        assert_eq!(moving(&day).later(-2).minutes.get(), 1_110);
        assert_eq!(moving(&day).at(1_162).minutes.get(), 1_155);
        assert_eq!(moving(&day).at(1_163).minutes.get(), 1_170);
        assert_eq!(moving(&day).at(-600).minutes.get(), 1_140);
    }

    #[test]
    fn a_time_after_midnight_is_one_of_the_same_evening() {
        let day = house(vec![reservation("r1", 1_410, 2)]);
        let at = |clock| {
            let moved = moving(&day).at_clock(Minutes::parse(clock).unwrap());
            moved.minutes.get()
        };
        assert_eq!(
            (at(15), at(1_410), at(1_395), at(690)),
            (1_455, 1_410, 1_395, 690)
        );
    }

    #[test]
    fn tables_that_are_put_together_stay_within_an_area() {
        let mut one = reservation("r1", 1_140, 2);
        one.tables.push(AssignedTable {
            id: TableId::parse("w2").unwrap(),
            name: "W2".to_owned(),
        });
        let day = house(vec![one]);
        let moving = moving(&day);
        assert_eq!(tables(&day, &moving), ["w1", "w2"]);
        assert_eq!(tables(&day, &moving.clone().along(&day, 1)), ["w2"]);
        assert_eq!(tables(&day, &moving.clone().along(&day, 2)), ["w10", "w2"]);
        assert_eq!(tables(&day, &moving.along(&day, 3)), ["s1"]);
    }

    #[test]
    fn a_party_that_has_the_table_at_the_time_is_named() {
        let mut other = reservation("r2", 1_200, 2);
        other.tables[0].id = TableId::parse("w2").unwrap();
        let day = house(vec![reservation("r1", 1_140, 2), other.clone()]);
        let at_w2 = moving(&day).along(&day, 1);
        let clash = |day: &StaffDay, moving: &Moving| {
            let other = moving.clash(day, &Taps::default());
            other.map(|one| one.id.to_string())
        };
        assert_eq!(clash(&day, &at_w2), Some("r2".to_owned()));
        assert_eq!(clash(&day, &moving(&day)), None);
        let gone = house(vec![
            reservation("r1", 1_140, 2),
            with_status(other, Status::Cancelled),
        ]);
        assert_eq!(clash(&gone, &at_w2), None);
    }

    #[test]
    fn a_party_that_has_left_is_not_moved() {
        let day = house(vec![with_status(reservation("r1", 1_140, 2), Status::Finished)]);
        assert_eq!(Moving::of(&day, &Taps::default(), &id("r1"), None), None);
    }

    proptest! {
        #[test]
        fn a_party_always_has_a_table_and_each_once(steps in -5i64..5, later in -20i64..20) {
            let day = house(vec![reservation("r1", 1_140, 2)]);
            let moving = moving(&day).along(&day, steps).later(later);
            let tables = tables(&day, &moving);
            prop_assert!(!tables.is_empty());
            prop_assert!(tables.iter().all(|table| tables.iter().filter(|other| table == *other).count() == 1));
        }
    }
}
