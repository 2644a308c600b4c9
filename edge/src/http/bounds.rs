//! How large a request may be before anything of it is looked at. It must not know what is asked.

use shared::problem::{Problem, ProblemCode};

use super::{Request, Stop};

/// The longest path: the longest ids fit three times over.
const MAX_PATH_BYTES: usize = 512;
/// The longest query. Pages are linked to with long ones by those who measure their advertisements.
const MAX_QUERY_BYTES: usize = 4096;
/// The most parameters an API's query may have; none has nearly as many.
const MAX_PARAMETERS: usize = 32;
/// All headers together, names and values: what a browser sends fits several times over.
const MAX_HEADER_BYTES: usize = 32 * 1024;

/// Refuses what is larger than any request that means well.
pub fn check(request: &Request) -> Result<(), Stop> {
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

/// The query's parameters, decoded. What is no UTF-8 is refused: nothing could be meant by it, and
/// two readers could replace it by different things. So are parameters without end; that one comes
/// twice is found where it is read.
pub fn parameters(request: &Request) -> Result<Vec<(String, String)>, Stop> {
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

fn malformed(detail: &str) -> Stop {
    Problem::new(ProblemCode::Malformed).with_detail(detail).into()
}
