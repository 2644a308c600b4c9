//! `cargo xtask sim`: a simulator at a port, by hand. It must not hold anything of the simulation itself.

use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use couvert_tests::molzait::{Settings, Simulator, Weights};
use couvert_tests::server::{self, Stand};
use couvert_tests::turnstile::Turnstile;
use couvert_tests::{fourspaces, mews};
use lexopt::prelude::{Long, Short, Value, ValueExt};

const USAGE: &str = "\
Usage: cargo xtask sim molzait [--port N] [--key K] [--seed S] [--faults PLAN] [--utc]
                          [--latency-ms N] [--quiet]
       cargo xtask sim mews [--port N] [--key K] [--seed S] [--faults SHARE]
                          [--latency-ms N] [--quiet]
       cargo xtask sim fourspaces [--port N] [--key K] [--seed S] [--faults SHARE|SHARES] [--waits]
                          [--budget N] [--latency-ms N] [--quiet]

PLAN is quiet, rough, or weights such as well=80,delay=10,create.reset_after=5; SHARE is quiet, rough, or a number of
requests in a hundred, and SHARES are those of kinds, such as create.reset_after=5,throttled=10. The key of Mews stands
for both of its tokens, that of 4spaces for the token and the password of the user `couvert`. With --waits reservations at
4spaces wait for a confirmation, with --budget it takes so many calls in
30 seconds.";

/// The system that is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Vendor {
    Molzait,
    Mews,
    Fourspaces,
}

impl Vendor {
    fn of(name: &str) -> Option<Self> {
        match name {
            "molzait" => Some(Self::Molzait),
            "mews" => Some(Self::Mews),
            "fourspaces" => Some(Self::Fourspaces),
            _ => None,
        }
    }

    fn port(self) -> u16 {
        match self {
            Self::Molzait => 8790,
            Self::Mews => 8791,
            Self::Fourspaces => 8792,
        }
    }
}

struct Arguments {
    vendor: Vendor,
    port: u16,
    faults: String,
    molzait: Settings,
    mews: mews::Settings,
    fourspaces: fourspaces::Settings,
    latency: Duration,
    is_talkative: bool,
}

fn read(mut parser: lexopt::Parser) -> Result<Option<Arguments>, Box<dyn Error>> {
    let (mut vendor, mut port) = (None, None);
    let mut read = Arguments {
        vendor: Vendor::Molzait,
        port: 0,
        faults: "quiet".to_owned(),
        molzait: Settings::default(),
        mews: mews::Settings::default(),
        fourspaces: fourspaces::Settings::default(),
        latency: Duration::ZERO,
        is_talkative: true,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Value(name) if vendor.is_none() => vendor = Vendor::of(&name.string()?),
            Long("port") => port = Some(parser.value()?.parse()?),
            Long("key") => {
                read.molzait.key = parser.value()?.string()?;
                read.mews.client_token.clone_from(&read.molzait.key);
                read.mews.access_token.clone_from(&read.molzait.key);
                read.fourspaces.key.clone_from(&read.molzait.key);
            }
            Long("seed") => {
                read.molzait.seed = parser.value()?.parse()?;
                read.mews.seed = read.molzait.seed;
                read.fourspaces.seed = read.molzait.seed;
            }
            Long("faults") => read.faults = parser.value()?.string()?,
            Long("latency-ms") => read.latency = Duration::from_millis(parser.value()?.parse()?),
            Long("quiet") => read.is_talkative = false,
            Long("utc") => read.molzait.is_true_utc = true,
            Long("waits") => read.fourspaces.waits = true,
            Long("budget") => read.fourspaces.budget = Some(parser.value()?.parse()?),
            Short('h') | Long("help") => return Ok(None),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(vendor.map(|vendor| Arguments {
        vendor,
        port: port.unwrap_or(vendor.port()),
        ..read
    }))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let Some(arguments) = read(lexopt::Parser::from_env())? else {
        println!("{USAGE}");
        return Ok(());
    };
    let Arguments {
        vendor,
        port,
        faults,
        molzait,
        mut mews,
        fourspaces,
        latency,
        is_talkative,
    } = arguments;
    let listener = server::listen(port).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let mut weights = Weights::quiet();
    let mut plan = fourspaces::TroublePlan::default();
    let mut shares = Vec::new();
    match vendor {
        Vendor::Molzait => {
            weights = faults.parse()?;
            println!(
                "Molzait, simulated: base URL {origin}, key {}, experience {}",
                molzait.key,
                couvert_tests::molzait::ALA_CARTE
            );
            println!("books: {origin}/_sim/reservations, counts: {origin}/_sim/requests, Ctrl-C ends it");
        }
        Vendor::Mews => {
            mews.share = faults.parse()?;
            println!(
                "Mews, simulated: base URL {origin}, both tokens {}, service {}",
                mews.access_token,
                couvert_tests::mews::SERVICE
            );
            println!("Ctrl-C ends it");
        }
        Vendor::Fourspaces => {
            if faults.contains('=') {
                shares = fourspaces::TroubleShare::list(&faults)?;
            } else {
                plan = faults.parse()?;
            }
            println!(
                "4spaces, simulated: base URL {origin}, token {}, service {}",
                fourspaces.key,
                couvert_tests::fourspaces::DINING
            );
            println!("Ctrl-C ends it");
        }
    }
    let mut marketplace = fourspaces::Simulator::new(fourspaces, plan);
    marketplace.set_shares(shares);
    let stand = Stand {
        molzait: Simulator::new(molzait, weights),
        mews: mews::Simulator::new(mews),
        fourspaces: marketplace,
        turnstile: Turnstile::new("sim-secret", "localhost", "reserve"),
        latency,
        is_talkative,
        time: server::Time::Machine,
    };
    match server::serve(listener, Arc::new(Mutex::new(stand))).await {}
}
