//! Secrets of a venue, such as the key of its mail service: set and listed by staff, and never read back.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::SecretName;
use crate::time::Instant;
use crate::validation::{FieldCode, request_type};

request_type! {
    /// A new value of a secret.
    pub struct NewSecret {
        /// The value, as the other system gave it.
        pub value: SecretValue,
    }
}

/// The value of a secret: 1 to [`SecretValue::MAX_BYTES`] visible characters of ASCII, without spaces. `Debug` never
/// shows it, so that no log does.
///
/// ```
/// use shared::validation::FieldCode;
/// use shared::venue_secret::SecretValue;
///
/// let value = SecretValue::parse("sk_live_1").unwrap();
/// assert_eq!(format!("{value:?}"), "SecretValue(…)");
/// // The end of a line that was copied with it.
/// assert_eq!(SecretValue::parse("sk_live_1\n"), Err(FieldCode::ControlCharacters));
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, try_from(String) = Self::try_from -> FieldCode))]
#[serde(try_from = "String", into = "String")]
pub struct SecretValue(String);

impl SecretValue {
    /// The longest value, in bytes.
    pub const MAX_BYTES: usize = 4096;

    /// Takes the value as it stands: nothing is trimmed.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        Self::try_from(text.to_owned())
    }

    /// The value.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SecretValue {
    type Error = FieldCode;

    fn try_from(text: String) -> Result<Self, FieldCode> {
        if text.is_empty() {
            Err(FieldCode::Required)
        } else if text.len() > Self::MAX_BYTES {
            Err(FieldCode::TooLong)
        } else if text.chars().any(char::is_control) {
            Err(FieldCode::ControlCharacters)
        } else if text.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Self(text))
        } else {
            Err(FieldCode::Invalid)
        }
    }
}

impl From<SecretValue> for String {
    fn from(value: SecretValue) -> Self {
        value.0
    }
}

impl fmt::Debug for SecretValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretValue(…)")
    }
}

/// The secrets of a venue, without their values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SecretList {
    /// The secrets that the venue's settings name, in the order of the settings; then those that are sealed and that no
    /// setting names any more.
    pub secrets: Vec<SecretState>,
}

/// The state of a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SecretState {
    /// Its name.
    pub name: SecretName,
    /// The settings that name it, such as `mail.key`.
    pub settings: Vec<String>,
    /// Where its value in force is.
    pub status: SecretStatus,
    /// When the sealed value was set; none where none is sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed_at: Option<Instant>,
}

/// The place of a secret's value in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SecretStatus {
    /// It is a secret of the deployment, set by its operator. It goes first where one is sealed too.
    Worker,
    /// It is sealed in the venue.
    Sealed,
    /// It is sealed in the venue with the deployment's previous key, and will be sealed with the current one when it is
    /// used.
    SealedWithPreviousKey,
    /// It is sealed in the venue, and the deployment cannot open it: set it anew.
    Unreadable,
    /// It is nowhere.
    Missing,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::validation::{FieldError, read_json};

    #[test]
    fn a_value_is_visible_ascii_within_its_bound() {
        let longest = "x".repeat(SecretValue::MAX_BYTES);
        for good in ["x", "!~", "sk_test_51H+/=", &longest] {
            assert_eq!(SecretValue::parse(good).unwrap().expose(), good);
        }
        for (bad, code) in [
            ("", FieldCode::Required),
            (" ", FieldCode::Invalid),
            ("a b", FieldCode::Invalid),
            ("ä", FieldCode::Invalid),
            ("\u{200b}", FieldCode::Invalid),
            ("a\n", FieldCode::ControlCharacters),
            ("a\0b", FieldCode::ControlCharacters),
            ("\u{7f}", FieldCode::ControlCharacters),
            (&format!("{longest}x"), FieldCode::TooLong),
        ] {
            assert_eq!(SecretValue::parse(bad), Err(code), "{bad:?}");
        }
    }

    #[test]
    fn a_body_that_is_refused_names_the_field_and_not_the_value() {
        for (body, pointer, code) in [
            (json!({}), "/value", FieldCode::Required),
            (json!({ "value": "" }), "/value", FieldCode::Required),
            (json!({ "value": 7 }), "/value", FieldCode::WrongType),
            (json!({ "value": null }), "/value", FieldCode::WrongType),
            (
                json!({ "value": "x", "name": "A" }),
                "/name",
                FieldCode::UnknownField,
            ),
        ] {
            let errors = read_json::<NewSecret>(body.clone()).unwrap_err();
            assert_eq!(errors.into_vec(), [FieldError::new(pointer, code)], "{body}");
        }
    }

    #[test]
    fn nothing_prints_a_value() {
        let new: NewSecret = read_json(json!({ "value": "sk_live_1" })).unwrap();
        assert_eq!(new.value.expose(), "sk_live_1");
        assert!(!format!("{new:?}").contains("sk_live_1"));
        // Nor an error about one that cannot be read back.
        let error = serde_json::from_value::<SecretValue>(json!("sk live 1")).unwrap_err();
        assert!(!error.to_string().contains("sk live 1"), "{error}");
    }
}
