//! What the waitlist does when a table comes free: the oldest wish that fits is offered it, and it is held in
//! the book as any other reservation, so that nobody else takes it. It must not know why it came free.
//!
//! That a day has to be looked at is written together with what frees a table on it, and settled once every
//! wish has had its turn. So a crash between loses no turn.

use shared::availability::SlotStatus;
use shared::id::WaitlistEntryId;
use shared::reservation::Status;
use shared::time::{Day, Instant};
use shared::waitlist::WaitlistEntryStatus;

use super::ledger::find;
use super::waitlist::find_wish;
use super::waitlist_letters::ToWaiting;
use super::{Answer, House, Source, record};
use crate::provider::engine::reserve::{Placement, Wish, reserve};
use crate::provider::{ProviderError, SlotsQuestion};
use crate::venue::database::Statement;
use crate::venue::due::{self, Kind};
use crate::venue::means::Means;
use crate::venue::retention;
use crate::venue::waitlist::{self, WishRow};

/// How many wishes have their turn at once: each looks through the slots of its day.
const WISHES_AT_ONCE: usize = 20;

impl House {
    /// What is to be written where a table comes free on a day.
    pub(super) fn freed(&self, day: Day, now: Instant) -> Option<Statement> {
        let is_on = self.waitlist.is_some();
        is_on.then(|| due::schedule(Kind::Freed, &waitlist::freed(day, 0), now))
    }

    /// Offers what is free on a day to whom has waited longest. What goes wrong now is still due.
    pub(super) fn offer_freed(&mut self, means: Means<'_>, day: Day) {
        if self.waitlist.is_some() {
            let _ = self.offer_tables(means, day, 0);
        }
    }

    /// Offers what is free on a day to those who wait for it, the oldest wish first. Only so many wishes have their
    /// turn at once, those after this place; the others are due a second later, so that no guest waits for all of them.
    pub fn offer_tables(&mut self, means: Means<'_>, day: Day, after: i64) -> Answer<()> {
        let waiting = waitlist::waiting(means.database, day, (after, WISHES_AT_ONCE))?;
        for row in &waiting {
            if let Some(placement) = self.place_wish(row, means.now) {
                self.offer(means, row, placement)?;
            }
        }
        let mut done = vec![due::settle(Kind::Freed, &waitlist::freed(day, after))];
        let last = waiting.last().filter(|_| waiting.len() == WISHES_AT_ONCE);
        done.extend(last.map(|last| {
            let rest = waitlist::freed(day, last.place);
            due::schedule(Kind::Freed, &rest, means.now.plus_seconds(1))
        }));
        Ok(means.database.write(done)?)
    }

    /// The first table within what is wished.
    fn place_wish(&self, row: &WishRow, now: Instant) -> Option<Placement> {
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
                let wish = Wish {
                    experience_id: &row.experience_id,
                    day: row.day,
                    minutes: slot.minutes,
                    attendees: row.attendees,
                    area_id: None,
                    moving: None,
                };
                reserve(&self.plan, &self.book, now, &wish).ok()
            })
    }

    fn offer(&mut self, means: Means<'_>, row: &WishRow, placement: Placement) -> Answer<()> {
        let (Some(settings), Some(request)) = (&self.waitlist, row.request(placement.minutes)) else {
            return Ok(());
        };
        let until = means.now.plus_minutes(settings.hold_minutes.into());
        let until = until.min(placement.start);
        let placement = Placement {
            status: Status::Unconfirmed,
            ..placement
        };
        let id = means.new_id()?;
        let mut beside = vec![
            waitlist::offered(&row.id, &id, until),
            due::schedule(Kind::OfferEnd, row.id.as_str(), until),
        ];
        let what = ToWaiting::Offered {
            minutes: placement.minutes,
            until,
        };
        beside.extend(self.tell_waiting(what, row, means.now)?);
        let entry = placement.entry(id.clone());
        self.store(
            means,
            (id, &request, Source::App),
            (&placement, None),
            None,
            beside,
        )?;
        self.book.put(entry);
        self.last_number += 1;
        Ok(())
    }

    /// The time to take what is offered is over.
    pub fn end_offer(&mut self, means: Means<'_>, id: &WaitlistEntryId) -> Answer<()> {
        let row = match find_wish(means, id) {
            Ok(row) if row.status == WaitlistEntryStatus::Offered => row,
            Ok(_) | Err(ProviderError::NotFound) => {
                let over = due::settle(Kind::OfferEnd, id.as_str());
                return Ok(means.database.write(vec![over])?);
            }
            Err(error) => return Err(error),
        };
        match row.offered_until() {
            Some(until) if means.now < until => {
                let again = due::schedule(Kind::OfferEnd, id.as_str(), until);
                Ok(means.database.write(vec![again])?)
            }
            _ => self.give_offer_up(means, &row, WaitlistEntryStatus::Lapsed),
        }
    }

    /// Ends a wish with its offer, whose table is offered to the next.
    pub(super) fn give_offer_up(
        &mut self,
        means: Means<'_>,
        row: &WishRow,
        to: WaitlistEntryStatus,
    ) -> Answer<()> {
        let id = row.reservation_id.as_ref().ok_or(ProviderError::NotFound)?;
        let record = find(means, id)?;
        let is_held = record.status == Status::Unconfirmed;
        let mut statements = vec![
            due::settle(Kind::OfferEnd, row.id.as_str()),
            due::settle(Kind::WishEnd, row.id.as_str()),
        ];
        if is_held && to == WaitlistEntryStatus::Lapsed {
            statements.extend(self.tell_waiting(ToWaiting::Lapsed, row, means.now)?);
        }
        statements.push(waitlist::over(&row.id, to));
        if is_held {
            statements.push(record::set_status(&record, Status::Voided, means.now));
            // Nobody was told of this reservation, and nothing becomes of it.
            statements.push(retention::blank_reservation(id, means.now));
            statements.extend(self.freed(record.day, means.now));
        }
        means.database.write(statements)?;
        if is_held {
            self.mark(id, Status::Voided);
            self.offer_freed(means, record.day);
        }
        Ok(())
    }

    /// The time that was wished has come.
    pub fn end_wish(&mut self, means: Means<'_>, id: &WaitlistEntryId) -> Answer<()> {
        let mut statements = vec![due::settle(Kind::WishEnd, id.as_str())];
        match find_wish(means, id) {
            Ok(row) if row.status == WaitlistEntryStatus::Waiting => {
                statements.push(waitlist::over(id, WaitlistEntryStatus::Ended));
            }
            // An offer has an end of its own, which is not later.
            Ok(_) | Err(ProviderError::NotFound) => {}
            Err(error) => return Err(error),
        }
        Ok(means.database.write(statements)?)
    }
}
