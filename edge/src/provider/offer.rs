//! The offers of a booking system beside times: people by age category, add-ons, and their prices. Pure.

use serde::{Deserialize, Serialize};
use shared::id::{AddOnId, AgeCategoryId};
use shared::image::Image;
use shared::locale::LocalizedText;
use shared::money::Money;

/// The choices that guests have at an experience. Where both lists are empty, a party is a number and nothing is added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offers {
    /// The age categories that people are counted by, in the order to show.
    pub people: Vec<AgeCategory>,
    /// The add-ons, in the order to show.
    pub add_ons: Vec<AddOn>,
}

/// An age category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeCategory {
    /// Its id.
    pub id: AgeCategoryId,
    /// Its name.
    pub name: LocalizedText,
    /// The youngest age in years; none without a lower limit.
    pub min_age: Option<u8>,
    /// The oldest age in years; none without an upper limit.
    pub max_age: Option<u8>,
    /// Whether guests are counted here who do not say their age: one category has it.
    pub is_default: bool,
}

/// The thing that an add-on's price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PricePer {
    /// The booking, of any size.
    Booking,
    /// Each guest.
    Guest,
    /// Each unit that is chosen.
    Unit,
}

/// Something that can be added to a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddOn {
    /// Its id.
    pub id: AddOnId,
    /// Its name.
    pub name: LocalizedText,
    /// A line about it.
    pub description: LocalizedText,
    /// A picture.
    pub image: Option<Image>,
    /// The price, as guests pay it.
    pub price: Money,
    /// The thing that the price is for.
    pub per: PricePer,
    /// The most units that a booking may have.
    pub max: u16,
}

/// The price of a slot for one guest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuestPrice {
    /// The age category; none where the price is for every guest.
    pub category: Option<AgeCategoryId>,
    /// The price, as guests pay it.
    pub amount: Money,
}
