//! `cargo xtask sim molzait|fourspaces`: a simulator at a port, by hand. It must not hold anything of the simulation itself.

use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use couvert_tests::server::{self, Alone, Stand};
use couvert_tests::turnstile::Turnstile;
use couvert_tests::{fourspaces, molzait};
use lexopt::prelude::{Long, Short, Value, ValueExt};

const USAGE: &str = "\
Usage: cargo xtask sim molzait [--port N] [--key K] [--seed S] [--faults PLAN] [--utc]
                          [--latency-ms N] [--quiet]
       cargo xtask sim fourspaces [--port N] [--key K] [--seed S] [--faults PLAN] [--waits]
                          [--latency-ms N] [--quiet]

PLAN of molzait is quiet, rough, or weights such as well=80,delay=10,create.reset_after=5;
that of fourspaces is quiet, rough, or how many of a hundred requests go wrong.
With --waits reservations are not assigned before they are confirmed.";

/// A booking system.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Molzait,
    Fourspaces,
}

struct Arguments {
    system: Named,
    port: u16,
    key: Option<String>,
    seed: Option<u64>,
    faults: String,
    is_true_utc: bool,
    waits: bool,
    latency: Duration,
    is_talkative: bool,
}

fn read(mut parser: lexopt::Parser) -> Result<Option<Arguments>, Box<dyn Error>> {
    let mut system = None;
    let mut read = Arguments {
        system: Named::Molzait,
        port: 8790,
        key: None,
        seed: None,
        faults: "quiet".to_owned(),
        is_true_utc: false,
        waits: false,
        latency: Duration::ZERO,
        is_talkative: true,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Value(name) if system.is_none() && name == "molzait" => system = Some(Named::Molzait),
            Value(name) if system.is_none() && name == "fourspaces" => system = Some(Named::Fourspaces),
            Long("port") => read.port = parser.value()?.parse()?,
            Long("key") => read.key = Some(parser.value()?.string()?),
            Long("seed") => read.seed = Some(parser.value()?.parse()?),
            Long("faults") => read.faults = parser.value()?.string()?,
            Long("latency-ms") => read.latency = Duration::from_millis(parser.value()?.parse()?),
            Long("quiet") => read.is_talkative = false,
            Long("utc") => read.is_true_utc = true,
            Long("waits") => read.waits = true,
            Short('h') | Long("help") => return Ok(None),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(system.map(|system| Arguments { system, ..read }))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let Some(arguments) = read(lexopt::Parser::from_env())? else {
        println!("{USAGE}");
        return Ok(());
    };
    match arguments.system {
        Named::Molzait => serve_molzait(arguments).await,
        Named::Fourspaces => serve_fourspaces(arguments).await,
    }
}

async fn serve_molzait(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let mut settings = molzait::Settings {
        is_true_utc: arguments.is_true_utc,
        ..molzait::Settings::default()
    };
    settings.key = arguments.key.unwrap_or(settings.key);
    settings.seed = arguments.seed.unwrap_or(settings.seed);
    let weights = arguments.faults.parse()?;
    let listener = server::listen(arguments.port).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    println!(
        "Molzait, simulated: base URL {origin}, key {}, experience {}",
        settings.key,
        molzait::ALA_CARTE
    );
    println!("books: {origin}/_sim/reservations, counts: {origin}/_sim/requests, Ctrl-C ends it");
    let stand = Stand {
        molzait: molzait::Simulator::new(settings, weights),
        turnstile: Turnstile::new("sim-secret", "localhost", "reserve"),
        latency: arguments.latency,
        is_talkative: arguments.is_talkative,
    };
    match server::serve(listener, Arc::new(Mutex::new(stand))).await {}
}

async fn serve_fourspaces(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let mut settings = fourspaces::Settings {
        waits: arguments.waits,
        ..fourspaces::Settings::default()
    };
    settings.key = arguments.key.unwrap_or(settings.key);
    settings.seed = arguments.seed.unwrap_or(settings.seed);
    let plan = arguments.faults.parse()?;
    let listener = server::listen(arguments.port).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    println!(
        "4spaces, simulated: base URL {origin}, token or password of `couvert` {}, service {}; Ctrl-C ends it",
        settings.key,
        fourspaces::DINING
    );
    let alone = Alone {
        simulation: fourspaces::Simulator::new(settings, plan),
        latency: arguments.latency,
        is_talkative: arguments.is_talkative,
    };
    match server::serve(listener, Arc::new(Mutex::new(alone))).await {}
}
