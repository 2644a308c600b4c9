//! Log events about calls. They hold neither addresses, nor keys, nor bodies.

use serde::Serialize;

use super::{BreakerState, Kind};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "camelCase")]
pub enum Event {
    /// A call came to its end, with all its tries.
    #[serde(rename_all = "camelCase")]
    UpstreamCall {
        /// The call's name.
        call: &'static str,
        /// Whether it changes anything.
        kind: Kind,
        /// Its outcome.
        outcome: Outcome,
        /// The class of the last answer's status, such as `5xx`.
        #[serde(skip_serializing_if = "Option::is_none")]
        status: Option<&'static str>,
        /// How often it was sent.
        tries: u32,
        /// How long it took from beginning to end, in milliseconds.
        duration_ms: u64,
        /// How much of it was spent in the queue, in milliseconds.
        queued_ms: u64,
        /// The breaker afterwards.
        breaker: BreakerState,
        /// Why there is no answer.
        #[serde(skip_serializing_if = "Option::is_none")]
        cause: Option<String>,
    },
    /// Elements of a list in an answer could not be read and were left out.
    #[serde(rename_all = "camelCase")]
    UpstreamUnreadable {
        /// The call's name.
        call: &'static str,
        /// How many were left out.
        elements: usize,
        /// Why the first of them was, without anything that was in it.
        cause: String,
    },
    /// The breaker changed its state.
    UpstreamBreaker {
        /// The state it left.
        from: BreakerState,
        /// The state it is in.
        to: BreakerState,
    },
}

/// The outcome of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// An answer.
    Answered,
    /// Nothing was sent, or it was refused unread.
    Away,
    /// No answer in time.
    Timeout,
    /// No usable answer.
    Failed,
    /// Every caller that awaited the answer went away.
    Abandoned,
}

impl Outcome {
    /// Its fixed word, as metrics carry it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Away => "away",
            Self::Timeout => "timeout",
            Self::Failed => "failed",
            Self::Abandoned => "abandoned",
        }
    }
}

/// The operator's log.
pub trait Log {
    /// Takes a line.
    fn write(&self, event: &Event);
}

/// A log that discards its events.
pub struct NoLog;

impl Log for NoLog {
    fn write(&self, _: &Event) {}
}

/// The class of a status, such as `5xx`.
pub(super) fn class(status: http::StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_call_is_one_flat_object() {
        let event = Event::UpstreamCall {
            call: "slots",
            kind: Kind::Read,
            outcome: Outcome::Failed,
            status: Some("5xx"),
            tries: 3,
            duration_ms: 912,
            queued_ms: 0,
            breaker: BreakerState::HalfOpen,
            cause: Some("status 502".to_owned()),
        };
        assert_eq!(
            serde_json::to_value(event).unwrap(),
            json!({
                "event": "upstreamCall", "call": "slots", "kind": "read", "outcome": "failed",
                "status": "5xx", "tries": 3, "durationMs": 912, "queuedMs": 0, "breaker": "half-open",
                "cause": "status 502",
            })
        );
    }

    #[test]
    fn elements_that_are_left_out_are_counted_and_not_repeated() {
        let event = Event::UpstreamUnreadable {
            call: "experiences",
            elements: 2,
            cause: "`name` is missing at element 3".to_owned(),
        };
        assert_eq!(
            serde_json::to_value(event).unwrap(),
            json!({
                "event": "upstreamUnreadable", "call": "experiences", "elements": 2,
                "cause": "`name` is missing at element 3",
            })
        );
    }

    #[test]
    fn a_change_of_the_breaker_names_both_states() {
        let event = Event::UpstreamBreaker {
            from: BreakerState::Closed,
            to: BreakerState::Open,
        };
        assert_eq!(
            serde_json::to_value(event).unwrap(),
            json!({ "event": "upstreamBreaker", "from": "closed", "to": "open" })
        );
    }
}
