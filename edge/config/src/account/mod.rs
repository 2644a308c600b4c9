//! The settings of a vendor's account, `edge/accounts/<id>.toml`. Some vendors have one contract, one set of addresses and one
//! token for all restaurants of a deployment: these belong to no venue.

mod lightspeed;
mod oauth;
mod webhooks;

use serde::{Deserialize, Serialize};
use shared::id::AccountId;

pub use self::lightspeed::{NotificationType, PlatformSettings, PlatformStatus, TableStatusSettings};
pub use self::oauth::{OAuthSettings, SecretPlace};
pub use self::webhooks::{
    ApiKeySettings, BasicSettings, BearerSettings, ClientMethod, IssuerSettings, PublicKeySettings,
    WebhookSettings,
};
use crate::origin::Origin;
use crate::secret::{is_name, is_reserved};

/// The most calls in a period that can be set.
const MAX_CALLS: u32 = 100_000;
/// The longest period of calls, in seconds.
const MAX_CALLS_SECONDS: u32 = 3_600;

/// The settings of an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccountSettings {
    /// Its id, which is also its file's name.
    pub id: AccountId,
    /// The vendor, in small letters, as the addresses of its webhooks name it, such as `lightspeed`.
    pub vendor: String,
    /// Its name, for operators.
    pub name: String,
    /// Where the vendor reaches this worker, such as `https://book.example.com`.
    pub site: Origin,
    /// How the deployment authorizes at the vendor; none where it has keys alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oauth: Option<OAuthSettings>,
    /// How the vendor authenticates when it calls here.
    pub webhooks: WebhookSettings,
    /// How many calls the vendor takes by one token, whose restaurants share them; left out, those of Mews at Mews, and any
    /// number elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calls: Option<CallSettings>,
    /// The deployment as a platform of Lightspeed K-Series, where that is the vendor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lightspeed: Option<PlatformSettings>,
}

/// The vendor whose accounts have a section `[lightspeed]`.
pub const LIGHTSPEED: &str = "lightspeed";

/// The vendor whose properties are venues' booking systems.
pub const MEWS: &str = "mews";

/// The calls of one token that Mews is sent: it allows 200. A part is kept for reads, so that a burst of bookings leaves other
/// guests their times.
pub const MEWS_CALLS: CallSettings = CallSettings {
    count: 160,
    window_seconds: 30,
    for_writes: 40,
    for_reads: 20,
};

/// How many calls a vendor takes in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CallSettings {
    /// The number of calls, 1 to 100000.
    pub count: u32,
    /// The period in which they count, 1 to 3600.
    pub window_seconds: u32,
    /// How many of the calls only bookings and changes may use, with what they have to ask on the way.
    #[serde(default)]
    pub for_writes: u32,
    /// How many of the calls only questions for days, times and prices may use.
    #[serde(default)]
    pub for_reads: u32,
}

impl CallSettings {
    fn faults(self) -> Vec<String> {
        let mut faults = Vec::new();
        if !(1..=MAX_CALLS).contains(&self.count) {
            faults.push(format!("count: write 1 to {MAX_CALLS}"));
        }
        if !(1..=MAX_CALLS_SECONDS).contains(&self.window_seconds) {
            faults.push(format!("windowSeconds: write 1 to {MAX_CALLS_SECONDS}"));
        }
        let kept = self.for_writes.saturating_add(self.for_reads);
        if kept > 0 && kept >= self.count {
            faults.push("forWrites: with forReads, must be less than count".to_owned());
        }
        faults
    }
}

/// A setting that names a secret of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountSecret<'a> {
    /// The setting, such as `oauth.clientSecret`.
    pub setting: String,
    /// The secret's name.
    pub name: &'a str,
}

impl AccountSettings {
    /// The name of the account's issuer of tokens, which is the address before its endpoints.
    #[must_use]
    pub fn issuer(&self) -> String {
        format!("{}/oauth/{}", self.site.as_str(), self.id)
    }

    /// The recipient of the tokens that it issues: our webhooks.
    #[must_use]
    pub fn audience(&self) -> String {
        format!("{}/v1/webhooks/{}", self.site.as_str(), self.vendor)
    }

    /// How many calls the vendor takes by one token; none if that is not known.
    #[must_use]
    pub fn calls_of_token(&self) -> Option<CallSettings> {
        self.calls.or((self.vendor == MEWS).then_some(MEWS_CALLS))
    }

    /// The secrets that they name.
    #[must_use]
    pub fn named_secrets(&self) -> Vec<AccountSecret<'_>> {
        let mut secrets = Vec::new();
        let mut named = |setting: &str, name| {
            let setting = setting.to_owned();
            secrets.push(AccountSecret { setting, name });
        };
        if let Some(oauth) = &self.oauth {
            named("oauth.clientSecret", oauth.client_secret.as_str());
        }
        match &self.webhooks {
            WebhookSettings::Basic(settings) => named("webhooks.password", &settings.password),
            WebhookSettings::Bearer(settings) => named("webhooks.token", &settings.token),
            WebhookSettings::ApiKeys(settings) => {
                for (name, secret) in &settings.headers {
                    named(&format!("webhooks.headers.{name}"), secret);
                }
                for (name, secret) in &settings.parameters {
                    named(&format!("webhooks.parameters.{name}"), secret);
                }
            }
            WebhookSettings::Oauth2(settings) => {
                if let Some(secret) = &settings.client_secret {
                    named("webhooks.clientSecret", secret);
                }
            }
            WebhookSettings::None => {}
        }
        secrets
    }

    /// Every fault, as a line that begins with the setting's name.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !self.is_vendor_word() {
            faults.push("vendor: write small letters alone, such as lightspeed".to_owned());
        }
        if self.name.trim().is_empty() {
            faults.push("name: must not be empty".to_owned());
        }
        let site = self.site.as_str();
        let is_local = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
            .iter()
            .any(|local| site == *local || site.starts_with(&format!("{local}:")));
        if !site.starts_with("https://") && !is_local {
            faults.push("site: write an address that begins with https://".to_owned());
        }
        if let Some(oauth) = &self.oauth {
            faults.extend(oauth.faults().iter().map(|fault| format!("oauth.{fault}")));
        }
        let webhooks = self.webhooks.faults();
        faults.extend(webhooks.iter().map(|fault| format!("webhooks.{fault}")));
        let calls = self.calls.map(CallSettings::faults).unwrap_or_default();
        faults.extend(calls.iter().map(|fault| format!("calls.{fault}")));
        faults.extend(self.lightspeed_faults());
        faults.extend(self.named_secrets().iter().filter_map(AccountSecret::fault));
        faults
    }
}

impl AccountSettings {
    fn is_vendor_word(&self) -> bool {
        !self.vendor.is_empty() && self.vendor.bytes().all(|byte| byte.is_ascii_lowercase())
    }

    fn lightspeed_faults(&self) -> Vec<String> {
        match &self.lightspeed {
            Some(_) if self.is_vendor_word() && self.vendor != LIGHTSPEED => {
                vec!["lightspeed: is for an account whose vendor is lightspeed".to_owned()]
            }
            Some(platform) => {
                let faults = platform.faults(self.oauth.as_ref(), &self.webhooks);
                let faults = faults.iter().map(|fault| format!("lightspeed.{fault}"));
                let missing = "oauth: write the section [oauth] with the client that Lightspeed has given";
                let missing = self.oauth.is_none().then(|| missing.to_owned());
                missing.into_iter().chain(faults).collect()
            }
            None if self.vendor == LIGHTSPEED => {
                vec!["lightspeed: write the section [lightspeed] with code and displayName".to_owned()]
            }
            None => Vec::new(),
        }
    }
}

impl AccountSecret<'_> {
    fn fault(&self) -> Option<String> {
        let Self { setting, name } = self;
        if !is_name(name) {
            // The text may be the secret itself: it is not repeated.
            return Some(format!(
                "{setting}: write the name of the secret, such as GROUP_LIGHTSPEED_SECRET"
            ));
        }
        is_reserved(name)
            .then(|| format!("{setting}: {name} is the deployment's own, give the secret another name"))
    }
}

/// Every account of this deployment.
#[derive(Debug, Default)]
pub struct Accounts(Vec<AccountSettings>);

impl Accounts {
    /// Reads the accounts that `build.rs` has validated and written as JSON.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json).map(Self)
    }

    /// Every account, by id.
    pub fn iter(&self) -> impl Iterator<Item = &AccountSettings> {
        self.0.iter()
    }

    /// The account of this id, if there is one.
    #[must_use]
    pub fn get(&self, id: &AccountId) -> Option<&AccountSettings> {
        self.0.iter().find(|account| account.id == *id)
    }
}

#[cfg(test)]
#[path = "account_tests.rs"]
mod tests;
