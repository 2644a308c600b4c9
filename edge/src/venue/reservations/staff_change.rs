//! Changes a reservation for staff: its status, time, party, tables, guest and notes, in one write.

use serde_json::json;
use shared::id::ReservationId;
use shared::problem::ProblemCode;
use shared::reservation::Status;

use super::actor::Actor;
use super::letters::occasions;
use super::money::{Fate, Step, changed_place, check_price, has_money, money};
use super::payments::is_early;
use super::query::find;
use super::reminder::take_back_reminder;
use super::row::ReservationRow;
use super::staff_place::{PlaceAfter, is_elsewhen, is_seated_at};
use super::{LetterFacts, Reservations, guest_identity, requests, row_write};
use crate::error::{Result, VenueError};
use crate::storage::database::Statement;
use crate::venue::context::Ctx;
use crate::venue::gift_cards;
use crate::venue::message::staff::StaffBooked;
use crate::venue::message::staff_reservation::StaffReservationChange;
use crate::venue::payments::{self, Subject};

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
        if change
            .if_sequence
            .is_some_and(|sequence| sequence != before.sequence())
        {
            return self.changed_meanwhile(ctx, before, change);
        }
        let place = self.place_after(ctx, &before, (change, to))?;
        let mut after = place.apply(edited(&before, change), ctx.now);
        if before.ordered.is_some() && place.is_moved() {
            after.ordered = self.reordered(&before, after.attendees)?.0;
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
            beside.extend(self.rewritten(ctx, (&before, &after), to, &place)?);
        }
        if after.is_revised(&before) {
            after = after.rewritten();
        }
        self.take_to(ctx, &after, (to, Actor::Restaurant), beside)?;
        if !matches!(place, PlaceAfter::Same) {
            let entry = place.entry(id, self.book.get(id).cloned(), to);
            if let Some(entry) = entry {
                self.book.put(entry);
            }
            self.offer_freed(ctx, before.day);
        }
        Ok(StaffBooked {
            reservation: self.staff_reservation(ctx, id)?,
            warnings: place.into_warnings(),
            replayed: false,
        })
    }

    /// The answer to a change of a reservation that was written since its sender read it: the reservation, if all that is
    /// wanted is the status, the time, the party and the tables that it has, as where the change was carried out and its
    /// answer was lost; else the refusal.
    fn changed_meanwhile(
        &self,
        ctx: Ctx<'_>,
        record: ReservationRow,
        change: &StaffReservationChange,
    ) -> Result<StaffBooked> {
        let has_status = change.status.is_none_or(|status| status == record.status);
        let has_party = change.attendees.is_none_or(|party| party == record.attendees);
        let has_tables = change
            .table_ids
            .as_deref()
            .is_none_or(|ids| is_seated_at(&record, ids));
        let is_as_wanted = has_status && has_party && has_tables && !is_elsewhen(&record, change);
        if !is_as_wanted || !change.is_of_place_alone() {
            return Err(VenueError::Refused(ProblemCode::ReservationChanged));
        }
        Ok(StaffBooked {
            reservation: self.staff_view(ctx, record)?,
            warnings: Vec::new(),
            replayed: true,
        })
    }

    /// The statements of a change that is more than a step, with the letters about it where the step has none.
    fn rewritten(
        &self,
        ctx: Ctx<'_>,
        (before, after): (&ReservationRow, &ReservationRow),
        to: Status,
        place: &PlaceAfter,
    ) -> Result<Vec<Statement>> {
        let row = payments::of_subject(ctx.database, &Subject::Reservation(before.id.clone()))?;
        let part = gift_cards::contribution(ctx.database, &before.id)?;
        let step = Step {
            from: before.status,
            to,
            actor: Actor::Restaurant,
            is_early: is_early(before, ctx.now),
        };
        // What the step of the same change gives back is not for the booking any more, as where staff waive a payment.
        let stays = |fate: Fate| to == before.status || fate != Fate::Returned;
        let kept_row = row.as_ref().filter(|row| stays(step.of_payment(&row.flow)));
        let kept_part = part.as_ref().filter(|part| stays(step.of_share(part)));
        if has_money(kept_row, kept_part) {
            let field = changed_place(before, (after.minutes, after.attendees));
            check_price(before, after.payment.as_ref(), field)?;
        }
        let mut statements = vec![row_write::rewrite(after, after.is_revised(before))?];
        statements.extend(self.tell_till(ctx, &after.id));
        let details =
            |row: &ReservationRow| (row.guest_id.clone(), row.company.clone(), row.guest_notes.clone());
        let has_other_details = details(after) != details(before);
        statements.extend(
            has_other_details
                .then(|| row_write::set_guest_details(after))
                .flatten(),
        );
        if !matches!(place, PlaceAfter::Same) {
            statements.extend(self.freed(before.day, ctx.now));
        }
        if place.is_moved() {
            statements.extend(self.forget_card_later(kept_row, after.starts_at));
            statements.push(requests::end_of_request(&after.id, to, after.starts_at));
            if let Some(row) = kept_row.filter(|row| row.flow.state.is_waiting()) {
                let moved = row.moved_by_restaurant(before.starts_at, after.starts_at);
                statements.extend(moved.save(row, ctx.now)?);
            }
        }
        let values = |row: &ReservationRow| {
            json!({
                "day": row.day, "minutes": row.minutes, "attendees": row.attendees, "tableIds": row.table_ids,
                "isPinned": row.is_pinned,
            })
        };
        let mut changed = values(after);
        changed["fields"] = json!(changed_texts(before, after));
        statements.extend(ctx.audit(
            "reservation.change",
            after.id.as_str(),
            Some(values(before)),
            Some(changed),
        )?);
        let step = Some((before.status, Actor::Restaurant));
        let is_told_by_step = to != before.status && occasions(step, to, false) != (None, None);
        let Some(letters) = &self.letters else {
            return Ok(statements);
        };
        if before.day != after.day {
            statements.extend(take_back_reminder(&after.id, before.day));
        }
        if is_ahead(to) && is_told(before, after) && !is_told_by_step {
            let reservation = self.stepped(after, to);
            let facts = LetterFacts {
                reservation: &reservation,
                revision: after.next_revision(),
                money: money(row.as_ref(), part.as_ref(), to, after.payment.as_ref()),
                guest: &after.guest(),
                notes: after.notes.as_ref(),
                answers: after.answers.as_deref().unwrap_or_default(),
                message: None,
                locale: &after.locale,
            };
            let by = (before.day, Actor::Restaurant);
            statements.extend(letters.follow_change(&self.secret, facts, by, ctx.now)?);
        }
        Ok(statements)
    }
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

/// Whether letters report a change to guests who have not come yet.
fn is_ahead(to: Status) -> bool {
    matches!(to, Status::Requested | Status::Booked | Status::Reconfirmed)
}

/// Whether guests know of what has changed, or letters go to another address. Such a change is a revision of its own;
/// others are not, so that what staff write about a request leaves the link that answers it as it is.
fn is_told(before: &ReservationRow, after: &ReservationRow) -> bool {
    let told = |row: &ReservationRow| {
        (
            row.day,
            row.minutes,
            row.attendees,
            row.notes.clone(),
            row.email.clone(),
        )
    };
    told(before) != told(after)
}

/// The names of the texts and labels that have changed, for the audit log, which holds no guest's data.
fn changed_texts(before: &ReservationRow, after: &ReservationRow) -> Vec<&'static str> {
    let fields = [
        ("firstName", before.first_name != after.first_name),
        ("lastName", before.last_name != after.last_name),
        ("email", before.email != after.email),
        ("phone", before.phone != after.phone),
        ("locale", before.locale != after.locale),
        ("company", before.company != after.company),
        ("guestNotes", before.guest_notes != after.guest_notes),
        ("notes", before.notes != after.notes),
        ("internalNotes", before.internal_notes != after.internal_notes),
        ("labelIds", before.label_ids != after.label_ids),
    ];
    let changed = fields.into_iter().filter(|(_, is_changed)| *is_changed);
    changed.map(|(name, _)| name).collect()
}
