//! Facts about people who work for a venue: invitations, rights, removal.

use edge::access::Credential;
use edge::error::VenueError;
use edge::venue::message::person::{Invitation, NewSession, PeopleRequest, SignInOutcome};
use edge::venue::message::staff::StaffRequest;
use serde_json::{Value, json};
use shared::access::Permission;
use shared::id::PersonId;

use super::sign_in::{
    DAY, PHONE, ask, identity, invited, later, new_person, open, people, person, sessions, signed_in,
    with_few_requests,
};
use super::venue::{NOON, Venue};

#[tokio::test]
async fn a_person_who_was_invited_signs_in_and_has_the_rights_of_their_role() {
    let venue = Venue::new("instant");
    let (id, token) = invited(&venue, "ada", "host").await;
    let outcome = open(&venue, &token).await.unwrap();
    let SignInOutcome::SignedIn(session) = outcome else {
        panic!("not signed in")
    };
    let NewSession {
        token,
        name,
        ends_at,
        idle_hours,
    } = *session;
    assert_eq!(
        (name.as_str(), ends_at, idle_hours),
        ("ada", NOON.plus_seconds(7 * DAY), 12)
    );
    let ada = Credential::Session(token, PHONE);
    assert_eq!(
        identity(&venue, &ada).await.unwrap(),
        json!({
            "venue": venue.settings.id, "actor": format!("person:{id}"), "name": "ada", "role": "host",
            "permissions": ["identify", "readReservations", "writeReservations", "writeDay"],
        })
    );
    for permission in Permission::ALL {
        let answer: Result<Value, _> = ask(&venue, (&ada, permission), StaffRequest::Identity).await;
        let is_granted = shared::access::Role::Host.grants(permission);
        assert_eq!(answer.is_ok(), is_granted, "{permission:?}");
        assert!(answer.is_ok() || answer == Err(VenueError::Forbidden));
    }
}

#[tokio::test]
async fn a_link_signs_in_once_and_uses_up_the_others_of_its_person() {
    let venue = Venue::new("instant");
    let (_, first) = invited(&venue, "ada", "manager").await;
    let (_, second) = invited(&venue, "ada", "manager").await;
    let (_, of_ben) = invited(&venue, "ben", "host").await;
    signed_in(&venue, &second).await;
    for used in [&first, &second] {
        assert!(matches!(open(&venue, used).await, Ok(SignInOutcome::Used)));
    }
    signed_in(&venue, &of_ben).await;
    assert_eq!(venue.count("SELECT id FROM sessions"), 2);
    assert_eq!(venue.count("SELECT id FROM people"), 2);
}

#[tokio::test]
async fn an_invitation_is_over_after_a_week_and_forgotten_after_another() {
    let venue = Venue::new("instant");
    let (_, token) = invited(&venue, "ada", "manager").await;
    let (_, in_time) = invited(&venue, "ben", "manager").await;
    later(&venue, 7 * DAY - 1);
    signed_in(&venue, &in_time).await;
    later(&venue, 7 * DAY);
    assert!(matches!(open(&venue, &token).await, Ok(SignInOutcome::Expired)));
    venue.run_until(NOON.plus_seconds(16 * DAY)).await;
    assert!(matches!(open(&venue, &token).await, Ok(SignInOutcome::Unknown)));
    assert_eq!(venue.count("SELECT id FROM sign_in_links"), 0);
}

#[tokio::test]
async fn a_token_that_is_none_of_ours_does_not_sign_in_and_guesses_are_counted() {
    let venue = with_few_requests();
    let (_, token) = invited(&venue, "ada", "manager").await;
    let last = if token.ends_with('A') { "B" } else { "A" };
    let guess = format!("{}{last}", &token[..token.len() - 1]);
    for wrong in [guess.as_str(), "", "x", &token[..20]] {
        assert!(
            matches!(open(&venue, wrong).await, Ok(SignInOutcome::Unknown)),
            "{wrong}"
        );
    }
    let mut refused = None;
    for _ in 0..2 {
        refused = refused.or(open(&venue, &guess).await.err());
    }
    assert!(matches!(refused, Some(VenueError::TooMany { .. })));
    assert_eq!(venue.count("SELECT id FROM sessions"), 0);
    // The guesses have not used it up.
    later(&venue, 60);
    signed_in(&venue, &token).await;
}

#[tokio::test]
async fn rights_beyond_ones_own_are_neither_given_nor_taken() {
    let venue = Venue::new("instant");
    let (ada, manager) = person(&venue, "ada", "manager").await;
    let narrowed = new_person("eve", "manager", Some(json!(["people", "giftCards"])));
    let narrowed: Invitation = people(&venue, &manager, narrowed).await.unwrap();
    let narrowed = signed_in(&venue, &narrowed.token.unwrap()).await;
    let (ben, host) = person(&venue, "ben", "host").await;

    let invite = async |by: &Credential, role: &str, permissions: Option<Value>| {
        let answer: Result<Value, _> = people(&venue, by, new_person("dan", role, permissions)).await;
        answer.map(drop)
    };
    let forbidden = Err(VenueError::Forbidden);
    assert_eq!(invite(&host, "host", None).await, forbidden);
    assert_eq!(invite(&narrowed, "manager", None).await, forbidden);
    assert_eq!(invite(&narrowed, "host", None).await, forbidden);
    assert_eq!(
        invite(&narrowed, "manager", Some(json!(["giftCards"]))).await,
        Ok(())
    );
    for (role, permissions) in [
        ("operator", None),
        ("manager", Some(json!([]))),
        ("manager", Some(json!(["identify"]))),
        ("host", Some(json!(["people"]))),
        ("host", Some(json!(["writeDay", "money"]))),
        ("manager", Some(json!(["money", "directory"]))),
    ] {
        let refused = invite(&manager, role, permissions).await;
        assert!(matches!(refused, Err(VenueError::Fields(_))), "{role}");
    }

    // Neither by another invitation, nor by a change or a removal.
    assert_eq!(
        people::<Value>(
            &venue,
            &narrowed,
            new_person("ADA", "manager", Some(json!(["giftCards"])))
        )
        .await
        .err(),
        Some(VenueError::Forbidden)
    );
    let change = |id: &PersonId, role: &str| {
        let change = serde_json::from_value(json!({ "role": role })).unwrap();
        PeopleRequest::Change(id.clone(), change)
    };
    for request in [
        change(&ada, "host"),
        change(&ben, "host"),
        PeopleRequest::Remove(ada.clone()),
        PeopleRequest::Remove(ben.clone()),
    ] {
        let refused: Result<Value, _> = people(&venue, &narrowed, request).await;
        assert_eq!(refused, Err(VenueError::Forbidden));
    }
    let raised: Value = people(&venue, &manager, change(&ben, "manager")).await.unwrap();
    assert_eq!(raised["managersLeft"], 3);
}

#[tokio::test]
async fn a_change_of_rights_is_in_force_for_open_sessions_at_once() {
    let venue = Venue::new("instant");
    let (id, ada) = person(&venue, "ada", "manager").await;
    let allowed = async |permission| {
        let answer: Result<Value, _> = ask(&venue, (&ada, permission), StaffRequest::Identity).await;
        answer.is_ok()
    };
    assert!(allowed(Permission::WriteSettings).await);
    let to = |change: Value| PeopleRequest::Change(id.clone(), serde_json::from_value(change).unwrap());
    let changed: Value = people(&venue, &Credential::Operator, to(json!({ "role": "host" })))
        .await
        .unwrap();
    assert_eq!(
        (&changed["role"], &changed["managersLeft"]),
        (&json!("host"), &json!(0))
    );
    assert!(!allowed(Permission::WriteSettings).await && allowed(Permission::WriteDay).await);
    let narrowed = json!({ "role": "host", "permissions": ["readReservations"] });
    let _: Value = people(&venue, &Credential::Operator, to(narrowed)).await.unwrap();
    assert!(!allowed(Permission::WriteDay).await && allowed(Permission::ReadReservations).await);
}

#[tokio::test]
async fn a_person_who_is_removed_is_out_at_once_and_their_address_is_gone() {
    let venue = Venue::new("instant");
    let (id, ada) = person(&venue, "ada", "manager").await;
    let (_, unused) = invited(&venue, "ada", "manager").await;
    // The last one who manages people may go, and the answer says so.
    let removed: Value = people(&venue, &ada, PeopleRequest::Remove(id.clone()))
        .await
        .unwrap();
    assert_eq!(
        removed,
        json!({
            "id": id, "name": "ada", "role": "manager", "invitedAt": NOON, "invitedBy": "operator",
            "lastSeenAt": NOON, "removedAt": NOON, "managersLeft": 0,
        })
    );
    assert_eq!(identity(&venue, &ada).await, Err(VenueError::Unauthorized));
    assert!(matches!(open(&venue, &unused).await, Ok(SignInOutcome::Unknown)));
    let stored = format!("{:?}", venue.rows("SELECT * FROM people"));
    assert!(!stored.to_lowercase().contains("ada@example"));
    assert_eq!(
        (
            venue.count("SELECT id FROM sessions"),
            venue.count("SELECT id FROM sign_in_links")
        ),
        (0, 0)
    );
    // Again changes nothing.
    later(&venue, 60);
    let again: Value = people(&venue, &Credential::Operator, PeopleRequest::Remove(id.clone()))
        .await
        .unwrap();
    assert_eq!(again, removed);
    // The address can be invited anew: as another person.
    let (anew, token) = invited(&venue, "ada", "host").await;
    assert_ne!(anew, id);
    signed_in(&venue, &token).await;
    // The name ends too.
    venue.run_until(NOON.plus_seconds(732 * DAY)).await;
    let list: Value = people(&venue, &Credential::Operator, PeopleRequest::List)
        .await
        .unwrap();
    let names: Vec<_> = list["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["name"])
        .collect();
    assert_eq!(names, ["ada", "-"]);
}

#[tokio::test]
async fn a_person_of_a_known_address_is_changed_and_invited_again() {
    let venue = Venue::new("instant");
    let (first, ada) = person(&venue, "ada", "host").await;
    let (second, token) = invited(&venue, "ADA", "manager").await;
    assert_eq!(first, second);
    assert_eq!(identity(&venue, &ada).await.unwrap()["name"], "ADA");
    assert_eq!(identity(&venue, &ada).await.unwrap()["role"], "manager");
    signed_in(&venue, &token).await;
    let list: Value = people(&venue, &ada, PeopleRequest::List).await.unwrap();
    assert_eq!(
        list["people"],
        json!([{
            "id": first, "name": "ADA", "email": "ADA@Example.com", "role": "manager", "invitedAt": NOON,
            "invitedBy": "operator", "lastSeenAt": NOON,
        }])
    );
}

#[tokio::test]
async fn the_log_names_people_by_their_ids_and_no_token_is_stored() {
    let venue = Venue::new("instant");
    let (id, token) = invited(&venue, "ada", "manager").await;
    let ada = signed_in(&venue, &token).await;
    let (ben, _) = invited(&venue, "ben", "host").await;
    let _: Value = people(&venue, &ada, PeopleRequest::Remove(ben.clone()))
        .await
        .unwrap();
    let session = sessions(&venue, &ada).await[0]["id"].clone();
    let page: Value = ask(&venue, (&ada, Permission::ReadAudit), StaffRequest::Audit(None))
        .await
        .unwrap();
    let lines: Vec<Value> = page["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            json!([
                entry["actor"],
                entry["action"],
                entry["subject"],
                entry["before"],
                entry["after"]
            ])
        })
        .collect();
    let rights = |role: &str| json!({ "role": role, "permissions": null });
    let by_ada = format!("person:{id}");
    assert_eq!(
        lines,
        [
            json!([by_ada, "person.remove", ben, rights("host"), null]),
            json!(["operator", "person.invite", ben, null, rights("host")]),
            json!([by_ada, "session.begin", session, null, null]),
            json!(["operator", "person.invite", id, null, rights("manager")]),
        ]
    );
    let Credential::Session(cookie, _) = &ada else {
        panic!("no session")
    };
    for rows in [
        "SELECT * FROM people",
        "SELECT * FROM sign_in_links",
        "SELECT * FROM sessions",
        "SELECT * FROM audit",
        "SELECT * FROM outbox",
        "SELECT * FROM due",
    ] {
        let stored = format!("{:?}", venue.rows(rows));
        for token in [&token, cookie] {
            let secret = token.split_once('_').unwrap().1;
            assert!(!stored.contains(secret), "{rows}");
        }
    }
}

#[tokio::test]
async fn invitations_are_counted_over_a_day_and_removals_give_none_back() {
    let venue = Venue::new("instant");
    let too_many = Some(VenueError::TooMany { retry_after: 3600 });
    let invite = async |name: &str| -> Result<Invitation, VenueError> {
        people(&venue, &Credential::Operator, new_person(name, "host", None)).await
    };
    for number in 0..100 {
        let invitation = invite(&format!("guest{number}")).await.unwrap();
        let remove = PeopleRequest::Remove(invitation.person.id);
        let _: Value = people(&venue, &Credential::Operator, remove).await.unwrap();
    }
    assert_eq!(invite("ada").await.err(), too_many);
    later(&venue, DAY);
    // One person has an allowance of their own.
    for _ in 0..20 {
        invite("ada").await.unwrap();
    }
    assert_eq!(invite("ada").await.err(), too_many);
    invite("ben").await.unwrap();
    later(&venue, 2 * DAY);
    invite("ada").await.unwrap();
}

#[tokio::test]
async fn of_the_removed_the_last_hundred_are_listed() {
    let venue = Venue::new("instant");
    for number in 0..101 {
        later(&venue, number * DAY);
        let (id, _) = invited(&venue, &format!("a{number}"), "host").await;
        let remove = PeopleRequest::Remove(id);
        let _: Value = people(&venue, &Credential::Operator, remove).await.unwrap();
    }
    invited(&venue, "z", "host").await;
    let list: Value = people(&venue, &Credential::Operator, PeopleRequest::List)
        .await
        .unwrap();
    let list = list["people"].as_array().unwrap();
    assert_eq!((list.len(), &list[0]["name"]), (101, &json!("z")));
    assert!(!list.iter().any(|person| person["name"] == "a0"));
}

#[tokio::test]
async fn a_removal_names_the_keys_that_the_person_has_made() {
    let venue = Venue::new("instant");
    let (id, ada) = person(&venue, "ada", "manager").await;
    let make = async |by: &Credential| -> Value {
        let new = serde_json::from_value(json!({ "name": "Till", "role": "manager" })).unwrap();
        let request = StaffRequest::CreateAccessKey(Box::new(new));
        ask(&venue, (by, Permission::People), request).await.unwrap()
    };
    let (first, second) = (make(&ada).await, make(&ada).await);
    make(&Credential::Operator).await;
    let revoked = serde_json::from_value(first["id"].clone()).unwrap();
    let revoke = StaffRequest::RevokeAccessKey(revoked);
    let _: Value = ask(&venue, (&ada, Permission::People), revoke).await.unwrap();
    let removed: Value = people(&venue, &Credential::Operator, PeopleRequest::Remove(id))
        .await
        .unwrap();
    assert_eq!(removed["createdKeys"], json!([second["id"]]));
    // The key itself stays valid: a till may depend on it.
    let key = Credential::AccessKey(second["token"].as_str().unwrap().to_owned());
    assert!(identity(&venue, &key).await.is_ok());
}
