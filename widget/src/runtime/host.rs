//! The browser as every view uses it: the page's element, the HTTP client, the focus and the clock.

use any_spawner::Executor;
use leptos::task::tick;
use shared::id::VenueId;
use shared::locale::Language;
use shared::time::Instant;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use crate::api::HttpClient;
use crate::i18n::formatting_language;
use crate::ui::trust;

#[wasm_bindgen]
extern "C" {
    /// The element on the page, as the loader hands it over.
    #[derive(Clone)]
    pub type Host;

    /// A setting by its name; empty if it was not set.
    #[wasm_bindgen(method)]
    pub(super) fn get(this: &Host, name: &str) -> String;

    /// Dispatches a custom event with a detail written in JSON.
    #[wasm_bindgen(method)]
    pub(super) fn tell(this: &Host, name: &str, detail: &str);

    /// HTML as the page's policy for Trusted Types makes it; a text where there is none.
    #[wasm_bindgen(method)]
    fn html(this: &Host, text: &str) -> JsValue;

    /// Adopts a style sheet beside the widget's own, in place of the one before.
    #[wasm_bindgen(method)]
    pub(super) fn adopt(this: &Host, css: &str);
}

impl Host {
    /// The venue that the page names. Throws `restaurant` where that is no venue's id.
    pub(super) fn venue(&self) -> Result<VenueId, JsValue> {
        VenueId::parse(&self.get("restaurant")).map_err(|_| JsValue::from_str("restaurant"))
    }

    /// The language and region that a reader of `language` has days and prices formatted by.
    pub(super) fn formatting_language(&self, language: &str) -> Result<Language, JsValue> {
        let tags: Vec<_> = self
            .get("languages")
            .split(',')
            .filter_map(|tag| Language::parse(tag).ok())
            .collect();
        formatting_language(language, &tags).ok_or(JsValue::NULL)
    }
}

/// The dependencies of effects. They belong to the browser's one thread.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(super) http: HttpClient,
    pub(super) host: Host,
    pub(super) root: HtmlElement,
    pub(super) venue: VenueId,
}

impl Browser {
    /// Prepares what every view on the page shares, once or again.
    pub(super) fn new(http: HttpClient, host: Host, root: &HtmlElement, venue: VenueId) -> Self {
        // Another widget on the page may have done it already.
        let _ = Executor::init_wasm_bindgen();
        let policy = host.clone();
        trust(move |html| policy.html(html));
        Self {
            http,
            host,
            root: root.clone(),
            venue,
        }
    }

    /// Moves the focus to the element of this id, once the views have drawn the state that asked for it.
    pub(super) async fn focus(&self, id: &str) {
        let selector = ["#", id].concat();
        tick().await;
        if let Ok(Some(element)) = self.root.query_selector(&selector) {
            let _ = element.unchecked_into::<HtmlElement>().focus();
        }
    }
}

/// The browser's clock, to the second.
#[expect(clippy::cast_possible_truncation, reason = "seconds since 1970 are few")]
pub(super) fn now() -> Instant {
    Instant::from_unix((js_sys::Date::now() / 1000.0) as i64)
}
