//! Pages for people: how they are answered, and the first one. It must not know the widget.

use askama::Template;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, VARY};
use shared::problem::ProblemCode;

use super::page_policy::policy;
use super::route::Page;
use super::{Context, Reply, Stop};

/// Says what this host is for, and names no venue.
#[derive(Template)]
#[template(path = "host.html")]
struct Host<'a> {
    assets: &'a str,
}

/// The demo restaurant's page, which embeds the widget by the script tag as any other page would. A release has
/// none.
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

/// The demo restaurant's page, where this build has it.
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

/// The first page.
pub fn front(wanted: &Page, context: &Context<'_>) -> Result<Reply, Stop> {
    let (is_german, assets) = (*wanted == Page::FrontGerman, context.assets);
    let html = match context.demo.and_then(|_| demo(is_german, assets)) {
        Some(html) => html,
        None if is_german => return Err(ProblemCode::NotFound.into()),
        None => rendered(&Host { assets })?,
    };
    Ok(page(html, &policy(None, None, context.variable), false))
}

/// The HTML of a template, which has escaped what it was given.
pub fn rendered(template: &impl Template) -> Result<String, Stop> {
    template.render().map_err(|_| ProblemCode::Internal.into())
}

/// A page of ours under its policy. What holds something personal is kept nowhere.
pub fn page(html: String, policy: &str, is_personal: bool) -> Reply {
    let mut reply = Reply::new(html.into_bytes());
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    let kept = if is_personal { "no-store" } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(VARY, HeaderValue::from_static("Accept-Language"));
    // Made of fixed parts: it always is a header's value.
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    reply
}

#[cfg(test)]
#[path = "pages_tests.rs"]
mod tests;
