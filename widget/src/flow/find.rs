//! The find step: experience, party, day and time, and the requests for availability.

use std::sync::Arc;

use shared::availability::{Slot, SlotStatus};
use shared::party::Attendees;
use shared::time::{Day, Instant, Minutes};
use shared::venue::{Experience, Venue};

use super::availability_cache::AvailabilityCache;
use super::{
    Announcement, Answer, Booking, Details, Effect, Event, Failure, Focus, HostEvent, Months, Notice, Part,
    Question, RequestNumbers, Setup, SlotsQuestion, Step, Submission,
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
    pub(super) fn start(venue: &Arc<Venue>, setup: &Setup, now: Instant) -> Option<Self> {
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
        let attendees = fit(wanted, experience);
        let mut booking = Self {
            venue: Arc::clone(venue),
            experience: Arc::new(experience.clone()),
            attendees,
            is_fitted: prefill.attendees.is_some_and(|asked| asked != attendees),
            day: None,
            minutes: None,
            area: None,
            month: venue.first_day.first_of_month(),
            cursor: venue.first_day,
            months: Months::default(),
            slots: Answer::NotRequested,
            locale: setup.language.clone(),
            details: Details::default(),
            has_prepaid_extras: false,
            gift_card: None,
            opened: None,
            step: Step::Find,
            submission: Submission::Idle,
            notice: None,
            announcement: None,
            awaited: None,
            cache: AvailabilityCache::new(now),
            may_turn: true,
        };
        if let Some(day) = prefill.day.filter(|day| booking.is_bookable(*day)) {
            booking.day = Some(day);
            booking.show(day);
            let is_as_wanted =
                Some(&experience.id) == prefill.experience.as_ref() && booking.attendees == wanted;
            booking.awaited = prefill
                .minutes
                .map(|minutes| (minutes, prefill.is_complete() && is_as_wanted));
        }
        Some(booking)
    }

    pub(super) fn take_find(&mut self, event: Event, numbers: &mut RequestNumbers) -> Vec<Effect> {
        let mut effects = match event {
            Event::CalendarAnswered(number, answer) => self.calendar_answered(number, answer, numbers),
            Event::SlotsAnswered(number, answer) => self.slots_answered(number, answer),
            event if self.step == Step::Find => self.take_choice(event, numbers),
            _ => Vec::new(),
        };
        effects.extend(self.look_ahead(numbers));
        effects
    }

    fn take_choice(&mut self, event: Event, numbers: &mut RequestNumbers) -> Vec<Effect> {
        match event {
            Event::ExperienceChosen(id) if id != self.experience.id => {
                let Some(experience) = self.venue.experiences.iter().find(|offered| offered.id == id) else {
                    return Vec::new();
                };
                self.experience = Arc::new(experience.clone());
                self.has_prepaid_extras = false;
                let fitted = fit(self.attendees, &self.experience);
                self.is_fitted = fitted != self.attendees;
                self.attendees = fitted;
                self.choice_changed(numbers)
            }
            Event::PartyChosen(attendees)
                if attendees != self.attendees && fit(attendees, &self.experience) == attendees =>
            {
                self.attendees = attendees;
                self.is_fitted = false;
                self.choice_changed(numbers)
            }
            Event::MonthTurned(count) => self.turn_month(count, numbers),
            Event::Refreshed => {
                self.months.forget();
                self.cache.clear();
                self.ask_availability(numbers)
            }
            Event::CursorMoved(cursor) => self.move_cursor(cursor, numbers),
            Event::DayChosen(day) => self.choose_day(day, numbers),
            Event::TimeChosen(minutes) => self.choose_time(minutes),
            Event::AreaChosen(area) => {
                self.area = area;
                self.keep_areas_of_day();
                Vec::new()
            }
            Event::Retried(Question::Calendar)
                if matches!(self.months.get(self.month), Some(Answer::Failed(_))) =>
            {
                *self.months.entry(self.month) = Answer::NotRequested;
                let mut effects = self.ask_calendar(numbers);
                // The pressed button goes with the failure.
                effects.push(Effect::Focus(Focus::Part(Part::Day)));
                effects
            }
            Event::Retried(Question::Slots) if matches!(self.slots, Answer::Failed(_)) => {
                let mut effects = self.ask_slots(numbers);
                effects.push(Effect::Focus(Focus::Times));
                effects
            }
            _ => Vec::new(),
        }
    }

    /// Asks for all that the present choice needs and that is not known.
    pub(super) fn ask_availability(&mut self, numbers: &mut RequestNumbers) -> Vec<Effect> {
        let mut effects = self.ask_calendar(numbers);
        effects.extend(self.ask_slots(numbers));
        effects
    }

    fn choice_changed(&mut self, numbers: &mut RequestNumbers) -> Vec<Effect> {
        self.months.forget();
        self.notice = None;
        self.announcement = None;
        self.ask_availability(numbers)
    }

    /// Asks for the chosen day's slots, unless a recent answer is known or they are on their way. What is
    /// known of them is shown at once.
    pub(super) fn ask_slots(&mut self, numbers: &mut RequestNumbers) -> Vec<Effect> {
        let Some(day) = self.day else {
            return Vec::new();
        };
        let question = self.slots_question(day);
        let known = self.cache.slots.look(&question, self.cache.now);
        let mut effects = Vec::new();
        let number = known.number.unwrap_or_else(|| numbers.issue());
        if known.is_due {
            self.cache.slots.ask(&question, number);
            effects.push(Effect::AskSlots(number, question));
        }
        match known.answer {
            Some(slots) => effects.extend(self.slots_known(slots.to_vec())),
            None => self.slots = Answer::Requested(number),
        }
        effects
    }

    pub(super) fn slots_question(&self, day: Day) -> SlotsQuestion {
        SlotsQuestion {
            experience: self.experience.id.clone(),
            attendees: self.attendees,
            day,
        }
    }

    fn slots_answered(&mut self, number: u32, answer: Result<Vec<Slot>, Failure>) -> Vec<Effect> {
        let now = self.cache.now;
        let asked = self.cache.slots.answered(number, answer.as_ref().ok(), now);
        let is_shown =
            asked.is_some_and(|question| self.day.map(|day| self.slots_question(day)) == Some(question));
        let is_awaited = matches!(self.slots, Answer::Requested(_));
        match answer {
            // It is kept for when the guest chooses that day. In the later steps nothing is taken from
            // under their hands: whether the time is still open is found out by booking it.
            _ if !is_shown || !(is_awaited || self.step == Step::Find) => Vec::new(),
            Ok(slots) if is_awaited => self.slots_known(slots),
            Ok(slots) => {
                let announcement = self.announcement.take();
                let effects = self.slots_known(slots);
                self.announcement = announcement;
                effects
            }
            Err(failure) if is_awaited => {
                let tell = Effect::Emit(HostEvent::Error(failure.name()));
                self.slots = Answer::Failed(failure);
                self.announcement = Some(Announcement::TimesFailed);
                vec![tell]
            }
            Err(_) => Vec::new(),
        }
    }

    fn slots_known(&mut self, slots: Vec<Slot>) -> Vec<Effect> {
        let open = slots
            .iter()
            .map(|slot| u32::from(slot.status == SlotStatus::Open))
            .sum();
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
                // The guest has not acted just now, so the page's focus is left where it is.
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
            (None, _) => {
                self.keep_areas_of_day();
                Vec::new()
            }
        }
    }

    fn choose_day(&mut self, day: Day, numbers: &mut RequestNumbers) -> Vec<Effect> {
        if self.day_status(day).is_none() {
            return Vec::new();
        }
        self.cursor = day;
        self.month = day.first_of_month();
        if !self.is_choosable(day) {
            self.announcement = Some(Announcement::DayNotOpen(day));
            return Vec::new();
        }
        self.may_turn = false;
        self.opened = None;
        self.notice = None;
        self.is_fitted = false;
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

    /// Lets go of an area without an open time on the chosen day, and of a time without a table in the area.
    fn keep_areas_of_day(&mut self) {
        let mut slots = self.slots.known().into_iter().flatten();
        if !slots.any(|slot| slot.status == SlotStatus::Open && self.is_in_area(slot)) {
            self.area = None;
        }
        if !self.slot().is_some_and(|slot| self.is_in_area(slot)) {
            self.minutes = None;
        }
    }

    /// Lets go of an area that the chosen slot has no table in.
    pub(super) fn keep_offered_area(&mut self) {
        let chosen = self.area.take();
        self.area = chosen.filter(|area| {
            self.slot()
                .is_some_and(|slot| slot.areas.iter().any(|offered| offered.id == *area))
        });
    }

    pub(super) fn let_go_of_day(&mut self) {
        self.day = None;
        self.minutes = None;
        self.area = None;
        self.awaited = None;
        self.slots = Answer::NotRequested;
    }
}
