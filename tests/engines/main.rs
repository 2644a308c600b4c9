//! Guests with other browsers than Chromium: Firefox, and WebKitGTK, whose engine is that of Safari. One set of scenarios, over
//! WebDriver, against the built worker: with real presses and keys, on pages of another origin as restaurants have them.
//! All else, which no engine decides, is tested in Chromium (`tests/e2e/`).
//!
//! `cargo xtask test --only engines` installs the browsers, builds the worker and runs this. The pictures are for people to
//! look at.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what should not be there ends a scenario"
)]

mod browser;
mod driver;
#[expect(dead_code, reason = "the other suite reads slots and headers")]
#[path = "../live/guest.rs"]
mod guest;
mod pages;
mod process;
mod scenario;
#[expect(dead_code, reason = "the other suite kills servers and reads what they print")]
#[path = "../live/server.rs"]
mod server;

use std::process::ExitCode;
use std::rc::Rc;

use tokio::runtime::Builder;
use tokio::task::{LocalSet, spawn_local};

use crate::browser::Browser;
use crate::driver::Engine;
use crate::guest::Guest;
use crate::scenario::{Scenario, Visitor};
use crate::server::{Home, STAFF_KEY};

/// The key of the operator, who lists the origin of the restaurant's pages.
const OPERATOR_KEY: &str = "canary-5b1d0c07e2f4-operator";

fn main() -> ExitCode {
    // Asked for the names of the tests alone.
    if std::env::args().any(|argument| argument == "--list") {
        return ExitCode::SUCCESS;
    }
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    if LocalSet::new().block_on(&runtime, run()) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Plays every scenario in every browser, one after the other, and returns whether all went well.
async fn run() -> bool {
    let home = Home::new();
    // Browsers that are driven from outside have the machine's clock, so the worker has it too.
    let server = home.start_without_demo(&[
        ("COUVERT_DEMO", "yes"),
        ("DEMO_STAFF_KEY", STAFF_KEY),
        ("OPERATOR_KEY", OPERATOR_KEY),
    ]);
    let pages = pages::serve(&server.origin).await;
    pages::list_origin(&server.origin, &pages);
    let mut is_clean = true;
    for engine in Engine::here() {
        let driver = engine.start();
        let browser = Browser::open(&driver).await;
        println!("\n{}", browser.version());
        let visitor = Rc::new(Visitor {
            browser,
            worker: server.origin.clone(),
            pages: pages.clone(),
            guest: Guest::of(&server.origin, "demo"),
        });
        for scenario in Scenario::ALL {
            is_clean &= is_good(scenario, &visitor).await;
        }
        visitor.browser.close().await;
    }
    is_clean
}

/// Plays one scenario, prints what came of it, and returns whether all went well.
async fn is_good(scenario: Scenario, visitor: &Rc<Visitor>) -> bool {
    visitor.browser.close_other_windows().await;
    let played = {
        let visitor = Rc::clone(visitor);
        spawn_local(async move { scenario.play(&visitor).await })
    };
    // A panic says itself what has happened.
    let is_good = played.await.is_ok();
    println!(
        "{} ... {}",
        scenario.name(),
        if is_good { "ok" } else { "FAILED" }
    );
    if !is_good {
        visitor.browser.take_picture("failed").await;
    }
    is_good
}
