//! Stand-ins for what Couvert meets outside: a booking system, a check against robots, the world
//! as tests want it, and a port to stand at. It must not know any test.

pub mod molzait;
pub mod native;
pub mod port;
pub mod server;
pub mod turnstile;
