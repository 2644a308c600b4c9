//! The order of a party beside its table: checked against what its experience offers, priced, and as it is stored. Pure.

use std::collections::BTreeMap;

use config::plan::{Experience, Offer};
use serde::{Deserialize, Serialize};
use shared::choices::{BookedAddOn, BookedPeople, ChosenAddOn, PeopleCount};
use shared::id::AddOnId;
use shared::money::Money;
use shared::party::Attendees;
use shared::quote::{AddOnLeft, Quote, QuoteLineKind, TaxAmount};
use shared::validation::{FieldCode, FieldError};

use super::adapter::ABILITIES;
use crate::provider::choices::Choices;
use crate::provider::offer::Offers;
use crate::provider::pricing::PartyOrder;

/// The order of a party, as it is stored with its reservation: names and prices stay those of the time of booking.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredOrder {
    /// The party by age category; empty where it is only a number.
    #[serde(default)]
    pub people: Vec<BookedPeople>,
    /// The add-ons.
    #[serde(default)]
    pub add_ons: Vec<BookedAddOn>,
    /// The taxes that the total contains.
    #[serde(default)]
    pub taxes: Vec<TaxAmount>,
    /// The price of the booking, taxes included; none where no price is stated.
    #[serde(default)]
    pub total: Option<Money>,
}

impl StoredOrder {
    /// The party by age category, as a request states it.
    #[must_use]
    pub fn people_counts(&self) -> Vec<PeopleCount> {
        let people = self.people.iter().map(|one| PeopleCount {
            category: one.category.clone(),
            count: one.count,
        });
        people.collect()
    }

    /// The add-ons, as a request states them.
    #[must_use]
    pub fn chosen_add_ons(&self) -> Vec<ChosenAddOn> {
        let add_ons = self.add_ons.iter().map(|one| ChosenAddOn {
            id: one.id.clone(),
            quantity: one.quantity,
        });
        add_ons.collect()
    }
}

/// Units of add-ons that are booked for a day.
pub type BookedUnits = BTreeMap<AddOnId, u32>;

/// The faults of an order among what its experience offers, the stock aside.
#[must_use]
pub fn faults(experience: &Experience, order: PartyOrder<'_>) -> Vec<FieldError> {
    let offer = experience.offer();
    let choices = Choices {
        people: order.people.to_vec(),
        add_ons: order.add_ons.to_vec(),
        ..Choices::default()
    };
    let mut faults = choices.faults(order.attendees, ABILITIES);
    let offered = Offers {
        people: offer.people.clone(),
        add_ons: offer.add_ons.iter().map(|one| one.add_on.clone()).collect(),
    };
    faults.extend(choices.faults_among(&offered, order.attendees));
    let (mut needs_adult, mut has_adult) = (false, order.people.is_empty());
    for (place, one) in order.people.iter().enumerate() {
        let category = offer.people.iter().find(|category| category.id == one.category);
        let Some(category) = category.filter(|_| one.count > 0) else {
            continue;
        };
        needs_adult |= category.needs_adult;
        has_adult |= !category.needs_adult;
        if category.max.is_some_and(|max| one.count > max) {
            let pointer = format!("/people/{place}/count");
            faults.push(FieldError::new(pointer, FieldCode::OutOfRange));
        }
    }
    if needs_adult && !has_adult {
        faults.push(FieldError::new("/people", FieldCode::NeedsAdult));
    }
    faults
}

/// The faults of an order of which less is left on the day than it has, by what other parties have booked.
#[must_use]
pub fn stock_faults(offer: &Offer, add_ons: &[ChosenAddOn], booked: &BookedUnits) -> Vec<FieldError> {
    let left = left(offer, booked);
    let places = add_ons.iter().enumerate().filter(|(_, one)| {
        let of_one = left.iter().find(|left| left.id == one.id);
        of_one.is_some_and(|left| left.left < u16::from(one.quantity))
    });
    places
        .map(|(place, _)| FieldError::new(format!("/addOns/{place}/quantity"), FieldCode::SoldOut))
        .collect()
}

/// The rest of each stock of add-ons on a day.
#[must_use]
pub fn left(offer: &Offer, booked: &BookedUnits) -> Vec<AddOnLeft> {
    let stocked = offer.add_ons.iter().filter_map(|one| {
        let booked = booked.get(&one.add_on.id).copied().unwrap_or_default();
        let left = u32::from(one.stock_per_day?).saturating_sub(booked);
        Some(AddOnLeft {
            id: one.add_on.id.clone(),
            left: u16::try_from(left).unwrap_or(u16::MAX),
        })
    });
    stocked.collect()
}

/// The order as it is stored; none where a party is a number, orders nothing and is told no price.
#[must_use]
pub fn ordered(experience: &Experience, order: PartyOrder<'_>, quote: &Quote) -> Option<StoredOrder> {
    let offer = experience.offer();
    let uncounted = offer.default_category().filter(|_| order.people.is_empty());
    let uncounted = uncounted.map(|category| (category, order.attendees.get()));
    let counted = offer.people.iter().filter_map(|category| {
        let one = order.people.iter().find(|one| one.category == category.id)?;
        (one.count > 0).then_some((category, one.count))
    });
    let people = uncounted.into_iter().chain(counted);
    let people: Vec<BookedPeople> = people
        .map(|(category, count)| BookedPeople {
            category: category.id.clone(),
            name: category.name.clone(),
            count,
        })
        .collect();
    let add_ons = quote
        .lines
        .iter()
        .filter(|line| line.kind == QuoteLineKind::AddOn);
    let add_ons: Vec<BookedAddOn> = add_ons
        .filter_map(|line| {
            Some(BookedAddOn {
                id: AddOnId::parse(line.id.as_deref()?).ok()?,
                name: line.label.clone(),
                quantity: u8::try_from(line.quantity).ok()?,
                total: line.total,
            })
        })
        .collect();
    let is_priced = offer.is_priced() || !add_ons.is_empty();
    (is_priced || !people.is_empty()).then(|| StoredOrder {
        people,
        add_ons,
        taxes: quote.taxes.clone(),
        total: is_priced.then_some(quote.total),
    })
}

/// The party by age category after a change of its size: the default category takes the difference. As it was where that
/// category has too few guests to take it, which is a fault of the change.
#[must_use]
pub fn resized(offer: &Offer, people: &[PeopleCount], attendees: Attendees) -> Vec<PeopleCount> {
    let Some(default) = offer.default_category().filter(|_| !people.is_empty()) else {
        return people.to_vec();
    };
    let others = people.iter().filter(|one| one.category != default.id);
    let others: Vec<PeopleCount> = others.cloned().collect();
    let counted: u32 = others.iter().map(|one| u32::from(one.count)).sum();
    let rest = u32::from(attendees.get()).checked_sub(counted);
    let Some(rest) = rest.and_then(|rest| u8::try_from(rest).ok()) else {
        return people.to_vec();
    };
    let of_default = PeopleCount {
        category: default.id.clone(),
        count: rest,
    };
    std::iter::once(of_default)
        .chain(others)
        .filter(|one| one.count > 0)
        .collect()
}

/// The add-ons after a change of the party's size: of what is for each guest, no more than come.
#[must_use]
pub fn fitted(offer: &Offer, add_ons: &[ChosenAddOn], attendees: Attendees) -> Vec<ChosenAddOn> {
    let offered = || offer.add_ons.iter().map(|one| &one.add_on);
    let fitted = add_ons.iter().cloned();
    fitted.map(|one| one.fitted_to(offered(), attendees)).collect()
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
