//! A reservation that staff make for a guest at the telephone.

use serde::{Deserialize, Serialize};

use crate::availability::Reason;
use crate::id::{ExperienceId, TableId};
use crate::locale::Language;
use crate::party::Attendees;
use crate::staff_day::ReservationForStaff;
use crate::time::{Day, Minutes};
use crate::validation::{Email, Name, Notes, request_type};

request_type! {
    /// A reservation to make: the body of its POST. The rules for guests are warnings to staff.
    pub struct StaffBookingRequest {
        /// The experience.
        pub experience_id: ExperienceId,
        /// The day in the venue's zone.
        pub day: Day,
        /// Minutes after its local midnight: a slot's.
        pub minutes: Minutes,
        /// The party's size.
        pub attendees: Attendees,
        /// The guest's first name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub first_name: Option<Name>,
        /// The guest's last name.
        pub last_name: Name,
        /// The guest's phone number, as it is written in the venue's country or with that of another.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub phone: Option<String>,
        /// The guest's e-mail address, to which a confirmation goes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub email: Option<Email>,
        /// The guest's notes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub notes: Option<Notes>,
        /// The staff's notes about the reservation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub internal_notes: Option<Notes>,
        /// The tables that it must have, at most 16; any, if it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub table_ids: Option<Vec<TableId>>,
        /// The language of letters to the guest; the venue's, if it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub locale: Option<Language>,
    }
}

request_type! {
    /// The guest to find by telephone number: the body of a POST, so that the number is in no URL.
    pub struct GuestLookUp {
        /// The number, as it is written in the venue's country or with that of another.
        pub phone: String,
    }
}

request_type! {
    /// The guests to find by the name: the body of a POST, so that the name is in no URL.
    pub struct GuestSearch {
        /// The beginning of the last name, with beginnings of first names before it if there are any.
        pub name: Name,
    }
}

request_type! {
    /// A party at the door that waits for a table: the body of its POST.
    pub struct DoorEntryRequest {
        /// The experience.
        pub experience_id: ExperienceId,
        /// The party's size.
        pub attendees: Attendees,
        /// The guest's first name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub first_name: Option<Name>,
        /// The guest's last name.
        pub last_name: Name,
        /// The guest's phone number, as it is written in the venue's country or with that of another.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub phone: Option<String>,
        /// The wait that was promised, in minutes: at most 240.
        pub quoted_minutes: u16,
    }
}

/// The reservations of a guest: the next ones, and those that are over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GuestHistory {
    /// The next ones, the earliest first: at most 5.
    pub upcoming: Vec<ReservationForStaff>,
    /// Those that are over, the latest first: at most 5.
    pub past: Vec<ReservationForStaff>,
}

/// Guests who were found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GuestList {
    /// The newest reservation of each guest, the newest first: at most 10.
    pub guests: Vec<ReservationForStaff>,
}

/// A reservation that was made, with what staff should know about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StaffBooking {
    /// The reservation.
    pub reservation: ReservationForStaff,
    /// The rules for guests that it breaks.
    pub warnings: Vec<Reason>,
}
