//! The WebSockets of a Durable Object, which the runtime keeps open while the object hibernates.

use std::rc::Rc;

use worker::{State, WebSocket};

use crate::venue::change_stream::{Socket, SocketError, Sockets};

/// A WebSocket that an object has accepted.
pub struct ObjectSocket(pub WebSocket);

/// The WebSockets of an object.
pub struct ObjectSockets(pub Rc<State>);

impl ObjectSocket {
    /// Answers the closing of the client, which ends the connection (RFC 6455, section 5.5.1). Codes that stand for a close
    /// frame without one cannot be sent.
    pub fn answer_close(&self, code: usize) {
        const NORMAL: u16 = 1000;
        let given = u16::try_from(code).ok();
        let code = given.filter(|code| (3000..5000).contains(code));
        self.close(code.unwrap_or(NORMAL), "");
    }
}

impl Socket for ObjectSocket {
    fn state(&self) -> Option<String> {
        self.0.deserialize_attachment().ok().flatten()
    }

    fn store(&self, state: &str) -> Result<(), SocketError> {
        self.0.serialize_attachment(state).map_err(|_| SocketError)
    }

    fn send(&self, text: &str) -> Result<(), SocketError> {
        self.0.send_with_str(text).map_err(|_| SocketError)
    }

    fn close(&self, code: u16, reason: &str) {
        // An error means that it is closed already.
        let _ = self.0.close(Some(code), Some(reason));
    }
}

impl Sockets for ObjectSockets {
    fn all(&self) -> Vec<Rc<dyn Socket>> {
        let socket = |socket| -> Rc<dyn Socket> { Rc::new(ObjectSocket(socket)) };
        self.0.get_websockets().into_iter().map(socket).collect()
    }
}
