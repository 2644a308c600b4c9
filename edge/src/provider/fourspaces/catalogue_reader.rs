//! The calls by which the catalogue is read as a whole.

use std::rc::Rc;

use futures_util::future::try_join;

use super::Fourspaces;
use super::catalogue::ServiceCatalogue;
use super::offering::VenueTerms;
use crate::provider::remote::RemoteError;
use crate::upstream::Scope;

impl Fourspaces {
    /// The catalogue: what was read a while ago, or anew.
    pub(super) async fn catalogue(&self, scope: &Scope) -> Result<Rc<ServiceCatalogue>, RemoteError> {
        let clock = &*self.ports.clock;
        self.catalogue
            .get_or_read(clock, self.read_catalogue(scope))
            .await
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
