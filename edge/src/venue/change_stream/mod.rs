//! The stream of the venue's changes, as far as it needs no database: its listeners, their ends, and the port to their
//! WebSockets.

mod ending;
mod listener;
mod socket;

pub use ending::Ending;
pub use listener::{
    Incoming, Listener, MAX_MESSAGE_BYTES, MAX_MESSAGES_PER_MINUTE, MAX_SECONDS_BEHIND, MAX_UNACKNOWLEDGED,
    Offer,
};
pub use socket::{Socket, SocketError, Sockets};
