//! The venue's Durable Object: its single writer. It serialises whatever must not happen twice.

pub mod call;
pub mod database;
pub mod house;
pub mod idempotency;
mod object;
mod rows;
pub mod schema;
pub mod token;
