//! Answers of the framework: data with an empty status, or a filled one, in the format that the caller accepts.

use http::{HeaderValue, Request, Response, StatusCode, header};
use serde_json::{Value, json};

use super::jsv;

/// A refusal in the form of `ServiceStack`.
#[derive(Debug, PartialEq)]
pub(super) struct Refused {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl Refused {
    /// A refusal with one code.
    pub(super) fn new(status: u16, code: &str) -> Self {
        Self::of(status, code, &[])
    }

    /// A request with faulty fields, each with its code.
    pub(super) fn fields(faults: &[(String, &str)]) -> Self {
        Self::of(400, "ValidationException", faults)
    }

    fn of(status: u16, code: &str, faults: &[(String, &str)]) -> Self {
        let errors: Vec<Value> = faults
            .iter()
            .map(|(field, code)| {
                json!({ "errorCode": code, "fieldName": field, "message": format!("'{field}' is wrong"), "meta": {} })
            })
            .collect();
        let body = json!({
            "responseStatus": { "errorCode": code, "message": code, "stackTrace": null, "errors": errors, "meta": {} },
        });
        Self { status, body }
    }
}

/// The answer to a request.
pub(super) fn answer(request: &Request<Vec<u8>>, result: Result<Value, Refused>) -> Response<Vec<u8>> {
    let (status, body) = match result {
        Ok(body) => (200, body),
        Err(refused) => (refused.status, refused.body),
    };
    let accepted = request.headers().get(header::ACCEPT);
    let is_jsv = accepted.is_some_and(|value| value.as_bytes().ends_with(b"jsv"));
    let (media_type, text) = if is_jsv {
        ("text/jsv", jsv::written(&body))
    } else {
        ("application/json; charset=utf-8", body.to_string())
    };
    let mut answer = Response::new(text.into_bytes());
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    answer
}
