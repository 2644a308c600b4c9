//! Stand-ins for what Couvert meets outside: a booking system, a check against robots, and the world
//! as tests want it. It must not know any test.

pub mod molzait;
pub mod native;
pub mod server;
pub mod turnstile;
