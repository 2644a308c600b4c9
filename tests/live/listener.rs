//! A listener of the demo venue's changes, over a WebSocket.

use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use tungstenite::handshake::HandshakeError;
use tungstenite::{ClientRequestBuilder, Error, Message, WebSocket, client};

use crate::server::{CANARY, Server};

/// How long a message may take: longer than the minute after which the venue closes a stream.
const PATIENCE: Duration = Duration::from_mins(3);

/// An open stream.
pub struct Listener(WebSocket<TcpStream>);

impl Listener {
    /// Opens a stream with these headers: the HTTP status where there is none.
    pub fn open(server: &Server, query: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let address = server.origin.trim_start_matches("http://");
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let uri = format!("ws://{address}/v1/staff/demo/changes/stream{query}");
        let request = headers.iter().fold(
            ClientRequestBuilder::new(uri.parse().unwrap()),
            |request, (name, value)| request.with_header(*name, *value),
        );
        match client(request, stream) {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(HandshakeError::Failure(Error::Http(response))) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Opens a stream with a key, after a cursor: with it the cursor of the first message.
    pub fn of_key(server: &Server, key: &str, after: Option<u64>) -> (Self, u64) {
        let query = after.map_or_else(String::new, |after| format!("?after={after}"));
        let bearer = format!("Bearer {key}");
        let mut listener = Self::open(server, &query, &[("authorization", &bearer)]).unwrap();
        let hello = listener.message();
        assert_eq!(hello["type"], "hello");
        (listener, hello["cursor"].as_u64().unwrap())
    }

    /// The next text.
    pub fn text(&mut self) -> String {
        match self.0.read().unwrap() {
            Message::Text(text) => {
                assert!(!text.contains(CANARY), "{text}");
                text.to_string()
            }
            other => panic!("{other:?}"),
        }
    }

    /// The next message.
    pub fn message(&mut self) -> Value {
        serde_json::from_str(&self.text()).unwrap()
    }

    /// Sends a message.
    pub fn send(&mut self, message: Message) {
        self.0.send(message).unwrap();
    }

    /// Acknowledges the changes up to a cursor.
    pub fn acknowledge(&mut self, cursor: u64) {
        self.send(Message::text(json!({ "acknowledge": cursor }).to_string()));
    }

    /// The code with which the venue closes the stream, after the messages that are on their way.
    pub fn closed(mut self) -> u16 {
        loop {
            if let Message::Close(frame) = self.0.read().unwrap() {
                return frame.map_or(1005, |frame| frame.code.into());
            }
        }
    }
}
