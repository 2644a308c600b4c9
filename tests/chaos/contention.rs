//! A guest with several pages open: changes and cancellations of one reservation at the same time, sent again and
//! again.

use std::rc::Rc;
use std::time::Duration;

use edge::error::VenueError;
use edge::provider::{BookingRequest, Provider};
use edge::storage::idempotency::IdempotencyKey;
use serde_json::json;
use shared::problem::ProblemCode;
use shared::reservation::{Reservation, ReservationChange, Status};
use tokio::task::JoinSet;

use crate::guest::{Guest, kind};
use crate::system::Weather;
use crate::world::World;

/// How often one page sends its step before it gives up.
const TRIES: u64 = 4;
/// How often it is looked whether everything that is due is done.
const LOOKS: u32 = 24;

/// One page's request.
#[derive(Clone)]
enum Step {
    Change(Box<ReservationChange>),
    Set(Status),
}

/// Sends a step, and sends it again while that may help.
async fn send(world: Rc<World>, reservation: Reservation, step: Step) {
    for _ in 0..world.rng(1..TRIES) {
        world.clock.pass(Duration::from_millis(world.rng(0..1_500))).await;
        world.take_operation();
        let client = world.client();
        let answer = match &step {
            Step::Change(change) => client.change(&reservation.id, change).await,
            Step::Set(status) => client.set_status(&reservation.id, *status).await,
        };
        let outcome = match &answer {
            Ok(_) => "ok",
            Err(error) => kind(error),
        };
        world.report.borrow_mut().count("contended", outcome);
        match answer {
            Ok(now) if now.id != reservation.id => {
                let text = format!("{reservation:?} is answered under another id: {now:?}");
                world.report.borrow_mut().violation(text);
            }
            Ok(_) | Err(VenueError::Taken { .. } | VenueError::Fields(_) | VenueError::IllegalTransition) => {
                return;
            }
            Err(
                VenueError::Refused(ProblemCode::ChangeInProgress)
                | VenueError::Away { .. }
                | VenueError::Timeout
                | VenueError::Failed(_)
                | VenueError::OutcomeUnknown(_),
            ) => {}
            Err(error) => {
                let text = format!("{} was answered {error:?} of a step", reservation.number);
                world.report.borrow_mut().violation(text);
                return;
            }
        }
    }
}

impl Guest {
    /// Takes several steps of one reservation at once. From then on it is looked at at the end alone.
    pub async fn contend(&mut self) {
        let place = self.rng.usize(..self.booked.len());
        let reservation = self.booked.swap_remove(place);
        let id = reservation.id.as_str().to_owned();
        self.world.ledger.borrow_mut().contended.insert(id, None);
        let mut pages = JoinSet::new();
        for _ in 0..self.rng.usize(2..5) {
            let step = self.step(&reservation);
            pages.spawn_local(send(Rc::clone(&self.world), reservation.clone(), step));
        }
        while let Some(ended) = pages.join_next().await {
            if ended.is_err() {
                self.violation(format!("a page of {} panicked", reservation.number));
            }
        }
    }

    fn step(&mut self, reservation: &Reservation) -> Step {
        if self.rng.u8(..8) < 3 {
            let steps = self.world.system.steps().iter().copied();
            let endings: Vec<Status> = steps.filter(|step| *step != Status::Reconfirmed).collect();
            return Step::Set(self.rng.choice(endings).unwrap_or(Status::Cancelled));
        }
        let day = if self.rng.bool() {
            reservation.day
        } else {
            self.day()
        };
        let at = self.world.system.starts(reservation.experience.id.as_str(), day);
        let minutes = self.rng.choice(at).unwrap_or(1_140);
        let attendees = self.rng.u8(1..=5);
        let change = json!({ "day": day, "minutes": minutes, "attendees": attendees });
        Step::Change(Box::new(serde_json::from_value(change).expect("a change")))
    }
}

/// The page of the booking itself is loaded anew: it shows the reservation's present status.
async fn repeat(world: &World, id: &str, seen: &Reservation) {
    let Some((name, request)) = world.ledger.borrow().attempt_of(id) else {
        return;
    };
    let order = BookingRequest {
        request,
        key: IdempotencyKey::parse(&format!("key-{name}")).expect("a key"),
    };
    let answer = world.client().reserve(&order).await;
    let outcome = match &answer {
        Ok(_) => "ok",
        Err(error) => kind(error),
    };
    world.report.borrow_mut().count("repeated at the end", outcome);
    if let Ok(again) = answer {
        let place = |one: &Reservation| (one.id.clone(), one.day, one.minutes, one.attendees, one.status);
        if !again.replayed || place(&again.reservation) != place(seen) {
            let text = format!("{name} sees {seen:?}, and is answered {again:?}");
            world.report.borrow_mut().violation(text);
        }
    }
}

/// The end: everything that is due is done, and the guests look once more.
pub async fn settle(world: &World) {
    world.system.set_weather(Weather::Quiet, 0);
    for _ in 0..LOOKS {
        if !world.is_anything_due() {
            break;
        }
        world.wake();
        world.clock.pass(Duration::from_hours(1)).await;
    }
    if world.is_anything_due() {
        let text = "something that is due is never done".to_owned();
        world.report.borrow_mut().violation(text);
    }
    let ids: Vec<String> = world.ledger.borrow().contended.keys().cloned().collect();
    for id in ids {
        let reservation = shared::id::ReservationId::parse(&id).expect("an id");
        for _ in 0..LOOKS {
            if let Ok(seen) = world.client().reservation(&reservation).await {
                repeat(world, &id, &seen).await;
                world.ledger.borrow_mut().contended.insert(id, Some(seen));
                break;
            }
            world.clock.pass(Duration::from_mins(1)).await;
        }
    }
}
