//! Lightspeed at a port, played by lines at the terminal. Its events are sent by a thread of their own.

use std::error::Error;
use std::io::BufRead as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use couvert_tests::act::Act;
use couvert_tests::lightspeed::{Settings, Simulator, control, deliver};
use couvert_tests::server::{self, Responder};
use http::Request;
use lexopt::prelude::{Long, Short, ValueExt};

/// Between two looks into the outbox.
const PAUSE: Duration = Duration::from_millis(200);

/// The simulator behind its port.
struct Till {
    simulator: Simulator,
    is_talkative: bool,
}

impl Responder for Till {
    fn act(&mut self, request: &Request<Vec<u8>>, now: Duration) -> Act {
        self.simulator.act(request, now)
    }

    fn is_talkative(&self) -> bool {
        self.is_talkative
    }
}

/// Runs it until Ctrl-C; `false` where help was asked for.
pub(super) async fn run(mut parser: lexopt::Parser) -> Result<bool, Box<dyn Error>> {
    let (mut port, mut is_talkative, mut tables) = (8794, true, Vec::new());
    let mut settings = Settings::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => port = parser.value()?.parse()?,
            Long("platform") => settings.platform = parser.value()?.string()?,
            Long("table") => tables.push(parser.value()?.string()?),
            Long("quiet") => is_talkative = false,
            Short('h') | Long("help") => return Ok(false),
            other => return Err(other.unexpected().into()),
        }
    }
    if !tables.is_empty() {
        settings.tables = tables;
    }
    let listener = server::listen(port).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    println!(
        "Lightspeed, simulated: {origin}, platform {}, location {:?}",
        settings.platform, settings.locations
    );
    println!("books: {origin}/_sim/books, `help` lists the commands, Ctrl-C ends it");
    let till = Arc::new(Mutex::new(Till {
        simulator: Simulator::new(settings),
        is_talkative,
    }));
    let (at_terminal, outbox) = (till.clone(), till.clone());
    std::thread::spawn(move || play(&at_terminal));
    std::thread::spawn(move || send_events(&outbox));
    match server::serve(listener, till).await {}
}

/// Runs the lines of the terminal until it ends.
fn play(till: &Mutex<Till>) {
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else {
            return;
        };
        if line.trim().is_empty() {
            continue;
        }
        let mut till = till.lock().unwrap_or_else(PoisonError::into_inner);
        match control::run(&mut till.simulator, &line, server::now()) {
            Ok(said) | Err(said) => println!("{said}"),
        }
    }
}

/// Sends the events of the outbox, each until it is taken.
fn send_events(till: &Mutex<Till>) {
    loop {
        let events = {
            let mut till = till.lock().unwrap_or_else(PoisonError::into_inner);
            till.simulator.take_events()
        };
        for mut event in events {
            let Err(cause) = deliver::send(&event) else {
                continue;
            };
            event.tries += 1;
            println!("{} {}: {cause}", event.url, event.key);
            if event.tries < deliver::MOST_TRIES {
                let mut till = till.lock().unwrap_or_else(PoisonError::into_inner);
                till.simulator.put_back(event);
            }
        }
        std::thread::sleep(PAUSE);
    }
}
