//! The offers of a booking system beside times: people by age category, and add-ons. Pure.

use serde::{Deserialize, Serialize};
use shared::offer::{AddOn, AgeCategory};

/// The choices that guests have at an experience. Where both lists are empty, a party is a number and nothing is added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offers {
    /// The age categories that people are counted by, in the order to show.
    pub people: Vec<AgeCategory>,
    /// The add-ons, in the order to show.
    pub add_ons: Vec<AddOn>,
}
