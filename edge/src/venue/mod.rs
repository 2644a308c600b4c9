//! The venue's Durable Object: its single writer. It serialises whatever must not happen twice.

pub mod call;
mod house;
mod idempotency;
mod object;
mod rows;
mod schema;
mod token;
