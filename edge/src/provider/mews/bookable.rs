//! An experience that can be booked: the parts of a property's catalogue that one of the settings' experiences names, put
//! together. Pure.

use config::mews::{GuestDeposit, OfferedProduct, ServiceExperience};
use shared::id::AgeCategoryId;
use shared::locale::{Language, LocalizedText};
use shared::money::{Currency, Money, MoneyError};
use shared::offer::{AgeCategory, PricePer};
use shared::party::{Attendees, PartyRange};

use super::duration;
use super::units::Offsets;
use super::wire::LocalizedNames;
use super::wire::catalogue::{
    BookableService, Configuration, PersonAgeCategory, Product, Rate, ResourceCategory, Restriction,
    TaxationList,
};

/// The answers that a catalogue is made of.
pub struct Answers {
    /// The configuration.
    pub configuration: Configuration,
    /// The services.
    pub services: Vec<BookableService>,
    /// The resource categories.
    pub categories: Vec<ResourceCategory>,
    /// The age categories.
    pub age_categories: Vec<PersonAgeCategory>,
    /// The rates.
    pub rates: Vec<Rate>,
    /// The products.
    pub products: Vec<Product>,
    /// The taxes.
    pub taxations: TaxationList,
    /// The restrictions.
    pub restrictions: Vec<Restriction>,
}

/// An experience that can be booked.
pub struct Bookable {
    /// The settings.
    pub settings: ServiceExperience,
    /// Its name.
    pub name: LocalizedText,
    /// The limits of a stay within its units.
    pub offsets: Offsets,
    /// The resource category.
    pub category: ResourceCategory,
    /// The rate of every guest.
    pub rate: Rate,
    /// The rate of guests with an access code.
    pub private_rate: Option<Rate>,
    /// The age categories of the service, adults first.
    pub people: Vec<PersonAgeCategory>,
    /// The products that can be added.
    pub products: Vec<BookableProduct>,
}

/// A product that can be added.
pub struct BookableProduct {
    /// The settings.
    pub settings: OfferedProduct,
    /// The product.
    pub product: Product,
    /// Its price, taxes included.
    pub price: Money,
}

impl Bookable {
    /// The parties that it takes: those of the settings, as far as the category has room. Mews prices larger ones as if
    /// they fitted.
    #[must_use]
    pub fn attendees(&self) -> PartyRange {
        let room = self
            .category
            .capacity
            .0
            .saturating_add(self.category.extra_capacity.0);
        let room = Attendees::parse(room.clamp(1, Attendees::MAX.into())).unwrap_or(Attendees::MIN);
        let PartyRange { min, max } = self.settings.attendees;
        PartyRange {
            min,
            max: max.min(room),
        }
    }

    /// The rate that a guest books, with an access code or without.
    #[must_use]
    pub fn rate_for(&self, has_code: bool) -> Option<&Rate> {
        if has_code {
            self.private_rate.as_ref()
        } else {
            Some(&self.rate)
        }
    }

    /// A line about it: that of the settings, or the rate's.
    #[must_use]
    pub fn short_description(&self) -> LocalizedText {
        if self.settings.short_description.iter().next().is_some() {
            return self.settings.short_description.clone();
        }
        let of_rate = self.rate.description.read();
        of_rate.map(|all| texts(all, str::to_owned)).unwrap_or_default()
    }

    /// The age categories as guests choose among them: the first one of adults is the default, and the first one of all
    /// where the service has none of adults.
    #[must_use]
    pub fn people_offered(&self) -> Vec<AgeCategory> {
        let age = |age: Option<i64>| age.and_then(|age| u8::try_from(age).ok());
        let category = |(place, one): (usize, &PersonAgeCategory)| {
            Some(AgeCategory {
                id: AgeCategoryId::parse(&one.id).ok()?,
                name: texts(&one.names, str::to_owned),
                min_age: age(one.minimal_age.whole()),
                max_age: age(one.maximal_age.whole()),
                is_default: place == 0,
                price: None,
                max: None,
                note: None,
                needs_adult: false,
            })
        };
        self.people.iter().enumerate().filter_map(category).collect()
    }
}

impl BookableProduct {
    /// Its name: that for guests, if it has one.
    #[must_use]
    pub fn name(&self) -> LocalizedText {
        let external = texts(&self.product.external_names, str::to_owned);
        if external.iter().next().is_some() {
            return external;
        }
        texts(&self.product.names, str::to_owned)
    }

    /// Whether Mews charges it for each person.
    #[must_use]
    pub fn is_per_person(&self) -> bool {
        self.product.charging_mode.starts_with("PerPerson")
    }

    /// Whether Mews charges it for each time unit.
    #[must_use]
    pub fn is_per_unit_of_time(&self) -> bool {
        self.product.charging_mode.ends_with("PerTimeUnit")
    }

    /// Its price for a stay of so many units.
    #[must_use]
    pub fn price_of_stay(&self, units: u8) -> Money {
        let units = if self.is_per_unit_of_time() { units } else { 1 };
        self.price.checked_mul(units.into()).unwrap_or(self.price)
    }

    /// The unit that its price is for.
    #[must_use]
    pub fn per(&self) -> PricePer {
        if self.is_per_person() {
            PricePer::Guest
        } else if self.settings.max == 1 {
            PricePer::Booking
        } else {
            PricePer::Unit
        }
    }

    /// The most units that a booking may have.
    #[must_use]
    pub fn max(&self) -> u8 {
        if self.is_per_person() {
            Attendees::MAX.get()
        } else {
            self.settings.max
        }
    }
}

/// The deposit of a party.
pub fn deposit_of(
    deposit: &GuestDeposit,
    attendees: Attendees,
    currency: Currency,
) -> Result<Money, MoneyError> {
    let each = Money::new(deposit.price_per_guest.into(), currency)?;
    each.checked_mul(attendees.get().into())
}

/// The texts of Mews by language, changed by a function.
#[must_use]
pub fn texts(all: &LocalizedNames, change: impl Fn(&str) -> String) -> LocalizedText {
    all.iter()
        .filter_map(|(language, text)| Some((Language::parse(language).ok()?, change(text.text()?.trim()))))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

/// An experience with everything of it, or why it cannot be booked.
pub fn bookable(
    settings: &ServiceExperience,
    answers: &Answers,
    currency: Currency,
) -> Result<Bookable, String> {
    let of_service = |id: &str| id == settings.service_id;
    let service = answers.services.iter().find(|one| of_service(&one.id));
    let service = service
        .filter(|one| one.is_active)
        .ok_or("there is no such active service")?;
    let times = service
        .data
        .value
        .read()
        .filter(|_| service.data.discriminator == "Bookable");
    let times = times.ok_or("the service is not bookable")?;
    if times.time_unit_period != "Hour" {
        return Err("the service has no hourly time units".to_owned());
    }
    // A day is more than any service's hours begin late or end early.
    let offset = |text: &str| {
        let seconds = duration::seconds(text).filter(|seconds| (-86_400..=86_400).contains(seconds));
        seconds.ok_or("the service's offsets cannot be read")
    };
    let category = answers
        .categories
        .iter()
        .find(|one| one.id == settings.category_id);
    let category = category.filter(|one| one.is_active && of_service(&one.service_id));
    let rate = |id: &str| {
        let found = answers.rates.iter().find(|one| one.id == id);
        found.filter(|one| one.is_active && one.is_enabled && of_service(&one.service_id))
    };
    let public = rate(&settings.rate_id).filter(|rate| rate.is_public);
    let own_name = settings
        .name
        .iter()
        .next()
        .is_some()
        .then(|| settings.name.clone());
    let mut people: Vec<PersonAgeCategory> = answers.age_categories.clone();
    people.retain(|one| one.is_active && of_service(&one.service_id));
    people.sort_by_key(|one| one.classification != "Adult");
    if people.is_empty() {
        return Err("the service has no age category".to_owned());
    }
    let product = |offered: &OfferedProduct| {
        let found = answers.products.iter().find(|one| one.id == offered.product_id);
        let product = found.filter(|one| one.is_active)?;
        let price = product.price.gross_value.money(currency)?;
        (product.price.currency == currency.code()).then(|| BookableProduct {
            settings: offered.clone(),
            product: product.clone(),
            price,
        })
    };
    Ok(Bookable {
        name: own_name.unwrap_or_else(|| texts(&service.names, str::to_owned)),
        offsets: Offsets {
            start: offset(&times.start_offset)?,
            end: offset(&times.end_offset)?,
        },
        category: category.cloned().ok_or("there is no such active category")?,
        rate: public.cloned().ok_or("there is no such active and public rate")?,
        private_rate: settings.private_rate_id.as_deref().and_then(rate).cloned(),
        people,
        products: settings.add_ons.iter().filter_map(product).collect(),
        settings: settings.clone(),
    })
}
