//! A day's slots with all that is known about them, for guests and for staff. The public JSON is `shared`'s, that
//! of staff is [`super::wire`]'s.

use config::plan::{ExperienceIndex, Plan, Service, Table, TableSet};
use shared::availability::{self, Area, Confirmation, Reason, SlotStatus};
use shared::party::Attendees;
use shared::payment::PaymentTerms;
use shared::time::{Day, Instant, Minutes};
use shared::validation::FieldError;

use super::assign;
use super::book::Book;
use super::day_rules::DayRules;
use super::load::Load;
use super::pinned_tables::seats;
use super::question::{check_slots, service_day};
use super::service_day::{Seating, ServiceDay};
use crate::provider::SlotsQuestion;

/// A time of a day at which a party may be seated.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// The experience.
    pub experience: ExperienceIndex,
    /// The day that names it.
    pub day: Day,
    /// The minutes that name it.
    pub minutes: Minutes,
    /// Minutes of elapsed time for which the party keeps its tables.
    pub duration: u16,
    /// The party asked for.
    pub attendees: Attendees,
    /// The chairs of its service, or the covers that may be seated at once if those are fewer.
    pub spots_total: u32,
    /// The covers that could still be taken: at tables free over the whole stay, and within every
    /// limit. Information, not the test: a party needs a table of its size.
    pub spots_open: u32,
    /// The most covers seated at once over the whole stay, against the limit that leaves least.
    pub seated: Load,
    /// The covers starting at this time, against the limit that leaves least.
    pub starting: Load,
    /// The free assignments for the party, the best first.
    pub assignments: Vec<FreeAssignment>,
    /// Why it is not open, every reason that applies; empty if it is.
    pub reasons: Vec<Reason>,
    /// The positions of the rooms that its service is held in.
    pub rooms: Vec<usize>,
    /// The positions of the rooms in which the party could sit.
    pub rooms_with_tables: Vec<usize>,
    /// Whether a booking is confirmed at once.
    pub confirmation: Confirmation,
    /// Whether guests see when their time ends.
    pub show_end_time: bool,
    /// The party's payment in advance, if there is one.
    pub payment: Option<PaymentTerms>,
}

/// Tables that a party could be given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FreeAssignment {
    /// The tables.
    pub tables: TableSet,
    /// The position of their room.
    pub room: usize,
    /// The smallest and the largest party they are given to.
    pub party: (u8, u8),
    /// From 0 to 1: the higher, the better.
    pub score: f64,
}

/// Answers a slots question as of `now`: every slot of the day by time, those that are not open
/// included.
pub fn slots(
    plan: &Plan,
    book: &Book,
    rules: &DayRules,
    now: Instant,
    question: &SlotsQuestion,
) -> Result<Vec<Slot>, Vec<FieldError>> {
    let day = check_slots(plan, book, rules, now, question)?;
    Ok(day.seatings().iter().map(|seating| slot(&day, seating)).collect())
}

/// Every slot of the day, even where the question itself is wrong: a slot that is too far away, or
/// too small for the party, has that among its reasons. Only an unknown experience has no slots.
pub fn every_slot(
    plan: &Plan,
    book: &Book,
    rules: &DayRules,
    now: Instant,
    question: &SlotsQuestion,
) -> Result<Vec<Slot>, Vec<FieldError>> {
    let day = service_day(plan, book, rules, now, question)?;
    Ok(day.seatings().iter().map(|seating| slot(&day, seating)).collect())
}

fn slot(day: &ServiceDay, seating: &Seating) -> Slot {
    let party = day.party;
    let capacity = day.capacity(seating, TableSet::ALL);
    let service = day.service(seating);
    let nothing = Load {
        covers: 0,
        limit: None,
    };
    let (seated, starting) = capacity.as_ref().map_or((nothing, nothing), |capacity| {
        (capacity.seated, capacity.starting)
    });
    // Where the time does not exist nothing is free: all tables count as taken.
    let taken = capacity.as_ref().map_or(TableSet::ALL, |capacity| capacity.taken);
    let usable = service.map_or(TableSet::EMPTY, Service::tables);
    let assignments: Vec<_> = if let Some(pinned) = day.pinned() {
        let is_free = capacity
            .as_ref()
            .is_some_and(|capacity| capacity.tables.is_some());
        let pinned = is_free.then(|| pinned_assignment(day.plan, pinned));
        pinned.into_iter().collect()
    } else {
        assign::free(day.plan, party.attendees, usable, taken)
            .into_iter()
            .map(|(cost, one)| FreeAssignment {
                tables: one.tables(),
                room: one.room(),
                party: one.party(),
                score: cost.score(),
            })
            .collect()
    };
    let mut rooms_with_tables: Vec<_> = assignments.iter().map(|one| one.room).collect();
    rooms_with_tables.sort_unstable();
    rooms_with_tables.dedup();
    let within = |spots: u32, bound: Option<u32>| bound.map_or(spots, |bound| spots.min(bound));
    let rules = day.rules(seating);
    let exclusions = capacity.map_or(rules, |capacity| rules.union(capacity.exclusions));
    Slot {
        experience: party.experience,
        day: day.day,
        minutes: seating.minutes,
        duration: day.duration(),
        attendees: party.attendees,
        spots_total: within(service.map_or(0, Service::seats), seated.limit),
        spots_open: [seated.left(), starting.left(), day.covers(seating).left()]
            .into_iter()
            .fold(seats(day.plan, usable.without(taken)), within),
        seated,
        starting,
        assignments,
        reasons: exclusions.reasons(),
        rooms: service.map_or_else(Vec::new, |service| service.rooms().to_vec()),
        rooms_with_tables,
        confirmation: day.experience.confirmation(),
        show_end_time: day.experience.shows_end_time(),
        payment: day.experience.payment_terms(party.attendees),
    }
}

/// The tables that staff have pinned for a party, for parties of up to all of their chairs.
fn pinned_assignment(plan: &Plan, tables: TableSet) -> FreeAssignment {
    let first = tables.iter().next().and_then(|table| plan.tables().get(table));
    FreeAssignment {
        tables,
        room: first.map_or(0, Table::room),
        party: (1, u8::try_from(seats(plan, tables)).unwrap_or(u8::MAX)),
        score: 1.0,
    }
}

impl Slot {
    /// Whether it can be booked.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.reasons.is_empty()
    }

    /// The slot as guests see it: without tables, loads and limits.
    #[must_use]
    pub fn public(self, plan: &Plan) -> availability::Slot {
        let room = |place: &usize| plan.rooms().get(*place);
        let areas = self.rooms_with_tables.iter().filter_map(room);
        availability::Slot {
            minutes: self.minutes,
            duration: self.duration,
            show_end_time: self.show_end_time,
            status: if self.is_open() {
                SlotStatus::Open
            } else {
                SlotStatus::Full
            },
            spots_open: self.spots_open,
            confirmation: self.confirmation,
            areas: areas
                .map(|room| Area {
                    id: room.id().clone(),
                    name: room.name().clone(),
                })
                .collect(),
            payment: self.payment,
            reasons: self.reasons,
            price: None,
        }
    }
}

#[cfg(test)]
#[path = "slot_tests.rs"]
mod tests;
