//! The port to the WebSockets of the object, which the runtime keeps open while the object hibernates.

use std::rc::Rc;

/// The WebSocket has been closed, or the runtime refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SocketError;

/// A WebSocket that the object has accepted.
pub trait Socket {
    /// The text that was last stored with it, also before the object hibernated; none where nothing was.
    fn state(&self) -> Option<String>;

    /// Stores a text of at most 2,048 bytes with it.
    fn store(&self, state: &str) -> Result<(), SocketError>;

    /// Sends a text.
    fn send(&self, text: &str) -> Result<(), SocketError>;

    /// Closes it. One that is closed already stays so.
    fn close(&self, code: u16, reason: &str);
}

/// The WebSockets of the object.
pub trait Sockets {
    /// All that are open. One that was just closed may be among them.
    fn all(&self) -> Vec<Rc<dyn Socket>>;
}
