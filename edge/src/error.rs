//! Why a venue did not carry out a request, sorted by what the caller can do next.

use serde::{Deserialize, Serialize};
use shared::availability::Slot;
use shared::id::TableId;
use shared::page::PagePosition;
use shared::problem::ProblemCode;
use shared::quote::Quote;
use shared::settings::{SettingsRefusal, SettingsVersion};
use shared::validation::{FieldCode, FieldError};

/// The result of a request to a venue.
pub type Result<T, E = VenueError> = std::result::Result<T, E>;

/// Why a question was not answered or a booking not made, sorted by what the caller can do next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VenueError {
    /// The request is wrong: these fields have to be corrected.
    Fields(Vec<FieldError>),
    /// Someone was faster: choose among the day's slots as they are now.
    Taken {
        /// Open slots of the same day, by time.
        alternatives: Vec<Slot>,
    },
    /// The price is another one than the guest was shown: nothing was booked, and the guest is asked again.
    PriceChanged {
        /// The price of the booking by now.
        quote: Box<Quote>,
    },
    /// Tables that staff want for a party are not free, and nothing was changed.
    TablesNotFree {
        /// Those that other parties have.
        taken: Vec<TableId>,
        /// Those that rules of the day take.
        blocked: Vec<TableId>,
    },
    /// Several tables have the name that a till has sent: name one by its id.
    TablesOfOneName {
        /// Their ids.
        ids: Vec<TableId>,
    },
    /// No entry is needed: these slots are open.
    SlotOpen {
        /// Open slots within the wanted times, by time.
        alternatives: Vec<Slot>,
    },
    /// The guest waits for as many tables as the venue allows: one entry has to be withdrawn first.
    #[serde(rename = "TooManyWishes")]
    TooManyEntries,
    /// The offered table is not held any more.
    OfferOver,
    /// The sender has no valid key.
    Unauthorized,
    /// The sender's key does not have the permission.
    Forbidden,
    /// There is no such venue.
    UnknownVenue,
    /// Another version of the settings is in force than the sender has read: read it again.
    SettingsVersion {
        /// The version in force.
        current: SettingsVersion,
    },
    /// The settings were not changed: the named faults have to be corrected.
    SettingsRefused {
        /// The reasons.
        refusal: Box<SettingsRefusal>,
        /// The reasons in English.
        detail: String,
    },
    /// The file is not stored as a picture.
    Picture {
        /// The kind of fault.
        code: FieldCode,
        /// The fault in English.
        detail: String,
    },
    /// Changes after the cursor are no longer kept: read again what is followed.
    Resync {
        /// The cursor of now.
        cursor: PagePosition,
    },
    /// There is no such reservation.
    NotFound,
    /// The reservation's status does not allow this step: look at it again.
    IllegalTransition,
    /// A rule says no, and nothing was changed: the code says which.
    Refused(ProblemCode),
    /// The same booking is being made at this moment: ask again shortly, with the same key.
    InFlight,
    /// The key belongs to another booking: use a new one.
    KeyReused,
    /// The caller asks too often, and nothing was changed: come back after this many seconds.
    TooMany {
        /// Seconds.
        retry_after: u32,
    },
    /// The check that keeps robots out was not passed, and nothing was changed: pass it anew.
    ChallengeFailed,
    /// Nothing was changed, and the system is away: try again after this many seconds, if known.
    Away {
        /// Seconds.
        retry_after: Option<u32>,
        /// For the log, without personal data.
        cause: String,
    },
    /// Nothing was changed, and no answer came in time: try again.
    Timeout,
    /// Nothing was changed, and the answer could not be used; the text is for the log and holds no
    /// personal data.
    Failed(String),
    /// Whether the booking was made is not known yet: ask again, with the same key.
    OutcomeUnknown(String),
    /// Our own fault; the text is for the log and holds no personal data.
    Broken(String),
}

impl VenueError {
    /// Whether it is certain that nothing was changed.
    #[must_use]
    pub fn changed_nothing(&self) -> bool {
        !matches!(self, Self::OutcomeUnknown(_))
    }

    /// The cause in the operator's log, without personal data.
    #[must_use]
    pub fn log_text(&self) -> &str {
        match self {
            Self::Failed(text) | Self::Broken(text) | Self::OutcomeUnknown(text) => text,
            Self::Away { cause, .. } => cause,
            _ => "the request was refused",
        }
    }
}
