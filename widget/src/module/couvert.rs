//! The module that a first booking loads: the loader calls its `mount`. It must hold nothing of its own.

#![no_main]

pub use widget::{Mounted, mount};
