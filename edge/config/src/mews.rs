//! A venue's `[mews]`: where its Mews is, which of its services guests book as experiences, and what its API does not
//! state.

mod connection;

use serde::{Deserialize, Serialize};
use shared::id::{AddOnId, ExperienceId};
use shared::locale::LocalizedText;
use shared::party::{Attendees, PartyRange};

use crate::payment::ChargeLimits;

/// The longest stay, in time units.
pub const MAX_UNITS: u8 = 12;

/// The last start, in minutes: six in the morning of the following day. One call asks for 367 hours at most, which is a
/// fortnight, the hour that October has twice, this morning and the longest stay.
pub const LAST_START: u16 = 30 * 60;

/// How to reach a venue's Mews, by its Connector API.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MewsSettings {
    /// The name of the secret that holds the client token: that of this deployment's integration.
    pub client_token: String,
    /// The name of the secret that holds the access token: that of the property, or of its portfolio. With `integration` it may
    /// be left out, and is used until Mews has given the account a token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_token: Option<String>,
    /// The deployment's account at Mews: the name of its file. Venues with one access token share its calls there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The id of the integration at Mews whose access token the account is given by Mews itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub integration: Option<String>,
    /// The name and version by which Mews knows the integration.
    #[serde(default = "client")]
    pub client: String,
    /// Where the API is: scheme and host, without `/api`.
    #[serde(default = "base_url")]
    pub base_url: String,
    /// The name of a variable of the deployment that, where it is set, stands in for `baseUrl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url_variable: Option<String>,
    /// The property's id, where the access token is that of a portfolio.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise_id: Option<String>,
    /// How many days ahead bookings are accepted, 1 to 730.
    pub horizon_days: u16,
    /// The experiences that guests can book, in the order to show.
    pub experiences: Vec<ServiceExperience>,
    /// Where guests' notes go.
    #[serde(default)]
    pub notes: NotesTarget,
    /// The id of the department that gets guests' notes as tasks; none leaves them to all departments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_department_id: Option<String>,
    /// Whether Mews posts the fee of its own cancellation policies when a guest cancels. Guests read of it in the
    /// venue's `policies.cancellation`: Mews states it to selected integrations alone.
    #[serde(default)]
    pub post_cancellation_fee: bool,
    /// For how many minutes a table is held while a guest pays, 5 to 120. Then Mews releases it.
    #[serde(default = "hold_minutes")]
    pub hold_minutes: u16,
    /// The type under which a payment that was made here is posted at Mews: one that is enabled in the property's
    /// accounting configuration.
    #[serde(default = "payment_type")]
    pub payment_type: String,
    /// The id of the accounting category under which such a payment is posted; none leaves that to Mews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accounting_category_id: Option<String>,
    /// How many seconds after a booking was sent Mews may still be working on it, should its answer get lost, 1 to 3600.
    /// Until then its outcome is unknown.
    #[serde(default = "settle_seconds")]
    pub settle_seconds: u16,
}

/// An experience: a bookable service of Mews with hourly time units, at a rate, in a resource category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ServiceExperience {
    /// Its id here, of your own choice.
    pub id: ExperienceId,
    /// The id of the service at Mews.
    pub service_id: String,
    /// The id of the rate that every guest can book.
    pub rate_id: String,
    /// The id of the rate that guests with an access code book, which is a voucher code at Mews; none takes no codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_rate_id: Option<String>,
    /// The id of the resource category, such as tables for four.
    pub category_id: String,
    /// How many hours a party stays, 1 to 12.
    pub units: u8,
    /// The first start of a day, in minutes after midnight.
    #[serde(default)]
    pub first_minutes: u16,
    /// The last start of a day, in minutes after midnight; up to 1800, six in the morning of the following day.
    #[serde(default = "last_minutes")]
    pub last_minutes: u16,
    /// The party sizes that it takes. What the category has no room for is refused in any case.
    #[serde(default = "attendees")]
    pub attendees: PartyRange,
    /// Its name; left out, the service's.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub name: LocalizedText,
    /// A line about it; left out, the rate's description.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub short_description: LocalizedText,
    /// Whether to preselect it.
    #[serde(default)]
    pub is_default: bool,
    /// The deposit that guests pay with a booking, where they do: through the venue's `[payments]`. It is posted at Mews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit: Option<GuestDeposit>,
    /// The products that guests can add.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_ons: Vec<OfferedProduct>,
}

/// A deposit that guests pay with a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GuestDeposit {
    /// The amount for each guest, in minor units, 1 to 1000000.
    pub price_per_guest: u32,
    /// Cancelling at least this many minutes before the start returns it; left out, it is never returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_minutes: Option<u32>,
}

/// A product that guests can add to a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OfferedProduct {
    /// Its id here, of your own choice.
    pub id: AddOnId,
    /// The product's id at Mews.
    pub product_id: String,
    /// The most of it that a booking may have, 1 to 99, where Mews does not count it by person.
    #[serde(default = "one")]
    pub max: u8,
}

/// Where guests' notes go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotesTarget {
    /// To the reservation, as a note.
    #[default]
    Note,
    /// To the staff, as a task that is due when the guests arrive.
    Task,
    /// Nowhere: guests are not asked for any.
    None,
}

fn client() -> String {
    "Couvert 1.0.0".to_owned()
}

fn base_url() -> String {
    "https://api.mews.com".to_owned()
}

fn hold_minutes() -> u16 {
    30
}

fn payment_type() -> String {
    "Prepayment".to_owned()
}

fn settle_seconds() -> u16 {
    60
}

fn last_minutes() -> u16 {
    1_439
}

fn attendees() -> PartyRange {
    PartyRange {
        min: Attendees::MIN,
        max: Attendees::MAX,
    }
}

fn one() -> u8 {
    1
}

fn is_empty(text: &LocalizedText) -> bool {
    text.iter().next().is_none()
}

/// Whether it can be an id of Mews.
fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

impl MewsSettings {
    /// The parties that some experience takes.
    #[must_use]
    pub fn attendees(&self) -> PartyRange {
        let ranges = || self.experiences.iter().map(|one| one.attendees);
        PartyRange {
            min: ranges().map(|range| range.min).min().unwrap_or(Attendees::MIN),
            max: ranges().map(|range| range.max).max().unwrap_or(Attendees::MAX),
        }
    }

    /// The name by which the account knows the access token: that of its integration, or else of its secret.
    #[must_use]
    pub fn token_name(&self) -> Option<&str> {
        self.integration.as_deref().or(self.access_token.as_deref())
    }

    /// Whether guests pay a deposit at some experience.
    #[must_use]
    pub fn takes_deposits(&self) -> bool {
        self.experiences.iter().any(|one| one.deposit.is_some())
    }

    /// The places of deposits that could not be charged within these limits: that of the smallest party decides.
    pub(crate) fn uncharged(&self, limits: ChargeLimits) -> Vec<String> {
        let mut places = Vec::new();
        for (place, experience) in self.experiences.iter().enumerate() {
            let Some(deposit) = &experience.deposit else {
                continue;
            };
            let price = i64::from(deposit.price_per_guest);
            let party = i64::from(experience.attendees.min.get());
            if price % limits.step != 0 || !limits.allow(price.saturating_mul(party)) {
                places.push(format!("experiences[{place}].deposit.pricePerGuest"));
            }
        }
        places
    }

    /// Every fault, as a line that names its place.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = self.connection_faults();
        let mut fault = |found: bool, line: &str| {
            if found {
                faults.push(line.to_owned());
            }
        };
        fault(
            self.horizon_days == 0 || self.horizon_days > 730,
            "horizonDays: write 1 to 730",
        );
        fault(
            self.experiences.is_empty(),
            "experiences: name one that guests can book",
        );
        fault(
            self.task_department_id.as_deref().is_some_and(|id| !is_id(id)),
            "taskDepartmentId: write the id that Mews shows",
        );
        fault(
            self.accounting_category_id
                .as_deref()
                .is_some_and(|id| !is_id(id)),
            "accountingCategoryId: write the id that Mews shows",
        );
        fault(
            !(5..=120).contains(&self.hold_minutes),
            "holdMinutes: write 5 to 120",
        );
        fault(
            !self.payment_type.bytes().all(|byte| byte.is_ascii_alphanumeric())
                || self.payment_type.is_empty(),
            "paymentType: write a type of Mews, such as Prepayment",
        );
        for (place, experience) in self.experiences.iter().enumerate() {
            let of_experience = experience.faults();
            faults.extend(
                of_experience
                    .iter()
                    .map(|fault| format!("experiences[{place}].{fault}")),
            );
            let before = self.experiences.iter().take(place);
            if before.clone().any(|before| before.id == experience.id) {
                faults.push(format!(
                    "experiences[{place}].id: there is another experience with this id"
                ));
            }
            if experience.is_default && before.clone().any(|before| before.is_default) {
                faults.push(format!("experiences[{place}].isDefault: another one is already"));
            }
        }
        faults
    }
}

impl ServiceExperience {
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (name, id) in [
            ("serviceId", Some(&self.service_id)),
            ("rateId", Some(&self.rate_id)),
            ("privateRateId", self.private_rate_id.as_ref()),
            ("categoryId", Some(&self.category_id)),
        ] {
            if id.is_some_and(|id| !is_id(id)) {
                faults.push(format!("{name}: write the id that Mews shows"));
            }
        }
        if !(1..=MAX_UNITS).contains(&self.units) {
            faults.push(format!("units: write 1 to {MAX_UNITS}"));
        }
        if self.last_minutes > LAST_START {
            faults.push(format!("lastMinutes: write {LAST_START} or less"));
        }
        if self.first_minutes > self.last_minutes {
            faults.push("firstMinutes: must not be after lastMinutes".to_owned());
        }
        // A time of the morning is of one evening, or of the day itself.
        if self.last_minutes.saturating_sub(1_440) >= self.first_minutes && self.last_minutes >= 1_440 {
            faults.push("lastMinutes: passes the first start of the following day".to_owned());
        }
        if self.attendees.min > self.attendees.max {
            faults.push("attendees: the smallest party is larger than the largest".to_owned());
        }
        let price = self.deposit.as_ref().map(|deposit| deposit.price_per_guest);
        if price.is_some_and(|price| !(1..=1_000_000).contains(&price)) {
            faults.push("deposit.pricePerGuest: write 1 to 1000000".to_owned());
        }
        for (place, product) in self.add_ons.iter().enumerate() {
            if !is_id(&product.product_id) {
                faults.push(format!("addOns[{place}].productId: write the id that Mews shows"));
            }
            if !(1..=99).contains(&product.max) {
                faults.push(format!("addOns[{place}].max: write 1 to 99"));
            }
            let mut before = self.add_ons.iter().take(place);
            if before.any(|before| before.id == product.id || before.product_id == product.product_id) {
                faults.push(format!("addOns[{place}].id: the same is there already"));
            }
        }
        faults
    }
}

#[cfg(test)]
#[path = "mews_tests.rs"]
mod tests;
