//! Facts about venues without a file: the worker secrets that are assigned to them, creations that are repeated, and what is
//! left of a venue whose file was taken away.

use edge::access::StaffSender;
use edge::error::VenueError;
use edge::venue::message::Request;
use edge::venue::message::operator::OperatorRequest;
use edge::venue::message::staff::StaffRequest;
use serde_json::{Value, json};

use super::object::{Object, staff};
use super::suspension::{create, operator, send};
use super::venue::Venue;
use super::waitlist::restaurant;

#[tokio::test]
async fn a_venue_without_a_file_reads_a_worker_secret_once_it_is_assigned() {
    let mut settings = restaurant().settings;
    let mail = settings.mail.as_mut().unwrap();
    (mail.adapter, mail.key) = (config::mail::Adapter::HttpApi, Some("LINDE_MAIL".to_owned()));
    let object = Object::untouched(settings);
    object.has_file.set(false);
    let secrets = ["LINDE_MAIL", "LINDE_STAFF"].map(|name| (name.to_owned(), "value".to_owned()));
    object.worker_secrets.borrow_mut().extend(secrets);
    let ask = async |request: OperatorRequest| {
        let answer = send((object.writer(), None), Request::Operator(request), operator()).await;
        answer.into_result::<Value>()
    };
    ask(OperatorRequest::Create(Box::new(json!(object.settings))))
        .await
        .unwrap();
    let state = async || {
        let list = send(
            (object.writer(), None),
            Request::Staff(StaffRequest::Secrets),
            operator(),
        );
        list.await.into_result::<Value>().unwrap()["secrets"][0]["status"].clone()
    };
    let name = |text: &str| serde_json::from_value(json!(text)).unwrap();
    assert_eq!(state().await, "missing");
    ask(OperatorRequest::AssignSecret(name("LINDE_MAIL")))
        .await
        .unwrap();
    assert_eq!(state().await, "worker");
    // The staff key is a worker secret too.
    let me = || {
        send(
            (object.writer(), None),
            Request::Staff(StaffRequest::Identity),
            staff(),
        )
    };
    assert_eq!(me().await.result.err(), Some(VenueError::Unauthorized));
    ask(OperatorRequest::AssignSecret(name("LINDE_STAFF")))
        .await
        .unwrap();
    assert!(me().await.result.is_ok());
    let list = ask(OperatorRequest::WorkerSecrets).await.unwrap();
    let names: Vec<_> = list["secrets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|secret| &secret["name"])
        .collect();
    assert_eq!(names, ["LINDE_MAIL", "LINDE_STAFF"]);
    for _ in 0..2 {
        ask(OperatorRequest::WithdrawSecret(name("LINDE_MAIL")))
            .await
            .unwrap();
    }
    assert_eq!(state().await, "missing");
    for reserved in ["SEAL_KEY", "SEAL_KEY_PREVIOUS", "OPERATOR_KEY"] {
        let refused = ask(OperatorRequest::AssignSecret(name(reserved))).await;
        assert_eq!(refused, Err(VenueError::Forbidden), "{reserved}");
    }
    let actions = object.rows("SELECT action FROM audit WHERE action LIKE 'worker_secret.%' ORDER BY id");
    assert_eq!(actions.len(), 3);
}

#[tokio::test]
async fn an_operator_reaches_the_secrets_of_a_venue_whose_file_was_taken_away() {
    let venue = restaurant();
    let name = || serde_json::from_value(json!("LINDE_MAIL")).unwrap();
    let assign = Request::Operator(OperatorRequest::AssignSecret(name()));
    let assigned = send((venue.writer(), Some(&venue.settings)), assign, operator()).await;
    assert!(assigned.result.is_ok());
    let venue = venue.restarted();
    let ask = async |request: Request, sender: StaffSender| {
        let answer = send((venue.writer(), None), request, sender).await;
        answer.into_result::<Value>()
    };
    let list = || Request::Operator(OperatorRequest::WorkerSecrets);
    let names = |list: &Value| list["secrets"].as_array().unwrap().len();
    assert_eq!(names(&ask(list(), operator()).await.unwrap()), 1);
    let resealed = ask(Request::Staff(StaffRequest::ResealSecrets), operator()).await;
    assert_eq!(
        resealed,
        Ok(json!({ "resealed": 0, "current": 0, "unreadable": [] }))
    );
    let withdraw = Request::Operator(OperatorRequest::WithdrawSecret(name()));
    assert_eq!(ask(withdraw, operator()).await, Ok(Value::Null));
    assert_eq!(names(&ask(list(), operator()).await.unwrap()), 0);
    // Nobody else, and nothing else.
    assert_eq!(ask(list(), staff()).await, Err(VenueError::Forbidden));
    for request in [
        Request::Operator(OperatorRequest::AssignSecret(name())),
        Request::Operator(OperatorRequest::SetSuspended(true)),
        Request::Settings(None),
    ] {
        assert_eq!(ask(request, operator()).await, Err(VenueError::UnknownVenue));
    }
}

#[tokio::test]
async fn a_creation_that_another_release_has_stored_is_known_again() {
    let venue = Venue::with_mail();
    let made = send((venue.writer(), None), create(&venue.settings), operator()).await;
    assert!(made.result.is_ok());
    let venue = venue.restarted();
    // The other release knew a setting that this one does not.
    let mut given = json!(venue.settings);
    given["settingOfAnotherRelease"] = json!(1);
    let request = Request::Operator(OperatorRequest::Create(Box::new(given)));
    let again = send((venue.writer(), None), request, operator()).await;
    assert!(again.result.is_ok(), "{:?}", again.result);
}
