//! The catalogue on a shelf of its own: it changes seldom, and every question needs it.

use std::rc::Rc;
use std::time::Duration;

use futures_util::future::try_join;

use super::Fourspaces;
use super::catalogue::ServiceCatalogue;
use super::offering::VenueTerms;
use crate::provider::remote::{NextStep, RemoteError};
use crate::upstream::Scope;

/// For how long the catalogue is as good as new.
const FRESH: Duration = Duration::from_mins(10);
/// For how long the catalogue is better than an error.
const BETTER_THAN_AN_ERROR: Duration = Duration::from_hours(6);

/// The catalogue as it was read last.
#[derive(Clone)]
pub(super) struct ShelvedCatalogue {
    catalogue: Rc<ServiceCatalogue>,
    read_at: Duration,
}

impl Fourspaces {
    /// The catalogue: what was read a while ago, or anew.
    pub(super) async fn catalogue(&self, scope: &Scope) -> Result<Rc<ServiceCatalogue>, RemoteError> {
        let now = self.ports.clock.elapsed();
        let kept = self.shelf.borrow().clone();
        let age = kept.as_ref().map(|kept| now.saturating_sub(kept.read_at));
        if let Some(kept) = &kept
            && age.is_some_and(|age| age < FRESH)
        {
            return Ok(kept.catalogue.clone());
        }
        match self.read_catalogue(scope).await {
            Ok(catalogue) => {
                let catalogue = Rc::new(catalogue);
                *self.shelf.borrow_mut() = Some(ShelvedCatalogue {
                    catalogue: catalogue.clone(),
                    read_at: now,
                });
                Ok(catalogue)
            }
            Err(error) => {
                let is_passing = matches!(error.next_step(), NextStep::AskAgain | NextStep::LookItUp);
                let may_stay = is_passing && age.is_some_and(|age| age < BETTER_THAN_AN_ERROR);
                kept.filter(|_| may_stay).map(|kept| kept.catalogue).ok_or(error)
            }
        }
    }

    async fn read_catalogue(&self, scope: &Scope) -> Result<ServiceCatalogue, RemoteError> {
        let services = self.client.services(scope);
        let templates = self.client.templates(scope, self.now(), None);
        let (services, templates) = try_join(services, templates).await?;
        let services = self.client.readable("services", services);
        let templates = self.client.readable("templates", templates);
        let catalogue = ServiceCatalogue::of(
            &services,
            &templates,
            VenueTerms {
                settings: &self.settings,
                currency: self.currency,
                language: &self.language,
            },
        );
        if let Some(first) = catalogue.skipped.first() {
            self.client
                .log_left_out("services", catalogue.skipped.len(), first);
        }
        Ok(catalogue)
    }
}
