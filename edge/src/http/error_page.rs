//! A plain page in place of a problem answer, for browsers: outside the APIs, where the request accepts HTML.

use askama::Template;
use http::header::{ACCEPT, HeaderValue, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{Method, StatusCode};

use super::endpoint::Access;
use super::plain_page::{self, Frame};
use super::{Context, Reply, Request, endpoints, external, language};
use crate::localization::texts;
use config::VenueSettings;

/// The page.
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    frame: Frame<'a>,
    text: &'static str,
}

/// The problem answer, or for a browser a page in its reader's language with the same status, and with the headers
/// that belong to it.
pub fn for_browser(
    problem: Reply,
    request: &Request,
    venue: Option<&VenueSettings>,
    context: &Context<'_>,
) -> Reply {
    if !is_of_browser(request) {
        return problem;
    }
    let wanted = language::wanted(request);
    let own = venue.map_or(&[][..], |venue| venue.locales.as_slice());
    let texts = texts(wanted.iter().chain(own));
    let (title, text) = match (problem.status(), venue) {
        (StatusCode::NOT_FOUND, None) if is_booking_page(request) => {
            (texts.page_no_restaurant_title, texts.page_no_restaurant)
        }
        (StatusCode::NOT_FOUND, _) => (texts.page_not_found_title, texts.page_not_found),
        _ => (texts.page_failed_title, texts.page_failed),
    };
    let frame = Frame {
        texts,
        title,
        venue,
        assets: context.assets,
        script: None,
    };
    let Ok(mut page) = plain_page::answer(&ErrorPage { frame, text }, None) else {
        return problem;
    };
    *page.status_mut() = problem.status();
    for name in [RETRY_AFTER, WWW_AUTHENTICATE] {
        if let Some(value) = problem.headers().get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page
}

/// 308 from the path of a page with a slash behind it to the page, with its query; none for any other request.
pub fn without_trailing_slash(request: &Request) -> Option<Reply> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let path = request.uri().path().strip_suffix('/')?;
    let found = endpoints::at(path)?.checked().ok()?;
    if !found.endpoints().any(|endpoint| endpoint.access == Access::Page) {
        return None;
    }
    let query = request.uri().query().map(|query| format!("?{query}"));
    let address = [path, &query.unwrap_or_default()].concat();
    let mut reply = Reply::new(Vec::new());
    *reply.status_mut() = StatusCode::PERMANENT_REDIRECT;
    reply
        .headers_mut()
        .insert(LOCATION, HeaderValue::from_str(&address).ok()?);
    Some(reply)
}

/// Whether a request is for a restaurant's booking page, `/book/{venue}`, even if the venue does not exist.
fn is_booking_page(request: &Request) -> bool {
    let venue = request.uri().path().strip_prefix("/book/");
    venue.is_some_and(|venue| !venue.is_empty() && !venue.contains('/'))
}

/// Whether a request names `text/html` among what it accepts, and is for no API.
fn is_of_browser(request: &Request) -> bool {
    let path = request.uri().path();
    let is_api = external::is_below(path) || path == "/v1" || path.starts_with("/v1/");
    let accepted = request.headers().get_all(ACCEPT).into_iter();
    let mut types = accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|range| range.split(';').next());
    !is_api && types.any(|name| name.trim().eq_ignore_ascii_case("text/html"))
}

#[cfg(test)]
#[path = "error_page_tests.rs"]
mod tests;
