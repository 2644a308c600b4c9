//! The one place that reads secrets and variables of the deployment, by the name that settings give. Values are never
//! logged. A venue's secret may be sealed in its database instead: [`crate::storage::venue_secrets`].

use secrecy::SecretString;
use worker::Env;

/// The secret of this name; none where it is not set or empty, since an empty key would let every
/// request without a key pass.
#[must_use]
pub fn secret(env: &Env, name: &str) -> Option<SecretString> {
    let value = env.secret(name).ok()?.to_string();
    (!value.trim().is_empty()).then(|| SecretString::from(value))
}

/// A variable of the deployment that is no secret, such as an upstream's address; none where it is
/// not set or empty.
#[must_use]
pub fn variable(env: &Env, name: &str) -> Option<String> {
    let value = env.var(name).ok()?.to_string();
    (!value.trim().is_empty()).then_some(value)
}
