//! A day as the restaurant's staff see it: its services with their limits, its floor plan, its rules and every reservation.
//! It holds guests' data, so no cache may store it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::choices::{BookedAddOn, BookedPeople, GivenAnswer};
use crate::day_rule::DayRule;
use crate::id::{AreaId, ExperienceId, LabelId, ReservationId, TableId, WaitlistEntryId};
use crate::locale::{Language, LocalizedText};
use crate::money::Money;
use crate::page::PagePosition;
use crate::party::Attendees;
use crate::payment::{PaymentProblem, PaymentTerms};
use crate::reservation::{BookedExperience, Guest, Status};
use crate::time::{Day, Instant, Minutes};
use crate::validation::{Name, Notes, request_type};
use crate::waitlist::Offer;

request_type! {
    /// The day to read.
    pub struct StaffDayQuery {
        /// The day; the evening that goes on at present, if it is left out.
        #[cfg_attr(feature = "requests", deserr(default))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub day: Option<Day>,
    }
}

request_type! {
    /// A change of a reservation by staff: the body of its PATCH. All of it is carried out or nothing. What is left out
    /// stays as it is.
    #[derive(Default)]
    #[serde(default)]
    pub struct StaffReservationPatch {
        /// The `sequence` of the reservation that the sender has read. If the reservation was written since, nothing is
        /// changed, unless all that is wanted is a status, a time and tables that it has by now: so a change whose answer was
        /// lost is sent again and is never carried out twice.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub if_sequence: Option<u32>,
        /// The status.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub status: Option<Status>,
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
        /// The tables that it must have, at most 16; an empty list lets any do.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub table_ids: Option<Vec<TableId>>,
        /// The staff's notes about the reservation; an empty text removes them.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub internal_notes: Option<String>,
    }
}

request_type! {
    /// A party that has come without a reservation and sits down: the body of its POST.
    pub struct WalkInRequest {
        /// The tables, of one area: 1 to 16.
        pub table_ids: Vec<TableId>,
        /// The party's size.
        pub attendees: Attendees,
        /// The entry of the waitlist whose party it is: the reservation has its name, and it waits no longer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub waitlist_entry_id: Option<WaitlistEntryId>,
    }
}

/// A day of a venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StaffDay {
    /// The day.
    pub day: Day,
    /// The day whose evening goes on at present: the one before after midnight, while it has seatings or guests.
    pub today: Day,
    /// The instant of the answer, by which a page corrects its device's clock.
    pub now: Instant,
    /// How many minutes the venue's clock is ahead of UTC at that instant.
    pub utc_offset_minutes: i16,
    /// The cursor of the journal: every change up to it is in the answer.
    pub cursor: PagePosition,
    /// The limits of the whole venue.
    pub limits: CoversLimits,
    /// The services by their first seating.
    pub services: Vec<DayService>,
    /// The areas in the order to show.
    pub areas: Vec<FloorArea>,
    /// The rules in force that are about the day, the oldest first.
    pub rules: Vec<DayRule>,
    /// Every reservation by time, those that were cancelled and the parties without one included.
    pub reservations: Vec<ReservationForStaff>,
    /// The parties that wait for a table on the day, those who came first before the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waitlist: Vec<WaitingParty>,
}

/// A party that waits for a table. Printed it is its id alone, since it holds a guest's data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct WaitingParty {
    /// The entry on the waitlist.
    pub id: WaitlistEntryId,
    /// The experience.
    pub experience_id: ExperienceId,
    /// The earliest time: minutes after the day's midnight.
    pub from: Minutes,
    /// The latest time, in the same unit.
    pub to: Minutes,
    /// The party's size.
    pub attendees: Attendees,
    /// The guest.
    pub guest: Guest,
    /// Since when the party waits.
    pub since: Instant,
    /// When a table was promised to a party at the door; absent for guests who joined the waitlist themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quoted_at: Option<Instant>,
    /// The table that is held for it; absent while none is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
}

impl fmt::Debug for WaitingParty {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printed = formatter.debug_struct("WaitingParty");
        printed.field("id", &self.id).finish_non_exhaustive()
    }
}

/// The most covers at once; a limit that is left out is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CoversLimits {
    /// Seated at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seated: Option<u32>,
    /// Starting at the same time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starting: Option<u32>,
}

/// A service of a day: the seatings of one experience from the first to the last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DayService {
    /// The experience.
    pub experience_id: ExperienceId,
    /// Its name.
    pub name: LocalizedText,
    /// The staff's short name of it.
    pub shorthand: String,
    /// The first seating: minutes after the day's midnight.
    pub first_minutes: Minutes,
    /// The last seating, in the same unit.
    pub last_minutes: Minutes,
    /// Minutes from one seating to the next.
    pub interval_minutes: u16,
    /// The limits of the service, or of the experience where that is less.
    pub limits: CoversLimits,
}

/// An area with its floor plan. Lengths are in the plan's own units, rotations in degrees clockwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FloorArea {
    /// Its id.
    pub id: AreaId,
    /// Its name.
    pub name: LocalizedText,
    /// Its tables.
    pub tables: Vec<FloorTable>,
    /// Tables that may be put together.
    pub combinations: Vec<FloorCombination>,
    /// The drawings beside the tables.
    pub elements: Vec<FloorElement>,
}

/// A table on a floor plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FloorTable {
    /// Its id.
    pub id: TableId,
    /// The staff's name of it.
    pub name: String,
    /// The smallest party for which it is assigned.
    pub min_party_size: u8,
    /// The largest party for which it is assigned.
    pub max_party_size: u8,
    /// Whether guests can book it; else it is for walk-ins.
    pub reservable: bool,
    /// How it is drawn, such as `rect_four`.
    pub shape: String,
    /// Its left edge.
    pub x: i32,
    /// Its upper edge.
    pub y: i32,
    /// How far it is turned.
    pub rotation: i16,
}

/// Tables that may be put together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FloorCombination {
    /// Its id.
    pub id: String,
    /// Its tables.
    pub table_ids: Vec<TableId>,
    /// The smallest party for which they are assigned.
    pub min_party_size: u8,
    /// The largest party for which they are assigned.
    pub max_party_size: u8,
}

/// A drawing on a floor plan that is no table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FloorElement {
    /// Its id.
    pub id: String,
    /// Its left edge.
    pub x: i32,
    /// Its upper edge.
    pub y: i32,
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// How far it is turned.
    pub rotation: i16,
}

/// A reservation as staff see it. Printed it is its id alone, since it holds a guest's data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReservationForStaff {
    /// Its id.
    pub id: ReservationId,
    /// The number that the guest gives on arrival.
    pub number: String,
    /// Its status.
    pub status: Status,
    /// How often it was written, for `ifSequence` of a change.
    pub sequence: u32,
    /// The day in the venue's zone.
    pub day: Day,
    /// Minutes after its local midnight.
    pub minutes: Minutes,
    /// How long the table is the party's, in minutes.
    pub duration: u16,
    /// When it starts.
    pub starts_at: Instant,
    /// When its tables are free again.
    pub ends_at: Instant,
    /// When the guests arrived; absent before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived_at: Option<Instant>,
    /// When the guests left; absent before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_at: Option<Instant>,
    /// The party's size.
    pub attendees: Attendees,
    /// The experience.
    pub experience: BookedExperience,
    /// The staff's short name of the experience; absent if it is no longer offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shorthand: Option<String>,
    /// Where it comes from, such as `walk_in` or `phone`.
    pub source: String,
    /// The guest.
    pub guest: Guest,
    /// The id that the guest's reservations share.
    pub guest_id: String,
    /// The guest's company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Name>,
    /// The language of letters to the guest.
    pub locale: Language,
    /// The guest's notes to the restaurant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Notes>,
    /// The staff's notes about the guest, on all of the guest's reservations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guest_notes: Option<Notes>,
    /// The staff's notes about the reservation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub internal_notes: Option<Notes>,
    /// The party by age category; empty where it is only a number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<BookedPeople>,
    /// The add-ons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_ons: Vec<BookedAddOn>,
    /// The guest's answers, such as about allergies and the occasion.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<GivenAnswer>,
    /// The labels that staff have attached.
    pub labels: Vec<ReservationLabel>,
    /// Its tables.
    pub tables: Vec<AssignedTable>,
    /// The payment; absent where nothing has to be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<ReservationPayment>,
    /// The part of the price that a gift card pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_card: Option<Money>,
}

impl fmt::Debug for ReservationForStaff {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printed = formatter.debug_struct("ReservationForStaff");
        printed.field("id", &self.id).finish_non_exhaustive()
    }
}

/// A label of a reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReservationLabel {
    /// Its id.
    pub id: LabelId,
    /// Its name for staff.
    pub name: String,
}

/// A table of a reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AssignedTable {
    /// Its id.
    pub id: TableId,
    /// The staff's name of it.
    pub name: String,
}

/// The payment of a reservation as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReservationPayment {
    /// The terms.
    pub terms: PaymentTerms,
    /// The state of the money.
    pub state: ReceivedMoney,
    /// The problem with it; absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<PaymentProblem>,
}

/// Whether the restaurant has the money of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceivedMoney {
    /// No money has come.
    Pending,
    /// A card is kept, or an amount is reserved on one; no money has come.
    Authorized,
    /// Money has come, and the restaurant has it.
    Paid,
    /// All of the money went back, or is on its way.
    Refunded,
    /// No money has come, and none will.
    Closed,
}

#[cfg(test)]
#[path = "staff_day_tests.rs"]
mod tests;
