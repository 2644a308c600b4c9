//! The price of a booking, by one formula. Pure.
//!
//! **An assumption**: the vendor documents the parts of a price and no formula, and its booking call takes no price. So
//! the formula stands here and nowhere else, and the total goes to the staff in the reservation's comment:
//!
//! ```text
//! time    = 1 + increments × incrementPriceMultiplier
//! people  = adults × adultPriceMultiplier + children × childPriceMultiplier
//! product = max(unitPrice × time × people, minimalPrice)
//! total   = product + Σ add-on's unitPrice × count
//! ```
//!
//! `increments` counts how often `increment` fits between `minDuration` and the stay, a part of one as a whole. Where the
//! service has no multipliers of people, or both are nothing, `people` is 1. Prices contain the value-added tax: that of
//! the product or the add-on, else that of the service. Each line is rounded to the minor unit by itself.

use std::collections::BTreeMap;

use shared::choices::ChosenAddOn;
use shared::money::{Currency, Money};
use shared::party::Attendees;
use shared::quote::{Quote, QuoteLine, QuoteLineKind, TaxAmount};
use shared::validation::{FieldCode, FieldError};

use super::fixed_point::FixedPoint;
use super::offering::{ADULT, CHILD, Offering};
use crate::provider::choices::Choices;

/// A party by age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadCount {
    /// Guests of full age.
    pub adults: u8,
    /// Guests who are children.
    pub children: u8,
}

/// The error for a price that cannot be computed: an amount is too large, or an add-on is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceOverflow;

impl HeadCount {
    /// The party as the guest counted it, and else all of it as adults.
    #[must_use]
    pub fn of(choices: &Choices, attendees: Attendees) -> Self {
        let count = |id: &str| {
            let counted = choices.people.iter().filter(|one| one.category.as_str() == id);
            counted.fold(0_u8, |sum, one| sum.saturating_add(one.count))
        };
        if choices.people.is_empty() {
            return Self {
                adults: attendees.get(),
                children: 0,
            };
        }
        Self {
            adults: count(ADULT),
            children: count(CHILD),
        }
    }

    /// The fault of a party that the service does not take.
    #[must_use]
    pub fn fault(self, offering: &Offering) -> Option<FieldError> {
        let people = offering.people;
        let is_over = |count: u8, most: Option<u8>| most.is_some_and(|most| count > most);
        if is_over(self.adults, people.most_adults) || is_over(self.children, people.most_children) {
            let pointer = if people.has_children {
                "/people"
            } else {
                "/attendees"
            };
            return Some(FieldError::new(pointer, FieldCode::OutOfRange));
        }
        // A child does not come alone.
        (self.adults == 0).then(|| FieldError::new("/people", FieldCode::OutOfRange))
    }
}

/// The unit price with what the length of the stay adds.
pub(super) fn stay(offering: &Offering) -> Option<FixedPoint> {
    let price = &offering.price;
    let increments = FixedPoint::whole(price.increments.into())?;
    let time = FixedPoint::ONE.plus(increments.times(price.per_increment.unwrap_or_default())?)?;
    price.unit.times(time)
}

/// The price of a product for these people.
pub(super) fn product(offering: &Offering, heads: HeadCount, currency: Currency) -> Option<Money> {
    let people = match offering.people.multipliers {
        None => FixedPoint::ONE,
        Some((adult, child)) => {
            let adults = FixedPoint::whole(heads.adults.into())?.times(adult)?;
            adults.plus(FixedPoint::whole(heads.children.into())?.times(child)?)?
        }
    };
    let amount = stay(offering)?.times(people)?;
    amount.max(offering.price.minimal).money(currency)
}

/// The quote of a booking with these people and add-ons, of which all or nothing is due with the booking. An add-on that
/// is not offered has no price.
pub fn quote(
    offering: &Offering,
    heads: HeadCount,
    add_ons: &[ChosenAddOn],
    currency: Currency,
) -> Result<Quote, PriceOverflow> {
    let mut taxes: BTreeMap<u16, TaxAmount> = BTreeMap::new();
    let mut tax = |rate: FixedPoint, amount: Money| -> Result<(), PriceOverflow> {
        let within = rate.tax_within(amount).ok_or(PriceOverflow)?;
        if within.amount() == 0 {
            return Ok(());
        }
        let basis_points = rate.basis_points().ok_or(PriceOverflow)?;
        let sum = taxes.entry(basis_points).or_insert(TaxAmount {
            basis_points,
            net: Money::zero(currency),
            tax: Money::zero(currency),
        });
        let net = amount.checked_sub(within).map_err(|_| PriceOverflow)?;
        sum.net = sum.net.checked_add(net).map_err(|_| PriceOverflow)?;
        sum.tax = sum.tax.checked_add(within).map_err(|_| PriceOverflow)?;
        Ok(())
    };
    let amount = product(offering, heads, currency).ok_or(PriceOverflow)?;
    tax(offering.price.vat, amount)?;
    let mut lines = vec![QuoteLine {
        kind: QuoteLineKind::Experience,
        id: Some(offering.experience.id.to_string()),
        label: offering.experience.name.clone(),
        quantity: 1,
        unit: amount,
        total: amount,
    }];
    for chosen in add_ons {
        let offered = offering.add_on(&chosen.id).ok_or(PriceOverflow)?;
        let unit = offered.add_on.price;
        let amount = unit
            .checked_mul(chosen.quantity.into())
            .map_err(|_| PriceOverflow)?;
        tax(offered.vat, amount)?;
        lines.push(QuoteLine {
            kind: QuoteLineKind::AddOn,
            id: Some(chosen.id.to_string()),
            label: offered.add_on.name.clone(),
            quantity: chosen.quantity.into(),
            unit,
            total: amount,
        });
    }
    let total = lines.iter().try_fold(Money::zero(currency), |sum, line| {
        sum.checked_add(line.total).map_err(|_| PriceOverflow)
    })?;
    let due_now = if offering.requires_payment {
        total
    } else {
        Money::zero(currency)
    };
    Quote::of(lines, taxes.into_values().collect(), due_now).map_err(|_| PriceOverflow)
}

#[cfg(test)]
#[path = "price_tests.rs"]
mod tests;
