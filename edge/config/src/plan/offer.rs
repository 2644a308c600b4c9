//! Prices of an experience and the choices of its guests, checked: age categories, add-ons and questions.

use std::collections::BTreeSet;

use shared::id::{ChoiceId, QuestionId};
use shared::image::Image;
use shared::locale::LocalizedText;
use shared::money::{Currency, Money};
use shared::offer::{AddOn, AgeCategory, PricePer, Question, QuestionChoice, QuestionKind};
use shared::party::{Attendees, PartyRange};

use super::fault::{FaultKind, Faults};
use crate::engine;
use crate::offer::{
    AddOnSettings, AgeCategorySettings, OCCASIONS, QuestionSettings, QuestionType, ReadyQuestion,
};

/// Bounds of what a guest can take in, generous to every restaurant.
const MAX_CATEGORIES: usize = 12;
const MAX_ADD_ONS: usize = 32;
const MAX_QUESTIONS: usize = 20;
const MAX_CODES: usize = 200;
const MAX_CHOICES: usize = 30;
/// A tax as high as the price without it.
const MAX_BASIS_POINTS: u32 = 10_000;
/// The most high chairs that guests can ask for where the settings do not say.
const MOST_HIGH_CHAIRS: u16 = 4;

/// The prices of an experience, and the choices of its guests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// The price per guest, taxes included, where no age category says another.
    pub price: Option<Money>,
    /// The rate of the tax in the price, in hundredths of a percent.
    pub vat_basis_points: Option<u16>,
    /// The age categories, in the order to show; none where a party is only a number.
    pub people: Vec<AgeCategory>,
    /// The add-ons, in the order to show.
    pub add_ons: Vec<StockedAddOn>,
    /// The questions, in the order to ask.
    pub questions: Vec<AskedQuestion>,
}

/// An add-on with its stock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockedAddOn {
    /// The add-on as guests see it. Its picture is the name of a file.
    pub add_on: AddOn,
    /// How many units can be booked for one day; none without a limit.
    pub stock_per_day: Option<u16>,
}

/// A question as it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedQuestion {
    /// The question; without words where it is a ready-made one.
    pub question: Question,
    /// Which ready-made one it is: its words are those of the languages.
    pub ready: Option<ReadyQuestion>,
}

impl Offer {
    /// The offer of an experience by settings that are checked already.
    #[must_use]
    pub fn of(experience: &engine::Experience, currency: Currency) -> Self {
        let party = |size: u8| Attendees::parse(size.into()).unwrap_or(Attendees::MIN);
        let range = PartyRange {
            min: party(experience.attendees.min),
            max: party(experience.attendees.max),
        };
        read("", experience, range, currency, &mut Faults::default())
    }

    /// Whether any guest pays a stated price.
    #[must_use]
    pub fn is_priced(&self) -> bool {
        self.price.is_some() || self.people.iter().any(|category| category.price.is_some())
    }

    /// The category of guests who are not counted by age; none where a party is only a number.
    #[must_use]
    pub fn default_category(&self) -> Option<&AgeCategory> {
        self.people.iter().find(|category| category.is_default)
    }
}

/// Reads what an experience offers.
pub(super) fn read(
    path: &str,
    written: &engine::Experience,
    party: PartyRange,
    currency: Currency,
    faults: &mut Faults,
) -> Offer {
    rate(
        &format!("{path}.vatBasisPoints"),
        written.vat_basis_points,
        faults,
    );
    check_codes(path, written, faults);
    Offer {
        price: written.price_per_guest.map(|price| money(price, currency)),
        vat_basis_points: written.vat_basis_points,
        people: read_people(path, &written.people, currency, faults),
        add_ons: read_add_ons(path, &written.add_ons, party, currency, faults),
        questions: read_questions(path, &written.questions, faults),
    }
}

/// A price is a u32, which is always an amount.
fn money(price: u32, currency: Currency) -> Money {
    Money::new(price.into(), currency).unwrap_or(Money::zero(currency))
}

fn rate(path: &str, basis_points: Option<u16>, faults: &mut Faults) {
    if let Some(basis_points) = basis_points {
        faults.range(path, basis_points.into(), 0, MAX_BASIS_POINTS);
    }
}

/// Faults codes that are no digests, and a private experience that no code opens.
fn check_codes(path: &str, written: &engine::Experience, faults: &mut Faults) {
    let path = format!("{path}.accessCodes");
    faults.count(path.as_str(), written.access_codes.len(), MAX_CODES);
    if written.is_private && written.access_codes.is_empty() {
        faults.add(path.as_str(), FaultKind::Empty);
    }
    for (place, code) in written.access_codes.iter().enumerate() {
        let is_digit = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
        if code.len() != 64 || !code.bytes().all(is_digit) {
            faults.add(format!("{path}[{place}]"), FaultKind::NoDigest);
        }
    }
}

fn read_people(
    path: &str,
    written: &[AgeCategorySettings],
    currency: Currency,
    faults: &mut Faults,
) -> Vec<AgeCategory> {
    let path = format!("{path}.people");
    faults.count(path.as_str(), written.len(), MAX_CATEGORIES);
    let mut ids = BTreeSet::new();
    let mut has_default = false;
    for (place, one) in written.iter().enumerate() {
        let path = format!("{path}[{place}]");
        if !ids.insert(&one.id) {
            faults.add(format!("{path}.id"), FaultKind::Duplicate(one.id.to_string()));
        }
        if one.is_default && std::mem::replace(&mut has_default, true) {
            faults.add(format!("{path}.isDefault"), FaultKind::SecondDefault);
        }
        if one.is_default && one.needs_adult {
            faults.add(format!("{path}.needsAdult"), FaultKind::DefaultNeedsAdult);
        }
        if one.min_age.zip(one.max_age).is_some_and(|(min, max)| min > max) {
            faults.add(format!("{path}.maxAge"), FaultKind::Reversed);
        }
        if let Some(max) = one.max {
            faults.range(format!("{path}.max"), max.into(), 1, Attendees::MAX.get().into());
        }
    }
    if !written.is_empty() && !has_default {
        faults.add(path, FaultKind::NoDefault);
    }
    let categories = written.iter().map(|one| AgeCategory {
        id: one.id.clone(),
        name: one.name.clone(),
        min_age: one.min_age,
        max_age: one.max_age,
        is_default: one.is_default,
        price: one.price.map(|price| money(price, currency)),
        max: one.max,
        note: one.note.clone(),
        needs_adult: one.needs_adult,
    });
    categories.collect()
}

fn read_add_ons(
    path: &str,
    written: &[AddOnSettings],
    party: PartyRange,
    currency: Currency,
    faults: &mut Faults,
) -> Vec<StockedAddOn> {
    let path = format!("{path}.addOns");
    faults.count(path.as_str(), written.len(), MAX_ADD_ONS);
    let mut ids = BTreeSet::new();
    for (place, one) in written.iter().enumerate() {
        let path = format!("{path}[{place}]");
        if !ids.insert(&one.id) {
            faults.add(format!("{path}.id"), FaultKind::Duplicate(one.id.to_string()));
        }
        if let Some(image) = &one.image {
            faults.filled(format!("{path}.image"), image);
        }
        let most = match one.per {
            PricePer::Booking => 1,
            PricePer::Guest | PricePer::Unit => Attendees::MAX.get().into(),
        };
        if let Some(max) = one.max {
            faults.range(format!("{path}.max"), max.into(), 1, most);
        }
        rate(&format!("{path}.vatBasisPoints"), one.vat_basis_points, faults);
    }
    let add_ons = written.iter().map(|one| StockedAddOn {
        add_on: AddOn {
            id: one.id.clone(),
            name: one.name.clone(),
            description: one.description.clone(),
            image: one.image.clone().map(|url| Image { url }),
            price: money(one.price, currency),
            per: one.per,
            max: one.max.unwrap_or(match one.per {
                PricePer::Booking => 1,
                PricePer::Guest | PricePer::Unit => party.max.get(),
            }),
            vat_basis_points: one.vat_basis_points,
        },
        stock_per_day: one.stock_per_day,
    });
    add_ons.collect()
}

/// The questions of settings that are checked already, in the order to ask.
#[must_use]
pub fn questions_of(written: &[QuestionSettings]) -> Vec<AskedQuestion> {
    read_questions("", written, &mut Faults::default())
}

pub(super) fn read_questions(
    path: &str,
    written: &[QuestionSettings],
    faults: &mut Faults,
) -> Vec<AskedQuestion> {
    let path = format!("{path}.questions");
    faults.count(path.as_str(), written.len(), MAX_QUESTIONS);
    let mut ids = BTreeSet::new();
    let mut questions = Vec::with_capacity(written.len());
    for (place, one) in written.iter().enumerate() {
        let path = format!("{path}[{place}]");
        let asked = match one.ready {
            Some(ready) => ready_made(&path, ready, one, faults),
            None => own(&path, one, faults),
        };
        let Some(asked) = asked else { continue };
        if !ids.insert(asked.question.id.to_string()) {
            let id = asked.question.id.to_string();
            faults.add(format!("{path}.id"), FaultKind::Duplicate(id));
        }
        questions.push(asked);
    }
    questions
}

/// A ready-made question. What is its own is not written a second time.
fn ready_made(
    path: &str,
    ready: ReadyQuestion,
    written: &QuestionSettings,
    faults: &mut Faults,
) -> Option<AskedQuestion> {
    let is_number = ready == ReadyQuestion::HighChair;
    for (key, is_written) in [
        ("id", written.id.is_some()),
        ("type", written.kind.is_some()),
        ("label", written.label.is_some()),
        ("help", written.help.is_some()),
        ("choices", !written.choices.is_empty()),
        ("min", written.min.is_some()),
        ("max", written.max.is_some() && !is_number),
    ] {
        if is_written {
            faults.add(format!("{path}.{key}"), FaultKind::NotOfThisQuestion);
        }
    }
    let kind = match ready {
        ReadyQuestion::Allergies => QuestionKind::Text,
        ReadyQuestion::Occasion => QuestionKind::Choice {
            choices: OCCASIONS
                .into_iter()
                .filter_map(|id| {
                    Some(QuestionChoice {
                        id: ChoiceId::parse(id).ok()?,
                        label: LocalizedText::default(),
                    })
                })
                .collect(),
        },
        ReadyQuestion::HighChair => number(path, (0, written.max.unwrap_or(MOST_HIGH_CHAIRS)), faults),
        ReadyQuestion::Wheelchair => QuestionKind::YesNo,
    };
    Some(AskedQuestion {
        question: Question {
            id: QuestionId::parse(ready.id()).ok()?,
            kind,
            label: LocalizedText::default(),
            help: None,
            is_required: written.is_required,
        },
        ready: Some(ready),
    })
}

/// A question in the restaurant's own words; none if it lacks its id or its type.
fn own(path: &str, written: &QuestionSettings, faults: &mut Faults) -> Option<AskedQuestion> {
    for (key, is_written) in [
        ("id", written.id.is_some()),
        ("type", written.kind.is_some()),
        ("label", written.label.is_some()),
    ] {
        if !is_written {
            faults.add(format!("{path}.{key}"), FaultKind::Empty);
        }
    }
    let kind = written.kind?;
    for (key, is_written, is_of_kind) in [
        (
            "choices",
            !written.choices.is_empty(),
            kind == QuestionType::Choice,
        ),
        ("min", written.min.is_some(), kind == QuestionType::Number),
        ("max", written.max.is_some(), kind == QuestionType::Number),
    ] {
        if is_written && !is_of_kind {
            faults.add(format!("{path}.{key}"), FaultKind::NotOfThisQuestion);
        }
    }
    let kind = match kind {
        QuestionType::Text => QuestionKind::Text,
        QuestionType::YesNo => QuestionKind::YesNo,
        QuestionType::Number => {
            let bounds = (written.min.unwrap_or_default(), written.max.unwrap_or(u16::MAX));
            number(path, bounds, faults)
        }
        QuestionType::Choice => choice(path, written, faults),
    };
    Some(AskedQuestion {
        question: Question {
            id: written.id.clone()?,
            kind,
            label: written.label.clone().unwrap_or_default(),
            help: written.help.clone(),
            is_required: written.is_required,
        },
        ready: None,
    })
}

fn number(path: &str, (min, max): (u16, u16), faults: &mut Faults) -> QuestionKind {
    if min > max {
        faults.add(format!("{path}.max"), FaultKind::Reversed);
    }
    QuestionKind::Number { min, max }
}

fn choice(path: &str, written: &QuestionSettings, faults: &mut Faults) -> QuestionKind {
    let path = format!("{path}.choices");
    if written.choices.is_empty() {
        faults.add(path.as_str(), FaultKind::Empty);
    }
    faults.count(path.as_str(), written.choices.len(), MAX_CHOICES);
    let mut ids = BTreeSet::new();
    for (place, one) in written.choices.iter().enumerate() {
        if !ids.insert(&one.id) {
            faults.add(
                format!("{path}[{place}].id"),
                FaultKind::Duplicate(one.id.to_string()),
            );
        }
    }
    let choices = written.choices.iter().map(|one| QuestionChoice {
        id: one.id.clone(),
        label: one.label.clone(),
    });
    QuestionKind::Choice {
        choices: choices.collect(),
    }
}

#[cfg(test)]
#[path = "offer_tests.rs"]
mod tests;
