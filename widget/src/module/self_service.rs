//! Entry point of the module that the self-service views load.

#![no_main]

pub use widget::{Mounted, mount};
