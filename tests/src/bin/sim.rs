//! `cargo xtask sim molzait`: the simulator at a port, by hand. It must not hold anything of the
//! simulation itself.

use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use couvert_tests::molzait::{Settings, Simulator, Weights};
use couvert_tests::server::{self, Stand};
use couvert_tests::turnstile::Turnstile;
use lexopt::prelude::{Long, Short, Value, ValueExt};

const USAGE: &str = "\
Usage: cargo xtask sim molzait [--port N] [--key K] [--seed S] [--faults PLAN] [--utc]
                          [--latency-ms N] [--quiet]

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

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
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
