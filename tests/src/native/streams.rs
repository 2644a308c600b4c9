//! Objects and workers without WebSockets.

use std::rc::Rc;

use async_trait::async_trait;
use edge::venue::change_stream::{Socket, Sockets};
use edge::venue::message::TransportError;
use edge::venue::message::change_stream::{StreamAnswer, StreamTransport};
use shared::id::VenueId;

/// An object without a WebSocket.
pub struct NoSockets;

impl Sockets for NoSockets {
    fn all(&self) -> Vec<Rc<dyn Socket>> {
        Vec::new()
    }
}

/// A worker that hands no WebSocket over.
pub struct NoStreams;

#[async_trait(?Send)]
impl StreamTransport for NoStreams {
    async fn open(&self, _: &VenueId, _: String) -> Result<StreamAnswer, TransportError> {
        Err(TransportError("there is no WebSocket".to_owned()))
    }
}
