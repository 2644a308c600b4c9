//! Requests about people who work for a venue, and of people who are signed in.

use std::rc::Rc;

use config::limits::Rate;
use edge::access::{Credential, Device, StaffSender};
use edge::error::VenueError;
use edge::limits::Caller;
use edge::venue::message::person::{
    Invitation, PeopleRequest, SessionsRequest, SignInOutcome, SignInRequest, SignInToken,
};
use edge::venue::message::staff::StaffRequest;
use edge::venue::message::visitor::Visitor;
use edge::venue::message::{Envelope, Request};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::access::Permission;
use shared::id::PersonId;
use shared::person::{Browser, OperatingSystem};

use super::venue::{NOON, Venue};

pub const PHONE: Device = Device {
    browser: Browser::Firefox,
    system: OperatingSystem::Android,
};

pub const DAY: i64 = 24 * 60 * 60;

/// Sends a request of staff with this credential, for an endpoint that requires this permission.
pub async fn ask<T: DeserializeOwned>(
    venue: &Venue,
    (credential, permission): (&Credential, Permission),
    request: StaffRequest,
) -> Result<T, VenueError> {
    let message = Envelope {
        venue: venue.settings.id.clone(),
        request: Request::Staff(request),
        visitor: None,
        staff: Some(StaffSender {
            credential: credential.clone(),
            permission,
        }),
    };
    let response = venue.writer().handle(Some(&venue.settings), &message).await;
    response.into_result()
}

pub async fn people<T: DeserializeOwned>(
    venue: &Venue,
    credential: &Credential,
    request: PeopleRequest,
) -> Result<T, VenueError> {
    ask(
        venue,
        (credential, Permission::People),
        StaffRequest::People(request),
    )
    .await
}

pub async fn sessions(venue: &Venue, credential: &Credential) -> Value {
    let request = StaffRequest::Sessions(SessionsRequest::List);
    let list: Value = ask(venue, (credential, Permission::Identify), request)
        .await
        .unwrap();
    list["sessions"].clone()
}

pub fn new_person(name: &str, role: &str, permissions: Option<Value>) -> PeopleRequest {
    let mut person = json!({ "name": name, "email": format!("{name}@Example.com"), "role": role });
    if let Some(permissions) = permissions {
        person["permissions"] = permissions;
    }
    PeopleRequest::Invite(serde_json::from_value(person).unwrap())
}

/// The id of a person whom the operator has invited, and the token of their link.
pub async fn invited(venue: &Venue, name: &str, role: &str) -> (PersonId, String) {
    let invitation: Invitation = people(venue, &Credential::Operator, new_person(name, role, None))
        .await
        .unwrap();
    (invitation.person.id, invitation.token.unwrap())
}

pub async fn open(venue: &Venue, token: &str) -> Result<SignInOutcome, VenueError> {
    let message = Envelope {
        venue: venue.settings.id.clone(),
        request: Request::SignIn(SignInRequest::Open(SignInToken(token.to_owned()), PHONE)),
        visitor: Some(Visitor {
            caller: Caller::of(Some(&format!("203.0.113.{}", venue.now.get().unix() % 250))),
            manage_token: None,
            challenge_token: None,
        }),
        staff: None,
    };
    let response = venue.writer().handle(Some(&venue.settings), &message).await;
    response.into_result()
}

/// The session of a person who signs in with this token.
pub async fn signed_in(venue: &Venue, token: &str) -> Credential {
    let session = match open(venue, token).await.unwrap() {
        SignInOutcome::SignedIn(session) => Ok(session),
        other => Err(serde_json::to_value(other)),
    };
    Credential::Session(session.unwrap().token, PHONE)
}

/// A venue that sends e-mails, and takes few requests of one caller.
pub fn with_few_requests() -> Venue {
    let mut settings = Venue::with_mail().settings;
    let few = Rate {
        per_minute: 60,
        burst: 5,
    };
    settings.limits.writes = few;
    settings.limits.look_ups = few;
    Venue::of(settings, Rc::new(|_, _| Err(VenueError::NotFound)))
}

/// A manager or a host who is signed in.
pub async fn person(venue: &Venue, name: &str, role: &str) -> (PersonId, Credential) {
    let (id, token) = invited(venue, name, role).await;
    (id, signed_in(venue, &token).await)
}

pub async fn identity(venue: &Venue, credential: &Credential) -> Result<Value, VenueError> {
    ask(venue, (credential, Permission::Identify), StaffRequest::Identity).await
}

pub fn later(venue: &Venue, seconds: i64) {
    venue.now.set(NOON.plus_seconds(seconds));
}
