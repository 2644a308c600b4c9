//! An hour of guests at the simulated Mews, on a clock that is moved, through a proxy that validates every request and
//! every answer against Mews' own OpenAPI document; and every operation at the simulated Lightspeed through the same.
//! `cargo xtask validate` starts it with the proxy's program; it prints its counts, and the calls of each operation.

mod document;
mod guest;
mod lightspeed;
mod load;
mod property;
mod proxy;
mod report;
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

use crate::document::Document;
use crate::load::{Action, Tally};
use crate::property::Opening;
use crate::proxy::{Line, Proxy, Traffic};
use crate::report::Report;

/// The most calls in any window: those that a venue allows itself, which are fewer than Mews allows.
const MOST_CALLS: usize = 160;
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

/// Carries the hour out, prints it, and returns whether all is as it has to be. The counts and the complaints are printed
/// after an hour that ended early too: they say why.
fn mews_hour(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let time = Arc::new(AtomicU64::new(0));
    let stand = Arc::new(Mutex::new(stand(arguments.seed, &time)));
    let upstream = serve(&stand)?;
    let document = Rc::new(Document::read(&arguments.openapi)?);
    let proxy = Proxy::start(&arguments.prism, &document, &upstream)?;
    let traffic = Rc::new(RefCell::new(Traffic::default()));
    let tally = Rc::new(RefCell::new(Tally::default()));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()?;
    let outcome = LocalSet::new().block_on(&runtime, async {
        let clock = TestClock::at(BEGINNING);
        let opening = Opening {
            origin: &proxy.origin,
            line: Line::new(clock, time, traffic.clone(), (document.clone(), upstream)),
            clock,
            seed: arguments.seed,
        };
        load::run(&opening, arguments.bookings, &tally).await
    });
    drop(proxy);
    let mut tally = tally.take();
    if let Err(error) = outcome {
        tally.wrong.insert(0, format!("the hour ended early: {error}"));
    }
    let stand = stand.lock().unwrap_or_else(PoisonError::into_inner);
    add_faults(&mut tally, &stand.mews, arguments.bookings);
    let traffic = traffic.borrow();
    let report = Report {
        counts: counts(arguments.seed, &tally, &stand.mews),
        document: &document,
        traffic: &traffic,
        wrong: &tally.wrong,
    };
    print!("{report}");
    Ok(report.is_clean())
}

/// The counts of an hour at Mews, in words.
fn counts(seed: u64, tally: &Tally, mews: &mews::Simulator) -> String {
    let actions = Action::ALL.map(|action| format!("{} {}", tally.count(action), action.name()));
    format!(
        "mews, seed {seed}: {} calendars of 62 days; {} bookings: {}; at most {} calls in any 30 s; outcome unknown: {} of \
         {} writes",
        tally.calendars,
        tally.booked,
        actions.join(", "),
        mews.fullest_window(),
        tally.unknown,
        tally.writes,
    )
}

/// Adds the faults that only the whole of an hour has.
fn add_faults(tally: &mut Tally, mews: &mews::Simulator, bookings: u64) {
    let mut wrong = Vec::new();
    let uncalled = mews.uncalled().into_iter();
    wrong.extend(uncalled.map(|path| format!("{path} was never called")));
    let refused = mews.faults().iter();
    wrong.extend(refused.map(|fault| format!("the simulator refused {fault}")));
    let missing = Action::ALL.into_iter().filter(|action| tally.count(*action) == 0);
    wrong.extend(missing.map(|action| format!("no booking was {}", action.name())));
    if mews.fullest_window() > MOST_CALLS {
        wrong.push(format!("more than {MOST_CALLS} calls in 30 s"));
    }
    if tally.unknown * 100 > tally.writes {
        wrong.push("more than one outcome in a hundred is unknown".to_owned());
    }
    if tally.booked < bookings {
        wrong.push(format!("fewer than {bookings} bookings"));
    }
    tally.wrong.extend(wrong);
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
