//! GET `/v1/venues/{venue}/fragment`: the widget's first screen as HTML, with the data it was rendered from.

use std::cell::RefCell;

use http::StatusCode;
#[cfg(test)]
use shared::fragment::Fragment;
use shared::fragment::FragmentQuery;
use shared::locale::Language;
use shared::problem::{Problem, ProblemCode};
use shared::validation::{FieldCode, FieldError};

use super::endpoint::{AdmittedRequest, Caching, Endpoint, Handler, RateLimit};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};
use super::{Context, Reply, json, own_origin, problem};
use crate::error::VenueError;
use crate::limits::Class;
use crate::render::{Backend, Prefill, Reader, Session, Setup};

/// The endpoint of the fragment.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint {
    path: "/v1/venues/{venue}/fragment",
    route: "fragment",
    rate_limit: RateLimit::Isolate(Class::Read),
    caching: Caching::Shared,
    handler: Handler::Api(|call| Box::pin(get(call))),
    #[cfg(test)]
    docs: Docs {
        tag: Tag::Availability,
        id: "getFragment",
        summary: "The widget's first screen",
        description: "HTML for an element in the widget's shadow root, with the data it was rendered from and the \
            addresses of style, JavaScript and WebAssembly. Parameters are a page's settings: what cannot be read of \
            them is left to the guest.",
        parameters: &[
            Parameter::optional(
                "view",
                "The view; there is one.",
                Schema::Literal(r#"{ "const": "reservation" }"#),
            ),
            Parameter::optional(
                "language",
                "A language tag with the region that decides how dates and money are written, as browsers name it. \
                    Without a region the venue's counts. English if left out.",
                SETTING,
            ),
            Parameter::optional("experienceId", "The experience chosen beforehand.", SETTING),
            Parameter::optional("attendees", "The number of guests chosen beforehand.", SETTING),
            Parameter::optional("date", "The day chosen beforehand, `YYYY-MM-DD`.", SETTING),
            Parameter::optional("time", "The time chosen beforehand, such as `19:30`.", SETTING),
            Parameter::optional("color", "The accent colour, `#rrggbb`.", SETTING),
        ],
        response: Content::json::<Fragment>(""),
        ..Docs::UNDESCRIBED
    },
    ..Endpoint::DEFAULT
}];

#[cfg(test)]
const SETTING: Schema = Schema::Literal(r#"{ "type": "string", "maxLength": 100 }"#);

/// The one supported view.
const VIEW: &str = "reservation";
/// The longest setting, in bytes.
const MAX_BYTES: usize = 100;

/// The widget's first screen.
async fn get(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let (venue, context) = (call.venue()?, call.context);
    let query: FragmentQuery = call.query()?;
    check(&query)?;
    let language = query.language.as_deref().map(Language::parse);
    let wanted = language.and_then(Result::ok);
    let reader = Reader::of(wanted.as_slice(), venue).ok_or(ProblemCode::Internal)?;
    let origin = own_origin(call.request).unwrap_or_default();
    let client = call.venue_client()?;
    let failed = RefCell::new(None);
    let backend = Backend {
        settings: venue,
        provider: &client,
        addresses: context.addresses(&origin),
        clock: context.clock,
        server_timing: context.server_timing,
        now: context.now,
        is_suspended: call.is_suspended,
        to_problem: &|error| problem_of(error, &failed, context),
    };
    let text = |setting: &Option<String>| setting.clone().unwrap_or_default();
    let setup = Setup {
        venue: venue.id.clone(),
        language: reader.language.clone(),
        prefill: Prefill::read(
            &text(&query.experience_id),
            &text(&query.attendees),
            &text(&query.date),
            &text(&query.time),
        ),
    };
    let session = Session::first(backend, setup).await;
    let hosted = [origin.as_str(), "/book/", venue.id.as_str()].concat();
    let drawing = session.draw(&reader, Some(hosted), None, query.color.as_deref());
    match session.fragment(drawing, reader) {
        Some(fragment) => Ok(json(StatusCode::OK, &fragment)),
        None => Err(failed.take().unwrap_or_else(|| ProblemCode::Internal.into())),
    }
}

/// The problem of an error, which the screen shows. Also stored in `failed`: the response's error if no screen can be
/// rendered.
fn problem_of(error: VenueError, failed: &RefCell<Option<ApiError>>, context: &Context<'_>) -> Problem {
    // A screen with an error is not cached.
    context.server_timing.holds_for(0);
    let (problem, cause) = problem::of_provider(error);
    *failed.borrow_mut() = Some(ApiError {
        problem: Box::new(problem.clone()),
        cause,
    });
    problem
}

/// Checks the query's parameters beyond their types.
fn check(query: &FragmentQuery) -> Result<(), ApiError> {
    let is_long = |text: &Option<String>| text.as_ref().is_some_and(|text| text.len() > MAX_BYTES);
    let faults: Vec<_> = [
        (
            query.view.as_ref().is_some_and(|view| view != VIEW),
            "/view",
            FieldCode::NotOffered,
        ),
        (is_long(&query.language), "/language", FieldCode::TooLong),
        (is_long(&query.experience_id), "/experienceId", FieldCode::TooLong),
        (is_long(&query.attendees), "/attendees", FieldCode::TooLong),
        (is_long(&query.date), "/date", FieldCode::TooLong),
        (is_long(&query.time), "/time", FieldCode::TooLong),
        (is_long(&query.color), "/color", FieldCode::TooLong),
    ]
    .into_iter()
    .filter(|(is_faulty, ..)| *is_faulty)
    .map(|(_, pointer, code)| FieldError::new(pointer, code))
    .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::fields(faults).into())
    }
}
