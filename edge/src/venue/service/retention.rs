//! Retention for the venue's object: queues the first daily run, runs it, and answers staff who export or erase the
//! data that is stored about a guest.

use config::VenueSettings;
use shared::guest_data::{GuestErasure, GuestExport};

use super::VenueService;
use crate::access::Actor;
use crate::error::Result;
use crate::storage::job_queue::{self, JobKind};
use crate::venue::context::Ctx;
use crate::venue::message::staff::GuestContact;
use crate::venue::retention::{self, guest};

impl VenueService {
    /// Queues the first run, once in the life of this object.
    pub(super) fn schedule_retention(&self) -> Result<()> {
        if self.is_retention_scheduled.get() {
            return Ok(());
        }
        let Ctx { database, now, .. } = self.ctx();
        database.write(vec![retention::schedule(now)])?;
        self.is_retention_scheduled.set(true);
        Ok(())
    }

    /// Runs for a venue that is no longer in the deployment's settings, and arms the alarm for the next run. No other
    /// job runs for such a venue: the number of its jobs about money is logged.
    pub fn retain_unserved(&self) -> Result<()> {
        let ctx = self.ctx();
        let ran = retention::run_unserved(ctx);
        (self.deps.alarm)(job_queue::next_of(ctx.database, JobKind::Retention)?);
        let count = job_queue::count_of_money(ctx.database)?;
        if let Some(venue) = self.venue()?.filter(|_| count > 0) {
            let cause = format!(
                "{count} jobs about money are not done: the venue is not in the settings, put its file back until they are"
            );
            (self.deps.log_error)(&venue, &cause);
        }
        ran
    }

    /// Everything that is stored about a guest.
    pub(super) fn export_guest(
        &self,
        settings: &VenueSettings,
        contact: &GuestContact,
    ) -> Result<GuestExport> {
        guest::export(self.ctx(), settings, contact)
    }

    /// Erases the data of a guest. Open waitlist entries are withdrawn first, which releases the tables that are
    /// held for them.
    pub(super) fn erase_guest(
        &self,
        settings: &VenueSettings,
        contact: &GuestContact,
        actor: &Actor,
    ) -> Result<GuestErasure> {
        let ctx = self.ctx_of(actor);
        let records = guest::records(ctx, contact)?;
        for id in &records.open_entries() {
            self.with_reservations(settings, |reservations, ctx| reservations.withdraw_entry(ctx, id))?;
        }
        guest::erase(ctx, settings, contact, &records)
    }
}
