//! The fragment: the widget's first screen as HTML, with the data it was rendered from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::availability::{CalendarDay, Slot};
use crate::id::ExperienceId;
use crate::locale::Language;
use crate::party::Attendees;
use crate::time::Day;
#[cfg(feature = "requests")]
use crate::validation::FieldErrors;
use crate::venue::Venue;

/// The first screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Fragment {
    /// The screen as HTML, for an element within the widget's shadow root.
    pub html: String,
    /// The language and region it was written for.
    pub language: Language,
    /// A style sheet with the accent colour, where the page or the venue has one.
    pub sheet: Option<String>,
    /// The venue, with its texts in this language alone and without what experiences with extras are ordered by.
    pub venue: Venue,
    /// The requested spans of the calendar, in this order. One that could not be read is left out, and is shown as
    /// loading.
    pub calendars: Vec<FragmentCalendar>,
    /// The day's slots, where a day was chosen beforehand.
    pub slots: Option<FragmentSlots>,
    /// Formatted days, times and money: texts by a letter for the form and the value.
    pub formatted: BTreeMap<String, String>,
    /// The address of the style sheet.
    pub style: String,
    /// The address of the widget's JavaScript.
    pub code: String,
    /// The address of the widget's WebAssembly module.
    pub module: String,
}

/// A span of the calendar, with its parameters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FragmentCalendar {
    /// The experience.
    pub experience_id: ExperienceId,
    /// The number of guests.
    pub attendees: Attendees,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Every day of the span, in order.
    pub days: Vec<CalendarDay>,
}

/// A day's slots, with their parameters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FragmentSlots {
    /// The experience.
    pub experience_id: ExperienceId,
    /// The number of guests.
    pub attendees: Attendees,
    /// The day.
    pub day: Day,
    /// The day's slots by time.
    pub slots: Vec<Slot>,
}

/// The query of a fragment: the embedding page's settings, which are written by hand. A value that cannot be parsed is
/// ignored, as in the widget.
#[cfg(feature = "requests")]
#[derive(Clone, Debug, Default, PartialEq, Eq, deserr::Deserr)]
#[deserr(error = FieldErrors, rename_all = camelCase, deny_unknown_fields)]
pub struct FragmentQuery {
    /// The view: `reservation`, the only one.
    #[deserr(default)]
    pub view: Option<String>,
    /// A language tag with the region that decides how dates and money are written, as a browser names it; the venue's
    /// counts where there is none. English if the tag cannot be read.
    #[deserr(default)]
    pub language: Option<String>,
    /// The experience chosen beforehand.
    #[deserr(default)]
    pub experience_id: Option<String>,
    /// The number of guests.
    #[deserr(default)]
    pub attendees: Option<String>,
    /// The day, `YYYY-MM-DD`.
    #[deserr(default)]
    pub date: Option<String>,
    /// The time, such as `19:30`; without a day it means nothing.
    #[deserr(default)]
    pub time: Option<String>,
    /// The page's accent colour.
    #[deserr(default)]
    pub color: Option<String>,
}
