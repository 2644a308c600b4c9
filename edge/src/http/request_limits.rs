//! Limits of a request's URL and headers, checked before anything else: path 512 bytes, query 4 KiB and 32 parameters,
//! headers 32 KiB. Beyond them the answer is 400 `malformed`.

use shared::problem::{Problem, ProblemCode};

use super::{ApiError, Request};

/// The longest path, in bytes: three of the longest ids fit.
const MAX_PATH_BYTES: usize = 512;
/// The longest query, in bytes. Links in advertisements have long ones.
const MAX_QUERY_BYTES: usize = 4096;
/// The most parameters of a query.
const MAX_PARAMETERS: usize = 32;
/// The longest headers, names and values together, in bytes: several times what browsers send.
const MAX_HEADER_BYTES: usize = 32 * 1024;

/// Checks the sizes of path, query and headers.
pub fn check(request: &Request) -> Result<(), ApiError> {
    let uri = request.uri();
    let headers = request
        .headers()
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len());
    let too_large = [
        ("path is", uri.path().len() > MAX_PATH_BYTES),
        (
            "query is",
            uri.query().is_some_and(|query| query.len() > MAX_QUERY_BYTES),
        ),
        ("headers are", headers.sum::<usize>() > MAX_HEADER_BYTES),
    ];
    match too_large.into_iter().find(|(_, is_too_large)| *is_too_large) {
        Some((part, _)) => Err(malformed(&format!("the {part} too long"))),
        None => Ok(()),
    }
}

/// The query's parameters, decoded, at most [`MAX_PARAMETERS`]. A query that is not UTF-8 is refused, since two readers
/// could replace the faulty bytes by different characters. Repeated parameters are found when the query is read.
pub fn parameters(request: &Request) -> Result<Vec<(String, String)>, ApiError> {
    let query = request.uri().query().unwrap_or_default();
    let parameters: Vec<_> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .take(MAX_PARAMETERS + 1)
        .collect();
    let is_lost = |text: &String| text.contains(char::REPLACEMENT_CHARACTER);
    if parameters.len() > MAX_PARAMETERS {
        Err(malformed("the query has too many parameters"))
    } else if parameters
        .iter()
        .any(|(name, value)| is_lost(name) || is_lost(value))
    {
        Err(malformed("the query is not UTF-8"))
    } else {
        Ok(parameters)
    }
}

fn malformed(detail: &str) -> ApiError {
    Problem::new(ProblemCode::Malformed).with_detail(detail).into()
}
