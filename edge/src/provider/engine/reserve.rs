//! Places a party: at which tables, for how long, on what terms. It must not store, number or
//! answer anything.

use config::plan::{ExperienceIndex, Plan, Room, TableSet};
use shared::availability::{Confirmation, Reason};
use shared::id::{AreaId, ExperienceId, ReservationId, TableId};
use shared::party::Attendees;
use shared::payment::PaymentTerms;
use shared::reservation::{ReservationRequest, Status};
use shared::time::{Day, Instant, Minutes};
use shared::validation::{FieldCode, FieldError};

use super::book::{Book, Entry};
use super::day_rules::DayRules;
use super::question::{field_errors, unknown_experience};
use super::service_day::{Party, ServiceDay};

/// A party's request for a table.
#[derive(Clone, Copy, Debug)]
pub struct PlacementRequest<'a> {
    /// The experience.
    pub experience_id: &'a ExperienceId,
    /// The day that names the slot.
    pub day: Day,
    /// The minutes that name the slot.
    pub minutes: Minutes,
    /// The party's size.
    pub attendees: Attendees,
    /// The area to sit in; any, if there is none.
    pub area_id: Option<&'a AreaId>,
    /// The party's reservation, if it has one and wants to move it.
    pub moving: Option<&'a ReservationId>,
}

impl<'a> From<&'a ReservationRequest> for PlacementRequest<'a> {
    fn from(request: &'a ReservationRequest) -> Self {
        Self {
            experience_id: &request.experience_id,
            day: request.day,
            minutes: request.minutes,
            attendees: request.attendees,
            area_id: request.area_id.as_ref(),
            moving: None,
        }
    }
}

/// Where a party has been placed. Nothing is taken until [`Placement::entry`] is put into the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The experience.
    pub experience: ExperienceIndex,
    /// The day that names the slot.
    pub day: Day,
    /// The minutes that name the slot.
    pub minutes: Minutes,
    /// Minutes of elapsed time for which the party keeps its tables.
    pub duration: u16,
    /// When the party comes.
    pub start: Instant,
    /// When its tables are free again.
    pub end: Instant,
    /// The party's size.
    pub attendees: Attendees,
    /// Its tables.
    pub tables: TableSet,
    /// The ids of its tables, to be stored.
    pub table_ids: Vec<TableId>,
    /// Whether staff have pinned them.
    pub is_pinned: bool,
    /// The status it begins with.
    pub status: Status,
    /// The payment in advance, if there is one.
    pub payment: Option<PaymentTerms>,
}

/// Why a party has not been placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The request breaks a rule; repeating it is of no use. Every faulty field.
    Invalid(Vec<FieldError>),
    /// The slot is there but has no room for the party, or not in the area it wants.
    Taken(Vec<Reason>),
}

/// Places a party as of `now`, or returns why that is not possible.
pub fn reserve(
    plan: &Plan,
    book: &Book,
    rules: &DayRules,
    now: Instant,
    request: &PlacementRequest,
) -> Result<Placement, Refusal> {
    let mut errors = Vec::new();
    let area = request
        .area_id
        .map(|id| plan.rooms().iter().position(|room| room.id() == id));
    if area == Some(None) {
        errors.push(FieldError::new("/areaId", FieldCode::Unknown));
    }
    let area = area.flatten();
    let party = plan
        .find_experience(request.experience_id)
        .map(|experience| Party {
            experience,
            attendees: request.attendees,
            moving: request.moving,
        });
    let opened = party.and_then(|party| ServiceDay::new((plan, book, rules), now, party, request.day));
    let Some(day) = opened else {
        errors.insert(0, unknown_experience());
        return Err(Refusal::Invalid(errors));
    };
    let seating = day
        .seatings()
        .iter()
        .find(|seating| seating.minutes == request.minutes);
    let Some(seating) = seating else {
        errors.extend(field_errors(day.day_rules(), day.is_over()));
        errors.push(FieldError::new("/minutes", FieldCode::NotASlot));
        return Err(Refusal::Invalid(errors));
    };
    errors.extend(field_errors(day.rules(seating), day.is_over()));
    let rooms = day.service(seating).map_or(&[][..], |service| service.rooms());
    if area.is_some_and(|area| !rooms.contains(&area)) {
        errors.push(FieldError::new("/areaId", FieldCode::NotOffered));
    }
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors));
    }
    let within = area
        .and_then(|area| plan.rooms().get(area))
        .map_or(TableSet::ALL, Room::tables);
    // A seating that breaks no rule has a stay, and one with a stay has a capacity.
    let capacity = day.capacity(seating, within);
    let Some(((start, end), capacity)) = seating.stay.zip(capacity) else {
        return Err(Refusal::Taken(vec![Reason::TIME_DOES_NOT_EXIST]));
    };
    match capacity.tables {
        Some(tables) if capacity.exclusions.is_empty() => Ok(placement(
            &day,
            request.minutes,
            (start, end),
            (tables, day.pinned().is_some()),
        )),
        _ => Err(Refusal::Taken(capacity.exclusions.reasons())),
    }
}

/// The placement of the day's party at these tables, which are pinned or not.
pub(super) fn placement(
    day: &ServiceDay<'_>,
    minutes: Minutes,
    (start, end): (Instant, Instant),
    (tables, is_pinned): (TableSet, bool),
) -> Placement {
    let attendees = day.party.attendees;
    let payment = day.experience.payment_terms(attendees);
    Placement {
        experience: day.party.experience,
        day: day.day,
        minutes,
        duration: day.duration(),
        start,
        end,
        attendees,
        tables,
        table_ids: day.plan.table_ids(tables),
        is_pinned,
        status: first_status(day.experience.confirmation(), payment.is_some()),
        payment,
    }
}

/// A request is paid after the restaurant has accepted it, so `requested` comes before `payment_pending`.
fn first_status(confirmation: Confirmation, pays: bool) -> Status {
    match (confirmation, pays) {
        (Confirmation::Request, _) => Status::Requested,
        (Confirmation::Instant, true) => Status::PaymentPending,
        (Confirmation::Instant, false) => Status::Booked,
    }
}

impl Placement {
    /// The placement as a reservation of this id, to be put into the book once it is stored.
    #[must_use]
    pub fn entry(&self, id: ReservationId) -> Entry {
        Entry {
            id,
            experience: Some(self.experience),
            day: self.day,
            minutes: self.minutes,
            start: self.start,
            end: self.end,
            attendees: self.attendees,
            tables: self.tables,
            is_pinned: self.is_pinned,
            status: self.status,
        }
    }
}

#[cfg(test)]
#[path = "reserve_tests.rs"]
mod tests;
