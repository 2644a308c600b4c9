//! A booking system at a port: Molzait, Mews or 4spaces.

use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use couvert_tests::molzait::{Settings, Simulator, Weights};
use couvert_tests::server::{self, Stand};
use couvert_tests::turnstile::Turnstile;
use couvert_tests::{fourspaces, mews};
use lexopt::prelude::{Long, Short, ValueExt};

/// The system that is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vendor {
    Molzait,
    Mews,
    Fourspaces,
}

impl Vendor {
    /// The system of this name: that of its section in venues' settings, or the vendor's own.
    pub(super) fn of(name: &str) -> Option<Self> {
        match name {
            "molzait" => Some(Self::Molzait),
            "mews" => Some(Self::Mews),
            "fourspaces" | "4spaces" => Some(Self::Fourspaces),
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
    port: u16,
    faults: String,
    molzait: Settings,
    mews: mews::Settings,
    fourspaces: fourspaces::Settings,
    latency: Duration,
    is_talkative: bool,
}

fn read(vendor: Vendor, mut parser: lexopt::Parser) -> Result<Option<Arguments>, Box<dyn Error>> {
    let mut read = Arguments {
        port: vendor.port(),
        faults: "quiet".to_owned(),
        molzait: Settings::default(),
        mews: mews::Settings::default(),
        fourspaces: fourspaces::Settings::default(),
        latency: Duration::ZERO,
        is_talkative: true,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => read.port = parser.value()?.parse()?,
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
    Ok(Some(read))
}

/// Runs it until Ctrl-C; `false` where help was asked for.
pub(super) async fn run(vendor: Vendor, parser: lexopt::Parser) -> Result<bool, Box<dyn Error>> {
    let Some(arguments) = read(vendor, parser)? else {
        return Ok(false);
    };
    let Arguments {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_has_the_name_of_its_section_or_of_its_vendor() {
        for (name, vendor) in [
            ("molzait", Some(Vendor::Molzait)),
            ("mews", Some(Vendor::Mews)),
            ("fourspaces", Some(Vendor::Fourspaces)),
            ("4spaces", Some(Vendor::Fourspaces)),
            ("hotel", None),
        ] {
            assert_eq!(Vendor::of(name), vendor, "{name}");
        }
    }
}
