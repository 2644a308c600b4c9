//! The choices of a booking as its reservation shows them, with their names and prices at the time of booking: a remote
//! system may not name them. Pure.

use serde::{Deserialize, Serialize};
use shared::choices::{BookedAddOn, BookedPeople, ChosenAddOn, PeopleCount};
use shared::id::AddOnId;
use shared::money::Money;
use shared::offer::AddOn;
use shared::party::Attendees;
use shared::quote::{Quote, QuoteLine, QuoteLineKind};
use shared::reservation::Reservation;

use crate::provider::choices::Choices;
use crate::provider::offer::Offers;

/// The choices of a booking.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct BookedChoices {
    people: Vec<BookedPeople>,
    add_ons: Vec<BookedAddOn>,
    total: Option<Money>,
    /// Whether the total is that of a rate which a code opened.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    has_private_rate: bool,
}

impl BookedChoices {
    /// The choices among what is offered, at the price that was agreed to; none where nothing is chosen and no price was
    /// named.
    pub(super) fn of(choices: &Choices, offers: &Offers, agreed: Option<&Quote>) -> Option<Self> {
        let people = choices.people.iter().filter(|one| one.count > 0);
        let people = people.filter_map(|one| {
            let offered = offers.people.iter().find(|offered| offered.id == one.category)?;
            Some(BookedPeople {
                category: one.category.clone(),
                name: offered.name.clone(),
                count: one.count,
            })
        });
        let add_ons = choices.add_ons.iter().filter_map(|one| {
            let offered = offers.add_ons.iter().find(|offered| offered.id == one.id)?;
            let is_its = |line: &&QuoteLine| {
                line.kind == QuoteLineKind::AddOn && line.id.as_deref() == Some(one.id.as_str())
            };
            let line = agreed.and_then(|quote| quote.lines.iter().find(is_its));
            let total = line.map_or_else(
                || offered.price.checked_mul(one.quantity.into()),
                |line| Ok(line.total),
            );
            Some(BookedAddOn {
                id: one.id.clone(),
                name: offered.name.clone(),
                quantity: one.quantity,
                total: total.ok()?,
            })
        });
        let booked = Self {
            people: people.collect(),
            add_ons: add_ons.collect(),
            total: agreed.map(|quote| quote.total),
            has_private_rate: agreed.is_some() && choices.access_code.is_some(),
        };
        booked.noted()
    }

    /// How many units of an add-on were chosen.
    pub(super) fn quantity(&self, id: &AddOnId) -> u8 {
        let mut all = self.add_ons.iter();
        all.find(|one| one.id == *id).map_or(0, |one| one.quantity)
    }

    /// The add-ons, as a request states them.
    pub(super) fn chosen_add_ons(&self) -> impl Iterator<Item = ChosenAddOn> {
        self.add_ons.iter().map(|one| ChosenAddOn {
            id: one.id.clone(),
            quantity: one.quantity,
        })
    }

    /// The choices with this many units of an add-on, at the price at which it is offered now.
    pub(super) fn raised(mut self, offered: &AddOn, quantity: u8) -> Option<Self> {
        let more = quantity.checked_sub(self.quantity(&offered.id))?;
        let price = offered.price.checked_mul(more.into()).ok()?;
        self.total = match self.total {
            Some(total) => Some(total.checked_add(price).ok()?),
            None => None,
        };
        if let Some(one) = self.add_ons.iter_mut().find(|one| one.id == offered.id) {
            one.quantity = quantity;
            one.total = one.total.checked_add(price).ok()?;
        } else {
            self.add_ons.push(BookedAddOn {
                id: offered.id.clone(),
                name: offered.name.clone(),
                quantity,
                total: price,
            });
        }
        Some(self)
    }

    /// The choices of a reservation that is at another time now, or of another party, at the price that it has there; none
    /// where that is not known.
    pub(super) fn moved(self, total: Option<Money>) -> Self {
        Self { total, ..self }
    }

    /// Whether the total is one that every guest is quoted.
    pub(super) fn has_public_total(&self) -> bool {
        self.total.is_some() && !self.has_private_rate
    }

    /// The same choices for a party of this size, as a guest states them: more or fewer are of the default category, and all
    /// of them are where none of it would be left.
    pub(super) fn of_party(&self, attendees: Attendees, offers: &Offers) -> Choices {
        let default = offers.people.iter().find(|category| category.is_default);
        let counted = self.people.iter().map(|one| PeopleCount {
            category: one.category.clone(),
            count: one.count,
        });
        let others: Vec<PeopleCount> = counted
            .filter(|one| default.is_some_and(|default| default.id != one.category))
            .collect();
        let of_others: u32 = others.iter().map(|one| u32::from(one.count)).sum();
        let rest = u32::from(attendees.get()).saturating_sub(of_others);
        let people = match (default, u8::try_from(rest)) {
            (Some(default), Ok(count)) if count > 0 && !others.is_empty() => {
                let of_default = PeopleCount {
                    category: default.id.clone(),
                    count,
                };
                std::iter::once(of_default).chain(others).collect()
            }
            // Without a count all are of the default category.
            _ => Vec::new(),
        };
        Choices {
            people,
            add_ons: self.chosen_add_ons().collect(),
            ..Choices::default()
        }
    }

    /// The choices, unless nothing is chosen.
    pub(super) fn noted(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }

    /// The choices that a reservation shows, at the rate of those that were sent for it; none where it shows none.
    pub(super) fn shown(reservation: &Reservation, sent: Option<&Self>) -> Option<Self> {
        let booked = Self {
            people: reservation.people.clone(),
            add_ons: reservation.add_ons.clone(),
            total: reservation.total,
            has_private_rate: sent.is_some_and(|sent| sent.has_private_rate),
        };
        booked.noted()
    }

    /// The reservation with these choices. People who do not add up to its party are of before a change, and not shown.
    pub(super) fn within(self, reservation: Reservation) -> Reservation {
        let counted: u32 = self.people.iter().map(|one| u32::from(one.count)).sum();
        let is_party = counted == u32::from(reservation.attendees.get());
        Reservation {
            people: if is_party { self.people } else { Vec::new() },
            add_ons: self.add_ons,
            total: self.total,
            ..reservation
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn another_party_has_more_or_fewer_of_the_default_category() {
        let category = |id: &str, is_default: bool| json!({ "id": id, "name": {}, "isDefault": is_default });
        let offers = Offers {
            people: serde_json::from_value(json!([category("adults", true), category("children", false)]))
                .unwrap(),
            add_ons: Vec::new(),
        };
        let of = |id: &str, count: u8| json!({ "category": id, "name": {}, "count": count });
        let people = |counted: &Value, guests: i64| {
            let booked = BookedChoices {
                people: serde_json::from_value(counted.clone()).unwrap(),
                ..BookedChoices::default()
            };
            let choices = booked.of_party(Attendees::parse(guests).unwrap(), &offers);
            let counts = choices.people.into_iter();
            let counts = counts.map(|one| (one.category.as_str().to_owned(), one.count));
            counts.collect::<Vec<_>>()
        };
        let family = json!([of("adults", 2), of("children", 1)]);
        let (adults, children) = ("adults".to_owned(), "children".to_owned());
        assert_eq!(people(&family, 4), [(adults.clone(), 3), (children.clone(), 1)]);
        assert_eq!(people(&family, 2), [(adults, 1), (children, 1)]);
        // All of them are adults then.
        assert_eq!(people(&family, 1), []);
        assert_eq!(people(&json!([]), 2), []);
    }
}
