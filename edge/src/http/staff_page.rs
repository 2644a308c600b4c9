//! The restaurant's own page `/staff/{venue}`, by which its staff run an evening. It is the same for all and holds no data:
//! the program in it asks for the session, and leads to the page for signing in where there is none.

use askama::Template;
use shared::locale::Language;

use super::endpoint::{Access, AdmittedRequest, Endpoint, Handler};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Docs, Parameter, Schema, Tag};
use super::pages::{page, rendered};
use super::{Reply, Request, language, own_origin, plain_page};
use crate::localization::texts;
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
        ..PAGE
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
        ..PAGE
    },
];

const PAGE: Endpoint = Endpoint {
    path: "/staff/{venue}",
    route: "page.staff",
    access: Access::Page,
    handler: Handler::Api(|call| Box::pin(async move { answer(&call) })),
    #[cfg(test)]
    docs: Docs {
        tag: Tag::Pages,
        id: "getStaffPage",
        summary: "The restaurant's own page",
        description: "For the staff who run an evening. It holds no data: its program asks for the session and for \
            what its person may see.",
        parameters: &[Parameter::optional(
            "language",
            "The page's language, as a tag (BCP 47).",
            Schema::TEXT,
        )],
        ..Docs::UNDESCRIBED
    },
    ..Endpoint::DEFAULT
};

/// The languages of the program, the first for readers of none of them.
const LANGUAGES: [&str; 6] = ["en", "de", "es", "fr", "it", "nl"];

/// The page.
#[derive(Template)]
#[template(path = "staff.html")]
struct StaffPage<'a> {
    language: &'static str,
    venue: &'a VenueSettings,
    assets: &'a str,
    needs_script: &'static str,
}

fn answer(call: &AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let venue = call.venue()?;
    let language = spoken(language::wanted(call.request).iter().chain(&venue.locales));
    let tag = Language::parse(language).ok();
    let content = StaffPage {
        language,
        venue,
        assets: call.context.assets,
        needs_script: texts(&tag).page_needs_script,
    };
    let reply = page(rendered(&content)?, &policy(call.request), false);
    Ok(plain_page::with_own_referrer(reply))
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
