//! The venue's Durable Object: its single writer. It serialises whatever must not happen twice.

pub mod call;
pub mod cards;
mod composer;
pub mod database;
pub mod desk;
pub mod due;
pub mod errands;
pub mod gate;
pub mod hold;
pub mod house;
pub mod idempotency;
pub mod means;
mod object;
pub mod outbox;
pub mod payments;
mod remote_call;
pub mod retention;
mod rows;
pub mod schema;
pub mod shown_desk;
pub mod staff;
pub mod staff_desk;
pub mod token;
pub mod visitor;
pub mod waitlist;
pub mod writer;
