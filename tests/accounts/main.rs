//! A vendor's account against programs that were written elsewhere: authlib as a client of our token issuer, oauth2-mock-server as
//! the vendor whose refresh tokens are valid once, and schemathesis as the sender of Lightspeed's notifications. The router, the
//! account's object and the till's adapter are the worker's own, in this process.
//!
//! `cargo xtask test --only accounts` installs the programs and runs this.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what should not be there ends a test"
)]

mod deployment;
mod issuer;
mod notifications;
mod refresh;
mod surroundings;
mod vendor;
