//! The booking widget. In a browser the loader calls `mount` with an element in a shadow root: that of a booking
//! (feature `hydrate`) or of a self-service view (feature `self-service`). On the edge and in tests (feature `ssr`) the
//! same views render to HTML.

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
