//! A venue's `[engine]`, key for key: its rooms, tables and experiences as the restaurant writes them.
//! [`Plan::build`](crate::plan::Plan::build) checks them and reports every fault at once.

use serde::{Deserialize, Serialize};
use shared::availability::Confirmation;
use shared::id::{AreaId, ExperienceId, TableId};
use shared::locale::LocalizedText;
use shared::time::Day;

use crate::label::Label;
use crate::offer::{AddOnSettings, AgeCategorySettings, Payment, QuestionSettings};

/// The `engine` section of a venue file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EngineSettings {
    /// How many days ahead bookings are taken; 0 means today alone.
    pub horizon_days: u16,
    /// The most covers seated at once in the whole venue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seated_limit: Option<u16>,
    /// The most covers starting at the same instant in the whole venue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starting_limit: Option<u16>,
    /// Kinds of tables, such as `window` or `high-table`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Category>,
    /// Labels that staff attach to reservations, such as VIP.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
    /// The rooms. Guests may ask for one: a room is an area of the public API.
    pub rooms: Vec<Room>,
    /// The experiences, in the order to show.
    pub experiences: Vec<Experience>,
    /// When the whole venue is closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<Closure>,
}

/// A kind of tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Category {
    /// Its id, by which tables and experiences name it.
    pub id: String,
    /// Its name.
    pub name: LocalizedText,
}

/// A room, which is a floor plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Room {
    /// Its id, unique among rooms.
    pub id: AreaId,
    /// Its name, shown to guests.
    pub name: LocalizedText,
    /// Rooms are shown, and tables of equal merit given, by this number, the smallest first.
    pub sort_index: u16,
    /// Its tables: at most 512 in all rooms.
    pub tables: Vec<Table>,
    /// Tables that may be put together: at most 512 combinations in all rooms, each of up to 16 tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub combinations: Vec<Combination>,
    /// The drawings on its floor plan beside the tables, such as walls and plants.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elements: Vec<Element>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Table {
    /// Its id, unique in the venue.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: TableId,
    /// Its name for staff.
    pub name: String,
    /// The smallest party it is given to.
    pub min_party_size: u8,
    /// Its chairs: the largest party it is given to.
    pub max_party_size: u8,
    /// Of tables that fit equally well the one with the smallest number is given first.
    #[serde(default)]
    pub priority_index: u16,
    /// Whether it can be booked at all; if not, it is kept for walk-ins.
    #[serde(default = "yes")]
    pub reservable: bool,
    /// The kinds it is of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// How it is drawn, such as `rect_four`.
    #[serde(rename = "type")]
    pub shape: String,
    /// Where its left edge is on the floor plan, in the plan's own units.
    pub x: i32,
    /// Where its upper edge is on the floor plan, in the plan's own units.
    pub y: i32,
    /// How far it is turned clockwise, in degrees.
    #[serde(default)]
    pub rotation: i16,
}

/// Tables of one room that may be put together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Combination {
    /// Its id, unique among combinations.
    pub id: String,
    /// Its tables, two at least.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub table_ids: Vec<TableId>,
    /// The smallest party it is given to.
    pub min_party_size: u8,
    /// The largest party it is given to. With 0 the combination is a draft: it is never given, and its tables are not
    /// checked.
    pub max_party_size: u8,
    /// Of combinations that fit equally well the one with the smallest number is given first.
    #[serde(default)]
    pub priority_index: u16,
}

/// A drawing on a floor plan that is no table. Guests never see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Element {
    /// Its id, unique in its room.
    pub id: String,
    /// How it is drawn, such as `rectangle`.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<String>,
    /// Where its left edge is on the floor plan, in the plan's own units.
    pub x: i32,
    /// Where its upper edge is on the floor plan, in the plan's own units.
    pub y: i32,
    /// Its width, in the plan's own units.
    pub width: i32,
    /// Its height, in the plan's own units.
    pub height: i32,
    /// How far it is turned clockwise, in degrees.
    #[serde(default)]
    pub rotation: i16,
    /// Its colour, as CSS writes colours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background_color: Option<String>,
}

/// An experience: a thing that guests book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Experience {
    /// Its id, unique among experiences.
    pub id: ExperienceId,
    /// Its name.
    pub name: LocalizedText,
    /// Its short name for staff, such as `DIN`.
    pub shorthand: String,
    /// A line about it.
    pub short_description: LocalizedText,
    /// More about it, as HTML: paragraphs, headings, lists, quotations, emphasis, and links that begin with `https:`,
    /// `mailto:` or `tel:`. Anything else in it is left out.
    pub description_html: LocalizedText,
    /// The name of its picture: a file in the venue's folder `edge/venues/<id>/`, or an upload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Whether it is preselected; at most one is.
    #[serde(default)]
    pub is_default: bool,
    /// The parties it takes.
    pub attendees: Attendance,
    /// Whether a booking is confirmed at once.
    pub confirmation: Confirmation,
    /// Whether guests see when their time ends.
    #[serde(default)]
    pub show_end_time: bool,
    /// Minutes from one slot to the next.
    pub slot_interval_minutes: u16,
    /// How long a party keeps its table, by size; the last entry covers the largest party.
    pub durations: Vec<Stay>,
    /// How many minutes before a slot it can last be booked.
    #[serde(default)]
    pub lead_minutes: u32,
    /// How many minutes before its time a table that nothing is paid for can last be cancelled free of charge, which guests
    /// are told as a day and a time; none where the text in `policies.cancellation` says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_cancellation_minutes: Option<u32>,
    /// The most covers of this experience seated at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seated_limit: Option<u16>,
    /// The most covers of this experience starting in one slot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starting_limit: Option<u16>,
    /// The rooms it may use; all, if none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<AreaId>,
    /// The kinds of tables it may use; all, if none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// The payment in advance, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Payment>,
    /// Whether it is shown and booked only with one of its access codes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_private: bool,
    /// The access codes that open it: of each the SHA-256 digest in small hexadecimal digits, so that the settings do not
    /// show the code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub access_codes: Vec<String>,
    /// The price per guest in minor units of the venue's currency, taxes included; none where no price is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_per_guest: Option<u32>,
    /// The rate of the tax in the price, in hundredths of a percent, up to 10000: 1000 means 10 percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_basis_points: Option<u16>,
    /// The age categories that people are counted by, in the order to show; none where a party is only a number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<AgeCategorySettings>,
    /// The add-ons that a booking can have, in the order to show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_ons: Vec<AddOnSettings>,
    /// The questions to guests with a booking, in the order to ask.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<QuestionSettings>,
    /// When it is served, week by week. Periods of one day must not overlap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<Period>,
    /// Days on which other periods are served than the week's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub special_days: Vec<SpecialDays>,
    /// Days and times at which it is not served although they are within its periods.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<Closure>,
}

/// The smallest and the largest party, 1 to 50.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Attendance {
    /// The smallest.
    pub min: u8,
    /// The largest.
    pub max: u8,
}

/// How long parties up to a size keep their table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Stay {
    /// The largest party this is for; rises from entry to entry.
    pub up_to: u8,
    /// Minutes of elapsed time.
    pub minutes: u16,
}

/// A service as a section of its own: when it is held, and what every service states. Nested sections would be another
/// format, and serde does not find misspelt fields where one is flattened into another.
macro_rules! service {
    ($(#[$doc:meta])* $name:ident { $($(#[$own:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        pub struct $name {
            $($(#[$own])* pub $field: $type,)*
            /// The first seating, in minutes after the day's local midnight.
            pub first_minutes: u16,
            /// The last seating; may pass 1440 for seatings after midnight, up to 2879.
            pub last_minutes: u16,
            /// The rooms it is served in; all of the experience, if none is named.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub rooms: Vec<AreaId>,
            /// The most covers of this service seated at once, beside the experience's own limit.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub seated_limit: Option<u16>,
            /// The most covers starting in one slot of this service, beside the experience's own limit.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub starting_limit: Option<u16>,
        }

        impl $name {
            /// The settings of every service, in the section at `path`.
            pub(crate) fn written(&self, path: String) -> Written<'_> {
                Written {
                    path,
                    first: self.first_minutes,
                    last: self.last_minutes,
                    rooms: &self.rooms,
                    seated_limit: self.seated_limit,
                    starting_limit: self.starting_limit,
                }
            }
        }
    };
}

/// The settings of every service, with the path of its section.
pub(crate) struct Written<'a> {
    pub(crate) path: String,
    pub(crate) first: u16,
    pub(crate) last: u16,
    pub(crate) rooms: &'a [AreaId],
    pub(crate) seated_limit: Option<u16>,
    pub(crate) starting_limit: Option<u16>,
}

service! {
    /// A service on some days of the week.
    Period {
        /// The days of the week.
        weekdays: Vec<Weekday>,
        /// The first day of its season; none means ever since.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Day>,
        /// The last day of its season; none means for ever.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Day>,
    }
}

/// Days on which other services are held than the week's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SpecialDays {
    /// The days.
    pub days: Vec<Day>,
    /// The experiences served on them; none, if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<SpecialPeriod>,
}

service! {
    /// A service on special days.
    SpecialPeriod {}
}

/// Days, or a span of each of some days, at which the venue or an experience is closed.
///
/// Without minutes it takes away every slot of its days, those after midnight included. With
/// minutes it takes away every stay that would reach into them: the venue is empty then. To end an
/// evening early, write a special day instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Closure {
    /// The first day.
    pub from: Day,
    /// The last day; none means the first alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// On each of the days, when it begins; given together with its end or not at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_minutes: Option<u16>,
    /// On each of the days, when it is over; may pass 1440, up to 2879.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_minutes: Option<u16>,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Weekday {
    /// Days since Monday, as `chrono` counts them too.
    #[must_use]
    pub fn days_from_monday(self) -> u8 {
        self as u8
    }
}

fn yes() -> bool {
    true
}

#[cfg(test)]
#[path = "engine_tests.rs"]
mod tests;
