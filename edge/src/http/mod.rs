//! The HTTP API and its pages. A request is matched with its endpoint, admitted (rate limit,
//! origin, bearer token, JSON, `Idempotency-Key`), answered by the endpoint's handler, and an `ApiError` becomes a
//! problem answer (RFC 9457). It must not know which systems stand behind the ports, nor the runtime it runs on.

mod access;
mod access_code;
pub mod access_log;
mod account_deliveries;
mod admission;
mod authorization_cookie;
mod availability;
pub mod bearer;
mod body;
mod change_stream;
mod changes;
mod client;
mod cookie;
mod cors;
mod day_rules;
mod deliveries;
mod dev_mail;
mod development;
mod device;
mod embed_page;
mod endpoint;
mod endpoints;
mod error;
mod error_page;
mod external;
mod external_error;
mod form;
mod fragment;
mod gift_card_page;
mod gift_cards;
mod hosted;
mod hosted_head;
mod idempotency;
mod language;
mod oauth;
mod operator;
mod operator_accounts;
mod operator_people;
mod operator_vendors;
mod operator_venues;
mod operator_webhooks;
mod ops;
mod own_reservation_page;
mod page_policy;
mod pages;
mod path_match;
mod pay_page;
mod payments;
mod people;
mod phone_calls;
pub mod pictures;
mod plain_page;
pub mod problem;
mod publication;
mod quote;
mod request_limits;
mod request_page;
mod reservations;
pub mod response_cache;
mod secrets;
mod security_headers;
mod session_cookie;
mod settings;
mod sign_in_page;
mod staff;
mod staff_bookings;
mod staff_day;
mod staff_page;
mod staff_reservation_page;
mod staff_waitlist;
mod till_page;
mod till_steps;
mod tills;
mod venue_color;
mod venue_lookup;
mod waitlist;
mod webhooks;

use std::cell::RefCell;

use http::header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use secrecy::SecretString;
use serde::Serialize;
use shared::id::{AccountId, VenueId};
use shared::problem::ProblemCode;
use shared::time::Instant;

use crate::account::client::AccountClient;
use crate::booking::Addresses;
use crate::demo::Allowed;
use crate::directory::client::DirectoryClient;
use crate::limits::Limiter;
use crate::provider::server_timing::ServerTiming;
use crate::upstream::Clock;
use crate::venue::client::VenueClient;
use crate::venue::client::settings::SettingsCache;
use crate::venue::message::change_stream::StreamTransport;
use access_log::Record;
use admission::KeyOutcome;
use client::own_origin;
use config::{Accounts, VenueSettings, Venues};
use cors::Source;
use endpoint::{AdmittedRequest, Caching, Handler, RateLimit};
use error::ApiError;
use path_match::PathMatch;
use pictures::PictureCache;
use response_cache::{ResponseCache, cached};
use venue_lookup::FoundVenue;

/// A request whose body has been read; none where it was larger than [`max_body_bytes`] of its path.
pub type Request = http::Request<Option<Vec<u8>>>;
/// A response.
pub type Reply = http::Response<Vec<u8>>;

pub use endpoints::max_body_bytes;

/// Dependencies for handling one request.
pub struct Context<'a> {
    /// The venues of the deployment's files.
    pub venues: &'a Venues,
    /// The isolate's copies of venues' settings.
    pub settings_cache: &'a SettingsCache,
    /// The client of the object of this id, whether there is such a venue or not.
    pub settings_client: &'a dyn Fn(&VenueId) -> VenueClient<'a>,
    /// Whether this deployment allows demonstrations.
    pub demo: Option<Allowed>,
    /// The client of a venue's object.
    pub venue_client: &'a dyn Fn(&VenueSettings) -> VenueClient<'a>,
    /// The connection to venues' objects for this request's WebSocket.
    pub streams: &'a dyn StreamTransport,
    /// The client of the directory's object, for operators' requests alone.
    pub directory: &'a dyn Fn() -> DirectoryClient<'a>,
    /// The accounts that the deployment has with vendors.
    pub accounts: &'a Accounts,
    /// The client of an account's object.
    pub account: &'a dyn Fn(&AccountId) -> AccountClient<'a>,
    /// Reads a secret by its name; none if it is not set.
    pub secret: &'a dyn Fn(&str) -> Option<SecretString>,
    /// Reads a variable of the deployment by its name; none if it is not set.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// Decisions on the way to the response, for the header `Server-Timing`.
    pub server_timing: &'a ServerTiming,
    /// The isolate's rate limiter.
    pub limiter: &'a RefCell<Limiter>,
    /// The isolate's cache of responses.
    pub response_cache: &'a ResponseCache,
    /// Copies of pictures at the edge.
    pub picture_cache: &'a dyn PictureCache,
    /// The clock, for waits that have a limit.
    pub clock: &'a dyn Clock,
    /// The instant of the request.
    pub now: Instant,
    /// A random id of the request, for logs and support.
    pub request_id: String,
    /// Random bytes of this request, for the `Idempotency-Key` of a page's form.
    pub random: [u8; 16],
    /// The path of hashed files, such as `/assets/3f2a…`.
    pub assets: &'static str,
}

impl Context<'_> {
    /// The addresses of files on pages of `origin`.
    fn addresses<'o>(&self, origin: &'o str) -> Addresses<'o> {
        Addresses {
            origin,
            assets: self.assets,
        }
    }
}

/// Answers a request, with its record for the access log.
pub async fn handle(request: Request, context: &Context<'_>) -> (Reply, Record) {
    let path = request.uri().path();
    let is_external = external::is_below(path);
    let found = match endpoints::at(path) {
        Some(found) if !is_external => found.checked(),
        Some(found) => Ok(found),
        None => Err(ProblemCode::NotFound),
    };
    let id = found.as_ref().ok().and_then(PathMatch::venue);
    let looked_up = match id {
        Some(id) => venue_lookup::find(&id, &request, context).await,
        None => Ok(None),
    };
    let (found_venue, unanswered) = match looked_up {
        Ok(venue) => (venue, None),
        Err(error) => (None, Some(error)),
    };
    let venue = found_venue.as_ref().map(|found| &*found.settings);
    let mut record = Record {
        request_id: context.request_id.clone(),
        method: request.method().to_string(),
        route: found.as_ref().map_or("-", PathMatch::route),
        venue: venue.map(|venue| venue.id.to_string()),
        status: 0,
        code: None,
        cause: None,
        server_timing: Vec::new(),
    };
    let source = Source::of(&request, venue);
    let outcome = if is_external {
        Ok(external::handle(&request, found.as_ref().ok(), context, &mut record).await)
    } else {
        let checked = match unanswered {
            Some(error) => Err(error),
            None => request_limits::check(&request),
        };
        match checked.and(found.as_ref().map_err(|code| (*code).into())) {
            Ok(found) => {
                answer(
                    &request,
                    found,
                    found_venue.as_ref(),
                    &source,
                    context,
                    &mut record,
                )
                .await
            }
            Err(error) => error_page::without_trailing_slash(&request).ok_or(error),
        }
    };
    let mut reply = match outcome {
        Ok(reply) => reply,
        Err(ApiError { problem, cause }) => {
            record.code = Some(problem.code.text());
            record.cause = cause;
            let reply = problem::reply(*problem, &context.request_id);
            error_page::for_browser(reply, &request, venue, context)
        }
    };
    if let (StatusCode::METHOD_NOT_ALLOWED, Ok(found)) = (reply.status(), &found) {
        reply.headers_mut().insert(ALLOW, found.allow());
    }
    record.server_timing = context.server_timing.list();
    let is_cross_origin = !is_external
        && found
            .as_ref()
            .map_or(true, |found| found.is_cross_origin(request.method()));
    finish(&mut reply, &request, (source, is_cross_origin), &record);
    record.status = reply.status().as_u16();
    (reply, record)
}

/// Admits a request to its endpoint, and calls the handler.
async fn answer(
    request: &Request,
    found: &PathMatch<'_>,
    found_venue: Option<&FoundVenue>,
    source: &Source,
    context: &Context<'_>,
    record: &mut Record,
) -> Result<Reply, ApiError> {
    if *request.method() == Method::OPTIONS {
        return Ok(cors::options(found, source));
    }
    let venue = found_venue.map(|found| &*found.settings);
    let is_suspended = found_venue.is_some_and(|found| found.is_suspended);
    let endpoint = found
        .endpoint(request.method())
        .ok_or(ProblemCode::MethodNotAllowed)?;
    let Handler::Api(handler) = endpoint.handler else {
        return Err(ProblemCode::NotFound.into());
    };
    let too_many = match admission::count_request(endpoint, request, venue, context) {
        Err(too_many) if matches!(endpoint.rate_limit, RateLimit::IsolatePage(_)) => Some(too_many),
        counted => counted.map(|()| None)?,
    };
    if found.venue().is_some() && venue.is_none() {
        return Err(ProblemCode::VenueNotFound.into());
    }
    // A page that may not read the response must not change data either, nor open a WebSocket, which browsers let it read.
    // What it would ask of a venue in vain is refused, so that its console says why.
    let is_for_widgets = venue.is_some() && endpoint.access.is_cross_origin();
    if *source == Source::Foreign && (!endpoint.is_read() || is_for_widgets) {
        return Err(ProblemCode::Forbidden.into());
    }
    let admission = admission::authorize(endpoint, request, venue, context)?;
    let admission = admission.of_operator(endpoint, request, context).await?;
    let cause = RefCell::new(None);
    let call = AdmittedRequest {
        parameters: found.parameters.clone(),
        token: admission.token.clone(),
        staff: admission.staff.clone(),
        too_many,
        is_suspended,
        ..AdmittedRequest::new(endpoint, request, venue, context, &cause)?
    };
    let outcome = match (endpoint.caching, found_venue) {
        // What the cache has is of before, and of an offer. What an access code opens is for its sender alone.
        (Caching::Shared, Some(found)) if !is_suspended && !access_code::is_sent(request) => {
            cached(handler, call, found).await
        }
        (Caching::Shared | Caching::Unused | Caching::Invalidates, _) => handler(call).await,
    };
    let is_refusal = |error: &ApiError| error.problem.code == ProblemCode::Unauthorized;
    admission.count_key_outcome(request, venue, context, KeyOutcome::of(&outcome, is_refusal));
    if let (Caching::Invalidates, Some(venue)) = (endpoint.caching, venue) {
        context.response_cache.remove_venue(&venue.id);
    }
    record.cause = cause.take();
    outcome
}

/// Adds the headers of every response, and takes the body from the response to `HEAD`.
fn finish(reply: &mut Reply, request: &Request, (source, is_cross_origin): (Source, bool), record: &Record) {
    if *request.method() == Method::HEAD {
        // The headers are those of the answer to GET (RFC 9110, section 9.3.2).
        let length = std::mem::take(reply.body_mut()).len();
        reply
            .headers_mut()
            .insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    let headers = reply.headers_mut();
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    security_headers::apply(headers, request.uri().scheme() == Some(&http::uri::Scheme::HTTPS));
    let timing = record.server_timing.join(", ");
    for (name, value) in [("server-timing", &timing), ("x-request-id", &record.request_id)] {
        if let Some(value) = HeaderValue::from_str(value)
            .ok()
            .filter(|value| !value.is_empty())
        {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    cors::apply(headers, source, is_cross_origin, record.code.is_some());
}

fn json_bytes<T: Serialize>(value: &T) -> Vec<u8> {
    // The API's types are plain data and always serialise.
    serde_json::to_vec(value).unwrap_or_default()
}

/// A response without a body: what was asked for is done.
fn no_content() -> Reply {
    let mut reply = Reply::default();
    *reply.status_mut() = StatusCode::NO_CONTENT;
    reply
}

fn json<T: Serialize>(status: StatusCode, value: &T) -> Reply {
    let mut reply = Reply::new(json_bytes(value));
    *reply.status_mut() = status;
    reply
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    reply
}

#[cfg(test)]
mod test_support;

#[cfg(test)]
#[path = "hardening_tests.rs"]
mod hardening_tests;
#[cfg(test)]
#[path = "hosted_tests.rs"]
mod hosted_tests;
#[cfg(test)]
#[path = "manage_tests.rs"]
mod manage_tests;
#[cfg(test)]
mod openapi_docs;
#[cfg(test)]
mod openapi_document;
#[cfg(test)]
mod openapi_external;
#[cfg(test)]
mod openapi_path_parameters;
#[cfg(test)]
mod openapi_requests;
#[cfg(test)]
mod openapi_security;
#[cfg(test)]
#[path = "openapi_tests.rs"]
mod openapi_tests;
#[cfg(test)]
#[path = "response_cache_tests.rs"]
mod response_cache_tests;
#[cfg(test)]
#[path = "http_tests.rs"]
mod tests;
