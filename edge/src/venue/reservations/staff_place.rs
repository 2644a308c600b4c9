//! The day, time, party and tables of a reservation after a change by staff.

use config::plan::TableSet;
use shared::availability::Reason;
use shared::id::{ReservationId, TableId};
use shared::reservation::Status;
use shared::time::Instant;
use shared::validation::{FieldCode, FieldError};

use super::Reservations;
use super::row::ReservationRow;
use crate::error::{Result, VenueError};
use crate::provider::engine::book::Entry;
use crate::provider::engine::reserve::PlacementRequest;
use crate::provider::engine::staff_placement::StaffPlacement;
use crate::provider::status::{has_come, holds_tables};
use crate::venue::context::Ctx;
use crate::venue::message::staff_reservation::StaffReservationChange;
use crate::venue::waitlist;

/// The field of the tables that staff want for a reservation that is there.
const TABLES: &str = "/tableIds";

/// The place of a party after a change by staff.
pub(super) enum PlaceAfter {
    /// As it was.
    Same,
    /// At other tables, or at the same ones, which are pinned now or no longer are. Stay and terms are as they were.
    Tables {
        tables: TableSet,
        table_ids: Vec<TableId>,
        is_pinned: bool,
        warnings: Vec<Reason>,
    },
    /// On another day, at another time or with another party, with a stay of its own; and with terms of its own, unless
    /// the guests are there already.
    Moved(StaffPlacement),
}

impl PlaceAfter {
    /// The row of a reservation with this place.
    pub(super) fn apply(&self, mut row: ReservationRow, now: Instant) -> ReservationRow {
        match self {
            Self::Same => row,
            Self::Tables {
                table_ids, is_pinned, ..
            } => {
                row.table_ids.clone_from(table_ids);
                row.is_pinned = *is_pinned;
                row
            }
            Self::Moved(moved) => row.moved(&moved.placement, now),
        }
    }

    /// The entry that the book gets for a reservation with this place and status, if it gets one; `before` is the one that
    /// is there.
    pub(super) fn entry(&self, id: &ReservationId, before: Option<Entry>, status: Status) -> Option<Entry> {
        match self {
            Self::Same => None,
            Self::Tables {
                tables, is_pinned, ..
            } => before.map(|before| Entry {
                tables: *tables,
                is_pinned: *is_pinned,
                status,
                ..before
            }),
            Self::Moved(moved) => Some(Entry {
                status,
                ..moved.placement.entry(id.clone())
            }),
        }
    }

    /// Whether day, time or party are others.
    pub(super) fn is_moved(&self) -> bool {
        matches!(self, Self::Moved(_))
    }

    /// The warnings to staff.
    pub(super) fn into_warnings(self) -> Vec<Reason> {
        match self {
            Self::Same => Vec::new(),
            Self::Tables { warnings, .. } => warnings,
            Self::Moved(moved) => moved.warnings,
        }
    }
}

impl Reservations {
    /// The place of the party after a change that takes it to the status `to`.
    pub(super) fn place_after(
        &self,
        ctx: Ctx<'_>,
        before: &ReservationRow,
        (change, to): (&StaffReservationChange, Status),
    ) -> Result<PlaceAfter> {
        let is_other_party = change.attendees.is_some_and(|party| party != before.attendees);
        let is_moved = is_elsewhen(before, change) || is_other_party;
        let wanted = change.table_ids.as_deref();
        let holds = holds_tables(before.status) && holds_tables(to);
        // Tables of a party that is over can be neither pinned nor let go.
        let has_wanted = wanted.is_none_or(|ids| match ids {
            [] => !before.is_pinned || !holds,
            _ => is_seated_at(before, ids) && (before.is_pinned || !holds),
        });
        if !is_moved && has_wanted {
            return Ok(PlaceAfter::Same);
        }
        // A held offer of the waitlist is its entry's, by day and time.
        let is_offered = waitlist::offered_by(ctx.database, (&before.id, before.day))?.is_some();
        if is_offered || !holds {
            return Err(VenueError::IllegalTransition);
        }
        if is_moved {
            self.moved_by_staff(ctx, before, (change, to))
                .map(PlaceAfter::Moved)
        } else {
            self.tables_by_staff(ctx, before, wanted.unwrap_or_default())
        }
    }

    /// The placement of a party on another day, at another time or with another party.
    fn moved_by_staff(
        &self,
        ctx: Ctx<'_>,
        before: &ReservationRow,
        (change, to): (&StaffReservationChange, Status),
    ) -> Result<StaffPlacement> {
        let day = change.day.unwrap_or(before.day);
        if has_come(to) && day != before.day && day > ctx.today(self.plan.zone())? {
            // Guests who are there are not there on another day, and the table they have is not free.
            return Err(VenueError::IllegalTransition);
        }
        let present: Vec<TableId> = self.plan.table_ids(self.plan.table_set(&before.table_ids));
        // Who sits at a table stays there when others join or leave.
        let is_staying = has_come(before.status) && !is_elsewhen(before, change);
        let (tables, is_pinned) = match change.table_ids.as_deref() {
            Some(ids) if !ids.is_empty() => (ids, true),
            None if before.is_pinned => (&present[..], !present.is_empty()),
            _ if is_staying => (&present[..], false),
            _ => (&[][..], false),
        };
        let request = |area_id| PlacementRequest {
            experience_id: &before.experience_id,
            day,
            minutes: change.minutes.unwrap_or(before.minutes),
            attendees: change.attendees.unwrap_or(before.attendees),
            area_id,
            moving: Some(&before.id),
        };
        let area = before.area_id.as_ref().filter(|_| tables.is_empty());
        let mut placed = self.place_for_staff(ctx, &request(area), (tables, TABLES));
        if area.is_some() && matches!(placed, Err(VenueError::Taken { .. })) {
            // The area was chosen for another evening: a table elsewhere is better than none.
            placed = self.place_for_staff(ctx, &request(None), (tables, TABLES));
        }
        let is_less = change.attendees.is_some_and(|party| party < before.attendees);
        let has_room = is_less && !is_elsewhen(before, change) && !present.is_empty();
        if tables.is_empty() && has_room && matches!(placed, Err(VenueError::Taken { .. })) {
            // No table that is meant for so few is free: the party keeps its own.
            placed = self.place_for_staff(ctx, &request(None), (&present[..], TABLES));
        }
        let mut moved = placed?;
        if to == Status::Requested && moved.placement.start <= ctx.now {
            // A request that the restaurant has not answered by its start is declined.
            let fault = FieldError::new("/minutes", FieldCode::InThePast);
            return Err(VenueError::Fields(vec![fault]));
        }
        moved.placement.is_pinned = is_pinned;
        if is_staying {
            // Who joins a party at its table owes nothing in advance.
            moved.placement.payment.clone_from(&before.payment);
        } else if before.ordered.is_some() {
            moved.placement.payment = self.reordered(before, moved.placement.attendees)?.1;
        }
        Ok(moved)
    }

    /// The tables of a party that keeps its day, time and size: these, pinned; without any the present ones, no longer
    /// pinned.
    fn tables_by_staff(&self, ctx: Ctx<'_>, before: &ReservationRow, ids: &[TableId]) -> Result<PlaceAfter> {
        if ids.is_empty() || is_seated_at(before, ids) {
            return Ok(PlaceAfter::Tables {
                tables: self.plan.table_set(&before.table_ids),
                table_ids: before.table_ids.clone(),
                is_pinned: !ids.is_empty(),
                warnings: Vec::new(),
            });
        }
        let (tables, warnings) = self.switch_tables_for_staff(ctx, &before.id, (ids, TABLES))?;
        Ok(PlaceAfter::Tables {
            tables,
            table_ids: self.plan.table_ids(tables),
            is_pinned: true,
            warnings,
        })
    }
}

pub(super) fn is_elsewhen(before: &ReservationRow, change: &StaffReservationChange) -> bool {
    let day = change.day.unwrap_or(before.day);
    let minutes = change.minutes.unwrap_or(before.minutes);
    (day, minutes) != (before.day, before.minutes)
}

/// Whether a reservation has exactly these tables.
pub(super) fn is_seated_at(before: &ReservationRow, ids: &[TableId]) -> bool {
    let sorted = |ids: &[TableId]| {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    sorted(ids) == sorted(&before.table_ids)
}
