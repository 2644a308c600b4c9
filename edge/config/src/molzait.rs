//! A venue's `[molzait]`: where its Molzait is, which parties and days it takes, and the paths that Molzait's documents
//! do not state.

use serde::{Deserialize, Serialize};
use shared::id::AreaId;
use shared::locale::LocalizedText;
use shared::party::Attendees;
use shared::party::PartyRange;

use crate::secret::is_name;

/// How to reach a venue's Molzait.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MolzaitSettings {
    /// The name of the secret that holds the venue's key.
    pub key: String,
    /// Where the API is: scheme and host, without `/external`.
    #[serde(default = "base_url")]
    pub base_url: String,
    /// The name of a variable of the deployment that, where it is set, stands in for `baseUrl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url_variable: Option<String>,
    /// How many days ahead bookings are accepted, 1 to 730: Molzait's API does not have it.
    pub horizon_days: u16,
    /// The party sizes that can be booked online: Molzait's API has none, beyond 1 to 50.
    #[serde(default = "attendees")]
    pub attendees: PartyRange,
    /// The areas that guests can choose, each a floor plan of Molzait; none means that guests choose no area. Molzait's
    /// own names of floor plans are for staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<Area>,
    /// Whether to add a short reference to a reservation's notes, by which it is found again should
    /// an answer get lost. Without it, it is looked for by guest, size and experience.
    #[serde(default = "yes")]
    pub reference_in_notes: bool,
    /// How many seconds after a booking was sent Molzait may still be working on it, should its
    /// answer get lost, 1 to 3600. Until then its outcome is unknown.
    #[serde(default = "settle_seconds")]
    pub settle_seconds: u16,
    /// The taker of the payment for a time that costs something in advance.
    #[serde(default, skip_serializing_if = "is_default")]
    pub payments: PaymentTaker,
    /// The paths.
    #[serde(default)]
    pub paths: Paths,
}

/// The taker of the payment for a time that costs something in advance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentTaker {
    /// Molzait, which requests it in a mail of its own: such a time cannot be booked here.
    #[default]
    Molzait,
    /// The venue's own `[payments]`. Molzait must not send a payment link of its own then.
    Ours,
}

/// Whether a value is what is read where none was written.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A floor plan of Molzait that guests can choose as an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Area {
    /// The floor plan's id at Molzait.
    pub id: AreaId,
    /// Its name, shown to guests.
    pub name: LocalizedText,
}

/// The paths of Molzait's operations. `{id}` stands for the id of the reservation or the gift card.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Paths {
    /// Lists experiences (documented).
    pub experiences: String,
    /// Lists a day's slots (documented).
    pub slots: String,
    /// Lists and creates reservations (the latter documented).
    pub reservations: String,
    /// A reservation, read and updated (not documented).
    pub reservation: String,
    /// The method that updates a reservation (not documented).
    pub update_method: UpdateMethod,
    /// Creates gift cards (documented).
    pub gift_cards: String,
    /// A gift card, read (not documented).
    pub gift_card: String,
    /// Puts money on a gift card, or takes it off (not documented).
    pub gift_card_transactions: String,
}

/// How a reservation is updated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum UpdateMethod {
    /// PATCH.
    Patch,
    /// PUT with the same body, as Molzait's documents can be read too.
    Put,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            experiences: "/external/availability/experiences".to_owned(),
            slots: "/external/availability/slots".to_owned(),
            reservations: "/external/reservations".to_owned(),
            reservation: "/external/reservations/{id}".to_owned(),
            update_method: UpdateMethod::Patch,
            gift_cards: "/external/gift-cards".to_owned(),
            gift_card: "/external/gift-cards/{id}".to_owned(),
            gift_card_transactions: "/external/gift-cards/{id}/transactions".to_owned(),
        }
    }
}

fn base_url() -> String {
    "https://api.molzait.com".to_owned()
}

fn attendees() -> PartyRange {
    PartyRange {
        min: Attendees::MIN,
        max: Attendees::MAX,
    }
}

fn settle_seconds() -> u16 {
    60
}

fn yes() -> bool {
    true
}

impl MolzaitSettings {
    /// Every fault, as a line that names its place.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !is_name(&self.key) {
            faults.push("key: write the name of the secret, such as LINDE_MOLZAIT_KEY".to_owned());
        }
        if self
            .base_url_variable
            .as_deref()
            .is_some_and(|name| !is_name(name))
        {
            faults.push("baseUrlVariable: write the name of a variable, such as MOLZAIT_URL".to_owned());
        }
        let is_origin = self.base_url.starts_with("https://") || self.base_url.starts_with("http://");
        if !is_origin || self.base_url.ends_with('/') {
            faults.push("baseUrl: write scheme and host only, such as https://api.molzait.com".to_owned());
        }
        if self.horizon_days == 0 || self.horizon_days > 730 {
            faults.push("horizonDays: write 1 to 730".to_owned());
        }
        if self.attendees.min > self.attendees.max {
            faults.push("attendees: the smallest party is larger than the largest".to_owned());
        }
        for (place, area) in self.areas.iter().enumerate() {
            if self.areas.iter().take(place).any(|before| before.id == area.id) {
                faults.push(format!("areas[{place}].id: there is another area with this id"));
            }
            if area.name.iter().next().is_none() {
                faults.push(format!(
                    "areas[{place}].name: write a name in one language at least"
                ));
            }
        }
        if self.settle_seconds == 0 || self.settle_seconds > 3_600 {
            faults.push("settleSeconds: write 1 to 3600".to_owned());
        }
        let paths = &self.paths;
        for (name, path) in [
            ("experiences", &paths.experiences),
            ("slots", &paths.slots),
            ("reservations", &paths.reservations),
            ("reservation", &paths.reservation),
            ("giftCards", &paths.gift_cards),
            ("giftCard", &paths.gift_card),
            ("giftCardTransactions", &paths.gift_card_transactions),
        ] {
            if !path.starts_with('/') || path.contains(['?', '#', ' ']) {
                faults.push(format!("paths.{name}: write a path that begins with a slash"));
            }
        }
        if !paths.reservation.contains("{id}") {
            faults.push("paths.reservation: must contain {id}".to_owned());
        }
        for (name, path) in [
            ("giftCard", &paths.gift_card),
            ("giftCardTransactions", &paths.gift_card_transactions),
        ] {
            if !path.contains("{id}") {
                faults.push(format!(
                    "paths.{name}: say with {{id}} where the card's code goes"
                ));
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(json: serde_json::Value) -> MolzaitSettings {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn a_key_and_a_horizon_are_enough() {
        let settings = settings(serde_json::json!({ "key": "LINDE_MOLZAIT_KEY", "horizonDays": 60 }));
        assert_eq!(settings.faults(), Vec::<String>::new());
        assert_eq!(settings.base_url, "https://api.molzait.com");
        assert_eq!(settings.paths.reservation, "/external/reservations/{id}");
    }

    #[test]
    fn an_area_has_a_name_and_an_id_of_its_own() {
        let area = |id: &str, name: serde_json::Value| serde_json::json!({ "id": id, "name": name });
        let named = serde_json::json!({ "en": "Hall" });
        let with = |areas: Vec<serde_json::Value>| {
            settings(serde_json::json!({ "key": "K", "horizonDays": 60, "areas": areas })).faults()
        };
        assert_eq!(
            with(vec![area("p1", named.clone()), area("p2", named.clone())]),
            Vec::<String>::new()
        );
        assert_eq!(
            with(vec![area("p1", named), area("p1", serde_json::json!({}))]),
            [
                "areas[1].id: there is another area with this id",
                "areas[1].name: write a name in one language at least",
            ]
        );
    }

    #[test]
    fn a_key_itself_is_no_name_of_a_secret() {
        let settings = settings(serde_json::json!({
            "key": "eyJhbGciOi.J9", "horizonDays": 0, "baseUrl": "api.molzait.com",
            "paths": { "reservation": "/x", "giftCardTransactions": "/x" },
        }));
        let faults = settings.faults().join("\n");
        let places = [
            "key:",
            "horizonDays:",
            "baseUrl:",
            "paths.reservation:",
            "paths.giftCardTransactions:",
        ];
        for place in places {
            assert!(faults.contains(place), "{faults}");
        }
        assert!(!faults.contains("eyJ"));
    }
}
