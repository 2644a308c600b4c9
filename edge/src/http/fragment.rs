//! GET `/v1/venues/{venue}/fragment`. It must not know how a screen is drawn.

use std::cell::RefCell;

use config::VenueSettings;
use http::StatusCode;
use shared::fragment::FragmentQuery;
use shared::locale::Language;
use shared::problem::{Problem, ProblemCode};
use shared::validation::{FieldCode, FieldError};

use super::{Context, Reply, Request, Stop, json, own_origin, problem, query};
use crate::provider::{Provider, ProviderError};
use crate::render::{Ground, Prefill, Reader, Session, Setup};

/// The only view there is.
const VIEW: &str = "reservation";
/// The longest setting worth reading.
const MAX_BYTES: usize = 100;

/// The widget's first screen, with the data it was drawn from.
pub async fn get(
    request: &Request,
    venue: &VenueSettings,
    provider: &dyn Provider,
    context: &Context<'_>,
) -> Result<Reply, Stop> {
    let query: FragmentQuery = query(request)?;
    check(&query)?;
    let language = query.language.as_deref().map(Language::parse);
    let wanted = language.and_then(Result::ok);
    let reader = Reader::of(wanted.as_slice()).ok_or(ProblemCode::Internal)?;
    let origin = own_origin(request).unwrap_or_default();
    let failed = RefCell::new(None);
    let ground = Ground {
        settings: venue,
        provider,
        addresses: context.addresses(&origin),
        now: context.now,
        tell: &|error| tell(error, &failed, context),
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
    let session = Session::first(ground, setup).await;
    let hosted = [origin.as_str(), "/book/", venue.id.as_str()].concat();
    let drawing = session.draw(&reader, Some(hosted), None, query.color.as_deref());
    match session.fragment(drawing, reader) {
        Some(fragment) => Ok(json(StatusCode::OK, &fragment)),
        None => Err(failed.take().unwrap_or_else(|| ProblemCode::Internal.into())),
    }
}

/// What the guest is told of an error; the log is told by what stops the request, if it does.
fn tell(error: ProviderError, failed: &RefCell<Option<Stop>>, context: &Context<'_>) -> Problem {
    // Nobody else should see what failed for this guest.
    context.marks.holds_for(0);
    let (problem, cause) = problem::of_provider(error);
    *failed.borrow_mut() = Some(Stop {
        problem: Box::new(problem.clone()),
        cause,
    });
    problem
}

/// What the types of the query's parameters do not say.
fn check(query: &FragmentQuery) -> Result<(), Stop> {
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
