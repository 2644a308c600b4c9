//! What the views beyond a first booking can have done in a browser, whichever asks. It must not know any view.

use shared::id::VenueId;
use shared::venue::Venue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

use super::Host;
use crate::api::{Courier, Request, venue_path};
use crate::flow::Failure;

#[wasm_bindgen]
extern "C" {
    /// Shows another view in the element, by its name.
    #[wasm_bindgen(method)]
    pub(super) fn go(this: &Host, view: &str);
}

/// What belongs to the browser's one thread.
#[derive(Clone)]
pub(super) struct Browser {
    pub(super) courier: Courier,
    pub(super) host: Host,
    pub(super) root: HtmlElement,
    pub(super) venue: VenueId,
}

impl Browser {
    /// The venue's data.
    pub(super) async fn venue(&self) -> Result<Box<Venue>, Failure> {
        self.courier
            .read(Request {
                method: "GET",
                path: &venue_path(&self.venue),
                ..Request::default()
            })
            .await
    }
}
