//! Where a guest's own reservation stands, and the way from one screen to the next. It must not know how
//! questions are asked.

use std::sync::Arc;

use shared::problem::Code;
use shared::reservation::Reservation;
use shared::time::Instant;
use shared::venue::Venue;

use super::{Effect, Event};
use crate::flow::Failure;
use crate::guest::{Flow, Opening, ToPage, Told};

/// The view's state.
#[derive(Clone, Debug, PartialEq)]
pub struct Manage {
    /// What it began with.
    pub opening: Opening,
    /// The venue, once it is known.
    pub venue: Option<Arc<Venue>>,
    /// What is shown.
    pub screen: Screen,
    asked: u32,
}

/// What is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Screen {
    /// Both questions are on their way, the later by this number.
    Loading(u32),
    /// The guest came without a link, or with one that opens nothing any more.
    NoReservation,
    /// It could not be had.
    Failed(Failure),
    /// The reservation.
    Stay(Box<Stay>),
}

/// A reservation.
#[derive(Clone, Debug, PartialEq)]
pub struct Stay {
    /// Where.
    pub venue: Arc<Venue>,
    /// What was booked.
    pub reservation: Box<Reservation>,
}

impl Manage {
    fn ask(&mut self) -> Vec<Effect> {
        let Some(link) = self.opening.link.clone() else {
            self.screen = Screen::NoReservation;
            return vec![Effect::ToPage(ToPage::Tell(Told::Ready))];
        };
        let venue = self.asked + 1;
        self.asked = venue + 1;
        self.screen = Screen::Loading(self.asked);
        vec![
            Effect::AskVenue(venue, self.opening.venue.clone()),
            Effect::AskReservation(self.asked, link),
        ]
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

    fn take(&mut self, event: Event, _now: Instant) -> Vec<Effect> {
        let tell = |told| vec![Effect::ToPage(ToPage::Tell(told))];
        match (&self.screen, event) {
            (_, Event::VenueAnswered(_, Ok(venue))) => {
                self.venue = Some(Arc::from(venue));
                Vec::new()
            }
            (Screen::Loading(_), Event::VenueAnswered(_, Err(failure))) => {
                let told = tell(Told::Error(failure.name()));
                self.screen = Screen::Failed(failure);
                told
            }
            (Screen::Loading(asked), Event::ReservationAnswered(number, answer)) if *asked == number => {
                match (answer, &self.venue) {
                    (Ok(reservation), Some(venue)) => {
                        self.screen = Screen::Stay(Box::new(Stay {
                            venue: Arc::clone(venue),
                            reservation,
                        }));
                        tell(Told::Ready)
                    }
                    (Ok(_), None) => Vec::new(),
                    (Err(Failure::Problem(problem)), _)
                        if matches!(
                            problem.code,
                            Code::Unauthorized | Code::Forbidden | Code::NotFound
                        ) =>
                    {
                        self.screen = Screen::NoReservation;
                        tell(Told::Ready)
                    }
                    (Err(failure), _) => {
                        let told = tell(Told::Error(failure.name()));
                        self.screen = Screen::Failed(failure);
                        told
                    }
                }
            }
            (_, Event::Refreshed) => self.ask(),
            (_, Event::BookingWanted) => vec![Effect::ToPage(ToPage::Go("reservation"))],
            _ => Vec::new(),
        }
    }

    fn venue(&self) -> Option<&Venue> {
        self.venue.as_deref()
    }

    fn refreshed() -> Event {
        Event::Refreshed
    }
}
