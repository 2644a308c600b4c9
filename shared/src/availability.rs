//! Availability: the days of a calendar and the slots of a day, as guests may see them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::id::{AddOnId, AreaId};
#[cfg(feature = "requests")]
use crate::id::{ExperienceId, ReservationId};
use crate::locale::LocalizedText;
use crate::offer::Price;
#[cfg(feature = "requests")]
use crate::party::Attendees;
use crate::payment::PaymentTerms;
use crate::time::{Day, Minutes};
#[cfg(feature = "requests")]
use crate::validation::{FieldCode, FieldErrors};

/// The most days that one request for the calendar may span.
pub const MAX_CALENDAR_DAYS: u32 = 62;

/// The days of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Calendar {
    /// Every day of the request, in order.
    pub days: Vec<CalendarDay>,
}

/// A day of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CalendarDay {
    /// The day.
    pub day: Day,
    /// Whether a party of this size can be seated.
    pub status: DayStatus,
    /// The restaurant's words about a closure of the day or of a part of it, by language; absent where there are none, and
    /// where the closure is shown as fully booked. Plain text of up to 400 characters in each language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<LocalizedText>,
}

/// Whether a day is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DayStatus {
    /// At least one slot is open.
    Open,
    /// There is service, and no slot is open.
    Full,
    /// There is no service that could still be booked.
    Closed,
}

/// The slots of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Slots {
    /// The day's slots by time, those that are not open included.
    pub slots: Vec<Slot>,
    /// The add-ons of which nothing is left on the day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(not(feature = "guest"), serde(skip_deserializing))]
    pub sold_out: Vec<AddOnId>,
}

/// A time at which a party may be seated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Slot {
    /// Minutes after the day's local midnight.
    pub minutes: Minutes,
    /// How long the table is the party's, in minutes of elapsed time.
    pub duration: u16,
    /// Whether to show guests when their time ends.
    pub show_end_time: bool,
    /// Open exactly when a booking made this instant would succeed.
    pub status: SlotStatus,
    /// Covers that could still be seated; information, not the test.
    pub spots_open: u32,
    /// Whether a booking is confirmed at once.
    pub confirmation: Confirmation,
    /// The areas with a table for this party.
    pub areas: Vec<Area>,
    /// The conditions of payment, if there are any.
    pub payment: Option<PaymentTerms>,
    /// Why the slot is not open; empty if it is.
    pub reasons: Vec<Reason>,
    /// The price, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// The last moment at which cancelling is free of charge, or gives the payment back; none where there is no such moment,
    /// or where something is paid and it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_until: Option<ClockTime>,
}

/// A moment as the venue's calendar and clock show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClockTime {
    /// The day.
    pub day: Day,
    /// Minutes after the day's local midnight.
    pub minutes: Minutes,
}

/// Whether a slot can be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SlotStatus {
    /// It can be booked.
    Open,
    /// It cannot be booked.
    Full,
}

/// How a booking is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Confirmation {
    /// At once.
    Instant,
    /// When the restaurant accepts it: until then it is a request.
    Request,
}

/// A part of the restaurant that a guest may ask to sit in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Area {
    /// Its id, for `areaId` of a reservation.
    pub id: AreaId,
    /// Its name.
    pub name: LocalizedText,
}

/// Why a slot is not open. The named ones are this worker's; other systems have reasons of their own,
/// which are passed on as they are.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Reason(Cow<'static, str>);

impl Reason {
    /// No table, and no combination of tables, is free for this party.
    pub const NO_TABLES_FOUND: Self = Self(Cow::Borrowed("no_tables_found"));
    /// With this party more guests would be seated at once than the restaurant can serve.
    pub const SEATED_LIMIT_REACHED: Self = Self(Cow::Borrowed("seated_limit_reached"));
    /// With this party more guests would start at this time than the kitchen can take.
    pub const STARTING_LIMIT_REACHED: Self = Self(Cow::Borrowed("starting_limit_reached"));
    /// With this party the day would have more guests in all than the restaurant takes on it.
    pub const COVERS_LIMIT_REACHED: Self = Self(Cow::Borrowed("covers_limit_reached"));
    /// The party is smaller than the experience takes.
    pub const PARTY_TOO_SMALL: Self = Self(Cow::Borrowed("party_too_small"));
    /// The party is larger than the experience takes.
    pub const PARTY_TOO_LARGE: Self = Self(Cow::Borrowed("party_too_large"));
    /// The time has passed.
    pub const IN_THE_PAST: Self = Self(Cow::Borrowed("in_the_past"));
    /// The time is nearer than the experience's lead time allows.
    pub const LEAD_TIME_TOO_SHORT: Self = Self(Cow::Borrowed("lead_time_too_short"));
    /// The day is further away than bookings are taken.
    pub const BEYOND_HORIZON: Self = Self(Cow::Borrowed("beyond_horizon"));
    /// The restaurant, or this experience, is closed.
    pub const CLOSED: Self = Self(Cow::Borrowed("closed"));
    /// The clocks are put forward over this time: it does not exist on this day.
    pub const TIME_DOES_NOT_EXIST: Self = Self(Cow::Borrowed("time_does_not_exist"));

    /// It would have to be paid in advance, and the venue's booking system offers no way to pay from here.
    pub const PAYMENT_NOT_SUPPORTED: Self = Self(Cow::Borrowed("payment_not_supported"));

    /// A reason of another system.
    #[must_use]
    pub fn other(text: String) -> Self {
        Self(Cow::Owned(text))
    }

    /// The reason's text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// The query of the calendar.
#[cfg(feature = "requests")]
#[derive(Clone, Debug, PartialEq, Eq, deserr::Deserr)]
#[deserr(error = FieldErrors, rename_all = camelCase, deny_unknown_fields)]
pub struct CalendarQuery {
    /// The experience.
    pub experience_id: ExperienceId,
    /// The number of guests.
    #[deserr(try_from(String) = Attendees::parse_text -> FieldCode)]
    pub attendees: Attendees,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

/// The query of the slots.
#[cfg(feature = "requests")]
#[derive(Clone, Debug, PartialEq, Eq, deserr::Deserr)]
#[deserr(error = FieldErrors, rename_all = camelCase, deny_unknown_fields)]
pub struct SlotsQuery {
    /// The experience.
    pub experience_id: ExperienceId,
    /// The number of guests.
    #[deserr(try_from(String) = Attendees::parse_text -> FieldCode)]
    pub attendees: Attendees,
    /// The day.
    pub day: Day,
    /// The reservation to move, whose token the request has: its own table counts as free.
    #[deserr(default)]
    pub reservation_id: Option<ReservationId>,
}
