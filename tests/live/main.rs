//! Tests of the built worker on the real Workers runtime with SQLite on disk. They see what any client sees, and
//! none of the worker's code, but where a library of others stands at its other end: for the messages to webhooks, to whose
//! receivers the worker does not send here, and for JSV.
//!
//! `cargo xtask test --only live` builds the worker and runs them.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what should not be there ends a test"
)]

mod access_keys;
mod bad_input;
mod booking;
mod card_crash;
mod card_ledger;
mod challenge;
mod change_stream;
mod clock;
mod crash;
mod defences;
mod demonstration;
mod directory;
mod guest;
mod jsv_writer;
mod listener;
mod mail;
mod manage;
mod race;
mod remote;
mod remote_crash;
mod sealed_secrets;
mod server;
mod settings;
mod siteverify;
mod staff;
mod tills;
mod waitlist;
mod webhook_signature;
