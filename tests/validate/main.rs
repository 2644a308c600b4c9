//! An hour of guests at the simulated Mews, on a clock that is moved, through a proxy that validates every request and
//! every answer against Mews' own OpenAPI document; and every operation at the simulated Lightspeed through the same.
//! `cargo xtask validate` starts it with the proxy's program; it prints one line of counts.

mod guest;
mod lightspeed;
mod load;
mod property;
mod proxy;
mod till;

use std::cell::RefCell;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use couvert_tests::molzait::Weights;
use couvert_tests::native::TestClock;
use couvert_tests::server::{self, Stand, Time};
use couvert_tests::turnstile::Turnstile;
use couvert_tests::{fourspaces, mews, molzait};
use lexopt::prelude::{Long, ValueExt};
use shared::time::Instant;
use tokio::task::LocalSet;

use crate::load::Tally;
use crate::property::Opening;
use crate::proxy::{Complaints, Document, Line, Proxy};

/// The most calls in any window: those that a venue allows itself, which are fewer than Mews allows.
const MOST_CALLS: usize = 160;
/// How many complaints are shown.
const SHOWN: usize = 20;
/// Noon of 12 January 2027 in Vienna.
const BEGINNING: Instant = Instant::from_unix(1_799_751_600);

struct Arguments {
    vendor: String,
    /// The program of the proxy, for Node.
    prism: PathBuf,
    /// The document to validate against.
    openapi: PathBuf,
    seed: u64,
    bookings: u64,
}

fn main() -> ExitCode {
    match read(lexopt::Parser::from_env()).and_then(|arguments| run(&arguments)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn read(mut parser: lexopt::Parser) -> Result<Arguments, Box<dyn Error>> {
    let (mut vendor, mut prism, mut openapi) = (None, None, None);
    let (mut seed, mut bookings) = (1, 50);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("vendor") => vendor = Some(parser.value()?.string()?),
            Long("prism") => prism = Some(parser.value()?),
            Long("openapi") => openapi = Some(parser.value()?),
            Long("seed") => seed = parser.value()?.parse()?,
            Long("bookings") => bookings = parser.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    let usage =
        "usage: validate --vendor mews|lightspeed --prism PROGRAM --openapi FILE [--seed S] [--bookings N]";
    let (prism, openapi) = prism.zip(openapi).ok_or(usage)?;
    Ok(Arguments {
        vendor: vendor.ok_or(usage)?,
        prism: prism.into(),
        openapi: openapi.into(),
        seed,
        bookings,
    })
}

/// Carries out what the vendor's name asks for, prints it, and returns whether all is as it has to be.
fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    match arguments.vendor.as_str() {
        "mews" => mews_hour(arguments),
        "lightspeed" => lightspeed::validate(&arguments.prism, &arguments.openapi),
        other => Err(format!("there is nothing to validate at {other}").into()),
    }
}

/// Carries the hour out, prints it, and returns whether all is as it has to be.
fn mews_hour(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let time = Arc::new(AtomicU64::new(0));
    let stand = Arc::new(Mutex::new(stand(arguments.seed, &time)));
    let upstream = serve(&stand)?;
    let document = Document::read(&arguments.openapi, &upstream)?;
    let proxy = Proxy::start(&arguments.prism, &arguments.openapi, &upstream)?;
    let complaints = Rc::new(RefCell::new(Complaints::default()));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()?;
    let tally = LocalSet::new().block_on(&runtime, async {
        let clock = TestClock::at(BEGINNING);
        let opening = Opening {
            origin: &proxy.origin,
            line: Line::new(clock, time, complaints.clone(), document),
            clock,
            seed: arguments.seed,
        };
        load::run(&opening, arguments.bookings).await
    })?;
    drop(proxy);
    let complaints = complaints.borrow();
    for text in complaints.texts.iter().take(SHOWN) {
        println!("violation: {text}");
    }
    let stand = stand.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(report(arguments, &stand.mews, &complaints, &tally))
}

/// Prints the line of counts, and what is not as it has to be.
fn report(arguments: &Arguments, mews: &mews::Simulator, complaints: &Complaints, tally: &Tally) -> bool {
    let calls: u64 = mews.calls().values().sum();
    let Tally {
        booked,
        writes,
        unknown,
        ..
    } = tally;
    println!(
        "mews, seed {}: {booked} bookings; violations: {} of requests, {} of answers; calls: {calls} of {} operations, at \
         most {} in any 30 s; outcome unknown: {unknown} of {writes} writes",
        arguments.seed,
        complaints.of_requests,
        complaints.of_answers,
        mews.calls().len(),
        mews.fullest_window(),
    );
    for path in &complaints.undescribed {
        println!("the document does not describe {path}");
    }
    let mut wrong: Vec<String> = tally.wrong.clone();
    wrong.extend(
        mews.uncalled()
            .iter()
            .map(|path| format!("{path} was never called")),
    );
    wrong.extend(
        mews.faults()
            .iter()
            .map(|fault| format!("the simulator refused {fault}")),
    );
    if mews.fullest_window() > MOST_CALLS {
        wrong.push(format!("more than {MOST_CALLS} calls in 30 s"));
    }
    if unknown * 100 > *writes {
        wrong.push("more than one outcome in a hundred is unknown".to_owned());
    }
    if *booked < arguments.bookings {
        wrong.push(format!("fewer than {} bookings", arguments.bookings));
    }
    for line in wrong.iter().take(SHOWN) {
        println!("wrong: {line}");
    }
    wrong.is_empty() && complaints.of_requests == 0 && complaints.of_answers == 0
}

/// The simulators behind one port, all of them quiet, in the time that is set.
fn stand(seed: u64, time: &Arc<AtomicU64>) -> Stand {
    Stand {
        molzait: molzait::Simulator::new(molzait::Settings::default(), Weights::quiet()),
        mews: mews::Simulator::new(mews::Settings {
            seed,
            ..mews::Settings::default()
        }),
        fourspaces: fourspaces::Simulator::new(
            fourspaces::Settings::default(),
            fourspaces::TroublePlan::default(),
        ),
        turnstile: Turnstile::new("sim-secret", "localhost", "reserve"),
        latency: Duration::ZERO,
        is_talkative: false,
        time: Time::Set(Arc::clone(time)),
    }
}

/// Serves the simulators on a thread of their own, in real time, for as long as the program runs; where they are.
fn serve(stand: &Arc<Mutex<Stand>>) -> Result<String, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let listener = runtime.block_on(server::listen(0))?;
    let origin = format!("http://{}", listener.local_addr()?);
    let stand = Arc::clone(stand);
    std::thread::spawn(move || runtime.block_on(server::serve(listener, stand)));
    Ok(origin)
}
