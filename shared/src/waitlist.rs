//! The waitlist: a guest's entry for a time window on which no slot is open, its status, and the table offered
//! to it when one becomes free.

use serde::{Deserialize, Serialize};

use crate::id::{ExperienceId, WaitlistEntryId};
use crate::locale::Language;
use crate::party::Attendees;
use crate::reservation::Guest;
use crate::time::{Day, Instant, Minutes};
use crate::validation::{Email, Name, Phone, request_type};

request_type! {
    /// A new waitlist entry: the body of its POST.
    pub struct WaitlistEntryRequest {
        /// The experience.
        pub experience_id: ExperienceId,
        /// The day in the venue's zone.
        pub day: Day,
        /// The earliest time: minutes after the day's local midnight.
        pub from: Minutes,
        /// The latest time, in the same unit.
        pub to: Minutes,
        /// The party's size.
        pub attendees: Attendees,
        /// The guest.
        pub guest: WaitingGuest,
        /// The language to write to the guest in.
        pub locale: Language,
    }
}

request_type! {
    /// The guest of a waitlist entry. Unlike [`Guest`] it requires an e-mail address, since offers are sent there.
    pub struct WaitingGuest {
        /// The first name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub first_name: Option<Name>,
        /// The last name.
        pub last_name: Name,
        /// The address to which offers are sent.
        pub email: Email,
        /// The phone number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub phone: Option<Phone>,
    }
}

impl From<WaitingGuest> for Guest {
    fn from(guest: WaitingGuest) -> Self {
        Self {
            first_name: guest.first_name,
            last_name: guest.last_name,
            email: Some(guest.email),
            phone: guest.phone,
        }
    }
}

/// A waitlist entry as its guest sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct WaitlistEntry {
    /// Its id.
    pub id: WaitlistEntryId,
    /// Its status.
    pub status: WaitlistEntryStatus,
    /// The experience.
    pub experience_id: ExperienceId,
    /// The day in the venue's zone.
    pub day: Day,
    /// The earliest time: minutes after the day's local midnight.
    pub from: Minutes,
    /// The latest time, in the same unit.
    pub to: Minutes,
    /// The party's size.
    pub attendees: Attendees,
    /// The table that is held for it, while its status is `offered`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// The bearer token that reads the entry, accepts its offer and withdraws it. Only in the response to its
    /// creation.
    #[serde(rename = "wishToken", default, skip_serializing_if = "Option::is_none")]
    pub entry_token: Option<String>,
}

/// A table that is held for a waitlist entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Offer {
    /// The time: minutes after the day's local midnight.
    pub minutes: Minutes,
    /// When the offer ends.
    pub until: Instant,
}

/// The status of a waitlist entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WaitlistEntryStatus {
    /// No table has become free yet.
    Waiting,
    /// A table is held for it.
    Offered,
    /// It has become a reservation.
    Accepted,
    /// The offer was not accepted in time.
    Lapsed,
    /// The guest no longer wants it.
    Withdrawn,
    /// Its time passed, and no table had become free.
    Ended,
}

impl WaitlistEntryStatus {
    /// Every status there is.
    pub const ALL: &[Self] = &[
        Self::Waiting,
        Self::Offered,
        Self::Accepted,
        Self::Lapsed,
        Self::Withdrawn,
        Self::Ended,
    ];

    /// The status as it is written on the wire.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Offered => "offered",
            Self::Accepted => "accepted",
            Self::Lapsed => "lapsed",
            Self::Withdrawn => "withdrawn",
            Self::Ended => "ended",
        }
    }

    /// Whether it may still become a reservation.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Offered)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_entry_is_written_as_the_api_says() {
        let entry = json!({
            "id": "w1", "status": "offered", "experienceId": "dinner", "day": "2026-11-27",
            "from": 1_080, "to": 1_200, "attendees": 2, "wishToken": "secret",
            "offer": { "minutes": 1_140, "until": "2026-11-26T11:30:00Z" },
        });
        let read: WaitlistEntry = serde_json::from_value(entry.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), entry);
    }

    #[test]
    fn each_status_is_its_text() {
        for status in WaitlistEntryStatus::ALL {
            assert_eq!(serde_json::to_value(status).unwrap(), status.text());
        }
    }

    #[cfg(feature = "requests")]
    #[test]
    fn an_entry_needs_an_e_mail_address() {
        let body = json!({
            "experienceId": "dinner", "day": "2026-11-27", "from": 1_080, "to": 1_200, "attendees": 2,
            "locale": "en", "guest": { "lastName": "Muster" },
        });
        let faults = crate::validation::read_json::<WaitlistEntryRequest>(body).unwrap_err();
        assert_eq!(
            serde_json::to_value(faults.into_vec()).unwrap(),
            json!([{ "pointer": "/guest/email", "code": "required" }])
        );
    }
}
