//! The stream of the venue's changes over a WebSocket.

use futures_util::future::{Either, select};
use futures_util::{SinkExt, StreamExt};
use gloo_net::websocket::Message;
use gloo_net::websocket::futures::WebSocket;
use gloo_timers::future::TimeoutFuture;
use shared::change_stream::{StreamAcknowledgement, StreamMessage};

/// The text that asks whether the connection works. The venue answers it with [`PONG`].
const PING: &str = "ping";

/// The answer to [`PING`].
const PONG: &str = "pong";

/// How long nothing may come before the connection is checked, and how long the answer may take, in milliseconds.
/// A browser takes minutes to see that a router is gone.
const SILENCE: u32 = 15_000;

/// Hands every message of the stream at this address over, and acknowledges the changes once they were; until the line is
/// lost or silent, or a message cannot be read.
pub async fn follow(address: &str, mut receive: impl FnMut(&StreamMessage)) {
    let Ok(socket) = WebSocket::open(address) else {
        return;
    };
    let (mut sender, mut messages) = socket.split();
    let mut is_asked = false;
    loop {
        let text = match select(messages.next(), TimeoutFuture::new(SILENCE)).await {
            Either::Left((Some(Ok(Message::Text(text))), _)) => text,
            Either::Left(_) => return,
            Either::Right(_) if is_asked => return,
            Either::Right(_) => {
                is_asked = true;
                if sender.send(Message::Text(PING.to_owned())).await.is_err() {
                    return;
                }
                continue;
            }
        };
        is_asked = false;
        if text == PONG {
            continue;
        }
        let Ok(message) = serde_json::from_str::<StreamMessage>(&text) else {
            return;
        };
        receive(&message);
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
