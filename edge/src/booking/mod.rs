//! Use cases over the ports: the venue and its bookings. They must not know HTTP, nor any system
//! behind a port.

mod deadline;
mod reserve;
mod venue;

pub use deadline::{own_deadline, state_deadlines, unpaid_deadline};
pub use reserve::{quote, reserve};
pub use venue::{Addresses, venue};
