//! Entry point of the module that a browser loads.

#![no_main]

pub use staff_page::open_page;
