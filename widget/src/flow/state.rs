//! The booking's state and the transitions between its steps; the rules of each step are in the sibling files.

use std::sync::Arc;

use shared::availability::{Area, CalendarDay, DayStatus, Slot, SlotStatus};
use shared::id::AreaId;
use shared::locale::Language;
use shared::party::Attendees;
use shared::reservation::{Reservation, ReservationRequest};
use shared::time::{Day, Instant, Minutes};
use shared::venue::{Experience, Feature, Venue};

use super::availability_cache::AvailabilityCache;
use super::{
    Announcement, Details, Effect, Event, Failure, Flow, Focus, GiftCard, HostEvent, Months, Notice, Part,
    Question, RequestNumbers, Setup, Submission, VenueScreen,
};

/// The name of the step that stands between the find step and the details where an experience has extras. This flow does
/// not have it: another one goes on from here, in a module that a first booking does not load.
pub const EXTRAS: &str = "extras";

/// The booking's state.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The settings that it started with.
    pub setup: Setup,
    /// The screen that is shown.
    pub screen: Screen,
    pub(super) numbers: RequestNumbers,
}

/// The screen that is shown.
pub type Screen = VenueScreen<Booking>;

/// A booking that is being put together.
#[derive(Clone, Debug, PartialEq)]
pub struct Booking {
    /// The venue.
    pub venue: Arc<Venue>,
    /// The experience.
    pub experience: Arc<Experience>,
    /// For how many: always a size that the experience takes.
    pub attendees: Attendees,
    /// Whether that is another number than before, which the experience does not take; until the next choice.
    pub is_fitted: bool,
    /// The chosen day.
    pub day: Option<Day>,
    /// The chosen time; certain only while [`Booking::slot`] finds it.
    pub minutes: Option<Minutes>,
    /// The chosen area; any, if there is none.
    pub area: Option<AreaId>,
    /// The first day of the month that the calendar shows.
    pub month: Day,
    /// The day that the calendar's keyboard cursor is on; always within `month`.
    pub cursor: Day,
    /// The months' days for this experience and party.
    pub months: Months,
    /// The chosen day's slots.
    pub slots: Answer<Vec<Slot>>,
    /// The language to write to the guest in: the one they read here.
    pub locale: Language,
    /// The guest's input.
    pub details: Details,
    /// Whether what is chosen beside the table is paid, or secured by a card, before the visit.
    pub has_prepaid_extras: bool,
    /// The gift card that is to pay, once one was begun to be typed.
    pub gift_card: Option<GiftCard>,
    /// The part of the choice that is unfolded at the find step, where there is room for one.
    pub opened: Option<Part>,
    /// The step shown.
    pub step: Step,
    /// The state of the reservation's request.
    pub submission: Submission<ReservationRequest>,
    /// The notice above the step.
    pub notice: Option<Notice>,
    /// The text of the live region.
    pub announcement: Option<Announcement>,
    /// A time to take as soon as the day's slots are known, and whether to go on to the details then.
    pub(super) awaited: Option<(Minutes, bool)>,
    /// The cache of availability.
    pub(super) cache: AvailabilityCache,
    /// Whether the calendar may still turn to the first month with an open day, and choose that day, by itself.
    pub(super) may_turn: bool,
}

/// The state of a request and its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Answer<T> {
    /// It was not requested.
    #[default]
    NotRequested,
    /// It was requested, by this number.
    Requested(u32),
    /// The request failed.
    Failed(Failure),
    /// The answer.
    Known(T),
}

impl<T> Answer<T> {
    /// The answer, if it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(answer) => Some(answer),
            _ => None,
        }
    }
}

/// A step of the booking.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Experience, party, day and time.
    Find,
    /// The guest's details; the last step before the reservation where nothing is paid.
    Details,
    /// Everything once more, before it counts: where something is paid.
    Review,
    /// The reservation is made.
    Done(Box<Reservation>),
}

impl Step {
    /// The step's name in the page's `step` event.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Find => "find",
            Self::Details => "details",
            Self::Review => "review",
            Self::Done(_) => "done",
        }
    }
}

impl Flow for State {
    type Setup = Setup;
    type Event = Event;
    type Effect = Effect;

    fn start(setup: Setup) -> (Self, Vec<Effect>) {
        let mut numbers = RequestNumbers::default();
        let (screen, effects) = Screen::request(&setup.venue, &mut numbers);
        let state = Self {
            setup,
            screen,
            numbers,
        };
        (state, effects)
    }

    fn take(&mut self, event: Event, now: Instant) -> Vec<Effect> {
        let numbers = &mut self.numbers;
        match (&mut self.screen, event) {
            (screen @ Screen::Loading(_), Event::VenueAnswered(number, answer)) => {
                match screen.answered(number, answer) {
                    Ok(venue) => self.open(venue, now),
                    Err(effects) => effects,
                }
            }
            (Screen::Unavailable(_), Event::Retried(Question::Venue) | Event::Refreshed) => {
                let (screen, effects) = Screen::request(&self.setup.venue, numbers);
                self.screen = screen;
                effects
            }
            (Screen::Open(booking), event) => {
                booking.cache.now = now;
                booking.take(event, numbers)
            }
            _ => Vec::new(),
        }
    }

    fn venue(&self) -> Option<&Venue> {
        self.screen.venue(|booking| &booking.venue)
    }

    fn refreshed() -> Event {
        Event::Refreshed
    }
}

impl State {
    /// The booking, if one is under way.
    #[must_use]
    pub fn booking(&self) -> Option<&Booking> {
        self.screen.opened()
    }

    fn open(&mut self, venue: Arc<Venue>, now: Instant) -> Vec<Effect> {
        let mut effects = vec![Effect::Emit(HostEvent::Ready)];
        match Booking::start(&venue, &self.setup, now) {
            Some(mut booking) => {
                effects.extend(booking.ask_availability(&mut self.numbers));
                self.screen = Screen::Open(Box::new(booking));
            }
            None => self.screen = Screen::NothingOffered(venue),
        }
        effects
    }
}

impl Booking {
    /// The chosen slot, while it is known to be open.
    #[must_use]
    pub fn slot(&self) -> Option<&Slot> {
        let minutes = self.minutes?;
        self.slots
            .known()?
            .iter()
            .find(|slot| slot.minutes == minutes && slot.status == SlotStatus::Open)
    }

    /// Whether a slot has a table in the chosen area.
    #[must_use]
    pub fn is_in_area(&self, slot: &Slot) -> bool {
        let area = self.area.as_ref();
        area.is_none_or(|area| slot.areas.iter().any(|offered| offered.id == *area))
    }

    /// The area that the review names: the chosen one. Where a time has but one, there is nothing to choose.
    #[must_use]
    pub fn named_area(&self) -> Option<&Area> {
        let mut areas = self.slot()?.areas.iter();
        areas.find(|area| self.area.as_ref() == Some(&area.id))
    }

    /// The area that the booking asks for: the chosen one, or the only one that the chosen slot has a table in.
    #[must_use]
    pub fn wanted_area(&self) -> Option<&Area> {
        match &self.slot()?.areas[..] {
            [only] if self.venue.features.contains(&Feature::Areas) => Some(only),
            _ => self.named_area(),
        }
    }

    /// A day of the calendar, where its month is known.
    #[must_use]
    pub fn known_day(&self, day: Day) -> Option<&CalendarDay> {
        let mut days = self.months.days(day)?.iter();
        days.find(|known| known.day == day)
    }

    /// A day's status, where its month is known.
    #[must_use]
    pub fn day_status(&self, day: Day) -> Option<DayStatus> {
        self.known_day(day).map(|known| known.status)
    }

    /// Whether guests can wait for a table where none is open.
    #[must_use]
    pub fn can_wait(&self) -> bool {
        self.venue.features.contains(&Feature::Waitlist)
    }

    /// Whether a day can be chosen: one with open times, or a full one where guests can wait.
    #[must_use]
    pub fn is_choosable(&self, day: Day) -> bool {
        match self.day_status(day) {
            Some(DayStatus::Open) => true,
            Some(DayStatus::Full) => self.can_wait(),
            Some(DayStatus::Closed) | None => false,
        }
    }

    /// The last day that can be booked.
    #[must_use]
    pub fn last_day(&self) -> Day {
        self.venue
            .today
            .plus(self.venue.horizon_days.into())
            .unwrap_or(Day::MAX)
    }

    pub(super) fn take(&mut self, event: Event, numbers: &mut RequestNumbers) -> Vec<Effect> {
        match event {
            Event::ReservationAnswered(number, answer) => self.reservation_answered(number, answer, numbers),
            // While a reservation is on its way nothing may change what it was made of.
            event if self.submission.is_open() => match event {
                Event::Confirmed(key) => self.confirm(key, numbers),
                Event::CalendarAnswered(..) | Event::SlotsAnswered(..) => self.take_find(event, numbers),
                _ => Vec::new(),
            },
            Event::Confirmed(key) => self.confirm(key, numbers),
            Event::Continued => self.go_on(),
            Event::WentBack => match self.step {
                Step::Details => self.go_to_find(Focus::Step, numbers),
                Step::Review => self.go(Step::Details, Focus::Step),
                Step::Find | Step::Done(_) => Vec::new(),
            },
            Event::ChangeWanted(part) => match (&self.step, part) {
                (Step::Review, Part::Details) => self.go(Step::Details, Focus::Step),
                (Step::Review | Step::Details, part) if part != Part::Details => {
                    self.go_to_find(Focus::Part(part), numbers)
                }
                (Step::Find, part) => {
                    self.opened = (self.opened != Some(part)).then_some(part);
                    Vec::new()
                }
                _ => Vec::new(),
            },
            Event::BookAnother if matches!(self.step, Step::Done(_)) => self.start_over(numbers),
            Event::GiftCodeTyped(text) if matches!(self.step, Step::Details | Step::Review) => {
                self.type_gift_code(text, numbers)
            }
            Event::BalanceAnswered(number, answer) => {
                self.balance_answered(number, answer);
                Vec::new()
            }
            event if self.step == Step::Details => self.take_details(event, numbers),
            event => self.take_find(event, numbers),
        }
    }

    /// Takes what happens within the details, where alone they can change.
    fn take_details(&mut self, event: Event, numbers: &mut RequestNumbers) -> Vec<Effect> {
        match event {
            Event::Typed(field, text) => self.details.type_into(field, text, &self.venue),
            Event::FieldLeft(field) => self.details.leave(field, &self.venue),
            Event::FieldWanted(field) => return vec![Effect::Focus(Focus::Field(field))],
            Event::ConsentSet(consent) => self.details.consent = consent,
            Event::AreaChosen(area) => {
                self.area = area;
                self.keep_offered_area();
            }
            event => return self.take_find(event, numbers),
        }
        Vec::new()
    }

    /// Shows another step and puts the focus where it belongs.
    pub(super) fn go(&mut self, step: Step, focus: Focus) -> Vec<Effect> {
        if step != Step::Find && !self.takes_gift_card() {
            self.gift_card = None;
        }
        self.step = step;
        self.opened = match focus {
            Focus::Part(part) => Some(part),
            _ => None,
        };
        self.notice = None;
        self.is_fitted = false;
        self.announcement = None;
        vec![
            Effect::Focus(focus),
            Effect::Emit(HostEvent::Step(self.step.name())),
        ]
    }

    /// The step after the present one, if everything it needs is there.
    pub(super) fn go_on(&mut self) -> Vec<Effect> {
        match self.step {
            Step::Find if self.slot().is_some() => {
                let is_ready =
                    self.has_review() && self.details.accepted && self.details.check(&self.venue).is_ok();
                let effects = self.go(if is_ready { Step::Review } else { Step::Details }, Focus::Step);
                if self.experience.has_extras {
                    vec![Effect::Emit(HostEvent::Step(EXTRAS))]
                } else {
                    effects
                }
            }
            Step::Details if self.slot().is_none() => self.go(Step::Find, Focus::Step),
            Step::Details => match self.accept_details() {
                Ok(()) if self.has_review() => self.go(Step::Review, Focus::Step),
                Ok(()) => Vec::new(),
                Err(effects) => effects,
            },
            _ => Vec::new(),
        }
    }

    fn start_over(&mut self, numbers: &mut RequestNumbers) -> Vec<Effect> {
        self.day = None;
        self.minutes = None;
        self.area = None;
        self.slots = Answer::NotRequested;
        self.submission = Submission::Idle;
        self.details.forget_notes();
        self.months.forget();
        self.cache.clear();
        self.may_turn = true;
        self.show(self.venue.first_day);
        let mut effects = self.go(Step::Find, Focus::Step);
        effects.extend(self.ask_availability(numbers));
        effects
    }

    /// Leads back to the choice, and refreshes availability in the background if it has grown old meanwhile.
    fn go_to_find(&mut self, focus: Focus, numbers: &mut RequestNumbers) -> Vec<Effect> {
        let mut effects = self.go(Step::Find, focus);
        effects.extend(self.ask_availability(numbers));
        // The guest wants to change something, and the announcement was read out before.
        self.announcement = None;
        effects
    }
}
