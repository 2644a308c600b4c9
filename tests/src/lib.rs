//! Stand-ins for what Couvert meets outside: booking systems, tills, a check against robots, the edge's ports in memory,
//! and TCP ports of this machine; the examination of a real property at Mews; the command line of the chaos run; and what holds of
//! parsers for any input.

pub mod act;
pub mod chaos_arguments;
pub mod fourspaces;
pub mod fuzz;
pub mod ikentoo;
pub mod lightspeed;
pub mod mews;
pub mod mews_doctor;
pub mod molzait;
pub mod native;
pub mod picture;
pub mod port;
pub mod property;
pub mod server;
pub mod till;
pub mod turnstile;
