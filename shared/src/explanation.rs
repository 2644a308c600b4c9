//! Why a party can or cannot be seated at a time, for the restaurant's staff: every rule and every table that decides
//! it, in words, with what would change it.

use serde::{Deserialize, Serialize};

#[cfg(feature = "requests")]
use crate::id::ExperienceId;
use crate::id::{AreaId, DayRuleId, TableId};
#[cfg(feature = "requests")]
use crate::party::Attendees;
#[cfg(feature = "requests")]
use crate::time::{Day, Minutes};
#[cfg(feature = "requests")]
use crate::validation::{FieldCode, FieldErrors};

/// The answer to why a time can or cannot be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// Whether a guest who books it now gets it. Exactly then there are no rules.
    pub is_open: bool,
    /// Every rule that says no, in the order of checking.
    pub rules: Vec<BrokenRule>,
    /// Every table, and every combination of tables for a party of this size. Empty where there is no such seating.
    pub tables: Vec<ExplainedTable>,
}

/// A rule that says no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BrokenRule {
    /// Which rule it is.
    pub code: RuleCode,
    /// The rule as a sentence with its figures, in the language of the request.
    pub text: String,
    /// The change after which it would not say no, as a sentence.
    pub change: String,
    /// Where it stands in the venue's settings, such as `engine.experiences[0].leadMinutes`; none where no setting
    /// decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<String>,
    /// The rule of the day behind it, by its id; absent where none decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_rule: Option<DayRuleId>,
}

/// Which rule says no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RuleCode {
    /// The party is smaller than the experience takes.
    PartyTooSmall,
    /// The party is larger than the experience takes.
    PartyTooLarge,
    /// The time has passed.
    InThePast,
    /// The time is nearer than the experience's lead time allows.
    LeadTimeTooShort,
    /// The day is further ahead than bookings are taken.
    BeyondHorizon,
    /// A closure covers it: of the settings, or a rule of the day.
    Closed,
    /// A closure of the day's rules covers it, which guests see as fully booked.
    ShownFull,
    /// New bookings are paused until a later time.
    Paused,
    /// Tables that the party could have are blocked.
    TablesBlocked,
    /// The experience has no service on this day.
    NoService,
    /// The experience has services on this day, but no seating at this time.
    NotASeating,
    /// The clocks are put forward over this time.
    TimeDoesNotExist,
    /// With this party more guests would be seated at once than a limit allows.
    SeatedLimitReached,
    /// With this party more guests would start at this time than a limit allows.
    StartingLimitReached,
    /// With this party the day would have more guests in all than its rules allow.
    CoversLimitReached,
    /// No table and no combination for this party is free over its whole stay.
    NoTablesFound,
}

/// A table, or a combination of tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ExplainedTable {
    /// Its table, or those that are put together.
    pub table_ids: Vec<TableId>,
    /// The name that staff use; several are joined by ` + `.
    pub name: String,
    /// The room.
    pub area_id: AreaId,
    /// The smallest party it is given to.
    pub min_party_size: u8,
    /// The largest party it is given to.
    pub max_party_size: u8,
    /// Whether the party could have it.
    pub status: TableStatus,
    /// The same as a sentence.
    pub text: String,
    /// The numbers of the reservations that have it for a part of the stay.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reservations: Vec<String>,
}

/// Whether a party could have a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TableStatus {
    /// It could.
    Free,
    /// It is given to smaller parties.
    TooSmall,
    /// It is given to larger parties.
    TooLarge,
    /// It is kept for guests without a reservation.
    NotReservable,
    /// Its room is not part of the service.
    RoomNotServed,
    /// It is of no kind that the experience uses.
    OtherCategory,
    /// Other reservations have it for a part of the stay.
    Taken,
    /// A rule of the day takes it.
    Blocked,
}

/// The query of an explanation.
#[cfg(feature = "requests")]
#[derive(Clone, Debug, PartialEq, Eq, deserr::Deserr)]
#[deserr(error = FieldErrors, rename_all = camelCase, deny_unknown_fields)]
pub struct ExplanationQuery {
    /// The experience.
    pub experience_id: ExperienceId,
    /// The day.
    pub day: Day,
    /// Minutes after its local midnight.
    #[deserr(try_from(String) = Minutes::parse_text -> FieldCode)]
    pub minutes: Minutes,
    /// The number of guests.
    #[deserr(try_from(String) = Attendees::parse_text -> FieldCode)]
    pub attendees: Attendees,
    /// The language of the sentences as a tag; `Accept-Language`, or else the venue's own, if it is left out or cannot
    /// be read.
    #[deserr(default)]
    pub language: Option<String>,
}
