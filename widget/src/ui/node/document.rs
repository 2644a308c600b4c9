//! Makes nodes by the methods of `Document.prototype`: an element of the page whose `name` is `createElement` stands
//! before the document's own method of that name (DOM clobbering). Knows nothing of what is drawn.

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

/// An element without attributes.
pub(super) fn element(tag: &str) -> web_sys::Element {
    DOCUMENT.with(|document| create_element(document, tag))
}

/// A text.
pub(super) fn text(text: &str) -> web_sys::Node {
    DOCUMENT.with(|document| create_text_node(document, text))
}

/// What stands where nothing is drawn: an empty comment.
pub(super) fn placeholder() -> web_sys::Node {
    DOCUMENT.with(|document| create_comment(document, ""))
}
