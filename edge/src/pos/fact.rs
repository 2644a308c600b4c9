//! Notices of tills, as facts. Deliveries may be late, out of order or repeated, so a fact is never a step that could be
//! illegal: [`fold`](super::fold::fold) reads the reservation's progress from the set of them.

use serde::{Deserialize, Serialize};
use shared::id::ReservationId;
use shared::reservation::Status;
use shared::time::Instant;

use super::receipt::Receipt;
use crate::delivery::Delivery;

/// The id of a notice: the vendor's where it gives one, else the digest of the delivery's body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NoticeId(String);

/// The longest id that a vendor may give, in bytes; a longer one is replaced by the body's digest.
const MAX_ID_BYTES: usize = 128;

impl NoticeId {
    /// The vendor's id of a delivery if it gave a usable one, else the digest of its body.
    #[must_use]
    pub fn of(vendors: Option<&str>, delivery: &Delivery) -> Self {
        let is_usable = |id: &&str| {
            (1..=MAX_ID_BYTES).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
        };
        match vendors.filter(is_usable) {
            Some(id) => Self(id.to_owned()),
            None => Self(format!("sha256:{}", delivery.digest())),
        }
    }

    /// The id's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The subject of a notice, in the till's words, as far as it states it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// The platform's code, for vendors that know platforms.
    pub platform: Option<String>,
    /// The restaurant's id with the vendor's account.
    pub restaurant: Option<String>,
    /// The vendor's id of the location, digit for digit.
    pub location: Option<String>,
    /// The reservation; none where the notice is about the connection, or about a party of which we do not know.
    pub reservation: Option<ReservationId>,
}

/// A notice of a till, which a delivery holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its id: the same notice may come again.
    pub id: NoticeId,
    /// Its subject.
    pub to: Addressee,
    /// The till's id of the check that it is about, if it is about one: a party may have several.
    pub check: Option<String>,
    /// Its place among the notices of its check, where the till counts them.
    pub order: Option<u64>,
    /// When it happened, by the till's clock.
    pub at: Option<Instant>,
    /// Its facts.
    pub facts: Vec<Fact>,
}

/// A fact that a notice states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// The till has the reservation.
    Accepted,
    /// The notice's check has come so far.
    Check(CheckPhase),
    /// Staff set this status at the till, by hand.
    Step(Status),
    /// The tables at which the party sits, by the till's names, and the number of guests that the till counts.
    Tables {
        /// The names; empty if the till names none.
        names: Vec<String>,
        /// The number of guests.
        covers: Option<u16>,
    },
    /// The status of the table in service, such as `main course`.
    InService(String),
    /// The bill: the notice's check is closed.
    Receipt(Box<Receipt>),
    /// A push failed after the till had accepted it. It undoes no other fact.
    PushFailed {
        /// The vendor's code.
        code: String,
        /// The fields that are at fault, in the vendor's words.
        fields: Vec<String>,
        /// Whether the same push may succeed later.
        may_pass: bool,
    },
    /// A restaurant wants to be connected.
    Onboarding(Box<Onboarding>),
    /// The restaurant's connection was activated, or deactivated.
    Integration(bool),
}

/// How far a check has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckPhase {
    /// It was opened: the party sits.
    Opened,
    /// Something was ordered on it.
    Ordered,
    /// It was closed: the party has paid.
    Closed,
    /// It was cancelled, and with it all that it said. Reservation and payments stay as they are.
    Cancelled,
}

/// A restaurant that wants to be connected with a vendor's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Onboarding {
    /// The vendor's id of the request.
    pub id: String,
    /// The restaurant, as it was entered at the till.
    pub reference: String,
    /// Until when it has to be answered.
    pub deadline: Instant,
    /// The vendor's id of the location, digit for digit.
    pub location: String,
    /// The location's name and address, for the manager who decides.
    pub description: String,
}
