//! The scripted venue's people and sessions: Ada, who is signed in.

use serde_json::{Value, json};

use super::Answer;
use crate::error::VenueError;
use crate::venue::message::person::{PeopleRequest, SessionsRequest, SignInRequest, SignInToken};

/// The token of the session that the scripted venue knows.
pub(in crate::http) const SESSION: &str = "aaaaaaaaaaaa_sssssssssssssssssssssssssssssssssssssssssss";

fn ada() -> Value {
    json!({
        "id": "aaaaaaaaaaaa", "name": "Ada", "email": "ada@example.com", "role": "manager",
        "invitedAt": "2026-11-29T18:00:00Z", "invitedBy": "operator",
    })
}

pub(super) fn people(request: &PeopleRequest) -> Answer {
    let mut changed = ada();
    changed["managersLeft"] = json!(1);
    match request {
        PeopleRequest::List => Ok(json!({ "people": [ada()] })),
        PeopleRequest::Invite(new) => {
            let is_shown = new.name.as_str() != "Ben";
            Ok(json!({
                "person": ada(), "token": is_shown.then_some(SESSION), "is_mailed": !is_shown,
            }))
        }
        PeopleRequest::Change(id, _) | PeopleRequest::Remove(id) if id.as_str() != "aaaaaaaaaaaa" => {
            Err(VenueError::NotFound)
        }
        PeopleRequest::Change(..) | PeopleRequest::Remove(_) => Ok(changed),
    }
}

pub(super) fn sessions(request: &SessionsRequest) -> Answer {
    match request {
        SessionsRequest::List => Ok(json!({ "sessions": [] })),
        SessionsRequest::End(id) if id.as_str() != "aaaaaaaaaaaa" => Err(VenueError::NotFound),
        SessionsRequest::End(_) | SessionsRequest::SignOut => Ok(json!(null)),
    }
}

/// The outcome of a token, which is that in its name.
pub(super) fn sign_in(request: &SignInRequest) -> Value {
    let SignInRequest::Open(SignInToken(token), _) = request else {
        return json!(null);
    };
    match token.as_str() {
        "right" => json!({ "SignedIn": {
            "token": SESSION, "name": "Ada <b>", "ends_at": "2026-11-25T12:00:00Z", "idle_hours": 12,
        } }),
        "used" => json!("Used"),
        "expired" => json!("Expired"),
        _ => json!("Unknown"),
    }
}
