//! Parties that sit down without a reservation: those that staff seat, once per key, and how any of them is stored.

use config::plan::TableSet;
use shared::id::{ReservationId, WaitlistEntryId};
use shared::locale::Language;
use shared::party::Attendees;
use shared::reservation::{Guest, ReservationRequest, Status};
use shared::validation::{FieldCode, FieldError, Name};

use super::Reservations;
use super::actor::Actor;
use super::booking::{Keep, Origin};
use super::query::impersonal;
use super::tables::{due, latest};
use crate::error::{Result, VenueError};
use crate::provider::engine::staff_placement::{StaffRefusal, wanted_tables};
use crate::provider::engine::walk_in::{chairs, walk_in};
use crate::storage::idempotency::{self, Decision, decide, fingerprint};
use crate::venue::blanking::BLANK;
use crate::venue::context::Ctx;
use crate::venue::message::staff::StaffBooked;
use crate::venue::message::table::NewWalkIn;
use crate::venue::waitlist;

/// The field of the tables at which staff seat a party.
const TABLES: &str = "/tableIds";

impl Reservations {
    /// Seats a party that staff have at the door, once per key: one that is due at these tables is checked in, and any other
    /// is a walk-in.
    ///
    /// # Errors
    ///
    /// [`VenueError::TablesNotFree`] where another party has a table, or a rule of the day takes it;
    /// [`VenueError::OfferOver`] where a party of the waitlist was seated elsewhere or has gone; otherwise the faults of the
    /// request.
    pub fn seat_party(&mut self, ctx: Ctx<'_>, new: &NewWalkIn) -> Result<StaffBooked> {
        let key = new.key.of_staff();
        let fingerprint = fingerprint(new);
        match decide(idempotency::find(ctx.database, &key, ctx.now)?, &fingerprint) {
            Decision::CarryOut => {}
            Decision::Repeat(answered) => {
                if let Some(entry) = &new.waiting {
                    self.end_wait(ctx, entry)?;
                }
                return self.seated(ctx, &answered.id, true);
            }
            Decision::InFlight => return Err(VenueError::InFlight),
            Decision::Reused => return Err(VenueError::KeyReused),
        }
        let keep = Keep {
            key: &key,
            fingerprint: &fingerprint,
        };
        let tables = wanted_tables(&self.plan, &new.ids, TABLES).map_err(VenueError::Fields)?;
        let tables =
            tables.ok_or_else(|| VenueError::Fields(vec![FieldError::new(TABLES, FieldCode::Required)]))?;
        let id = match &new.waiting {
            Some(entry) => self.seat_waiting(ctx, tables, (entry, new.attendees), keep)?,
            None => self.seat_at(ctx, tables, new.attendees, keep)?,
        };
        self.seated(ctx, &id, false)
    }

    fn seated(&self, ctx: Ctx<'_>, id: &ReservationId, replayed: bool) -> Result<StaffBooked> {
        Ok(StaffBooked {
            reservation: self.staff_reservation(ctx, id)?,
            warnings: Vec::new(),
            replayed,
        })
    }

    /// Seats a party at these tables. One that has just sat down there is that of another device.
    fn seat_at(
        &mut self,
        ctx: Ctx<'_>,
        tables: TableSet,
        attendees: Attendees,
        keep: Keep<'_>,
    ) -> Result<ReservationId> {
        let present = self.at_tables(ctx, tables)?;
        let others = present.iter().filter(|one| one.has_just_sat_down(ctx.now));
        let taken = others.fold(TableSet::EMPTY, |taken, one| taken.union(one.tables));
        if tables.meets(taken) {
            return Err(VenueError::TablesNotFree {
                taken: self.plan.table_ids(tables.intersection(taken)),
                blocked: Vec::new(),
            });
        }
        if let Some(due) = due(ctx, &present, tables)? {
            let record = &due.record;
            self.leave_paid(ctx, &present)?;
            let answer = impersonal(self.public(record));
            let kept = idempotency::store(keep.key, keep.fingerprint, &answer, ctx.now)?;
            self.take_to(ctx, record, (Status::Seated, Actor::Restaurant), vec![kept])?;
            return Ok(record.id.clone());
        }
        self.seat_walk_in(ctx, tables, (Some(attendees), None), Some(keep))
    }

    /// Seats the party of an entry of the waitlist under its name; from then on it waits no longer. A device that seats it
    /// where it sits already is answered with it.
    fn seat_waiting(
        &mut self,
        ctx: Ctx<'_>,
        tables: TableSet,
        (entry, attendees): (&WaitlistEntryId, Attendees),
        keep: Keep<'_>,
    ) -> Result<ReservationId> {
        let row = waitlist::find(ctx.database, entry)?.ok_or(VenueError::NotFound)?;
        // The name is deleted once the entry is over.
        let Some(last_name) = row.last_name else {
            let present = self.at_tables(ctx, tables)?;
            let seated = present
                .iter()
                .filter(|one| one.record.status == Status::Seated && one.has_just_sat_down(ctx.now));
            let seated = latest(seated, tables).ok_or(VenueError::OfferOver)?;
            return Ok(seated.record.id.clone());
        };
        let guest = Guest {
            first_name: row.first_name,
            last_name,
            email: None,
            phone: row.phone,
        };
        let id = self.seat_walk_in(ctx, tables, (Some(attendees), Some(guest)), Some(keep))?;
        self.withdraw_entry(ctx, entry)?;
        Ok(id)
    }

    /// Takes a party that sits off the waitlist, if the request that seated it was cut off before it did.
    fn end_wait(&mut self, ctx: Ctx<'_>, entry: &WaitlistEntryId) -> Result<()> {
        let row = waitlist::find(ctx.database, entry)?;
        if row.is_some_and(|row| row.last_name.is_some()) {
            self.withdraw_entry(ctx, entry)?;
        }
        Ok(())
    }

    /// Stores a party that came without a reservation. Its guest may have no name, has no address, and gets no letter.
    pub(super) fn seat_walk_in(
        &mut self,
        ctx: Ctx<'_>,
        tables: TableSet,
        (attendees, guest): (Option<Attendees>, Option<Guest>),
        keep: Option<Keep<'_>>,
    ) -> Result<ReservationId> {
        let attendees = attendees.unwrap_or_else(|| chairs(&self.plan, tables));
        let party = (tables, attendees);
        let placed = walk_in(&self.plan, &self.book, &self.rules, ctx.now, party);
        let placement = placed.map_err(|refusal| match refusal {
            StaffRefusal::Invalid(errors) => VenueError::Fields(errors),
            StaffRefusal::TablesNotFree { taken, blocked } => VenueError::TablesNotFree { taken, blocked },
            StaffRefusal::NoTables => VenueError::TablesNotFree {
                taken: self.plan.table_ids(tables),
                blocked: Vec::new(),
            },
        })?;
        let experience = self.plan.experience(placement.experience);
        let experience = experience.ok_or_else(|| VenueError::Broken("there is no experience".to_owned()))?;
        let request = ReservationRequest::new(
            experience.id().clone(),
            (placement.day, placement.minutes),
            attendees,
            guest.map_or_else(unnamed_guest, Ok)?,
            self.first_language()?,
        );
        let made = self.book_placement(ctx, &request, Origin::WalkIn, placement, keep)?;
        Ok(made.id)
    }

    fn first_language(&self) -> Result<Language> {
        let first = self.locales.first().cloned();
        first.ok_or_else(|| VenueError::Broken("the venue has no language".to_owned()))
    }
}

/// The guest of a party that came without a reservation.
fn unnamed_guest() -> Result<Guest> {
    let last_name = Name::parse(BLANK).map_err(|code| VenueError::Broken(code.to_string()))?;
    Ok(Guest {
        first_name: None,
        last_name,
        email: None,
        phone: None,
    })
}
