//! The source of a reservation.

use serde::{Deserialize, Serialize};

use crate::venue::message::staff_reservation::StaffSource;

/// The source of a reservation, in Molzait's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Source {
    /// A guest made it.
    App,
    /// Staff made it, or a till for them.
    Pos,
    /// The guests came without a reservation.
    WalkIn,
    /// Staff made it on the telephone, or a phone system for them.
    Phone,
}

impl Source {
    /// The source as it is stored and as staff's systems read it.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Pos => "pos",
            Self::WalkIn => "walk_in",
            Self::Phone => "phone",
        }
    }
}

impl From<StaffSource> for Source {
    fn from(source: StaffSource) -> Self {
        match source {
            StaffSource::Pos => Self::Pos,
            StaffSource::WalkIn => Self::WalkIn,
            StaffSource::Phone => Self::Phone,
        }
    }
}
