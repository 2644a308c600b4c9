//! The types of Couvert's public API.
//!
//! Pure values: no I/O, no clock, no randomness. Every value is parsed once, at the boundary;
//! code that holds one of these types need not check it again. The browser and the edge compile
//! the same source, so both refuse the same input for the same reason.
//!
//! This crate must not know any vendor, any transport and any user interface.

pub mod availability;
pub mod fragment;
pub mod gift_card;
pub mod guest_data;
pub mod id;
pub mod image;
pub mod locale;
pub mod money;
pub mod no_show;
pub mod party;
pub mod payment;
pub mod problem;
pub mod reservation;
#[cfg(feature = "schema")]
mod schema;
pub mod time;
pub mod validation;
pub mod venue;
pub mod waitlist;
