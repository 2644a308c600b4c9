//! Why a stream ends before its listener wants it to: close codes of WebSockets, with their reasons.

/// The end of a stream. Its code is 4000 and the status by which HTTP would say the same (RFC 6455, section 7.4.2, leaves
/// 4000 to 4999 to applications).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A message was no acknowledgement of what was sent.
    NotUnderstood,
    /// The key was revoked, or the session is over.
    Unauthorized,
    /// The bearer has lost the permission.
    Forbidden,
    /// A change was not acknowledged in time.
    TooFarBehind,
    /// Too many changes are unacknowledged.
    TooManyUnacknowledged,
    /// A newer stream of the same credential has taken its place.
    Replaced,
    /// A message was too large.
    MessageTooLarge,
    /// Too many messages came within a minute.
    TooManyMessages,
    /// Our own fault.
    Failed,
    /// An operator has suspended the venue, or it is no longer served.
    Suspended,
}

impl Ending {
    /// Every end.
    pub const ALL: [Self; 10] = [
        Self::NotUnderstood,
        Self::Unauthorized,
        Self::Forbidden,
        Self::TooFarBehind,
        Self::TooManyUnacknowledged,
        Self::Replaced,
        Self::MessageTooLarge,
        Self::TooManyMessages,
        Self::Failed,
        Self::Suspended,
    ];

    /// The close code.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::NotUnderstood => 4400,
            Self::Unauthorized => 4401,
            Self::Forbidden => 4403,
            Self::TooFarBehind | Self::TooManyUnacknowledged => 4408,
            Self::Replaced => 4409,
            Self::MessageTooLarge => 4413,
            Self::TooManyMessages => 4429,
            Self::Failed => 4500,
            Self::Suspended => 4503,
        }
    }

    /// The reason in English, at most 123 bytes.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NotUnderstood => "only acknowledgements of what was sent are understood",
            Self::Unauthorized => "the key was revoked or the session is over",
            Self::Forbidden => "the permission was withdrawn",
            Self::TooFarBehind => {
                "a change was not acknowledged for 60 seconds: connect again with the last cursor"
            }
            Self::TooManyUnacknowledged => {
                "more than 1000 changes are not acknowledged: connect again with the last cursor"
            }
            Self::Replaced => "a newer connection has taken the place of this one",
            Self::MessageTooLarge => "the message is too large",
            Self::TooManyMessages => "too many messages: acknowledge the last of several changes",
            Self::Failed => "something went wrong on our side: connect again with the last cursor",
            Self::Suspended => "the venue is suspended",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_applications_and_reasons_fit_into_a_control_frame() {
        for ending in Ending::ALL {
            assert!((4000..5000).contains(&ending.code()), "{ending:?}");
            assert!((1..=123).contains(&ending.reason().len()), "{ending:?}");
        }
    }
}
