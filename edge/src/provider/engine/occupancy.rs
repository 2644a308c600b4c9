//! Occupancy during some hours: tables, covers seated at once, covers starting.

use config::plan::TableSet;
use shared::time::Instant;

use super::book::Holding;

/// The capacity that reservations take during some hours.
pub(super) struct Occupancy(Vec<Holding>);

impl Occupancy {
    /// Of these holdings, in the order of their start.
    pub(super) fn of(holdings: Vec<Holding>) -> Self {
        Self(holdings)
    }

    /// The tables taken at some time from `start` to `end`.
    pub(super) fn tables(&self, start: Instant, end: Instant) -> TableSet {
        let before_end = self.0.partition_point(|holding| holding.start < end);
        let until = self.0.iter().take(before_end);
        until
            .filter(|holding| start < holding.end)
            .fold(TableSet::EMPTY, |taken, holding| taken.union(holding.tables))
    }

    /// The covers that start exactly at `start`, of the reservations that `counts`.
    pub(super) fn starting(&self, start: Instant, counts: impl Fn(&Holding) -> bool) -> u32 {
        let first = self.0.partition_point(|holding| holding.start < start);
        let there = self
            .0
            .iter()
            .skip(first)
            .take_while(|holding| holding.start == start);
        there
            .filter(|holding| counts(holding))
            .map(|holding| holding.covers)
            .sum()
    }

    /// How many covers are seated when, of the reservations that `counts`.
    pub(super) fn seated(&self, counts: impl Fn(&Holding) -> bool) -> Seated {
        let counted = || self.0.iter().filter(|holding| counts(holding));
        let mut ends: Vec<(Instant, u32)> = counted().map(|holding| (holding.end, holding.covers)).collect();
        ends.sort_unstable_by_key(|(end, _)| *end);
        let mut ends = ends.into_iter().peekable();
        let mut steps: Vec<(Instant, u32)> = Vec::with_capacity(self.0.len() * 2);
        let mut covers = 0u32;
        let mut step = |instant: Instant, covers: u32| match steps.last_mut() {
            Some((last, seated)) if *last == instant => *seated = covers,
            _ => steps.push((instant, covers)),
        };
        // A party that leaves at an instant is gone before one that arrives at it.
        for holding in counted() {
            while let Some((end, gone)) = ends.next_if(|(end, _)| *end <= holding.start) {
                covers = covers.saturating_sub(gone);
                step(end, covers);
            }
            covers = covers.saturating_add(holding.covers);
            step(holding.start, covers);
        }
        for (end, gone) in ends {
            covers = covers.saturating_sub(gone);
            step(end, covers);
        }
        Seated(steps)
    }
}

/// The covers seated from each instant on until the next.
pub(super) struct Seated(Vec<(Instant, u32)>);

impl Seated {
    /// The most that are seated at once from `start` to `end`.
    pub(super) fn peak(&self, start: Instant, end: Instant) -> u32 {
        let later = self.0.partition_point(|(from, _)| *from <= start);
        let there = self
            .0
            .iter()
            .skip(later.saturating_sub(1))
            .take_while(|(from, _)| *from < end);
        there.map(|(_, covers)| *covers).max().unwrap_or_default()
    }
}

#[cfg(test)]
#[path = "occupancy_tests.rs"]
mod tests;
