//! Texts for the guest beside the step that is shown: the notice above it and the announcement of the live region.

use shared::time::{Day, Minutes};

use super::Failure;

/// A notice above a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The slot was taken by another guest.
    SlotLost(Minutes),
    /// The time is not open any more, or not for this choice.
    TimeNotOpen(Minutes),
    /// The day is not open for this choice.
    DayNotOpen(Day),
    /// The booking was refused: nothing has been booked.
    Refused(Failure),
}

/// An announcement of the live region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Announcement {
    /// This many times are open on the chosen day.
    TimesFound(u32),
    /// The day cannot be chosen.
    DayNotOpen(Day),
    /// The month could not be had.
    MonthFailed,
    /// The times could not be had.
    TimesFailed,
}
