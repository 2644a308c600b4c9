//! Why a remote system did not do what was asked, and what its caller can do next. Pure.

use std::fmt;

use shared::validation::{FieldCode, FieldError};

use crate::upstream::Failure;

/// Why a remote system did not do what was asked, sorted by what may have happened there. Texts are
/// for the operator's log: they hold no address, no key, nothing of a guest and nothing that the
/// system wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemoteError {
    /// Nothing was carried out: the system is unavailable, or throttles us.
    Away {
        /// Seconds until it is worth asking again, if known.
        retry_after: Option<u32>,
        /// Why.
        cause: String,
    },
    /// Nothing was carried out: the system has nothing with this id.
    NotFound,
    /// Nothing was carried out: the present state does not allow it, such as a slot that is taken or a
    /// reservation that is over.
    Conflict,
    /// Nothing was carried out: these fields of the guest's request are at fault. Their pointers are those of our own API.
    Fields(Vec<FieldError>),
    /// Nothing was carried out: a rule of the system says no.
    Declined(Decline),
    /// Nothing was carried out: the system refused the call, and will refuse it again.
    Refused(String),
    /// No answer in time. A write may have been carried out.
    Timeout,
    /// An answer that cannot be used. A write may have been carried out.
    Failed(String),
}

/// A rule by which a remote system turns a guest's request down: a closed list, in which an adapter sorts what its vendor
/// answers. A vendor's own words go no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decline {
    /// Nothing is left at this time.
    Overbooked,
    /// The time is closed to this booking: to its length, its day of arrival or its lead time.
    Restricted,
    /// The rate is not for this guest.
    RateNotAllowed,
    /// The access code opens nothing.
    CodeNotAccepted,
    /// An add-on is sold out.
    AddOnSoldOut,
    /// The price is another one than the guest agreed to.
    PriceChanged,
    /// The hold is not there any more.
    HoldLapsed,
}

impl Decline {
    /// The field of the guest's request in which another choice would help.
    #[must_use]
    pub fn fault(self) -> FieldError {
        let pointer = match self {
            Self::Overbooked | Self::Restricted | Self::HoldLapsed => "/minutes",
            Self::RateNotAllowed | Self::CodeNotAccepted => "/accessCode",
            Self::AddOnSoldOut => "/addOns",
            Self::PriceChanged => "/quoted",
        };
        FieldError::new(pointer, FieldCode::NotOffered)
    }

    /// Whether the time itself is no longer available, so that the guest has to choose another.
    #[must_use]
    pub fn is_time_gone(self) -> bool {
        matches!(self, Self::Overbooked | Self::HoldLapsed)
    }
}

impl fmt::Display for Decline {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Overbooked => "nothing is left at this time",
            Self::Restricted => "the time is restricted",
            Self::RateNotAllowed => "the rate is not allowed",
            Self::CodeNotAccepted => "the access code is not accepted",
            Self::AddOnSoldOut => "an add-on is sold out",
            Self::PriceChanged => "the price has changed",
            Self::HoldLapsed => "the hold has lapsed",
        })
    }
}

/// The step that the caller of a remote system can take after an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Ask the same again, later.
    AskAgain,
    /// Look whether it was carried out; a read is asked again.
    LookItUp,
    /// Have the guest correct the request.
    Correct,
    /// Have the guest choose among what is there now.
    ChooseAnother,
    /// Tell the operator: the same will be refused again, to every guest.
    TellOperator,
}

impl RemoteError {
    /// The step that the caller can take next.
    #[must_use]
    pub fn next_step(&self) -> NextStep {
        match self {
            Self::Away { .. } => NextStep::AskAgain,
            Self::Timeout | Self::Failed(_) => NextStep::LookItUp,
            Self::Declined(decline) if decline.is_time_gone() => NextStep::ChooseAnother,
            Self::Fields(_) | Self::Declined(_) => NextStep::Correct,
            Self::NotFound | Self::Conflict => NextStep::ChooseAnother,
            Self::Refused(_) => NextStep::TellOperator,
        }
    }

    /// Whether a write may have been carried out all the same.
    #[must_use]
    pub fn is_outcome_unknown(&self) -> bool {
        self.next_step() == NextStep::LookItUp
    }
}

impl From<Failure> for RemoteError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Away { retry_after, cause } => Self::Away {
                // Rounded up: asking a moment too early is of no use.
                retry_after: retry_after.map(|time| {
                    let seconds = time.as_secs() + u64::from(time.subsec_nanos() > 0);
                    u32::try_from(seconds).unwrap_or(u32::MAX)
                }),
                cause: cause.to_owned(),
            },
            Failure::Timeout => Self::Timeout,
            Failure::Failed(cause) => Self::Failed(cause),
        }
    }
}
