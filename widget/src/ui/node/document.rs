//! Creates DOM nodes by the methods of `Document.prototype`: an element of the page whose `name` is `createElement`
//! shadows the document's own method of that name (DOM clobbering).

use std::cell::RefCell;

use leptos::tachys::renderer::Rndr;
use leptos::wasm_bindgen::JsValue;
use leptos::wasm_bindgen::prelude::wasm_bindgen;
use leptos::{wasm_bindgen, web_sys};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = document)]
    static DOCUMENT: JsValue;

    #[wasm_bindgen(js_namespace = ["Document", "prototype", "createElement"], js_name = call)]
    fn create_element(document: &JsValue, tag: &str) -> web_sys::Element;

    #[wasm_bindgen(js_namespace = ["Document", "prototype", "createTextNode"], js_name = call)]
    fn create_text_node(document: &JsValue, text: &str) -> web_sys::Node;

    #[wasm_bindgen(js_namespace = ["Document", "prototype", "createComment"], js_name = call)]
    fn create_comment(document: &JsValue, text: &str) -> web_sys::Node;
}

/// A function that makes HTML trusted.
type Policy = Box<dyn Fn(&str) -> JsValue>;

thread_local! {
    static POLICY: RefCell<Option<Policy>> = const { RefCell::new(None) };
}

/// Has all HTML pass through the page's policy for Trusted Types from now on.
#[cfg(any(feature = "hydrate", feature = "self-service"))]
pub fn trust(policy: impl Fn(&str) -> JsValue + 'static) {
    POLICY.with_borrow_mut(|current| *current = Some(Box::new(policy)));
}

/// Puts HTML, which must be safe, into an element in place of its content.
pub(super) fn set_html(element: &web_sys::Element, html: &str) {
    let plain = || JsValue::from_str(html);
    let trusted = POLICY.with_borrow(|policy| policy.as_ref().map_or_else(plain, |trust| trust(html)));
    Rndr::set_property(element, "innerHTML", &trusted);
}

/// An element without attributes.
pub(super) fn element(tag: &str) -> web_sys::Element {
    DOCUMENT.with(|document| create_element(document, tag))
}

/// A text.
pub(super) fn text(text: &str) -> web_sys::Node {
    DOCUMENT.with(|document| create_text_node(document, text))
}

/// A placeholder where nothing is drawn: an empty comment.
pub(super) fn placeholder() -> web_sys::Node {
    DOCUMENT.with(|document| create_comment(document, ""))
}
