//! Mounts a booking, and carries out its effects.

use std::sync::Arc;

use leptos::prelude::{RenderHtml, WithUntracked};
use shared::reservation::Reservation;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

use super::host::{Browser, now};
use super::{Host, Mounted, Perform, Runtime, context, place};
use crate::api::{HttpClient, Request, read_fragment, reservations_path, write};
use crate::flow::{Effect, Event, Flow, Prefill, Setup, State};
use crate::hydrate::restore;
use crate::i18n::{CachedFormats, take};
use crate::ui::{fits, focus_id, view};

/// Puts a widget into `root`, an element within the host's shadow root.
///
/// The settings of `host` are: `restaurant`, `words` (the texts of the guest's language, as they are
/// delivered), `languages` (the wanted ones, separated by commas, the best first, and at the end the one that the edge
/// has answered in, with its region), `hosted` (the address of the restaurant's own page), the prefill `experience`,
/// `attendees`, `date`, `time`, `color`, and `fragment`, what the edge has answered to a question for the first screen.
/// Where that screen stands in `root` already, it is taken over as it is. Throws `restaurant` where that is no venue's
/// id, and `words` where those are not this build's.
#[wasm_bindgen]
pub fn mount(root: &HtmlElement, host: Host, http: HttpClient) -> Result<Mounted, JsValue> {
    let venue = host.venue()?;
    let texts = take(&host.get("words")).ok_or_else(|| JsValue::from_str("words"))?;
    let language = host.formatting_language(texts.language)?;
    let setup = Setup {
        venue: venue.clone(),
        language: language.clone(),
        prefill: Prefill::read(
            &host.get("experience"),
            &host.get("attendees"),
            &host.get("date"),
            &host.get("time"),
        ),
    };
    let fragment = read_fragment(&host.get("fragment"))
        .filter(|fragment| fragment.language == language && fragment.venue.id == venue);
    let is_drawn = fragment.is_some();
    let (cached, (state, effects)) = match fragment {
        Some(mut fragment) => (
            std::mem::take(&mut fragment.formatted),
            restore(setup, fragment, now()),
        ),
        None => (CachedFormats::new(), State::start(setup)),
    };
    let runtime = Runtime::new(state, Browser::new(http, host, root, venue));
    let (dispatcher, state) = (runtime.clone(), runtime.state.clone());
    let send = Arc::new(move |event| dispatcher.dispatch(event));
    let context = context(&runtime.browser.host, texts, language, cached, send);
    let fits = is_drawn && state.with_untracked(|state| fits(state, &context, root));
    let draw = || {
        let view = view(state, context);
        if fits {
            view.hydrate_from::<true>(root)
        } else {
            place(view, root)
        }
    };
    Ok(runtime.mount(draw, effects))
}

impl Perform for State {
    async fn perform(effect: Effect, browser: Browser) -> Option<Event> {
        let Browser { http, venue, .. } = &browser;
        Some(match effect {
            Effect::AskVenue(number, venue) => Event::VenueAnswered(number, http.venue(&venue).await),
            Effect::AskCalendar(number, question) => {
                Event::CalendarAnswered(number, http.calendar(venue, &question).await)
            }
            Effect::AskSlots(number, question) => {
                Event::SlotsAnswered(number, http.slots(venue, &question).await)
            }
            Effect::AskBalance(number, code) => {
                Event::BalanceAnswered(number, http.balance(venue, code).await)
            }
            Effect::Reserve(number, key, request) => {
                let path = reservations_path(venue);
                let request = Request {
                    key: key.as_str(),
                    body: &write(&*request),
                    ..Request::new("POST", &path)
                };
                Event::ReservationAnswered(number, http.read::<Box<Reservation>>(request).await)
            }
            Effect::Focus(focus) => {
                browser.focus(&focus_id(focus)).await;
                return None;
            }
            Effect::Emit(_) => return None,
        })
    }
}
