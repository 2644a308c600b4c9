//! `cargo xtask sim molzait|lightspeed`: a simulator at a port, by hand. It must not hold anything of the simulation itself.

mod lightspeed;
mod molzait;

use std::error::Error;

const USAGE: &str = "\
Usage: cargo xtask sim molzait [--port N] [--key K] [--seed S] [--faults PLAN] [--utc]
                          [--latency-ms N] [--quiet]
       cargo xtask sim lightspeed [--port N] [--platform CODE] [--table NAME]... [--quiet]

PLAN is quiet, rough, or weights such as well=80,delay=10,create.reset_after=5.
Lightspeed is played by lines such as `open 5`, `order 5 35.00 Steak` and `pay 5`; `help` lists them.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut parser = lexopt::Parser::from_env();
    let system = match parser.next()? {
        Some(lexopt::Arg::Value(name)) => name.into_string().unwrap_or_default(),
        _ => String::new(),
    };
    let is_run = match system.as_str() {
        "molzait" => molzait::run(parser).await?,
        "lightspeed" => lightspeed::run(parser).await?,
        _ => false,
    };
    if !is_run {
        println!("{USAGE}");
    }
    Ok(())
}
