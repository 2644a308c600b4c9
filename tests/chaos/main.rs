//! The chaos run: thousands of reads and bookings by many guests at once, against a booking system
//! that fails in every way, while the venue's object is restarted at any moment. Afterwards the
//! system's own books show whether any answer was untrue, and whether a table is taken that no guest has a link to. It
//! must not know how the adapter works, only what the provider's port promises.
//!
//! Time is virtual and random numbers have a seed: `cargo test -p couvert-tests --test chaos -- --system mews --seed 7`
//! repeats a run to the letter, and `--operations 10000` makes it longer. The systems are `molzait`, `mews` and `fourspaces`.

#![expect(clippy::expect_used, reason = "what should not be there ends a test")]

mod at_fourspaces;
mod at_mews;
mod at_molzait;
mod booking;
mod books;
mod contention;
mod guest;
mod manage;
mod network;
mod report;
mod system;
mod weather;
mod world;

use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;

use couvert_tests::chaos_arguments::ChaosArguments;
use tokio::task::{JoinSet, LocalSet};

use crate::at_fourspaces::AtFourspaces;
use crate::at_mews::AtMews;
use crate::at_molzait::AtMolzait;
use crate::guest::Guest;
use crate::report::Report;
use crate::system::System;
use crate::world::World;

/// How much is asked for at most when a run is repeated to see that it is the same.
const REPEATED: u64 = 200;

fn main() -> ExitCode {
    let arguments = match ChaosArguments::read(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(fault) => {
            eprintln!("error: {fault}");
            return ExitCode::from(2);
        }
    };
    if arguments.is_other {
        return ExitCode::SUCCESS;
    }
    let mut is_clean = true;
    for name in arguments.systems {
        is_clean &= is_clean_at(name, arguments.seed, arguments.operations);
    }
    if is_clean {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Runs one system, prints what came of it, and returns whether nothing happened that must not.
fn is_clean_at(name: &str, seed: u64, operations: u64) -> bool {
    let repeated = operations.min(REPEATED);
    let (once, again) = (run(name, seed, repeated), run(name, seed, repeated));
    let is_same = once.to_string() == again.to_string();
    if !is_same {
        println!("{name}: the same seed made two runs:\n{once}\n{again}");
    }
    let report = run(name, seed, operations);
    println!("chaos at {name}, seed {seed}:\n{report}");
    is_same && once.is_clean() && report.is_clean()
}

/// The booking system of this name, with empty books.
fn system(name: &str, seed: u64) -> Rc<dyn System> {
    match name {
        "mews" => Rc::new(AtMews::new(seed)),
        "fourspaces" => Rc::new(AtFourspaces::new(seed)),
        _ => Rc::new(AtMolzait::new(seed)),
    }
}

/// One run, and what came of it.
fn run(name: &str, seed: u64, operations: u64) -> Report {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime");
    LocalSet::new().block_on(&runtime, async {
        let world = World::new(system(name, seed), seed, operations);
        let weather = tokio::task::spawn_local(weather::change(Rc::clone(&world)));
        let alarm = tokio::task::spawn_local(weather::wake(Rc::clone(&world)));
        let mut guests = JoinSet::new();
        for number in 0..world.system.guests() {
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
