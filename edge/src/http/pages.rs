//! Pages for people: what they may load, and the demo restaurant's, which embeds the widget by the
//! script tag, as any other page would. It must not know the widget.

use data_encoding::BASE64;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, VARY};
use sha2::{Digest, Sha256};

use super::route::Page;
use super::{Context, Reply};
use crate::config::{System, VenueSettings};

const DEMO: &str = include_str!("../../pages/demo.html");
const DEMO_GERMAN: &str = include_str!("../../pages/demo.de.html");

/// What our own pages may load: their own files and nothing else. The widget runs under it too,
/// which shows that it can run under the policy of a careful restaurant.
const POLICY: &str = "default-src 'none'; font-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Where Cloudflare's check against robots comes from.
const TURNSTILE: &str = "https://challenges.cloudflare.com";

/// The policy, with what this venue's page needs beside: the one style sheet within it, by its hash, its check
/// against robots, and the pictures that a remote system keeps on hosts of its own.
fn policy(venue: Option<&VenueSettings>, sheet: Option<&str>) -> String {
    let styles = match sheet {
        Some(sheet) => {
            let hash = BASE64.encode(&Sha256::digest(sheet));
            format!("style-src 'self' 'sha256-{hash}'")
        }
        None => "style-src 'self'".to_owned(),
    };
    let scripts = "script-src 'self' 'wasm-unsafe-eval'";
    let images = match venue.and_then(VenueSettings::system) {
        Some(System::Molzait(_)) => "img-src 'self' data: https:",
        Some(System::Engine(_)) | None => "img-src 'self' data:",
    };
    if venue.is_some_and(|venue| venue.turnstile.is_some()) {
        format!("{POLICY}; {styles}; {images}; {scripts} {TURNSTILE}; frame-src {TURNSTILE}")
    } else {
        format!("{POLICY}; {styles}; {images}; {scripts}")
    }
}

/// A demo restaurant's page.
pub fn demo(page_of: &Page, context: &Context<'_>) -> Reply {
    let html = match page_of {
        Page::DemoGerman => DEMO_GERMAN,
        Page::Demo | Page::Booking(_) | Page::Pay(..) => DEMO,
    };
    page(html.replace("{{assets}}", context.assets), None, None, false)
}

/// A page of ours, with the style sheet that stands in it. What holds something personal is kept nowhere.
pub fn page(html: String, venue: Option<&VenueSettings>, sheet: Option<&str>, is_personal: bool) -> Reply {
    let mut reply = Reply::new(html.into_bytes());
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    let kept = if is_personal { "no-store" } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(VARY, HeaderValue::from_static("Accept-Language"));
    // Made of fixed parts: it always is a header's value.
    if let Ok(policy) = HeaderValue::from_str(&policy(venue, sheet)) {
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
