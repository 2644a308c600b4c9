//! The month shown: what is known of its days, and moving within it and beyond. It must not know
//! what choosing a day leads to.

use shared::availability::{CalendarDay, DayStatus};
use shared::time::Day;

use super::state::Numbers;
use super::{
    Announcement, Answer, Booking, CalendarQuestion, Cursor, Effect, Failure, Focus, HostEvent, Notice, Step,
};

impl Booking {
    /// Turns the calendar by some months, if there is anything to book in the one it leads to.
    pub(super) fn turn_month(&mut self, count: i8, numbers: &mut Numbers<'_>) -> Vec<Effect> {
        let Some(month) = self.month_after(count) else {
            return Vec::new();
        };
        self.may_turn = false;
        self.show(month.max(self.venue.today));
        self.ask_calendar(numbers)
    }

    pub(super) fn ask_calendar(&mut self, numbers: &mut Numbers<'_>) -> Vec<Effect> {
        let known = self.months.entry(self.month);
        if !matches!(known, Answer::Unasked) {
            return Vec::new();
        }
        let number = numbers.next();
        *known = Answer::Asked(number);
        let question = CalendarQuestion {
            experience: self.experience.id.clone(),
            attendees: self.attendees,
            from: self.month.max(self.venue.today),
            to: self.month.last_of_month().min(self.last_day()),
        };
        vec![Effect::AskCalendar(number, question)]
    }

    pub(super) fn calendar_answered(
        &mut self,
        number: u32,
        answer: Result<Vec<CalendarDay>, Failure>,
        numbers: &mut Numbers<'_>,
    ) -> Vec<Effect> {
        let asked = self.months.asked(number);
        let Some(month) = asked else {
            return Vec::new();
        };
        let days = match answer {
            // Days that were not asked for are of no use, and would lead the cursor astray.
            Ok(days) => days
                .into_iter()
                .filter(|known| known.day.first_of_month() == month)
                .collect::<Vec<_>>(),
            Err(failure) => {
                let tell = Effect::Tell(HostEvent::Error(failure.name()));
                *self.months.entry(month) = Answer::Failed(failure);
                self.announcement = Some(Announcement::MonthFailed);
                return vec![tell];
            }
        };
        *self.months.entry(month) = Answer::Known(days);
        let first_open = self.months.first_open(month);
        if self.step != Step::Find {
            return Vec::new();
        }
        let chosen = self.day.filter(|day| day.first_of_month() == month);
        if let Some(day) = chosen
            && self.day_status(day) != Some(DayStatus::Open)
        {
            self.let_go_of_day();
            self.notice = Some(Notice::DayNotOpen(day));
        }
        if month != self.month {
            return Vec::new();
        }
        match first_open {
            // The cursor waits where there is something to choose.
            Some(day) if self.day_status(self.cursor) != Some(DayStatus::Open) && self.may_turn => {
                self.cursor = day;
                self.may_turn = false;
                Vec::new()
            }
            None if self.may_turn && self.day.is_none() => {
                let Some(next) = self.month_after(1) else {
                    return Vec::new();
                };
                self.show(next);
                self.ask_calendar(numbers)
            }
            _ => {
                self.may_turn = false;
                Vec::new()
            }
        }
    }

    pub(super) fn move_cursor(&mut self, cursor: Cursor, numbers: &mut Numbers<'_>) -> Vec<Effect> {
        let from = self.cursor;
        let target = match cursor {
            Cursor::Days(count) => moved(from, i64::from(count)),
            Cursor::WeekStart(first) => from.minus(days_into_week(from, first)),
            Cursor::WeekEnd(first) => from.plus(6 - days_into_week(from, first)),
            Cursor::Months(count) => month_after(from, count).map(|month| {
                let last = month.last_of_month().ymd().2;
                let (year, number, _) = month.ymd();
                Day::from_ymd(year, number, from.ymd().2.min(last)).unwrap_or(month)
            }),
        };
        let Some(target) = target else {
            return Vec::new();
        };
        self.may_turn = false;
        self.cursor = target.clamp(self.venue.today, self.last_day());
        self.month = self.cursor.first_of_month();
        let mut effects = self.ask_calendar(numbers);
        effects.push(Effect::Focus(Focus::Day(self.cursor)));
        effects
    }

    /// Shows the month of `day` and puts the cursor on the day.
    pub(super) fn show(&mut self, day: Day) {
        self.month = day.first_of_month();
        self.cursor = match self.day {
            Some(chosen) if chosen.first_of_month() == self.month => chosen,
            _ => self.months.first_open(self.month).unwrap_or(day),
        };
    }

    /// The first day of the month `count` months after the one shown, if anything in it can be booked.
    #[must_use]
    pub fn month_after(&self, count: i8) -> Option<Day> {
        month_after(self.month, count)
            .filter(|month| *month >= self.venue.today.first_of_month() && *month <= self.last_day())
    }

    pub(super) fn is_bookable(&self, day: Day) -> bool {
        (self.venue.today..=self.last_day()).contains(&day)
    }
}

/// How many days after its week's first a day is, in weeks that begin `first` days after Monday.
#[must_use]
pub fn days_into_week(day: Day, first: u8) -> u32 {
    (day.weekday().num_days_from_monday() + 7 - u32::from(first % 7)) % 7
}

fn moved(day: Day, count: i64) -> Option<Day> {
    let days = u32::try_from(count.unsigned_abs()).ok()?;
    if count < 0 {
        day.minus(days)
    } else {
        day.plus(days)
    }
}

fn month_after(day: Day, count: i8) -> Option<Day> {
    let (year, month, _) = day.ymd();
    let months = year * 12 + i32::try_from(month).ok()? - 1 + i32::from(count);
    Day::from_ymd(
        months.div_euclid(12),
        u32::try_from(months.rem_euclid(12)).ok()? + 1,
        1,
    )
}
