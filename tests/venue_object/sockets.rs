//! WebSockets that remember what was sent on them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use edge::venue::change_stream::{Socket, SocketError, Sockets};
use serde_json::Value;

/// A WebSocket.
#[derive(Default)]
pub struct ScriptedSocket {
    state: RefCell<Option<String>>,
    sent: RefCell<Vec<Value>>,
    closed: Cell<Option<u16>>,
    /// Whether the line is broken: nothing can be sent on it.
    pub is_broken: Cell<bool>,
}

impl ScriptedSocket {
    /// The first message that was sent and not asked for yet.
    pub fn take_first(&self) -> Value {
        self.sent.borrow_mut().remove(0)
    }

    /// The messages that were sent since this was last asked.
    pub fn take_sent(&self) -> Vec<Value> {
        self.sent.take()
    }

    /// The code with which it was closed.
    pub fn closed(&self) -> Option<u16> {
        self.closed.get()
    }
}

impl Socket for ScriptedSocket {
    fn state(&self) -> Option<String> {
        self.state.borrow().clone()
    }

    fn store(&self, state: &str) -> Result<(), SocketError> {
        assert!(state.len() < 2_048);
        self.state.replace(Some(state.to_owned()));
        Ok(())
    }

    fn send(&self, text: &str) -> Result<(), SocketError> {
        if self.is_broken.get() || self.closed.get().is_some() {
            return Err(SocketError);
        }
        self.sent.borrow_mut().push(serde_json::from_str(text).unwrap());
        Ok(())
    }

    fn close(&self, code: u16, reason: &str) {
        assert!(!reason.is_empty());
        if self.closed.get().is_none() {
            self.closed.set(Some(code));
        }
    }
}

/// The WebSockets of an object.
#[derive(Clone, Default)]
pub struct ScriptedSockets(Rc<RefCell<Vec<Rc<ScriptedSocket>>>>);

impl ScriptedSockets {
    /// A new one.
    pub fn accept(&self) -> Rc<ScriptedSocket> {
        let socket = Rc::<ScriptedSocket>::default();
        self.0.borrow_mut().push(socket.clone());
        socket
    }

    /// Forgets all of them, as when their lines break.
    pub fn forget(&self) {
        self.0.borrow_mut().clear();
    }
}

impl Sockets for ScriptedSockets {
    // Those that were closed too, as the runtime may list them.
    fn all(&self) -> Vec<Rc<dyn Socket>> {
        let all = self.0.borrow();
        let of_any_kind = |socket: &Rc<ScriptedSocket>| Rc::clone(socket) as Rc<dyn Socket>;
        all.iter().map(of_any_kind).collect()
    }
}
