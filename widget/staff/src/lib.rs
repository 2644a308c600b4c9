//! The restaurant's own page, by which its staff run an evening: a Leptos program that guests never load. It stands on the
//! staff's API alone; nothing that it does is possible only here.
//!
//! [`day`] is its pure core, which is compiled and tested natively. Everything else needs a browser (feature `browser`).

#[cfg(feature = "browser")]
mod api;
#[cfg(feature = "browser")]
mod app;
pub mod day;
#[cfg(feature = "browser")]
mod i18n;
#[cfg(feature = "browser")]
mod ui;

/// Opens the page in the document's body, which names the venue.
#[cfg(feature = "browser")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn open_page() {
    if let Some(place) = app::Place::of_document() {
        leptos::mount::mount_to_body(move || ui::page(place));
    }
}
