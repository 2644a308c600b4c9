//! Use cases over the ports: the venue, its bookings and their calendar files. They must not know HTTP, nor any system
//! behind a port.

mod calendar_file;
mod icalendar;
mod reserve;
mod venue;

pub use calendar_file::{CalendarFile, calendar_file};
pub use reserve::reserve;
pub use venue::{Addresses, venue};
