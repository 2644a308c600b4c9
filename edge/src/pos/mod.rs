//! The port to tills (point-of-sale systems): reservations are pushed to them, and their deliveries say what happened
//! at the tables. It must not know any till, nor HTTP.
//!
//! A till answers no query about a reservation or a check. So its notices are kept as [facts](fact) that may arrive in any
//! order and more than once, and what is pushed carries a version that grows.

pub mod decimal;
pub mod fact;
pub mod fold;
pub mod ikentoo;
pub mod lightspeed;
pub mod reason;
pub mod receipt;
pub mod scalar;

use std::fmt;

use async_trait::async_trait;
use shared::id::ReservationId;
use shared::locale::Language;
use shared::money::Money;
use shared::party::Attendees;
use shared::reservation::{Guest, Status};
use shared::time::Instant;
use shared::validation::{Name, Notes};

pub use self::fact::{Addressee, CheckPhase, Fact, Notice, NoticeId, Onboarding};
pub use self::receipt::{Receipt, ReceiptLine, ReceiptPayment, ReceiptTax};
use crate::delivery::Delivery;
use crate::upstream::Scope;

/// The abilities of a till, as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PosAbilities {
    /// The statuses in which reservations are pushed. A reservation that was never in one of them is not pushed.
    pub statuses: &'static [Status],
    /// Whether a push needs a table: without one it is not sent.
    pub needs_table: bool,
    /// Whether the till keeps deposits against the bill.
    pub deposits: bool,
    /// How long, in seconds, a push that was accepted may still fail by a notice; 0 where the answer is final.
    pub settles_after: u32,
}

/// The state of a reservation, for the till. It cannot be printed: it holds a guest's data.
#[derive(Clone)]
pub struct Push {
    /// The version: it grows with each change of the reservation, from 1. The till ignores a version that is not newer than its own.
    pub version: u64,
    /// The instant of the change.
    pub at: Instant,
    /// The reservation's id, by which the till's notices name it.
    pub id: ReservationId,
    /// The number that the guest gives on arrival, such as `R-000123`.
    pub number: String,
    /// Its status.
    pub status: Status,
    /// Whether the till's own notices have led to that status: it knows already.
    pub is_from_till: bool,
    /// Whether the till has the reservation: it has taken a push of it, and its newest notice about a push is not that it
    /// failed.
    pub is_known: bool,
    /// The party's size.
    pub attendees: Attendees,
    /// Its start.
    pub start: Instant,
    /// When its tables are free again.
    pub end: Instant,
    /// The name of what is booked, in the venue's first language; none if it is no longer offered.
    pub experience: Option<String>,
    /// Whether the party came without a reservation.
    pub is_walk_in: bool,
    /// The guest.
    pub guest: PushedGuest,
    /// The guest's notes to the restaurant.
    pub notes: Option<Notes>,
    /// Staff's notes about the reservation.
    pub internal_notes: Option<Notes>,
    /// The names of the labels that staff have attached.
    pub labels: Vec<String>,
    /// The names of its tables, as the till has them: see [`table_name`].
    pub tables: Vec<String>,
    /// Money that was paid in advance and is the restaurant's.
    pub deposits: Vec<Deposit>,
}

/// The guest of a [`Push`].
#[derive(Clone)]
pub struct PushedGuest {
    /// The guest's id, which the guest's reservations share.
    pub id: String,
    /// Name and contacts. A party without a reservation has `—` for a name.
    pub guest: Guest,
    /// The guest's company.
    pub company: Option<Name>,
    /// Staff's notes about the guest.
    pub notes: Option<Notes>,
    /// The language of letters to the guest.
    pub language: Language,
}

/// Money that was paid in advance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deposit {
    /// Its id, the same in every push.
    pub id: String,
    /// How much was taken.
    pub amount: Money,
    /// When.
    pub at: Instant,
    /// The refunds, the earliest first.
    pub refunds: Vec<DepositRefund>,
}

/// Money of a deposit that went back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepositRefund {
    /// Its id, the same in every push.
    pub id: String,
    /// How much.
    pub amount: Money,
    /// When.
    pub at: Instant,
}

/// The outcome of a push that the till did not refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The till has it.
    Applied,
    /// The till has accepted it: a notice may still report its failure, for [`PosAbilities::settles_after`] seconds.
    Accepted,
    /// The till has nothing of the reservation, and need not have: until it is in one of [`PosAbilities::statuses`] again
    /// it is not pushed.
    Dropped,
}

/// The connection of a venue to its till: where the till sends its deliveries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Our name of the connection, unique in the deployment, such as the venue's id.
    pub name: String,
    /// The address of deliveries, `https` outside of demonstrations.
    pub url: String,
}

/// A connection that is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Connected {
    /// Details from the till's answer, for the operator: names and values without secrets.
    pub details: Vec<(String, String)>,
}

/// Why a till did not do what was asked, sorted by what the caller can do next. Texts are for the operator's log and the
/// staff: they hold no key and no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PosError {
    /// Not available, or the outcome is unknown: to be repeated, with the same version.
    Again {
        /// Seconds until it is worth trying again, if known.
        retry_after: Option<u32>,
        /// Why.
        cause: String,
    },
    /// The till has a newer version: nothing is left to do.
    Stale,
    /// The till refused it, with this code. Repeating the same would not help, a change of the reservation may.
    Refused(String),
    /// The till does not accept our credentials: an operator has to correct them.
    Unauthorised(String),
}

impl fmt::Display for PosError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Again { cause, .. } => formatter.write_str(cause),
            Self::Stale => formatter.write_str("the till has a newer version"),
            Self::Refused(code) => write!(formatter, "the till refused: {code}"),
            Self::Unauthorised(cause) => {
                write!(formatter, "the till did not accept the credentials: {cause}")
            }
        }
    }
}

impl std::error::Error for PosError {}

/// How far a till is connected, for the restaurant's manager, who goes through the steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectionState {
    /// Whether the manager has authorized us at the vendor.
    pub is_authorized: bool,
    /// The locations among which the manager chooses, with their names and addresses.
    pub locations: Vec<(String, String)>,
    /// The location that was chosen.
    pub location: Option<String>,
    /// Whether the vendor has said that the restaurant is connected.
    pub is_connected: bool,
}

/// Why an authenticated delivery cannot be read; the text is for the log and holds nothing of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// A till.
#[async_trait(?Send)]
pub trait Pos {
    /// Its abilities.
    fn abilities(&self) -> PosAbilities;

    /// Sends the state of a reservation to the till. The same or an older version changes nothing there, so a push whose
    /// answer was lost is repeated.
    async fn push(&self, scope: &Scope, push: &Push) -> Result<Taken, PosError>;

    /// Reads an authenticated delivery, without a call. The same delivery gives the same notices.
    fn read(&self, delivery: &Delivery) -> Result<Vec<Notice>, Unreadable>;

    /// How far the till is connected; none for a till whose connection has no steps.
    async fn connection_state(&self, _: &Scope) -> Result<Option<ConnectionState>, PosError> {
        Ok(None)
    }

    /// The names of the tables of the till's floor plan; none where it cannot be read.
    async fn tables(&self, _: &Scope) -> Result<Option<Vec<String>>, PosError> {
        Ok(None)
    }

    /// Begins the authorization by the restaurant's manager, and returns the address at which they sign in at the vendor; none
    /// for a till that needs none.
    async fn authorize(&self) -> Result<Option<String>, PosError> {
        Ok(None)
    }

    /// Chooses a location among those of [`ConnectionState`].
    async fn choose_location(&self, _: &Scope, _: &str) -> Result<(), PosError> {
        Err(PosError::Refused("NO_LOCATIONS".to_owned()))
    }

    /// Connects the till, or renews the connection: webhook, profile, configuration. Connecting twice is no fault.
    async fn connect(&self, scope: &Scope, connection: &Connection) -> Result<Connected, PosError>;

    /// Ends the connection. One that is not there is no fault.
    async fn disconnect(&self, scope: &Scope, connection: &Connection) -> Result<(), PosError>;
}

/// A table's name as it is compared: without spaces around it, and a number without its zeros behind the point, since
/// some tills write the table `2` as `2.0`.
///
/// ```
/// use edge::pos::table_name;
///
/// assert_eq!(table_name(" 2.0 "), "2");
/// assert_eq!(table_name("2.50"), "2.5");
/// assert_eq!(table_name("Terrace 1.0"), "Terrace 1.0");
/// ```
#[must_use]
pub fn table_name(name: &str) -> &str {
    config::till::table_name(name)
}
