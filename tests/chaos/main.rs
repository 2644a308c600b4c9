//! The chaos run: thousands of reads and bookings by many guests at once, against a booking system
//! that fails in every way, while the venue's object is restarted at any moment. Afterwards the
//! system's own books show whether any answer was untrue, and whether a table is taken that no guest has a link to. It
//! must not know how the adapter works, only what the provider's port promises.
//!
//! Time is virtual and random numbers have a seed: `COUVERT_CHAOS_SEED=7 cargo test -p couvert-tests --test
//! chaos` repeats a run to the letter, and `COUVERT_CHAOS_OPERATIONS` makes it longer.

#![expect(clippy::expect_used, reason = "what should not be there ends a test")]

mod booking;
mod books;
mod contention;
mod guest;
mod manage;
mod network;
mod report;
mod weather;
mod world;

use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;

use tokio::task::{JoinSet, LocalSet};

use crate::guest::Guest;
use crate::report::Report;
use crate::world::World;

/// The seed, unless the environment names another.
const SEED: u64 = 20_270_302;
/// How much is asked for, unless the environment says otherwise.
const OPERATIONS: u64 = 10_000;
/// How much is asked for when a run is repeated to see that it is the same.
const REPEATED: u64 = 1_000;
/// How many guests there are at once.
const GUESTS: u64 = 40;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_other = |filter: &String| !filter.starts_with('-') && !"chaos".contains(filter.as_str());
    if arguments
        .iter()
        .any(|argument| argument == "--list" || is_other(argument))
    {
        return ExitCode::SUCCESS;
    }
    let seed = number("COUVERT_CHAOS_SEED").unwrap_or(SEED);
    let (once, again) = (run(seed, REPEATED), run(seed, REPEATED));
    let is_same = once.to_string() == again.to_string();
    if !is_same {
        println!("the same seed made two runs:\n{once}\n{again}");
    }
    let report = run(seed, number("COUVERT_CHAOS_OPERATIONS").unwrap_or(OPERATIONS));
    println!("chaos, seed {seed}:\n{report}");
    if is_same && once.is_clean() && report.is_clean() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().expect("a number"))
}

/// One run, and what came of it.
fn run(seed: u64, operations: u64) -> Report {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime");
    LocalSet::new().block_on(&runtime, async {
        let world = World::new(seed, operations);
        let weather = tokio::task::spawn_local(weather::change(Rc::clone(&world)));
        let alarm = tokio::task::spawn_local(weather::wake(Rc::clone(&world)));
        let mut guests = JoinSet::new();
        for number in 0..GUESTS {
            guests.spawn_local(Guest::new(Rc::clone(&world), number).live());
        }
        while let Some(ended) = guests.join_next().await {
            if let Err(error) = ended {
                world
                    .report
                    .borrow_mut()
                    .violation(format!("a guest panicked: {error}"));
            }
        }
        weather.abort();
        // Requests on their way arrive.
        world.clock.pass(Duration::from_mins(5)).await;
        alarm.abort();
        contention::settle(&world).await;
        world.close();
        books::check(&world);
        world.report.take()
    })
}
