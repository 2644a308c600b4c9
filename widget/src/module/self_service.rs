//! The module that is loaded for all but a first booking: the loader calls its `mount`. It must hold nothing of
//! its own.

#![no_main]

pub use widget::{Mounted, mount};
