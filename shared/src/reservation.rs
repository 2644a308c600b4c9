//! Reservations as guests make and see them. It must not know tables, notes of the staff or labels:
//! those never leave the house.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::check::{Email, FieldCode, Name, Notes, Phone};
use crate::gift_card::Code;
use crate::id::{AreaId, ExperienceId, ReservationId};
use crate::locale::{Language, Texts};
use crate::money::Money;
use crate::payment::{Payment, PaymentTerms};
use crate::time::{Day, Instant, Minutes};

/// A party's size: 1 to 50 guests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::check::FieldErrors, try_from(i64) = Self::parse -> FieldCode))]
#[serde(try_from = "i64", into = "i64")]
pub struct Attendees(u8);

impl Attendees {
    /// One guest.
    pub const MIN: Self = Self(1);
    /// The largest party that can be asked for.
    pub const MAX: Self = Self(50);

    /// Takes 1 to 50; anything else is [`FieldCode::OutOfRange`].
    pub fn parse(number: i64) -> Result<Self, FieldCode> {
        u8::try_from(number)
            .ok()
            .filter(|number| (Self::MIN.0..=Self::MAX.0).contains(number))
            .map(Self)
            .ok_or(FieldCode::OutOfRange)
    }

    /// Takes the number as a query writes it.
    #[cfg(feature = "requests")]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "deserr hands over the text that it has read"
    )]
    pub(crate) fn parse_text(text: String) -> Result<Self, FieldCode> {
        let digits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = if digits {
            text.parse().map_err(|_| FieldCode::WrongType)?
        } else {
            return Err(FieldCode::WrongType);
        };
        Self::parse(number)
    }

    /// The number of guests.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<i64> for Attendees {
    type Error = FieldCode;

    fn try_from(number: i64) -> Result<Self, FieldCode> {
        Self::parse(number)
    }
}

impl From<Attendees> for i64 {
    fn from(attendees: Attendees) -> Self {
        Self::from(attendees.0)
    }
}

impl fmt::Display for Attendees {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A guest's wish to book: the body of a reservation's POST.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::check::FieldErrors, rename_all = camelCase, deny_unknown_fields))]
#[serde(rename_all = "camelCase")]
pub struct ReservationRequest {
    /// What is booked.
    pub experience_id: ExperienceId,
    /// The day in the venue's zone.
    pub day: Day,
    /// Minutes after its local midnight: a slot's.
    pub minutes: Minutes,
    /// The party's size.
    pub attendees: Attendees,
    /// Who books.
    pub guest: Guest,
    /// What the guest would like the restaurant to know.
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
    /// A gift card to pay with, as far as it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "requests", deserr(default))]
    pub gift_card_code: Option<Code>,
}

/// What a guest wants to be different about a reservation: the body of its PATCH. What is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::check::FieldErrors, rename_all = camelCase, deny_unknown_fields))]
#[serde(rename_all = "camelCase", default)]
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
    /// What the guest would like the restaurant to know; empty where there is nothing more to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "requests", deserr(default))]
    pub notes: Option<Notes>,
}

impl ReservationChange {
    /// Whether another table may be needed.
    #[must_use]
    pub fn moves(&self) -> bool {
        self.day.is_some() || self.minutes.is_some() || self.attendees.is_some()
    }
}

/// Who books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::check::FieldErrors, rename_all = camelCase, deny_unknown_fields))]
#[serde(rename_all = "camelCase")]
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

/// A reservation as its guest sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Reservation {
    /// Its id.
    pub id: ReservationId,
    /// What the guest tells at the door, such as `R-000123`.
    pub number: String,
    /// Where it stands.
    pub status: Status,
    /// The day in the venue's zone.
    pub day: Day,
    /// Minutes after its local midnight.
    pub minutes: Minutes,
    /// How long the table is the party's, in minutes.
    pub duration: u16,
    /// The party's size.
    pub attendees: Attendees,
    /// What is booked.
    pub experience: BookedExperience,
    /// The right to read, change and cancel it: only in the answer to its creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manage_token: Option<String>,
    /// What has to be paid, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<PaymentTerms>,
    /// The last moment at which cancelling gives everything back; none where it never does, or where the booking
    /// system does not say. A deadline that has passed stays: a move to a later day does not open it again. It is read
    /// with the feature `guest` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub refund_until: Option<Instant>,
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
    /// What a gift card gives of the price: set aside while the rest is paid, then spent. None where there is
    /// no card, or where all of it has come back to the card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_card: Option<Money>,
    /// What the guest has told the restaurant: to whoever has the token, and never in the answer to the creation,
    /// which is kept. It is read with the feature `guest` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub notes: Option<Notes>,
}

/// The experience of a reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BookedExperience {
    /// Its id.
    pub id: ExperienceId,
    /// Its name at the time of booking.
    pub name: Texts,
}

macro_rules! statuses {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)+) => {
        /// Where a reservation stands: the fourteen statuses of the first seed system.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Status {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
        }

        impl Status {
            /// Every status there is.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The status as it is written on the wire.
            #[must_use]
            pub fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// The status of this text, if there is one.
            #[must_use]
            pub fn from_text(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|status| status.text() == text)
            }
        }
    };
}

statuses! {
    /// Asked for; the restaurant has not answered.
    Requested = "requested";
    /// Taken down, not yet confirmed to the guest.
    Unconfirmed = "unconfirmed";
    /// Held until it is paid.
    PaymentPending = "payment_pending";
    /// Certain.
    Booked = "booked";
    /// Certain, and the guest has said again that they come.
    Reconfirmed = "reconfirmed";
    /// The guests are in the house.
    Arrived = "arrived";
    /// The guests are at their table.
    Seated = "seated";
    /// The guests have ordered.
    Ordered = "ordered";
    /// The guests have paid.
    Paid = "paid";
    /// The restaurant said no to the request.
    Declined = "declined";
    /// The guests have left.
    Finished = "finished";
    /// Called off by the guest or the restaurant.
    Cancelled = "cancelled";
    /// Nobody came.
    NoShow = "no_show";
    /// Never was: entered by mistake, or not paid in time.
    Voided = "voided";
}

#[cfg(test)]
#[path = "reservation_tests.rs"]
mod tests;
