//! Opens the stream of a venue's changes.

use crate::error::{Result, VenueError};
use crate::venue::message::change_stream::{StreamAnswer, StreamRequest, StreamTransport};
use crate::venue::message::{Response, TransportError};

/// Hands the caller's WebSocket to the venue's object, which authorises the request.
pub async fn open(transport: &dyn StreamTransport, request: &StreamRequest) -> Result<()> {
    match transport.open(&request.venue, request.text()).await {
        Ok(StreamAnswer::Opened) => Ok(()),
        Ok(StreamAnswer::Refused(text)) => match Response::parse(&text)?.result {
            Err(error) => Err(error),
            Ok(_) => Err(VenueError::Broken(
                "a stream was refused without an error".to_owned(),
            )),
        },
        Err(TransportError(cause)) => Err(VenueError::Broken(cause)),
    }
}
