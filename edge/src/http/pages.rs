//! Pages for people: how they are answered, and the demo restaurant's, which embeds the widget by the
//! script tag, as any other page would. It must not know the widget.

use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, VARY};

use super::page_policy::policy;
use super::route::Page;
use super::{Context, Reply};

const DEMO: &str = include_str!("../../pages/demo.html");
const DEMO_GERMAN: &str = include_str!("../../pages/demo.de.html");

/// A demo restaurant's page.
pub fn demo(page_of: &Page, context: &Context<'_>) -> Reply {
    let html = match page_of {
        Page::DemoGerman => DEMO_GERMAN,
        Page::Demo | Page::Booking(_) | Page::Pay(..) | Page::House(_) => DEMO,
    };
    let html = html.replace("{{assets}}", context.assets);
    page(html, &policy(None, None, context.variable), false)
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
