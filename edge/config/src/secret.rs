//! Names of secrets, as settings state them. A setting holds a name and never a value.

/// The name of the deployment's master key, with which the secrets of venues are sealed.
pub const SEAL_KEY: &str = "SEAL_KEY";
/// The name of the master key before, while it is being rotated.
pub const SEAL_KEY_PREVIOUS: &str = "SEAL_KEY_PREVIOUS";

/// The name of the operator's key.
pub const OPERATOR_KEY: &str = "OPERATOR_KEY";

/// The name of the key of the deployment's own mail service.
pub const DEPLOYMENT_MAIL_KEY: &str = "DEPLOYMENT_MAIL_KEY";

/// Whether it is the name of a secret of the deployment itself. A venue whose settings named one would hand it to another
/// system.
#[must_use]
pub fn is_reserved(name: &str) -> bool {
    [SEAL_KEY, SEAL_KEY_PREVIOUS, OPERATOR_KEY, DEPLOYMENT_MAIL_KEY].contains(&name)
}

/// Whether it can be the name of a secret or a variable: capitals, digits and underscores.
#[must_use]
pub fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}
