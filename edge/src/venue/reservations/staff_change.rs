//! Changes a reservation for staff: its status, time, party, tables, guest and notes, in one write.

use serde_json::json;
use shared::id::{ReservationId, TableId};
use shared::reservation::Status;
use shared::validation::{FieldCode, FieldError};

use super::actor::Actor;
use super::change::price;
use super::letters::occasions;
use super::money::money;
use super::query::find;
use super::row::ReservationRow;
use super::{LetterFacts, Reservations, guest_identity, requests, row_write};
use crate::error::{Result, VenueError};
use crate::provider::engine::book::Entry;
use crate::provider::engine::reserve::PlacementRequest;
use crate::provider::engine::staff_placement::StaffPlacement;
use crate::provider::status::holds_tables;
use crate::storage::database::Statement;
use crate::venue::context::Ctx;
use crate::venue::message::staff::StaffBooked;
use crate::venue::message::staff_reservation::StaffReservationChange;
use crate::venue::payments::{self, Subject};
use crate::venue::{gift_cards, waitlist};

/// The field of the tables that staff want for a reservation that is there.
const TABLES: &str = "/tableIds";

impl Reservations {
    /// Applies a change by staff: all of it, or nothing.
    pub fn staff_change(
        &mut self,
        ctx: Ctx<'_>,
        id: &ReservationId,
        change: &StaffReservationChange,
    ) -> Result<StaffBooked> {
        let before = find(ctx, id)?;
        if before.is_blanked() {
            return Err(VenueError::IllegalTransition);
        }
        let to = change.status.unwrap_or(before.status);
        let moved = self.place_changed(ctx, &before, (change, to))?;
        let mut after = edited(&before, change);
        if let Some(moved) = &moved {
            after = after.moved(&moved.placement, ctx.now);
        }
        let mut beside = Vec::new();
        beside.extend(guest_identity::identify_changed(ctx, &before, &mut after)?);
        let is_rewritten = after != before;
        let (to, accepted) = if to == before.status {
            (to, Vec::new())
        } else {
            self.acceptance(ctx, &after, to)?
        };
        if to == Status::PaymentPending
            && to != before.status
            && accepted.is_empty()
            && !Self::is_paying(ctx, id)?
        {
            return Err(VenueError::IllegalTransition);
        }
        beside.extend(accepted);
        if is_rewritten {
            beside.extend(self.rewritten(ctx, (&before, &after), to, moved.as_ref())?);
            after = after.rewritten();
        }
        self.take_to(ctx, &after, (to, Actor::Restaurant), beside)?;
        if let Some(moved) = &moved {
            let entry = moved.placement.entry(id.clone());
            self.book.put(Entry { status: to, ..entry });
            self.offer_freed(ctx, before.day);
        }
        Ok(StaffBooked {
            reservation: self.staff_reservation(ctx, id)?,
            warnings: moved.map(|moved| moved.warnings).unwrap_or_default(),
            replayed: false,
        })
    }

    /// The place of the party after the change; none where it stays where it is.
    fn place_changed(
        &self,
        ctx: Ctx<'_>,
        before: &ReservationRow,
        (change, to): (&StaffReservationChange, Status),
    ) -> Result<Option<StaffPlacement>> {
        let (day, minutes) = (
            change.day.unwrap_or(before.day),
            change.minutes.unwrap_or(before.minutes),
        );
        let attendees = change.attendees.unwrap_or(before.attendees);
        let is_elsewhen = (day, minutes) != (before.day, before.minutes);
        let wanted = change
            .table_ids
            .as_deref()
            .filter(|ids| !is_seated_at(before, ids));
        if !is_elsewhen && attendees == before.attendees && wanted.is_none() {
            return Ok(None);
        }
        // A held offer of the waitlist is its entry's, by day and time.
        let is_offered = waitlist::offered_by(ctx.database, (&before.id, before.day))?.is_some();
        if is_offered || !holds_tables(before.status) || !holds_tables(to) {
            return Err(VenueError::IllegalTransition);
        }
        let has_come = matches!(
            before.status,
            Status::Arrived | Status::Seated | Status::Ordered | Status::Paid
        );
        let present: Vec<TableId> = self.plan.table_ids(self.plan.table_set(&before.table_ids));
        // Who sits at a table stays there when others join or leave.
        let (tables, is_pinned) = match wanted {
            Some(ids) => (ids, !ids.is_empty()),
            None if before.is_pinned => (&present[..], !present.is_empty()),
            None if has_come && !is_elsewhen => (&present[..], false),
            None => (&[][..], false),
        };
        let request = |area_id| PlacementRequest {
            experience_id: &before.experience_id,
            day,
            minutes,
            attendees,
            area_id,
            moving: Some(&before.id),
        };
        let area = before.area_id.as_ref().filter(|_| tables.is_empty());
        let within = self.place_for_staff(ctx, &request(area), (tables, TABLES));
        let mut moved = match within {
            // The area was chosen for another evening: a table elsewhere is better than none.
            Err(VenueError::Taken { .. }) if area.is_some() => {
                self.place_for_staff(ctx, &request(None), (tables, TABLES))?
            }
            placed => placed?,
        };
        moved.placement.is_pinned = is_pinned;
        Ok(Some(moved))
    }

    /// The statements of a change that is more than a step, with the letters about it where the step has none.
    fn rewritten(
        &self,
        ctx: Ctx<'_>,
        (before, after): (&ReservationRow, &ReservationRow),
        to: Status,
        moved: Option<&StaffPlacement>,
    ) -> Result<Vec<Statement>> {
        let row = payments::of_subject(ctx.database, &Subject::Reservation(before.id.clone()))?;
        let part = gift_cards::contribution(ctx.database, &before.id)?;
        let has_money = row.is_some() || part.is_some();
        if has_money && price(after.payment.as_ref()) != price(before.payment.as_ref()) {
            // Money that is paid, or on its way, is for the booking as it was.
            let field = if after.attendees == before.attendees {
                "/minutes"
            } else {
                "/attendees"
            };
            return Err(VenueError::Fields(vec![FieldError::new(
                field,
                FieldCode::NotOffered,
            )]));
        }
        let mut statements = vec![row_write::rewrite(after)?];
        statements.extend(self.tell_till(ctx, &after.id));
        let has_other_details =
            (&after.company, &after.guest_notes) != (&before.company, &before.guest_notes);
        statements.extend(
            has_other_details
                .then(|| row_write::set_guest_details(after))
                .flatten(),
        );
        if moved.is_some() {
            statements.extend(self.freed(before.day, ctx.now));
            statements.extend(self.forget_card_later(row.as_ref(), after.starts_at));
            statements.push(requests::end_of_request(&after.id, to, after.starts_at));
            if let Some(row) = row.as_ref().filter(|row| row.flow.state.is_waiting()) {
                let moved = row.moved(before.starts_at, after.starts_at);
                statements.extend(moved.save(row, ctx.now)?);
            }
        }
        let values = |row: &ReservationRow| {
            json!({
                "day": row.day, "minutes": row.minutes, "attendees": row.attendees, "tableIds": row.table_ids,
                "isPinned": row.is_pinned,
            })
        };
        statements.extend(ctx.audit(
            "reservation.change",
            after.id.as_str(),
            Some(values(before)),
            Some(values(after)),
        )?);
        let step = Some((before.status, Actor::Restaurant));
        let is_told_by_step = to != before.status && occasions(step, to, false) != (None, None);
        if let Some(letters) = &self.letters
            && is_news(before, after, to)
            && !is_told_by_step
        {
            let reservation = self.stepped(after, to);
            let facts = LetterFacts {
                reservation: &reservation,
                revision: after.next_revision(),
                money: money(row.as_ref(), part.as_ref(), to, after.payment.as_ref()),
                guest: &after.guest(),
                notes: after.notes.as_ref(),
                message: None,
                locale: &after.locale,
            };
            let by = (before.day, Actor::Restaurant);
            statements.extend(letters.follow_change(&self.secret, facts, by, ctx.now)?);
        }
        Ok(statements)
    }
}

/// Whether a reservation has these tables already: as pinned ones, or as those that were chosen for it.
fn is_seated_at(before: &ReservationRow, ids: &[TableId]) -> bool {
    if ids.is_empty() {
        return !before.is_pinned;
    }
    let sorted = |ids: &[TableId]| {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    sorted(ids) == sorted(&before.table_ids)
}

/// The reservation with other texts, labels and another guest.
fn edited(before: &ReservationRow, change: &StaffReservationChange) -> ReservationRow {
    let mut after = before.clone();
    let guest = &change.guest;
    change.notes.apply(&mut after.notes);
    change.internal_notes.apply(&mut after.internal_notes);
    guest.first_name.apply(&mut after.first_name);
    guest.email.apply(&mut after.email);
    guest.phone.apply(&mut after.phone);
    guest.company.apply(&mut after.company);
    guest.notes.apply(&mut after.guest_notes);
    if let Some(name) = &guest.last_name {
        after.last_name.clone_from(name);
    }
    if let Some(locale) = &guest.locale {
        after.locale.clone_from(locale);
    }
    if let Some(labels) = &change.label_ids {
        after.label_ids.clone_from(labels);
    }
    after
}

/// Whether letters report a change: what guests know of has changed before they came, or letters go to another address.
fn is_news(before: &ReservationRow, after: &ReservationRow, to: Status) -> bool {
    let of_guest = |row: &ReservationRow| (row.day, row.minutes, row.attendees, row.notes.clone());
    let is_ahead = matches!(to, Status::Requested | Status::Booked | Status::Reconfirmed);
    is_ahead && (of_guest(before) != of_guest(after) || before.email != after.email)
}
