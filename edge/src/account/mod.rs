//! A vendor's account: a Durable Object of its own, for data of the deployment that belongs to no single venue. It holds the
//! deployment's tokens and refreshes each once for all callers, our own signing keys as an issuer of tokens, the vendor's
//! restaurants with their venues, onboardings, deliveries that belong to no venue yet, and the call limits that venues share.

mod authorizations;
pub mod client;
mod deliveries;
mod details;
pub mod events;
mod given_tokens;
mod issuing;
mod leases;
pub mod link;
pub mod message;
mod onboardings;
pub mod property_link;
mod restaurants;
pub mod rows;
mod sealed;
pub mod service;
mod tokens;
mod upkeep;
