//! Facts about who may listen to changes, how many, and for how long.

use std::rc::Rc;

use edge::access::{Credential, StaffSender};
use edge::error::VenueError;
use edge::venue::message::operator::OperatorRequest;
use edge::venue::message::person::{PeopleRequest, SessionsRequest};
use edge::venue::message::staff::StaffRequest;
use edge::venue::message::{Envelope, Request};
use serde_json::{Value, json};
use shared::access::{CreatedAccessKey, Permission};
use shared::id::SessionId;
use shared::problem::ProblemCode;

use super::audit::create;
use super::change_stream::{staff_key, try_listen};
use super::sign_in::{ask, identity, later, people, person, sessions};
use super::sockets::ScriptedSocket;
use super::venue::{NOON, Venue};

const HOUR: i64 = 60 * 60;

/// A new access key of this role, with these of its permissions.
async fn access_key(venue: &Venue, permissions: Option<Value>) -> CreatedAccessKey {
    let mut new = json!({ "name": "Till", "role": "host" });
    if let Some(permissions) = permissions {
        new["permissions"] = permissions;
    }
    let request = StaffRequest::CreateAccessKey(serde_json::from_value(new).unwrap());
    ask(venue, (&Credential::Operator, Permission::People), request)
        .await
        .unwrap()
}

async fn revoke(venue: &Venue, key: &CreatedAccessKey) {
    let request = StaffRequest::RevokeAccessKey(key.key.id.clone());
    let revoked: Result<(), VenueError> =
        ask(venue, (&Credential::Operator, Permission::People), request).await;
    revoked.unwrap();
}

async fn set_suspended(venue: &Venue, is_suspended: bool) {
    let message = Envelope {
        venue: venue.settings.id.clone(),
        request: Request::Operator(OperatorRequest::SetSuspended(is_suspended)),
        visitor: None,
        staff: Some(StaffSender {
            credential: Credential::Operator,
            permission: Permission::Directory,
        }),
    };
    let response = venue.writer().handle(Some(&venue.settings), &message).await;
    assert!(response.result.is_ok());
}

fn refusal(venue: &Venue, credential: Credential) -> Option<VenueError> {
    try_listen(venue, credential, None).err()
}

#[tokio::test]
async fn who_may_not_listen_takes_no_web_socket() {
    let venue = Venue::new("instant");
    let key = access_key(&venue, None).await;
    let narrow = access_key(&venue, Some(json!(["writeDay"]))).await;
    revoke(&venue, &key).await;
    for (credential, error) in [
        (
            Credential::AccessKey("cvk_linde_x".to_owned()),
            VenueError::Unauthorized,
        ),
        (Credential::AccessKey(key.token.clone()), VenueError::Unauthorized),
        (Credential::AccessKey(narrow.token.clone()), VenueError::Forbidden),
        (Credential::StaffKey("OTHER".to_owned()), VenueError::Unauthorized),
    ] {
        assert_eq!(refusal(&venue, credential), Some(error));
    }
    set_suspended(&venue, true).await;
    assert_eq!(
        refusal(&venue, Credential::Operator),
        Some(VenueError::Refused(ProblemCode::VenueSuspended))
    );
    set_suspended(&venue, false).await;
    assert_eq!(refusal(&venue, Credential::Operator), None);
}

#[tokio::test]
async fn a_key_that_is_revoked_ends_its_streams_and_no_other() {
    let venue = Venue::new("instant");
    let (key, other) = (access_key(&venue, None).await, access_key(&venue, None).await);
    let listen =
        |key: &CreatedAccessKey| try_listen(&venue, Credential::AccessKey(key.token.clone()), None).unwrap();
    let (first, second, third) = (listen(&key), listen(&key), listen(&other));
    revoke(&venue, &key).await;
    let closed = [&first, &second, &third].map(|socket| socket.closed());
    assert_eq!(closed, [Some(4401), Some(4401), None]);
    // Nothing is sent behind it.
    first.take_sent();
    third.take_sent();
    create(&venue).await;
    assert_eq!((first.take_sent().len(), third.take_sent().len()), (0, 1));
}

#[tokio::test]
async fn a_person_listens_for_as_long_as_the_session_lasts() {
    let venue = Venue::new("instant");
    let (_, ada) = person(&venue, "ada", "host").await;
    let socket = try_listen(&venue, ada.clone(), None).unwrap();
    // It is used once more, which listening itself is not.
    later(&venue, 6 * HOUR);
    identity(&venue, &ada).await.unwrap();
    venue.run_until(NOON.plus_seconds(18 * HOUR - 1)).await;
    assert_eq!(socket.closed(), None);
    venue.run_until(NOON.plus_seconds(18 * HOUR)).await;
    assert_eq!(socket.closed(), Some(4401));
    assert_eq!(refusal(&venue, ada), Some(VenueError::Unauthorized));
}

#[tokio::test]
async fn a_session_that_staff_end_and_a_person_who_is_removed_hear_no_more() {
    let venue = Venue::new("instant");
    let (_, ada) = person(&venue, "ada", "host").await;
    let (bob_id, bob) = person(&venue, "bob", "host").await;
    let (cleo_id, cleo) = person(&venue, "cleo", "host").await;
    let listen = |credential: &Credential| try_listen(&venue, credential.clone(), None).unwrap();
    let (of_ada, of_bob, of_cleo) = (listen(&ada), listen(&bob), listen(&cleo));
    let session = sessions(&venue, &ada).await[0]["id"].clone();
    let session = SessionId::parse(session.as_str().unwrap()).unwrap();
    let request = StaffRequest::Sessions(SessionsRequest::End(session));
    let ended: Result<(), VenueError> = ask(&venue, (&ada, Permission::Identify), request).await;
    ended.unwrap();
    let removed: Result<Value, VenueError> =
        people(&venue, &Credential::Operator, PeopleRequest::Remove(bob_id)).await;
    removed.unwrap();
    // What is left to her is too little.
    let change = serde_json::from_value(json!({ "role": "host", "permissions": ["writeDay"] })).unwrap();
    let changed: Result<Value, VenueError> = people(
        &venue,
        &Credential::Operator,
        PeopleRequest::Change(cleo_id, change),
    )
    .await;
    changed.unwrap();
    let closed = [of_ada, of_bob, of_cleo].map(|socket| socket.closed());
    assert_eq!(closed, [Some(4401), Some(4401), Some(4403)]);
}

#[tokio::test]
async fn a_venue_that_is_suspended_ends_every_stream() {
    let venue = Venue::new("instant");
    let socket = try_listen(&venue, staff_key(), None).unwrap();
    set_suspended(&venue, true).await;
    assert_eq!(socket.closed(), Some(4503));
}

#[tokio::test]
async fn a_venue_that_is_no_longer_served_ends_every_stream() {
    let venue = Venue::new("instant");
    let socket = try_listen(&venue, staff_key(), None).unwrap();
    venue.writer().end_streams();
    assert_eq!(socket.closed(), Some(4503));
}

#[tokio::test]
async fn the_eleventh_stream_of_a_credential_takes_the_place_of_its_oldest() {
    let venue = Venue::new("instant");
    let mut sockets: Vec<Rc<ScriptedSocket>> = Vec::new();
    for second in 0..11 {
        later(&venue, second);
        sockets.push(try_listen(&venue, staff_key(), None).unwrap());
    }
    let closed: Vec<_> = sockets.iter().filter_map(|socket| socket.closed()).collect();
    assert_eq!((closed, sockets[0].closed()), (vec![4409], Some(4409)));
}

#[tokio::test]
async fn a_venue_has_a_hundred_streams_at_most() {
    let venue = Venue::new("instant");
    for _ in 0..10 {
        let key = access_key(&venue, None).await;
        for _ in 0..10 {
            try_listen(&venue, Credential::AccessKey(key.token.clone()), None).unwrap();
        }
    }
    assert_eq!(
        refusal(&venue, staff_key()),
        Some(VenueError::TooMany { retry_after: 60 })
    );
    venue.sockets.forget();
    assert_eq!(refusal(&venue, staff_key()), None);
}
