//! Facts about letters with links to sign in: to whom they go, how often, and what an asker learns.

use std::rc::Rc;
use std::time::Duration;

use config::MailSettings;
use edge::access::Credential;
use edge::error::VenueError;
use edge::limits::Caller;
use edge::mail::{MailError, OutgoingEmail};
use edge::venue::message::person::{Invitation, PeopleRequest, SignInOutcome, SignInRequest};
use edge::venue::message::visitor::Visitor;
use edge::venue::message::{Envelope, Request};
use edge::venue::service::DeploymentMail;
use serde_json::{Value, json};
use shared::validation::Email;

use super::object::Office;
use super::sign_in::{
    identity, invited, later, new_person, open, people, person, signed_in, with_few_requests,
};
use super::venue::{NOON, Venue};

/// Asks for a link, from an address of its own.
async fn request_link(venue: &Venue, email: &str, caller: u8) -> Result<(), VenueError> {
    let email = Email::parse(email).unwrap();
    let message = Envelope {
        venue: venue.settings.id.clone(),
        request: Request::SignIn(SignInRequest::SendLink(email)),
        visitor: Some(Visitor {
            caller: Caller::of(Some(&format!("198.51.100.{caller}"))),
            manage_token: None,
            challenge_token: None,
        }),
        staff: None,
    };
    let response = venue.writer().handle(Some(&venue.settings), &message).await;
    response.into_result()
}

async fn send(venue: &Venue) {
    if let (Some(run), _) = venue.wake().await {
        venue.send_letters(run).await;
    }
}

fn letters(office: &Office) -> Vec<OutgoingEmail> {
    office.taken.borrow().clone()
}

/// The token in a letter.
fn token(letter: &OutgoingEmail) -> String {
    let (_, rest) = letter.text.split_once("#token=").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn an_invitation_goes_to_the_address_and_its_link_signs_in() {
    let venue = Venue::with_mail();
    let mut new = json!({ "name": "Ada", "email": "ada@example.com", "role": "manager", "locale": "de" });
    let invite = PeopleRequest::Invite(serde_json::from_value(new.clone()).unwrap());
    let invitation: Invitation = people(&venue, &Credential::Operator, invite).await.unwrap();
    assert!(invitation.is_mailed);
    send(&venue).await;
    let [letter] = letters(&venue.office).try_into().ok().unwrap();
    assert_eq!(letter.to.address, "ada@example.com");
    assert!(
        letter.subject.starts_with("Sie sind eingeladen"),
        "{}",
        letter.subject
    );
    let link = format!("/staff/{}/sign-in#token=", venue.settings.id);
    assert!(letter.text.contains(&link) && letter.html.contains(&link));
    let ada = signed_in(&venue, &token(&letter)).await;
    // The letter's text was stored nowhere.
    assert_eq!(venue.count("SELECT id FROM outbox"), 0);

    // A manager does not see the link of a person whom an e-mail reaches. The operator does.
    assert!(invitation.token.is_some());
    new["email"] = json!("ben@example.com");
    let invite = PeopleRequest::Invite(serde_json::from_value(new).unwrap());
    let invitation: Value = people(&venue, &ada, invite).await.unwrap();
    assert_eq!(
        (&invitation["token"], &invitation["is_mailed"]),
        (&json!(null), &json!(true))
    );
}

#[tokio::test]
async fn a_link_that_was_asked_for_signs_in_within_a_quarter_of_an_hour() {
    for (seconds, is_in_time) in [(15 * 60 - 1, true), (15 * 60, false)] {
        let venue = Venue::with_mail();
        let (_, _) = invited(&venue, "ada", "host").await;
        send(&venue).await;
        request_link(&venue, "ADA@example.COM", 1).await.unwrap();
        send(&venue).await;
        let letter = letters(&venue.office).pop().unwrap();
        assert_eq!(letter.to.address, "ada@Example.com");
        assert!(letter.text.contains("15 minutes"), "{}", letter.text);
        later(&venue, seconds);
        let outcome = open(&venue, &token(&letter)).await.unwrap();
        assert_eq!(matches!(outcome, SignInOutcome::SignedIn(_)), is_in_time);
        assert_eq!(matches!(outcome, SignInOutcome::Expired), !is_in_time);
    }
}

#[tokio::test]
async fn an_asker_does_not_learn_whether_a_person_has_the_address() {
    let venue = Venue::with_mail();
    let (ada, _) = invited(&venue, "ada", "host").await;
    send(&venue).await;
    let before = letters(&venue.office).len();
    let mut traces = Vec::new();
    for email in ["ada@example.com", "nobody@example.com"] {
        let drawn = venue.count("SELECT subject FROM due");
        assert_eq!(request_link(&venue, email, 1).await, Ok(()));
        // One job of the same form each, which holds no address.
        let jobs = venue.rows("SELECT * FROM due WHERE kind = 'sign_in_link'");
        let [job] = jobs.try_into().unwrap();
        let subject = job["subject"].as_str().unwrap().to_owned();
        traces.push((
            venue.count("SELECT subject FROM due") - drawn,
            subject.len(),
            job["at"].clone(),
            job["tries"].clone(),
        ));
        assert_eq!(subject == ada.as_str(), email.starts_with("ada"));
        send(&venue).await;
        assert_eq!(
            venue.count("SELECT subject FROM due WHERE kind = 'sign_in_link'"),
            0
        );
    }
    assert_eq!(traces[0], traces[1]);
    assert_eq!(letters(&venue.office).len(), before + 1);
    for table in [
        "SELECT * FROM people",
        "SELECT * FROM sign_in_links",
        "SELECT * FROM due",
    ] {
        assert!(!format!("{:?}", venue.rows(table)).contains("nobody@"), "{table}");
    }
}

#[tokio::test]
async fn one_caller_asks_so_often_and_one_person_is_sent_so_many() {
    let venue = with_few_requests();
    invited(&venue, "ada", "host").await;
    send(&venue).await;
    // The limit of a caller says nothing either.
    for (email, caller) in [("ada@example.com", 1), ("nobody@example.com", 2)] {
        let mut answered = 0;
        while request_link(&venue, email, caller).await.is_ok() {
            answered += 1;
        }
        assert_eq!(answered, 5, "{email}");
    }
    send(&venue).await;
    let before = letters(&venue.office).len();
    // Many callers: three letters within the time in which a link is valid.
    for caller in 10..30 {
        request_link(&venue, "ada@example.com", caller).await.unwrap();
        send(&venue).await;
    }
    let all = letters(&venue.office);
    assert_eq!(all.len() - before, 2);
    assert!(
        venue
            .complaints
            .borrow()
            .iter()
            .any(|cause| cause.contains("has enough valid ones"))
    );
    // One of them still signs in.
    signed_in(&venue, &token(all.last().unwrap())).await;
    later(&venue, 60 * 60);
    request_link(&venue, "ada@example.com", 40).await.unwrap();
    send(&venue).await;
    assert_eq!(letters(&venue.office).len() - before, 3);
}

#[tokio::test]
async fn a_letter_that_is_not_taken_is_tried_again_with_another_link() {
    let venue = Venue::with_mail();
    invited(&venue, "ada", "host").await;
    venue
        .office
        .says
        .borrow_mut()
        .push_back(MailError::Later("not now".to_owned()));
    send(&venue).await;
    assert_eq!(letters(&venue.office).len(), 0);
    // The operator's own link is left.
    assert_eq!(venue.count("SELECT id FROM sign_in_links"), 1);
    venue.run_until(NOON.plus_seconds(60)).await;
    let [letter] = letters(&venue.office).try_into().ok().unwrap();
    signed_in(&venue, &token(&letter)).await;

    // A service that is away for hours: a link that was asked for is given up, once its time has passed.
    let away = || MailError::Later("not now".to_owned());
    venue
        .office
        .says
        .borrow_mut()
        .extend(std::iter::repeat_with(away).take(10));
    request_link(&venue, "ada@example.com", 1).await.unwrap();
    venue.run_until(NOON.plus_seconds(2 * 60 * 60)).await;
    assert_eq!(
        venue.count("SELECT subject FROM due WHERE kind = 'sign_in_link'"),
        0
    );
    assert_eq!(letters(&venue.office).len(), 1);
    assert!(venue.office.says.borrow().len() > 4);
}

#[tokio::test]
async fn a_service_that_takes_nothing_gets_the_letter_when_it_is_back() {
    let venue = Venue::with_mail();
    invited(&venue, "ada", "host").await;
    venue.office.says.borrow_mut().push_back(MailError::Away {
        retry_after: Some(Duration::from_mins(10)),
        cause: "busy".to_owned(),
    });
    send(&venue).await;
    venue.run_until(NOON.plus_seconds(900)).await;
    assert_eq!(letters(&venue.office).len(), 1);
}

#[tokio::test]
async fn who_was_removed_meanwhile_gets_no_letter() {
    let venue = Venue::with_mail();
    let (id, _) = invited(&venue, "ada", "host").await;
    request_link(&venue, "ada@example.com", 1).await.unwrap();
    let _: Value = people(&venue, &Credential::Operator, PeopleRequest::Remove(id))
        .await
        .unwrap();
    send(&venue).await;
    request_link(&venue, "ada@example.com", 1).await.unwrap();
    send(&venue).await;
    assert_eq!(letters(&venue.office).len(), 0);
}

#[tokio::test]
async fn an_invitation_that_waits_is_not_sent_to_a_person_who_has_signed_in_meanwhile() {
    let venue = Venue::with_mail();
    let (_, token) = invited(&venue, "ada", "manager").await;
    signed_in(&venue, &token).await;
    send(&venue).await;
    assert_eq!(letters(&venue.office).len(), 0);
    assert_eq!(
        venue.count("SELECT id FROM sign_in_links WHERE used_at IS NULL"),
        0
    );
    // Another invitation is sent again.
    invited(&venue, "ada", "manager").await;
    send(&venue).await;
    assert_eq!(letters(&venue.office).len(), 1);
}

#[tokio::test]
async fn the_deployments_mail_brings_links_until_the_venue_has_its_own() {
    let office = Rc::new(Office::default());
    let deployment = |name: &str| match name {
        "DEPLOYMENT_MAIL_FROM" => Some("couvert@operator.example".to_owned()),
        "DEPLOYMENT_MAIL_SITE" => Some("https://book.operator.example".to_owned()),
        _ => None,
    };
    let settings = MailSettings::of_deployment(&deployment).unwrap().unwrap();
    let venue = Venue::new("instant");
    venue.office.deployment.replace(Some(DeploymentMail {
        settings,
        mailer: office.clone(),
    }));
    let invitation: Value = people(&venue, &Credential::Operator, new_person("ada", "manager", None))
        .await
        .unwrap();
    assert_eq!(invitation["is_mailed"], true);
    send(&venue).await;
    let [letter] = letters(&office).try_into().ok().unwrap();
    assert_eq!(letter.from.address, "couvert@operator.example");
    let link = format!(
        "https://book.operator.example/staff/{}/sign-in#token=",
        venue.settings.id
    );
    assert!(letter.text.contains(&link), "{}", letter.text);
    let ada = signed_in(&venue, &token(&letter)).await;
    assert!(identity(&venue, &ada).await.is_ok());
    request_link(&venue, "ada@example.com", 1).await.unwrap();
    send(&venue).await;
    assert_eq!(letters(&office).len(), 2);
    assert_eq!(letters(&venue.office).len(), 0);
}

#[tokio::test]
async fn where_nothing_sends_letters_the_inviter_gets_the_link() {
    let venue = Venue::new("instant");
    let (_, ada) = person(&venue, "ada", "manager").await;
    let invitation: Invitation = people(&venue, &ada, new_person("ben", "host", None))
        .await
        .unwrap();
    assert!(!invitation.is_mailed);
    signed_in(&venue, &invitation.token.unwrap()).await;
    // The answer to an asker is the same.
    assert_eq!(request_link(&venue, "ben@example.com", 1).await, Ok(()));
    send(&venue).await;
    assert_eq!(
        venue.count("SELECT subject FROM due WHERE kind = 'sign_in_link'"),
        0
    );
}
