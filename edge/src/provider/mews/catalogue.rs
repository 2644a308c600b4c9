//! A property's catalogue: the services, rates, categories and products that the venue's settings name, put together once
//! for all questions. Pure.

use std::collections::BTreeMap;

use config::MewsSettings;
use shared::availability::Confirmation;
use shared::id::ExperienceId;
use shared::image::Image;
use shared::money::Currency;
use shared::offer::AddOn;
use shared::time::TimeZone;
use shared::venue::Experience;

use super::bookable::{Answers, Bookable, BookableProduct, bookable, texts};
use super::wire::catalogue::{PictureList, Product, Restriction, TaxationList};
use crate::html;
use crate::provider::offer::Offers;
use crate::provider::picture::picture;

/// The catalogue.
pub struct Catalogue {
    /// Whether prices are net: then a payment is posted so too.
    pub is_net: bool,
    /// The chain that the property's customers belong to.
    pub chain_id: Option<String>,
    /// The types under which payments can be posted that were made elsewhere.
    pub payment_types: Vec<String>,
    /// The experiences that can be booked, in the settings' order.
    pub bookables: Vec<Bookable>,
    /// The restrictions.
    pub restrictions: Vec<Restriction>,
    /// Rates of tax by their codes, in hundredths of a percent.
    pub taxes: BTreeMap<String, u16>,
    /// Why others that the settings name cannot be booked.
    pub left_out: Vec<String>,
    cover: Option<String>,
    pictures: BTreeMap<String, String>,
}

impl Catalogue {
    /// The catalogue of these answers. An error if none of the experiences can be booked, or the venue's time zone is
    /// another than the property's.
    pub fn of(
        answers: Answers,
        settings: &MewsSettings,
        zone: &TimeZone,
        currency: Currency,
    ) -> Result<Self, String> {
        let enterprise = &answers.configuration.enterprise;
        if enterprise.time_zone_identifier != zone.name() {
            return Err(format!(
                "the property is in the time zone {}, and the venue's setting timeZone names another",
                plain(&enterprise.time_zone_identifier)
            ));
        }
        let (mut bookables, mut left_out) = (Vec::new(), Vec::new());
        for experience in &settings.experiences {
            match bookable(experience, &answers, currency) {
                Ok(bookable) => bookables.push(bookable),
                Err(cause) => left_out.push(format!("experience {}: {cause}", experience.id)),
            }
        }
        if bookables.is_empty() {
            let first = left_out.into_iter().next().unwrap_or_default();
            return Err(format!("nothing can be booked: {first}"));
        }
        let accounting = enterprise.accounting_configuration.read();
        Ok(Self {
            is_net: enterprise.pricing == "Net",
            chain_id: enterprise.chain_id.text().map(str::to_owned),
            payment_types: accounting
                .map(|accounting| accounting.enabled_external_payment_types.clone())
                .unwrap_or_default(),
            taxes: taxes(&answers.taxations),
            cover: enterprise.cover_image_id.text().map(str::to_owned),
            pictures: BTreeMap::new(),
            restrictions: answers.restrictions,
            bookables,
            left_out,
        })
    }

    /// The experience of this id.
    #[must_use]
    pub fn bookable(&self, id: &ExperienceId) -> Option<&Bookable> {
        self.bookables.iter().find(|one| one.settings.id == *id)
    }

    /// The experience that a reservation of this service, category and rate is of: one of another rate, if there is none of
    /// it.
    #[must_use]
    pub fn bookable_of(&self, service: &str, category: &str, rate: &str) -> Option<&Bookable> {
        let of_category = || {
            self.bookables
                .iter()
                .filter(|one| one.settings.service_id == service && one.category.id == category)
        };
        of_category()
            .find(|one| {
                one.rate.id == rate || one.private_rate.as_ref().is_some_and(|other| other.id == rate)
            })
            .or_else(|| of_category().next())
    }

    /// The ids of the pictures that are shown.
    #[must_use]
    pub fn picture_ids(&self) -> Vec<&str> {
        let products = self.bookables.iter().flat_map(|one| &one.products);
        let of_products = products.filter_map(|one| one.product.image_ids.read()?.first());
        let mut ids: Vec<&str> = self.cover.iter().chain(of_products).map(String::as_str).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Takes the addresses of pictures.
    pub fn add_pictures(&mut self, list: PictureList) {
        let addresses = list.image_urls.all.into_iter();
        self.pictures = addresses.map(|one| (one.image_id, one.url)).collect();
    }

    fn picture(&self, id: Option<&String>) -> Option<Image> {
        picture(self.pictures.get(id?)?)
    }

    /// The experiences as guests see them.
    #[must_use]
    pub fn experiences(&self) -> Vec<Experience> {
        let one = |bookable: &Bookable| Experience {
            has_extras: false,
            price: None,
            people: bookable.people_offered(),
            add_ons: self.add_ons(bookable),
            questions: Vec::new(),
            id: bookable.settings.id.clone(),
            name: bookable.name.clone(),
            short_description: bookable.short_description(),
            description_html: texts(&bookable.category.descriptions, |text| {
                html::clean(text, html::WEB_LINKS)
            }),
            image: self.picture(self.cover.as_ref()),
            is_default: bookable.settings.is_default,
            attendees: bookable.attendees(),
            confirmation: Confirmation::Instant,
        };
        self.bookables.iter().map(one).collect()
    }

    /// The choices that guests have at an experience.
    #[must_use]
    pub fn offers(&self, bookable: &Bookable) -> Offers {
        Offers {
            people: bookable.people_offered(),
            add_ons: self.add_ons(bookable),
        }
    }

    fn add_ons(&self, bookable: &Bookable) -> Vec<AddOn> {
        let picture = |product: &Product| self.picture(product.image_ids.read().and_then(|ids| ids.first()));
        let add_on = |one: &BookableProduct| {
            let description = one.product.descriptions.read();
            let description = description.map(|all| texts(all, str::to_owned));
            AddOn {
                id: one.settings.id.clone(),
                name: one.name(),
                description: description.filter(|text| text.iter().next().is_some()),
                image: picture(&one.product),
                price: one.price_of_stay(bookable.settings.units),
                per: one.per(),
                max: one.max(),
                // It is within the price that a quote names.
                vat_basis_points: None,
            }
        };
        bookable.products.iter().map(add_on).collect()
    }
}

/// The rates of tax that are a share of a price, by their codes.
fn taxes(list: &TaxationList) -> BTreeMap<String, u16> {
    let rates = list.tax_rates.all.iter();
    rates
        .filter_map(|rate| Some((rate.code.clone(), rate.strategy.read()?.basis_points()?)))
        .collect()
}

/// The characters of another system's text that a line of the log may show.
fn plain(text: &str) -> String {
    let is_plain = |character: &char| character.is_ascii_alphanumeric() || "/_-+".contains(*character);
    text.chars().filter(is_plain).take(64).collect()
}

#[cfg(test)]
#[path = "catalogue_tests.rs"]
mod tests;
