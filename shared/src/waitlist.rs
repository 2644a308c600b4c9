//! Waiting for a table where none is open: the wish that a guest leaves, and what becomes of it. It must not
//! know how a table comes free, nor how a guest is told.

use serde::{Deserialize, Serialize};

use crate::check::{Email, Name, Phone};
use crate::id::{ExperienceId, WishId};
use crate::locale::Language;
use crate::reservation::{Attendees, Guest};
use crate::time::{Day, Instant, Minutes};

/// A wish to be offered a table: the body of its POST.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::check::FieldErrors, rename_all = camelCase, deny_unknown_fields))]
#[serde(rename_all = "camelCase")]
pub struct WishRequest {
    /// What would be booked.
    pub experience_id: ExperienceId,
    /// The day in the venue's zone.
    pub day: Day,
    /// The earliest time: minutes after the day's local midnight.
    pub from: Minutes,
    /// The latest time at which the party would come, likewise.
    pub to: Minutes,
    /// The party's size.
    pub attendees: Attendees,
    /// Who waits.
    pub guest: WaitingGuest,
    /// The language to write to the guest in.
    pub locale: Language,
}

/// Who waits: a guest who can be written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::check::FieldErrors, rename_all = camelCase, deny_unknown_fields))]
#[serde(rename_all = "camelCase")]
pub struct WaitingGuest {
    /// The first name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "requests", deserr(default))]
    pub first_name: Option<Name>,
    /// The last name.
    pub last_name: Name,
    /// Where offers go.
    pub email: Email,
    /// The phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "requests", deserr(default))]
    pub phone: Option<Phone>,
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

/// A wish as its guest sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Wish {
    /// Its id.
    pub id: WishId,
    /// Where it stands.
    pub status: WishStatus,
    /// What would be booked.
    pub experience_id: ExperienceId,
    /// The day in the venue's zone.
    pub day: Day,
    /// The earliest time: minutes after the day's local midnight.
    pub from: Minutes,
    /// The latest time, likewise.
    pub to: Minutes,
    /// The party's size.
    pub attendees: Attendees,
    /// The table that is held, while it is offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// The right to read it, to take what is offered, and to withdraw: only in the answer to its creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish_token: Option<String>,
}

/// A table that is held for whoever waited for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Offer {
    /// When the party would come: minutes after the day's local midnight.
    pub minutes: Minutes,
    /// Until when it can be taken.
    pub until: Instant,
}

/// Where a wish stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WishStatus {
    /// No table has come free yet.
    Waiting,
    /// A table is held for it.
    Offered,
    /// It has become a reservation.
    Accepted,
    /// What was offered was not taken in time.
    Lapsed,
    /// The guest no longer wants it.
    Withdrawn,
    /// Its time came, and no table had come free.
    Ended,
}

impl WishStatus {
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
    fn a_wish_is_written_as_the_api_says() {
        let wish = json!({
            "id": "w1", "status": "offered", "experienceId": "dinner", "day": "2026-11-27",
            "from": 1_080, "to": 1_200, "attendees": 2, "wishToken": "secret",
            "offer": { "minutes": 1_140, "until": "2026-11-26T11:30:00Z" },
        });
        let read: Wish = serde_json::from_value(wish.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), wish);
    }

    #[test]
    fn each_status_is_its_text() {
        for status in WishStatus::ALL {
            assert_eq!(serde_json::to_value(status).unwrap(), status.text());
        }
    }

    #[cfg(feature = "requests")]
    #[test]
    fn whoever_waits_can_be_written_to() {
        let body = json!({
            "experienceId": "dinner", "day": "2026-11-27", "from": 1_080, "to": 1_200, "attendees": 2,
            "locale": "en", "guest": { "lastName": "Muster" },
        });
        let faults = crate::check::read_json::<WishRequest>(body).unwrap_err();
        assert_eq!(
            serde_json::to_value(faults.into_vec()).unwrap(),
            json!([{ "pointer": "/guest/email", "code": "required" }])
        );
    }
}
