//! iKentoo at a port, played by requests under `/_sim`.

use std::error::Error;
use std::sync::{Arc, Mutex};

use couvert_tests::ikentoo::play::{self, Player};
use couvert_tests::ikentoo::{Settings, Simulator};
use couvert_tests::server;
use lexopt::prelude::{Long, Short, ValueExt};

/// Reads the arguments: the port and the simulator; none if help was asked for.
fn read(mut parser: lexopt::Parser) -> Result<Option<(u16, Player)>, Box<dyn Error>> {
    let mut port = 8793;
    let mut player = Player {
        simulator: Simulator::new(Settings::default()),
        is_talkative: true,
    };
    while let Some(argument) = parser.next()? {
        match argument {
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

/// Runs it until Ctrl-C; `false` where help was asked for.
pub(super) async fn run(parser: lexopt::Parser) -> Result<bool, Box<dyn Error>> {
    let Some((port, player)) = read(parser)? else {
        return Ok(false);
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
