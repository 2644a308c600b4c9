//! The hotel's sittings, with what is free of each.

use edge::provider::SlotsQuestion;
use edge::provider::choices::Choices;
use edge::provider::remote::{RemoteError, RemoteSlot};
use edge::upstream::Clock;
use shared::availability::{Confirmation, Reason, Slot, SlotStatus};
use shared::id::ReservationId;
use shared::party::{Attendees, PartyRange};
use shared::payment::{PaymentKind, PaymentTerms};
use shared::quote::{Quote, QuoteRequest};
use shared::time::{Day, Minutes};

use super::Property;
use super::catalogue::{self, DINNER, PRIVATE_MINUTES, SITTING_MINUTES, SITTINGS, TABLES, euros};

impl Property {
    /// The sittings of a day, as they are for parties of every size.
    pub(super) fn sittings(
        &self,
        day: Day,
        is_private: bool,
        but: Option<&ReservationId>,
    ) -> Vec<RemoteSlot> {
        let early = is_private.then_some(PRIVATE_MINUTES);
        early
            .into_iter()
            .chain(SITTINGS)
            .map(|minutes| self.sitting(day, Minutes::parse(minutes.into()).unwrap(), is_private, but))
            .collect()
    }

    fn sitting(
        &self,
        day: Day,
        minutes: Minutes,
        is_private: bool,
        but: Option<&ReservationId>,
    ) -> RemoteSlot {
        let free = self.register.borrow().free(day, minutes, but);
        let kinds = || TABLES.iter().zip(free).filter(|(_, free)| *free > 0);
        let open_to = kinds().map(|((seats, _), _)| PartyRange {
            min: Attendees::MIN,
            max: Attendees::parse((*seats).into()).unwrap(),
        });
        let start = self.zone.resolve(day, minutes).instant();
        let mut reasons = Vec::new();
        if start.is_none_or(|start| start <= self.clock.now()) {
            reasons.push(Reason::IN_THE_PAST);
        } else if kinds().next().is_none() {
            reasons.push(Reason::NO_TABLES_FOUND);
        }
        let slot = Slot {
            minutes,
            duration: SITTING_MINUTES,
            show_end_time: true,
            status: if reasons.is_empty() {
                SlotStatus::Open
            } else {
                SlotStatus::Full
            },
            spots_open: kinds()
                .map(|((seats, _), free)| u32::from(*seats) * u32::try_from(free).unwrap())
                .sum(),
            confirmation: Confirmation::Instant,
            areas: Vec::new(),
            payment: None,
            reasons,
            price: Some(catalogue::sitting_price(is_private)),
        };
        RemoteSlot {
            slot,
            open_to: open_to.collect(),
            prices: Vec::new(),
            terms_per_guest: None,
        }
    }

    /// The slots of a day as one party sees them.
    pub(super) fn of_party(&self, question: &SlotsQuestion, is_private: bool) -> Vec<Slot> {
        if question.experience_id.as_str() != DINNER {
            return Vec::new();
        }
        let sittings = self.sittings(question.day, is_private, question.moving.as_ref());
        sittings
            .iter()
            .map(|one| Slot {
                payment: self.terms(question.attendees),
                ..one.seen_by(question.attendees)
            })
            .collect()
    }

    /// The terms on which a party pays its deposit.
    fn terms(&self, attendees: Attendees) -> Option<PaymentTerms> {
        let each = self.deposit.get()?;
        Some(PaymentTerms {
            kind: PaymentKind::Deposit,
            amount: euros(each).checked_mul(attendees.get().into()).unwrap(),
            due_minutes: 15,
            refund_minutes: Some(24 * 60),
        })
    }

    /// The price of a booking, with the deposit that is due with it.
    pub(super) fn priced(&self, request: &QuoteRequest, choices: &Choices) -> Result<Quote, RemoteError> {
        let is_private = catalogue::is_private(choices.access_code.as_ref())?;
        let people = choices.people_of(request.attendees, &catalogue::offers());
        let surcharge = self.surcharge.get();
        let quote = catalogue::quote(&people, &choices.add_ons, is_private, surcharge);
        Ok(match self.terms(request.attendees) {
            Some(terms) => Quote {
                terms: Some(terms.clone()),
                ..Quote::of(quote.lines, quote.taxes, terms.amount).unwrap()
            },
            None => quote,
        })
    }
}
