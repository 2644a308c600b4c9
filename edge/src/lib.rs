//! The worker's events and the venue's Durable Object; nothing else.

pub mod provider;
