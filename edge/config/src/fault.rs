//! A fault of settings with its place, as the API answers it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::pointer;

/// Something wrong with settings, or with a change of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingFault {
    /// The setting: a JSON pointer (RFC 6901); empty for the settings as a whole.
    pub pointer: String,
    /// The kind of fault.
    pub code: FaultCode,
    /// The message, in English.
    pub message: String,
}

/// A kind of fault; a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    /// The value cannot be served, or does not fit the others.
    Invalid,
    /// Only the operator can change it.
    OperatorOnly,
    /// The address or the file may not be shown to guests.
    Unsafe,
}

impl SettingFault {
    /// The fault of a setting.
    pub fn new(pointer: impl Into<String>, code: FaultCode, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            message: message.into(),
        }
    }

    /// The fault of a line that begins with the place, such as `engine.rooms[0].name: must not be empty`. A line
    /// without a place is one of the settings as a whole.
    #[must_use]
    pub fn of_line(line: &str) -> Self {
        let is_path = |path: &str| {
            path.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-[]".contains(&byte))
        };
        match line.split_once(": ").filter(|(path, _)| is_path(path)) {
            Some((path, message)) => Self::new(pointer::of_path(path), FaultCode::Invalid, message),
            None => Self::new("", FaultCode::Invalid, line),
        }
    }
}

impl fmt::Display for SettingFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pointer, message, .. } = self;
        if pointer.is_empty() {
            formatter.write_str(message)
        } else {
            write!(formatter, "{pointer}: {message}")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_line_becomes_a_pointer_and_a_text() {
        let fault = SettingFault::of_line("giftCards.templates[2].id: there is another: `a`");
        assert_eq!(
            serde_json::to_value(&fault).unwrap(),
            json!({ "pointer": "/giftCards/templates/2/id", "code": "invalid", "message": "there is another: `a`" })
        );
        assert_eq!(
            fault.to_string(),
            "/giftCards/templates/2/id: there is another: `a`"
        );
    }

    #[test]
    fn a_line_without_a_place_is_of_the_whole() {
        let line = "name exactly one system that takes bookings: [engine], [fourspaces], [mews] or [molzait]";
        let fault = SettingFault::of_line(line);
        assert_eq!((fault.pointer.as_str(), fault.to_string().as_str()), ("", line));
    }
}
