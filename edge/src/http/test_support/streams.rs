//! The scripted venue's answers to requests for a stream of changes.

use async_trait::async_trait;
use serde_json::json;
use shared::id::VenueId;
use shared::problem::ProblemCode;

use super::ScriptedVenue;
use crate::error::VenueError;
use crate::venue::message::change_stream::{StreamAnswer, StreamRequest, StreamTransport};
use crate::venue::message::{Response, TransportError};

#[async_trait(?Send)]
impl StreamTransport for ScriptedVenue {
    async fn open(&self, venue: &VenueId, request: String) -> Result<StreamAnswer, TransportError> {
        let request = StreamRequest::parse(&request).unwrap();
        assert_eq!(request.venue, *venue);
        let error = if super::is_stranger(request.staff.as_ref()) {
            VenueError::Unauthorized
        } else if self.is_suspended.get() {
            VenueError::Refused(ProblemCode::VenueSuspended)
        } else {
            self.streams.borrow_mut().push(json!(request));
            return Ok(StreamAnswer::Opened);
        };
        Ok(StreamAnswer::Refused(Response::from(error).text()))
    }
}
