//! Rules of a day: what changes daily, apart from the floor plan. Closures, blocked tables, a pause, special hours, a limit of
//! covers, and notes for staff; each ends by itself.
//!
//! Days are days of the venue's calendar. Minutes count from a day's midnight as the clock on the wall shows them and may
//! pass 1440; where the clocks are put forward over one, the moment of the change is meant, and where a time comes twice, a
//! closure lasts from its first until its last. Instants are RFC 3339.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{AreaId, DayRuleId, ExperienceId, ReservationId, TableId};
use crate::locale::{Language, LocalizedText};
use crate::party::Attendees;
use crate::time::{Day, Instant, Minutes};
use crate::validation::{FieldCode, Message, Notes, request_type};

/// How many days ahead a rule may lie: as far as any venue may take bookings.
pub const MAX_DAYS_AHEAD: u32 = 730;
/// The most rules that a venue may have at once. Each is looked at for each day of a calendar.
pub const MAX_DAY_RULES: usize = 200;
/// The most tables that one rule may block.
pub const MAX_BLOCKED_TABLES: usize = 256;
/// The most periods of one day's special hours.
pub const MAX_SPECIAL_PERIODS: usize = 8;
/// The most reservations that a response lists in `meets`.
pub const MAX_LISTED: usize = 500;

/// A text for guests by language, up to [`Message::MAX_CHARS`] characters in each of up to
/// [`GuestNotice::MAX_LANGUAGES`] languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, try_from(BTreeMap<String, String>) = Self::parse -> FieldCode))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct GuestNotice(LocalizedText);

impl GuestNotice {
    /// The most languages of one text.
    pub const MAX_LANGUAGES: usize = 16;

    /// Takes the texts by their languages' tags, each as [`Message`] takes it.
    pub fn parse(texts: BTreeMap<String, String>) -> Result<Self, FieldCode> {
        if texts.is_empty() {
            return Err(FieldCode::Required);
        }
        if texts.len() > Self::MAX_LANGUAGES {
            return Err(FieldCode::TooLong);
        }
        let read = |(tag, text): (String, String)| {
            Ok((Language::parse(&tag)?, Message::parse(&text)?.as_str().to_owned()))
        };
        let texts = texts.into_iter().map(read).collect::<Result<LocalizedText, _>>();
        texts.map(Self)
    }

    /// The text by language.
    #[must_use]
    pub fn text(&self) -> &LocalizedText {
        &self.0
    }
}

/// How guests see times that a closure takes away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, rename_all = lowercase))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ShownAs {
    /// As closed.
    #[default]
    Closed,
    /// As fully booked.
    Full,
}

request_type! {
    /// The times of a day at which parties are seated, in the experience's interval.
    pub struct OpeningPeriod {
        /// The first seating: minutes after the day's midnight.
        pub first_minutes: Minutes,
        /// The last seating, in the same unit.
        pub last_minutes: Minutes,
    }
}

/// The effect of a rule, by its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, tag = "kind", deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum DayRuleEffect {
    /// Closed on some days, or at some times of each of them. Without minutes every seating of the days is taken away,
    /// those after midnight included; with minutes every stay that would reach into them.
    #[cfg_attr(feature = "requests", deserr(rename = "closure", rename_all = camelCase))]
    Closure {
        /// The first day.
        from: Day,
        /// The last day; the first alone, if it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        to: Option<Day>,
        /// On each of the days, when it begins; given together with its end or not at all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        from_minutes: Option<Minutes>,
        /// On each of the days, when it is over.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        until_minutes: Option<Minutes>,
        /// The one experience that is closed; all, if it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        experience_id: Option<ExperienceId>,
        /// The one area that is closed; all, if it is left out. A seating that has tables in other areas stays open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        area_id: Option<AreaId>,
        /// How guests see it.
        #[serde(default)]
        #[cfg_attr(feature = "requests", deserr(default))]
        shown_as: ShownAs,
        /// A text for guests. It is shown beside the days, unless they are shown as fully booked, and it is in the letter of
        /// `notify` to those whose reservation the closure meets.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        text: Option<GuestNotice>,
    },
    /// Tables that are given to no party whose stay would reach into the time.
    #[cfg_attr(feature = "requests", deserr(rename = "blocked_tables", rename_all = camelCase))]
    BlockedTables {
        /// The tables.
        table_ids: Vec<TableId>,
        /// When it begins.
        from: Instant,
        /// When it is over.
        until: Instant,
        /// A text for guests: those who have one of the tables read it in the letter of `notify`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        text: Option<GuestNotice>,
    },
    /// From its creation on, seatings that start before an instant are shown as fully booked.
    #[cfg_attr(feature = "requests", deserr(rename = "pause", rename_all = camelCase))]
    Pause {
        /// The one experience that is paused; all, if it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        experience_id: Option<ExperienceId>,
        /// The instant. If it is left out, the end of the service day: after the last seating of the present evening, also
        /// where that is after midnight. Of one experience that of its own last seating, unless it is over.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        until: Option<Instant>,
    },
    /// Other seatings of an experience on one day, in place of its usual ones. Each period has the rooms and the limits of
    /// the day's usual service that it overlaps, of several the one that it overlaps longest; where it overlaps none,
    /// those of the day's only service. Where there is neither, it is held in all of the experience's rooms without limits
    /// of its own.
    #[cfg_attr(feature = "requests", deserr(rename = "special_hours", rename_all = camelCase))]
    SpecialHours {
        /// The day.
        day: Day,
        /// The experience.
        experience_id: ExperienceId,
        /// The periods, which must not overlap.
        periods: Vec<OpeningPeriod>,
        /// A text for guests: those whose time is no longer served read it in the letter of `notify`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        text: Option<GuestNotice>,
    },
    /// The most guests of one day's reservations in all, those after midnight and those who have left included.
    #[cfg_attr(feature = "requests", deserr(rename = "covers_limit", rename_all = camelCase))]
    CoversLimit {
        /// The day.
        day: Day,
        /// The one experience whose guests are counted and limited; all, if it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        experience_id: Option<ExperienceId>,
        /// The most guests.
        covers: u16,
    },
    /// A note of the day for staff; guests never see it.
    #[cfg_attr(feature = "requests", deserr(rename = "note", rename_all = camelCase))]
    Note {
        /// The day.
        day: Day,
        /// The note.
        text: Notes,
    },
}

impl DayRuleEffect {
    /// The text for guests, if there is one.
    #[must_use]
    pub fn guest_text(&self) -> Option<&LocalizedText> {
        match self {
            Self::Closure { text, .. }
            | Self::BlockedTables { text, .. }
            | Self::SpecialHours { text, .. } => text.as_ref().map(GuestNotice::text),
            Self::Pause { .. } | Self::CoversLimit { .. } | Self::Note { .. } => None,
        }
    }
}

request_type! {
    /// A new rule: the body of its POST.
    pub struct DayRuleRequest {
        /// The effect.
        pub effect: DayRuleEffect,
        /// The reason, for staff alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub reason: Option<Notes>,
    }
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DayRule {
    /// Its id.
    pub id: DayRuleId,
    /// The effect, with the values that were left out in the request.
    pub effect: DayRuleEffect,
    /// The reason, for staff alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Notes>,
    /// When it ends by itself.
    pub ends_at: Instant,
    /// When it was created.
    pub created_at: Instant,
    /// The actor that created it, as the audit log names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// When it was removed; absent while it is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Instant>,
}

/// Every rule that has not ended and was not removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DayRuleList {
    /// The rules, the oldest first.
    pub rules: Vec<DayRule>,
}

/// A rule with the reservations that it meets. It cancels and moves none of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DayRuleImpact {
    /// The rule.
    pub rule: DayRule,
    /// How many upcoming reservations it meets: those in a closure, at a blocked table, or outside the special hours.
    pub meets_count: u32,
    /// The first 500 of them by time.
    pub meets: Vec<MetReservation>,
}

/// A reservation that a rule meets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MetReservation {
    /// Its id.
    pub id: ReservationId,
    /// Its number.
    pub number: String,
    /// Its day.
    pub day: Day,
    /// Its time: minutes after the day's midnight.
    pub minutes: Minutes,
    /// The party's size.
    pub attendees: Attendees,
    /// When its guest was written to about this rule; absent before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notified_at: Option<Instant>,
}

/// The outcome of writing to the guests whom a rule meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DayRuleNotification {
    /// How many letters were queued by this request.
    pub queued: u32,
    /// How many guests whom the rule meets have no e-mail address.
    pub without_address: u32,
    /// How many letters are left for the next request: one queues 100.
    pub left: u32,
}

#[cfg(test)]
#[path = "day_rule_tests.rs"]
mod tests;
