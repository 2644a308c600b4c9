//! The faults of how a venue's Mews is reached.

use shared::id::AccountId;

use super::{MewsSettings, is_id};
use crate::secret::is_name;

impl MewsSettings {
    /// Every fault of how Mews is reached, as a line that names its place.
    pub(super) fn connection_faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut fault = |found: bool, line: &str| {
            if found {
                faults.push(line.to_owned());
            }
        };
        fault(
            !is_name(&self.client_token),
            "clientToken: write the name of the secret, such as MEWS_CLIENT_TOKEN",
        );
        fault(
            self.token_name().is_none() || self.access_token.as_deref().is_some_and(|name| !is_name(name)),
            "accessToken: write the name of the secret, such as LINDE_MEWS_TOKEN",
        );
        fault(
            self.account
                .as_deref()
                .is_some_and(|id| AccountId::parse(id).is_err()),
            "account: write the name of the account's file, such as hotels",
        );
        fault(
            self.integration.as_deref().is_some_and(|id| !is_id(id)),
            "integration: write the id that Mews shows",
        );
        fault(
            self.integration.is_some() && self.account.is_none(),
            "account: name the account that is given the token of the integration",
        );
        fault(
            self.client.trim().is_empty(),
            "client: write name and version, such as Couvert 1.0.0",
        );
        let variable = self.base_url_variable.as_deref();
        fault(
            variable.is_some_and(|name| !is_name(name)),
            "baseUrlVariable: write the name of a variable, such as MEWS_URL",
        );
        let is_origin = self.base_url.starts_with("https://") || self.base_url.starts_with("http://");
        fault(
            !is_origin || self.base_url.ends_with('/'),
            "baseUrl: write scheme and host only, such as https://api.mews.com",
        );
        fault(
            self.enterprise_id.as_deref().is_some_and(|id| !is_id(id)),
            "enterpriseId: write the id that Mews shows",
        );
        fault(
            self.settle_seconds == 0 || self.settle_seconds > 3_600,
            "settleSeconds: write 1 to 3600",
        );
        faults
    }
}
