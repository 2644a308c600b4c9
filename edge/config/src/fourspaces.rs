//! A venue's `[fourspaces]`: where its 4spaces is, how to sign in there, and what its API does not state about the services
//! that guests book.

use serde::{Deserialize, Serialize};
use shared::party::{Attendees, PartyRange};

use crate::secret::is_name;

/// The last start, in minutes: six in the morning of the following day.
pub const LAST_START: u16 = 30 * 60;

/// The longest stay, in minutes: a whole day.
pub const MAX_DURATION: u16 = 24 * 60;

/// How to reach a venue's 4spaces.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FourspacesSettings {
    /// The name of the secret that holds the token, or the password where `signIn` is `credentials`.
    pub key: String,
    /// How a call shows that it is allowed: 4spaces does not document it.
    #[serde(default)]
    pub sign_in: SignIn,
    /// The name of the user who signs in, where `signIn` is `credentials`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// The path that takes the name and the password, where `signIn` is `credentials`.
    #[serde(default = "sign_in_path")]
    pub sign_in_path: String,
    /// Where the API is: scheme and host.
    #[serde(default = "base_url")]
    pub base_url: String,
    /// The name of a variable of the deployment that, where it is set, stands in for `baseUrl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url_variable: Option<String>,
    /// The format that answers are asked for in. Both are read in any case.
    #[serde(default)]
    pub format: AnswerFormat,
    /// The id of the organization whose services are offered; left out, those of every one that the user sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// How many days ahead bookings are accepted, 1 to 730.
    pub horizon_days: u16,
    /// The party sizes that can be booked online. A service's own limits of adults and children hold besides.
    #[serde(default = "attendees")]
    pub attendees: PartyRange,
    /// Whether 4spaces invites a guest to its own app by mail.
    #[serde(default)]
    pub send_invitation: bool,
    /// Whether services that require payment are paid through the venue's own `[payments]`: all of the price, with the
    /// booking. Else they are shown and cannot be booked here.
    #[serde(default)]
    pub takes_payments: bool,
    /// In how many minutes such a booking is to be paid, 5 to 120. Then it is cancelled at 4spaces.
    #[serde(default = "due_minutes")]
    pub due_minutes: u32,
    /// The money is given back when cancelled at least this many minutes before the start; left out, never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_minutes: Option<u32>,
    /// How many seconds after a booking was sent 4spaces may still be working on it, should its answer get lost, 1 to
    /// 3600. Until then its outcome is unknown.
    #[serde(default = "settle_seconds")]
    pub settle_seconds: u16,
    /// The first start of a day, in minutes after midnight: 4spaces states which spans are free, not when a restaurant
    /// begins to serve.
    #[serde(default)]
    pub first_minutes: u16,
    /// The last start of a day, in minutes after midnight; up to 1800, six in the morning of the following day.
    #[serde(default = "last_minutes")]
    pub last_minutes: u16,
    /// Services for which something else holds than for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceRules>,
}

/// The rules of one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ServiceRules {
    /// The service's id at 4spaces.
    pub id: String,
    /// Whether guests can book it here.
    #[serde(default = "yes")]
    pub is_offered: bool,
    /// Whether to preselect it.
    #[serde(default)]
    pub is_default: bool,
    /// The first start of a day, in minutes after midnight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_minutes: Option<u16>,
    /// The last start of a day, in minutes after midnight; up to 1800.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_minutes: Option<u16>,
    /// How many minutes lie between two starts; left out, the increment that the service states, else 30.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval_minutes: Option<u16>,
    /// How many minutes a party stays; left out, the shortest stay that the service states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_minutes: Option<u16>,
}

/// How a call shows that it is allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignIn {
    /// With a token, which is the secret.
    #[default]
    Bearer,
    /// With a token that is asked for with a name and a password, as other hosts of the same framework do it.
    Credentials,
}

/// The format of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AnswerFormat {
    /// JSON.
    #[default]
    Json,
    /// JSV, the framework's own format.
    Jsv,
}

/// The way to the API: where it is, and how a call shows that it is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiAccess {
    /// How a call shows that it is allowed.
    pub sign_in: SignIn,
    /// The name of the user who signs in.
    pub user_name: Option<String>,
    /// The path that takes the name and the password.
    pub sign_in_path: String,
    /// Where the API is: scheme and host.
    pub base_url: String,
    /// The format that answers are asked for in.
    pub format: AnswerFormat,
}

impl ApiAccess {
    /// Every fault, with those of the names of the secret and of the variable.
    pub(crate) fn faults(&self, key: &str, variable: Option<&str>) -> Vec<String> {
        let user_name = self.user_name.as_deref().unwrap_or_default();
        let is_origin = self.base_url.starts_with("https://") || self.base_url.starts_with("http://");
        let lines = [
            (
                !is_name(key),
                "key: write the name of the secret, such as LINDE_FOURSPACES_KEY",
            ),
            (
                self.sign_in == SignIn::Credentials && user_name.trim().is_empty(),
                "userName: write the name of the user who signs in",
            ),
            (
                !self.sign_in_path.starts_with('/') || self.sign_in_path.contains(['?', '#', ' ']),
                "signInPath: write a path that begins with a slash",
            ),
            (
                variable.is_some_and(|name| !is_name(name)),
                "baseUrlVariable: write the name of a variable, such as FOURSPACES_URL",
            ),
            (
                !is_origin || self.base_url.ends_with('/'),
                "baseUrl: write scheme and host only, such as https://api.4spaces.io",
            ),
        ];
        let faults = lines.into_iter().filter(|(is_fault, _)| *is_fault);
        faults.map(|(_, line)| line.to_owned()).collect()
    }
}

pub(crate) fn sign_in_path() -> String {
    "/auth/credentials".to_owned()
}

pub(crate) fn base_url() -> String {
    "https://api.4spaces.io".to_owned()
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

fn due_minutes() -> u32 {
    15
}

fn last_minutes() -> u16 {
    1_439
}

fn yes() -> bool {
    true
}

/// Whether it can be an id of 4spaces: a GUID, with its dashes or without.
pub(crate) fn is_id(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_hexdigit).count();
    let dashes = text.bytes().filter(|byte| *byte == b'-').count();
    digits == 32 && matches!(dashes, 0 | 4) && digits + dashes == text.len()
}

impl FourspacesSettings {
    /// The rules of a service, if it has some of its own. Ids are compared without their dashes and in any case.
    #[must_use]
    pub fn service(&self, id: &str) -> Option<&ServiceRules> {
        self.services.iter().find(|one| is_same_id(&one.id, id))
    }

    /// The way to the API.
    #[must_use]
    pub fn access(&self) -> ApiAccess {
        ApiAccess {
            sign_in: self.sign_in,
            user_name: self.user_name.clone(),
            sign_in_path: self.sign_in_path.clone(),
            base_url: self.base_url.clone(),
            format: self.format,
        }
    }

    /// Every fault, as a line that names its place.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = self.connection_faults();
        if self.horizon_days == 0 || self.horizon_days > 730 {
            faults.push("horizonDays: write 1 to 730".to_owned());
        }
        if self.attendees.min > self.attendees.max {
            faults.push("attendees: the smallest party is larger than the largest".to_owned());
        }
        if self.settle_seconds == 0 || self.settle_seconds > 3_600 {
            faults.push("settleSeconds: write 1 to 3600".to_owned());
        }
        if !(5..=120).contains(&self.due_minutes) {
            faults.push("dueMinutes: write 5 to 120".to_owned());
        }
        faults.extend(start_faults(self.first_minutes, self.last_minutes));
        for (place, service) in self.services.iter().enumerate() {
            let first = service.first_minutes.unwrap_or(self.first_minutes);
            let last = service.last_minutes.unwrap_or(self.last_minutes);
            let mut named = start_faults(first, last);
            named.extend(service.faults());
            let mut before = self.services.iter().take(place);
            if before.any(|before| is_same_id(&before.id, &service.id)) {
                named.push("id: it is there already".to_owned());
            }
            let mut before = self.services.iter().take(place);
            if service.is_default && before.any(|before| before.is_default) {
                named.push("isDefault: another one is already".to_owned());
            }
            faults.extend(named.iter().map(|fault| format!("services[{place}].{fault}")));
        }
        faults
    }

    fn connection_faults(&self) -> Vec<String> {
        let mut faults = self.access().faults(&self.key, self.base_url_variable.as_deref());
        if self.organization_id.as_deref().is_some_and(|id| !is_id(id)) {
            faults.push("organizationId: write the id that 4spaces shows, 32 hexadecimal digits".to_owned());
        }
        faults
    }
}

impl ServiceRules {
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !is_id(&self.id) {
            faults.push("id: write the id that 4spaces shows, 32 hexadecimal digits".to_owned());
        }
        if self
            .interval_minutes
            .is_some_and(|minutes| !(5..=MAX_DURATION).contains(&minutes))
        {
            faults.push(format!("intervalMinutes: write 5 to {MAX_DURATION}"));
        }
        if self
            .duration_minutes
            .is_some_and(|minutes| !(5..=MAX_DURATION).contains(&minutes))
        {
            faults.push(format!("durationMinutes: write 5 to {MAX_DURATION}"));
        }
        faults
    }
}

/// The faults of the first and the last start of a day.
fn start_faults(first: u16, last: u16) -> Vec<String> {
    let mut faults = Vec::new();
    if last > LAST_START {
        faults.push(format!("lastMinutes: write {LAST_START} or less"));
    }
    if first > last {
        faults.push("firstMinutes: must not be after lastMinutes".to_owned());
    }
    faults
}

/// Whether two texts are the same GUID, which is written with dashes or without, in capitals or not.
#[must_use]
pub fn is_same_id(one: &str, other: &str) -> bool {
    let digits = |text: &str| -> Vec<u8> {
        text.bytes()
            .filter(|byte| *byte != b'-')
            .map(|byte| byte.to_ascii_lowercase())
            .collect()
    };
    digits(one) == digits(other)
}

#[cfg(test)]
#[path = "fourspaces_tests.rs"]
mod tests;
