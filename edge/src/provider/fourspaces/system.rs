//! The port to remote booking systems, as 4spaces does it.

use std::num::NonZeroU16;

use async_trait::async_trait;
use config::fourspaces::LAST_START;
use futures_util::future::try_join_all;
use shared::availability::{Confirmation, Slot};
use shared::id::{ExperienceId, ReservationId};
use shared::party::Attendees;
use shared::payment::{PaymentKind, PaymentTerms};
use shared::quote::{Quote, QuoteRequest};
use shared::reservation::Status;
use shared::time::{Day, Minutes};
use shared::validation::{FieldCode, FieldError};
use shared::venue::Experience;

use super::client::unsent;
use super::offering::Offering;
use super::price::HeadCount;
use super::spans::PaymentPlace;
use super::{ABILITIES, Fourspaces, map, spans, stated_price, wire};
use crate::provider::choices::Choices;
use crate::provider::offer::Offers;
use crate::provider::remote::{
    Cancellation, Candidate, DaysAnswer, DaysQuestion, NewReservation, Reference, RemoteError,
    RemoteReservation, RemoteSlot, RemoteSystem, Traces,
};
use crate::provider::status::is_final;
use crate::provider::{Abilities, ReservationsQuestion, SlotsQuestion};
use crate::upstream::Scope;

/// How many days one call about availability asks for.
const SPAN: NonZeroU16 = NonZeroU16::MIN.saturating_add(30);

fn not_offered(pointer: &str) -> RemoteError {
    RemoteError::Fields(vec![FieldError::new(pointer, FieldCode::NotOffered)])
}

impl Fourspaces {
    /// The slots of some days, on the terms of a party with these choices.
    async fn read_days(
        &self,
        scope: &Scope,
        question: &DaysQuestion,
        choices: &Choices,
    ) -> Result<DaysAnswer, RemoteError> {
        let catalogue = self.catalogue(scope).await?;
        let offering = catalogue
            .find(&question.experience_id)
            .ok_or(RemoteError::NotFound)?;
        let days = (question.from, question.to);
        let spaces = match spans::bounds(offering.schedule, days, &self.zone) {
            None => Vec::new(),
            Some(moments) => {
                let of_space = |space| {
                    let ids = (offering.service_id.as_str(), space);
                    self.client.availability(scope, ids, moments)
                };
                let spaces = offering.template.spaces.iter().map(String::as_str);
                try_join_all(spaces.map(of_space)).await?
            }
        };
        // A span that cannot be read may be one in which the space is taken.
        if let Some(fault) = spaces.iter().find_map(|space| space.unreadable.first()) {
            return Err(RemoteError::Failed(format!("availability: {fault}")));
        }
        let spaces: Vec<_> = spaces.iter().map(|space| spans::spans(&space.all)).collect();
        let heads = HeadCount::of(choices, question.attendees);
        let payment_place = self.payment_place(offering, heads, choices);
        let prices = stated_price::of_slots(offering, self.currency);
        let now = self.now();
        let days = question.from.through(question.to).map(|day| {
            let mut read = spans::day(offering, &spaces, day, &self.zone, (now, &payment_place));
            for slot in &mut read.slots {
                slot.slot.price = prices.own;
                slot.prices.clone_from(&prices.of_parties);
            }
            if !self.answers_every_party() {
                let slots = std::mem::take(&mut read.slots).into_iter();
                let seen = slots.map(|slot| slot.seen_by(question.attendees).into());
                read.slots = seen.collect();
            }
            read
        });
        Ok(DaysAnswer {
            days: days.collect(),
            missing: None,
        })
    }

    /// A slot as a party sees it, of an answer for that party or for all.
    fn seen(&self, slot: RemoteSlot, attendees: Attendees) -> Slot {
        if self.answers_every_party() {
            slot.seen_by(attendees)
        } else {
            slot.slot
        }
    }

    /// How a booking of this party is paid. A request that has to be paid waits for staff who know nothing of its payment,
    /// so it is not taken; nor is one whose price cannot be stated.
    fn payment_place(&self, offering: &Offering, heads: HeadCount, choices: &Choices) -> PaymentPlace {
        if !offering.requires_payment {
            return PaymentPlace::AtVenue;
        }
        let is_instant = offering.experience.confirmation == Confirmation::Instant;
        let total = match self.quote_of(offering, heads, choices) {
            Ok(quote) if self.settings.takes_payments && is_instant => quote.due_now,
            _ => return PaymentPlace::AtVendor,
        };
        if total.amount() == 0 {
            return PaymentPlace::AtVenue;
        }
        PaymentPlace::Online(PaymentTerms {
            kind: PaymentKind::Prepayment,
            amount: total,
            due_minutes: self.settings.due_minutes,
            refund_minutes: self.settings.refund_minutes,
        })
    }
}

#[async_trait(?Send)]
impl RemoteSystem for Fourspaces {
    fn abilities(&self) -> Abilities {
        ABILITIES
    }

    fn shows_references(&self) -> bool {
        true
    }

    async fn experiences(&self, scope: &Scope) -> Result<Vec<Experience>, RemoteError> {
        let catalogue = self.catalogue(scope).await?;
        let all = catalogue.offerings.iter();
        Ok(all.map(|offering| offering.experience.clone()).collect())
    }

    async fn offers(&self, scope: &Scope, experience_id: &ExperienceId) -> Result<Offers, RemoteError> {
        let catalogue = self.catalogue(scope).await?;
        let offering = catalogue.find(experience_id).ok_or(RemoteError::NotFound)?;
        Ok(offering.offers())
    }

    async fn quote(
        &self,
        scope: &Scope,
        request: &QuoteRequest,
        choices: &Choices,
    ) -> Result<Option<Quote>, RemoteError> {
        let catalogue = self.catalogue(scope).await?;
        let offering = catalogue
            .find(&request.experience_id)
            .ok_or(RemoteError::NotFound)?;
        let heads = HeadCount::of(choices, request.attendees);
        let quote = self.quote_of(offering, heads, choices)?;
        let terms = match self.payment_place(offering, heads, choices) {
            PaymentPlace::Online(terms) => Some(terms),
            PaymentPlace::AtVenue | PaymentPlace::AtVendor => None,
        };
        Ok(Some(Quote { terms, ..quote }))
    }

    fn span(&self) -> NonZeroU16 {
        SPAN
    }

    fn answers_every_party(&self) -> bool {
        // The terms of a payment are those of one party.
        !self.settings.takes_payments
    }

    async fn days(&self, scope: &Scope, question: &DaysQuestion) -> Result<DaysAnswer, RemoteError> {
        self.read_days(scope, question, &Choices::default()).await
    }

    async fn slots(&self, scope: &Scope, question: &SlotsQuestion) -> Result<Vec<Slot>, RemoteError> {
        self.slots_with(scope, question, &Choices::default()).await
    }

    async fn slots_with(
        &self,
        scope: &Scope,
        question: &SlotsQuestion,
        choices: &Choices,
    ) -> Result<Vec<Slot>, RemoteError> {
        let of_day = DaysQuestion {
            experience_id: question.experience_id.clone(),
            attendees: question.attendees,
            from: question.day,
            to: question.day,
        };
        let answer = self.read_days(scope, &of_day, choices).await?;
        let slots = answer.days.into_iter().flat_map(|day| day.slots);
        Ok(slots.map(|slot| self.seen(slot, question.attendees)).collect())
    }

    async fn create(&self, scope: &Scope, new: NewReservation<'_>) -> Result<RemoteReservation, RemoteError> {
        let catalogue = self.catalogue(scope).await.map_err(unsent)?;
        let offering = catalogue
            .find(&new.request.experience_id)
            .ok_or(RemoteError::NotFound)?;
        let heads = HeadCount::of(new.choices, new.request.attendees);
        let quote = self.quote_of(offering, heads, new.choices)?;
        if self.payment_place(offering, heads, new.choices) == PaymentPlace::AtVendor {
            return Err(not_offered("/minutes"));
        }
        let start = self.zone.resolve(new.request.day, new.request.minutes).instant();
        let start = start.ok_or(RemoteError::Conflict)?;
        self.check_template(scope, offering, start)
            .await
            .map_err(unsent)?;
        let body = map::new_reservation(
            &new,
            map::BookingTerms {
                offering,
                heads,
                quote: &quote,
                start,
                language: &self.language,
                send_invitation: self.settings.send_invitation,
            },
        );
        let view = self.client.create(scope, &body).await?;
        let made = map::made(&view, &new, offering);
        made.ok_or_else(|| RemoteError::Failed("create: the id cannot be part of an address".to_owned()))
    }

    async fn confirm(&self, scope: &Scope, id: &ReservationId) -> Result<RemoteReservation, RemoteError> {
        // There are no holds: a booking that waits for its payment is one already, unless staff have to accept it.
        let known = self.listed(scope, id).await.map_err(unsent)?;
        if is_final(known.status) {
            return Err(RemoteError::Conflict);
        }
        if known.status == Status::Booked {
            return Ok(known);
        }
        self.client.confirm(scope, id).await?;
        Ok(RemoteReservation {
            status: Status::Booked,
            ..known
        })
    }

    async fn find(
        &self,
        scope: &Scope,
        reference: &Reference,
        days: (Day, Day),
    ) -> Result<Traces, RemoteError> {
        let candidates = self.candidates(scope, days.0, days.1).await?;
        let is_ours = |one: &Candidate| one.notes.as_deref().is_some_and(|names| reference.is_in(names));
        let found = candidates.into_iter().filter(is_ours).map(|one| one.known);
        // Of two with one reference the one that stands is meant.
        let (gone, standing): (Vec<_>, Vec<_>) = found.partition(|one| is_final(one.status));
        Ok(Traces::Exact(standing.into_iter().chain(gone).next()))
    }

    async fn candidates(&self, scope: &Scope, from: Day, to: Day) -> Result<Vec<Candidate>, RemoteError> {
        let catalogue = self.catalogue(scope).await?;
        let from = from.minus(1).unwrap_or(Day::MIN);
        let (from, to) = self.moments(from, to.plus(1).unwrap_or(Day::MAX))?;
        let found = self.client.reservations(scope, from, Some(to)).await?;
        // One that cannot be read may be the one that is looked for.
        if let Some(fault) = found.unreadable.first() {
            return Err(RemoteError::Failed(format!("reservations: {fault}")));
        }
        let candidate = |one: &wire::ReservationListItem| {
            let offering = map::template_of(one).and_then(|id| catalogue.of_template(id));
            let candidate = map::candidate(one, offering, &self.zone);
            candidate.ok_or_else(|| RemoteError::Failed("reservations: an id cannot be read".to_owned()))
        };
        found.all.iter().map(candidate).collect()
    }

    async fn details(&self, _: &Scope, _: &ReservationId) -> Result<Candidate, RemoteError> {
        // Asked for a move alone, which would need the guest's address: the vendor shows none.
        Err(not_offered(""))
    }

    async fn reservation(&self, scope: &Scope, id: &ReservationId) -> Result<RemoteReservation, RemoteError> {
        self.listed(scope, id).await
    }

    async fn reservations(
        &self,
        scope: &Scope,
        question: &ReservationsQuestion,
    ) -> Result<Vec<RemoteReservation>, RemoteError> {
        let catalogue = self.catalogue(scope).await?;
        let (from, to) = self.moments(question.from, question.to)?;
        // The evening of the last day may go on after midnight.
        let to = to.plus_minutes(i64::from(LAST_START) - i64::from(Minutes::DAY) + 1);
        let listed = self.client.reservations(scope, from, Some(to)).await?;
        if !listed.unreadable.is_empty() {
            scope.add_timing("partial;desc=reservations");
        }
        let listed = self.client.readable("reservations", listed);
        let known = listed.iter().filter_map(|one| {
            let offering = map::template_of(one).and_then(|id| catalogue.of_template(id));
            map::known(one, offering, &self.zone)
        });
        let is_asked =
            |one: &RemoteReservation| question.statuses.is_empty() || question.statuses.contains(&one.status);
        Ok(known.filter(is_asked).collect())
    }

    async fn cancel(
        &self,
        scope: &Scope,
        id: &ReservationId,
        cancellation: &Cancellation,
    ) -> Result<RemoteReservation, RemoteError> {
        let reason = map::reason(cancellation.reason);
        self.end(scope, id, (reason, Status::Cancelled)).await
    }

    async fn set_status(
        &self,
        scope: &Scope,
        id: &ReservationId,
        status: Status,
    ) -> Result<RemoteReservation, RemoteError> {
        match status {
            Status::Booked => self.confirm(scope, id).await,
            Status::Declined | Status::Cancelled => {
                self.end(scope, id, ("Ended by the restaurant", status)).await
            }
            _ => Err(RemoteError::Refused(
                "4spaces knows no such step of a visit".to_owned(),
            )),
        }
    }
}
