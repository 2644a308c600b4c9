//! Offers of the waitlist: when a table comes free, the oldest entry that fits is offered it, and it is held as a
//! reservation so that it is not sold twice.
//!
//! The job to look at a day is written together with the change that frees a table on it, and settled once every
//! entry has had its turn. So a crash in between loses no turn.

use shared::availability::SlotStatus;
use shared::id::{ReservationId, WaitlistEntryId};
use shared::reservation::Status;
use shared::time::{Day, Instant};
use shared::waitlist::WaitlistEntryStatus;

use super::Reservations;
use super::booking::Origin;
use super::query::find;
use super::row::ReservationRow;
use super::row_write;
use super::waitlist::{find_entry, offer_settled};
use super::waitlist_letters::ToWaiting;
use crate::error::{Result, VenueError};
use crate::provider::SlotsQuestion;
use crate::provider::engine::reserve::{Placement, PlacementRequest, reserve};
use crate::provider::status::holds_tables;
use crate::storage::database::Statement;
use crate::storage::job_queue::{self, JobKind};
use crate::venue::blanking;
use crate::venue::context::Ctx;
use crate::venue::tills::push;
use crate::venue::waitlist::{self, WaitlistRow};

/// The most entries that are checked in one run: each looks through the slots of its day.
const ENTRIES_AT_ONCE: usize = 20;

impl Reservations {
    /// Statement that queues a look at a day on which a table comes free; none where the venue has no waitlist.
    pub(super) fn freed(&self, day: Day, now: Instant) -> Option<Statement> {
        let is_on = self.waitlist.is_some();
        is_on.then(|| job_queue::schedule(JobKind::Freed, &waitlist::freed(day, 0), now))
    }

    /// Statements that queue a look at each day on which guests wait, after a change of settings that may give them a
    /// table.
    pub fn offer_everywhere(&self, ctx: Ctx<'_>) -> Result<Vec<Statement>> {
        let days = waitlist::days_waiting(ctx.database, Day::MIN, Day::MAX)?;
        Ok(days
            .into_iter()
            .filter_map(|day| self.freed(day, ctx.now))
            .collect())
    }

    /// Offers the free tables of a day at once. The job stays due where that fails.
    pub(super) fn offer_freed(&mut self, ctx: Ctx<'_>, day: Day) {
        if self.waitlist.is_some() {
            let _ = self.offer_tables(ctx, day, 0);
        }
    }

    /// Offers the free tables of a day to the waitlist, the oldest entry first. A run checks at most
    /// `ENTRIES_AT_ONCE` entries, those after `after`; the others are due a second later, so that no other request
    /// waits for all of them.
    pub fn offer_tables(&mut self, ctx: Ctx<'_>, day: Day, after: i64) -> Result<()> {
        let waiting = waitlist::waiting(ctx.database, day, (after, ENTRIES_AT_ONCE))?;
        for row in &waiting {
            if let Some(placement) = self.place_entry(row, ctx.now) {
                self.offer(ctx, row, placement)?;
            }
        }
        let mut done = vec![job_queue::settle(JobKind::Freed, &waitlist::freed(day, after))];
        let last = waiting.last().filter(|_| waiting.len() == ENTRIES_AT_ONCE);
        done.extend(last.map(|last| {
            let rest = waitlist::freed(day, last.place);
            job_queue::schedule(JobKind::Freed, &rest, ctx.now.plus_seconds(1))
        }));
        Ok(ctx.database.write(done)?)
    }

    /// The first table within the times of an entry.
    fn place_entry(&self, row: &WaitlistRow, now: Instant) -> Option<Placement> {
        let question = SlotsQuestion {
            experience_id: row.experience_id.clone(),
            attendees: row.attendees,
            day: row.day,
            moving: None,
        };
        let slots = self.slots(&question, now).ok()?;
        let within = row.from_minutes..=row.to_minutes;
        slots
            .iter()
            .filter(|slot| slot.status == SlotStatus::Open && within.contains(&slot.minutes))
            .find_map(|slot| {
                let request = PlacementRequest {
                    experience_id: &row.experience_id,
                    day: row.day,
                    minutes: slot.minutes,
                    attendees: row.attendees,
                    area_id: None,
                    moving: None,
                };
                reserve(&self.plan, &self.book, &self.rules, now, &request).ok()
            })
    }

    fn offer(&mut self, ctx: Ctx<'_>, row: &WaitlistRow, placement: Placement) -> Result<()> {
        let (Some(settings), Some(request)) = (&self.waitlist, row.request(placement.minutes)) else {
            return Ok(());
        };
        let until = ctx.now.plus_minutes(settings.hold_minutes.into());
        let until = until.min(placement.start);
        let placement = Placement {
            status: Status::Unconfirmed,
            ..placement
        };
        let id = ctx.new_id()?;
        let mut beside = vec![
            waitlist::offered(&row.id, &id, until),
            job_queue::schedule(JobKind::OfferEnd, row.id.as_str(), until),
        ];
        let what = ToWaiting::Offered {
            minutes: placement.minutes,
            until,
        };
        beside.extend(self.waiting_letter(what, row, ctx.now)?);
        let entry = placement.entry(id.clone());
        // Guests who wait have not been asked: once the table is theirs they can say.
        let unasked = self.unasked(&row.experience_id, row.attendees)?;
        self.store(
            ctx,
            (id, &request, Origin::Guest(&unasked)),
            (&placement, None),
            None,
            (beside, None),
        )?;
        self.book.put(entry);
        self.last_number += 1;
        Ok(())
    }

    /// The deadline of an offer has come: the entry lapses, unless the offer was accepted or its deadline is later
    /// now.
    pub fn end_offer(&mut self, ctx: Ctx<'_>, id: &WaitlistEntryId) -> Result<()> {
        let row = match find_entry(ctx, id) {
            Ok(row) if row.status == WaitlistEntryStatus::Offered => row,
            Ok(_) | Err(VenueError::NotFound) => {
                let over = job_queue::settle(JobKind::OfferEnd, id.as_str());
                return Ok(ctx.database.write(vec![over])?);
            }
            Err(error) => return Err(error),
        };
        match row.offered_until {
            Some(until) if ctx.now < until => {
                let again = job_queue::schedule(JobKind::OfferEnd, id.as_str(), until);
                Ok(ctx.database.write(vec![again])?)
            }
            _ => self.give_offer_up(ctx, &row, WaitlistEntryStatus::Lapsed),
        }
    }

    /// Statements that follow where staff change the status of a reservation that is held for a waitlist entry: if
    /// they confirm it in the guest's place, the offer is accepted; if they cancel it, the entry waits again, and the
    /// held reservation is blanked. None where it is held for no entry.
    pub(super) fn offer_follows(
        ctx: Ctx<'_>,
        record: &ReservationRow,
        to: Status,
    ) -> Result<Option<Vec<Statement>>> {
        if record.status != Status::Unconfirmed {
            return Ok(None);
        }
        let Some(entry) = waitlist::offered_by(ctx.database, (&record.id, record.day))? else {
            return Ok(None);
        };
        Ok(Some(if holds_tables(to) {
            offer_settled(&entry)
        } else {
            offer_returned(&entry, &record.id, ctx.now)
        }))
    }

    /// Ends an entry with its offer, whose table is offered to the next. [`VenueError::OfferOver`] where staff have
    /// confirmed the reservation in the guest's place and the guest withdraws: there is a reservation to cancel.
    pub(super) fn give_offer_up(
        &mut self,
        ctx: Ctx<'_>,
        row: &WaitlistRow,
        to: WaitlistEntryStatus,
    ) -> Result<()> {
        let id = row.reservation_id.as_ref().ok_or(VenueError::NotFound)?;
        let record = find(ctx, id)?;
        let is_held = record.status == Status::Unconfirmed;
        if !is_held && holds_tables(record.status) {
            ctx.database.write(offer_settled(row))?;
            return match to {
                WaitlistEntryStatus::Withdrawn => Err(VenueError::OfferOver),
                _ => Ok(()),
            };
        }
        if !is_held && to == WaitlistEntryStatus::Lapsed {
            let over = job_queue::settle(JobKind::OfferEnd, row.id.as_str());
            return Ok(ctx.database.write(vec![waitlist::waits_again(&row.id), over])?);
        }
        let mut statements = vec![
            job_queue::settle(JobKind::OfferEnd, row.id.as_str()),
            job_queue::settle(JobKind::EntryEnd, row.id.as_str()),
        ];
        if is_held && to == WaitlistEntryStatus::Lapsed {
            statements.extend(self.waiting_letter(ToWaiting::Lapsed, row, ctx.now)?);
        }
        statements.push(waitlist::over(&row.id, to));
        if is_held {
            statements.push(row_write::set_status(&record, Status::Voided, ctx.now));
            statements.extend(self.tell_till(ctx, id));
            // No guest knows of this reservation, and nothing follows from it.
            statements.push(blanking::blank_reservation(id, ctx.now));
            statements.extend(self.freed(record.day, ctx.now));
        }
        ctx.database.write(statements)?;
        if is_held {
            self.mark(id, Status::Voided);
            self.offer_freed(ctx, record.day);
        }
        Ok(())
    }

    /// The latest time of an entry has come: the entry ends.
    pub fn end_entry(&mut self, ctx: Ctx<'_>, id: &WaitlistEntryId) -> Result<()> {
        let mut statements = vec![job_queue::settle(JobKind::EntryEnd, id.as_str())];
        match find_entry(ctx, id) {
            Ok(row) if row.status == WaitlistEntryStatus::Waiting => {
                statements.push(waitlist::over(id, WaitlistEntryStatus::Ended));
            }
            // An offer has a deadline of its own, which is not later.
            Ok(_) | Err(VenueError::NotFound) => {}
            Err(error) => return Err(error),
        }
        Ok(ctx.database.write(statements)?)
    }
}

/// Statements that return an entry to the waitlist, with the place that it had, where the restaurant takes its offer back.
pub(super) fn offer_returned(row: &WaitlistRow, held: &ReservationId, now: Instant) -> Vec<Statement> {
    vec![
        waitlist::waits_again(&row.id),
        job_queue::settle(JobKind::OfferEnd, row.id.as_str()),
        // The guest does not know of this reservation.
        blanking::blank_reservation(held, now),
    ]
}

/// Statements that return every entry with an open offer to the waitlist, where the venue is suspended: an offer could not
/// be accepted, and would lapse. Their tables are reported to a till as free. Reservations in memory are opened anew after the
/// write.
pub(in crate::venue) fn all_offers_returned(ctx: Ctx<'_>, has_till: bool) -> Result<Vec<Statement>> {
    let mut statements = Vec::new();
    for entry in waitlist::with_offer(ctx.database)? {
        let Some(held) = &entry.reservation_id else {
            continue;
        };
        let record = find(ctx, held)?;
        // Staff may have confirmed it in the guest's place.
        if record.status == Status::Unconfirmed {
            statements.push(row_write::set_status(&record, Status::Voided, ctx.now));
            if has_till {
                statements.extend(push::changed(held, ctx.now));
            }
            statements.extend(offer_returned(&entry, held, ctx.now));
        }
    }
    Ok(statements)
}
