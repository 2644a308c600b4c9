//! A simulator's reaction to a request, as a value.

use std::time::Duration;

/// The reaction on a request's connection.
#[derive(Clone, Debug)]
pub struct Act {
    /// How long nothing happens first.
    pub delay: Duration,
    /// The end of the connection.
    pub end: End,
}

/// How an exchange ends.
#[derive(Clone, Debug)]
pub enum End {
    /// With an answer.
    Answer(http::Response<Vec<u8>>),
    /// The connection is reset; no byte is answered.
    Reset,
    /// The head promises the whole body, half of it is sent, then the connection is closed.
    Half(http::Response<Vec<u8>>),
    /// Never: the connection stays open, and nothing comes.
    Hang,
    /// The body is repeated for as long as the connection is open.
    Endless(http::Response<Vec<u8>>),
}

impl Act {
    /// This end, at once.
    #[must_use]
    pub fn now(end: End) -> Self {
        Self {
            delay: Duration::ZERO,
            end,
        }
    }
}

impl End {
    /// Its line in the simulator's output: the status, or what happened instead of an answer.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Answer(answer) => answer.status().as_u16().to_string(),
            Self::Reset => "reset".to_owned(),
            Self::Half(_) => "half an answer".to_owned(),
            Self::Hang => "no answer".to_owned(),
            Self::Endless(_) => "an endless answer".to_owned(),
        }
    }
}

/// Another system, simulated.
pub trait Simulation {
    /// The reaction to a request that comes in at `now`, since the Unix epoch.
    fn act(&mut self, request: &http::Request<Vec<u8>>, now: Duration) -> Act;
}
