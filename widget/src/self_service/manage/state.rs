//! What is shown of a guest's own reservation, and how it comes here. It must not know what can be done with it.

use std::sync::Arc;

use shared::problem::ProblemCode;
use shared::reservation::Reservation;
use shared::time::Instant;
use shared::venue::Venue;

use super::{Effect, Event, ManagedReservation, Notice};
use crate::flow::Failure;
use crate::self_service::{Flow, Link, Opening, ToPage, Told};

/// The view's state.
#[derive(Clone, Debug, PartialEq)]
pub struct Manage {
    /// What it began with.
    pub opening: Opening,
    /// The venue, once it is known.
    pub venue: Option<Arc<Venue>>,
    /// What is shown.
    pub screen: Screen,
    pub(super) asked: u32,
}

/// What is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Screen {
    /// Both are asked for, the reservation by this number and perhaps here before the venue.
    Loading(u32, Option<Box<Reservation>>),
    /// The guest came without a link, or with one that opens nothing any more.
    NoReservation,
    /// It could not be had.
    Failed(Failure),
    /// The reservation.
    Reservation(Box<ManagedReservation>),
}

/// What every step of the view asks its numbers of, and its right.
pub(super) struct Desk<'a> {
    asked: &'a mut u32,
    pub(super) link: &'a Link,
    pub(super) opening: &'a Opening,
    pub(super) now: Instant,
}

impl Desk<'_> {
    pub(super) fn number(&mut self) -> u32 {
        *self.asked = self.asked.wrapping_add(1);
        *self.asked
    }
}

/// Asks the page to tell something.
pub(super) fn tell(told: Told) -> Effect {
    Effect::ToPage(ToPage::Tell(told))
}

/// Asks for the focus at the element of this id.
pub(super) fn focus(id: &'static str) -> Effect {
    Effect::ToPage(ToPage::Focus(id))
}

/// Whether the link opens nothing any more.
pub(super) fn is_refusal(failure: &Failure) -> bool {
    matches!(failure, Failure::Problem(problem)
        if matches!(problem.code, ProblemCode::Unauthorized | ProblemCode::Forbidden | ProblemCode::NotFound))
}

impl Manage {
    fn ask(&mut self) -> Vec<Effect> {
        let Some(link) = self.opening.link.clone() else {
            return self.close();
        };
        self.asked = self.asked.wrapping_add(1);
        self.screen = Screen::Loading(self.asked, None);
        vec![
            Effect::AskVenue(self.asked, self.opening.venue.clone()),
            Effect::AskReservation(self.asked, link),
        ]
    }

    fn close(&mut self) -> Vec<Effect> {
        self.screen = Screen::NoReservation;
        let mut effects = vec![tell(Told::Ready)];
        // The restaurant's telephone number is of use all the same.
        if self.venue.is_none() {
            self.asked = self.asked.wrapping_add(1);
            effects.push(Effect::AskVenue(self.asked, self.opening.venue.clone()));
        }
        effects
    }

    fn fail(&mut self, failure: Failure) -> Vec<Effect> {
        if is_refusal(&failure) {
            return self.close();
        }
        let told = tell(Told::Error(failure.name()));
        self.screen = Screen::Failed(failure);
        vec![told]
    }

    /// Shows the reservation once both are here.
    fn open(&mut self, now: Instant) -> Vec<Effect> {
        let Screen::Loading(_, reservation) = &mut self.screen else {
            return Vec::new();
        };
        let (Some(venue), true) = (&self.venue, reservation.is_some()) else {
            return Vec::new();
        };
        let Some(reservation) = reservation.take() else {
            return Vec::new();
        };
        let (mut managed, mut effects) = ManagedReservation::open(Arc::clone(venue), reservation, now);
        // Stripe's event was here before the guest was: nothing is left to wait for.
        let has_paid = std::mem::take(&mut self.opening.has_paid) && managed.reservation.payment.is_some();
        if has_paid && managed.can_change() {
            managed.notice = Some(Notice::Paid);
        }
        self.screen = Screen::Reservation(Box::new(managed));
        effects.insert(0, tell(Told::Ready));
        effects
    }
}

impl Flow for Manage {
    type Event = Event;
    type Effect = Effect;

    fn start(opening: Opening) -> (Self, Vec<Effect>) {
        let mut state = Self {
            opening,
            venue: None,
            screen: Screen::NoReservation,
            asked: 0,
        };
        let effects = state.ask();
        (state, effects)
    }

    fn take(&mut self, event: Event, now: Instant) -> Vec<Effect> {
        let is_loading =
            |number: u32, screen: &Screen| matches!(screen, Screen::Loading(asked, _) if *asked == number);
        match event {
            Event::VenueAnswered(_, Ok(venue)) => {
                self.venue = Some(Arc::from(venue));
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
            Event::BookingWanted => vec![Effect::ToPage(ToPage::Go("reservation"))],
            event => {
                let Some(link) = &self.opening.link else {
                    return Vec::new();
                };
                let mut desk = Desk {
                    asked: &mut self.asked,
                    link,
                    opening: &self.opening,
                    now,
                };
                let Screen::Reservation(managed) = &mut self.screen else {
                    return Vec::new();
                };
                match managed.take(event, &mut desk) {
                    Ok(effects) => effects,
                    Err(_) => self.close(),
                }
            }
        }
    }

    fn venue(&self) -> Option<&Venue> {
        self.venue.as_deref()
    }

    fn refreshed() -> Event {
        Event::Refreshed
    }
}
