//! Places a party that came without a reservation and sits at its tables already.

use config::plan::{ExperienceIndex, Plan, Service, TableSet};
use shared::party::Attendees;
use shared::reservation::Status;
use shared::time::{Day, Instant, Minutes};

use super::book::Book;
use super::day_rules::{DayRules, Effect, last_seating, services};
use super::pinned_tables::{is_held_in, seats};
use super::question::unknown_experience;
use super::reserve::Placement;
use super::staff_placement::StaffRefusal;

/// Until this time of the morning, in minutes, a party may be of the evening before.
const NIGHT_ENDS: u16 = 6 * 60;

/// A table whose next party comes sooner than in so many minutes is that party's.
const SHORTEST_STAY: i64 = 15;

/// Places a party that sits at these tables as of `now`, until its time is over or the next party of one of them comes. No
/// limit and no opening hours hold it back, since it is there: only a table that another party has, or that a rule of the
/// day blocks or closes, is refused. It is seated, and pays nothing in advance.
pub fn walk_in(
    plan: &Plan,
    book: &Book,
    rules: &DayRules,
    now: Instant,
    (tables, attendees): (TableSet, Attendees),
) -> Result<Placement, StaffRefusal> {
    let found = named(plan, rules, now, attendees).and_then(|name| {
        let experience = nearest(plan, rules, name, (tables, attendees))?;
        Some((name, experience))
    });
    let Some(((day, minutes), experience)) = found else {
        return Err(StaffRefusal::Invalid(vec![unknown_experience()]));
    };
    // A party that leaves at this minute is gone.
    let start = Instant::from_unix(now.unix() - now.unix().rem_euclid(60));
    let stay = plan
        .experience(experience)
        .map_or(1, |experience| experience.duration(attendees).max(1));
    let usual_end = start.plus_minutes(stay.into());
    let mut holdings = book.holdings(start, usual_end, None);
    holdings.retain(|holding| holding.tables.meets(tables));
    let is_taken = start.plus_minutes(SHORTEST_STAY);
    let taken = holdings.iter().filter(|holding| holding.start < is_taken);
    let taken = taken.fold(TableSet::EMPTY, |taken, holding| taken.union(holding.tables));
    let blocked = blocked(plan, rules, (experience, day), start);
    if tables.meets(taken) || tables.meets(blocked) {
        return Err(StaffRefusal::TablesNotFree {
            taken: plan.table_ids(tables.intersection(taken)),
            blocked: plan.table_ids(tables.intersection(blocked)),
        });
    }
    let next = holdings.iter().map(|holding| holding.start).min();
    let end = next.map_or(usual_end, |next| next.min(usual_end));
    Ok(Placement {
        experience,
        day,
        minutes,
        duration: u16::try_from((end.unix() - start.unix()) / 60).unwrap_or(stay),
        start,
        end,
        attendees,
        tables,
        table_ids: plan.table_ids(tables),
        is_pinned: true,
        status: Status::Seated,
        payment: None,
    })
}

/// The party that fills these tables.
#[must_use]
pub fn chairs(plan: &Plan, tables: TableSet) -> Attendees {
    let chairs = seats(plan, tables).min(Attendees::MAX.get().into());
    Attendees::parse(chairs.into()).unwrap_or(Attendees::MIN)
}

/// The day and the minutes that name a party of this size that comes at `now`: those of the evening before, as long as a
/// party of its last seating stays.
fn named(plan: &Plan, rules: &DayRules, now: Instant, attendees: Attendees) -> Option<(Day, Minutes)> {
    let (today, minutes) = plan.zone().local(now)?;
    let yesterday = today.minus(1)?;
    let end = |index: ExperienceIndex| {
        let last = last_seating(plan, rules, Some(index), yesterday)?;
        let stay = plan.experience(index)?.duration(attendees);
        Some(last.plus_minutes(stay.into()))
    };
    let is_night = minutes.get() < NIGHT_ENDS;
    if is_night && plan.indices().filter_map(end).any(|end| now < end) {
        let late = Minutes::parse(i64::from(minutes.get()) + i64::from(Minutes::DAY)).ok()?;
        return Some((yesterday, late));
    }
    Some((today, minutes))
}

/// The experience that is served nearest to this time in the rooms of these tables, of equals one that is not paid in
/// advance; none where the venue has no experience.
fn nearest(
    plan: &Plan,
    rules: &DayRules,
    (day, minutes): (Day, Minutes),
    (tables, attendees): (TableSet, Attendees),
) -> Option<ExperienceIndex> {
    let nearest = |index: ExperienceIndex| {
        let services = services(plan, &rules.near(index, day), index, day).into_iter();
        let held = services.filter(|service| is_held_in(plan, service, tables));
        let distances = held.filter_map(|service| distance(service, minutes));
        distances.min().unwrap_or(u16::MAX)
    };
    let is_paid = |index: ExperienceIndex| {
        let experience = plan.experience(index);
        experience.is_some_and(|experience| experience.payment_terms(attendees).is_some())
    };
    plan.indices()
        .min_by_key(|index| (nearest(*index), is_paid(*index)))
}

/// The minutes between a time and the nearest seating of a service; 0 from its first to its last.
fn distance(service: &Service, minutes: Minutes) -> Option<u16> {
    if service.holds(minutes) {
        return Some(0);
    }
    let distances = service.slots().map(|slot| slot.get().abs_diff(minutes.get()));
    distances.min()
}

/// The tables that rules of the day take from a party that comes at `start`. A pause holds back those who are not there yet.
fn blocked(
    plan: &Plan,
    rules: &DayRules,
    (experience, day): (ExperienceIndex, Day),
    start: Instant,
) -> TableSet {
    let present = Some((start, start.plus_minutes(1)));
    let near = rules.near(experience, day).into_iter();
    let rules = near.filter(|rule| !matches!(rule.effect, Effect::Paused { .. }));
    let blocks = rules.filter_map(|rule| rule.block(plan, day, present));
    blocks.fold(TableSet::EMPTY, |tables, block| tables.union(block.tables))
}

#[cfg(test)]
#[path = "walk_in_tests.rs"]
mod tests;
