//! An evening as its page knows it: the day as the venue last sent it, the taps that are on their way, and what is shown of
//! both. Pure: the clock, the network and randomness are arguments.

mod booking;
mod by_table;
mod calls;
mod clock;
mod covers;
mod door;
mod evening;
mod floor;
mod follow;
mod glance;
mod list;
mod moves;
mod notes;
mod percent;
mod rules;
mod search;
mod session;
mod steps;
mod tables;
mod taps;
#[cfg(test)]
mod test_support;

pub use booking::{BookingField, BookingForm, KnownGuest, TypedText, experiences, is_number, times};
pub use by_table::{AreaTimeline, Stay, TableTimeline};
pub use calls::live_calls;
pub use clock::Clock;
pub use covers::{Curve, Quarter};
pub use door::{QUOTES, door_entry, served_at};
pub use evening::Evening;
pub use floor::{FloorPlan, Frame, PlannedTable, TableState, TableUse};
pub use follow::{Follow, Line, Reading};
pub use glance::DayGlance;
pub use list::{Filter, Lateness, ListedGroup, ListedSection, Row, SectionKind};
pub use moves::Moving;
pub use notes::toggled_line;
pub use percent::percent;
pub use rules::{
    ClosableService, closable_services, closure_of_day, days_on_offer, minutes_of_clock, minutes_of_evening,
    opening_period, pause, replaced_services,
};
pub use search::{Search, is_name};
pub use session::ends_soon;
pub use steps::{OfferedSteps, main_step, offered_steps, way_back};
pub use tables::FreeTable;
pub use taps::{Conflict, ConflictKind, HOLD_SECONDS, Placement, SentTap, TapChange, TapOutcome, Taps};
