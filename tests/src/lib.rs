//! Stand-ins for what Couvert meets outside: three booking systems, a check against robots, the edge's ports in memory,
//! and TCP ports of this machine; and the examination of a real property at Mews.

pub mod act;
pub mod fourspaces;
pub mod mews;
pub mod mews_doctor;
pub mod molzait;
pub mod native;
pub mod port;
pub mod property;
pub mod server;
pub mod turnstile;
