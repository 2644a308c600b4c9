//! The simulator behind a real port: answers, and calls webhooks until they answer with success.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::Request;
use tokio::net::TcpListener;
use tokio::time::sleep;
use ureq::Agent;

use super::control;
use super::event::Callback;
use super::simulator::Simulator;
use crate::molzait::{Act, End};
use crate::server::{self, Responder};

/// How often the simulator looks whether there is something to send.
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);
/// How often an event is sent before it is given up.
const MOST_TRIES: u32 = 8;

/// A simulator that is played by hand.
#[derive(Debug)]
pub struct Player {
    /// The simulator.
    pub simulator: Simulator,
    /// Whether each request and each event is printed, without query and body.
    pub is_talkative: bool,
}

impl Responder for Player {
    fn act(&mut self, request: &Request<Vec<u8>>, now: Duration) -> Act {
        match control::answer(&mut self.simulator, request, now) {
            Some(answer) => Act::now(End::Answer(answer)),
            None => self.simulator.act(request, now),
        }
    }

    fn latency(&self) -> Duration {
        Duration::ZERO
    }

    fn is_talkative(&self) -> bool {
        self.is_talkative
    }
}

/// Answers at the port and sends events, for as long as it is awaited.
pub async fn run(listener: TcpListener, player: Arc<Mutex<Player>>) -> Infallible {
    tokio::spawn(send_events(Arc::clone(&player)));
    server::serve(listener, player).await
}

/// Sends events in their order; one that is not taken is sent again later, behind those that came since.
async fn send_events(player: Arc<Mutex<Player>>) {
    let mut waiting: Vec<(Callback, u32)> = Vec::new();
    loop {
        let is_talkative = {
            let mut player = player.lock().unwrap_or_else(PoisonError::into_inner);
            let new = player.simulator.take_callbacks();
            waiting.extend(new.into_iter().map(|callback| (callback, 0)));
            player.is_talkative
        };
        let mut left = Vec::new();
        for (callback, tries) in waiting {
            let line = format!("POST {} {}", callback.url, callback.body["notificationType"]);
            let sent = callback.clone();
            let status = tokio::task::spawn_blocking(move || post(&sent)).await;
            let status = status.unwrap_or_else(|_| "no answer".to_owned());
            if is_talkative {
                println!("{line} {status}");
            }
            if !status.starts_with('2') && tries + 1 < MOST_TRIES {
                left.push((callback, tries + 1));
            }
        }
        waiting = left;
        sleep(BETWEEN_LOOKS).await;
    }
}

/// Sends an event; the status of the answer, or why there is none.
fn post(callback: &Callback) -> String {
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(5)))
        .build()
        .into();
    let mut request = agent
        .post(callback.url.as_str())
        .header("content-type", "application/json");
    if let Some(authorization) = &callback.authorization {
        request = request.header("authorization", authorization.as_str());
    }
    match request.send(callback.body.to_string()) {
        Ok(answer) => answer.status().as_u16().to_string(),
        Err(error) => error.to_string(),
    }
}
