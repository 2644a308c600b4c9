//! The public API over HTTP: what comes in is parsed once, handed to a use case, and its outcome
//! answered. It must not know which systems stand behind the ports, nor the runtime it runs on.

mod admission;
mod asker;
pub mod bearer;
mod body;
mod bounds;
mod calendar;
mod cors;
mod counting;
mod dev_mail;
mod external;
mod form;
mod fragment;
mod gift_cards;
mod guests;
mod hosted;
mod house_page;
pub mod kept;
mod language;
mod metrics;
mod no_show;
mod once;
mod openapi;
mod page_policy;
mod pages;
mod pay_page;
mod payments;
mod plain_page;
pub mod problem;
mod reservation;
mod reservations;
mod route;
mod security;
mod slots;
mod stop;
mod timing;
mod venue;
mod waitlist;
mod webhooks;

use std::cell::RefCell;

use config::{VenueSettings, Venues};
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use secrecy::SecretString;
use serde::Serialize;
use shared::problem::ProblemCode;
use shared::time::Instant;

use crate::booking::Addresses;
use crate::demo::Allowed;
use crate::limits::Limiter;
use crate::mail::preview::ShownMail;
use crate::platform::log::Record;
use crate::provider::Provider;
use crate::provider::marks::Marks;
use crate::venue::cards::call::Cards;
use crate::venue::payments::Till;
use crate::venue::staff::Staff;
use crate::venue::visitor::Visitor;
use crate::venue::waitlist::call::Waitlist;
use asker::{own_origin, visitor};
use cors::Source;
use counting::Counting;
use kept::{Kept, Question};
use route::{Page, Resource, Route};
use stop::Stop;

/// A request whose body has been read; none where it was larger than [`max_body_bytes`] of its path.
pub type Request = http::Request<Option<Vec<u8>>>;
/// An answer.
pub type Reply = http::Response<Vec<u8>>;

pub use body::limit as max_body_bytes;

/// See [`Context::shown_mail`].
pub type ShownMailOf<'a> = dyn Fn(&'a VenueSettings) -> Option<Box<dyn ShownMail + 'a>> + 'a;

/// What the use cases run on, for one request.
pub struct Context<'a> {
    /// The venues there are.
    pub venues: &'a Venues,
    /// Whether this deployment allows demonstrations.
    pub demo: Option<Allowed>,
    /// The booking system of a venue, for one guest.
    pub provider: &'a dyn Fn(&'a VenueSettings, Visitor) -> Box<dyn Provider + 'a>,
    /// The gift cards of a venue, for one guest.
    pub cards: &'a dyn Fn(&'a VenueSettings, Visitor) -> Box<dyn Cards + 'a>,
    /// The waitlist of a venue, for one guest.
    pub waitlist: &'a dyn Fn(&'a VenueSettings, Visitor) -> Box<dyn Waitlist + 'a>,
    /// A venue of the embedded engine, to its staff.
    pub staff: &'a dyn Fn(&'a VenueSettings) -> Box<dyn Staff + 'a>,
    /// The letters of a venue whose mail is shown and not sent; none of any other.
    pub shown_mail: &'a ShownMailOf<'a>,
    /// The payments of a venue, for one guest or a taker of payments.
    pub till: &'a dyn Fn(&'a VenueSettings, Visitor) -> Box<dyn Till + 'a>,
    /// The secret of a name, if it is set.
    pub secret: &'a dyn Fn(&str) -> Option<SecretString>,
    /// The variable of a name, if the deployment sets it.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// What is decided on the way to the answer.
    pub marks: &'a Marks,
    /// This process's memory of callers.
    pub limiter: &'a RefCell<Limiter>,
    /// What this process may answer again.
    pub kept: &'a Kept,
    /// The instant of the request.
    pub now: Instant,
    /// An id that nobody can guess and that says nothing, for logs and support.
    pub request_id: String,
    /// Random bytes that nobody has seen, for a page's key to book under.
    pub random: [u8; 16],
    /// Where hashed files are, such as `/assets/3f2a…`.
    pub assets: &'static str,
}

impl Context<'_> {
    /// How files are addressed on pages of `origin`.
    fn addresses<'o>(&self, origin: &'o str) -> Addresses<'o> {
        Addresses {
            origin,
            assets: self.assets,
        }
    }
}

/// Answers a request, and says what the log should keep of it.
pub async fn handle(request: Request, context: &Context<'_>) -> (Reply, Record) {
    let route = Route::of(request.uri().path());
    let venue = match &route {
        Ok(Route::Venue(id, _) | Route::Page(Page::Booking(id) | Page::Pay(id, _) | Page::House(id))) => {
            context.venues.get(id)
        }
        Ok(_) | Err(_) => None,
    };
    let mut record = Record {
        request_id: context.request_id.clone(),
        method: request.method().to_string(),
        route: route.as_ref().map_or("-", Route::name),
        venue: venue.map(|venue| venue.id.to_string()),
        status: 0,
        code: None,
        cause: None,
        marks: Vec::new(),
    };
    let source = Source::of(&request, venue);
    let outcome = if matches!(route, Ok(Route::External)) {
        Ok(external::handle(&request, context, &mut record).await)
    } else {
        match bounds::check(&request).and(route.as_ref().map_err(|code| (*code).into())) {
            Ok(route) => answer(&request, route, venue, &source, context, &mut record).await,
            Err(stop) => Err(stop),
        }
    };
    let mut reply = match outcome {
        Ok(reply) => reply,
        Err(Stop { problem, cause }) => {
            record.code = Some(problem.code.text());
            record.cause = cause;
            problem::reply(*problem, &context.request_id)
        }
    };
    if let (StatusCode::METHOD_NOT_ALLOWED, Ok(route)) = (reply.status(), &route) {
        reply.headers_mut().insert(ALLOW, route.allow());
    }
    record.marks = context.marks.list();
    timing::apply(reply.headers_mut(), &record.marks);
    finish(&mut reply, &request, source, &context.request_id);
    record.status = reply.status().as_u16();
    (reply, record)
}

async fn answer<'a>(
    request: &Request,
    route: &Route,
    venue: Option<&'a VenueSettings>,
    source: &Source,
    context: &Context<'a>,
    record: &mut Record,
) -> Result<Reply, Stop> {
    let method = request.method();
    if !route.takes(method) {
        return Err(ProblemCode::MethodNotAllowed.into());
    }
    if *method == Method::OPTIONS {
        return Ok(cors::options(route, source));
    }
    let counting = route.counting(method);
    let counted = match counting {
        Counting::Here(class) | Counting::OnPage(class) => admission::count(request, class, venue, context),
        Counting::Fixed | Counting::ByKey | Counting::InObject => Ok(()),
    };
    if !matches!(counting, Counting::OnPage(_)) {
        counted?;
    }
    match route {
        Route::Health => Ok(json(StatusCode::OK, &serde_json::json!({ "status": "ok" }))),
        Route::OpenApi => Ok(openapi::get()),
        Route::Page(Page::Booking(_)) => {
            if !method.is_safe() && *source == Source::Foreign {
                return Err(ProblemCode::Forbidden.into());
            }
            let venue = venue.ok_or(ProblemCode::VenueNotFound)?;
            let (reply, cause) = hosted::answer(request, venue, counted, context).await?;
            record.cause = cause;
            Ok(reply)
        }
        Route::Page(Page::Pay(_, id)) => {
            if !method.is_safe() && *source == Source::Foreign {
                return Err(ProblemCode::Forbidden.into());
            }
            let venue = venue.ok_or(ProblemCode::VenueNotFound)?;
            pay_page::answer(request, venue, id, context).await
        }
        Route::Page(Page::House(_)) => {
            if !method.is_safe() && *source == Source::Foreign {
                return Err(ProblemCode::Forbidden.into());
            }
            let venue = venue.ok_or(ProblemCode::VenueNotFound)?;
            house_page::answer(request, venue, context).await
        }
        Route::Page(page @ (Page::Front | Page::FrontGerman)) => pages::front(page, context),
        // It has answers, and faults, of its own.
        Route::External => Err(ProblemCode::NotFound.into()),
        Route::DevMail(wanted) => dev_mail::get(wanted, context).await,
        Route::Venue(_, resource) => {
            let venue = venue.ok_or(ProblemCode::VenueNotFound)?;
            // Before anything happens: what a page may not read it may not do blindly either.
            if !method.is_safe() && *source == Source::Foreign {
                return Err(ProblemCode::Forbidden.into());
            }
            let provider = || (context.provider)(venue, visitor(request));
            let till = || (context.till)(venue, visitor(request));
            match resource {
                Resource::GiftCards
                | Resource::GiftCardOrder(_)
                | Resource::GiftCardSheet(_)
                | Resource::GiftCardWithdrawal(_)
                | Resource::GiftCardBalance => gift_cards::answer(request, resource, venue, context).await,
                Resource::Waitlist | Resource::WaitlistEntry(_) | Resource::Acceptance(_) => {
                    waitlist::answer(request, resource, venue, context).await
                }
                Resource::Metrics => metrics::get(request, venue, context).await,
                Resource::GuestExport | Resource::GuestErasure => {
                    guests::post(request, resource, venue, context).await
                }
                Resource::NoShow(id) => no_show::answer(request, id, venue, context).await,
                Resource::Webhook(source) => webhooks::post(request, source, till().as_ref()).await,
                Resource::Extension(id) => payments::extend(request, id, till().as_ref()).await,
                Resource::Venue | Resource::Calendar | Resource::Slots | Resource::Fragment => {
                    public(request, resource, venue, context).await
                }
                Resource::Reservation(id) if *method == Method::PATCH => {
                    let outcome = reservation::patch(request, id, provider().as_ref()).await;
                    context.kept.forget(&venue.id);
                    outcome
                }
                Resource::Reservation(id) => reservation::get(request, id, provider().as_ref()).await,
                Resource::Cancellation(id) => {
                    let outcome =
                        reservation::cancel(request, id, venue, provider().as_ref(), context.now).await;
                    context.kept.forget(&venue.id);
                    outcome
                }
                Resource::CalendarFile(id) => {
                    reservation::calendar_file(request, id, venue, provider().as_ref(), context.now).await
                }
                Resource::Reservations => {
                    let outcome = reservations::post(request, venue, provider().as_ref()).await;
                    // Whatever came of it, tables may have gone.
                    context.kept.forget(&venue.id);
                    outcome
                }
            }
        }
    }
}

/// What everybody may read, given again where it still holds.
async fn public<'a>(
    request: &Request,
    resource: &Resource,
    venue: &'a VenueSettings,
    context: &Context<'a>,
) -> Result<Reply, Stop> {
    let question = venue.time_zone.local(context.now).map(|(today, _)| Question {
        venue: venue.id.clone(),
        today,
        address: request.uri().to_string(),
    });
    if let Some(question) = &question
        && let Some(reply) = context.kept.reply(question, context.now)
    {
        context.marks.add(["cache;desc=edge".to_owned()]);
        return Ok(reply);
    }
    let provider = (context.provider)(venue, visitor(request));
    let provider = provider.as_ref();
    let reply = match resource {
        Resource::Calendar => calendar::get(request, provider).await,
        Resource::Slots => slots::get(request, provider).await,
        Resource::Fragment => fragment::get(request, venue, provider, context).await,
        _ => venue::get(request, venue, provider, context).await,
    }?;
    if let Some(question) = question
        && context.marks.fresh_seconds() > 0
    {
        let until = context.now.unix() + i64::from(context.marks.fresh_seconds());
        context
            .kept
            .keep(question, reply.clone(), Instant::from_unix(until));
    }
    Ok(reply)
}

/// What every answer carries.
fn finish(reply: &mut Reply, request: &Request, source: Source, request_id: &str) {
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
    security::apply(headers, request.uri().scheme() == Some(&http::uri::Scheme::HTTPS));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    cors::apply(headers, source);
}

fn json_bytes<T: Serialize>(value: &T) -> Vec<u8> {
    // The API's types are plain data: they always serialise.
    serde_json::to_vec(value).unwrap_or_default()
}

fn json<T: Serialize>(status: StatusCode, value: &T) -> Reply {
    let mut reply = Reply::new(json_bytes(value));
    *reply.status_mut() = status;
    reply
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    reply
}

/// The request's query, decoded, read into its type.
fn query<T: shared::validation::Readable>(request: &Request) -> Result<T, Stop> {
    Ok(shared::validation::read_query(bounds::parameters(request)?)?)
}

#[cfg(test)]
mod card_fixture;
#[cfg(test)]
mod provider_fixture;
#[cfg(test)]
mod staff_fixture;
#[cfg(test)]
mod till_fixture;
#[cfg(test)]
mod waitlist_fixture;

#[cfg(test)]
#[path = "hardening_tests.rs"]
mod hardening_tests;
#[cfg(test)]
#[path = "hosted_tests.rs"]
mod hosted_tests;
#[cfg(test)]
#[path = "kept_tests.rs"]
mod kept_tests;
#[cfg(test)]
#[path = "manage_tests.rs"]
mod manage_tests;
#[cfg(test)]
#[path = "openapi_tests.rs"]
mod openapi_tests;
#[cfg(test)]
#[path = "http_tests.rs"]
mod tests;
