//! The error for a guest whose booking was refused.

use shared::availability::SlotStatus;

use super::booking::BookingAttempt;
use super::{Decline, RemoteError, log_text};
use crate::error::VenueError;

impl BookingAttempt<'_> {
    /// The error for a guest whose booking was refused.
    pub(super) async fn refused(&self, error: RemoteError) -> VenueError {
        let request = &self.order.request;
        let is_time_gone = match error {
            RemoteError::Away { retry_after, cause } => return VenueError::Away { retry_after, cause },
            RemoteError::Fields(faults) => return VenueError::Fields(faults),
            // The request was right when it was checked, and another choice may be all that it takes.
            RemoteError::Declined(decline) if !decline.is_time_gone() && decline != Decline::Restricted => {
                return VenueError::Fields(vec![decline.fault()]);
            }
            RemoteError::Conflict | RemoteError::Declined(_) => true,
            _ => false,
        };
        self.inner.forget_day(request.day);
        let slots = self.fresh_slots().await;
        let is_gone = slots.as_ref().is_ok_and(|slots| {
            !slots
                .iter()
                .any(|slot| slot.minutes == request.minutes && slot.status == SlotStatus::Open)
        });
        if is_gone || is_time_gone {
            self.taken(slots.unwrap_or_default()).await
        } else {
            VenueError::Failed(log_text(&error))
        }
    }
}
