//! The operator's log: one JSON object a line, without personal data. It must not know what a
//! request was about beyond its route's name and its venue.

use serde::Serialize;

/// What the log keeps of a request: no address, no body, no caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The id that the answer carries too.
    pub request_id: String,
    /// The method.
    pub method: String,
    /// The route's name.
    pub route: &'static str,
    /// The venue, if it exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub venue: Option<String>,
    /// The answer's status.
    pub status: u16,
    /// The problem's code, if it was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// What only the operator may know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
}

/// Writes the line; as an error where the fault is ours.
pub fn write(record: &Record) {
    let line = serde_json::to_string(record).unwrap_or_default();
    if record.status >= 500 {
        worker::console_error!("{line}");
    } else {
        worker::console_log!("{line}");
    }
}
