//! A venue's `[till.ikentoo]`: where its iKentoo is, which location it is, and how its deliveries prove their origin.

use serde::{Deserialize, Serialize};

use crate::secret::is_name;

/// How to reach a venue's iKentoo.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IkentooSettings {
    /// Where the API is: scheme and host.
    pub base_url: String,
    /// The id of the location, digit for digit.
    pub business_location_id: String,
    /// The user name of the deliveries' basic authentication.
    pub webhook_username: String,
    /// The name of the secret with its password.
    pub webhook_password: String,
}

impl IkentooSettings {
    /// Every fault, as a line that begins with the setting's name.
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let is_origin = self.base_url.starts_with("https://") || self.base_url.starts_with("http://");
        if !is_origin || self.base_url.ends_with('/') {
            faults.push(
                "baseUrl: write scheme and host only, such as https://api.lsk.lightspeed.app".to_owned(),
            );
        }
        let id = &self.business_location_id;
        if !(1..=19).contains(&id.len()) || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            faults.push("businessLocationId: write 1 to 19 digits".to_owned());
        }
        if self.webhook_username.is_empty() || self.webhook_username.contains(':') {
            faults.push("webhookUsername: write a name without a colon".to_owned());
        }
        if !is_name(&self.webhook_password) {
            faults.push(
                "webhookPassword: write the name of the secret, such as LINDE_IKENTOO_WEBHOOK".to_owned(),
            );
        }
        faults
    }
}
