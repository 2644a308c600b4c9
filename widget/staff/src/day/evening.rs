//! An evening: the day as the venue last sent it, merged with the changes that came since, and the taps on their way.

use std::collections::HashMap;
use std::time::Duration;

use shared::change_stream::StreamMessage;
use shared::day_rule::DayRuleEffect;
use shared::id::{ReservationId, TableId};
use shared::page::PagePosition;
use shared::reservation::Status;
use shared::staff_day::{ReservationForStaff, StaffDay};
use shared::time::{Day, Instant, Minutes};
use shared::validation::Notes;

use super::by_table::{AreaTimeline, by_table, tables_in_order};
use super::clock::Clock;
use super::covers::{Curve, Quarter};
use super::floor::{FloorPlan, TableState, plans, table_state};
use super::follow::{Follow, Line, Reading};
use super::list::{Filter, ListedSection, Row, sections};
use super::moves::Moving;
use super::search::Search;
use super::tables::{FreeTable, free_tables, largest_party};
use super::taps::{Conflict, Placement, SentTap, TapOutcome, Taps};

/// An evening. Instants named `device` are those that the device's clock shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evening {
    day: Option<StaffDay>,
    /// The day to show; the one whose evening goes on, if there is none.
    wanted: Option<Day>,
    clock: Clock,
    taps: Taps,
    follow: Follow,
    conflicts: Vec<Conflict>,
}

impl Evening {
    /// The day as the venue has it, as far as the page knows.
    #[must_use]
    pub fn day(&self) -> Option<&StaffDay> {
        self.day.as_ref()
    }

    /// Whether the day that is shown is the one whose evening goes on.
    #[must_use]
    pub fn is_tonight(&self) -> bool {
        self.day.as_ref().is_some_and(|day| day.day == day.today)
    }

    /// Whether the day that is shown has not begun yet.
    #[must_use]
    pub fn is_ahead(&self) -> bool {
        self.day.as_ref().is_some_and(|day| day.day > day.today)
    }

    /// The day to read; none for the one whose evening goes on.
    #[must_use]
    pub fn wanted(&self) -> Option<Day> {
        self.wanted
    }

    /// Shows another day, which has to be read; taps of the day before go on their way.
    pub fn show(&mut self, day: Option<Day>) {
        if self.wanted != day {
            self.wanted = day;
            self.day = None;
        }
    }

    /// The venue's clock.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Takes a day that was read. One that is not wanted any more is left out; a reservation that is newer here than in the
    /// answer, because its change came while the answer was on its way, stays.
    pub fn took_day(&mut self, mut answer: StaffDay, device: Instant) {
        if self.wanted.is_some_and(|wanted| wanted != answer.day) {
            return;
        }
        self.clock = Clock::of(&answer, device);
        let is_older = self.follow.cursor().is_some_and(|known| answer.cursor < known);
        if let Some(before) = self.day.take().filter(|before| before.day == answer.day) {
            for known in before.reservations {
                match answer.reservations.iter_mut().find(|one| one.id == known.id) {
                    Some(one) if one.sequence < known.sequence => *one = known,
                    None if is_older => answer.reservations.push(known),
                    Some(_) | None => {}
                }
            }
        }
        sort(&mut answer.reservations);
        self.follow.read_to(answer.cursor);
        self.day = Some(answer);
    }

    /// Takes a reservation that was read: in place of what was known of it, unless that is newer. One of another day is none
    /// of this.
    pub fn took_reservation(&mut self, one: ReservationForStaff) {
        let Some(day) = &mut self.day else {
            return;
        };
        let place = day.reservations.iter().position(|known| known.id == one.id);
        if let Some(place) = place {
            if one.sequence < day.reservations[place].sequence {
                return;
            }
            day.reservations.remove(place);
        }
        if one.day == day.day {
            day.reservations.push(one);
            sort(&mut day.reservations);
        }
    }

    /// Takes that there is no such reservation any more.
    pub fn missed_reservation(&mut self, id: &ReservationId) {
        if let Some(day) = &mut self.day {
            day.reservations.retain(|one| one.id != *id);
        }
    }

    /// Takes a tap; whether it is a legal step.
    pub fn tap(&mut self, id: &ReservationId, to: Status, device: Instant) -> bool {
        let now = self.clock.now(device);
        find(self.day.as_ref(), id).is_some_and(|one| self.taps.tap(one, to, now))
    }

    /// Takes the report of a no-show for which the stored card is charged; whether it is a legal step.
    pub fn charge_no_show(&mut self, id: &ReservationId, device: Instant) -> bool {
        let now = self.clock.now(device);
        find(self.day.as_ref(), id).is_some_and(|one| self.taps.charge_no_show(one, now))
    }

    /// Takes the move of a party; whether it is one.
    pub fn move_to(&mut self, id: &ReservationId, to: Placement) -> bool {
        find(self.day.as_ref(), id).is_some_and(|one| self.taps.move_to(one, to))
    }

    /// A party before it is moved from one of its tables, or else from its first.
    #[must_use]
    pub fn moving(&self, id: &ReservationId, from: Option<&TableId>) -> Option<Moving> {
        Moving::of(self.day.as_ref()?, &self.taps, id, from)
    }

    /// A party that is being moved, so many tables further.
    #[must_use]
    pub fn along(&self, moving: Moving, steps: i64) -> Moving {
        match &self.day {
            Some(day) => moving.along(day, steps),
            None => moving,
        }
    }

    /// The place of a party that is being moved, once it is let go.
    #[must_use]
    pub fn placement_of(&self, moving: &Moving) -> Option<Placement> {
        moving.placement(self.day.as_ref()?, &self.taps)
    }

    /// The party that has the table to which another is being moved.
    #[must_use]
    pub fn clash(&self, moving: &Moving, device: Instant) -> Option<Row> {
        let other = moving.clash(self.day.as_ref()?, &self.taps)?;
        self.row(&other.id, device)
    }

    /// The reservation whose last change can be undone, as the list shows it.
    #[must_use]
    pub fn undoable(&self, device: Instant) -> Option<Row> {
        self.row(self.taps.undoable()?, device)
    }

    /// Undoes the last change of a reservation; whether it could be.
    pub fn undo(&mut self, id: &ReservationId) -> bool {
        find(self.day.as_ref(), id).is_some_and(|one| self.taps.undo(one))
    }

    /// The taps to send now.
    pub fn send(&mut self, device: Instant) -> Vec<SentTap> {
        self.taps.send(self.clock.now(device))
    }

    /// Takes the outcome of a tap; what has to be read anew, if anything.
    pub fn answered(&mut self, tap: &SentTap, outcome: TapOutcome) -> Option<Reading> {
        self.follow.requested(outcome != TapOutcome::Lost);
        let conflict = self.taps.answered(tap.id, &outcome);
        if let TapOutcome::Done(one) = outcome {
            self.took_reservation(*one);
        }
        let conflict = conflict?;
        let reading = Reading::Reservation(conflict.reservation.clone());
        self.conflicts.push(conflict);
        Some(reading)
    }

    /// The number of taps that were not answered.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.taps.len()
    }

    /// The taps that were not carried out, the oldest first.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// Takes that staff have read of the conflicts.
    pub fn dismiss_conflicts(&mut self) {
        self.conflicts.clear();
    }

    /// The state of the connection to the venue.
    #[must_use]
    pub fn line(&self) -> Line {
        self.follow.line()
    }

    /// The cursor after which the stream is asked to begin.
    #[must_use]
    pub fn cursor(&self) -> Option<PagePosition> {
        self.follow.cursor()
    }

    /// Takes a message of the stream; what has to be read anew.
    pub fn received(&mut self, message: &StreamMessage) -> Vec<Reading> {
        self.follow.received(message)
    }

    /// Takes whether a request got an answer.
    pub fn requested(&mut self, is_answered: bool) {
        self.follow.requested(is_answered);
    }

    /// Takes the loss of the connection; how long to wait before it is tried again.
    pub fn lost(&mut self, jitter: u32) -> Duration {
        self.follow.lost(jitter)
    }

    /// The row of a reservation.
    #[must_use]
    pub fn row(&self, id: &ReservationId, device: Instant) -> Option<Row> {
        let one = find(self.day.as_ref(), id)?;
        Some(Row::of(one, &self.taps, self.clock.now(device)))
    }

    /// The rows of all reservations.
    #[must_use]
    pub fn rows(&self, device: Instant) -> HashMap<ReservationId, Row> {
        let now = self.clock.now(device);
        let all = self.day.iter().flat_map(|day| &day.reservations);
        all.map(|one| (one.id.clone(), Row::of(one, &self.taps, now)))
            .collect()
    }

    /// The staff's notes about a reservation and its sequence, as the venue last sent them.
    #[must_use]
    pub fn internal_notes(&self, id: &ReservationId) -> Option<(String, u32)> {
        let one = find(self.day.as_ref(), id)?;
        let notes = one.internal_notes.as_ref().map(Notes::as_str);
        Some((notes.unwrap_or_default().to_owned(), one.sequence))
    }

    /// The sections of the list.
    #[must_use]
    pub fn sections(&self, search: &Search, filter: Filter, device: Instant) -> Vec<ListedSection> {
        let day = self.day.as_ref();
        let now = |day: &StaffDay| {
            let is_tonight = day.day == day.today;
            is_tonight.then(|| self.clock.minutes(day.day, self.clock.now(device)))
        };
        day.map_or_else(Vec::new, |day| {
            sections(day, &self.taps, search, filter, now(day))
        })
    }

    /// The notes of the day.
    #[must_use]
    pub fn notes_of_day(&self) -> Vec<String> {
        let rules = self.day.iter().flat_map(|day| &day.rules);
        let notes = rules.filter_map(|rule| match &rule.effect {
            DayRuleEffect::Note { text, .. } => Some(text.as_str().to_owned()),
            _ => None,
        });
        notes.collect()
    }

    /// Where a party of this size can sit down now, the best first; nothing on another day than the one that goes on.
    #[must_use]
    pub fn free_tables(&self, party: u8, device: Instant) -> Vec<FreeTable> {
        let now = self.clock.now(device);
        let day = self.day.as_ref().filter(|day| day.day == day.today);
        day.map_or_else(Vec::new, |day| free_tables(day, &self.taps, now, party))
    }

    /// The largest party that is offered.
    #[must_use]
    pub fn largest_party(&self) -> u8 {
        self.day.as_ref().map_or(1, largest_party)
    }

    /// The evening by table.
    #[must_use]
    pub fn by_table(&self) -> Vec<AreaTimeline> {
        let day = self.day.as_ref();
        day.map_or_else(Vec::new, |day| by_table(day, &self.taps))
    }

    /// The tables with their names, in the order in which they are shown.
    #[must_use]
    pub fn tables(&self) -> Vec<(TableId, String)> {
        let tables = self.day.iter().flat_map(tables_in_order);
        tables
            .map(|table| (table.id.clone(), table.name.clone()))
            .collect()
    }

    /// The floor plans.
    #[must_use]
    pub fn plans(&self) -> Vec<FloorPlan> {
        self.day.as_ref().map_or_else(Vec::new, plans)
    }

    /// The state of a table.
    #[must_use]
    pub fn table_state(&self, id: &TableId, device: Instant) -> Option<TableState> {
        let now = self.clock.now(device);
        let day = self.day.as_ref()?;
        Some(table_state(day, &self.taps, now, id))
    }

    /// The covers in the quarter of an hour in which a time is.
    #[must_use]
    pub fn quarter_at(&self, minutes: Minutes) -> Option<Quarter> {
        let at = i64::from(minutes.get());
        let quarters = self.curve().quarters.into_iter();
        quarters.rev().find(|quarter| quarter.minutes <= at)
    }

    /// The covers by quarter of an hour.
    #[must_use]
    pub fn curve(&self) -> Curve {
        let day = self.day.as_ref();
        day.map_or_else(Curve::default, |day| Curve::of(day, |one| self.taps.status(one)))
    }
}

fn find<'a>(day: Option<&'a StaffDay>, id: &ReservationId) -> Option<&'a ReservationForStaff> {
    day?.reservations.iter().find(|one| one.id == *id)
}

fn sort(reservations: &mut [ReservationForStaff]) {
    reservations.sort_by(|one, other| {
        let key = |one: &ReservationForStaff| (one.minutes, one.number.len());
        key(one)
            .cmp(&key(other))
            .then_with(|| one.number.cmp(&other.number))
    });
}

#[cfg(test)]
#[path = "evening_tests.rs"]
mod tests;
