//! Reads the deployment's files for the designs of gift cards before a card on paper is made: nothing is awaited while it
//! is. An object lives no longer than its deployment, so each file is read once.

use config::VenueSettings;
use futures_util::future::LocalBoxFuture;
use shared::id::VenueId;

use super::VenueService;
use crate::venue::gift_cards::design;

/// Reads a picture of the venue's folder in the deployment by its name; none where it cannot be had.
pub type ReadDesignFile = dyn Fn(&VenueId, &str) -> LocalBoxFuture<'static, Option<Vec<u8>>>;

impl VenueService {
    /// The same, which reads the deployment's files by this; without it cards on paper hold uploaded pictures alone.
    #[must_use]
    pub fn reading_design_files(self, read: Box<ReadDesignFile>) -> Self {
        Self {
            read_design_file: Some(read),
            ..self
        }
    }

    /// Reads the files of the venue's designs that were not read yet. Without one a card is made all the same.
    pub(super) async fn read_design_files(&self, settings: &VenueSettings) {
        let Some(read) = &self.read_design_file else {
            return;
        };
        for name in design::file_names(settings) {
            if self.design_files.borrow().contains_key(&name) {
                continue;
            }
            if let Some(bytes) = read(&settings.id, &name).await {
                self.design_files.borrow_mut().insert(name, bytes);
            }
        }
    }
}
