//! Entry point of the module that a first booking loads.

#![no_main]

pub use widget::{Mounted, mount};
