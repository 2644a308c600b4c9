//! A long run at a Mews of which a quarter of all calls goes wrong, drawn from a seed: guests book, move, order more, cancel
//! and look, and afterwards the books have what each was told, once, and nothing else.
//!
//! `COUVERT_CHAOS_OPERATIONS=10000 cargo test -p couvert-tests --test contract mews_chaos` makes it longer.

use std::collections::BTreeMap;
use std::time::Duration;

use couvert_tests::mews::{Share, Troubles};
use edge::error::{Result, VenueError};
use fastrand::Rng;
use serde_json::{Value, json};
use shared::id::ReservationId;
use shared::reservation::{Reservation, Status};
use shared::time::{Minutes, TimeZone};

use super::facts::{Choice, choice, order};
use super::mews_calls::two_months;
use super::mews_world::{Property, property};

/// How many operations there are, unless the environment says otherwise.
const OPERATIONS: u32 = 1_000;

/// The part of a reservation that its guest was told.
type Told = BTreeMap<ReservationId, Reservation>;

/// One run.
struct Run {
    property: Property,
    some: Choice,
    chance: Rng,
    told: Told,
    made: u32,
}

impl Run {
    async fn new(seed: u64) -> Self {
        let property = property(&json!({ "horizonDays": 400 }));
        let some = choice(&property.world).await;
        property.simulator.borrow_mut().troubles = Troubles::new(seed, Share(25));
        Self {
            property,
            some,
            chance: Rng::with_seed(seed),
            told: Told::new(),
            made: 0,
        }
    }

    /// The answer to a request, which is repeated until it is known; none if it was refused.
    async fn known<T>(&self, mut ask: impl AsyncFnMut() -> Result<T>) -> Option<T> {
        for _ in 0..60 {
            match ask().await {
                Ok(answer) => return Some(answer),
                // Nothing was done, or what was done is not known yet.
                Err(
                    VenueError::OutcomeUnknown(_)
                    | VenueError::Away { .. }
                    | VenueError::Timeout
                    | VenueError::Failed(_),
                ) => self.property.clock.pass(Duration::from_mins(2)).await,
                Err(_) => return None,
            }
        }
        panic!("an outcome stays unknown");
    }

    /// A reservation that was made, by chance.
    fn some_id(&mut self) -> Option<ReservationId> {
        let place = self.chance.usize(..self.told.len().max(1));
        self.told.keys().nth(place).cloned()
    }

    async fn book(&mut self) {
        self.made += 1;
        let mut order = order(&self.property.world, &self.some, &format!("key-{}", self.made));
        let days = self.chance.u32(30..330);
        order.request.day = self.property.world.today.plus(days).unwrap();
        order.request.minutes = Minutes::parse(1_080 + 60 * self.chance.i64(0..4)).unwrap();
        let provider = &self.property.world.provider;
        let booked = self.known(async || provider.reserve(&order).await).await;
        if let Some(booked) = booked {
            self.told
                .insert(booked.reservation.id.clone(), booked.reservation);
        }
    }

    async fn change(&mut self, change: &Value) {
        let Some(id) = self.some_id() else { return };
        let change = serde_json::from_value(change.clone()).unwrap();
        let provider = &self.property.world.provider;
        let changed = self.known(async || provider.change(&id, &change).await).await;
        if let Some(changed) = changed {
            self.told.insert(id, changed);
        }
    }

    async fn cancel(&mut self) {
        let Some(id) = self.some_id() else { return };
        let provider = &self.property.world.provider;
        let cancelled = self
            .known(async || provider.set_status(&id, Status::Cancelled).await)
            .await;
        if let Some(cancelled) = cancelled {
            self.told.insert(id, cancelled);
        }
    }

    async fn look(&mut self) {
        let question = two_months(&self.property);
        let provider = &self.property.world.provider;
        // That it is away at times is no untruth.
        let _ = provider.calendar(&question).await;
        let Some(id) = self.some_id() else { return };
        let seen = self
            .known(async || self.property.world.provider.reservation(&id).await)
            .await;
        let seen = seen.unwrap();
        let told = &self.told[&id];
        assert_eq!(
            (seen.status, seen.day, seen.minutes, seen.attendees),
            (told.status, told.day, told.minutes, told.attendees)
        );
    }

    async fn step(&mut self) {
        let minutes = 1_080 + 60 * self.chance.u16(0..4);
        let (guests, wine) = (self.chance.u8(2..=4), self.chance.u8(1..=2));
        match self.chance.u8(0..10) {
            0..4 => self.book().await,
            4 => self.change(&json!({ "minutes": minutes })).await,
            5 => self.change(&json!({ "attendees": guests })).await,
            6 => {
                let more = json!({ "addOns": [{ "id": "wine", "quantity": wine }] });
                self.change(&more).await;
            }
            7 => self.cancel().await,
            _ => self.look().await,
        }
    }

    /// Compares the books with what guests were told.
    fn compare(&self, seed: u64) {
        let now = self.property.clock.since_epoch();
        let zone = TimeZone::parse("Europe/Vienna").unwrap();
        let mut simulator = self.property.simulator.borrow_mut();
        let books = simulator.books(now);
        let live = books.bookings.iter().filter(|one| one.is_live());
        let stand = self.told.values().filter(|one| one.status == Status::Booked);
        assert_eq!(live.count(), stand.count(), "seed {seed}");
        for (id, told) in &self.told {
            let kept = books.get(id.as_str()).unwrap();
            assert_eq!(kept.is_live(), told.status == Status::Booked, "seed {seed}");
            let start = zone.resolve(told.day, told.minutes).instant();
            let wine: i64 = told.add_ons.iter().map(|one| i64::from(one.quantity)).sum();
            assert_eq!(
                (Some(kept.start), kept.guests(), kept.wine),
                (start, i64::from(told.attendees.get()), wine),
                "seed {seed}"
            );
        }
        let mut numbers: Vec<_> = books.bookings.iter().map(|one| &one.channel_number).collect();
        let count = numbers.len();
        numbers.sort();
        numbers.dedup();
        assert_eq!(numbers.len(), count, "seed {seed}: a booking was made twice");
        assert_eq!(books.customers.len(), 1, "seed {seed}");
    }
}

#[tokio::test(start_paused = true)]
async fn in_a_long_run_in_trouble_no_booking_is_lost_doubled_or_untrue() {
    let named = std::env::var("COUVERT_CHAOS_OPERATIONS").ok();
    let operations = named.and_then(|text| text.parse().ok()).unwrap_or(OPERATIONS);
    let seed = 7;
    let mut run = Run::new(seed).await;
    for _ in 0..operations {
        run.step().await;
    }
    assert!(run.told.len() > usize::try_from(operations / 10).unwrap());
    run.compare(seed);
}
