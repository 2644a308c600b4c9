//! The use cases over the ports. They must not know HTTP, nor any system behind a port.

mod reserve;
mod venue;

pub use reserve::reserve;
pub use venue::{Addresses, venue};
