//! Mounts a self-service view: a booking with extras, the guest's own reservation, gift cards or the waitlist.

mod browser;
mod extras;
mod gift_cards;
mod manage;
mod waitlist;

use std::sync::Arc;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

use super::host::{Browser, now};
use super::{Host, Mounted, Perform, Runtime, context, place};
use crate::api::{HttpClient, Request};
use crate::flow::Prefill;
use crate::i18n::{CachedFormats, SelfServiceTexts, Texts, take_self_service};
use crate::self_service::extras::BookingWithExtras;
use crate::self_service::gift_cards::GiftCards;
use crate::self_service::manage::Manage;
use crate::self_service::waitlist::Waitlist;
use crate::self_service::{Link, Opening};
use crate::ui::{SelfServiceView, ViewContext, view};

/// Puts a view into `root`, an element within the host's shadow root.
///
/// The settings of `host` are those of the booking's `mount`, with `view` (`extras`, `manage`, `gift-card`, `waitlist`)
/// and `link` (`ID.TOKEN` of a reservation, an order or a waitlist entry), and without `fragment`. Throws `restaurant`
/// where that is no venue's id, and `words` where those are not this build's.
#[wasm_bindgen]
pub fn mount(root: &HtmlElement, host: Host, http: HttpClient) -> Result<Mounted, JsValue> {
    let venue = host.venue()?;
    let words = take_self_service(&host.get("words")).ok_or_else(|| JsValue::from_str("words"))?;
    let opening = Opening {
        language: host.formatting_language(words.0.language)?,
        link: Link::read(&host.get("link")),
        choice: Prefill::read(
            &host.get("experience"),
            &host.get("attendees"),
            &host.get("date"),
            &host.get("time"),
        ),
        has_paid: !host.get("paid").is_empty(),
        now: now(),
        venue: venue.clone(),
    };
    let name = host.get("view");
    let browser = Browser::new(http, host, root, venue);
    Ok(match name.as_str() {
        "extras" => show::<BookingWithExtras>(opening, words, browser),
        "gift-card" => show::<GiftCards>(opening, words, browser),
        "waitlist" => show::<Waitlist>(opening, words, browser),
        _ => show::<Manage>(opening, words, browser),
    })
}

fn show<V: SelfServiceView<Setup = Opening> + Perform>(
    opening: Opening,
    (texts, words): (&'static Texts, &'static SelfServiceTexts),
    browser: Browser,
) -> Mounted {
    let language = opening.language.clone();
    let (state, effects) = V::start(opening);
    let runtime = Runtime::new(state, browser);
    let (dispatcher, of_booking) = (runtime.clone(), runtime.clone());
    let send = Arc::new(move |event| {
        if let Some(event) = V::of_booking(event) {
            of_booking.dispatch(event);
        }
    });
    let context = ViewContext {
        context: context(&runtime.browser.host, texts, language, CachedFormats::new(), send),
        words,
        send: Arc::new(move |event| dispatcher.dispatch(event)),
    };
    let (state, root) = (runtime.state.clone(), runtime.browser.root.clone());
    runtime.mount(|| place(view(state, context), &root), effects)
}

/// A request with the token of a link.
fn with_link<'a>(method: &'a str, path: &'a str, link: &'a Link) -> Request<'a> {
    Request {
        bearer: link.token(),
        ..Request::new(method, path)
    }
}
