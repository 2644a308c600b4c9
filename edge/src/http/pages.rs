//! HTML pages: the first page of the host, and the response of a page.

use askama::Template;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, VARY};
use shared::problem::ProblemCode;

use super::endpoint::{Access, Endpoint, Handler};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Docs, Tag};
use super::page_policy::policy;
use super::{Context, Reply};

/// The endpoints of the first page.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/",
        route: "page.front",
        access: Access::Page,
        handler: Handler::Api(|call| Box::pin(async move { front(false, call.context) })),
        #[cfg(test)]
        docs: Docs {
            tag: Tag::Pages,
            id: "getDemoPage",
            summary: "A demo restaurant's page",
            description: "In English, with the widget embedded by the script tag. Where demonstrations are not \
                allowed, a page that says what this host is for.",
            ..Docs::UNDESCRIBED
        },
        ..Endpoint::DEFAULT
    },
    Endpoint {
        path: "/de",
        route: "page.front",
        access: Access::Page,
        handler: Handler::Api(|call| Box::pin(async move { front(true, call.context) })),
        #[cfg(test)]
        docs: Docs {
            tag: Tag::Pages,
            id: "getDemoPageInGerman",
            summary: "A demo restaurant's page, in German",
            description: "The same in German. Not found where demonstrations are not allowed.",
            problems: &[ProblemCode::NotFound],
            ..Docs::UNDESCRIBED
        },
        ..Endpoint::DEFAULT
    },
];

/// The page of a host without demonstrations: says what the host is for, and names no venue.
#[derive(Template)]
#[template(path = "host.html")]
struct Host<'a> {
    assets: &'a str,
}

/// The demo restaurant's page, which embeds the widget by the script tag as any other page would. A release does not
/// contain it.
#[cfg(feature = "demo")]
#[derive(Template)]
#[template(path = "demo.html")]
struct Demo<'a> {
    assets: &'a str,
}

/// The same in German.
#[cfg(feature = "demo")]
#[derive(Template)]
#[template(path = "demo.de.html")]
struct GermanDemo<'a> {
    assets: &'a str,
}

/// The demo restaurant's page, if this build contains it.
#[cfg(feature = "demo")]
fn demo(is_german: bool, assets: &str) -> Option<String> {
    let html = if is_german {
        GermanDemo { assets }.render()
    } else {
        Demo { assets }.render()
    };
    html.ok()
}

#[cfg(not(feature = "demo"))]
fn demo(_: bool, _: &str) -> Option<String> {
    None
}

fn front(is_german: bool, context: &Context<'_>) -> Result<Reply, ApiError> {
    let assets = context.assets;
    let html = match context.demo.and_then(|_| demo(is_german, assets)) {
        Some(html) => html,
        None if is_german => return Err(ProblemCode::NotFound.into()),
        None => rendered(&Host { assets })?,
    };
    Ok(page(html, &policy(None, None, context.variable), false))
}

/// Renders a template, which escapes its values.
pub fn rendered(template: &impl Template) -> Result<String, ApiError> {
    template.render().map_err(|_| ProblemCode::Internal.into())
}

/// A page under its Content-Security-Policy. One with personal data may not be stored by any cache.
pub fn page(html: String, policy: &str, is_personal: bool) -> Reply {
    let mut reply = Reply::new(html.into_bytes());
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    let caching = if is_personal { "no-store" } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(VARY, HeaderValue::from_static("Accept-Language"));
    // A policy of fixed parts is always a valid header value.
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    reply
}

#[cfg(test)]
#[path = "pages_tests.rs"]
mod tests;
