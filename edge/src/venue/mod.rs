//! The venue's Durable Object: its single writer. It serialises whatever must not happen twice.

pub mod blanking;
pub mod client;
mod composer;
pub mod context;
pub mod gift_cards;
pub mod jobs;
pub mod message;
mod object;
pub mod payments;
pub mod reservations;
pub mod retention;
pub mod service;
pub mod waitlist;
