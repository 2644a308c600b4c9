//! The scripted venue's responses about its till.

use serde_json::json;

use super::Answer;
use crate::error::VenueError;
use crate::venue::message::till::TillRequest;

/// Has one delivery that cannot be read.
pub(super) fn answer(request: &TillRequest) -> Answer {
    match request {
        TillRequest::DeadLetters => Ok(json!({
            "deadLetters": [{ "kind": "delivery", "id": "d1", "at": "2026-11-29T18:00:00Z", "cause": "unreadable" }],
            "hasMore": false,
        })),
        TillRequest::Reservation(id) if id.as_str() == "r1" => Ok(json!({ "version": 4, "sentVersion": 3 })),
        TillRequest::ConnectionState => Ok(json!({
            "isAuthorized": true, "isConnected": false, "location": "9765040300495493",
            "locations": [{ "id": "9765040300495493", "description": "Linde, 1010 Wien" }],
        })),
        TillRequest::Authorize => Ok(json!({ "url": "https://auth.example/auth?state=s" })),
        TillRequest::ChooseLocation(_) | TillRequest::Disconnect(_) => Ok(json!(null)),
        TillRequest::Connect(origin) => Ok(json!({ "url": format!("{origin}/v1/webhooks/demo/ikentoo") })),
        TillRequest::Replay(_, id) if id == "d1" => Ok(json!(null)),
        TillRequest::Reservation(_) | TillRequest::Replay(..) => Err(VenueError::NotFound),
    }
}
