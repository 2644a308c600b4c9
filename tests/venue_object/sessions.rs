//! Facts about sessions of people: their ends, their list, their use from several places.

use edge::access::{Credential, Device};
use edge::error::VenueError;
use edge::venue::message::person::SessionsRequest;
use edge::venue::message::staff::StaffRequest;
use serde_json::{Value, json};
use shared::access::Permission;
use shared::id::SessionId;
use shared::person::{Browser, OperatingSystem};

use super::sign_in::{DAY, PHONE, identity, invited, later, person, sessions, signed_in};
use super::sign_in::{ask, people};
use super::venue::{NOON, Venue};
use edge::venue::message::person::PeopleRequest;

const HOUR: i64 = 60 * 60;

async fn end(venue: &Venue, by: &Credential, id: &Value) -> Result<(), VenueError> {
    let id = SessionId::parse(id.as_str().unwrap()).unwrap();
    let request = StaffRequest::Sessions(SessionsRequest::End(id));
    ask(venue, (by, Permission::Identify), request).await
}

#[tokio::test]
async fn a_session_ends_without_use() {
    let venue = Venue::new("instant");
    let (_, ada) = person(&venue, "ada", "host").await;
    later(&venue, 12 * HOUR - 1);
    assert!(identity(&venue, &ada).await.is_ok());
    later(&venue, 24 * HOUR - 2);
    assert!(identity(&venue, &ada).await.is_ok());
    later(&venue, 36 * HOUR - 2);
    assert_eq!(identity(&venue, &ada).await, Err(VenueError::Unauthorized));
    assert_eq!(sessions(&venue, &Credential::Operator).await, json!([]));
}

#[tokio::test]
async fn a_session_ends_after_a_week_however_much_it_is_used() {
    let venue = Venue::new("instant");
    let (_, ada) = person(&venue, "ada", "host").await;
    for hours in 1..7 * 24 {
        later(&venue, hours * HOUR);
        assert!(identity(&venue, &ada).await.is_ok(), "{hours}");
    }
    later(&venue, 7 * DAY);
    assert_eq!(identity(&venue, &ada).await, Err(VenueError::Unauthorized));
    venue.run_until(NOON.plus_seconds(9 * DAY)).await;
    assert_eq!(venue.count("SELECT id FROM sessions"), 0);
}

#[tokio::test]
async fn a_session_that_is_used_from_two_places_shows_both() {
    let venue = Venue::new("instant");
    let (id, ada) = person(&venue, "ada", "host").await;
    let Credential::Session(token, _) = &ada else {
        panic!("no session")
    };
    let desktop = Device {
        browser: Browser::Edge,
        system: OperatingSystem::Windows,
    };
    let copied = Credential::Session(token.clone(), desktop);
    later(&venue, 60);
    assert!(identity(&venue, &copied).await.is_ok());
    // Another use within ten minutes is not written.
    later(&venue, 120);
    assert!(identity(&venue, &copied).await.is_ok());
    later(&venue, 20 * 60);
    let list = sessions(&venue, &ada).await;
    let session = &list[0]["id"];
    let at = |seconds: i64| NOON.plus_seconds(seconds);
    assert_eq!(
        list,
        json!([{
            "id": session, "person": id, "name": "ada", "createdAt": NOON, "lastUsedAt": at(20 * 60),
            "endsAt": at(20 * 60 + 12 * HOUR), "isCurrent": true,
            "devices": [
                { "browser": "firefox", "system": "android", "firstUsedAt": NOON, "lastUsedAt": at(20 * 60) },
                { "browser": "edge", "system": "windows", "firstUsedAt": at(60), "lastUsedAt": at(60) },
            ],
        }])
    );
    // Many places leave the latest ones.
    for (minute, browser) in [Browser::Chrome, Browser::Opera, Browser::Safari, Browser::Samsung]
        .into_iter()
        .enumerate()
    {
        later(&venue, 30 * 60 + i64::try_from(minute).unwrap() * 60);
        let device = Device { browser, ..PHONE };
        let elsewhere = Credential::Session(token.clone(), device);
        assert!(identity(&venue, &elsewhere).await.is_ok());
    }
    let list = sessions(&venue, &Credential::Operator).await;
    let browsers: Vec<_> = list[0]["devices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|device| device["browser"].clone())
        .collect();
    assert_eq!(browsers.len(), 4);
    assert!(!browsers.contains(&json!("edge")) && browsers.contains(&json!("samsung")));
    assert_eq!(list[0]["isCurrent"], false);
}

#[tokio::test]
async fn each_sees_and_ends_their_own_sessions_and_managers_those_below_them() {
    let venue = Venue::new("instant");
    let (_, ada) = person(&venue, "ada", "manager").await;
    let (_, ben) = person(&venue, "ben", "host").await;
    let (_, token) = invited(&venue, "ben", "host").await;
    let second = signed_in(&venue, &token).await;
    let (_, cyd) = person(&venue, "cyd", "host").await;
    let names = |list: Value| -> Vec<String> {
        let list = list.as_array().unwrap().clone();
        let mut names: Vec<_> = list
            .iter()
            .map(|session| session["name"].as_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names(sessions(&venue, &ben).await), ["ben", "ben"]);
    assert_eq!(names(sessions(&venue, &ada).await), ["ada", "ben", "ben", "cyd"]);
    let of = async |credential: &Credential| {
        let list = sessions(&venue, credential).await;
        let list = list.as_array().unwrap().clone();
        list.into_iter()
            .find(|session| session["isCurrent"] == true)
            .unwrap()["id"]
            .clone()
    };
    let (of_ada, of_ben, of_cyd) = (of(&ada).await, of(&ben).await, of(&cyd).await);
    for other in [&of_ada, &of_cyd] {
        assert_eq!(end(&venue, &ben, other).await, Err(VenueError::NotFound));
    }
    assert_eq!(end(&venue, &second, &of_ben).await, Ok(()));
    assert_eq!(identity(&venue, &ben).await, Err(VenueError::Unauthorized));
    assert_eq!(end(&venue, &ada, &of_cyd).await, Ok(()));
    assert_eq!(identity(&venue, &cyd).await, Err(VenueError::Unauthorized));
    // A manager who has fewer rights does not end a session above them.
    let narrowed =
        json!({ "name": "eve", "email": "eve@example.com", "role": "manager", "permissions": ["people"] });
    let invite = PeopleRequest::Invite(serde_json::from_value(narrowed).unwrap());
    let invitation: Value = people(&venue, &ada, invite).await.unwrap();
    let eve = signed_in(&venue, invitation["token"].as_str().unwrap()).await;
    assert_eq!(end(&venue, &eve, &of_ada).await, Err(VenueError::Forbidden));
    assert!(identity(&venue, &ada).await.is_ok());
}

#[tokio::test]
async fn who_signs_out_is_out_and_a_key_has_no_session_to_end() {
    let venue = Venue::new("instant");
    let (_, ada) = person(&venue, "ada", "host").await;
    let sign_out = async |credential: &Credential| {
        let request = StaffRequest::Sessions(SessionsRequest::SignOut);
        ask::<()>(&venue, (credential, Permission::Identify), request).await
    };
    assert_eq!(sign_out(&Credential::Operator).await, Err(VenueError::NotFound));
    assert_eq!(sign_out(&ada).await, Ok(()));
    assert_eq!(identity(&venue, &ada).await, Err(VenueError::Unauthorized));
    assert_eq!(sign_out(&ada).await, Err(VenueError::Unauthorized));
}

#[tokio::test]
async fn a_person_has_ten_sessions_and_the_one_used_least_recently_goes() {
    let venue = Venue::new("instant");
    let mut all = Vec::new();
    for number in 0..11 {
        later(&venue, number * 60);
        all.push(person(&venue, "ada", "host").await.1);
    }
    assert_eq!(identity(&venue, &all[0]).await, Err(VenueError::Unauthorized));
    for session in &all[1..] {
        assert!(identity(&venue, session).await.is_ok());
    }
}

#[tokio::test]
async fn a_token_of_another_form_or_secret_is_no_session() {
    let venue = Venue::new("instant");
    let (_, ada) = person(&venue, "ada", "host").await;
    let Credential::Session(token, _) = &ada else {
        panic!("no session")
    };
    let last = if token.ends_with('A') { "B" } else { "A" };
    for wrong in [
        format!("{}{last}", &token[..token.len() - 1]),
        token.to_uppercase(),
        token[..13].to_owned(),
        String::new(),
    ] {
        let wrong = Credential::Session(wrong, PHONE);
        assert_eq!(identity(&venue, &wrong).await, Err(VenueError::Unauthorized));
    }
    assert!(identity(&venue, &ada).await.is_ok());
}
