//! Events of the venue's booking system, which its vendor's account has passed on: they name what has changed, without the
//! new data. The cached copies are dropped, and bookings that are paid for here are read again. A repeated event has no
//! further effect.

use config::VenueSettings;

use super::VenueService;
use crate::delivery::{Delivery, WebhookOutcome};
use crate::error::{Result, VenueError};
use crate::paid_booking::Stage;
use crate::provider::mews::webhook::{self, MewsReport};
use crate::storage::job_queue::{self, JobKind};
use crate::venue::remote_bookings;

impl VenueService {
    /// Takes an authenticated delivery of the booking system.
    pub(super) fn receive_changes(
        &self,
        settings: &VenueSettings,
        source: &str,
        delivery: &Delivery,
    ) -> Result<WebhookOutcome> {
        if source != webhook::VENDOR || settings.remote_system() != Some(source) {
            return Err(VenueError::NotFound);
        }
        let Some(MewsReport::Changes(changes)) = webhook::read(&delivery.body) else {
            return Ok(WebhookOutcome::Processed);
        };
        // Without a connection nothing is kept.
        if changes.is_availability
            && let Some(connection) = &*self.connection.borrow()
        {
            connection.remote.forget_days();
        }
        let ctx = self.ctx();
        let mut looks = Vec::new();
        for id in &changes.reservations {
            let booking = remote_bookings::find(ctx, id)?.map(|row| row.booking());
            // One with a call that is left is looked at before that call.
            if booking.is_some_and(|booking| booking.stage == Stage::Booked && booking.task().is_none()) {
                looks.push(job_queue::bring_forward(
                    JobKind::RemoteBooking,
                    id.as_str(),
                    ctx.now,
                ));
            }
        }
        if !looks.is_empty() {
            ctx.database.write(looks)?;
        }
        Ok(WebhookOutcome::Processed)
    }
}
