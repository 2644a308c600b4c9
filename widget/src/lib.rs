//! The booking widget. In the browser (feature `hydrate`) the loader calls `mount` with a shadow
//! root; on the edge and in tests (feature `ssr`) the same views render to HTML. This file wires the
//! parts together and must not do anything else.

pub mod api;
pub mod first;
pub mod flow;
pub mod guest;
pub mod i18n;
#[cfg(feature = "hydrate")]
mod runtime;
pub mod ui;

#[cfg(feature = "hydrate")]
pub use runtime::{Mounted, mount};
