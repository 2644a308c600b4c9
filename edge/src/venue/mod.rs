//! The venue's Durable Object: its single writer. It serialises whatever must not happen twice.

pub mod call;
pub mod database;
mod house;
pub mod idempotency;
mod object;
mod rows;
mod schema;
pub mod token;
