//! Stand-ins for what Couvert meets outside: two booking systems, a check against robots, the edge's ports in memory,
//! and TCP ports of this machine.

pub mod act;
pub mod fourspaces;
pub mod mews;
pub mod molzait;
pub mod native;
pub mod port;
pub mod property;
pub mod server;
pub mod turnstile;
