//! `cargo xtask sim molzait|ikentoo`: a simulator at a port, by hand. It must not hold anything of the
//! simulations themselves.

use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use couvert_tests::ikentoo;
use couvert_tests::ikentoo::play::{self, Player};
use couvert_tests::molzait::{Settings, Simulator, Weights};
use couvert_tests::server::{self, Stand};
use couvert_tests::turnstile::Turnstile;
use lexopt::prelude::{Long, Short, Value, ValueExt};

const USAGE: &str = "\
Usage: cargo xtask sim molzait [--port N] [--key K] [--seed S] [--faults PLAN] [--utc]
                          [--latency-ms N] [--quiet]
       cargo xtask sim ikentoo [--port N] [--authorization HEADER] [--copies N] [--quiet]

HEADER is what callers have to send, such as \"Bearer a-token\"; each event is sent --copies times.
PLAN is quiet, rough, or weights such as well=80,delay=10,create.reset_after=5.";

struct Arguments {
    port: u16,
    weights: Weights,
    settings: Settings,
    latency: Duration,
    is_talkative: bool,
}

fn read(mut parser: lexopt::Parser) -> Result<Option<Arguments>, Box<dyn Error>> {
    let mut read = Arguments {
        port: 8790,
        weights: Weights::quiet(),
        settings: Settings::default(),
        latency: Duration::ZERO,
        is_talkative: true,
    };
    let mut is_named = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Value(name) if !is_named && name == "molzait" => is_named = true,
            Long("port") => read.port = parser.value()?.parse()?,
            Long("key") => read.settings.key = parser.value()?.string()?,
            Long("seed") => read.settings.seed = parser.value()?.parse()?,
            Long("faults") => read.weights = parser.value()?.string()?.parse()?,
            Long("latency-ms") => read.latency = Duration::from_millis(parser.value()?.parse()?),
            Long("quiet") => read.is_talkative = false,
            Long("utc") => read.settings.is_true_utc = true,
            Short('h') | Long("help") => return Ok(None),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(is_named.then_some(read))
}

/// Reads the arguments of iKentoo's simulator: its port and the simulator; none if help was asked for.
fn read_ikentoo(mut parser: lexopt::Parser) -> Result<Option<(u16, Player)>, Box<dyn Error>> {
    let mut port = 8791;
    let mut player = Player {
        simulator: ikentoo::Simulator::new(ikentoo::Settings::default()),
        is_talkative: true,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Value(name) if name == "ikentoo" => {}
            Long("port") => port = parser.value()?.parse()?,
            Long("authorization") => {
                player.simulator.settings.authorization = Some(parser.value()?.string()?);
            }
            Long("copies") => player.simulator.copies = Some(parser.value()?.parse()?),
            Long("quiet") => player.is_talkative = false,
            Short('h') | Long("help") => return Ok(None),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Some((port, player)))
}

/// Plays iKentoo until Ctrl-C.
async fn run_ikentoo() -> Result<(), Box<dyn Error>> {
    let Some((port, player)) = read_ikentoo(lexopt::Parser::from_env())? else {
        println!("{USAGE}");
        return Ok(());
    };
    let listener = server::listen(port).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let settings = &player.simulator.settings;
    println!(
        "iKentoo, simulated: baseUrl {origin}, businessLocationId {}, tables 1 to 20",
        settings.location
    );
    println!(
        "books: {origin}/_sim/checks; at a table: POST {origin}/_sim/tables/5/open, order, pay, cancel, update"
    );
    match play::run(listener, Arc::new(Mutex::new(player))).await {}
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().nth(1).as_deref() == Some("ikentoo") {
        return run_ikentoo().await;
    }
    let Some(arguments) = read(lexopt::Parser::from_env())? else {
        println!("{USAGE}");
        return Ok(());
    };
    let Arguments {
        port,
        weights,
        settings,
        latency,
        is_talkative,
    } = arguments;
    let listener = server::listen(port).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    println!(
        "Molzait, simulated: base URL {origin}, key {}, experience {}",
        settings.key,
        couvert_tests::molzait::ALA_CARTE
    );
    println!("books: {origin}/_sim/reservations, counts: {origin}/_sim/requests, Ctrl-C ends it");
    let stand = Stand {
        molzait: Simulator::new(settings, weights),
        turnstile: Turnstile::new("sim-secret", "localhost", "reserve"),
        latency,
        is_talkative,
    };
    match server::serve(listener, Arc::new(Mutex::new(stand))).await {}
}
