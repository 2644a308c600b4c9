//! The access log's record of a request. It contains no URL, no body and no data of the client.

use serde::Serialize;

/// A line of the access log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The id that the response carries too.
    pub request_id: String,
    /// The method.
    pub method: String,
    /// The route's name.
    pub route: &'static str,
    /// The venue, if it exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub venue: Option<String>,
    /// The response's status.
    pub status: u16,
    /// The problem's code, if the response is a problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// The cause of an error, for the operator alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// Decisions on the way to the response, as in `Server-Timing`.
    #[serde(rename = "marks", skip_serializing_if = "Vec::is_empty")]
    pub server_timing: Vec<String>,
}
