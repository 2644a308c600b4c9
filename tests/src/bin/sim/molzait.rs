//! Molzait at a port.

use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use couvert_tests::molzait::{ALA_CARTE, Settings, Simulator, Weights};
use couvert_tests::server::{self, Stand};
use couvert_tests::turnstile::Turnstile;
use lexopt::prelude::{Long, Short, ValueExt};

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
    while let Some(argument) = parser.next()? {
        match argument {
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
    Ok(Some(read))
}

/// Runs it until Ctrl-C; `false` where help was asked for.
pub(super) async fn run(parser: lexopt::Parser) -> Result<bool, Box<dyn Error>> {
    let Some(arguments) = read(parser)? else {
        return Ok(false);
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
        "Molzait, simulated: base URL {origin}, key {}, experience {ALA_CARTE}",
        settings.key
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
