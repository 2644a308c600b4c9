//! The waitlist for its guests: an entry is created, read, withdrawn, or accepted once a table is held for it.

use shared::availability::SlotStatus;
use shared::id::WaitlistEntryId;
use shared::problem::ProblemCode;
use shared::reservation::{Reservation, Status};
use shared::staff_day::WaitingParty;
use shared::time::Minutes;
use shared::validation::{FieldCode, FieldError};
use shared::waitlist::{WaitlistEntry, WaitlistEntryRequest, WaitlistEntryStatus};

use super::actor::Actor;
use super::query::find;
use super::row::ReservationRow;
use super::waitlist_letters::ToWaiting;
use super::{LetterFacts, Reservations, requests};
use crate::error::{Result, VenueError};
use crate::mail::templates::PaymentState;
use crate::provider::SlotsQuestion;
use crate::provider::engine::adapter;
use crate::provider::engine::reserve::{self as engine, Refusal, reserve};
use crate::provider::status::holds_tables;
use crate::storage::database::Statement;
use crate::storage::idempotency::fingerprint;
use crate::storage::job_queue::{self, JobKind};
use crate::storage::row::insert;
use crate::venue::context::Ctx;
use crate::venue::message::waitlist::{JoinedWaitlist, NewDoorEntry, NewWaitlistEntry};
use crate::venue::payments as venue_payments;
use crate::venue::waitlist::{self, WaitlistRow};

/// How long a party at the door waits before its entry ends by itself, in minutes.
const LONGEST_WAIT_MINUTES: i64 = 240;

impl Reservations {
    /// Creates an entry where no table is free. An earlier request with the same key, and an open entry of the same
    /// guest for the same, are answered with that entry as it is now.
    pub fn join_waitlist(&mut self, ctx: Ctx<'_>, new: &NewWaitlistEntry) -> Result<JoinedWaitlist> {
        let NewWaitlistEntry { request, key } = new;
        let settings = self.waitlist.as_ref().ok_or(VenueError::NotFound)?;
        let fingerprint = fingerprint(request);
        if let Some(row) = waitlist::of_key(ctx.database, key, ctx.now)? {
            if row.fingerprint != fingerprint {
                return Err(VenueError::KeyReused);
            }
            return Ok(JoinedWaitlist {
                entry: self.with_entry_token(row.public()),
                replayed: true,
            });
        }
        if let Some(row) = waitlist::same_of(ctx.database, request)? {
            // A guest's data is no secret, and authorises nothing: the link is in a letter, which is sent at most
            // once more a day.
            if row.status == WaitlistEntryStatus::Waiting {
                let again = self.waiting_letter(ToWaiting::NotedAgain, &row, ctx.now)?;
                ctx.database.write(again)?;
            }
            return Ok(JoinedWaitlist {
                entry: row.public(),
                replayed: true,
            });
        }
        self.check_entry(ctx, request)?;
        let guest = &request.guest;
        let open = waitlist::open_of(ctx.database, &guest.email, guest.phone.as_ref())?;
        if open >= settings.most_per_guest {
            return Err(VenueError::TooManyEntries);
        }
        if waitlist::waiting_on(ctx.database, request.day)? >= settings.most_per_day {
            return Err(VenueError::Refused(ProblemCode::WaitlistFull));
        }
        let id = WaitlistEntryId::parse(ctx.new_id()?.as_str())
            .map_err(|code| VenueError::Broken(code.to_string()))?;
        let row = WaitlistRow::new(id, (key, fingerprint), request, ctx.now);
        let mut statements = vec![insert(&row)?];
        let end = self.plan.zone().resolve(request.day, request.to).instant();
        statements.push(job_queue::schedule(
            JobKind::EntryEnd,
            row.id.as_str(),
            end.unwrap_or(ctx.now),
        ));
        statements.extend(self.waiting_letter(ToWaiting::Noted, &row, ctx.now)?);
        ctx.database.write(statements)?;
        Ok(JoinedWaitlist {
            entry: self.with_entry_token(row.public()),
            replayed: false,
        })
    }

    /// Notes a party at the door, which staff seat. An earlier request with the same key is answered with that entry as it is
    /// now. The entry ends by itself after `LONGEST_WAIT_MINUTES`.
    pub fn wait_at_door(&self, ctx: Ctx<'_>, new: &NewDoorEntry) -> Result<WaitingParty> {
        let fingerprint = fingerprint(new);
        if let Some(row) = waitlist::of_key(ctx.database, &new.key, ctx.now)? {
            if row.fingerprint != fingerprint {
                return Err(VenueError::KeyReused);
            }
            return row.for_staff().ok_or(VenueError::NotFound);
        }
        if self.plan.find_experience(&new.experience_id).is_none() {
            let fault = FieldError::new("/experienceId", FieldCode::Unknown);
            return Err(VenueError::Fields(vec![fault]));
        }
        let outside = || VenueError::Broken("the clock's day is outside the calendar".to_owned());
        let (day, _) = self.evening(ctx)?;
        let (calendar_day, clock) = self.plan.zone().local(ctx.now).ok_or_else(outside)?;
        // After midnight the evening before goes on.
        let from = i64::from(clock.get()) + calendar_day.since(day) * i64::from(Minutes::DAY);
        let from = Minutes::parse(from).map_err(|_| outside())?;
        let to = Minutes::parse(i64::from(from.get()) + LONGEST_WAIT_MINUTES).unwrap_or(Minutes::MAX);
        let id = WaitlistEntryId::parse(ctx.new_id()?.as_str())
            .map_err(|code| VenueError::Broken(code.to_string()))?;
        let row = WaitlistRow::at_door(id, fingerprint, new, (day, from, to), ctx.now);
        let end = ctx.now.plus_minutes(LONGEST_WAIT_MINUTES);
        let mut statements = vec![insert(&row)?];
        statements.push(job_queue::schedule(JobKind::EntryEnd, row.id.as_str(), end));
        statements.extend(ctx.audit("waitlist.add", row.id.as_str(), None, None)?);
        ctx.database.write(statements)?;
        row.for_staff().ok_or(VenueError::NotFound)
    }

    /// Refuses an entry that breaks a rule, or that need not wait.
    fn check_entry(&self, ctx: Ctx<'_>, request: &WaitlistEntryRequest) -> Result<()> {
        let WaitlistEntryRequest { from, to, day, .. } = request;
        if to < from {
            let fault = FieldError::new("/to", FieldCode::EndsBeforeStart);
            return Err(VenueError::Fields(vec![fault]));
        }
        // Who waits has no access code, and learns of no private experience.
        if adapter::is_private(&self.settings, &request.experience_id) {
            let fault = FieldError::new("/experienceId", FieldCode::Unknown);
            return Err(VenueError::Fields(vec![fault]));
        }
        let question = SlotsQuestion {
            experience_id: request.experience_id.clone(),
            attendees: request.attendees,
            day: *day,
            moving: None,
        };
        let slots = self.slots(&question, ctx.now)?;
        let within: Vec<_> = slots
            .into_iter()
            .filter(|slot| (from..=to).contains(&&slot.minutes))
            .collect();
        let times: Vec<_> = within.iter().map(|slot| slot.minutes).collect();
        let alternatives: Vec<_> = within
            .into_iter()
            .filter(|slot| slot.status == SlotStatus::Open)
            .collect();
        if !alternatives.is_empty() {
            return Err(VenueError::SlotOpen { alternatives });
        }
        let mut faults = Vec::new();
        for minutes in if times.is_empty() { vec![*from] } else { times } {
            let placement_request = engine::PlacementRequest {
                experience_id: &request.experience_id,
                day: *day,
                minutes,
                attendees: request.attendees,
                area_id: None,
                moving: None,
            };
            match reserve(&self.plan, &self.book, &self.rules, ctx.now, &placement_request) {
                // A table may come free for it.
                Err(Refusal::Taken(_)) | Ok(_) => return Ok(()),
                Err(Refusal::Invalid(errors)) if faults.is_empty() => faults = errors,
                Err(Refusal::Invalid(_)) => {}
            }
        }
        for fault in &mut faults {
            if fault.pointer == "/minutes" {
                "/from".clone_into(&mut fault.pointer);
            }
        }
        Err(VenueError::Fields(faults))
    }

    /// An entry as its guest sees it.
    pub fn waitlist_entry(&self, ctx: Ctx<'_>, id: &WaitlistEntryId) -> Result<WaitlistEntry> {
        Ok(find_entry(ctx, id)?.public())
    }

    /// Withdraws an entry, and releases the table that is held for it. Repeating the call changes nothing.
    pub fn withdraw_entry(&mut self, ctx: Ctx<'_>, id: &WaitlistEntryId) -> Result<WaitlistEntry> {
        let row = find_entry(ctx, id)?;
        match row.status {
            WaitlistEntryStatus::Waiting => {
                let mut statements = vec![waitlist::over(id, WaitlistEntryStatus::Withdrawn)];
                statements.push(job_queue::settle(JobKind::EntryEnd, id.as_str()));
                ctx.database.write(statements)?;
            }
            WaitlistEntryStatus::Offered => self.give_offer_up(ctx, &row, WaitlistEntryStatus::Withdrawn)?,
            WaitlistEntryStatus::Withdrawn => {}
            WaitlistEntryStatus::Accepted | WaitlistEntryStatus::Lapsed | WaitlistEntryStatus::Ended => {
                return Err(VenueError::OfferOver);
            }
        }
        self.waitlist_entry(ctx, id)
    }

    /// Makes a reservation of the offered table. Repeating the call returns the same reservation.
    pub fn accept_offer(&mut self, ctx: Ctx<'_>, id: &WaitlistEntryId) -> Result<Reservation> {
        let row = find_entry(ctx, id)?;
        let reservation_id = row.reservation_id.as_ref().ok_or(VenueError::OfferOver)?;
        let record = find(ctx, reservation_id)?;
        let is_in_time = row.offered_until.is_some_and(|until| ctx.now < until);
        match row.status {
            WaitlistEntryStatus::Accepted => {}
            WaitlistEntryStatus::Offered if is_in_time && record.status == Status::Unconfirmed => {
                return self.accepted(ctx, &row, &record);
            }
            // Staff have confirmed the reservation in the guest's place.
            WaitlistEntryStatus::Offered
                if record.status != Status::Unconfirmed && holds_tables(record.status) =>
            {
                ctx.database.write(offer_settled(&row))?;
            }
            _ => return Err(VenueError::OfferOver),
        }
        Ok(self.with_token(self.reservation(ctx, reservation_id)?))
    }

    fn accepted(&mut self, ctx: Ctx<'_>, row: &WaitlistRow, record: &ReservationRow) -> Result<Reservation> {
        let experience = self.plan.find_experience(&record.experience_id);
        let wanted = self.wanted(ctx, (record.payment.as_ref(), experience), &record.id, None)?;
        let status = match &wanted {
            Some(_) => Status::PaymentPending,
            None => self.secured(&record.experience_id),
        };
        let reservation = self.stepped(record, status);
        let mut statements = offer_settled(row);
        statements.extend(requests::set_status(record, status, ctx.now));
        statements.extend(self.tell_till(ctx, &record.id));
        if let Some(wanted) = &wanted {
            statements.extend(venue_payments::create(wanted, ctx.now)?);
            statements.extend(self.ask_to_pay(ctx, record, wanted)?);
        }
        let facts = LetterFacts {
            reservation: &reservation,
            revision: record.next_revision(),
            money: Some(PaymentState::Agreed),
            guest: &record.guest(),
            notes: record.notes.as_ref(),
            answers: record.answers.as_deref().unwrap_or_default(),
            message: None,
            locale: &record.locale,
        };
        // For the restaurant it is a new reservation like any other.
        statements.extend(self.letters(facts, (None, Actor::Guest), ctx.now)?);
        ctx.database.write(statements)?;
        self.mark(&record.id, status);
        Ok(self.with_token(reservation))
    }

    fn with_entry_token(&self, entry: WaitlistEntry) -> WaitlistEntry {
        WaitlistEntry {
            entry_token: Some(self.secret.entry_token(&entry.id)),
            ..entry
        }
    }
}

pub(super) fn find_entry(ctx: Ctx<'_>, id: &WaitlistEntryId) -> Result<WaitlistRow> {
    waitlist::find(ctx.database, id)?.ok_or(VenueError::NotFound)
}

/// Statements that settle an accepted offer.
pub(super) fn offer_settled(row: &WaitlistRow) -> Vec<Statement> {
    vec![
        waitlist::over(&row.id, WaitlistEntryStatus::Accepted),
        job_queue::settle(JobKind::OfferEnd, row.id.as_str()),
        job_queue::settle(JobKind::EntryEnd, row.id.as_str()),
    ]
}
