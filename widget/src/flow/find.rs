//! The first step: experience, party, day and time, and what is asked for them. It must not know
//! the guest's details.

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::availability::{CalendarDay, DayStatus, Slot, SlotStatus};
use shared::locale::negotiate;
use shared::reservation::Attendees;
use shared::time::{Day, Minutes};
use shared::venue::{Experience, Venue};

use super::state::Numbers;
use super::{
    Announcement, Answer, Booking, CalendarQuestion, Cursor, Details, Effect, Event, Failure, Focus,
    HostEvent, Notice, Question, Setup, SlotsQuestion, Step, Submission,
};

/// The party most tables are booked for.
const USUAL_PARTY: i64 = 2;

/// `wanted`, or the nearest size the experience takes.
fn fit(wanted: Attendees, experience: &Experience) -> Attendees {
    wanted.clamp(
        experience.attendees.min,
        experience.attendees.max.max(experience.attendees.min),
    )
}

impl Booking {
    /// A booking at `venue` with what was chosen beforehand; none if nothing can be booked there.
    pub(super) fn start(venue: &Arc<Venue>, setup: &Setup) -> Option<Self> {
        let prefill = &setup.prefill;
        let offered = &venue.experiences;
        let experience = offered
            .iter()
            .find(|experience| Some(&experience.id) == prefill.experience.as_ref())
            .or_else(|| offered.iter().find(|experience| experience.is_default))
            .or_else(|| offered.first())?;
        let wanted = prefill
            .attendees
            .or_else(|| Attendees::parse(USUAL_PARTY).ok())
            .unwrap_or(experience.attendees.min);
        let mut booking = Self {
            venue: Arc::clone(venue),
            experience: Arc::new(experience.clone()),
            attendees: fit(wanted, experience),
            day: None,
            minutes: None,
            area: None,
            month: venue.today.first_of_month(),
            cursor: venue.today,
            months: BTreeMap::new(),
            slots: Answer::Unasked,
            locale: negotiate(std::slice::from_ref(&setup.language), &venue.locales)
                .unwrap_or(&setup.language)
                .clone(),
            details: Details::default(),
            step: Step::Find,
            submission: Submission::Idle,
            notice: None,
            announcement: None,
            awaited: None,
            may_turn: true,
        };
        if let Some(day) = prefill.day.filter(|day| booking.is_bookable(*day)) {
            booking.day = Some(day);
            booking.show(day);
            let is_as_wished =
                Some(&experience.id) == prefill.experience.as_ref() && booking.attendees == wanted;
            booking.awaited = prefill
                .minutes
                .map(|minutes| (minutes, prefill.is_complete() && is_as_wished));
        }
        Some(booking)
    }

    pub(super) fn take_find(&mut self, event: Event, numbers: &mut Numbers<'_>) -> Vec<Effect> {
        match event {
            Event::CalendarAnswered(number, answer) => self.calendar_answered(number, answer, numbers),
            Event::SlotsAnswered(number, answer) => self.slots_answered(number, answer),
            event if self.step == Step::Find => self.take_choice(event, numbers),
            _ => Vec::new(),
        }
    }

    fn take_choice(&mut self, event: Event, numbers: &mut Numbers<'_>) -> Vec<Effect> {
        match event {
            Event::ExperienceChosen(id) if id != self.experience.id => {
                let Some(experience) = self.venue.experiences.iter().find(|offered| offered.id == id) else {
                    return Vec::new();
                };
                self.experience = Arc::new(experience.clone());
                self.attendees = fit(self.attendees, &self.experience);
                self.choice_changed(numbers)
            }
            Event::PartyChosen(attendees)
                if attendees != self.attendees && fit(attendees, &self.experience) == attendees =>
            {
                self.attendees = attendees;
                self.choice_changed(numbers)
            }
            Event::MonthTurned(count) => {
                let Some(month) = self.month_after(count) else {
                    return Vec::new();
                };
                self.may_turn = false;
                self.show(month.max(self.venue.today));
                self.ask_calendar(numbers)
            }
            Event::Refreshed => {
                self.months.clear();
                self.ask_availability(numbers)
            }
            Event::CursorMoved(cursor) => self.move_cursor(cursor, numbers),
            Event::DayChosen(day) => self.choose_day(day, numbers),
            Event::TimeChosen(minutes) => self.choose_time(minutes),
            Event::Retried(Question::Calendar)
                if matches!(self.months.get(&self.month), Some(Answer::Failed(_))) =>
            {
                self.months.remove(&self.month);
                self.ask_calendar(numbers)
            }
            Event::Retried(Question::Slots) if matches!(self.slots, Answer::Failed(_)) => {
                self.ask_slots(numbers)
            }
            _ => Vec::new(),
        }
    }

    /// Asks for all that the present choice needs and that is not known.
    pub(super) fn ask_availability(&mut self, numbers: &mut Numbers<'_>) -> Vec<Effect> {
        let mut effects = self.ask_calendar(numbers);
        effects.extend(self.ask_slots(numbers));
        effects
    }

    fn choice_changed(&mut self, numbers: &mut Numbers<'_>) -> Vec<Effect> {
        self.months.clear();
        self.notice = None;
        self.announcement = None;
        self.ask_availability(numbers)
    }

    fn ask_calendar(&mut self, numbers: &mut Numbers<'_>) -> Vec<Effect> {
        let known = self.months.entry(self.month).or_default();
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

    fn ask_slots(&mut self, numbers: &mut Numbers<'_>) -> Vec<Effect> {
        let Some(day) = self.day else {
            return Vec::new();
        };
        let number = numbers.next();
        self.slots = Answer::Asked(number);
        let question = SlotsQuestion {
            experience: self.experience.id.clone(),
            attendees: self.attendees,
            day,
        };
        vec![Effect::AskSlots(number, question)]
    }

    fn calendar_answered(
        &mut self,
        number: u32,
        answer: Result<Vec<CalendarDay>, Failure>,
        numbers: &mut Numbers<'_>,
    ) -> Vec<Effect> {
        let asked = self
            .months
            .iter()
            .find(|(_, known)| matches!(known, Answer::Asked(asked) if *asked == number))
            .map(|(month, _)| *month);
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
                self.months.insert(month, Answer::Failed(failure));
                self.announcement = Some(Announcement::MonthFailed);
                return vec![tell];
            }
        };
        let first_open = days
            .iter()
            .find(|day| day.status == DayStatus::Open)
            .map(|day| day.day);
        self.months.insert(month, Answer::Known(days));
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

    fn slots_answered(&mut self, number: u32, answer: Result<Vec<Slot>, Failure>) -> Vec<Effect> {
        if !matches!(self.slots, Answer::Asked(asked) if asked == number) {
            return Vec::new();
        }
        let slots = match answer {
            Ok(slots) => slots,
            Err(failure) => {
                let tell = Effect::Tell(HostEvent::Error(failure.name()));
                self.slots = Answer::Failed(failure);
                self.announcement = Some(Announcement::TimesFailed);
                return vec![tell];
            }
        };
        let open = slots
            .iter()
            .filter(|slot| slot.status == SlotStatus::Open)
            .count();
        self.slots = Answer::Known(slots);
        self.announcement = Some(Announcement::TimesFound(open));
        let (wanted, goes_on) = match self.awaited.take() {
            Some((minutes, goes_on)) => (Some(minutes), goes_on),
            None => (self.minutes, false),
        };
        self.minutes = wanted;
        match (wanted, self.slot().is_some()) {
            (Some(_), true) => {
                self.keep_offered_area();
                if !goes_on {
                    return Vec::new();
                }
                // Nobody asked for it just now, so the page's focus is left where it is.
                let mut effects = self.go_on();
                effects.retain(|effect| !matches!(effect, Effect::Focus(_)));
                effects
            }
            (Some(minutes), false) => {
                self.minutes = None;
                self.area = None;
                self.notice = Some(Notice::TimeNotOpen(minutes));
                Vec::new()
            }
            (None, _) => Vec::new(),
        }
    }

    fn choose_day(&mut self, day: Day, numbers: &mut Numbers<'_>) -> Vec<Effect> {
        match self.day_status(day) {
            Some(DayStatus::Open) => {
                self.may_turn = false;
                self.cursor = day;
                self.month = day.first_of_month();
                self.notice = None;
                self.announcement = None;
                if self.day == Some(day) && !matches!(self.slots, Answer::Failed(_)) {
                    return vec![Effect::Focus(Focus::Times)];
                }
                self.day = Some(day);
                self.minutes = None;
                self.awaited = None;
                let mut effects = self.ask_slots(numbers);
                effects.push(Effect::Focus(Focus::Times));
                effects
            }
            Some(status) => {
                self.announcement = Some(Announcement::DayNotOpen(day, status));
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn choose_time(&mut self, minutes: Minutes) -> Vec<Effect> {
        let before = self.minutes.replace(minutes);
        if self.slot().is_none() {
            self.minutes = before;
            return Vec::new();
        }
        self.awaited = None;
        self.keep_offered_area();
        self.go_on()
    }

    fn keep_offered_area(&mut self) {
        let chosen = self.area.take();
        self.area = chosen.filter(|area| {
            self.slot()
                .is_some_and(|slot| slot.areas.iter().any(|offered| offered.id == *area))
        });
    }

    fn let_go_of_day(&mut self) {
        self.day = None;
        self.minutes = None;
        self.area = None;
        self.awaited = None;
        self.slots = Answer::Unasked;
    }

    fn move_cursor(&mut self, cursor: Cursor, numbers: &mut Numbers<'_>) -> Vec<Effect> {
        let from = self.cursor;
        let weekday = from.weekday().num_days_from_monday();
        let target = match cursor {
            Cursor::Days(count) => moved(from, i64::from(count)),
            Cursor::WeekStart => from.minus(weekday),
            Cursor::WeekEnd => from.plus(6 - weekday),
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
    fn show(&mut self, day: Day) {
        self.month = day.first_of_month();
        self.cursor = match self.day {
            Some(chosen) if chosen.first_of_month() == self.month => chosen,
            _ => self
                .months
                .get(&self.month)
                .and_then(|known| {
                    known
                        .known()?
                        .iter()
                        .find(|known| known.status == DayStatus::Open)
                })
                .map_or(day, |open| open.day),
        };
    }

    /// The first day of the month `count` months after the one shown, if anything in it can be booked.
    #[must_use]
    pub fn month_after(&self, count: i8) -> Option<Day> {
        month_after(self.month, count)
            .filter(|month| *month >= self.venue.today.first_of_month() && *month <= self.last_day())
    }

    fn is_bookable(&self, day: Day) -> bool {
        (self.venue.today..=self.last_day()).contains(&day)
    }
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
