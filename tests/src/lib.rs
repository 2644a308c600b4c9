//! Stand-ins for what Couvert meets outside: a booking system, a till, a check against robots, the edge's ports in memory,
//! and TCP ports of this machine.

pub mod lightspeed;
pub mod molzait;
pub mod native;
pub mod port;
pub mod server;
pub mod till;
pub mod turnstile;
