//! A property's catalogue: the services, rates, categories and products that the venue's settings name, put together once
//! for all questions. Pure.

use std::collections::BTreeMap;

use config::MewsSettings;
use shared::availability::Confirmation;
use shared::id::ExperienceId;
use shared::image::Image;
use shared::locale::{Language, LocalizedText};
use shared::money::Currency;
use shared::time::TimeZone;
use shared::venue::Experience;

use super::bookable::{Answers, Bookable, BookableProduct, bookable, texts};
use super::wire::catalogue::{PictureList, Product, Restriction, TaxationList};
use crate::html;
use crate::provider::offer::{AddOn, Offers};

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
    /// The names of tax rates by their codes.
    pub taxes: BTreeMap<String, LocalizedText>,
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
            taxes: taxes(&answers.taxations, enterprise.default_language_code.text()),
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
        let url = self.pictures.get(id?)?;
        url.starts_with("https://").then(|| Image { url: url.clone() })
    }

    /// The experiences as guests see them.
    #[must_use]
    pub fn experiences(&self) -> Vec<Experience> {
        let one = |bookable: &Bookable| Experience {
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
        let picture = |product: &Product| self.picture(product.image_ids.read().and_then(|ids| ids.first()));
        let add_on = |one: &BookableProduct| AddOn {
            id: one.settings.id.clone(),
            name: one.name(),
            description: one
                .product
                .descriptions
                .read()
                .map(|all| texts(all, str::to_owned))
                .unwrap_or_default(),
            image: picture(&one.product),
            price: one.price_of_stay(bookable.settings.units),
            per: one.per(),
            max: one.max(),
        };
        Offers {
            people: bookable.people_offered(),
            add_ons: bookable.products.iter().map(add_on).collect(),
        }
    }
}

/// The names of tax rates by their codes, such as `MWST 10 %`.
fn taxes(list: &TaxationList, language: Option<&str>) -> BTreeMap<String, LocalizedText> {
    let language = language.and_then(|tag| Language::parse(tag).ok());
    let Some(language) = language.or_else(|| Language::parse("en").ok()) else {
        return BTreeMap::new();
    };
    let name = |code: &str| {
        let found = list.taxations.all.iter().find(|tax| tax.code == code);
        found.map_or(code.to_owned(), |tax| tax.local_name.clone())
    };
    let rates = list.tax_rates.all.iter();
    rates
        .map(|rate| {
            let share = rate.strategy.read().and_then(|strategy| strategy.percent());
            let share = share.map(|percent| format!(" {percent} %")).unwrap_or_default();
            let label = format!("{}{share}", name(&rate.taxation_code));
            (
                rate.code.clone(),
                LocalizedText::from_iter([(language.clone(), label)]),
            )
        })
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
