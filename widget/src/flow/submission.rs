//! Exactly-once submission of a request: the idempotency key it was sent under, and whether its outcome is known. After
//! an unknown outcome the same request is sent again under the same key. Keys come in with the event.

use shared::problem::ProblemCode;

use super::Failure;

/// An idempotency key: a request repeated under the same key takes effect once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key of 128 random bits, written in hexadecimal.
    #[must_use]
    pub fn from_random(bits: u128) -> Self {
        Self(format!("{bits:032x}"))
    }

    /// The header's value.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The state of submitting a request `R` exactly once.
#[derive(Clone, Debug, PartialEq)]
pub enum Submission<R> {
    /// Nothing was sent, or it was refused: nothing was made.
    Idle,
    /// The request is on its way, under this number.
    Sending(u32, Attempt<R>),
    /// The outcome is unknown: only the same request may be sent again, under the same key,
    /// and nothing else.
    Unsure(Attempt<R>, Failure),
}

/// A request that was sent, and its key.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt<R> {
    /// Its key.
    pub key: IdempotencyKey,
    /// The request.
    pub request: Box<R>,
    /// Whether it was sent before with an unknown outcome.
    is_doubted: bool,
}

impl<R> Submission<R> {
    /// Whether a request was sent whose outcome is not known.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self, Self::Idle)
    }

    /// The request to send when the guest confirms: the one in doubt, once more under its own key, or else `wanted`
    /// under a `fresh` one. None while something is on its way, or where there is nothing to send.
    pub fn next(&mut self, fresh: IdempotencyKey, wanted: Option<Box<R>>) -> Option<Attempt<R>> {
        match std::mem::replace(self, Self::Idle) {
            sending @ Self::Sending(..) => {
                *self = sending;
                None
            }
            Self::Unsure(attempt, _) => Some(attempt),
            Self::Idle => wanted.map(|request| Attempt {
                key: fresh,
                request,
                is_doubted: false,
            }),
        }
    }

    /// The request that was sent under this number; none if no such answer is awaited any more.
    pub fn answered(&mut self, number: u32) -> Option<Attempt<R>> {
        match std::mem::replace(self, Self::Idle) {
            Self::Sending(asked, attempt) if asked == number => Some(attempt),
            other => {
                *self = other;
                None
            }
        }
    }

    /// Keeps what may have been made in spite of this failure, to be sent again; gives the failure back where
    /// nothing was made.
    pub fn doubt(&mut self, attempt: Attempt<R>, failure: Failure) -> Result<(), Failure> {
        if !is_unsure(&failure, attempt.is_doubted) {
            return Err(failure);
        }
        let is_doubted = true;
        *self = Self::Unsure(
            Attempt {
                is_doubted,
                ..attempt
            },
            failure,
        );
        Ok(())
    }
}

/// Whether what was asked for may have been made in spite of this failure.
fn is_unsure(failure: &Failure, is_doubted: bool) -> bool {
    match failure {
        Failure::Offline => true,
        // A refusal by a proxy between us and the API: this request never arrived there. An
        // earlier one stays in doubt.
        Failure::Unreadable(status) => is_doubted || !(400..500).contains(status),
        Failure::Problem(problem) => match problem.code {
            ProblemCode::Internal
            | ProblemCode::UpstreamFailed
            | ProblemCode::UpstreamTimeout
            | ProblemCode::OutcomeUnknown
            | ProblemCode::IdempotencyInFlight => true,
            // These come after the key was looked up: an earlier request would have been answered for.
            ProblemCode::SlotTaken
            | ProblemCode::SlotOpen
            | ProblemCode::PriceChanged
            | ProblemCode::AccessCodeUnknown
            | ProblemCode::TooManyEntries
            | ProblemCode::WaitlistFull
            | ProblemCode::ValidationFailed
            | ProblemCode::IdempotencyKeyReused => false,
            _ => is_doubted,
        },
    }
}
