//! The price of a booking before it is made.

use serde::{Deserialize, Serialize};

use crate::choices::{ChosenAddOn, PeopleCount};
use crate::gift_card::GiftCardCode;
use crate::id::{AddOnId, ExperienceId, ReservationId};
use crate::locale::LocalizedText;
use crate::money::{Money, MoneyError};
use crate::party::Attendees;
use crate::payment::PaymentTerms;
use crate::time::{Day, Minutes};
use crate::validation::request_type;

request_type! {
    /// A question for the price of a booking: the body of a quote's POST.
    pub struct QuoteRequest {
        /// The experience.
        pub experience_id: ExperienceId,
        /// The day in the venue's zone.
        pub day: Day,
        /// Minutes after its local midnight: a slot's.
        pub minutes: Minutes,
        /// The party's size.
        pub attendees: Attendees,
        /// The party by age category, whose counts add up to its size; all of the default category, if empty.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub people: Vec<PeopleCount>,
        /// The add-ons.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub add_ons: Vec<ChosenAddOn>,
        /// A gift card to pay with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub gift_card_code: Option<GiftCardCode>,
        /// The reservation that is to become this, whose token the request has: what it ordered itself counts as left.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub reservation_id: Option<ReservationId>,
    }
}

request_type! {
    /// The price that a guest was shown and agrees to.
    #[derive(Copy)]
    pub struct Quoted {
        /// The price of the booking, taxes included.
        pub total: Money,
        /// The part that is charged with the booking, of what no gift card gives.
        pub due_now: Money,
    }
}

/// The price of a booking, in its parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Quote {
    /// The parts of the total, and beneath them the part that a gift card gives.
    pub lines: Vec<QuoteLine>,
    /// The taxes that the total contains, by rate; none of a line whose rate is not stated.
    pub taxes: Vec<TaxAmount>,
    /// The price of the booking, taxes included.
    pub total: Money,
    /// The part that is charged with the booking, of what no gift card gives.
    pub due_now: Money,
    /// The part that is paid at the venue.
    pub due_at_venue: Money,
    /// The terms of the payment in advance, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<PaymentTerms>,
    /// The rest of each stock of add-ons on the day, without this booking.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<AddOnLeft>,
}

/// A line of a quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuoteLine {
    /// The thing that it is for.
    pub kind: QuoteLineKind,
    /// The id of the experience, the age category or the add-on; none of a gift card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its name; empty of a gift card.
    pub label: LocalizedText,
    /// How many of it.
    pub quantity: u16,
    /// The price of one, taxes included; negative of a gift card.
    pub unit: Money,
    /// The price of all of it, taxes included; negative of a gift card.
    pub total: Money,
}

/// The thing that a line of a quote is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum QuoteLineKind {
    /// Guests of an experience that does not tell them apart.
    Experience,
    /// Guests of an age category.
    People,
    /// An add-on.
    AddOn,
    /// The part that a gift card gives. It lowers what is due now, and not the total.
    GiftCard,
}

/// A tax that a total contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TaxAmount {
    /// The rate, in hundredths of a percent.
    pub basis_points: u16,
    /// The amount that is taxed at this rate, without the tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
}

/// The rest of an add-on on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AddOnLeft {
    /// The add-on.
    pub id: AddOnId,
    /// How many units.
    pub left: u16,
}

impl Quote {
    /// The quote of these lines, of which `due_now` is charged with the booking: what the lines of gift cards give is no
    /// part of the total and not paid at the venue.
    pub fn of(lines: Vec<QuoteLine>, taxes: Vec<TaxAmount>, due_now: Money) -> Result<Self, MoneyError> {
        let nothing = Money::zero(due_now.currency());
        let (mut total, mut given) = (nothing, nothing);
        for line in &lines {
            if line.kind == QuoteLineKind::GiftCard {
                given = given.checked_sub(line.total)?;
            } else {
                total = total.checked_add(line.total)?;
            }
        }
        Ok(Self {
            lines,
            taxes,
            total,
            due_now,
            due_at_venue: total.checked_sub(due_now)?.checked_sub(given)?,
            terms: None,
            left: Vec::new(),
        })
    }

    /// The price that a guest agrees to by accepting the quote.
    #[must_use]
    pub fn quoted(&self) -> Quoted {
        Quoted {
            total: self.total,
            due_now: self.due_now,
        }
    }
}

#[cfg(test)]
#[path = "quote_tests.rs"]
mod tests;
