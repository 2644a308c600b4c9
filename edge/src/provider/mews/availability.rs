//! The slots of days, of the metrics of a service's time units. Pure.
//!
//! Inferred: what is free in a unit is the usable resources without those that are occupied, taken by other services or in
//! internal use, with the public adjustment added. Blocks and optional reservations are among the occupied ones. The
//! operation before this one counts by itself, and `cargo xtask doctor mews` compares both at a real property.

use shared::availability::{Confirmation, Reason, Slot, SlotStatus};
use shared::party::PartyRange;
use shared::time::{Day, Instant, Minutes, TimeZone};

use super::bookable::Bookable;
use super::restriction::{RestrictedStay, is_refused};
use super::units::{HOUR, Offsets, Stay, place};
use super::wire::catalogue::{Rate, Restriction};
use super::wire::service::{AvailabilityMetrics, UnitMetrics};
use crate::provider::lenient::Whole;
use crate::provider::remote::{RemoteDay, RemoteSlot};

/// The resources of a category in each time unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitTable(Vec<UnitState>);

/// The resources of a category in one time unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitState {
    /// Its start.
    pub start: Instant,
    /// The number that can be booked; negative where more are booked than there are.
    pub free: i64,
    /// The number of usable ones.
    pub usable: i64,
}

impl UnitTable {
    /// The table of a category in an answer, by time. An error names what is wrong with the answer.
    pub fn of(answer: &AvailabilityMetrics, category: &str) -> Result<Self, String> {
        let none = UnitMetrics::default();
        let found = answer
            .resource_category_availabilities
            .iter()
            .find(|one| one.resource_category_id == category);
        // A category without resources may be left out.
        let metrics = found.map_or(&none, |one| &one.metrics);
        let mut units = Vec::new();
        for (place, start) in answer.time_unit_starts_utc.iter().enumerate() {
            let start = Instant::try_from(start.clone())
                .map_err(|_| "a time unit's start cannot be read".to_owned())?;
            let number = |values: &[Whole]| values.get(place).map_or(0, |Whole(number)| *number);
            let usable = number(&metrics.usable_resources);
            let taken = number(&metrics.occupied)
                .saturating_add(number(&metrics.other_service_reservation_count))
                .saturating_add(number(&metrics.house_use));
            units.push(UnitState {
                start,
                free: usable
                    .saturating_sub(taken)
                    .saturating_add(number(&metrics.public_availability_adjustment)),
                usable,
            });
        }
        units.sort_by_key(|unit| unit.start);
        units.dedup_by_key(|unit| unit.start);
        Ok(Self(units))
    }

    /// The units, by time.
    #[must_use]
    pub fn units(&self) -> &[UnitState] {
        &self.0
    }

    /// The table for the party of this stay: its own resource counts as free in the units that the stay takes. A stay of a
    /// service that ends late goes on into an hour that it does not take.
    #[must_use]
    pub fn without(mut self, own: Stay, offsets: Offsets) -> Self {
        let own = own.in_units(offsets);
        for unit in &mut self.0 {
            if own.takes(unit.start) {
                unit.free = unit.free.saturating_add(1);
            }
        }
        self
    }
}

/// A question for the slots of an experience.
#[derive(Clone, Copy)]
pub struct SlotQuestion<'a> {
    /// The experience.
    pub bookable: &'a Bookable,
    /// The rate that is booked.
    pub rate: &'a Rate,
    /// The property's restrictions.
    pub restrictions: &'a [Restriction],
    /// The property's time zone.
    pub zone: &'a TimeZone,
    /// The time it is.
    pub now: Instant,
}

impl SlotQuestion<'_> {
    /// The slots of these days. Of two starts with the same local time, the earlier one is meant.
    #[must_use]
    pub fn days(self, (from, to): (Day, Day), table: &UnitTable) -> Vec<RemoteDay> {
        let mut found: Vec<(Day, RemoteSlot)> = Vec::new();
        for (at, unit) in table.units().iter().enumerate() {
            let stay = self.stay(unit.start);
            let Some((day, minutes)) = place(self.zone, &self.bookable.settings, stay.start) else {
                continue;
            };
            let is_named = found
                .iter()
                .any(|(other, slot)| (*other, slot.slot.minutes) == (day, minutes));
            if !(from..=to).contains(&day) || is_named {
                continue;
            }
            let taken = table
                .units()
                .get(at..at + usize::from(self.bookable.settings.units));
            if let Some(units) = taken.filter(|units| are_consecutive(units)) {
                found.push((day, self.slot(minutes, stay, units)));
            }
        }
        let of_day = |day: Day| {
            let mut slots: Vec<RemoteSlot> = found
                .iter()
                .filter(|(other, _)| *other == day)
                .map(|(_, slot)| slot.clone())
                .collect();
            slots.sort_by_key(|slot| slot.slot.minutes);
            RemoteDay { day, slots }
        };
        from.through(to).map(of_day).collect()
    }

    fn stay(self, unit: Instant) -> Stay {
        let offsets = self.bookable.offsets;
        Stay::beginning(
            unit.plus_seconds(offsets.start),
            self.bookable.settings.units,
            offsets,
        )
    }

    fn slot(self, minutes: Minutes, stay: Stay, units: &[UnitState]) -> RemoteSlot {
        let free = units.iter().map(|unit| unit.free).min().unwrap_or_default();
        let restricted = RestrictedStay {
            bookable: self.bookable,
            rate: self.rate,
            stay,
            zone: self.zone,
            now: self.now,
        };
        let reasons = [
            (stay.start <= self.now, Reason::IN_THE_PAST),
            (units.iter().any(|unit| unit.usable <= 0), Reason::CLOSED),
            (is_refused(self.restrictions, restricted), Reason::CLOSED),
            (free <= 0, Reason::NO_TABLES_FOUND),
        ];
        let reason = reasons
            .into_iter()
            .find_map(|(holds, reason)| holds.then_some(reason));
        let is_open = reason.is_none();
        let parties = self.bookable.attendees();
        let spots = free.max(0).saturating_mul(parties.max.get().into());
        RemoteSlot {
            slot: Slot {
                minutes,
                duration: stay.minutes(),
                show_end_time: true,
                status: if is_open {
                    SlotStatus::Open
                } else {
                    SlotStatus::Full
                },
                spots_open: if is_open {
                    u32::try_from(spots).unwrap_or(u32::MAX)
                } else {
                    0
                },
                confirmation: Confirmation::Instant,
                areas: Vec::new(),
                payment: None,
                reasons: reason.into_iter().collect(),
                price: None,
                free_until: None,
            },
            open_to: if is_open { open_to(parties) } else { Vec::new() },
            prices: Vec::new(),
            terms_per_guest: None,
        }
    }
}

/// The parties that a free resource takes; none where the settings ask for more guests than it has room for.
fn open_to(parties: PartyRange) -> Vec<PartyRange> {
    if parties.min <= parties.max {
        vec![parties]
    } else {
        Vec::new()
    }
}

fn are_consecutive(units: &[UnitState]) -> bool {
    units
        .windows(2)
        .all(|pair| matches!(pair, [one, next] if one.start.plus_seconds(HOUR) == next.start))
}

#[cfg(test)]
#[path = "availability_tests.rs"]
mod tests;
