//! How a guest books: once, by a double click, again and again while nothing is certain, or with
//! another wish under the same key. It must not know what really happened.

use std::rc::Rc;
use std::time::Duration;

use edge::error::VenueError;
use edge::provider::{Booked, BookingRequest, Provider};
use edge::storage::idempotency::IdempotencyKey;
use shared::reservation::ReservationRequest;

use crate::books::Told;
use crate::guest::{Guest, kind};
use crate::world::World;

/// How often a guest asks again before they give up.
const PATIENCE: u32 = 20;

/// Asks once, and has it written down what was answered.
async fn ask(world: Rc<World>, name: String, order: BookingRequest) -> Told {
    let desk = world.desk();
    // Some networks are worse than others: then the answer is lost on the guest's side.
    let patience = match world.rng(0..20) {
        0 => Duration::from_millis(world.rng(100..3_000)),
        _ => Duration::from_mins(1),
    };
    let answer = tokio::time::timeout(patience, desk.reserve(&order)).await;
    let lost = |_| Err(VenueError::OutcomeUnknown("nobody listens".to_owned()));
    let answer = answer.unwrap_or_else(lost);
    let said = match &answer {
        Ok(Booked { replayed: true, .. }) => "replayed",
        Ok(_) => "made",
        Err(error) => kind(error),
    };
    world.report.borrow_mut().count("reserve", said);
    let told = match answer {
        Ok(reserved) => Told::Made(Box::new(order.request), Box::new(reserved.reservation)),
        Err(VenueError::InFlight | VenueError::OutcomeUnknown(_)) => Told::Unclear,
        Err(VenueError::KeyReused) => Told::Reused,
        // The next time may be another.
        Err(VenueError::Away { .. } | VenueError::Timeout | VenueError::Failed(_)) => Told::NotNow,
        Err(VenueError::Fields(_) | VenueError::Taken { .. }) => Told::No,
        Err(error) => {
            world
                .report
                .borrow_mut()
                .violation(format!("{name} was told {error:?}"));
            Told::Unclear
        }
    };
    world.ledger.borrow_mut().note(&name, told.clone());
    told
}

impl Guest {
    /// Tries to book something.
    pub async fn book(&mut self) {
        let (name, wish, other) = self.wish();
        let key = IdempotencyKey::parse(&format!("key-{name}")).expect("a key");
        let order = |request: &ReservationRequest| BookingRequest {
            request: request.clone(),
            key: key.clone(),
        };
        let mut told = match self.rng.u8(..20) {
            0..3 => self.click_twice(&name, order(&wish), order(&wish)).await,
            3 => self.click_twice(&name, order(&wish), order(&other)).await,
            _ => self.click(&name, order(&wish)).await,
        };
        for _ in 0..PATIENCE {
            let asks_again = match told {
                Told::Unclear => self.rng.u8(..50) > 0,
                Told::NotNow => self.rng.bool(),
                _ => false,
            };
            if !asks_again {
                break;
            }
            self.pause(500..12_000).await;
            told = self.click(&name, order(&wish)).await;
        }
        let Told::Made(booked, reservation) = told else {
            return;
        };
        match self.rng.u8(..6) {
            // The page was loaded anew, and the form is still there.
            0 => drop(self.click(&name, order(&booked)).await),
            1 => {
                let another = if *booked == wish { &other } else { &wish };
                let told = self.click(&name, order(another)).await;
                if !matches!(told, Told::Reused | Told::Unclear) {
                    self.violation(format!("{name}'s key was taken for another wish: {told:?}"));
                }
            }
            _ => {}
        }
        self.booked.push(*reservation);
    }

    async fn click(&mut self, name: &str, order: BookingRequest) -> Told {
        self.world.take_operation();
        ask(Rc::clone(&self.world), name.to_owned(), order).await
    }

    /// Two clicks, the second a moment after the first; the first answer is that of the second click,
    /// unless it makes no sense without the other.
    async fn click_twice(&mut self, name: &str, one: BookingRequest, other: BookingRequest) -> Told {
        self.world.take_operation();
        self.world.take_operation();
        let first = tokio::task::spawn_local(ask(Rc::clone(&self.world), name.to_owned(), one));
        self.pause(0..900).await;
        let second = ask(Rc::clone(&self.world), name.to_owned(), other).await;
        let first = first.await.expect("an answer");
        match (first, second) {
            (made @ Told::Made(..), _) | (_, made @ Told::Made(..)) => made,
            (first, _) => first,
        }
    }
}
