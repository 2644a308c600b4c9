//! The prices that guests see before they ask for a quote: of a slot, and of a guest of each age. They follow from the
//! formula in `price.rs` and are stated only as far as they are exact. Pure.

use shared::money::{Currency, Money};
use shared::offer::{Price, PricePer};
use shared::party::{Attendees, PartyRange};

use super::fixed_point::FixedPoint;
use super::offering::Offering;
use super::price::{HeadCount, product, stay};
use crate::provider::remote::PartyPrice;

/// The prices of an experience's slots, which all cost the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlotPrices {
    /// The price that most parties see; none where it costs nothing.
    pub own: Option<Price>,
    /// The prices of parties that see another one.
    pub of_parties: Vec<PartyPrice>,
}

/// The price of an adult and that of a child; none where what a party pays is not the sum of these.
#[must_use]
pub fn of_guests(offering: &Offering, currency: Currency) -> Option<(Money, Money)> {
    let stay = stay(offering)?;
    let (adult, child) = offering.people.multipliers?;
    let each = |multiplier: FixedPoint| stay.times(multiplier)?.exact_money(currency);
    let (adult, child) = (each(adult)?, each(child)?);
    let least = offering.price.minimal.money(currency)?;
    // No party comes without an adult.
    (adult.amount() > 0 && adult.amount() >= least.amount()).then_some((adult, child))
}

/// The prices of an experience's slots: per guest as far as a party pays that for each of its adults, else per booking.
#[must_use]
pub fn of_slots(offering: &Offering, currency: Currency) -> SlotPrices {
    let each = adult(offering, currency);
    let mut prices = SlotPrices {
        own: each.map(|amount| stated(amount, PricePer::Guest)),
        of_parties: Vec::new(),
    };
    let parties = offering.experience.attendees;
    for size in parties.min.get()..=parties.max.get() {
        let heads = HeadCount {
            adults: size,
            children: 0,
        };
        let (Ok(party), Some(amount)) = (Attendees::parse(size.into()), product(offering, heads, currency))
        else {
            continue;
        };
        let is_sum = each.is_some_and(|each| each.checked_mul(size.into()) == Ok(amount));
        if !is_sum && amount.amount() > 0 {
            prices.add(party, stated(amount, PricePer::Booking));
        }
    }
    prices.settled(parties)
}

/// The price of an adult; none where it has a part of a minor unit, or the number of people changes nothing.
fn adult(offering: &Offering, currency: Currency) -> Option<Money> {
    let (adult, _) = offering.people.multipliers?;
    let each = stay(offering)?.times(adult)?.exact_money(currency)?;
    Some(each).filter(|each| each.amount() > 0)
}

fn stated(amount: Money, per: PricePer) -> Price {
    Price {
        amount,
        per,
        is_tax_included: true,
    }
}

impl SlotPrices {
    /// Adds the price of the next larger party.
    fn add(&mut self, party: Attendees, price: Price) {
        match self.of_parties.last_mut() {
            Some(last) if last.price == price && last.parties.max.get().saturating_add(1) == party.get() => {
                last.parties.max = party;
            }
            _ => self.of_parties.push(PartyPrice {
                parties: PartyRange {
                    min: party,
                    max: party,
                },
                price,
            }),
        }
    }

    /// The same, with the one price of all parties as their own.
    fn settled(self, parties: PartyRange) -> Self {
        match self.of_parties.as_slice() {
            [only] if only.parties == parties => Self {
                own: Some(only.price),
                of_parties: Vec::new(),
            },
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::provider::fourspaces::price::quote;
    use crate::test_support::fourspaces::{offering_of, service};

    fn with(changes: &[(&str, Value)]) -> Offering {
        let mut service = service();
        for (pointer, value) in changes {
            *service.pointer_mut(pointer).unwrap() = value.clone();
        }
        offering_of(service)
    }

    /// The price that a party sees, with what it is for.
    fn seen(offering: &Offering, size: u8) -> Option<(i64, PricePer)> {
        let prices = of_slots(offering, Currency::EUR);
        let party = Attendees::parse(size.into()).unwrap();
        let own = prices.of_parties.iter().find(|one| one.parties.contains(party));
        let price = own.map(|one| one.price).or(prices.own)?;
        Some((price.amount.amount(), price.per))
    }

    #[test]
    fn each_guest_has_a_price_where_a_party_pays_their_sum() {
        let offering = offering_of(service());
        assert!(of_slots(&offering, Currency::EUR).of_parties.is_empty());
        assert_eq!(seen(&offering, 4), Some((4_950, PricePer::Guest)));
        let amounts = of_guests(&offering, Currency::EUR).unwrap();
        assert_eq!((amounts.0.amount(), amounts.1.amount()), (4_950, 2_475));
    }

    #[test]
    fn a_party_that_pays_the_minimal_price_sees_that() {
        let offering = with(&[("/products/0/minimalPrice", json!(120))]);
        assert_eq!(seen(&offering, 1), Some((12_000, PricePer::Booking)));
        assert_eq!(seen(&offering, 2), Some((12_000, PricePer::Booking)));
        assert_eq!(seen(&offering, 3), Some((4_950, PricePer::Guest)));
        assert_eq!(of_slots(&offering, Currency::EUR).of_parties.len(), 1);
        assert_eq!(of_guests(&offering, Currency::EUR), None);
    }

    #[test]
    fn a_price_that_no_guest_pays_alone_is_that_of_the_booking() {
        let nothing = [
            ("/personOption/adultPriceMultiplier", json!(0)),
            ("/personOption/childPriceMultiplier", json!(0)),
        ];
        let offering = with(&nothing);
        assert_eq!(seen(&offering, 3), Some((4_950, PricePer::Booking)));
        assert!(of_slots(&offering, Currency::EUR).of_parties.is_empty());
        // A third of 100 is no amount of cents.
        let thirds = with(&[
            ("/products/0/unitPrice", json!(100)),
            ("/personOption/adultPriceMultiplier", json!(0.333_333)),
        ]);
        assert_eq!(seen(&thirds, 3), Some((10_000, PricePer::Booking)));
        assert_eq!(of_guests(&thirds, Currency::EUR), None);
    }

    #[test]
    fn a_service_without_a_price_states_none() {
        let offering = with(&[("/products/0/unitPrice", json!(0))]);
        assert_eq!(of_slots(&offering, Currency::EUR), SlotPrices::default());
        assert_eq!(of_guests(&offering, Currency::EUR), None);
    }

    #[test]
    fn the_price_of_a_slot_is_what_a_party_of_adults_is_quoted() {
        for (minimal, multiplier) in [
            ("0", "1"),
            ("250", "1"),
            ("0", "0.7"),
            ("99.99", "0.123"),
            ("0", "0"),
        ] {
            let offering = with(&[
                ("/products/0/minimalPrice", json!(minimal)),
                ("/personOption/adultPriceMultiplier", json!(multiplier)),
            ]);
            for size in 1..=8 {
                let heads = HeadCount {
                    adults: size,
                    children: 0,
                };
                let total = quote(&offering, heads, &[], Currency::EUR)
                    .unwrap()
                    .total
                    .amount();
                let expected = match seen(&offering, size) {
                    Some((amount, PricePer::Guest)) => amount * i64::from(size),
                    Some((amount, _)) => amount,
                    None => 0,
                };
                assert_eq!(expected, total, "{minimal}, {multiplier}, {size}");
            }
        }
    }
}
