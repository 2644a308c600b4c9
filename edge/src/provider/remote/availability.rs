//! Availability as remote systems answer it: several days at a time, and perhaps for parties of every size at once. Pure.

use std::rc::Rc;

use shared::availability::{Reason, Slot, SlotStatus};
use shared::id::ExperienceId;
use shared::offer::Price;
use shared::party::{Attendees, PartyRange};
use shared::payment::PaymentTerms;
use shared::time::Day;

use super::error::RemoteError;

/// A query for the slots of some days, in one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DaysQuestion {
    /// The experience.
    pub experience_id: ExperienceId,
    /// The number of guests. A system whose answer holds for every party ignores it.
    pub attendees: Attendees,
    /// The first day.
    pub from: Day,
    /// The last day: as many days as one call may ask for at most.
    pub to: Day,
}

/// The answer to a query about days. A day that is not in it was not read, and must not be shown as closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DaysAnswer {
    /// Each day that was read, those without a slot too.
    pub days: Vec<RemoteDay>,
    /// Why other days of the query were not read; none if all were.
    pub missing: Option<RemoteError>,
}

/// The slots of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteDay {
    /// The day.
    pub day: Day,
    /// Its slots by time, those that are not open included.
    pub slots: Vec<RemoteSlot>,
}

/// A slot as a remote system states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteSlot {
    /// The slot: as the party that was asked for sees it; where the answer holds for every party, as a party that fits
    /// sees it.
    pub slot: Slot,
    /// The parties that fit, where the answer holds for every party: one range for each kind of table that is free. Empty
    /// elsewhere.
    pub open_to: Vec<PartyRange>,
    /// The prices of parties that see another one than the slot's own, by their sizes, where the answer holds for every
    /// party.
    pub prices: Vec<PartyPrice>,
    /// The terms on which each guest pays in advance, where that depends on the party: `slot` has none of its own then.
    pub terms_per_guest: Option<PaymentTerms>,
}

/// The price that parties of some sizes see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartyPrice {
    /// Their sizes.
    pub parties: PartyRange,
    /// The price.
    pub price: Price,
}

impl From<Slot> for RemoteSlot {
    fn from(slot: Slot) -> Self {
        Self {
            slot,
            open_to: Vec::new(),
            prices: Vec::new(),
            terms_per_guest: None,
        }
    }
}

impl RemoteSlot {
    /// The slot as a party of this size sees it, of an answer that holds for every party.
    #[must_use]
    pub fn seen_by(&self, attendees: Attendees) -> Slot {
        let of_party = self.prices.iter().find(|one| one.parties.contains(attendees));
        let slot = Slot {
            price: of_party.map(|one| one.price).or(self.slot.price),
            ..self.slot.clone()
        };
        let slot = match &self.terms_per_guest {
            None => slot,
            Some(each) => match terms_of(each, attendees) {
                Some(terms) => Slot {
                    payment: Some(terms),
                    ..slot
                },
                // A sum that is too large cannot be paid by any guest.
                None => full(slot, Reason::PAYMENT_NOT_SUPPORTED),
            },
        };
        let fits = self.open_to.iter().any(|range| range.contains(attendees));
        if fits || slot.status == SlotStatus::Full {
            return slot;
        }
        full(slot, Reason::NO_TABLES_FOUND)
    }
}

/// The terms of a party of this size, of those of each guest; none where the sum is too large.
fn terms_of(each: &PaymentTerms, attendees: Attendees) -> Option<PaymentTerms> {
    let amount = each.amount.checked_mul(attendees.get().into()).ok()?;
    Some(PaymentTerms {
        amount,
        ..each.clone()
    })
}

/// The slot as one that is full for this reason.
fn full(slot: Slot, reason: Reason) -> Slot {
    Slot {
        status: SlotStatus::Full,
        reasons: vec![reason],
        areas: Vec::new(),
        ..slot
    }
}

/// A day's slots as they are cached.
#[derive(Clone)]
pub(super) enum KeptDay {
    /// The slots as the party of the query sees them.
    OfParty(Rc<Vec<Slot>>),
    /// The slots as the system states them for parties of every size.
    OfEveryParty(Rc<Vec<RemoteSlot>>),
}

impl KeptDay {
    /// The cached form of an answer; `holds_for_every_party` says for which parties it holds.
    pub(super) fn of(slots: Vec<RemoteSlot>, holds_for_every_party: bool) -> Self {
        if holds_for_every_party {
            return Self::OfEveryParty(Rc::new(slots));
        }
        Self::OfParty(Rc::new(slots.into_iter().map(|one| one.slot).collect()))
    }

    /// The slots as a party of this size sees them: that of the question, where they are kept for one party.
    pub(super) fn seen_by(&self, attendees: Attendees) -> Rc<Vec<Slot>> {
        match self {
            Self::OfParty(slots) => slots.clone(),
            Self::OfEveryParty(slots) => Rc::new(slots.iter().map(|one| one.seen_by(attendees)).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::money::{Currency, Money};
    use shared::offer::PricePer;

    use super::*;
    use crate::test_support::remote::slot;

    fn party(guests: i64) -> Attendees {
        Attendees::parse(guests).unwrap()
    }

    fn stated(is_open: bool, open_to: &[(i64, i64)]) -> RemoteSlot {
        RemoteSlot {
            slot: serde_json::from_value(slot(1140, is_open)).unwrap(),
            open_to: open_to
                .iter()
                .map(|(min, max)| PartyRange {
                    min: party(*min),
                    max: party(*max),
                })
                .collect(),
            prices: Vec::new(),
            terms_per_guest: None,
        }
    }

    #[test]
    fn what_each_guest_pays_is_multiplied_by_the_party() {
        let each: PaymentTerms = serde_json::from_value(serde_json::json!({
            "type": "deposit", "amount": { "amount": 1_500, "currency": "EUR" }, "dueMinutes": 30,
            "refundMinutes": null,
        }))
        .unwrap();
        let stated = RemoteSlot {
            terms_per_guest: Some(each),
            ..stated(true, &[(1, 8)])
        };
        for guests in [1, 4] {
            let terms = stated.seen_by(party(guests)).payment.unwrap();
            assert_eq!(terms.amount.amount(), 1_500 * guests);
        }
    }

    #[test]
    fn a_slot_is_open_to_the_parties_that_a_free_table_fits() {
        let stated = stated(true, &[(1, 2), (5, 8)]);
        let open: Vec<u8> = (1..=9)
            .map(party)
            .filter(|party| stated.seen_by(*party).status == SlotStatus::Open)
            .map(Attendees::get)
            .collect();
        assert_eq!(open, [1, 2, 5, 6, 7, 8]);
        let full = stated.seen_by(party(3));
        assert_eq!(full.reasons, [Reason::NO_TABLES_FOUND]);
    }

    #[test]
    fn a_slot_that_is_full_keeps_its_own_reasons() {
        let mut stated = stated(false, &[]);
        stated.slot.reasons = vec![Reason::LEAD_TIME_TOO_SHORT];
        assert_eq!(stated.seen_by(party(2)), stated.slot);
    }

    #[test]
    fn a_party_sees_its_own_price_or_that_of_all() {
        let price = |amount: i64| Price {
            amount: Money::new(amount, Currency::EUR).unwrap(),
            per: PricePer::Booking,
            is_tax_included: true,
        };
        let mut stated = stated(true, &[(1, 8)]);
        stated.slot.price = Some(price(9_900));
        stated.prices = vec![PartyPrice {
            parties: PartyRange {
                min: party(1),
                max: party(2),
            },
            price: price(8_000),
        }];
        let amounts: Vec<i64> = (1..=3)
            .map(|guests| stated.seen_by(party(guests)).price.unwrap().amount.amount())
            .collect();
        assert_eq!(amounts, [8_000, 8_000, 9_900]);
    }

    #[test]
    fn slots_of_one_party_are_kept_as_they_were_answered() {
        let slots = vec![stated(true, &[]), stated(false, &[])];
        let wanted: Vec<Slot> = slots.iter().map(|one| one.slot.clone()).collect();
        assert_eq!(*KeptDay::of(slots, false).seen_by(party(2)), wanted);
    }
}
