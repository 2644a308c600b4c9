//! A venue's `[till.lightspeed]`: Lightspeed K-Series. Addresses and keys are those of the vendor account, which all
//! restaurants of the deployment share.

use serde::{Deserialize, Serialize};

/// The longest id of a restaurant, in characters.
const MAX_RESTAURANT: usize = 64;

/// A restaurant of a Lightspeed account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LightspeedSettings {
    /// The deployment's account at Lightspeed: the name of its file.
    pub account: String,
    /// The id by which Lightspeed names the restaurant, 1 to 64 letters, digits, hyphens and underscores.
    pub restaurant: String,
    /// The names of labels that are allergens: the till shows them with the guest, and not as tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allergen_labels: Vec<String>,
    /// The names of labels that are diets: the till shows them with the guest, and not as tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dietary_labels: Vec<String>,
}

/// The account's own token has this name, and no restaurant.
const PLATFORM: &str = "platform";

impl LightspeedSettings {
    /// Every fault, as a line that begins with the setting's name.
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if shared::id::VenueId::parse(&self.account).is_err() {
            faults.push("account: write the name of the account's file, such as group".to_owned());
        }
        let is_id = (1..=MAX_RESTAURANT).contains(&self.restaurant.len())
            && self
                .restaurant
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if !is_id || self.restaurant == PLATFORM {
            faults.push(
                "restaurant: write 1 to 64 letters, digits, hyphens and underscores, and not platform"
                    .to_owned(),
            );
        }
        for (place, label) in self.dietary_labels.iter().enumerate() {
            if self.allergen_labels.contains(label) {
                faults.push(format!(
                    "dietaryLabels[{place}]: {label} is an allergen too, name it once"
                ));
            }
        }
        faults
    }
}
