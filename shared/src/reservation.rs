//! Reservations as guests make and see them. It must not know tables, labels or notes of the staff: those are not for
//! guests.

mod status;

use serde::{Deserialize, Serialize};

use crate::availability::ClockTime;
use crate::choices::{Answer, BookedAddOn, BookedPeople, ChosenAddOn, GivenAnswer, PeopleCount};
use crate::gift_card::GiftCardCode;
use crate::id::{AreaId, ExperienceId, ReservationId};
use crate::locale::{Language, LocalizedText};
use crate::money::Money;
use crate::party::Attendees;
use crate::payment::{Payment, PaymentTerms};
use crate::quote::{QuoteRequest, Quoted};
use crate::time::{Day, Instant, Minutes};
use crate::validation::{Email, Name, Notes, Phone, request_type};

pub use status::Status;

request_type! {
    /// A guest's request to book: the body of a reservation's POST.
    pub struct ReservationRequest {
        /// The experience.
        pub experience_id: ExperienceId,
        /// The day in the venue's zone.
        pub day: Day,
        /// Minutes after its local midnight: a slot's.
        pub minutes: Minutes,
        /// The party's size.
        pub attendees: Attendees,
        /// The guest.
        pub guest: Guest,
        /// The guest's notes to the restaurant.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub notes: Option<Notes>,
        /// The language to write to the guest in.
        pub locale: Language,
        /// The area the guest chose; any, if there is none.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub area_id: Option<AreaId>,
        /// Whether the guest agreed to news; no answer is no.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub marketing_consent: bool,
        /// A gift card to pay with; the rest of the amount is paid otherwise.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub gift_card_code: Option<GiftCardCode>,
        /// The party by age category, whose counts add up to its size; all of the default category, if empty. It and what
        /// follows are written with the feature `guest` alone.
        #[cfg_attr(feature = "guest", serde(default, skip_serializing_if = "Vec::is_empty"))]
        #[cfg_attr(not(feature = "guest"), serde(skip))]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub people: Vec<PeopleCount>,
        /// The add-ons.
        #[cfg_attr(feature = "guest", serde(default, skip_serializing_if = "Vec::is_empty"))]
        #[cfg_attr(not(feature = "guest"), serde(skip))]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub add_ons: Vec<ChosenAddOn>,
        /// The answers to the experience's questions.
        #[cfg_attr(feature = "guest", serde(default, skip_serializing_if = "Vec::is_empty"))]
        #[cfg_attr(not(feature = "guest"), serde(skip))]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub answers: Vec<Answer>,
        /// The price that the guest was shown. If it is another one by now, nothing is booked and nothing charged.
        #[cfg_attr(feature = "guest", serde(default, skip_serializing_if = "Option::is_none"))]
        #[cfg_attr(not(feature = "guest"), serde(skip))]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub quoted: Option<Quoted>,
    }
}

impl ReservationRequest {
    /// A request with what every one states, and nothing else.
    #[must_use]
    pub fn new(
        experience_id: ExperienceId,
        (day, minutes): (Day, Minutes),
        attendees: Attendees,
        guest: Guest,
        locale: Language,
    ) -> Self {
        Self {
            experience_id,
            day,
            minutes,
            attendees,
            guest,
            notes: None,
            locale,
            area_id: None,
            marketing_consent: false,
            gift_card_code: None,
            people: Vec::new(),
            add_ons: Vec::new(),
            answers: Vec::new(),
            quoted: None,
        }
    }

    /// The question for the price of this booking.
    #[must_use]
    pub fn quote_request(&self) -> QuoteRequest {
        QuoteRequest {
            experience_id: self.experience_id.clone(),
            day: self.day,
            minutes: self.minutes,
            attendees: self.attendees,
            people: self.people.clone(),
            add_ons: self.add_ons.clone(),
            gift_card_code: self.gift_card_code,
            reservation_id: None,
        }
    }
}

request_type! {
    /// A change to a reservation: the body of its PATCH. What is left out stays as it is.
    #[derive(Default)]
    #[serde(default)]
    pub struct ReservationChange {
        /// The day in the venue's zone.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub day: Option<Day>,
        /// Minutes after its local midnight: a slot's.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub minutes: Option<Minutes>,
        /// The party's size.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub attendees: Option<Attendees>,
        /// The guest's notes to the restaurant; an empty text removes them.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub notes: Option<Notes>,
        /// The party by age category. Where the size changes and this is left out, the default category takes the
        /// difference. It and what follows are written with the feature `guest` alone.
        #[cfg_attr(feature = "guest", serde(default, skip_serializing_if = "Option::is_none"))]
        #[cfg_attr(not(feature = "guest"), serde(skip))]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub people: Option<Vec<PeopleCount>>,
        /// The add-ons, all of them; none, if empty. Where the size changes and this is left out, what is priced per guest
        /// is lowered to the guests who come.
        #[cfg_attr(feature = "guest", serde(default, skip_serializing_if = "Option::is_none"))]
        #[cfg_attr(not(feature = "guest"), serde(skip))]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub add_ons: Option<Vec<ChosenAddOn>>,
        /// The answers, all of them; none, if empty.
        #[cfg_attr(feature = "guest", serde(default, skip_serializing_if = "Option::is_none"))]
        #[cfg_attr(not(feature = "guest"), serde(skip))]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub answers: Option<Vec<Answer>>,
    }
}

impl ReservationChange {
    /// Whether another table may be needed.
    #[must_use]
    pub fn moves(&self) -> bool {
        self.day.is_some() || self.minutes.is_some() || self.attendees.is_some()
    }
}

request_type! {
    /// The guest.
    pub struct Guest {
        /// The first name.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub first_name: Option<Name>,
        /// The last name.
        pub last_name: Name,
        /// The e-mail address.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub email: Option<Email>,
        /// The phone number.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub phone: Option<Phone>,
    }
}

/// A reservation as its guest sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Reservation {
    /// Its id.
    pub id: ReservationId,
    /// The number that the guest gives on arrival, such as `R-000123`.
    pub number: String,
    /// Its status.
    pub status: Status,
    /// The day in the venue's zone.
    pub day: Day,
    /// Minutes after its local midnight.
    pub minutes: Minutes,
    /// How long the table is the party's, in minutes.
    pub duration: u16,
    /// The party's size.
    pub attendees: Attendees,
    /// The experience.
    pub experience: BookedExperience,
    /// The bearer token that reads, changes and cancels the reservation. Only in the response to its creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manage_token: Option<String>,
    /// The conditions of payment, if there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<PaymentTerms>,
    /// The last moment at which cancelling gives everything back; none where it never does, or where the booking
    /// system does not state it. A deadline that has passed stays: a move to a later day does not open it again. Read
    /// with the feature `guest` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub refund_until: Option<Instant>,
    /// Until when it can be cancelled free of charge, where nothing is paid for it and its experience states that, as the
    /// venue's clock shows it; none once that has passed. Not in the response to the creation: the slot has it. Read with
    /// the feature `guest` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub free_until: Option<ClockTime>,
    /// How often it was written since it was made, as calendars count it (SEQUENCE, RFC 5546, section 2.1.4); none at a
    /// booking system that does not count. One that was made before there was this number begins with a large one. It
    /// is read with the feature `guest` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub sequence: Option<u32>,
    /// The payment itself, where one is made here: of what no gift card gives. It is read with the feature
    /// `guest` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub checkout: Option<Box<Payment>>,
    /// The part of the price that a gift card pays: reserved while the rest is paid, then redeemed. None without a card,
    /// and once all of it has been returned to the card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_card: Option<Money>,
    /// The guest's notes to the restaurant. Not in the response to the creation, which is stored. Read with the feature
    /// `guest` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub notes: Option<Notes>,
    /// The name of the area that the guest has chosen, as long as its tables are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<LocalizedText>,
    /// The party by age category; none where it is only a number. It and what follows are read with the feature `guest`
    /// alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub people: Vec<BookedPeople>,
    /// The add-ons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub add_ons: Vec<BookedAddOn>,
    /// The guest's answers. Not in the response to the creation, which is stored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub answers: Vec<GivenAnswer>,
    /// Its price, taxes included, as it was agreed; none where no price was stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub total: Option<Money>,
}

/// The experience of a reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BookedExperience {
    /// Its id.
    pub id: ExperienceId,
    /// Its name at the time of booking.
    pub name: LocalizedText,
}

#[cfg(test)]
#[path = "reservation_tests.rs"]
mod tests;
