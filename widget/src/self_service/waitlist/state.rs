//! Loading the waitlist's form or an entry by its link.

use std::sync::Arc;

use shared::availability::Slot;
use shared::problem::ProblemCode;
use shared::time::Instant;
use shared::venue::Venue;
use shared::waitlist::WaitlistEntry;

use super::form::{Form, question};
use super::{Effect, EntryView, Event};
use crate::flow::{Failure, Flow, Focus, HostEvent};
use crate::self_service::{Loader, Opening, StepContext, is_link_refused};

/// The flow's state.
#[derive(Clone, Debug, PartialEq)]
pub struct Waitlist {
    /// The settings that it started with, where an entry made here replaces the link, and the venue.
    pub loader: Loader,
    /// The screen that is shown.
    pub screen: Screen,
}

/// The screen that is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Screen {
    /// Venue and entry or slots are being requested by this number; the venue may arrive last.
    Loading(u32, Option<Wanted>),
    /// No day was chosen that can be waited for.
    NothingToWaitFor,
    /// The guest came with a link that is not valid any more.
    NoEntry,
    /// The request failed.
    Failed(Failure),
    /// The form of a new entry.
    Form(Box<Form>),
    /// The entry.
    Entry(Box<EntryView>),
}

/// The answer that is requested beside the venue.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// The entry that the guest has a link to.
    Entry(Box<WaitlistEntry>),
    /// The times of the day that the guest has chosen.
    Slots(Vec<Slot>),
}

impl Waitlist {
    fn ask(&mut self) -> Vec<Effect> {
        let opening = &self.loader.opening;
        let (link, question) = (opening.link.clone(), question(&opening.choice));
        if link.is_none() && question.is_none() {
            return self.close(Screen::NothingToWaitFor);
        }
        let (number, venue) = self.loader.request();
        let entry = link.map(|link| Effect::AskEntry(number, link));
        let wanted = entry.or_else(|| question.map(|question| Effect::AskSlots(number, question)));
        self.screen = Screen::Loading(number, None);
        std::iter::once(venue).chain(wanted).collect()
    }

    /// Shows a screen without a form or an entry.
    fn close(&mut self, screen: Screen) -> Vec<Effect> {
        self.screen = screen;
        self.loader.closed()
    }

    fn fail(&mut self, failure: Failure) -> Vec<Effect> {
        if is_link_refused(&failure) {
            return self.close(Screen::NoEntry);
        }
        let error = Effect::Emit(HostEvent::Error(failure.name()));
        self.screen = Screen::Failed(failure);
        vec![error]
    }

    /// Takes the answer to the request beside the venue's.
    fn arrived(&mut self, number: u32, answer: Result<Wanted, Failure>, now: Instant) -> Vec<Effect> {
        match answer {
            Ok(wanted) => {
                self.screen = Screen::Loading(number, Some(wanted));
                self.open(now)
            }
            // A choice that the venue has no times for is no choice.
            Err(Failure::Problem(problem))
                if self.loader.opening.link.is_none()
                    && matches!(
                        problem.code,
                        ProblemCode::NotFound | ProblemCode::ValidationFailed
                    ) =>
            {
                self.close(Screen::NothingToWaitFor)
            }
            Err(failure) => self.fail(failure),
        }
    }

    /// Shows the form or the entry once both have arrived.
    fn open(&mut self, now: Instant) -> Vec<Effect> {
        let Screen::Loading(_, wanted) = &mut self.screen else {
            return Vec::new();
        };
        let Loader { opening, venue, .. } = &self.loader;
        let (Some(venue), true) = (venue, wanted.is_some()) else {
            return Vec::new();
        };
        let mut effects = vec![Effect::Emit(HostEvent::Ready)];
        match wanted.take() {
            Some(Wanted::Entry(entry)) => {
                let Some(link) = opening.link.clone() else {
                    return Vec::new();
                };
                let (entry, more) = EntryView::open(Arc::clone(venue), link, entry, false, now);
                self.screen = Screen::Entry(Box::new(entry));
                effects.extend(more);
            }
            Some(Wanted::Slots(slots)) => match Form::new(venue, opening, &slots) {
                Some(form) => {
                    self.screen = Screen::Form(Box::new(form));
                    effects.extend([
                        Effect::Focus(Focus::Step),
                        Effect::Emit(HostEvent::Step("waitlist-form")),
                    ]);
                }
                None => self.screen = Screen::NothingToWaitFor,
            },
            None => {}
        }
        effects
    }

    fn take_form(&mut self, event: Event, now: Instant) -> Vec<Effect> {
        let Screen::Form(form) = &mut self.screen else {
            return Vec::new();
        };
        match event {
            Event::Confirmed(key) => form.confirm(key, self.loader.numbers.issue()),
            Event::Submitted(number, answer) => match form.answered(number, answer) {
                Ok((entry, link)) => {
                    self.loader.opening.link = Some(link.clone());
                    let venue = self
                        .loader
                        .venue
                        .clone()
                        .unwrap_or_else(|| Arc::clone(&form.venue));
                    let (entry, effects) = EntryView::open(venue, link, entry, true, now);
                    self.screen = Screen::Entry(Box::new(entry));
                    effects
                }
                Err(effects) => effects,
            },
            event => form.edit(event),
        }
    }

    fn take_entry(&mut self, event: Event, now: Instant) -> Vec<Effect> {
        let Screen::Entry(entry) = &mut self.screen else {
            return Vec::new();
        };
        let mut context = StepContext::new(&mut self.loader.numbers, now);
        match entry.take(event, &mut context) {
            Ok(effects) => effects,
            Err(_) => self.close(Screen::NoEntry),
        }
    }
}

impl Flow for Waitlist {
    type Setup = Opening;
    type Event = Event;
    type Effect = Effect;

    fn start(opening: Opening) -> (Self, Vec<Effect>) {
        let mut state = Self {
            loader: Loader::new(opening),
            screen: Screen::NothingToWaitFor,
        };
        let effects = state.ask();
        (state, effects)
    }

    fn take(&mut self, event: Event, now: Instant) -> Vec<Effect> {
        let is_loading =
            |number: u32, screen: &Screen| matches!(screen, Screen::Loading(asked, _) if *asked == number);
        match event {
            Event::VenueAnswered(_, Ok(venue)) => {
                self.loader.venue = Some(Arc::from(venue));
                self.open(now)
            }
            Event::VenueAnswered(number, Err(failure)) if is_loading(number, &self.screen) => {
                self.fail(failure)
            }
            Event::SlotsAnswered(number, answer) if is_loading(number, &self.screen) => {
                self.arrived(number, answer.map(Wanted::Slots), now)
            }
            Event::EntryAnswered(number, answer) if is_loading(number, &self.screen) => {
                self.arrived(number, answer.map(Wanted::Entry), now)
            }
            Event::Refreshed
                if matches!(
                    self.screen,
                    Screen::NothingToWaitFor | Screen::NoEntry | Screen::Failed(_) | Screen::Loading(..)
                ) =>
            {
                self.ask()
            }
            Event::BookingWanted => vec![Effect::OpenView("reservation")],
            event if matches!(self.screen, Screen::Form(_)) => self.take_form(event, now),
            event => self.take_entry(event, now),
        }
    }

    fn venue(&self) -> Option<&Venue> {
        self.loader.venue.as_deref()
    }

    fn refreshed() -> Event {
        Event::Refreshed
    }
}
