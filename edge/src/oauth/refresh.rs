//! The state of a token whose refresh token is valid once. Two refreshes with the same one, or one whose answer is lost, may
//! lock the deployment out: so a claim is stored before the request is sent, and nothing is sent with a refresh token whose
//! claim has no outcome.
//!
//! One place at a time decides and claims; the caller of [`decide`] holds a lock from there until the outcome is stored. A claim
//! that is found under the lock was therefore interrupted: the process ended between the claim and the outcome. It is never
//! repeated unasked. The access token goes on being used until it is over, and an operator either connects again, or lets the
//! refresh be tried once more where they know that it was not carried out.

use serde::{Deserialize, Serialize};
use shared::time::Instant;

/// How long before its end an access token is refreshed, in seconds.
pub const EARLY_SECONDS: i64 = 60;

/// How long before the end of its refresh token a token is refreshed that is not used, in seconds: a day. Else an account
/// without traffic would have to be connected again.
pub const KEEP_SECONDS: i64 = 24 * 60 * 60;

/// How long after an answer that refuses our client no refresh is tried, in seconds.
pub const REFUSED_HOLD_SECONDS: i64 = 60;

/// The phase of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenPhase {
    /// Its tokens are those of the last answer.
    Ready,
    /// A refresh is claimed. Whether its request was sent is known to the holder of the lock alone.
    Claimed,
    /// A refresh has no outcome: its refresh token may have been used.
    Interrupted,
    /// The other system has refused the refresh token.
    Refused,
}

/// The state of a token, without its texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenState {
    /// Its phase.
    pub phase: TokenPhase,
    /// When its access token expires.
    pub access_until: Instant,
    /// Whether there is a refresh token.
    pub has_refresh: bool,
    /// When its refresh token expires, if the other system states it.
    pub refresh_until: Option<Instant>,
    /// The time before which no refresh is sent.
    pub held_until: Option<Instant>,
}

/// Why a person has to authorize again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// A refresh was interrupted.
    Interrupted,
    /// The other system has refused the refresh token.
    Refused,
    /// Both tokens have expired, or there is no refresh token.
    Over,
}

/// The next step for a caller who needs the access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenDecision {
    /// Use it as it is.
    Use,
    /// Store a claim, then send the refresh.
    Refresh,
    /// The other system takes no refresh before this time, and the access token has expired.
    Away(Instant),
    /// There is no valid access token and no way to a new one.
    Lost(Loss),
}

/// The outcome of a refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshOutcome {
    /// New tokens: when the access token is over, whether there is a refresh token, and when that is over.
    Renewed(Instant, bool, Option<Instant>),
    /// Nothing was sent, or it was refused unread: the refresh token is as it was. Nothing is sent before this time.
    Unsent(Instant),
    /// The refresh token was refused.
    Refused,
    /// No answer, or none that can be read.
    Unknown,
}

/// Whether the access token can be used without looking at anything else: it needs no lock.
#[must_use]
pub fn is_fresh(state: &TokenState, now: Instant) -> bool {
    state.phase == TokenPhase::Ready && now.plus_seconds(EARLY_SECONDS) < state.access_until
}

/// The next step for a caller, under the lock.
#[must_use]
pub fn decide(state: &TokenState, now: Instant) -> TokenDecision {
    if is_fresh(state, now) {
        return TokenDecision::Use;
    }
    let is_usable = now < state.access_until;
    let or_use = |other| if is_usable { TokenDecision::Use } else { other };
    match state.phase {
        TokenPhase::Claimed | TokenPhase::Interrupted => or_use(TokenDecision::Lost(Loss::Interrupted)),
        TokenPhase::Refused => or_use(TokenDecision::Lost(Loss::Refused)),
        TokenPhase::Ready => match state.held_until {
            _ if !state.has_refresh || state.refresh_until.is_some_and(|until| until <= now) => {
                or_use(TokenDecision::Lost(Loss::Over))
            }
            Some(until) if now < until => or_use(TokenDecision::Away(until)),
            Some(_) | None => TokenDecision::Refresh,
        },
    }
}

/// Whether a refresh is due although no caller needs it: the refresh token expires soon.
#[must_use]
pub fn is_renewal_due(state: &TokenState, now: Instant) -> bool {
    let is_soon = |until: Instant| until <= now.plus_seconds(KEEP_SECONDS);
    state.phase == TokenPhase::Ready
        && state.has_refresh
        && state
            .refresh_until
            .is_some_and(|until| is_soon(until) && now < until)
        && state.held_until.is_none_or(|until| until <= now)
}

/// The state as it is stored before a refresh is sent.
#[must_use]
pub fn claimed(state: TokenState) -> TokenState {
    TokenState {
        phase: TokenPhase::Claimed,
        ..state
    }
}

/// The state after a refresh.
#[must_use]
pub fn settled(state: TokenState, outcome: RefreshOutcome) -> TokenState {
    match outcome {
        RefreshOutcome::Renewed(access_until, has_refresh, refresh_until) => TokenState {
            phase: TokenPhase::Ready,
            access_until,
            has_refresh,
            refresh_until,
            held_until: None,
        },
        RefreshOutcome::Unsent(until) => TokenState {
            phase: TokenPhase::Ready,
            held_until: Some(until),
            ..state
        },
        RefreshOutcome::Refused => TokenState {
            phase: TokenPhase::Refused,
            ..state
        },
        RefreshOutcome::Unknown => TokenState {
            phase: TokenPhase::Interrupted,
            ..state
        },
    }
}

/// The state once an operator has let an interrupted refresh be tried again.
#[must_use]
pub fn retried(state: TokenState) -> TokenState {
    TokenState {
        phase: TokenPhase::Ready,
        held_until: None,
        ..state
    }
}

#[cfg(test)]
#[path = "refresh_tests.rs"]
mod tests;
