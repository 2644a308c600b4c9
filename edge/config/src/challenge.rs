//! A venue's `[turnstile]`: the keys of Cloudflare's check against robots.

use serde::{Deserialize, Serialize};

use crate::secret::is_name;

/// Cloudflare Turnstile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChallengeSettings {
    /// The site key, which is public.
    pub site_key: String,
    /// The name of the secret that holds the secret key.
    pub secret: String,
    /// The hosts on whose pages the check may be passed; any that the site key allows, if none is named.
    #[serde(default)]
    pub hostnames: Vec<String>,
    /// Where tokens are verified.
    #[serde(default = "verify_url")]
    pub verify_url: String,
    /// The name of a variable of the deployment that, where it is set, stands in for `verifyUrl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verify_url_variable: Option<String>,
}

fn verify_url() -> String {
    "https://challenges.cloudflare.com/turnstile/v0/siteverify".to_owned()
}

impl ChallengeSettings {
    /// Every fault, as a line that names its place.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let is_key = |text: &str| {
            (1..=100).contains(&text.len())
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        };
        let mut faults = Vec::new();
        let mut fault = |found: bool, line: &str| {
            if found {
                faults.push(line.to_owned());
            }
        };
        fault(
            !is_key(&self.site_key),
            "siteKey: write the site key, such as 1x00000000000000000000AA",
        );
        fault(
            !is_name(&self.secret),
            "secret: write the name of the secret, such as DEMO_TURNSTILE_SECRET",
        );
        fault(
            !self.verify_url.starts_with("https://") && !self.verify_url.starts_with("http://"),
            "verifyUrl: write a whole address",
        );
        fault(
            self.verify_url_variable
                .as_deref()
                .is_some_and(|name| !is_name(name)),
            "verifyUrlVariable: write the name of a variable, such as TURNSTILE_URL",
        );
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_keys_are_enough_and_the_secret_itself_is_no_name_of_one() {
        let read = |json| serde_json::from_value::<ChallengeSettings>(json).unwrap();
        let good = read(serde_json::json!({ "siteKey": "1x00000000000000000000AA", "secret": "KEY" }));
        assert_eq!(good.faults(), Vec::<String>::new());
        assert!(good.verify_url.starts_with("https://challenges.cloudflare.com/"));
        let bad = read(serde_json::json!({
            "siteKey": "\"><script>", "secret": "0x4AAAaaa", "verifyUrl": "siteverify",
            "verifyUrlVariable": "url",
        }));
        let faults = bad.faults().join("\n");
        for place in ["siteKey:", "secret:", "verifyUrl:", "verifyUrlVariable:"] {
            assert!(faults.contains(place), "{faults}");
        }
        assert!(!faults.contains("0x4AAAaaa"));
    }
}
