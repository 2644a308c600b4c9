//! How a guest books: once, by a double click, again and again while the outcome is unknown, or with another
//! request under the same key.

use std::rc::Rc;
use std::time::Duration;

use edge::error::VenueError;
use edge::provider::{Booked, BookingRequest, Provider};
use edge::storage::idempotency::IdempotencyKey;
use shared::reservation::ReservationRequest;

use crate::books::Answer;
use crate::guest::{Guest, kind};
use crate::world::World;

/// How often a guest repeats a request before giving up.
const PATIENCE: u32 = 20;

/// Asks once, and has it written down what was answered.
async fn ask(world: Rc<World>, name: String, order: BookingRequest) -> Answer {
    let client = world.client();
    // Some networks are worse than others: then the answer is lost on the guest's side.
    let patience = match world.rng(0..20) {
        0 => Duration::from_millis(world.rng(100..3_000)),
        _ => Duration::from_mins(1),
    };
    let answer = tokio::time::timeout(patience, client.reserve(&order)).await;
    let lost = |_| Err(VenueError::OutcomeUnknown("nobody listens".to_owned()));
    let answer = answer.unwrap_or_else(lost);
    let outcome = match &answer {
        Ok(Booked { replayed: true, .. }) => "replayed",
        Ok(_) => "made",
        Err(error) => kind(error),
    };
    world.report.borrow_mut().count("reserve", outcome);
    let answer = match answer {
        Ok(reserved) => Answer::Made(Box::new(order.request), Box::new(reserved.reservation)),
        Err(VenueError::InFlight | VenueError::OutcomeUnknown(_)) => Answer::Unclear,
        Err(VenueError::KeyReused) => Answer::Reused,
        // The next time may be another.
        Err(VenueError::Away { .. } | VenueError::Timeout | VenueError::Failed(_)) => Answer::NotNow,
        Err(VenueError::Fields(_) | VenueError::Taken { .. }) => Answer::No,
        Err(error) => {
            world
                .report
                .borrow_mut()
                .violation(format!("{name} was answered {error:?}"));
            Answer::Unclear
        }
    };
    world.ledger.borrow_mut().note(&name, answer.clone());
    answer
}

impl Guest {
    /// Tries to book something.
    pub async fn book(&mut self) {
        let (name, request, other) = self.requests();
        let key = IdempotencyKey::parse(&format!("key-{name}")).expect("a key");
        let order = |request: &ReservationRequest| BookingRequest {
            request: request.clone(),
            key: key.clone(),
        };
        let mut answer = match self.rng.u8(..20) {
            0..3 => self.click_twice(&name, order(&request), order(&request)).await,
            3 => self.click_twice(&name, order(&request), order(&other)).await,
            _ => self.click(&name, order(&request)).await,
        };
        for _ in 0..PATIENCE {
            let asks_again = match answer {
                Answer::Unclear => self.rng.u8(..50) > 0,
                Answer::NotNow => self.rng.bool(),
                _ => false,
            };
            if !asks_again {
                break;
            }
            self.pause(500..12_000).await;
            answer = self.click(&name, order(&request)).await;
        }
        let Answer::Made(booked, reservation) = answer else {
            return;
        };
        match self.rng.u8(..6) {
            // The page was loaded anew, and the form is still there.
            0 => drop(self.click(&name, order(&booked)).await),
            1 => {
                let another = if *booked == request { &other } else { &request };
                let answer = self.click(&name, order(another)).await;
                if !matches!(answer, Answer::Reused | Answer::Unclear) {
                    self.violation(format!(
                        "{name}'s key was accepted for another request: {answer:?}"
                    ));
                }
            }
            _ => {}
        }
        self.booked.push(*reservation);
    }

    async fn click(&mut self, name: &str, order: BookingRequest) -> Answer {
        self.world.take_operation();
        ask(Rc::clone(&self.world), name.to_owned(), order).await
    }

    /// Two clicks, the second a moment after the first; the first answer is that of the second click,
    /// unless it makes no sense without the other.
    async fn click_twice(&mut self, name: &str, one: BookingRequest, other: BookingRequest) -> Answer {
        self.world.take_operation();
        self.world.take_operation();
        let first = tokio::task::spawn_local(ask(Rc::clone(&self.world), name.to_owned(), one));
        self.pause(0..900).await;
        let second = ask(Rc::clone(&self.world), name.to_owned(), other).await;
        let first = first.await.expect("an answer");
        match (first, second) {
            (made @ Answer::Made(..), _) | (_, made @ Answer::Made(..)) => made,
            (first, _) => first,
        }
    }
}
