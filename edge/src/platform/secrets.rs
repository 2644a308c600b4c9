//! The one place that reads secrets, by the name that a venue's settings give. Values are never logged.

use std::fmt;

use secrecy::SecretString;
use worker::Env;

/// A secret that is named in the settings and not set in the deployment. `Display` is a message for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing(pub String);

impl fmt::Display for Missing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(name) = self;
        write!(
            formatter,
            "the secret {name} is not set: `npx wrangler secret put {name}` sets it for the deployment, a \
             line `{name}=…` in .dev.vars for this machine"
        )
    }
}

impl std::error::Error for Missing {}

/// The secret of this name; none where it is not set or empty, since an empty key would let every
/// request without a key pass.
#[must_use]
pub fn secret(env: &Env, name: &str) -> Option<SecretString> {
    let value = env.secret(name).ok()?.to_string();
    (!value.trim().is_empty()).then(|| SecretString::from(value))
}

/// The secret of this name, or the operator's message.
pub fn require(env: &Env, name: &str) -> Result<SecretString, Missing> {
    secret(env, name).ok_or_else(|| Missing(name.to_owned()))
}

/// A variable of the deployment that is no secret, such as an upstream's address; none where it is
/// not set or empty.
#[must_use]
pub fn variable(env: &Env, name: &str) -> Option<String> {
    let value = env.var(name).ok()?.to_string();
    (!value.trim().is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_names_the_missing_secret_and_how_to_set_it() {
        let text = Missing("DEMO_STAFF_KEY".to_owned()).to_string();
        assert!(text.starts_with("the secret DEMO_STAFF_KEY is not set"), "{text}");
        assert!(text.contains("wrangler secret put DEMO_STAFF_KEY"), "{text}");
    }
}
