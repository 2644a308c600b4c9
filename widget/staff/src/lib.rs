//! The restaurant's own page, by which its staff run an evening: a Leptos program that guests never load. It stands on the
//! staff's API alone; nothing that it does is possible only here.
//!
//! [`day`] is its pure core, which is compiled and tested natively. What is said of it is so too (feature `words`): the edge writes
//! [`first_list`] into the page's document. Everything else needs a browser (feature `browser`).

#![cfg_attr(
    feature = "browser",
    expect(
        clippy::large_types_passed_by_value,
        reason = "the page's state is a list of signals, which are copied as Leptos' own are"
    )
)]

#[cfg(feature = "browser")]
mod api;
#[cfg(feature = "browser")]
mod app;
pub mod day;
#[cfg(feature = "words")]
pub mod first_list;
#[cfg(feature = "words")]
#[cfg_attr(
    not(feature = "browser"),
    expect(dead_code, reason = "the program names the languages that can be chosen")
)]
mod i18n;
#[cfg(feature = "browser")]
mod ui;
#[cfg(feature = "words")]
mod wording;

/// Opens the page in the document's body, which names the venue.
#[cfg(feature = "browser")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn open_page() {
    if let Some(place) = app::Place::of_document() {
        leptos::mount::mount_to_body(move || ui::page(place));
    }
}
