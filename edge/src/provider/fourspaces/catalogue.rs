//! The services of 4spaces as experiences. Pure.
//!
//! A product of a reservation service is an experience, since a product is what has a price and spaces. Where a service
//! has one product, as most have, the experience has the service's id and name; otherwise it is `service.product`.

use config::fourspaces::is_same_id;
use shared::id::ExperienceId;

use super::offering::{Offering, VenueTerms};
use super::scalar::{text, variant};
use super::{service, wire};

/// The kind of services that can be reserved.
pub(super) const RESERVATION: i64 = 1;
/// The kinds of services.
pub(super) const KINDS: [(i64, &str); 4] = [
    (RESERVATION, "Reservation"),
    (2, "Request"),
    (3, "External"),
    (4, "Ticket"),
];

/// All that can be booked.
#[derive(Debug, Default)]
pub struct ServiceCatalogue {
    /// The experiences, in the vendor's order.
    pub offerings: Vec<Offering>,
    /// Why something else is not offered, one line for each, without anything that was in it.
    pub skipped: Vec<String>,
}

impl ServiceCatalogue {
    /// The catalogue of these services and access templates. Everything that cannot be booked from here is counted.
    #[must_use]
    pub fn of(
        services: &[wire::ServiceView],
        templates: &[wire::AccessTemplateView],
        terms: VenueTerms<'_>,
    ) -> Self {
        let mut catalogue = Self::default();
        for service in services {
            catalogue.add(service, templates, terms);
        }
        catalogue
    }

    /// The experience of this id. A service's id is also that of its first product, so that links stay right when a
    /// second one is added.
    #[must_use]
    pub fn find(&self, id: &ExperienceId) -> Option<&Offering> {
        let exact = self.offerings.iter().find(|one| one.experience.id == *id);
        exact.or_else(|| {
            let parts = id.as_str().split_once('.').unwrap_or((id.as_str(), ""));
            self.offerings.iter().find(|one| {
                is_same_id(&one.service_id, parts.0)
                    && (parts.1.is_empty() || is_same_id(&one.product_id, parts.1))
            })
        })
    }

    /// The experience that a reservation with this template is of, if there is one and no other.
    #[must_use]
    pub fn of_template(&self, id: &str) -> Option<&Offering> {
        let mut all = self
            .offerings
            .iter()
            .filter(|one| is_same_id(&one.template.id, id));
        all.next().filter(|_| all.next().is_none())
    }

    fn add(&mut self, of: &wire::ServiceView, templates: &[wire::AccessTemplateView], terms: VenueTerms<'_>) {
        let settings = terms.settings;
        let is_others = settings
            .organization_id
            .as_deref()
            .is_some_and(|ours| text(&of.organization_id).is_some_and(|theirs| !is_same_id(ours, theirs)));
        let is_offered = settings.service(&of.id).is_none_or(|rules| rules.is_offered);
        if is_others || !is_offered {
            return;
        }
        let products = of.products.read().map_or(&[][..], |products| &products.all[..]);
        match variant(&of.service_type, &KINDS) {
            Some(RESERVATION) => {}
            kind => {
                let kind = kind.and_then(|kind| KINDS.iter().find(|(number, _)| *number == kind));
                let kind = kind.map_or("unknown", |(_, name)| *name);
                return self.skipped.push(format!("a service of the type {kind}"));
            }
        }
        let currency = of.currency.read().and_then(|currency| text(&currency.code));
        if currency.is_some_and(|code| code != terms.currency.code()) {
            return self
                .skipped
                .push("a service in another currency than the venue's".to_owned());
        }
        let unreadable = of.products.read().map_or(0, |products| products.unreadable.len());
        let reason = || "a product that cannot be read".to_owned();
        self.skipped
            .extend(std::iter::repeat_with(reason).take(unreadable));
        if products.is_empty() && unreadable == 0 {
            self.skipped.push("a service without a product".to_owned());
        }
        for product in products {
            let is_only = products.len() + unreadable == 1;
            match service::offering(of, product, is_only, templates, terms) {
                Ok(offering) => self.offerings.push(offering),
                Err(reason) => self.skipped.push(format!("a product {reason}")),
            }
        }
    }
}

#[cfg(test)]
#[path = "catalogue_tests.rs"]
mod tests;
