//! The types of Couvert's public API, with their JSON form and their validation.
//!
//! Pure values: no I/O, no clock, no randomness. Every value is parsed once, at the boundary; code that has one of these
//! types need not check it again. The browser and the edge compile the same source, so both refuse the same input for
//! the same reason.
//!
//! ```
//! use shared::gift_card::GiftCardCode;
//! use shared::money::{Currency, Money};
//! use shared::time::{Day, Minutes};
//! use shared::validation::{Country, FieldCode, Phone};
//!
//! # fn main() -> Result<(), FieldCode> {
//! let day = Day::parse("2026-12-31")?;
//! assert_eq!(day.plus(1).map(|next| next.to_string()).as_deref(), Some("2027-01-01"));
//!
//! // 01:00 of the following day, which guests still call tonight.
//! assert_eq!(Minutes::parse(1500)?.clock(), (1, 0));
//!
//! let price = Money::new(3_400, Currency::EUR).and_then(|price| price.checked_mul(2));
//! assert_eq!(price.map(Money::amount), Ok(6_800));
//!
//! let phone = Phone::parse("0660 55 12 234", Some(Country::parse("AT")?))?;
//! assert_eq!(phone.as_str(), "+436605512234");
//!
//! assert_eq!(GiftCardCode::parse("222222-222222-222223"), Err(FieldCode::Mistyped));
//! # Ok(())
//! # }
//! ```
//!
//! This crate must not know any vendor, any transport and any user interface.

pub mod access;
#[cfg(feature = "requests")]
pub mod account;
#[cfg(feature = "requests")]
pub mod audit;
pub mod availability;
pub mod change;
pub mod change_stream;
pub mod choices;
pub mod day_rule;
#[cfg(feature = "requests")]
pub mod directory;
pub mod explanation;
pub mod fragment;
pub mod gift_card;
pub mod guest_data;
pub mod id;
pub mod image;
pub mod locale;
pub mod money;
pub mod no_show;
pub mod offer;
pub mod page;
pub mod party;
pub mod payment;
#[cfg(feature = "requests")]
pub mod person;
pub mod phone_call;
pub mod picture;
pub mod problem;
#[cfg(feature = "requests")]
pub mod publication;
pub mod quote;
pub mod reservation;
#[cfg(feature = "schema")]
mod schema;
#[cfg(feature = "requests")]
pub mod settings;
pub mod staff_booking;
pub mod staff_day;
pub mod till;
pub mod time;
pub mod validation;
pub mod venue;
pub mod venue_secret;
pub mod waitlist;
pub mod webhook;
