//! Mail that is shown instead of sent.

use config::mail::Adapter;
use config::{MailSettings, VenueSettings};

use super::VenueService;
use crate::error::{Result, VenueError};
use crate::mail::preview::{self, PreviewedEmail};
use crate::venue::context::Ctx;

impl VenueService {
    /// The e-mails of a venue whose mail is shown instead of sent, the latest first; or the one of this number.
    pub(super) fn preview_mail(
        &self,
        settings: &VenueSettings,
        number: Option<u32>,
    ) -> Result<Vec<PreviewedEmail>> {
        let is_shown = |mail: &MailSettings| mail.adapter == Adapter::Shown;
        if !settings.mail.as_ref().is_some_and(is_shown) {
            return Err(VenueError::NotFound);
        }
        let Ctx { database, .. } = self.ctx();
        Ok(preview::emails(database, number)?)
    }
}
