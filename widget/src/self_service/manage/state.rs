//! Loading a guest's own reservation by its link.

use std::sync::Arc;

use shared::reservation::Reservation;
use shared::time::Instant;
use shared::venue::Venue;

use super::{Effect, Event, ManagedReservation, Notice};
use crate::flow::{Failure, Flow, HostEvent};
use crate::self_service::{Loader, Opening, StepContext, is_link_refused};

/// The flow's state.
#[derive(Clone, Debug, PartialEq)]
pub struct Manage {
    /// The settings that it started with, and the venue.
    pub loader: Loader,
    /// The screen that is shown.
    pub screen: Screen,
}

/// The screen that is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Screen {
    /// Venue and reservation are being requested by this number; the reservation may arrive first.
    Loading(u32, Option<Box<Reservation>>),
    /// The guest came without a link, or with one that is not valid any more.
    NoReservation,
    /// The request failed.
    Failed(Failure),
    /// The reservation.
    Reservation(Box<ManagedReservation>),
}

impl Manage {
    fn ask(&mut self) -> Vec<Effect> {
        let Some(link) = self.loader.opening.link.clone() else {
            return self.close();
        };
        let (number, venue) = self.loader.request();
        self.screen = Screen::Loading(number, None);
        vec![venue, Effect::AskReservation(number, link)]
    }

    fn close(&mut self) -> Vec<Effect> {
        self.screen = Screen::NoReservation;
        self.loader.closed()
    }

    fn fail(&mut self, failure: Failure) -> Vec<Effect> {
        if is_link_refused(&failure) {
            return self.close();
        }
        let error = Effect::Emit(HostEvent::Error(failure.name()));
        self.screen = Screen::Failed(failure);
        vec![error]
    }

    /// Takes the venue as it is by now.
    fn venue_renewed(
        &mut self,
        number: u32,
        answer: Result<Box<Venue>, Failure>,
        now: Instant,
    ) -> Vec<Effect> {
        let answer: Result<Arc<Venue>, Failure> = answer.map(Arc::from);
        if let Ok(venue) = &answer {
            self.loader.venue = Some(Arc::clone(venue));
        }
        let context = StepContext::new(&mut self.loader.numbers, now);
        match &mut self.screen {
            Screen::Reservation(managed) => managed.venue_answered(number, answer, &context),
            _ => Vec::new(),
        }
    }

    /// Shows the reservation once both have arrived.
    fn open(&mut self, now: Instant) -> Vec<Effect> {
        let Screen::Loading(_, reservation) = &mut self.screen else {
            return Vec::new();
        };
        let Loader { opening, venue, .. } = &mut self.loader;
        let (Some(venue), Some(link), true) = (venue, &opening.link, reservation.is_some()) else {
            return Vec::new();
        };
        let Some(reservation) = reservation.take() else {
            return Vec::new();
        };
        let (mut managed, mut effects) = ManagedReservation::open(
            Arc::clone(venue),
            link.clone(),
            opening.language.clone(),
            reservation,
            now,
        );
        // Stripe's event was here before the guest was: nothing is left to wait for.
        let has_paid = std::mem::take(&mut opening.has_paid) && managed.reservation.payment.is_some();
        if has_paid && managed.can_change() {
            managed.notice = Some(Notice::Paid);
        }
        self.screen = Screen::Reservation(Box::new(managed));
        effects.insert(0, Effect::Emit(HostEvent::Ready));
        effects
    }
}

impl Flow for Manage {
    type Setup = Opening;
    type Event = Event;
    type Effect = Effect;

    fn start(opening: Opening) -> (Self, Vec<Effect>) {
        let mut state = Self {
            loader: Loader::new(opening),
            screen: Screen::NoReservation,
        };
        let effects = state.ask();
        (state, effects)
    }

    fn take(&mut self, event: Event, now: Instant) -> Vec<Effect> {
        let is_loading =
            |number: u32, screen: &Screen| matches!(screen, Screen::Loading(asked, _) if *asked == number);
        match event {
            Event::VenueAnswered(number, answer) if matches!(self.screen, Screen::Reservation(_)) => {
                self.venue_renewed(number, answer, now)
            }
            Event::VenueAnswered(_, Ok(venue)) => {
                self.loader.venue = Some(Arc::from(venue));
                self.open(now)
            }
            Event::VenueAnswered(number, Err(failure)) if is_loading(number, &self.screen) => {
                self.fail(failure)
            }
            Event::ReservationAnswered(number, answer) if is_loading(number, &self.screen) => match answer {
                Ok(reservation) => {
                    self.screen = Screen::Loading(number, Some(reservation));
                    self.open(now)
                }
                Err(failure) => self.fail(failure),
            },
            Event::Refreshed if !matches!(self.screen, Screen::Reservation(_)) => self.ask(),
            Event::BookingWanted => vec![Effect::OpenView("reservation")],
            event => {
                let mut context = StepContext::new(&mut self.loader.numbers, now);
                let Screen::Reservation(managed) = &mut self.screen else {
                    return Vec::new();
                };
                match managed.take(event, &mut context) {
                    Ok(effects) => effects,
                    Err(_) => self.close(),
                }
            }
        }
    }

    fn venue(&self) -> Option<&Venue> {
        self.loader.venue.as_deref()
    }

    fn refreshed() -> Event {
        Event::Refreshed
    }
}
