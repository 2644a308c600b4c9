//! A guest's choices beside time and party size: people by age category, add-ons, an access code. Pure.

use serde::{Deserialize, Serialize};
use shared::choices::{AccessCode, ChosenAddOn, PeopleCount};
use shared::offer::{AddOn, PricePer};
use shared::party::Attendees;
use shared::quote::{QuoteRequest, Quoted};
use shared::reservation::ReservationRequest;
use shared::validation::{FieldCode, FieldError};

use super::Abilities;
use super::offer::Offers;

/// A guest's choices. With none of them a booking is a time and a number of guests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// The party by age category; empty where only its size is stated. The counts add up to that size.
    pub people: Vec<PeopleCount>,
    /// The add-ons.
    pub add_ons: Vec<ChosenAddOn>,
    /// The code that opens private rates.
    pub access_code: Option<AccessCode>,
    /// The price that the guest was quoted and agreed to; none where nothing was quoted.
    pub quoted: Option<Quoted>,
}

impl Choices {
    /// A code alone.
    #[must_use]
    pub fn of_code(code: AccessCode) -> Self {
        Self {
            access_code: Some(code),
            ..Self::default()
        }
    }

    /// The choices of a booking.
    #[must_use]
    pub fn of(request: &ReservationRequest, access_code: Option<AccessCode>) -> Self {
        Self {
            people: request.people.clone(),
            add_ons: request.add_ons.clone(),
            access_code,
            quoted: request.quoted,
        }
    }

    /// The choices of a question for a price.
    #[must_use]
    pub fn of_quote(request: &QuoteRequest, access_code: Option<AccessCode>) -> Self {
        Self {
            people: request.people.clone(),
            add_ons: request.add_ons.clone(),
            access_code,
            quoted: None,
        }
    }

    /// The request with these choices, where it states none itself: none is dropped on the way to the system.
    #[must_use]
    pub fn within(&self, request: &ReservationRequest) -> ReservationRequest {
        let mut request = request.clone();
        if request.people.is_empty() {
            request.people.clone_from(&self.people);
        }
        if request.add_ons.is_empty() {
            request.add_ons.clone_from(&self.add_ons);
        }
        request.quoted = request.quoted.or(self.quoted);
        request
    }

    /// The question for a price with these choices, where it states none itself.
    #[must_use]
    pub fn within_quote(&self, request: &QuoteRequest) -> QuoteRequest {
        let mut request = request.clone();
        if request.people.is_empty() {
            request.people.clone_from(&self.people);
        }
        if request.add_ons.is_empty() {
            request.add_ons.clone_from(&self.add_ons);
        }
        request
    }

    /// Whether nothing is chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
            && self.add_ons.is_empty()
            && self.access_code.is_none()
            && self.quoted.is_none()
    }

    /// The faults of the choices at a system of these abilities, for a party of this size.
    #[must_use]
    pub fn faults(&self, attendees: Attendees, abilities: Abilities) -> Vec<FieldError> {
        let mut faults = Vec::new();
        for (is_chosen, is_offered, pointer) in [
            (!self.people.is_empty(), abilities.people, "/people"),
            (!self.add_ons.is_empty(), abilities.add_ons, "/addOns"),
            (self.access_code.is_some(), abilities.access_codes, "/accessCode"),
            (self.quoted.is_some(), abilities.quote, "/quoted"),
        ] {
            if is_chosen && !is_offered {
                faults.push(FieldError::new(pointer, FieldCode::NotOffered));
            }
        }
        let people: u32 = self.people.iter().map(|one| u32::from(one.count)).sum();
        if !self.people.is_empty() && people != u32::from(attendees.get()) {
            faults.push(FieldError::new("/people", FieldCode::OutOfRange));
        }
        faults
    }

    /// The party by age category, for a system that counts so: as the guest counted it, and else all of it in the default
    /// category. Empty where there is no category to count in.
    #[must_use]
    pub fn people_of(&self, attendees: Attendees, offers: &Offers) -> Vec<PeopleCount> {
        if !self.people.is_empty() {
            return self.people.clone();
        }
        let default = offers.people.iter().find(|category| category.is_default);
        let counted = default.map(|category| PeopleCount {
            category: category.id.clone(),
            count: attendees.get(),
        });
        counted.into_iter().collect()
    }

    /// The faults of the choices of a party of this size among what is offered: an unknown category or add-on, and one that
    /// was chosen more often than the booking may have it, or twice.
    #[must_use]
    pub fn faults_among(&self, offers: &Offers, attendees: Attendees) -> Vec<FieldError> {
        let mut faults = Vec::new();
        for (place, one) in self.people.iter().enumerate() {
            let is_known = offers.people.iter().any(|offered| offered.id == one.category);
            let is_repeated = self
                .people
                .iter()
                .take(place)
                .any(|before| before.category == one.category);
            let pointer = format!("/people/{place}/category");
            if !is_known {
                faults.push(FieldError::new(pointer, FieldCode::Unknown));
            } else if is_repeated {
                faults.push(FieldError::new(pointer, FieldCode::Invalid));
            }
        }
        for (place, one) in self.add_ons.iter().enumerate() {
            let offered = offers.add_ons.iter().find(|offered| offered.id == one.id);
            let is_repeated = self.add_ons.iter().take(place).any(|before| before.id == one.id);
            match offered {
                None => faults.push(FieldError::new(format!("/addOns/{place}/id"), FieldCode::Unknown)),
                Some(_) if is_repeated => {
                    faults.push(FieldError::new(format!("/addOns/{place}/id"), FieldCode::Invalid));
                }
                Some(offered) if !(1..=most(offered, attendees)).contains(&one.quantity) => {
                    faults.push(FieldError::new(
                        format!("/addOns/{place}/quantity"),
                        FieldCode::OutOfRange,
                    ));
                }
                Some(_) => {}
            }
        }
        faults
    }
}

/// The most of an add-on that a party of this size may have: of what is priced for a guest, one for each of them.
fn most(add_on: &AddOn, attendees: Attendees) -> u8 {
    match add_on.per {
        PricePer::Guest => add_on.max.min(attendees.get()),
        PricePer::Booking | PricePer::Unit => add_on.max,
    }
}

#[cfg(test)]
#[path = "choices_tests.rs"]
mod tests;
