//! The restaurant's own page `/staff/{venue}`, by which its staff run an evening. Its program asks for the session, and leads to
//! the page for signing in where there is none. The document is the same for all and holds no data but for a person who is
//! signed in: it has the list of the evening then, which stands until the program has drawn its own.

use std::time::Duration;

use askama::Template;
use futures_util::future::join;
use http::header::{CACHE_CONTROL, HeaderValue};
use shared::access::Permission;
use shared::locale::Language;
use shared::time::Day;

use super::admission::{KeyOutcome, browser};
use super::endpoint::{Access, AdmittedRequest, Endpoint, Handler};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Docs, Parameter, Schema, Tag};
use super::pages::{page, rendered};
use super::{Reply, Request, language, own_origin, plain_page};
use crate::error::VenueError;
use crate::localization::texts;
use crate::render::{self, FirstList};
use crate::upstream::deadline;
use config::VenueSettings;

/// The endpoints: the page's screens, which are one program.
pub const ENDPOINTS: &[Endpoint] = &[
    PAGE,
    Endpoint {
        path: "/staff/{venue}/tables",
        route: "page.staff_tables",
        #[cfg(test)]
        docs: Docs {
            id: "getStaffTablesPage",
            summary: "The restaurant's own page, by table",
            ..PAGE.docs
        },
        ..WITHOUT_LIST
    },
    Endpoint {
        path: "/staff/{venue}/plan",
        route: "page.staff_plan",
        #[cfg(test)]
        docs: Docs {
            id: "getStaffPlanPage",
            summary: "The restaurant's own page, as the floor plan",
            ..PAGE.docs
        },
        ..WITHOUT_LIST
    },
];

const PAGE: Endpoint = Endpoint {
    path: "/staff/{venue}",
    route: "page.staff",
    access: Access::Page,
    handler: Handler::Api(|call| Box::pin(answer(call))),
    #[cfg(test)]
    docs: Docs {
        tag: Tag::Pages,
        id: "getStaffPage",
        summary: "The restaurant's own page",
        description: "For the staff who run an evening. Its program asks for the session and for what its person may \
            see. With the cookie of a session it has the list of the evening already; without one it holds no data.",
        parameters: &[Parameter::optional(
            "language",
            "The page's language, as a tag (BCP 47).",
            Schema::TEXT,
        )],
        ..Docs::UNDESCRIBED
    },
    ..Endpoint::DEFAULT
};

/// A screen that its program alone draws.
const WITHOUT_LIST: Endpoint = Endpoint {
    handler: Handler::Api(|call| Box::pin(async move { document(&call, spoken_to(&call)?, None) })),
    ..PAGE
};

/// The languages of the program, the first for readers of none of them.
const LANGUAGES: [&str; 6] = ["en", "de", "es", "fr", "it", "nl"];

/// How long the document waits for the list. After that it would be slower with it than without.
const LIST_WAIT: Duration = Duration::from_millis(700);

/// The page.
#[derive(Template)]
#[template(path = "staff.html")]
struct StaffPage<'a> {
    language: &'static str,
    venue: &'a VenueSettings,
    assets: &'a str,
    needs_script: &'static str,
    list: Option<&'a FirstList>,
}

async fn answer(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let language = spoken_to(&call)?;
    let list = first_list(&call, language).await;
    document(&call, language, list.as_ref())
}

/// The document. With a list it is for its reader alone.
fn document(
    call: &AdmittedRequest<'_, '_>,
    language: &'static str,
    list: Option<&FirstList>,
) -> Result<Reply, ApiError> {
    let tag = Language::parse(language).ok();
    let content = StaffPage {
        language,
        venue: call.venue()?,
        assets: call.context.assets,
        needs_script: texts(&tag).page_needs_script,
        list,
    };
    let mut reply = page(rendered(&content)?, &policy(call.request), list.is_some());
    if list.is_some() {
        let caching = HeaderValue::from_static("private, no-store");
        reply.headers_mut().insert(CACHE_CONTROL, caching);
    }
    Ok(plain_page::with_own_referrer(reply))
}

/// The list of the day that the address names, or of the evening that goes on, for the person who is signed in. None without a
/// valid session, at a venue that is suspended or whose reservations are another system's, and where it does not come in
/// time: the program finds out what there is to say.
async fn first_list(call: &AdmittedRequest<'_, '_>, language: &str) -> Option<FirstList> {
    let venue = call.venue.filter(|_| !call.is_suspended)?;
    let (request, context) = (call.request, call.context);
    let needed = (venue, Permission::ReadReservations);
    let admission = browser::admission(&PAGE, request, needed, context).ok()??;
    let client = (context.venue_client)(venue).with_staff(admission.staff.clone());
    let until = context.clock.elapsed() + LIST_WAIT;
    let read = join(client.staff_day(day_of_address(request)), client.identity());
    let (day, identity) = deadline::until(context.clock, until, read).await?;
    let is_refusal = |error: &VenueError| *error == VenueError::Unauthorized;
    admission.count_key_outcome(request, Some(venue), context, KeyOutcome::of(&day, is_refusal));
    let (day, identity) = (day.ok()?, identity.ok()?);
    let wanted = language::wanted(request);
    let language = Language::parse(language).ok()?;
    Some(render::first_list(day, &identity.permissions, &language, &wanted))
}

/// The day that the address names, as the program reads it.
fn day_of_address(request: &Request) -> Option<Day> {
    let query = request.uri().query().unwrap_or_default();
    let (_, day) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "day")?;
    Day::parse(&day).ok()
}

/// The language in which the page speaks to its reader.
fn spoken_to(call: &AdmittedRequest<'_, '_>) -> Result<&'static str, ApiError> {
    let venue = call.venue()?;
    Ok(spoken(
        language::wanted(call.request).iter().chain(&venue.locales),
    ))
}

/// The first of these languages that the program has texts in.
fn spoken<'a>(wanted: impl Iterator<Item = &'a Language>) -> &'static str {
    let mut known = wanted.filter_map(|want| LANGUAGES.into_iter().find(|tag| *tag == want.primary()));
    known.next().unwrap_or(LANGUAGES[0])
}

/// The Content-Security-Policy of the page: its own files, and its own API with the stream of changes. Browsers before 2022
/// do not take `'self'` for the address of a WebSocket, so it is written out. No code may be made of a text; the program's
/// own policy of Trusted Types allows markup, which Leptos makes of its templates.
fn policy(request: &Request) -> String {
    let stream = own_origin(request)
        .and_then(|origin| origin.strip_prefix("http").map(|rest| format!(" ws{rest}")))
        .unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src \
         'self'; connect-src 'self'{stream}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types default"
    )
}

#[cfg(test)]
#[path = "staff_page_tests.rs"]
mod tests;
