//! `cargo xtask sim`: a simulator at a port, by hand. It must not hold anything of the simulation itself.

mod booking_systems;
mod ikentoo;
mod lightspeed;

use std::error::Error;
use std::process::ExitCode;

use lexopt::prelude::{Long, Short};

use self::booking_systems::Vendor;

const USAGE: &str = "\
Usage: cargo xtask sim molzait [--port N] [--key K] [--seed S] [--faults PLAN] [--utc]
                          [--latency-ms N] [--quiet]
       cargo xtask sim mews [--port N] [--key K] [--seed S] [--faults SHARE]
                          [--latency-ms N] [--quiet]
       cargo xtask sim fourspaces [--port N] [--key K] [--seed S] [--faults SHARE|SHARES] [--waits]
                          [--budget N] [--latency-ms N] [--quiet]
       cargo xtask sim ikentoo [--port N] [--authorization HEADER] [--copies N] [--quiet]
       cargo xtask sim lightspeed [--port N] [--platform CODE] [--table NAME]... [--quiet]

PLAN is quiet, rough, or weights such as well=80,delay=10,create.reset_after=5; SHARE is quiet, rough, or a number of
requests in a hundred, and SHARES are those of kinds, such as create.reset_after=5,throttled=10. The key of Mews stands
for both of its tokens, that of 4spaces for the token and the password of the user `couvert`. With --waits reservations at
4spaces wait for a confirmation, with --budget it takes so many calls in 30 seconds. HEADER is what callers of iKentoo have
to send, such as \"Bearer a-token\"; each of its events is sent --copies times.
Lightspeed is played by lines such as `open 5`, `order 5 35.00 Steak` and `pay 5`; `help` lists them.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut parser = lexopt::Parser::from_env();
    let system = match parser.next()? {
        Some(lexopt::Arg::Value(name)) => name.to_string_lossy().into_owned(),
        None | Some(Short('h') | Long("help")) => {
            println!("{USAGE}");
            return Ok(ExitCode::SUCCESS);
        }
        Some(option) => return Err(option.unexpected().into()),
    };
    let is_run = match (system.as_str(), Vendor::of(&system)) {
        (_, Some(vendor)) => booking_systems::run(vendor, parser).await?,
        ("ikentoo", None) => ikentoo::run(parser).await?,
        ("lightspeed", None) => lightspeed::run(parser).await?,
        _ => {
            eprintln!("error: there is no simulator of `{system}`\n{USAGE}");
            return Ok(ExitCode::from(2));
        }
    };
    if !is_run {
        println!("{USAGE}");
    }
    Ok(ExitCode::SUCCESS)
}
