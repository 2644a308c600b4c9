//! An experience as 4spaces sells it: a product of a reservation service, with its spaces, times, price and people. Pure.

use config::FourspacesSettings;
use shared::id::{AddOnId, AgeCategoryId};
use shared::locale::Language;
use shared::money::Currency;
use shared::offer::{AddOn, AgeCategory};
use shared::time::{Day, Instant, Minutes, TimeZone};
use shared::venue::Experience;

use super::fixed_point::FixedPoint;
use super::words;
use crate::provider::offer::Offers;

/// The id of the age category of adults.
pub const ADULT: &str = "adult";
/// The id of the age category of children.
pub const CHILD: &str = "child";

/// An experience with all that its bookings need.
#[derive(Clone, Debug)]
pub struct Offering {
    /// The experience as guests see it.
    pub experience: Experience,
    /// The service's id.
    pub service_id: String,
    /// The product's id.
    pub product_id: String,
    /// The access template that a reservation is given.
    pub template: Template,
    /// When it can begin, and how long a party stays.
    pub schedule: Schedule,
    /// The parts of its price.
    pub price: Price,
    /// The people that it takes.
    pub people: People,
    /// The add-ons.
    pub add_ons: Vec<OfferedAddOn>,
    /// Whether it has to be paid before it is booked.
    pub requires_payment: bool,
}

/// An access template with its spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The ids of its spaces.
    pub spaces: Vec<String>,
}

/// The starts of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The first start, in minutes after midnight.
    pub first: u16,
    /// The last start at most, in minutes after midnight.
    pub last: u16,
    /// The minutes between two starts.
    pub interval: u16,
    /// The minutes that a party stays.
    pub duration: u16,
}

/// The parts of a price, in the vendor's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Price {
    /// The price of the shortest stay, in major units.
    pub unit: FixedPoint,
    /// The least price, in major units.
    pub minimal: FixedPoint,
    /// By how much of the unit price each further increment makes it dearer; none where the service states none.
    pub per_increment: Option<FixedPoint>,
    /// How many increments the stay is longer than the shortest one.
    pub increments: u16,
    /// The percentage of value-added tax that prices contain.
    pub vat: FixedPoint,
}

/// The people that a service takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct People {
    /// Whether children are counted by themselves.
    pub has_children: bool,
    /// The most adults; none without a limit.
    pub most_adults: Option<u8>,
    /// The most children; none without a limit.
    pub most_children: Option<u8>,
    /// How many times the price an adult pays; none where the number of people does not change it.
    pub multipliers: Option<(FixedPoint, FixedPoint)>,
}

/// An add-on with its tax.
#[derive(Clone, Debug)]
pub struct OfferedAddOn {
    /// The add-on as guests see it.
    pub add_on: AddOn,
    /// The percentage of value-added tax that its price contains.
    pub vat: FixedPoint,
}

/// The facts about a venue that its catalogue depends on.
#[derive(Clone, Copy, Debug)]
pub struct VenueTerms<'a> {
    /// The settings of its 4spaces.
    pub settings: &'a FourspacesSettings,
    /// Its currency.
    pub currency: Currency,
    /// The language of the services' texts: its own.
    pub language: &'a Language,
}

impl Schedule {
    /// The starts of a day with their instants; none at which the clock never shows the time.
    pub fn starts(self, day: Day, zone: &TimeZone) -> impl Iterator<Item = (Minutes, Option<Instant>)> {
        let step = usize::from(self.interval.max(1));
        (self.first..=self.last).step_by(step).filter_map(move |minutes| {
            let minutes = Minutes::parse(minutes.into()).ok()?;
            Some((minutes, zone.resolve(day, minutes).instant()))
        })
    }
}

impl Offering {
    /// The choices that guests have: children where the service counts them, and the add-ons.
    #[must_use]
    pub fn offers(&self) -> Offers {
        Offers {
            people: self.experience.people.clone(),
            add_ons: self.add_ons.iter().map(|one| one.add_on.clone()).collect(),
        }
    }

    /// The add-on of this id, if it is offered.
    #[must_use]
    pub fn add_on(&self, id: &AddOnId) -> Option<&OfferedAddOn> {
        self.add_ons.iter().find(|one| one.add_on.id == *id)
    }
}

impl People {
    /// The age categories that guests are counted by: adults, and children who do not come alone; none where the service
    /// does not count children.
    #[must_use]
    pub fn categories(self) -> Vec<AgeCategory> {
        let category = |id: &str, word: &words::Word, (is_adult, max): (bool, Option<u8>)| {
            Some(AgeCategory {
                id: AgeCategoryId::parse(id).ok()?,
                name: words::texts(word),
                min_age: None,
                max_age: None,
                is_default: is_adult,
                price: None,
                max,
                note: None,
                needs_adult: !is_adult,
            })
        };
        let categories = [
            category(ADULT, &words::ADULTS, (true, self.most_adults)),
            category(CHILD, &words::CHILDREN, (false, self.most_children)),
        ];
        categories
            .into_iter()
            .flatten()
            .filter(|_| self.has_children)
            .collect()
    }
}
