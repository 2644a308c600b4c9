//! What the modules share where they meet the browser: the page's element, its clock, its randomness. It must
//! not know what is drawn.

#[cfg(all(feature = "hydrate", not(feature = "self-service")))]
pub(crate) mod booking;
#[cfg(feature = "self-service")]
pub(crate) mod self_service;

use any_spawner::Executor;
use leptos::prelude::{Mountable, Owner};
use leptos::task::{spawn_local, tick};
use send_wrapper::SendWrapper;
use shared::locale::Language;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use crate::flow::IdempotencyKey;
use crate::ui::trust;

#[wasm_bindgen]
extern "C" {
    /// The element on the page, as the loader hands it over.
    #[derive(Clone)]
    pub type Host;

    /// A setting by its name; empty if it was not set.
    #[wasm_bindgen(method)]
    fn get(this: &Host, name: &str) -> String;

    /// Dispatches a custom event with a detail written in JSON.
    #[wasm_bindgen(method)]
    fn tell(this: &Host, name: &str, detail: &str);

    /// HTML as the page's policy for Trusted Types makes it; a text where there is none.
    #[wasm_bindgen(method)]
    fn html(this: &Host, text: &str) -> JsValue;

    /// Adopts a style sheet beside the widget's own, in place of the one before.
    #[wasm_bindgen(method)]
    fn adopt(this: &Host, css: &str);
}

/// Prepares what every view on the page shares, once or again.
fn prepare(host: &Host) {
    // Another widget on the page may have done it already.
    let _ = Executor::init_wasm_bindgen();
    let host = host.clone();
    trust(move |html| host.html(html));
}

/// Moves the focus to the element of this id, once the views have drawn the state that asked for it.
fn focus(root: &HtmlElement, id: &str) {
    let root = SendWrapper::new(root.clone());
    let selector = ["#", id].concat();
    spawn_local(async move {
        tick().await;
        if let Ok(Some(element)) = root.query_selector(&selector) {
            let _ = element.unchecked_into::<HtmlElement>().focus();
        }
    });
}

/// A view in the document, until it is dropped.
struct Shown<V: Mountable> {
    _owner: Owner,
    view: V,
}

impl<V: Mountable> Drop for Shown<V> {
    fn drop(&mut self) {
        self.view.unmount();
    }
}

/// The language tags of a comma-separated list; what is none is passed over.
fn tags(list: &str) -> Vec<Language> {
    list.split(',')
        .filter_map(|tag| Language::parse(tag).ok())
        .collect()
}

/// The browser's clock, in seconds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "seconds since 1970 fit until 2106"
)]
fn now() -> u32 {
    (js_sys::Date::now() / 1000.0) as u32
}

/// A key from the browser's own source of randomness.
fn fresh_key() -> IdempotencyKey {
    let mut bits = [0; 16];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut bits);
    }
    IdempotencyKey::from_random(u128::from_ne_bytes(bits))
}
