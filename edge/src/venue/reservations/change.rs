//! Changes a reservation for its guest: another day, time or party, other choices, or other notes.

use shared::id::ReservationId;
use shared::reservation::{Reservation, ReservationChange, Status};
use shared::time::Instant;
use shared::validation::Notes;

use super::actor::Actor;
use super::choices::ChangedChoices;
use super::money::{changed_place, check_price, money};
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
        let choices = self.changed_choices(ctx, &record, change)?;
        let mut placement = if is_elsewhere(&record, change) {
            Some(self.place_anew(&record, change, ctx.now)?)
        } else {
            None
        };
        if let Some(placement) = &mut placement {
            placement.payment.clone_from(&choices.terms);
        }
        let is_ordered_anew = choices.ordered != record.ordered;
        if placement.is_some() || is_ordered_anew {
            check_price(&record, choices.terms.as_ref(), priced_field(&record, change))?;
        }
        let mut reservation = self.after(&record, notes, &choices);
        if let Some(placement) = &placement {
            reservation = Reservation {
                status: status_after(&record, placement),
                refund_until: record.refund_until_after(placement, ctx.now),
                day: placement.day,
                minutes: placement.minutes,
                duration: placement.duration,
                attendees: placement.attendees,
                payment: placement.payment.clone(),
                area: self.chosen_area(record.area_id.as_ref(), &placement.table_ids),
                ..reservation
            };
        }
        let is_other_text = notes != record.notes.as_ref() || choices.answers != record.answers;
        if placement.is_some() || is_ordered_anew || is_other_text {
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
                answers: choices.answers.as_deref().unwrap_or_default(),
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
                &choices,
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

    /// The reservation with these notes and choices, where it was.
    fn after(&self, record: &ReservationRow, notes: Option<&Notes>, choices: &ChangedChoices) -> Reservation {
        let ordered = choices.ordered.clone().unwrap_or_default();
        Reservation {
            notes: notes.cloned(),
            people: ordered.people,
            add_ons: ordered.add_ons,
            total: ordered.total,
            answers: choices.answers.clone().unwrap_or_default(),
            ..self.public(record)
        }
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

/// The field that gives a changed booking another price, if it has one.
fn priced_field(record: &ReservationRow, change: &ReservationChange) -> &'static str {
    let attendees = change.attendees.unwrap_or(record.attendees);
    if attendees == record.attendees && change.people.is_some() {
        "/people"
    } else if attendees == record.attendees && change.add_ons.is_some() {
        "/addOns"
    } else {
        changed_place(record, (change.minutes.unwrap_or(record.minutes), attendees))
    }
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
