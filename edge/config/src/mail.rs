//! A venue's `[mail]`: the sender, the restaurant's own address, the service that delivers, and its limits.

use serde::{Deserialize, Serialize};
use shared::validation::Email;

use crate::origin::Origin;
use crate::secret::{DEPLOYMENT_MAIL_KEY, is_name};

/// A venue's settings for mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MailSettings {
    /// The service that sends its e-mails.
    pub adapter: Adapter,
    /// The address they come from.
    pub from: String,
    /// Where answers go, if not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The restaurant's address for e-mails about its bookings; none if it wants none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restaurant: Option<String>,
    /// Where guests reach this worker, such as `https://book.example.com`: letters link to it.
    pub site: Origin,
    /// For `http_api`: the name of the secret with its key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// For `http_api`: its address, if another speaks as Resend does.
    #[serde(default = "resend")]
    pub url: String,
    /// For `send_email`: the name of the binding in `wrangler.toml`.
    #[serde(default = "email")]
    pub binding: String,
    /// The most letters that one recipient is sent on one day, those about money not counted: a guest can state another
    /// person's address.
    #[serde(default = "daily_per_recipient")]
    pub daily_per_recipient: u32,
}

/// A service that sends e-mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Adapter {
    /// None: e-mails are shown at `/dev/mail`. For development alone, where the worker is configured for it.
    Shown,
    /// A service for mail over HTTP.
    HttpApi,
    /// Cloudflare's binding.
    SendEmail,
}

fn resend() -> String {
    "https://api.resend.com/emails".to_owned()
}

fn email() -> String {
    "EMAIL".to_owned()
}

/// The default of [`MailSettings::daily_per_recipient`]: a guest who books, moves and cancels some tables on one day
/// is sent fewer.
pub const DEFAULT_DAILY_PER_RECIPIENT: u32 = 20;

fn daily_per_recipient() -> u32 {
    DEFAULT_DAILY_PER_RECIPIENT
}

impl MailSettings {
    /// The deployment's own mail, by its variables `DEPLOYMENT_MAIL_FROM` (the sender), `DEPLOYMENT_MAIL_SITE` (where this
    /// worker is reached, to which letters link) and, if its service is another than Resend, `DEPLOYMENT_MAIL_URL`. None
    /// where the first is not set; a wrong one is an error for the operator.
    pub fn of_deployment(variable: &dyn Fn(&str) -> Option<String>) -> Result<Option<Self>, String> {
        let Some(from) = variable("DEPLOYMENT_MAIL_FROM") else {
            return Ok(None);
        };
        let site = variable("DEPLOYMENT_MAIL_SITE").unwrap_or_default();
        let site = Origin::try_from(site).map_err(|fault| format!("DEPLOYMENT_MAIL_SITE: {fault}"))?;
        let settings = Self {
            adapter: Adapter::HttpApi,
            from,
            reply_to: None,
            restaurant: None,
            site,
            key: Some(DEPLOYMENT_MAIL_KEY.to_owned()),
            url: variable("DEPLOYMENT_MAIL_URL").unwrap_or_else(resend),
            binding: email(),
            daily_per_recipient: DEFAULT_DAILY_PER_RECIPIENT,
        };
        match settings.faults().first() {
            Some(fault) => Err(format!("the deployment's mail: {fault}")),
            None => Ok(Some(settings)),
        }
    }

    /// Every fault, as a line that begins with the setting's name.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let addresses = [
            ("from", Some(&self.from)),
            ("replyTo", self.reply_to.as_ref()),
            ("restaurant", self.restaurant.as_ref()),
        ];
        let mut faults: Vec<String> = addresses
            .into_iter()
            .filter_map(|(name, address)| {
                let code = Email::parse(address?).err()?;
                Some(format!(
                    "{name}: {code}; write an address alone, such as table@example.com"
                ))
            })
            .collect();
        if self.adapter == Adapter::HttpApi && self.key.is_none() {
            faults.push("key: name the secret with the service's key".to_owned());
        }
        if self.key.as_deref().is_some_and(|key| !is_name(key)) {
            // The text may be the key itself: it is not repeated.
            faults.push("key: write the name of the secret, such as LINDE_MAIL_KEY".to_owned());
        }
        if !self.url.starts_with("https://") && !self.url.starts_with("http://") {
            faults.push("url: write the whole address, with https://".to_owned());
        }
        if self.daily_per_recipient == 0 {
            faults.push("dailyPerRecipient: write at least 1".to_owned());
        }
        if self.binding.is_empty() {
            faults.push("binding: must not be empty".to_owned());
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn faults(change: Value) -> Vec<String> {
        let mut settings = json!({
            "adapter": "shown", "from": "house@example.com", "site": "https://book.example.com",
        });
        let Value::Object(change) = change else {
            panic!("no object")
        };
        settings.as_object_mut().unwrap().extend(change);
        serde_json::from_value::<MailSettings>(settings).unwrap().faults()
    }

    #[test]
    fn the_deployments_mail_is_whole_or_none() {
        let of = |variables: &[(&str, &str)]| {
            let variables: Vec<_> = variables.to_vec();
            MailSettings::of_deployment(&move |name| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        let (from, site) = (
            ("DEPLOYMENT_MAIL_FROM", "couvert@example.com"),
            ("DEPLOYMENT_MAIL_SITE", "https://book.example.com"),
        );
        assert!(of(&[]).unwrap().is_none());
        assert!(of(&[site]).unwrap().is_none());
        let whole = of(&[from, site]).unwrap().unwrap();
        assert_eq!(
            (whole.url.as_str(), whole.key.as_deref()),
            ("https://api.resend.com/emails", Some("DEPLOYMENT_MAIL_KEY"))
        );
        for (faulty, name) in [
            (&[from][..], "DEPLOYMENT_MAIL_SITE"),
            (
                &[from, ("DEPLOYMENT_MAIL_SITE", "book.example.com")],
                "DEPLOYMENT_MAIL_SITE",
            ),
            (&[("DEPLOYMENT_MAIL_FROM", "Couvert"), site], "from"),
            (&[from, site, ("DEPLOYMENT_MAIL_URL", "mail.example.com")], "url"),
        ] {
            let fault = of(faulty).unwrap_err();
            assert!(fault.contains(name), "{fault}");
        }
    }

    #[test]
    fn a_fault_names_its_setting() {
        assert!(faults(json!({})).is_empty());
        for (change, name) in [
            (json!({ "from": "House <house@example.com>" }), "from:"),
            (
                json!({ "from": "house@example.com\r\nBcc: x@example.com" }),
                "from:",
            ),
            (json!({ "replyTo": "nobody" }), "replyTo:"),
            (json!({ "restaurant": "" }), "restaurant:"),
            (json!({ "adapter": "http_api" }), "key:"),
            (json!({ "url": "api.example.com" }), "url:"),
            (json!({ "binding": "" }), "binding:"),
            (json!({ "dailyPerRecipient": 0 }), "dailyPerRecipient:"),
        ] {
            let faults = faults(change);
            assert!(faults.len() == 1 && faults[0].starts_with(name), "{faults:?}");
        }
    }
}
