//! The request for a stream of the venue's changes. It travels with the caller's WebSocket, on a port of its own: that of
//! the object's other requests carries JSON and nothing else.

use async_trait::async_trait;
use base64ct::{Base64, Encoding as _};
use serde::{Deserialize, Serialize};
use shared::access::Permission;
use shared::id::VenueId;
use shared::page::PagePosition;

use super::TransportError;
use crate::access::StaffSender;

/// The permission that a listener needs, when the stream is opened and for as long as it is open.
pub const PERMISSION: Permission = Permission::ReadReservations;

/// A request for a stream of the venue's changes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StreamRequest {
    /// The venue's id: an object does not know its own name.
    pub venue: VenueId,
    /// The staff member or system that listens.
    pub staff: Option<StaffSender>,
    /// The cursor after which changes are sent; that of now if there is none.
    pub after: Option<PagePosition>,
}

impl StreamRequest {
    /// The request as a text that a header can hold.
    #[must_use]
    pub fn text(&self) -> String {
        // Plain data always serialises. An empty text would be refused.
        Base64::encode_string(&serde_json::to_vec(self).unwrap_or_default())
    }

    /// Reads a request; none if the text is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_slice(&Base64::decode_vec(text).ok()?).ok()
    }
}

/// The object's answer to a [`StreamRequest`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StreamAnswer {
    /// It has taken the WebSocket.
    Opened,
    /// It has not, for the error of this [`Response`](super::Response) as JSON.
    Refused(String),
}

/// The connection to venues' objects for WebSockets.
#[async_trait(?Send)]
pub trait StreamTransport {
    /// Hands the WebSocket of the HTTP request that is being answered to a venue's object, with a [`StreamRequest`] as
    /// text.
    async fn open(&self, venue: &VenueId, request: String) -> Result<StreamAnswer, TransportError>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Credential;

    #[test]
    fn a_request_is_read_as_it_was_written_and_its_text_shows_no_key() {
        let request = StreamRequest {
            venue: VenueId::parse("demo").unwrap(),
            staff: Some(StaffSender {
                credential: Credential::AccessKey("cvk_demo_aaaaaaaaaaaa_secret".to_owned()),
                permission: PERMISSION,
            }),
            after: Some(PagePosition(7)),
        };
        let text = request.text();
        assert!(
            text.bytes().all(|byte| byte.is_ascii_graphic()) && !text.contains("cvk_"),
            "{text}"
        );
        assert!(!format!("{request:?}").contains("secret"));
        let read = StreamRequest::parse(&text).unwrap();
        assert_eq!(
            (read.venue, read.staff, read.after),
            (request.venue, request.staff, request.after)
        );
        for text in ["", "e30=", "x"] {
            assert!(StreamRequest::parse(text).is_none(), "{text}");
        }
    }
}
