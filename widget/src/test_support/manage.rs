//! A guest's own reservation, led to a screen by the events that guests make.

use serde_json::{Value, json};
use shared::id::VenueId;
use shared::locale::Language;
use shared::reservation::Reservation;
use shared::time::{Day, Instant, Minutes};
use shared::venue::Venue;

use crate::flow::{self, Flow};
use crate::self_service::manage::*;
use crate::self_service::{Link, Opening};
use crate::test_support::booking::{calendar, read, slots, venue};

/// Saturday, 21 November 2026, 12:00 in Vienna.
pub(crate) const NOW: i64 = 1_795_258_800;

/// The reservation of a venue's own, with more fields.
pub(crate) fn reservation(more: &Value) -> Box<Reservation> {
    let mut whole = json!({
        "id": "r1", "number": "R-000123", "status": "booked", "day": "2026-11-27", "minutes": 1140,
        "duration": 120, "attendees": 2, "experience": { "id": "dinner", "name": { "en": "Dinner", "de": "Abendessen" } },
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        whole[name] = value.clone();
    }
    read(whole)
}

/// A deposit, and its payment where it stands so.
pub(crate) fn paid(status: &str, payment: &str) -> Value {
    json!({
        "status": status,
        "payment": {
            "type": "deposit", "amount": { "amount": 4000, "currency": "EUR" }, "dueMinutes": 15,
            "refundMinutes": 2880,
        },
        "checkout": {
            "id": "p1", "status": payment, "amount": { "amount": 4000, "currency": "EUR" },
            "deadline": Instant::from_unix(NOW + 872), "extendable": true,
            "handover": { "type": "demo", "url": "/pay/demo/p1#t" },
        },
    })
}

/// The day and the time that clocks in Vienna show in winter.
fn in_vienna(instant: Instant) -> Option<(Day, Minutes)> {
    let minutes = instant.unix() / 60 + 60;
    let day = i64::from(Minutes::DAY);
    // The first day that there is begins so many days after 1970.
    let days = u32::try_from(minutes / day - 10_957).ok()?;
    Some((Day::MIN.plus(days)?, Minutes::parse(minutes % day).ok()?))
}

/// A guest's session.
pub(crate) struct Session {
    pub(crate) state: Manage,
    pub(crate) effects: Vec<Effect>,
    pub(crate) now: i64,
    /// The answer to a request for the reservation.
    pub(crate) reservation: Box<Reservation>,
    /// The answer to a request for the venue.
    pub(crate) venue: Venue,
}

impl Session {
    pub(crate) fn start(reservation: Box<Reservation>) -> Self {
        let opening = Opening {
            venue: VenueId::parse("demo").unwrap(),
            language: Language::parse("en").unwrap(),
            link: Link::read("r1.token"),
            choice: flow::Prefill::default(),
            has_paid: false,
            answer: None,
            now: Instant::from_unix(NOW),
        };
        let (state, effects) = Manage::start(opening);
        Self {
            state,
            effects,
            now: NOW,
            reservation,
            venue: venue(),
        }
    }

    /// With the reservation shown.
    pub(crate) fn open(more: &Value) -> Self {
        let mut session = Self::start(reservation(more));
        session.answer();
        session
    }

    /// With the reservation shown, at this venue.
    pub(crate) fn open_at(venue: Venue, more: &Value) -> Self {
        let mut session = Self::start(reservation(more));
        session.venue = venue;
        session.answer();
        session
    }

    pub(crate) fn take(&mut self, event: Event) -> &mut Self {
        self.effects = self.state.take(event, Instant::from_unix(self.now));
        self
    }

    /// Answers every question of the last event, and those that come of the answers. Writes managed open.
    pub(crate) fn answer(&mut self) -> &mut Self {
        let mut open = self.effects.clone();
        while let Some(effect) = open.pop() {
            let event = match effect {
                Effect::AskVenue(number, _) => Event::VenueAnswered(number, Ok(Box::new(self.venue.clone()))),
                Effect::AskReservation(number, _) => {
                    Event::ReservationAnswered(number, Ok(self.reservation.clone()))
                }
                // 19:00 in Vienna in winter.
                Effect::Locate(..) => Event::StartLocated(Some(Instant::from_unix(1_795_802_400))),
                Effect::ReadClock(_, until) => Event::ClockRead(until, in_vienna(until)),
                Effect::Find(effect, _) => Event::Find(match *effect {
                    flow::Effect::AskCalendar(number, question) => {
                        flow::Event::CalendarAnswered(number, Ok(calendar(&question)))
                    }
                    flow::Effect::AskSlots(number, _) => flow::Event::SlotsAnswered(number, Ok(slots())),
                    _ => continue,
                }),
                _ => continue,
            };
            self.take(event);
            open.extend(self.effects.clone());
        }
        self
    }

    pub(crate) fn managed(&self) -> &ManagedReservation {
        match &self.state.screen {
            Screen::Reservation(managed) => managed,
            other => panic!("{other:?} is no stay"),
        }
    }

    /// The number of the write that the last event sent.
    pub(crate) fn sent(&self) -> u32 {
        self.managed().sending.expect("something is being sent")
    }
}
