//! Pages for people: how they are answered, and the first one. It must not know the widget.

use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, VARY};
use shared::problem::Code;

use super::page_policy::policy;
use super::route::Page;
use super::{Context, Reply, Stop};

/// Says what this host is for, and names no venue.
const HOST: &str = include_str!("../../pages/host.html");

/// The demo restaurant's page, which embeds the widget by the script tag as any other page would; in English and
/// in German. A release has neither.
#[cfg(feature = "demo")]
const DEMO: Option<[&str; 2]> = Some([
    include_str!("../../pages/demo.html"),
    include_str!("../../pages/demo.de.html"),
]);
#[cfg(not(feature = "demo"))]
const DEMO: Option<[&str; 2]> = None;

/// The first page.
pub fn front(wanted: &Page, context: &Context<'_>) -> Result<Reply, Stop> {
    let demo = DEMO.filter(|_| context.demo.is_some());
    let html = match (wanted, demo) {
        (Page::FrontGerman, Some([_, german])) => german,
        (Page::FrontGerman, None) => return Err(Code::NotFound.into()),
        (_, Some([english, _])) => english,
        (_, None) => HOST,
    };
    let html = html.replace("{{assets}}", context.assets);
    Ok(page(html, &policy(None, None, context.variable), false))
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

/// The text, safe as an HTML text or a quoted attribute.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
#[path = "pages_tests.rs"]
mod tests;
