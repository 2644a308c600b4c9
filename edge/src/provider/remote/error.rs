//! Why a remote system did not do what was asked.

use crate::upstream::Failure;

/// Why a remote system did not do what was asked, sorted by what may have happened there. Texts are
/// for the operator's log: they hold no address, no key, nothing of a guest and nothing that the
/// system wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemoteError {
    /// Nothing was carried out: it is away, or throttles us.
    Away {
        /// Seconds until it is worth asking again, if known.
        retry_after: Option<u32>,
        /// Why.
        cause: String,
    },
    /// Nothing was carried out: it has nothing of this id.
    NotFound,
    /// Nothing was carried out: what is there does not allow it, such as a slot that is taken or a
    /// reservation that is over.
    Conflict,
    /// Nothing was carried out: it turned the call down, and will turn it down again.
    Refused(String),
    /// No answer in time. A write may have been carried out.
    Timeout,
    /// An answer that cannot be used. A write may have been carried out.
    Failed(String),
}

impl RemoteError {
    /// Whether a write may have been carried out all the same.
    #[must_use]
    pub fn is_outcome_unknown(&self) -> bool {
        matches!(self, Self::Timeout | Self::Failed(_))
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
