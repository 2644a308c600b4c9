//! Makes reservations: checks, assigns, numbers, stores and answers them, with nothing in between.

use serde_json::json;
use shared::availability::SlotStatus;
use shared::id::ReservationId;
use shared::money::Money;
use shared::payment::PaymentKind;
use shared::reservation::{Reservation, ReservationRequest, Status};
use shared::time::Instant;

use super::actor::Actor;
use super::choices::CheckedChoices;
use super::query::impersonal;
use super::row::{ReservationRow, Source};
use super::{LetterFacts, Reservations, guest_identity, requests, row_write};
use crate::error::{Result, VenueError};
use crate::mail::templates::PaymentState;
use crate::provider::engine::reserve::{Placement, PlacementRequest, Refusal, reserve};
use crate::provider::{Booked, BookingRequest, SlotsQuestion};
use crate::storage::database::Statement;
use crate::storage::idempotency::{self, Decision, IdempotencyKey, decide, fingerprint};
use crate::storage::row::insert;
use crate::venue::context::Ctx;
use crate::venue::message::staff_reservation::{NewStaffReservation, StaffSource};
use crate::venue::payments::{self as venue_payments, Wanted};

/// The maker of a reservation.
#[derive(Clone, Copy)]
pub(super) enum Origin<'a> {
    /// Its guest, with what was chosen beside the table.
    Guest(&'a CheckedChoices),
    /// Staff or their systems, with the fields that they alone write, and with what was chosen beside the table.
    Staff(&'a NewStaffReservation, &'a CheckedChoices),
    /// A till or staff, for a party that has sat down without a reservation.
    WalkIn,
}

impl Origin<'_> {
    fn source(self) -> Source {
        match self {
            Self::Guest(_) => Source::App,
            Self::Staff(new, _) => new.source.into(),
            Self::WalkIn => Source::WalkIn,
        }
    }

    fn actor(self) -> Actor {
        match self {
            Self::Guest(_) => Actor::Guest,
            Self::Staff(..) | Self::WalkIn => Actor::Restaurant,
        }
    }

    /// Whether the guests are there already, so that the restaurant is not asked to accept them: a request is declined at its start.
    fn is_there(self, has_begun: bool) -> bool {
        match self {
            Self::Guest(_) => false,
            Self::Staff(new, _) => has_begun || new.source == StaffSource::WalkIn,
            Self::WalkIn => true,
        }
    }

    /// Whether staff have written something about the guest, which is so for all of the guest's reservations.
    fn describes_guest(self) -> bool {
        match self {
            Self::Guest(_) | Self::WalkIn => false,
            Self::Staff(new, _) => new.details.company.is_some() || new.details.guest_notes.is_some(),
        }
    }
}

/// The key under which a response is stored, and the request that it answers.
#[derive(Clone, Copy)]
pub(super) struct Keep<'a> {
    pub(super) key: &'a IdempotencyKey,
    pub(super) fingerprint: &'a str,
}

impl Reservations {
    /// Makes a booking, or answers an earlier request with the same key again: re-check, assign, number, store and
    /// answer, with nothing in between.
    pub fn reserve(&mut self, ctx: Ctx<'_>, order: &BookingRequest) -> Result<Booked> {
        let now = ctx.now;
        let fingerprint = fingerprint(&order.request);
        let stored = idempotency::find(ctx.database, &order.key, now)?;
        match decide(stored, &fingerprint) {
            Decision::CarryOut => {}
            Decision::Repeat(answered) => {
                return Ok(Booked {
                    reservation: self.with_token(self.replayed_reservation(ctx, *answered)?),
                    replayed: true,
                });
            }
            Decision::InFlight => return Err(VenueError::InFlight),
            Decision::Reused => return Err(VenueError::KeyReused),
        }
        let keep = Keep {
            key: &order.key,
            fingerprint: &fingerprint,
        };
        let reservation = self.place(ctx, &order.request, Some(keep))?;
        Ok(Booked {
            reservation: self.with_token(reservation),
            replayed: false,
        })
    }

    /// The booking of an earlier response as it is now. The notes are left out there too.
    fn replayed_reservation(&self, ctx: Ctx<'_>, answered: Reservation) -> Result<Reservation> {
        match self.reservation(ctx, &answered.id) {
            Ok(reservation) => Ok(impersonal(reservation)),
            Err(VenueError::NotFound) => Ok(answered),
            Err(error) => Err(error),
        }
    }

    /// Places a guest's party, stores it and puts it into the book.
    fn place(
        &mut self,
        ctx: Ctx<'_>,
        request: &ReservationRequest,
        keep: Option<Keep<'_>>,
    ) -> Result<Reservation> {
        let checked = self.check_choices(ctx, request);
        let mut placement = match reserve(
            &self.plan,
            &self.book,
            &self.rules,
            ctx.now,
            &PlacementRequest::from(request),
        ) {
            Ok(placement) => placement,
            Err(Refusal::Invalid(mut errors)) => {
                if let Err(VenueError::Fields(more)) = checked {
                    errors.extend(more);
                }
                return Err(VenueError::Fields(errors));
            }
            Err(Refusal::Taken(_)) => {
                let question = SlotsQuestion {
                    experience_id: request.experience_id.clone(),
                    attendees: request.attendees,
                    day: request.day,
                    moving: None,
                };
                return Err(self.taken(&question, ctx.now));
            }
        };
        let checked = checked?;
        if let Some(quote) = &checked.quote {
            placement.payment.clone_from(&quote.terms);
            self.agree(ctx, request, quote)?;
        }
        self.book_placement(ctx, request, Origin::Guest(&checked), placement, keep)
    }

    /// Stores a party that was placed, with its payment, and puts it into the book.
    pub(super) fn book_placement(
        &mut self,
        ctx: Ctx<'_>,
        request: &ReservationRequest,
        origin: Origin<'_>,
        mut placement: Placement,
        keep: Option<Keep<'_>>,
    ) -> Result<Reservation> {
        let id = ctx.new_id()?;
        let gift = self.gift(ctx, request.gift_card_code.as_ref(), placement.payment.as_ref())?;
        let wanted = match origin {
            Origin::Guest(_) => {
                let experience = Some(placement.experience);
                self.wanted(ctx, (placement.payment.as_ref(), experience), &id, gift.as_ref())?
            }
            // Staff who book for a guest handle the payment themselves.
            Origin::Staff(..) | Origin::WalkIn => None,
        };
        // A reservation waits for a payment exactly where one is open: the payment's deadline ends the wait.
        if wanted.is_some() {
            placement.status = Status::PaymentPending;
        } else if placement.status == Status::PaymentPending {
            placement.status = self.secured(&request.experience_id);
        }
        if placement.status == Status::Requested && origin.is_there(placement.start <= ctx.now) {
            placement.status = Status::Booked;
        }
        let mut beside = match &wanted {
            Some(wanted) => venue_payments::create(wanted, ctx.now)?,
            None => Vec::new(),
        };
        if let Some(gift) = &gift {
            let is_certain = placement.status == Status::Booked;
            beside.extend(gift.redeem(ctx, &id, ctx.today(self.plan.zone())?, is_certain)?);
        }
        let given = gift.map(|gift| gift.amount);
        let reservation = self.store(
            ctx,
            (id, request, origin),
            (&placement, given),
            keep,
            (beside, wanted.as_ref()),
        )?;
        self.book.put(placement.entry(reservation.id.clone()));
        self.last_number += 1;
        Ok(reservation)
    }

    /// The day's open slots as they are now.
    pub(super) fn taken(&self, question: &SlotsQuestion, now: Instant) -> VenueError {
        let slots = self.slots(question, now).unwrap_or_default();
        let alternatives = slots
            .into_iter()
            .filter(|slot| slot.status == SlotStatus::Open)
            .collect();
        VenueError::Taken { alternatives }
    }

    /// Stores a reservation, with its guest's letters.
    pub(super) fn store(
        &self,
        ctx: Ctx<'_>,
        (id, request, origin): (ReservationId, &ReservationRequest, Origin<'_>),
        (placement, gift_card): (&Placement, Option<Money>),
        keep: Option<Keep<'_>>,
        (beside, wanted): (Vec<Statement>, Option<&Wanted>),
    ) -> Result<Reservation> {
        let now = ctx.now;
        let numbered = (id, self.last_number + 1);
        let mut row = ReservationRow::new(numbered, request, placement, origin.source(), now);
        if let Origin::Staff(new, _) = origin {
            row.label_ids.clone_from(&new.label_ids);
            row.company.clone_from(&new.details.company);
            row.guest_notes.clone_from(&new.details.guest_notes);
            row.internal_notes.clone_from(&new.details.internal_notes);
        }
        if let Origin::Guest(chosen) | Origin::Staff(_, chosen) = origin {
            row.ordered.clone_from(&chosen.ordered);
            row.answers = Some(chosen.answers.clone()).filter(|answers| !answers.is_empty());
        }
        let identified = if matches!(origin, Origin::WalkIn) {
            row.checked_in_at = Some(now);
            None
        } else {
            guest_identity::identify(ctx, &mut row)?
        };
        let reservation = Reservation {
            gift_card,
            // This response is stored under its key, and guests know what they have just written.
            ..impersonal(self.public(&row))
        };
        let mut statements = vec![idempotency::delete_expired(now), insert(&row)?];
        statements.extend(identified);
        statements.extend(
            origin
                .describes_guest()
                .then(|| row_write::set_guest_details(&row))
                .flatten(),
        );
        statements.extend(self.tell_till(ctx, &reservation.id));
        statements.extend(beside);
        if let Some(Keep { key, fingerprint }) = keep {
            statements.push(idempotency::store(key, fingerprint, &reservation, now)?);
        }
        if placement.status == Status::Requested {
            statements.push(requests::end_of_request(
                &reservation.id,
                placement.status,
                placement.start,
            ));
        }
        let facts = LetterFacts {
            reservation: &reservation,
            revision: 0,
            money: match (gift_card, placement.payment.as_ref().map(|terms| terms.kind)) {
                (Some(_), _) if placement.status == Status::Booked => Some(PaymentState::Paid),
                // For guests whom staff book no card is stored.
                (_, Some(PaymentKind::CardGuarantee)) if matches!(origin, Origin::Staff(..)) => None,
                _ => Some(PaymentState::Agreed),
            },
            guest: &request.guest,
            notes: request.notes.as_ref(),
            answers: row.answers.as_deref().unwrap_or_default(),
            message: None,
            locale: &request.locale,
        };
        statements.extend(self.letters(facts, (None, origin.actor()), now)?);
        if let Some(wanted) = wanted {
            statements.extend(self.ask_to_pay(ctx, &row, wanted)?);
        }
        let after = json!({
            "number": reservation.number, "day": reservation.day, "minutes": reservation.minutes,
            "attendees": reservation.attendees,
        });
        statements.extend(ctx.audit("reservation.create", reservation.id.as_str(), None, Some(after))?);
        ctx.database.write(statements)?;
        Ok(reservation)
    }
}
