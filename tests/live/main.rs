//! Tests of the built worker on the real Workers runtime with SQLite on disk. They must not know the
//! worker's code: they see what any client sees.
//!
//! `cargo xtask test` builds the worker first; by hand, run `cargo xtask build --profile dev`.

mod bad_input;
mod booking;
mod crash;
mod guest;
mod race;
mod server;
