//! A guest: looks around, books, comes back to the reservation.

use std::rc::Rc;
use std::time::Duration;

use edge::error::VenueError;
use edge::provider::{CalendarQuestion, Provider, SlotsQuestion};
use fastrand::Rng;
use serde_json::json;
use shared::id::ExperienceId;
use shared::party::Attendees;
use shared::problem::ProblemCode;
use shared::reservation::{Reservation, ReservationRequest};
use shared::time::Day;

use crate::world::World;

/// How many days ahead guests are interested in.
const DAYS: u32 = 30;

pub struct Guest {
    pub world: Rc<World>,
    pub number: u64,
    pub rng: Rng,
    /// The guest's confirmed reservations that are not cancelled.
    pub booked: Vec<Reservation>,
    attempts: u64,
}

impl Guest {
    pub fn new(world: Rc<World>, number: u64) -> Self {
        let rng = Rng::with_seed(world.rng(0..u64::MAX));
        Self {
            world,
            number,
            rng,
            booked: Vec::new(),
            attempts: 0,
        }
    }

    /// Lives until nothing is left to be asked for.
    pub async fn live(mut self) {
        while self.world.operations.get() > 0 {
            self.pause(200..6_000).await;
            match self.rng.u8(..100) {
                0..35 => self.look().await,
                35..45 => self.look_at_month().await,
                45..50 => self.list().await,
                50..66 if !self.booked.is_empty() => self.come_back().await,
                66..72 if !self.booked.is_empty() => self.contend().await,
                _ => self.book().await,
            }
        }
    }

    /// Lets some milliseconds pass.
    pub async fn pause(&mut self, millis: std::ops::Range<u64>) {
        let time = Duration::from_millis(self.rng.u64(millis));
        self.world.clock.pass(time).await;
    }

    /// Counts an answer, and says what it was.
    pub fn count_answer<T>(&self, operation: &str, answer: &Result<T, VenueError>) {
        let kind = match answer {
            Ok(_) => "ok",
            Err(error) => kind(error),
        };
        self.world.report.borrow_mut().count(operation, kind);
    }

    pub fn violation(&self, text: String) {
        self.world.report.borrow_mut().violation(text);
    }

    pub fn day(&mut self) -> Day {
        let today = Day::from_ymd(2027, 3, 2).expect("a day");
        today.plus(self.rng.u32(..DAYS)).expect("a day")
    }

    fn experience(&mut self) -> &'static str {
        self.world.system.experience(self.rng.u8(..10))
    }

    fn party(&mut self) -> Attendees {
        Attendees::parse(self.rng.i64(1..=5)).expect("a party")
    }

    /// Asks for a day's slots, and sees to it that they are some.
    async fn look(&mut self) {
        if !self.world.take_operation() {
            return;
        }
        let (experience, day, attendees) = (self.experience(), self.day(), self.party());
        let question = SlotsQuestion {
            experience_id: ExperienceId::parse(experience).expect("an id"),
            attendees,
            day,
            moving: None,
        };
        let answer = self.world.client().slots(&question).await;
        self.count_answer("slots", &answer);
        let Ok(slots) = answer else { return };
        let minutes: Vec<u16> = slots.iter().map(|slot| slot.minutes.get()).collect();
        let right = self.world.system.starts(experience, day);
        if !minutes.is_sorted_by(|one, next| one < next) || !minutes.iter().all(|one| right.contains(one)) {
            self.violation(format!("slots of {day} at {minutes:?}"));
        }
    }

    async fn look_at_month(&mut self) {
        if !self.world.take_operation() {
            return;
        }
        let from = self.day();
        let to = from.plus(self.rng.u32(3..10)).expect("a day");
        let question = CalendarQuestion {
            experience_id: ExperienceId::parse(self.experience()).expect("an id"),
            attendees: self.party(),
            from,
            to,
        };
        let answer = self.world.client().calendar(&question).await;
        self.count_answer("calendar", &answer);
        if let Ok(days) = answer
            && !days.iter().map(|one| one.day).eq(from.through(to))
        {
            self.violation(format!("the calendar from {from} to {to} has other days"));
        }
    }

    /// Something to book, in two variants, under a name that occurs once in the world. Sometimes it
    /// is nothing that could be booked.
    pub fn requests(&mut self) -> (String, ReservationRequest, ReservationRequest) {
        self.attempts += 1;
        let name = format!("G{}x{}", self.number, self.attempts);
        let (experience, day) = (self.experience(), self.day());
        let at = self.world.system.starts(experience, day);
        let minutes = match self.rng.u8(..30) {
            0 => 1_000,
            _ => self.rng.choice(at).unwrap_or(1_140),
        };
        let attendees = i64::from(self.party().get());
        let notes = self.rng.bool().then_some("A high chair, please");
        let request = |first_name: &str, attendees: i64| {
            let request = json!({
                "experienceId": experience, "day": day, "minutes": minutes, "attendees": attendees,
                "guest": {
                    "firstName": first_name, "lastName": name,
                    "email": format!("{name}@example.com"), "phone": "+436605512234",
                },
                "notes": notes, "locale": "en",
            });
            serde_json::from_value(request).expect("a request")
        };
        let (one, other) = (request("One", attendees), request("Other", attendees + 1));
        (name, one, other)
    }
}

/// An error's kind, for counting.
pub fn kind(error: &VenueError) -> &'static str {
    match error {
        VenueError::Fields(_) => "invalid",
        VenueError::Taken { .. } => "taken",
        VenueError::NotFound => "not_found",
        VenueError::IllegalTransition => "illegal_transition",
        VenueError::Refused(ProblemCode::ChangeInProgress) => "change_in_progress",
        VenueError::InFlight => "in_flight",
        VenueError::KeyReused => "key_reused",
        VenueError::Away { .. } => "away",
        VenueError::Timeout => "timeout",
        VenueError::Failed(_) => "failed",
        VenueError::OutcomeUnknown(_) => "outcome_unknown",
        VenueError::Broken(_) => "broken",
        _ => "other",
    }
}
