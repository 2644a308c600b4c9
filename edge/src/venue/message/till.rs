//! Requests of staff about the venue's till.

use serde::{Deserialize, Serialize};
use shared::id::ReservationId;
use shared::till::DeadLetterKind;

use crate::venue::message::policy::Policy;

/// A request about the till.
#[derive(Debug, Serialize, Deserialize)]
pub enum TillRequest {
    /// Answered with the dead letters.
    DeadLetters,
    /// Answered with the till's part of a reservation.
    Reservation(ReservationId),
    /// Answered with nothing once the dead letter of this kind and id is due again.
    Replay(DeadLetterKind, String),
    /// Answered with how far the till is connected; [`VenueError::NotFound`](crate::error::VenueError::NotFound) where that has
    /// no steps.
    ConnectionState,
    /// Answered with the address at which the manager authorizes us at the vendor.
    Authorize,
    /// Answered with nothing once the location of this id is chosen.
    ChooseLocation(String),
    /// Answered with the connection, once the till sends its events to this origin of the deployment.
    Connect(String),
    /// Answered with nothing once the till sends no events to this origin.
    Disconnect(String),
}

impl TillRequest {
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'static> {
        match self {
            Self::DeadLetters | Self::Reservation(_) => Policy::READ_BY_STAFF,
            // The vendor is asked with a token that may be refreshed for it.
            Self::ConnectionState
            | Self::Authorize
            | Self::ChooseLocation(_)
            | Self::Replay(..)
            | Self::Connect(_)
            | Self::Disconnect(_) => Policy::WRITE_BY_STAFF,
        }
    }
}
