//! Bookings at a 4spaces at which a fifth of all requests goes wrong, drawn from a seed: each is made once, or not at all, and
//! its guest is told the truth.

use std::time::Duration;

use couvert_tests::fourspaces::TroublePlan;
use edge::error::VenueError;
use edge::provider::BookingRequest;
use fastrand::Rng;
use serde_json::json;
use shared::time::Minutes;

use super::facts::{choice, order};
use super::fourspaces::{AtFourspaces, at_seeded_fourspaces};

/// How many bookings each seed has.
const BOOKINGS: usize = 40;

/// The number of a booking that was made; none if it was refused. Asked again under its key until that is known.
async fn settled(at: &AtFourspaces, order: &BookingRequest) -> Option<String> {
    for _ in 0..40 {
        match at.world.provider.reserve(order).await {
            Ok(booked) => return Some(booked.reservation.number),
            Err(VenueError::Taken { .. } | VenueError::Fields(_)) => return None,
            Err(_) => at.clock.pass(Duration::from_mins(2)).await,
        }
    }
    panic!("the outcome of a booking stays unknown");
}

#[tokio::test(start_paused = true)]
async fn a_booking_in_trouble_is_made_once_or_not_at_all() {
    for seed in 1..=5 {
        let at = at_seeded_fourspaces(&json!({}), seed);
        let choice = choice(&at.world).await;
        at.simulator.borrow_mut().set_trouble(TroublePlan { percent: 20 });
        let mut chance = Rng::with_seed(seed);
        let mut answered = Vec::new();
        for number in 0..BOOKINGS {
            let mut order = order(&at.world, &choice, &format!("key-{number}"));
            order.request.day = at.world.today.plus(chance.u32(2..12)).unwrap();
            order.request.minutes = Minutes::parse(1_080 + 60 * chance.i64(0..5)).unwrap();
            answered.extend(settled(&at, &order).await);
        }
        let simulator = at.simulator.borrow();
        let reference = |guest: &str| {
            let (_, rest) = guest.split_once("(Ref. ").unwrap();
            rest.trim_end_matches(')').to_owned()
        };
        let mut standing: Vec<String> = simulator
            .books()
            .standing()
            .map(|one| reference(&one.guest))
            .collect();
        standing.sort();
        answered.sort();
        assert_eq!(standing, answered, "seed {seed}");
        assert!(answered.len() >= BOOKINGS / 4, "{}", answered.len());
    }
}
