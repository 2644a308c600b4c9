//! Days of the calendar by month, with the state of the request for each.

use shared::availability::{CalendarDay, DayStatus};
use shared::time::Day;

use super::Answer;

/// Months and their days; those never requested are not in it. A guest looks at a
/// handful, so a list is enough.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Months(Vec<(Day, Answer<Vec<CalendarDay>>)>);

impl Months {
    /// The state of the month that `day` is in.
    #[must_use]
    pub fn get(&self, day: Day) -> Option<&Answer<Vec<CalendarDay>>> {
        let month = day.first_of_month();
        self.0
            .iter()
            .find(|(known, _)| *known == month)
            .map(|(_, answer)| answer)
    }

    /// The month's days, where they are known.
    #[must_use]
    pub fn days(&self, day: Day) -> Option<&[CalendarDay]> {
        self.get(day)?.known().map(Vec::as_slice)
    }

    /// The first open day from `day` on within its month, where the month's days are known.
    #[must_use]
    pub fn open_from(&self, day: Day) -> Option<Day> {
        let open = self
            .days(day)?
            .iter()
            .find(|known| known.day >= day && known.status == DayStatus::Open)?;
        Some(open.day)
    }

    pub(super) fn entry(&mut self, day: Day) -> &mut Answer<Vec<CalendarDay>> {
        let month = day.first_of_month();
        let index = self
            .0
            .iter()
            .position(|(known, _)| *known == month)
            .unwrap_or_else(|| {
                self.0.push((month, Answer::NotRequested));
                self.0.len() - 1
            });
        &mut self.0[index].1
    }

    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
}
