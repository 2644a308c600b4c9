//! The venue's Durable Object: its single writer. It serialises writes that must happen once only, such as bookings
//! and payments.

pub mod access;
pub mod blanking;
pub mod change_stream;
pub mod client;
mod composer;
pub mod context;
mod day_rules;
pub mod gift_cards;
pub mod jobs;
pub mod message;
pub mod payments;
pub mod phone_calls;
mod pictures;
pub mod remote_bookings;
mod remote_questions;
pub mod reservations;
pub mod retention;
pub mod secrets;
pub mod service;
pub mod settings;
pub mod waitlist;
pub mod webhooks;
