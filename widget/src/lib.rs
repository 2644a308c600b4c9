//! The booking widget. In the browser the loader calls `mount` with a shadow root: that of a booking (feature
//! `hydrate`), or of what comes after one and beside it (feature `guest`). On the edge and in tests (feature
//! `ssr`) the same views render to HTML. This file wires the parts together and must not do anything else.

pub mod api;
pub mod flow;
pub mod hydrate;
pub mod i18n;
#[cfg(feature = "browser")]
mod runtime;
pub mod self_service;
#[cfg(test)]
mod test_support;
pub mod ui;

#[cfg(feature = "browser")]
pub use runtime::Mounted;
#[cfg(all(feature = "hydrate", not(feature = "self-service")))]
pub use runtime::booking::mount;
#[cfg(feature = "self-service")]
pub use runtime::self_service::mount;
