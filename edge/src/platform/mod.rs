//! The Workers runtime behind plain functions: this and `venue` are where `worker::` types stay. It must not know
//! bookings.

pub mod clock;
pub mod incoming;
pub mod jitter;
pub mod limiter;
pub mod log;
pub mod network;
pub mod object;
pub mod picture_cache;
pub mod random;
pub mod secrets;
pub mod send_email;
pub mod site;
pub mod socket;
pub mod sql;
pub mod venues;
