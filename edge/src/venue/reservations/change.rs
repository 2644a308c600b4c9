//! Changes a reservation for its guest: another day, time or party, or other notes.

use shared::id::ReservationId;
use shared::money::Money;
use shared::payment::{PaymentKind, PaymentTerms};
use shared::reservation::{Reservation, ReservationChange, Status};
use shared::time::Instant;
use shared::validation::{FieldCode, FieldError};

use super::actor::Actor;
use super::money::money;
use super::query::find_open;
use super::row::ReservationRow;
use super::{LetterFacts, Reservations, requests, row_write};
use crate::error::{Result, VenueError};
use crate::provider::SlotsQuestion;
use crate::provider::engine::book::Entry;
use crate::provider::engine::reserve::{Placement, PlacementRequest, Refusal, reserve};
use crate::provider::status::is_ahead;
use crate::venue::context::Ctx;
use crate::venue::gift_cards;
use crate::venue::payments::{self, Subject};

impl Reservations {
    /// Applies a guest's change to a reservation that has not begun: all of it, or nothing.
    pub fn change(
        &mut self,
        ctx: Ctx<'_>,
        id: &ReservationId,
        change: &ReservationChange,
    ) -> Result<Reservation> {
        let record = find_open(ctx, id)?;
        if !is_ahead(record.status, Some(record.starts_at), ctx.now) {
            return Err(VenueError::IllegalTransition);
        }
        let notes = change.notes.as_ref().or(record.notes.as_ref());
        let notes = notes.filter(|notes| !notes.as_str().is_empty());
        let placement = if is_elsewhere(&record, change) {
            Some(self.place_anew(&record, change, ctx.now)?)
        } else {
            None
        };
        let mut reservation = Reservation {
            notes: notes.cloned(),
            ..self.public(&record)
        };
        if let Some(placement) = &placement
            && price(placement.payment.as_ref()) != price(reservation.payment.as_ref())
        {
            // Money that is paid, or on its way, is for the booking as it was.
            let field = if placement.attendees == record.attendees {
                "/minutes"
            } else {
                "/attendees"
            };
            return Err(VenueError::Fields(vec![FieldError::new(
                field,
                FieldCode::NotOffered,
            )]));
        }
        if let Some(placement) = &placement {
            reservation = Reservation {
                status: status_after(&record, placement),
                refund_until: record.refund_until_after(placement, ctx.now),
                day: placement.day,
                minutes: placement.minutes,
                duration: placement.duration,
                attendees: placement.attendees,
                payment: placement.payment.clone(),
                ..reservation
            };
        }
        if placement.is_some() || notes != record.notes.as_ref() {
            reservation.sequence = Some(record.next_sequence());
            let subject = Subject::Reservation(id.clone());
            let row = payments::of_subject(ctx.database, &subject)?;
            let part = gift_cards::contribution(ctx.database, id)?;
            let facts = LetterFacts {
                reservation: &reservation,
                revision: record.next_revision(),
                money: money(
                    row.as_ref(),
                    part.as_ref(),
                    reservation.status,
                    reservation.payment.as_ref(),
                ),
                guest: &record.guest(),
                notes,
                message: None,
                locale: &record.locale,
            };
            let mut statements = vec![row_write::change(
                &record,
                reservation.status,
                placement
                    .as_ref()
                    .map(|placement| (placement, reservation.refund_until)),
                notes,
            )?];
            statements.extend(self.tell_till(ctx, id));
            if let Some(placement) = &placement {
                statements.extend(self.freed(record.day, ctx.now));
                statements.extend(self.forget_card_later(row.as_ref(), placement.start));
                statements.push(requests::end_of_request(id, reservation.status, placement.start));
                if let Some(row) = row.as_ref().filter(|row| row.flow.state.is_waiting()) {
                    let moved = row.moved(record.starts_at, placement.start);
                    statements.extend(moved.save(row, ctx.now)?);
                }
            }
            if let Some(letters) = &self.letters {
                statements.extend(letters.follow_change(
                    &self.secret,
                    facts,
                    (record.day, Actor::Guest),
                    ctx.now,
                )?);
            }
            ctx.database.write(statements)?;
        }
        if let Some(placement) = &placement {
            let entry = placement.entry(id.clone());
            self.book.put(Entry {
                status: reservation.status,
                ..entry
            });
            self.offer_freed(ctx, record.day);
        }
        Self::with_gift(ctx, reservation)
    }

    /// Places the party as if its present table were free.
    fn place_anew(
        &self,
        record: &ReservationRow,
        change: &ReservationChange,
        now: Instant,
    ) -> Result<Placement> {
        let (day, attendees) = (
            change.day.unwrap_or(record.day),
            change.attendees.unwrap_or(record.attendees),
        );
        let request = |area_id| PlacementRequest {
            experience_id: &record.experience_id,
            day,
            minutes: change.minutes.unwrap_or(record.minutes),
            attendees,
            area_id,
            moving: Some(&record.id),
        };
        let within = reserve(
            &self.plan,
            &self.book,
            &self.rules,
            now,
            &request(record.area_id.as_ref()),
        );
        // The area was chosen for another evening: a table elsewhere is better than none.
        let placed = match within {
            Err(_) if record.area_id.is_some() => {
                reserve(&self.plan, &self.book, &self.rules, now, &request(None))
            }
            placed => placed,
        };
        placed.map_err(|refusal| match refusal {
            Refusal::Invalid(errors) => VenueError::Fields(errors),
            Refusal::Taken(_) => self.taken(
                &SlotsQuestion {
                    experience_id: record.experience_id.clone(),
                    attendees,
                    day,
                    moving: Some(record.id.clone()),
                },
                now,
            ),
        })
    }
}

pub(super) fn price(terms: Option<&PaymentTerms>) -> Option<(PaymentKind, Money)> {
    terms.map(|terms| (terms.kind, terms.amount))
}

fn is_elsewhere(record: &ReservationRow, change: &ReservationChange) -> bool {
    change.day.is_some_and(|day| day != record.day)
        || change.minutes.is_some_and(|minutes| minutes != record.minutes)
        || change
            .attendees
            .is_some_and(|attendees| attendees != record.attendees)
}

/// The status after a move. A reservation whose payment is still open keeps waiting for it, whichever status its
/// experience begins with: only the payment, its deadline or staff end `payment_pending`. A reservation that the
/// restaurant has to accept must be accepted anew. All others keep their status.
fn status_after(record: &ReservationRow, placement: &Placement) -> Status {
    match (record.status, placement.status) {
        (Status::PaymentPending, _) => Status::PaymentPending,
        (_, Status::Requested) => Status::Requested,
        (status, _) => status,
    }
}
