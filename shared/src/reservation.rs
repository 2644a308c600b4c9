//! Reservations as guests make and see them. It must not know tables, notes of the staff or labels:
//! those never leave the house.

use serde::{Deserialize, Serialize};

use crate::gift_card::GiftCardCode;
use crate::id::{AreaId, ExperienceId, ReservationId};
use crate::locale::{Language, Texts};
use crate::money::Money;
use crate::party::Attendees;
use crate::payment::{Payment, PaymentTerms};
use crate::time::{Day, Instant, Minutes};
use crate::validation::{Email, Name, Notes, Phone};

/// A guest's request to book: the body of a reservation's POST.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, rename_all = camelCase, deny_unknown_fields))]
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
    pub gift_card_code: Option<GiftCardCode>,
}

/// What a guest wants to be different about a reservation: the body of its PATCH. What is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, rename_all = camelCase, deny_unknown_fields))]
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
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, rename_all = camelCase, deny_unknown_fields))]
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
        /// Where a reservation stands: the fourteen statuses of Molzait, whose words this API shares.
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
