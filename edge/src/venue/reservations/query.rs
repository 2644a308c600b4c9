//! Stored reservations: reads, lists, and changes of status.

use serde_json::json;
use shared::id::ReservationId;
use shared::reservation::{Reservation, Status};
use shared::time::Instant;
use shared::validation::{FieldCode, FieldError, Message};

use super::actor::Actor;
use super::row::{self, ReservationRow, Source};
use super::{LetterFacts, Reservations, requests};
use crate::error::{Result, VenueError};
use crate::mail::templates::PaymentState;
use crate::provider::ReservationsQuestion;
use crate::provider::engine::number::reservation_number;
use crate::provider::status::{holds_tables, is_ahead, step};
use crate::storage::database::Statement;
use crate::venue::context::Ctx;
use crate::venue::gift_cards;

/// The most days that can be listed at once.
const MAX_LISTED_DAYS: i64 = 366;

/// The most reservations that are listed at once, so that a list of a large hall's year does not fill the object's memory.
/// A caller that wants more asks for fewer days at a time.
const MOST_LISTED: usize = 5_000;

impl Reservations {
    /// A reservation as its guest sees it.
    pub fn reservation(&self, ctx: Ctx<'_>, id: &ReservationId) -> Result<Reservation> {
        Self::with_gift(ctx, self.public(&find_open(ctx, id)?))
    }

    /// The reservation with the contribution of a gift card.
    pub(super) fn with_gift(ctx: Ctx<'_>, reservation: Reservation) -> Result<Reservation> {
        let part = gift_cards::contribution(ctx.database, &reservation.id)?;
        Ok(Reservation {
            gift_card: part.and_then(|part| part.given()),
            ..reservation
        })
    }

    /// Reservations as guests see them, by day and time.
    pub fn reservations(&self, ctx: Ctx<'_>, question: &ReservationsQuestion) -> Result<Vec<Reservation>> {
        let records = list(ctx, question)?;
        Ok(records.iter().map(|record| self.public(record)).collect())
    }

    /// Moves a reservation to another status for its guest, unless it has it already. A cancellation is refused with
    /// [`VenueError::IllegalTransition`] once the reservation has begun or staff have stored that the guests are
    /// there.
    pub fn set_status(&mut self, ctx: Ctx<'_>, id: &ReservationId, to: Status) -> Result<Reservation> {
        let record = find_open(ctx, id)?;
        let is_cancelling = to == Status::Cancelled && record.status != to;
        if is_cancelling && !is_ahead(record.status, Some(record.starts_at), ctx.now) {
            return Err(VenueError::IllegalTransition);
        }
        self.take_to(ctx, &record, (to, Actor::Guest), Vec::new())
    }

    /// The same with `beside` in the same write, also where the reservation has that status already.
    pub(super) fn take_to(
        &mut self,
        ctx: Ctx<'_>,
        record: &ReservationRow,
        step: (Status, Actor),
        beside: Vec<Statement>,
    ) -> Result<Reservation> {
        self.take_with_message(ctx, record, step, beside, None)
    }

    /// The same with the restaurant's message to the guest, which stands in the guest's letter.
    pub(super) fn take_with_message(
        &mut self,
        ctx: Ctx<'_>,
        record: &ReservationRow,
        (to, actor): (Status, Actor),
        beside: Vec<Statement>,
        message: Option<&Message>,
    ) -> Result<Reservation> {
        let reservation = if record.status == to {
            self.public(record)
        } else {
            self.stepped(record, to)
        };
        if record.status == to {
            if !beside.is_empty() {
                ctx.database.write(beside)?;
            }
        } else {
            step(record.status, to).map_err(|_| VenueError::IllegalTransition)?;
            let is_asked = !beside.is_empty() || Self::is_paying(ctx, &record.id)?;
            if to == Status::PaymentPending && !is_asked {
                // Only the payment itself ends a wait for it.
                return Err(VenueError::IllegalTransition);
            }
            let mut statements = requests::set_status(record, to, ctx.now);
            let follows = self.payment_follows(ctx, record, (to, actor))?;
            statements.extend(follows.statements);
            statements.extend(self.tell_till(ctx, &record.id));
            statements.extend(beside);
            let (before, after) = (json!(record.status), json!(to));
            statements.extend(ctx.audit(
                "reservation.status",
                record.id.as_str(),
                Some(before),
                Some(after),
            )?);
            let is_freed = !holds_tables(to);
            if is_freed {
                statements.extend(self.freed(record.day, ctx.now));
            }
            let offer = Self::offer_follows(ctx, record, to)?;
            let is_unaccepted = offer.is_some() && is_freed;
            statements.extend(offer.unwrap_or_default());
            // The guest of an offer has no reservation yet.
            if !is_unaccepted && is_announced(record, actor, follows.money, ctx.now) {
                let step = (record, follows.from, actor);
                let content = (follows.money, message);
                statements.extend(self.letters_of(step, &reservation, content, ctx)?);
            }
            ctx.database.write(statements)?;
            self.mark(&record.id, to);
            if is_freed {
                self.offer_freed(ctx, record.day);
            }
        }
        Self::with_gift(ctx, reservation)
    }

    /// Statements that queue the letters of a step by this actor, from `from` to the reservation's status, with the state
    /// of its money and the restaurant's message to the guest.
    pub(super) fn letters_of(
        &self,
        (record, from, actor): (&ReservationRow, Status, Actor),
        reservation: &Reservation,
        (money, message): (Option<PaymentState>, Option<&Message>),
        ctx: Ctx<'_>,
    ) -> Result<Vec<Statement>> {
        // The restaurant has seen the party, and has no address of it.
        if record.source == Source::WalkIn && record.email.is_none() {
            return Ok(Vec::new());
        }
        let facts = LetterFacts {
            reservation,
            revision: record.next_revision(),
            money,
            guest: &record.guest(),
            notes: record.notes.as_ref(),
            answers: record.answers.as_deref().unwrap_or_default(),
            message,
            locale: &record.locale,
        };
        self.letters(facts, (Some(from), actor), ctx.now)
    }

    /// The reservation as the write that moves it to this status makes it.
    pub(super) fn stepped(&self, record: &ReservationRow, to: Status) -> Reservation {
        Reservation {
            status: to,
            sequence: Some(record.next_sequence()),
            ..self.public(record)
        }
    }

    pub(super) fn public(&self, record: &ReservationRow) -> Reservation {
        let ordered = record.ordered.clone().unwrap_or_default();
        Reservation {
            id: record.id.clone(),
            number: reservation_number(record.number.into()),
            status: record.status,
            day: record.day,
            minutes: record.minutes,
            duration: record.duration(),
            attendees: record.attendees,
            experience: self.booked(&record.experience_id),
            manage_token: None,
            payment: record.payment.clone(),
            checkout: None,
            gift_card: None,
            refund_until: record.refund_until(),
            free_until: None,
            sequence: Some(record.sequence()),
            notes: record.notes.clone(),
            area: self.chosen_area(record.area_id.as_ref(), &record.table_ids),
            people: ordered.people,
            add_ons: ordered.add_ons,
            answers: record.answers.clone().unwrap_or_default(),
            total: ordered.total,
        }
    }
}

/// A reservation without what its guest has written, as it may be stored beside its row, where nothing blanks it.
pub(super) fn impersonal(reservation: Reservation) -> Reservation {
    Reservation {
        notes: None,
        answers: Vec::new(),
        ..reservation
    }
}

/// Whether letters report a step. A request whose evening was over more than a day ago is not reported, unless money
/// goes back.
fn is_announced(record: &ReservationRow, actor: Actor, money: Option<PaymentState>, now: Instant) -> bool {
    let is_over = record.ends_at.plus_minutes(24 * 60) < now;
    actor != Actor::Start || !is_over || money == Some(PaymentState::Refunded)
}

pub(super) fn find(ctx: Ctx<'_>, id: &ReservationId) -> Result<ReservationRow> {
    row::find(ctx.database, id)?.ok_or(VenueError::NotFound)
}

/// The same, unless its personal data was blanked: neither its guest nor a job can find it then.
pub(super) fn find_open(ctx: Ctx<'_>, id: &ReservationId) -> Result<ReservationRow> {
    let record = find(ctx, id)?;
    if record.is_blanked() {
        return Err(VenueError::NotFound);
    }
    Ok(record)
}

/// The reservations of some days, without those of parties that came without one unless they are wanted.
pub(super) fn list(ctx: Ctx<'_>, question: &ReservationsQuestion) -> Result<Vec<ReservationRow>> {
    let days = question.to.since(question.from);
    let fault = if days < 0 {
        Some(FieldCode::EndsBeforeStart)
    } else if days >= MAX_LISTED_DAYS {
        Some(FieldCode::RangeTooLong)
    } else {
        None
    };
    if let Some(code) = fault {
        return Err(VenueError::Fields(vec![FieldError::new("/to", code)]));
    }
    let records = row::of_days(ctx.database, question, MOST_LISTED + 1)?;
    if records.len() > MOST_LISTED {
        let fault = FieldError::new("/to", FieldCode::RangeTooLong);
        return Err(VenueError::Fields(vec![fault]));
    }
    Ok(records)
}
