//! A guest's choices beside time and party size: people by age category, add-ons, an access code. Pure.

use std::fmt;

use serde::{Deserialize, Serialize};
use shared::id::{AddOnId, AgeCategoryId};
use shared::money::Money;
use shared::party::Attendees;
use shared::validation::{FieldCode, FieldError};

use super::Abilities;
use super::offer::Offers;

/// How many people of a party are of an age category.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PeopleCount {
    /// The category.
    pub category: AgeCategoryId,
    /// How many.
    pub count: u8,
}

/// An add-on that a guest chose.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ChosenAddOn {
    /// The add-on.
    pub id: AddOnId,
    /// How many units, 1 or more.
    pub count: u16,
}

/// A code that opens rates which others do not see. It is a secret of those who have it: it is not printed, not part of an
/// address, and what it opens is not cached.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccessCode(String);

impl AccessCode {
    /// The longest code, in characters.
    pub const MAX_CHARS: usize = 128;

    /// Takes a code as it was typed, without the spaces around it.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = text.trim();
        if text.is_empty() {
            Err(FieldCode::Required)
        } else if text.chars().count() > Self::MAX_CHARS {
            Err(FieldCode::TooLong)
        } else if text.chars().any(char::is_control) {
            Err(FieldCode::ControlCharacters)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The code's text, for the call that is made with it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AccessCode {
    type Error = FieldCode;

    fn try_from(text: String) -> Result<Self, FieldCode> {
        Self::parse(&text)
    }
}

impl From<AccessCode> for String {
    fn from(code: AccessCode) -> Self {
        code.0
    }
}

impl fmt::Debug for AccessCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AccessCode")
    }
}

/// A guest's choices. With none of them a booking is a time and a number of guests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// The party by age category; empty where only its size is stated. The counts add up to that size.
    pub people: Vec<PeopleCount>,
    /// The add-ons.
    pub add_ons: Vec<ChosenAddOn>,
    /// The code that opens private rates.
    pub access_code: Option<AccessCode>,
    /// The total that the guest was quoted and agreed to; none where nothing was quoted.
    pub quoted: Option<Money>,
}

impl Choices {
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
            (self.quoted.is_some(), abilities.quote, "/quotedTotal"),
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

    /// The faults of the choices among what is offered: an unknown category or add-on, and one that was chosen more often
    /// than a booking may have it, or twice.
    #[must_use]
    pub fn faults_among(&self, offers: &Offers) -> Vec<FieldError> {
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
                Some(offered) if !(1..=offered.max).contains(&one.count) => {
                    faults.push(FieldError::new(
                        format!("/addOns/{place}/count"),
                        FieldCode::OutOfRange,
                    ));
                }
                Some(_) => {}
            }
        }
        faults
    }
}

#[cfg(test)]
#[path = "choices_tests.rs"]
mod tests;
