//! The answer to a request that was carried out before.

use std::rc::Rc;

use shared::reservation::Reservation;

use super::lookup::Lookup;
use super::{Inner, reschedule_rows};
use crate::error::{Result, VenueError};
use crate::provider::Booked;
use crate::upstream::Scope;

/// The answer to a booking that was made before: the reservation as it is now, which may have been moved or
/// cancelled since.
pub(super) async fn repeated(inner: &Rc<Inner>, scope: &Scope, made: Reservation) -> Result<Booked> {
    let lookup = Lookup { inner, scope };
    let now = match lookup.reservation(&made.id).await {
        // Not readable yet, or deleted there: that it was made is known all the same.
        Err(VenueError::NotFound) => return Ok(inner.reserved(made, true)),
        now => now,
    };
    let now = now.map_err(|error| match error {
        VenueError::Away { cause, .. } | VenueError::Failed(cause) => VenueError::OutcomeUnknown(format!(
            "created, but its present status could not be read: {cause}"
        )),
        VenueError::Timeout => {
            VenueError::OutcomeUnknown("created, but its present status was not answered in time".to_owned())
        }
        error => error,
    })?;
    let is_moved = reschedule_rows::current(inner.database(), &made.id)? != made.id;
    Ok(inner.reserved(
        Reservation {
            // An answer may lack what does not change.
            number: if is_moved { now.number } else { made.number },
            ..now
        },
        true,
    ))
}
