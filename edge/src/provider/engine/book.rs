//! A venue's reservations in memory, indexed by time so that a question about some hours reads few of them. It
//! applies no rules.

use std::collections::{BTreeMap, BTreeSet};

use config::plan::{ExperienceIndex, TableSet};
use shared::id::ReservationId;
use shared::party::Attendees;
use shared::reservation::Status;
use shared::time::{Day, Instant, Minutes};

use crate::provider::status;

/// A reservation as the engine counts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: ReservationId,
    /// The experience; none if the venue no longer offers it.
    pub experience: Option<ExperienceIndex>,
    /// The day that names its slot.
    pub day: Day,
    /// The minutes that name its slot.
    pub minutes: Minutes,
    /// When the party comes.
    pub start: Instant,
    /// When its tables are free again.
    pub end: Instant,
    /// The party's size.
    pub attendees: Attendees,
    /// Its tables.
    pub tables: TableSet,
    /// Whether staff have pinned its tables: it keeps them when it is moved.
    pub is_pinned: bool,
    /// Where it stands.
    pub status: Status,
}

/// The capacity that a reservation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Holding {
    key: u64,
    pub(super) experience: Option<ExperienceIndex>,
    pub(super) day: Day,
    pub(super) minutes: Minutes,
    pub(super) start: Instant,
    pub(super) end: Instant,
    pub(super) covers: u32,
    pub(super) tables: TableSet,
}

/// The reservations of a venue.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// With each entry the key of its holding.
    entries: BTreeMap<ReservationId, (u64, Entry)>,
    /// Holdings by each day of UTC they touch, in the order of their start. UTC, because its days
    /// are all of one length and the same for every venue.
    days: BTreeMap<i64, Vec<Holding>>,
    /// The reservations that count as guests, by the day that names them.
    named: BTreeMap<Day, BTreeSet<ReservationId>>,
    next_key: u64,
}

impl Book {
    /// A book without reservations.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a reservation down, in place of the one of the same id if there is one, which is
    /// handed back.
    pub fn put(&mut self, entry: Entry) -> Option<Entry> {
        let before = self.remove(&entry.id);
        let key = self.next_key;
        self.next_key += 1;
        if status::holds_tables(entry.status) && entry.start < entry.end {
            let holding = Holding {
                key,
                experience: entry.experience,
                day: entry.day,
                minutes: entry.minutes,
                start: entry.start,
                end: entry.end,
                covers: entry.attendees.get().into(),
                tables: entry.tables,
            };
            for day in days(entry.start, entry.end) {
                let holdings = self.days.entry(day).or_default();
                let place = holdings.partition_point(|other| other.start <= holding.start);
                holdings.insert(place, holding);
            }
        }
        if status::counts_as_guests(entry.status) {
            self.named.entry(entry.day).or_default().insert(entry.id.clone());
        }
        self.entries.insert(entry.id.clone(), (key, entry));
        before
    }

    /// Strikes a reservation out and hands it back.
    pub fn remove(&mut self, id: &ReservationId) -> Option<Entry> {
        let (key, entry) = self.entries.remove(id)?;
        if let Some(named) = self.named.get_mut(&entry.day) {
            named.remove(id);
            if named.is_empty() {
                self.named.remove(&entry.day);
            }
        }
        for day in days(entry.start, entry.end) {
            if let Some(holdings) = self.days.get_mut(&day) {
                holdings.retain(|holding| holding.key != key);
                if holdings.is_empty() {
                    self.days.remove(&day);
                }
            }
        }
        Some(entry)
    }

    /// The reservation of this id.
    #[must_use]
    pub fn get(&self, id: &ReservationId) -> Option<&Entry> {
        self.entries.get(id).map(|(_, entry)| entry)
    }

    /// Every reservation, by id.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values().map(|(_, entry)| entry)
    }

    /// The reservations that hold a table at some time from `from` to `until`, by id.
    pub(super) fn seated(&self, from: Instant, until: Instant) -> impl Iterator<Item = &Entry> {
        self.entries().filter(move |entry| {
            status::holds_tables(entry.status) && entry.start < until && from < entry.end
        })
    }

    /// The reservations that hold tables at some time from `from` to `until`, in the order of start, without the
    /// reservation `except`.
    pub(super) fn holdings(
        &self,
        from: Instant,
        until: Instant,
        except: Option<&ReservationId>,
    ) -> Vec<Holding> {
        if until <= from {
            return Vec::new();
        }
        let except = except.and_then(|id| self.entries.get(id)).map(|(key, _)| *key);
        let span = days(from, until);
        let first = *span.start();
        let mut found = Vec::new();
        for (day, holdings) in self.days.range(span) {
            // A stay that touches two days stands in both: it is read on the first of them.
            let fresh = holdings
                .iter()
                .filter(|holding| *day == first || utc_day(holding.start) == *day)
                .filter(|holding| holding.start < until && from < holding.end)
                .filter(|holding| Some(holding.key) != except);
            found.extend(fresh);
        }
        found
    }

    /// The covers of the reservations that are named by `day` and that `counts`, those of parties that have left
    /// included, without the reservation `except`.
    pub(super) fn covers_named(
        &self,
        day: Day,
        except: Option<&ReservationId>,
        counts: impl Fn(&Entry) -> bool,
    ) -> u32 {
        let named = self.named.get(&day).into_iter().flatten();
        named
            .filter(|id| Some(*id) != except)
            .filter_map(|id| self.get(id))
            .filter(|entry| counts(entry))
            .map(|entry| u32::from(entry.attendees.get()))
            .sum()
    }
}

/// The days of UTC that a stay touches.
fn days(start: Instant, end: Instant) -> std::ops::RangeInclusive<i64> {
    utc_day(start)..=utc_day(Instant::from_unix(end.unix().saturating_sub(1)))
}

fn utc_day(instant: Instant) -> i64 {
    instant.unix().div_euclid(86_400)
}

#[cfg(test)]
#[path = "book_tests.rs"]
mod tests;
