//! The calendar's month: requests for its days, the keyboard cursor, and turning to other months.

use shared::availability::CalendarDay;
use shared::time::Day;

use super::{
    Announcement, Answer, Booking, CalendarQuestion, Cursor, Effect, Failure, Focus, HostEvent, Notice, Part,
    RequestNumbers, Step,
};

impl Booking {
    /// Turns the calendar by some months, if there is anything to book in the one it leads to.
    pub(super) fn turn_month(&mut self, count: i8, numbers: &mut RequestNumbers) -> Vec<Effect> {
        let Some(month) = self.month_after(count) else {
            return Vec::new();
        };
        self.may_turn = false;
        self.opened = Some(Part::Day);
        self.show(month.max(self.venue.first_day));
        self.ask_calendar(numbers)
    }

    /// Asks for the month shown. What is known of it is shown at once.
    pub(super) fn ask_calendar(&mut self, numbers: &mut RequestNumbers) -> Vec<Effect> {
        let month = self.month;
        let mut effects = self.ask_month(month, numbers);
        let known = self
            .cache
            .calendars
            .look(&self.month_question(month), self.cache.now);
        if let (Answer::NotRequested, Some(days)) = (self.months.entry(month), known.answer) {
            effects.extend(self.month_known(month, days.to_vec(), numbers));
        }
        effects
    }

    /// Asks for a month, unless a recent answer to it is known or it is on its way.
    fn ask_month(&mut self, month: Day, numbers: &mut RequestNumbers) -> Vec<Effect> {
        let question = self.month_question(month);
        let known = self.cache.calendars.look(&question, self.cache.now);
        let entry = self.months.entry(month);
        // A failed question is asked again by hand.
        if matches!(entry, Answer::Failed(_)) || !(known.is_due || known.number.is_some()) {
            return Vec::new();
        }
        let number = known.number.unwrap_or_else(|| numbers.issue());
        if matches!(entry, Answer::NotRequested) && known.answer.is_none() {
            *entry = Answer::Requested(number);
        }
        if known.number.is_some() {
            return Vec::new();
        }
        self.cache.calendars.ask(&question, number);
        vec![Effect::AskCalendar(number, question)]
    }

    /// Asks for what the guest will likely want next: the following month. What failed once is not asked again unless the
    /// guest wants it.
    pub(super) fn look_ahead(&mut self, numbers: &mut RequestNumbers) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.step != Step::Find || self.months.days(self.month).is_none() {
            return effects;
        }
        if let Some(next) = self.month_after(1)
            && !self.cache.calendars.has(&self.month_question(next))
        {
            effects.extend(self.ask_month(next, numbers));
        }
        effects
    }

    fn month_question(&self, month: Day) -> CalendarQuestion {
        CalendarQuestion {
            experience: self.experience.id.clone(),
            attendees: self.attendees,
            from: month.max(self.venue.first_day),
            to: month.last_of_month().min(self.last_day()),
        }
    }

    pub(super) fn calendar_answered(
        &mut self,
        number: u32,
        answer: Result<Vec<CalendarDay>, Failure>,
        numbers: &mut RequestNumbers,
    ) -> Vec<Effect> {
        let now = self.cache.now;
        let asked = self.cache.calendars.answered(number, answer.as_ref().ok(), now);
        let Some(question) = asked else {
            return Vec::new();
        };
        let month = question.from.first_of_month();
        if question != self.month_question(month) {
            // It is kept for when the guest comes back to that choice.
            return Vec::new();
        }
        match answer {
            Ok(days) => self.month_known(month, days, numbers),
            // Where the guest does not wait for it, nothing has failed for them.
            Err(_) if !matches!(self.months.get(month), Some(Answer::Requested(_))) => Vec::new(),
            Err(_) if month != self.month => {
                *self.months.entry(month) = Answer::NotRequested;
                Vec::new()
            }
            Err(failure) => {
                let tell = Effect::Emit(HostEvent::Error(failure.name()));
                *self.months.entry(month) = Answer::Failed(failure);
                self.announcement = Some(Announcement::MonthFailed);
                vec![tell]
            }
        }
    }

    fn month_known(
        &mut self,
        month: Day,
        mut days: Vec<CalendarDay>,
        numbers: &mut RequestNumbers,
    ) -> Vec<Effect> {
        // Days that were not asked for are of no use, and would lead the cursor astray.
        days.retain(|known| known.day.first_of_month() == month);
        *self.months.entry(month) = Answer::Known(days);
        if self.step != Step::Find {
            return Vec::new();
        }
        let chosen = self.day.filter(|day| day.first_of_month() == month);
        let lost = chosen.filter(|day| !self.is_choosable(*day));
        if let Some(day) = lost {
            self.let_go_of_day();
            self.notice = Some(Notice::DayNotOpen(day));
            // The next open one is as near to what the guest wanted as can be.
            self.may_turn = true;
        }
        if !self.may_turn || (lost.is_none() && month != self.month) {
            return Vec::new();
        }
        if self.day.is_none() {
            return self.choose_first(lost.unwrap_or(month), numbers);
        }
        self.may_turn = false;
        Vec::new()
    }

    /// Chooses the first open day from `from` on, where nothing is chosen: in its month, or else, where that month is
    /// shown, in those after it.
    fn choose_first(&mut self, from: Day, numbers: &mut RequestNumbers) -> Vec<Effect> {
        let is_shown = from.first_of_month() == self.month;
        if let Some(day) = self.months.open_from(from) {
            self.may_turn = false;
            if is_shown {
                self.cursor = day;
            }
            self.day = Some(day);
            return self.ask_slots(numbers);
        }
        let Some(next) = self.month_after(1).filter(|_| is_shown) else {
            return Vec::new();
        };
        self.show(next);
        self.ask_calendar(numbers)
    }

    pub(super) fn move_cursor(&mut self, cursor: Cursor, numbers: &mut RequestNumbers) -> Vec<Effect> {
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
        self.cursor = target.clamp(self.venue.first_day, self.last_day());
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
            _ => self.months.open_from(self.month).unwrap_or(day),
        };
    }

    /// The first day of the month `count` months after the one shown, if anything in it can be booked.
    #[must_use]
    pub fn month_after(&self, count: i8) -> Option<Day> {
        month_after(self.month, count)
            .filter(|month| *month >= self.venue.first_day.first_of_month() && *month <= self.last_day())
    }

    /// Whether the first open day is being looked for.
    #[must_use]
    pub fn awaits_day(&self) -> bool {
        let month = self.months.get(self.month);
        self.may_turn && self.day.is_none() && matches!(month, Some(Answer::Requested(_)))
    }

    /// Whether a day lies within those that may have times to book.
    #[must_use]
    pub fn is_bookable(&self, day: Day) -> bool {
        (self.venue.first_day..=self.last_day()).contains(&day)
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
