//! Places a party for staff. The rules that hold guests back, such as lead time, horizon and limits, are warnings to staff;
//! no table is given to two parties, and none that a rule of the day takes.

use config::plan::{Plan, Room, Service, TableSet};
use shared::availability::Reason;
use shared::id::{ReservationId, TableId};
use shared::party::Attendees;
use shared::time::Instant;
use shared::validation::{FieldCode, FieldError};

use super::book::{Book, Entry};
use super::day_rules::DayRules;
use super::exclusion::{Exclusion, Exclusions};
use super::occupancy::Occupancy;
use super::pinned_tables::{is_held_in, seats};
use super::question::{field_errors, unknown_experience};
use super::reserve::{Placement, PlacementRequest, placement};
use super::service_day::{Party, ServiceDay};
use crate::provider::status::has_come;

/// The rules that are warnings to staff.
const WARNINGS: [Exclusion; 8] = [
    Exclusion::PartyTooSmall,
    Exclusion::PartyTooLarge,
    Exclusion::InThePast,
    Exclusion::LeadTimeTooShort,
    Exclusion::BeyondHorizon,
    Exclusion::SeatedLimitReached,
    Exclusion::StartingLimitReached,
    Exclusion::CoversLimitReached,
];

/// The warning that the pinned tables have fewer chairs than the party has guests.
const TABLES_TOO_SMALL: &str = "tables_too_small";

/// A party that was placed, and the rules for guests that it breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffPlacement {
    /// The placement.
    pub placement: Placement,
    /// The rules for guests that it breaks, and other things that staff should know.
    pub warnings: Vec<Reason>,
}

/// Why a party has not been placed for staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffRefusal {
    /// The request is wrong; repeating it is of no use. Every faulty field.
    Invalid(Vec<FieldError>),
    /// No table for the party is free.
    NoTables,
    /// Wanted tables are not free.
    TablesNotFree {
        /// Those that other parties have.
        taken: Vec<TableId>,
        /// Those that rules of the day take.
        blocked: Vec<TableId>,
    },
}

/// The tables of these ids, which stand in the field `pointer`; none if no id is given. They must be in the settings and in
/// one room.
pub fn wanted_tables(
    plan: &Plan,
    ids: &[TableId],
    pointer: &str,
) -> Result<Option<TableSet>, Vec<FieldError>> {
    let numbers: Vec<Option<usize>> = ids
        .iter()
        .map(|id| plan.tables().iter().position(|table| table.id() == id))
        .collect();
    let unknown = (0..)
        .zip(&numbers)
        .filter(|(_, number)| number.is_none())
        .map(|(place, _): (usize, _)| FieldError::new(format!("{pointer}/{place}"), FieldCode::Unknown));
    let mut errors: Vec<FieldError> = unknown.collect();
    let mut rooms = numbers
        .iter()
        .flatten()
        .filter_map(|number| plan.tables().get(*number))
        .map(config::plan::Table::room);
    let first = rooms.next();
    if rooms.any(|room| Some(room) != first) {
        errors.push(FieldError::new(pointer, FieldCode::NotOffered));
    }
    if errors.is_empty() {
        let tables: TableSet = numbers.into_iter().flatten().collect();
        Ok((!ids.is_empty()).then_some(tables))
    } else {
        Err(errors)
    }
}

/// Places a party as of `now` at these tables, or at the best free ones of the request's area, or returns why that is not
/// possible. A stay that is over cannot be placed; one that has begun can.
pub fn reserve_for_staff(
    plan: &Plan,
    book: &Book,
    rules: &DayRules,
    now: Instant,
    request: &PlacementRequest,
    (tables, pointer): (Option<TableSet>, &str),
) -> Result<StaffPlacement, StaffRefusal> {
    let invalid = |errors: Vec<FieldError>| Err(StaffRefusal::Invalid(errors));
    let party = plan
        .find_experience(request.experience_id)
        .map(|experience| Party {
            experience,
            attendees: request.attendees,
            moving: request.moving,
        });
    let day = party.and_then(|party| ServiceDay::new((plan, book, rules), now, party, request.day));
    let Some(day) = day.map(|day| day.with_pinned(tables)) else {
        return invalid(vec![unknown_experience()]);
    };
    let seating = day
        .seatings()
        .iter()
        .find(|seating| seating.minutes == request.minutes);
    let Some((seating, stay)) = seating.and_then(|seating| Some((seating, seating.stay?))) else {
        return invalid(vec![FieldError::new("/minutes", FieldCode::NotASlot)]);
    };
    if stay.1 <= now {
        return invalid(vec![FieldError::new("/minutes", FieldCode::InThePast)]);
    }
    let soft: Exclusions = WARNINGS.into_iter().collect();
    let broken = day.rules(seating);
    let last = day
        .today
        .and_then(|today| today.plus(config::plan::MAX_HORIZON_DAYS.into()));
    if last.is_none_or(|last| request.day > last) {
        return invalid(vec![FieldError::new("/day", FieldCode::BeyondHorizon)]);
    }
    let hard = broken.without(soft);
    if !hard.is_empty() {
        return invalid(field_errors(hard, false));
    }
    let area = request
        .area_id
        .and_then(|id| plan.rooms().iter().find(|room| room.id() == id));
    let within = area.map_or(TableSet::ALL, Room::tables);
    let Some(capacity) = day.capacity(seating, within) else {
        return invalid(vec![FieldError::new("/minutes", FieldCode::NotASlot)]);
    };
    let mut warnings = broken.union(capacity.exclusions).intersection(soft).reasons();
    let found = if let Some(wanted) = tables {
        let is_served = |service: &Service| is_held_in(plan, service, wanted);
        if !day.service(seating).is_some_and(is_served) {
            return invalid(vec![FieldError::new(pointer, FieldCode::NotOffered)]);
        }
        let (taken, blocked) = (day.occupied(seating), day.blocked(seating));
        check_free(plan, wanted, (taken, blocked))?;
        warnings.extend(too_small(plan, wanted, request.attendees));
        wanted
    } else {
        capacity.tables.ok_or(StaffRefusal::NoTables)?
    };
    Ok(StaffPlacement {
        placement: placement(&day, request.minutes, stay, (found, tables.is_some())),
        warnings,
    })
}

/// Checks that a reservation can have these tables, which stand in the field `pointer`, for the stay that it was given, or
/// at this moment where its guests are there longer: returns the warnings to staff. Its day, time and party stay as they
/// are, and so does all that followed from them when it was made, whichever stays and slots the settings have by now.
pub fn switch_tables(
    (plan, book, rules): (&Plan, &Book, &DayRules),
    now: Instant,
    reservation: &ReservationId,
    (wanted, pointer): (TableSet, &str),
) -> Result<Vec<Reason>, StaffRefusal> {
    let invalid = |error: FieldError| Err(StaffRefusal::Invalid(vec![error]));
    let stay = |entry: &Entry| {
        if now < entry.end {
            Some((entry.start, entry.end))
        } else {
            has_come(entry.status).then(|| (now, now.plus_seconds(1)))
        }
    };
    let held = book.get(reservation);
    let Some((entry, (start, end))) = held.and_then(|entry| Some((entry, stay(entry)?))) else {
        return invalid(FieldError::new("/minutes", FieldCode::InThePast));
    };
    let party = entry.experience.map(|experience| Party {
        experience,
        attendees: entry.attendees,
        moving: Some(reservation),
    });
    let day = party.and_then(|party| ServiceDay::new((plan, book, rules), now, party, entry.day));
    let Some(day) = day else {
        return invalid(unknown_experience());
    };
    let mut seatings = day.seatings().iter();
    let seating = seatings.find(|seating| seating.minutes == entry.minutes);
    let service = seating.and_then(|seating| day.service(seating));
    if service.is_some_and(|service| !is_held_in(plan, service, wanted)) {
        return invalid(FieldError::new(pointer, FieldCode::NotOffered));
    }
    let holdings = book.holdings(start, end, Some(reservation));
    let taken = Occupancy::of(holdings).tables(start, end);
    let blocks = day.rules.iter().filter_map(|rule| {
        let block = rule.block(plan, entry.day, Some((start, end)))?;
        block.sparing(entry.tables)
    });
    let blocked = blocks.fold(TableSet::EMPTY, |all, block| all.union(block.tables));
    check_free(plan, wanted, (taken, blocked))?;
    Ok(too_small(plan, wanted, entry.attendees).into_iter().collect())
}

/// Refuses tables of which other parties have some, or rules of the day take some.
fn check_free(
    plan: &Plan,
    wanted: TableSet,
    (taken, blocked): (TableSet, TableSet),
) -> Result<(), StaffRefusal> {
    if wanted.meets(taken) || wanted.meets(blocked) {
        return Err(StaffRefusal::TablesNotFree {
            taken: plan.table_ids(wanted.intersection(taken)),
            blocked: plan.table_ids(wanted.intersection(blocked)),
        });
    }
    Ok(())
}

/// The warning for tables with fewer chairs than the party has guests.
fn too_small(plan: &Plan, tables: TableSet, party: Attendees) -> Option<Reason> {
    let is_enough = seats(plan, tables) >= u32::from(party.get());
    (!is_enough).then(|| Reason::other(TABLES_TOO_SMALL.to_owned()))
}

#[cfg(test)]
#[path = "staff_placement_tests.rs"]
mod tests;
