//! An account's `[lightspeed]`: the deployment as a reservation platform of Lightspeed K-Series. Lightspeed has one profile
//! of a platform for all of its restaurants.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::oauth::OAuthSettings;
use super::webhooks::{ClientMethod, WebhookSettings};
use crate::address::is_secure;
use crate::secret::is_name;

/// The longest code of a platform, in characters.
const MAX_CODE: usize = 11;
/// The longest time in which a push may still fail, in seconds.
const MAX_SETTLES_SECONDS: u32 = 3_600;

/// The deployment as a platform of Lightspeed K-Series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlatformSettings {
    /// The platform's code, 1 to 11 letters, digits, hyphens and underscores. The account's own token has the scope
    /// `reservation-` with this code behind it.
    pub code: String,
    /// Where the API is: scheme and host.
    #[serde(default = "production")]
    pub base_url: String,
    /// The name of a variable of the deployment that, where it is set, stands in for `baseUrl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url_variable: Option<String>,
    /// The name that restaurants read at Lightspeed.
    pub display_name: String,
    /// Whether deposits are sent with reservations, to be set off against the bill.
    #[serde(default = "yes")]
    pub deposit_supported: bool,
    /// Whether orders are sent only where they belong to a reservation of ours.
    #[serde(default = "yes")]
    pub own_notifications_only: bool,
    /// The notifications that Lightspeed sends: all of them, if none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notification_types: Vec<NotificationType>,
    /// Whether the status of a table in service may be the number of its course.
    #[serde(default)]
    pub allow_course_number_updates: bool,
    /// The statuses of a table in service, such as `Appetizer`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub in_service_table_statuses: Vec<TableStatusSettings>,
    /// The statuses that may be set at the till by hand, and that are followed here. Where none is named Lightspeed decides
    /// which, and all of them are followed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed_pos_statuses: Vec<PlatformStatus>,
    /// How long a push that was accepted may still fail, 1 to 3600.
    #[serde(default = "settles_after")]
    pub settles_after_seconds: u32,
}

/// A status of a table in service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TableStatusSettings {
    /// The text that restaurants read at Lightspeed, and that staff read here.
    pub status_label: String,
    /// The value by which Lightspeed names it.
    pub status_value: String,
    /// Its place: of two statuses at once the one with the higher priority counts.
    pub sequence: i32,
}

macro_rules! vendors_words {
    ($(#[$type_doc:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$type_doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The vendor's word.
            #[must_use]
            pub fn text(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The one of this word, if there is one.
            #[must_use]
            pub fn from_text(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.text() == text)
            }
        }
    };
}

vendors_words! {
    /// A kind of notification that Lightspeed sends.
    NotificationType {
        /// A check was opened.
        OrderOpened = "ORDER_OPENED",
        /// Something was ordered.
        OrderUpdated = "ORDER_UPDATED",
        /// A check was paid.
        OrderClosed = "ORDER_CLOSED",
        /// A restaurant wants to be connected.
        OnboardingStarted = "ONBOARDING_STARTED",
        /// A restaurant is connected.
        IntegrationActivated = "INTEGRATION_ACTIVATED",
        /// A restaurant is connected no more.
        IntegrationDeactivated = "INTEGRATION_DEACTIVATED",
        /// A reservation was changed at the till.
        PosReservationUpdated = "POS_RESERVATION_UPDATED",
        /// A request that had been accepted failed.
        Error = "ERROR",
    }
}

vendors_words! {
    /// The status of a reservation, in Lightspeed's words.
    PlatformStatus {
        /// Not certain yet.
        OnHold = "ON_HOLD",
        /// Certain.
        Scheduled = "SCHEDULED",
        /// Some of the guests are there.
        PartiallyArrived = "PARTIALLY_ARRIVED",
        /// The guests are there.
        Arrived = "ARRIVED",
        /// Some of the guests are at their table.
        PartiallySeated = "PARTIALLY_SEATED",
        /// The guests are at their table.
        Seated = "SEATED",
        /// The guests have left.
        Departed = "DEPARTED",
        /// Cancelled.
        Cancelled = "CANCELLED",
        /// The guests did not come.
        NoShow = "NO_SHOW",
        /// Lightspeed's own mark of a reservation that it could not carry out.
        Error = "ERROR",
    }
}

fn production() -> String {
    "https://api.lsk.lightspeed.app".to_owned()
}

fn yes() -> bool {
    true
}

fn settles_after() -> u32 {
    60
}

impl PlatformSettings {
    /// The notifications that Lightspeed is to send.
    #[must_use]
    pub fn notification_types(&self) -> &[NotificationType] {
        if self.notification_types.is_empty() {
            NotificationType::ALL
        } else {
            &self.notification_types
        }
    }

    /// The scope of the account's own token.
    #[must_use]
    pub fn scope(&self) -> String {
        format!("reservation-{}", self.code)
    }

    /// The same with the address of the deployment's variable, if it is set.
    #[must_use]
    pub fn with_variables(&self, variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let url = self.base_url_variable.as_deref().and_then(variable);
        let base_url = url.map_or_else(
            || self.base_url.clone(),
            |url| url.trim_end_matches('/').to_owned(),
        );
        Self {
            base_url,
            ..self.clone()
        }
    }

    /// Every fault, as a line that begins with the setting's name.
    pub(super) fn faults(&self, oauth: Option<&OAuthSettings>, webhooks: &WebhookSettings) -> Vec<String> {
        let mut faults = Vec::new();
        let mut fault = |is_found: bool, line: &str| {
            if is_found {
                faults.push(line.to_owned());
            }
        };
        let is_code = (1..=MAX_CODE).contains(&self.code.len())
            && self
                .code
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        fault(
            !is_code,
            "code: write 1 to 11 letters, digits, hyphens and underscores",
        );
        fault(
            !is_secure(&self.base_url) || self.base_url.matches('/').count() != 2,
            "baseUrl: write scheme and host only, such as https://api.lsk.lightspeed.app",
        );
        fault(
            self.base_url_variable
                .as_deref()
                .is_some_and(|name| !is_name(name)),
            "baseUrlVariable: write the name of a variable, such as LIGHTSPEED_URL",
        );
        fault(
            self.display_name.trim().is_empty(),
            "displayName: must not be empty",
        );
        fault(
            !(1..=MAX_SETTLES_SECONDS).contains(&self.settles_after_seconds),
            "settlesAfterSeconds: write 1 to 3600",
        );
        fault(
            oauth.is_some_and(|oauth| !oauth.platform_scopes.contains(&self.scope())),
            "code: the scope of this code is missing in oauth.platformScopes, such as reservation-couvert",
        );
        fault(
            webhooks
                .issuer()
                .is_some_and(|issuer| issuer.methods.contains(&ClientMethod::PrivateKeyJwt)),
            "webhooks.methods: Lightspeed does not authenticate by private_key_jwt",
        );
        faults.extend(self.status_faults());
        faults
    }

    fn status_faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut values = BTreeSet::new();
        for (place, status) in self.in_service_table_statuses.iter().enumerate() {
            let is_empty = status.status_value.trim().is_empty() || status.status_label.trim().is_empty();
            if is_empty || !values.insert(status.status_value.as_str()) {
                faults.push(format!(
                    "inServiceTableStatuses[{place}]: write a label, and a value that no other status has"
                ));
            }
        }
        let allows = |status| self.allowed_pos_statuses.contains(&status);
        for (part, whole) in [
            (PlatformStatus::PartiallyArrived, PlatformStatus::Arrived),
            (PlatformStatus::PartiallySeated, PlatformStatus::Seated),
        ] {
            if allows(part) && !allows(whole) {
                faults.push(format!(
                    "allowedPosStatuses: {} is allowed only with {}",
                    part.text(),
                    whole.text()
                ));
            }
        }
        if has_twice(&self.notification_types) {
            faults.push("notificationTypes: name each kind once".to_owned());
        }
        if has_twice(&self.allowed_pos_statuses) {
            faults.push("allowedPosStatuses: name each status once".to_owned());
        }
        let are_sent = self
            .notification_types()
            .contains(&NotificationType::PosReservationUpdated);
        if !self.allowed_pos_statuses.is_empty() && !are_sent {
            faults.push("allowedPosStatuses: needs POS_RESERVATION_UPDATED in notificationTypes".to_owned());
        }
        faults
    }
}

/// Whether a value occurs more than once.
fn has_twice<T: Ord>(values: &[T]) -> bool {
    values.iter().collect::<BTreeSet<_>>().len() < values.len()
}

#[cfg(test)]
#[path = "lightspeed_tests.rs"]
mod tests;
