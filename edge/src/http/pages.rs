//! Pages for people: the demo restaurant and the hosted booking page. It must not know the widget:
//! a page embeds it by the script tag, as any other page would.

use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, VARY};
use shared::locale::{Language, negotiate};
use shared::problem::Code;

use super::route::Page;
use super::{Context, Reply, Request, Stop, language};
use crate::config::{System, VenueSettings};

const DEMO: &str = include_str!("../../pages/demo.html");
const DEMO_GERMAN: &str = include_str!("../../pages/demo.de.html");
const BOOKING: &str = include_str!("../../pages/hosted.html");

/// What our own pages may load: their own files and nothing else. The widget runs under it too,
/// which shows that it can run under the policy of a careful restaurant.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Where Cloudflare's check against robots comes from.
const TURNSTILE: &str = "https://challenges.cloudflare.com";

/// The policy, with what this venue's page needs beside: its check against robots, and the pictures
/// that a remote system keeps on hosts of its own.
fn policy(venue: Option<&VenueSettings>) -> String {
    let scripts = "script-src 'self' 'wasm-unsafe-eval'";
    let images = match venue.and_then(VenueSettings::system) {
        Some(System::Molzait(_)) => "img-src 'self' data: https:",
        Some(System::Engine(_)) | None => "img-src 'self' data:",
    };
    if venue.is_some_and(|venue| venue.turnstile.is_some()) {
        format!("{POLICY}; {images}; {scripts} {TURNSTILE}; frame-src {TURNSTILE}")
    } else {
        format!("{POLICY}; {images}; {scripts}")
    }
}

/// The page.
pub fn answer(
    request: &Request,
    page: &Page,
    venue: Option<&VenueSettings>,
    context: &Context<'_>,
) -> Result<Reply, Stop> {
    let html = match page {
        Page::Demo => DEMO.replace("{{assets}}", context.assets),
        Page::DemoGerman => DEMO_GERMAN.replace("{{assets}}", context.assets),
        Page::Booking(_) => {
            let venue = venue.ok_or(Code::VenueNotFound)?;
            let wanted = language::wanted(request);
            let language = negotiate(&wanted, &venue.locales).map_or("en", Language::as_str);
            BOOKING
                .replace("{{assets}}", context.assets)
                .replace("{{venueId}}", &escape(venue.id.as_str()))
                .replace("{{venueName}}", &escape(&venue.name))
                .replace("{{language}}", &escape(language))
        }
    };
    let mut reply = Reply::new(html.into_bytes());
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(VARY, HeaderValue::from_static("Accept-Language"));
    // Made of fixed parts: it always is a header's value.
    if let Ok(policy) = HeaderValue::from_str(&policy(venue)) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    Ok(reply)
}

/// The text, safe as an HTML text or a quoted attribute.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
