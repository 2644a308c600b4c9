//! The Content-Security-Policy of this worker's pages: their own files, and the hosts that a venue's payments, check
//! against robots and remote booking system need.

use base64ct::{Base64, Encoding as _};
use sha2::{Digest, Sha256};
use url::Url;

use config::{PaymentSettings, RemoteAccount, System, VenueSettings};

/// The directives of every page. The widget runs under them, so it can run under the policy of a careful restaurant.
const POLICY: &str =
    "default-src 'none'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The directives of Trusted Types: only the widget's own policy creates HTML and script addresses.
const TRUSTED_TYPES: &str = "; require-trusted-types-for 'script'; trusted-types couvert";

/// The origin of Cloudflare's check against robots.
const TURNSTILE: &str = "https://challenges.cloudflare.com";

/// The origin of Stripe's script. Its frames come from its subdomains too, and a bank's authentication from `hooks`
/// (<https://docs.stripe.com/security/guide#content-security-policy>).
const STRIPE: &str = "https://js.stripe.com";
const STRIPE_BELOW: &str = "https://*.js.stripe.com";
const STRIPE_HOOKS: &str = "https://hooks.stripe.com";

/// The policy of a page of this venue, with the one style sheet within it, by its hash. `variable` reads a
/// variable of the deployment.
pub fn policy(
    venue: Option<&VenueSettings>,
    sheet: Option<&str>,
    variable: &dyn Fn(&str) -> Option<String>,
) -> String {
    let mut styles = vec!["'self'".to_owned()];
    if let Some(sheet) = sheet {
        styles.push(format!(
            "'sha256-{}'",
            Base64::encode_string(&Sha256::digest(sheet))
        ));
    }
    let mut scripts = vec!["'self'".to_owned(), "'wasm-unsafe-eval'".to_owned()];
    let mut connections = vec!["'self'".to_owned()];
    let mut images = vec!["'self'".to_owned(), "data:".to_owned()];
    let mut frames = Vec::new();
    // Foreign scripts have Trusted Types policies of their own, or none.
    let mut is_ours_alone = true;
    // Pictures of a remote system are on hosts of its own. One that is simulated on this machine shows them itself, without TLS.
    if let Some(System::Remote(remote)) = venue.and_then(VenueSettings::system) {
        images.push("https:".to_owned());
        let base = base_url(remote.account(), variable);
        if base.starts_with("http://") {
            images.push(origin(&base));
        }
    }
    if venue.is_some_and(|venue| venue.turnstile.is_some()) {
        is_ours_alone = false;
        scripts.push(TURNSTILE.to_owned());
        frames.push(TURNSTILE.to_owned());
    }
    if let Some(PaymentSettings::Stripe(stripe)) = venue.and_then(|venue| venue.payments.as_ref()) {
        is_ours_alone = false;
        let stripe = stripe.with_variables(variable);
        let (script, api) = (origin(&stripe.script_url), origin(&stripe.api_base));
        if script == STRIPE {
            scripts.push(STRIPE_BELOW.to_owned());
            frames.extend([STRIPE_BELOW, STRIPE_HOOKS].map(str::to_owned));
        }
        connections.push(api.clone());
        if script != api {
            connections.push(script.clone());
        }
        frames.push(script.clone());
        scripts.push(script);
    }
    let mut policy = format!(
        "{POLICY}; style-src {}; img-src {}; script-src {}; connect-src {}",
        styles.join(" "),
        images.join(" "),
        scripts.join(" "),
        connections.join(" ")
    );
    if is_ours_alone {
        policy.push_str(TRUSTED_TYPES);
    }
    if !frames.is_empty() {
        policy.push_str("; frame-src ");
        policy.push_str(&frames.join(" "));
    }
    policy
}

/// The address of a remote system's API: that of the deployment's variable, where it has one.
fn base_url(account: RemoteAccount<'_>, variable: &dyn Fn(&str) -> Option<String>) -> String {
    let moved = account.base_url_variable.and_then(variable);
    moved.unwrap_or_else(|| account.base_url.to_owned())
}

/// The origin of a URL; `'none'` for a text that is no URL.
fn origin(address: &str) -> String {
    Url::parse(address).map_or_else(
        |_| "'none'".to_owned(),
        |address| address.origin().ascii_serialization(),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use config::Venues;

    fn made_up(id: &str) -> VenueSettings {
        let venues = include_str!(concat!(env!("OUT_DIR"), "/venues.json"));
        let venues = Venues::from_json(venues).unwrap();
        venues
            .get(&shared::id::VenueId::parse(id).unwrap())
            .unwrap()
            .clone()
    }

    fn demo() -> VenueSettings {
        made_up("demo")
    }

    /// The sources of a directive.
    fn sources<'a>(policy: &'a str, directive: &str) -> Option<&'a str> {
        policy
            .split("; ")
            .find_map(|part| part.strip_prefix(directive)?.strip_prefix(' '))
    }

    #[test]
    fn a_page_loads_its_own_files_alone() {
        let policy = policy(Some(&demo()), None, &|_| None);
        for (directive, allowed) in [
            ("default-src", Some("'none'")),
            ("script-src", Some("'self' 'wasm-unsafe-eval'")),
            ("style-src", Some("'self'")),
            ("connect-src", Some("'self'")),
            ("frame-src", None),
            ("frame-ancestors", Some("'none'")),
            ("require-trusted-types-for", Some("'script'")),
            ("trusted-types", Some("couvert")),
        ] {
            assert_eq!(sources(&policy, directive), allowed, "{directive}");
        }
    }

    #[test]
    fn pictures_of_a_remote_system_come_by_https_or_from_the_simulated_one() {
        let simulated = |name: &str| {
            name.ends_with("_URL")
                .then(|| "http://localhost:8791/".to_owned())
        };
        for (id, remote, local) in [
            ("demo", "'self' data:", "'self' data:"),
            (
                "demo-mews",
                "'self' data: https:",
                "'self' data: https: http://localhost:8791",
            ),
            (
                "demo-4spaces",
                "'self' data: https:",
                "'self' data: https: http://localhost:8791",
            ),
        ] {
            let venue = made_up(id);
            let real = policy(Some(&venue), None, &|_| None);
            assert_eq!(sources(&real, "img-src"), Some(remote), "{id}");
            let local_policy = policy(Some(&venue), None, &simulated);
            assert_eq!(sources(&local_policy, "img-src"), Some(local), "{id}");
        }
    }

    #[test]
    fn stripes_script_comes_to_venues_that_take_payments_with_it() {
        let stripe = json!({
            "adapter": "stripe", "secretKey": "A", "webhookSecret": "B", "publishableKey": "pk_1",
            "apiBaseVariable": "API", "scriptUrlVariable": "SCRIPT",
        });
        let venue = VenueSettings {
            payments: Some(serde_json::from_value(stripe).unwrap()),
            ..demo()
        };
        let real = policy(Some(&venue), None, &|_| None);
        // Stripe's script runs without Trusted Types, so the policy has none.
        assert_eq!(sources(&real, "trusted-types"), None);
        assert_eq!(
            sources(&real, "script-src"),
            Some("'self' 'wasm-unsafe-eval' https://*.js.stripe.com https://js.stripe.com")
        );
        assert_eq!(
            sources(&real, "connect-src"),
            Some("'self' https://api.stripe.com https://js.stripe.com")
        );
        assert_eq!(
            sources(&real, "frame-src"),
            Some("https://*.js.stripe.com https://hooks.stripe.com https://js.stripe.com")
        );
        let local = policy(Some(&venue), None, &|name| {
            Some(match name {
                "API" => "http://localhost:8420/".to_owned(),
                _ => "http://localhost:8420/js.stripe.com/v3/".to_owned(),
            })
        });
        for directive in ["script-src", "connect-src", "frame-src"] {
            let sources = sources(&local, directive).unwrap();
            assert!(sources.ends_with("http://localhost:8420"), "{sources}");
            assert!(!local.contains("stripe.com"), "{local}");
        }
    }
}
