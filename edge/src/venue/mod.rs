//! The venue's Durable Object: its single writer. It serialises whatever must not happen twice.

pub mod call;
mod idempotency;
mod rows;
mod schema;
mod token;
