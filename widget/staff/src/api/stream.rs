//! The stream of the venue's changes over a WebSocket.

use futures_util::{SinkExt, StreamExt};
use gloo_net::websocket::Message;
use gloo_net::websocket::futures::WebSocket;
use shared::change_stream::{StreamAcknowledgement, StreamMessage};

/// Hands every message of the stream at this address over, and acknowledges the changes once they were; until the line is
/// lost, `receive` says that no more is wanted, or a message cannot be read.
pub async fn follow(address: &str, mut receive: impl FnMut(&StreamMessage) -> bool) {
    let Ok(socket) = WebSocket::open(address) else {
        return;
    };
    let (mut sender, mut messages) = socket.split();
    while let Some(Ok(Message::Text(text))) = messages.next().await {
        let Ok(message) = serde_json::from_str::<StreamMessage>(&text) else {
            return;
        };
        if !receive(&message) {
            return;
        }
        let StreamMessage::Changes { cursor, .. } = message else {
            continue;
        };
        let acknowledgement = StreamAcknowledgement { acknowledge: cursor };
        let Ok(text) = serde_json::to_string(&acknowledgement) else {
            return;
        };
        if sender.send(Message::Text(text)).await.is_err() {
            return;
        }
    }
}
