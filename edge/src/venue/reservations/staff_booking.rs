//! Reservations that staff and their systems make.

use config::plan::TableSet;
use shared::availability::Reason;
use shared::id::{ReservationId, TableId};

use super::Reservations;
use super::booking::{Keep, Origin};
use crate::error::{Result, VenueError};
use crate::provider::SlotsQuestion;
use crate::provider::engine::reserve::PlacementRequest;
use crate::provider::engine::staff_placement::{
    StaffPlacement, StaffRefusal, reserve_for_staff, switch_tables, wanted_tables,
};
use crate::storage::idempotency::{self, Decision, decide, fingerprint};
use crate::venue::context::Ctx;
use crate::venue::message::staff::StaffBooked;
use crate::venue::message::staff_reservation::NewStaffReservation;

/// The field of the tables that staff want for a new reservation.
const PINNED: &str = "/pinnedTableIds";

impl Reservations {
    /// Makes a reservation for a guest, once per key where there is one. The rules for guests are warnings.
    pub fn staff_create(&mut self, ctx: Ctx<'_>, new: &NewStaffReservation) -> Result<StaffBooked> {
        let key = new.key.as_ref().map(idempotency::IdempotencyKey::of_staff);
        let fingerprint = fingerprint(new);
        if let Some(key) = &key {
            match decide(idempotency::find(ctx.database, key, ctx.now)?, &fingerprint) {
                Decision::CarryOut => {}
                Decision::Repeat(answered) => {
                    return Ok(StaffBooked {
                        reservation: self.staff_reservation(ctx, &answered.id)?,
                        warnings: Vec::new(),
                        replayed: true,
                    });
                }
                Decision::InFlight => return Err(VenueError::InFlight),
                Decision::Reused => return Err(VenueError::KeyReused),
            }
        }
        let checked = self.check_staff_choices(ctx, &new.request)?;
        let mut placed = self.place_for_staff(
            ctx,
            &PlacementRequest::from(&new.request),
            (&new.pinned_table_ids, PINNED),
        )?;
        let keep = key.as_ref().map(|key| Keep {
            key,
            fingerprint: &fingerprint,
        });
        if let Some(quote) = &checked.quote {
            placed.placement.payment.clone_from(&quote.terms);
        }
        let origin = Origin::Staff(new, &checked);
        let made = self.book_placement(ctx, &new.request, origin, placed.placement, keep)?;
        Ok(StaffBooked {
            reservation: self.staff_reservation(ctx, &made.id)?,
            warnings: placed.warnings,
            replayed: false,
        })
    }

    /// Places a party at these tables, which stand in the field `pointer`, or at the best ones if there are none.
    pub(super) fn place_for_staff(
        &self,
        ctx: Ctx<'_>,
        request: &PlacementRequest<'_>,
        (ids, pointer): (&[TableId], &str),
    ) -> Result<StaffPlacement> {
        let tables = wanted_tables(&self.plan, ids, pointer).map_err(VenueError::Fields)?;
        let placed = reserve_for_staff(
            &self.plan,
            &self.book,
            &self.rules,
            ctx.now,
            request,
            (tables, pointer),
        );
        placed.map_err(|refusal| {
            refused(refusal, || {
                let question = SlotsQuestion {
                    experience_id: request.experience_id.clone(),
                    attendees: request.attendees,
                    day: request.day,
                    moving: request.moving.cloned(),
                };
                self.taken(&question, ctx.now)
            })
        })
    }

    /// The tables of these ids, which stand in the field `pointer`, if the reservation can have them instead of its own;
    /// with the warnings to staff.
    pub(super) fn switch_tables_for_staff(
        &self,
        ctx: Ctx<'_>,
        id: &ReservationId,
        (ids, pointer): (&[TableId], &str),
    ) -> Result<(TableSet, Vec<Reason>)> {
        let tables = wanted_tables(&self.plan, ids, pointer).map_err(VenueError::Fields)?;
        let tables = tables.unwrap_or(TableSet::EMPTY);
        let hall = (&self.plan, &self.book, &self.rules);
        match switch_tables(hall, ctx.now, id, (tables, pointer)) {
            Ok(warnings) => Ok((tables, warnings)),
            Err(refusal) => Err(refused(refusal, || VenueError::Taken {
                alternatives: Vec::new(),
            })),
        }
    }
}

/// The error of a refusal; `no_tables` is that of a party for which none is free.
fn refused(refusal: StaffRefusal, no_tables: impl FnOnce() -> VenueError) -> VenueError {
    match refusal {
        StaffRefusal::Invalid(errors) => VenueError::Fields(errors),
        StaffRefusal::TablesNotFree { taken, blocked } => VenueError::TablesNotFree { taken, blocked },
        StaffRefusal::NoTables => no_tables(),
    }
}
