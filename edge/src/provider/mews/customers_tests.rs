//! Facts about the customers of bookings: no profile is overwritten, and none is doubled.

use serde_json::{Value, json};

use super::*;
use crate::test_support::mews::connector;
use crate::test_support::scripted_network::ScriptedNetwork;

fn request(beside: &Value) -> ReservationRequest {
    let mut guest = json!({ "firstName": "Ada", "lastName": "Muster", "email": "ada@example.com" });
    guest
        .as_object_mut()
        .unwrap()
        .extend(beside.as_object().unwrap().clone());
    let request = json!({
        "experienceId": "dinner", "day": "2026-11-27", "minutes": 1_140, "attendees": 2, "locale": "en", "guest": guest,
    });
    serde_json::from_value(request).unwrap()
}

fn profile(id: &str, beside: &Value) -> Value {
    let mut one = json!({
        "Id": id, "IsActive": true, "FirstName": "Ada", "LastName": "Muster", "Email": "Ada@Example.com", "Phone": null,
    });
    one.as_object_mut()
        .unwrap()
        .extend(beside.as_object().unwrap().clone());
    one
}

/// The customer for a request, and the bodies that were sent without their tokens, after these answers.
fn found(
    request: &ReservationRequest,
    answers: &[(u16, Value)],
) -> (Result<BookingCustomer, RemoteError>, Vec<Value>) {
    found_by(&RefCell::default(), request, answers)
}

/// The same of an integration that may have seen its own profile.
fn found_by(
    own_profile: &RefCell<Option<String>>,
    request: &ReservationRequest,
    answers: &[(u16, Value)],
) -> (Result<BookingCustomer, RemoteError>, Vec<Value>) {
    let network = ScriptedNetwork::default();
    for (status, answer) in answers {
        network.answer(*status, answer);
    }
    let connector = connector(&network);
    let customers = Customers {
        connector: &connector,
        chain_id: None,
        own_profile,
    };
    let scope = Scope::new(std::time::Duration::from_secs(20));
    let found = pollster::block_on(customers.find_or_add(&scope, request));
    let sent = network.sent.borrow();
    let bodies = sent.iter().map(|request| {
        let mut body: Value = serde_json::from_slice(request.body()).unwrap();
        let members = body.as_object_mut().unwrap();
        members.retain(|name, _| !["ClientToken", "AccessToken", "Client"].contains(&name.as_str()));
        body
    });
    (found, bodies.collect())
}

fn customer(id: &str, differs: bool) -> BookingCustomer {
    BookingCustomer {
        id: id.to_owned(),
        differs,
    }
}

fn list(profiles: &[Value]) -> (u16, Value) {
    (200, json!({ "Customers": profiles, "Cursor": null }))
}

#[test]
fn a_profile_with_the_address_is_used_as_it_is() {
    let (customer_found, sent) = found(&request(&json!({})), &[list(&[profile("c1", &json!({}))])]);
    assert_eq!(customer_found, Ok(customer("c1", false)));
    let question = json!({
        "Emails": ["ada@example.com"], "Extent": { "Customers": true, "Addresses": false },
        "Limitation": { "Count": 400 },
    });
    assert_eq!(sent, [question]);
}

#[test]
fn another_name_or_number_is_noted_and_not_written_into_the_profile() {
    for (typed, profile_has, differs) in [
        (json!({ "lastName": "Stranger" }), json!({}), true),
        (json!({ "lastName": "MUSTER" }), json!({}), false),
        (json!({ "firstName": null }), json!({}), false),
        (json!({ "phone": "+436605512234" }), json!({}), true),
        (
            json!({ "phone": "+436605512234" }),
            json!({ "Phone": "+43 660 551-22-34" }),
            false,
        ),
    ] {
        let answers = [list(&[profile("c1", &profile_has)])];
        let (customer_found, sent) = found(&request(&typed), &answers);
        assert_eq!(customer_found, Ok(customer("c1", differs)), "{typed}");
        assert_eq!(sent.len(), 1);
    }
}

#[test]
fn a_new_guest_is_added_without_overwriting() {
    let answers = [list(&[]), (200, profile("c2", &json!({})))];
    let (customer_found, sent) = found(&request(&json!({})), &answers);
    assert_eq!(customer_found, Ok(customer("c2", false)));
    assert_eq!(
        sent[1],
        json!({
            "FirstName": "Ada", "LastName": "Muster", "Email": "ada@example.com", "OverwriteExisting": false,
        })
    );
}

#[test]
fn a_profile_of_ours_takes_what_it_lacks_and_one_that_another_has_touched_does_not() {
    let own_profile = RefCell::default();
    let by = |creator: &str, updater: &str, phone: Value| {
        let beside = json!({ "CreatorProfileId": creator, "UpdaterProfileId": updater, "Phone": phone });
        profile("c2", &beside)
    };
    let typed = request(&json!({ "phone": "+436605512234" }));
    let number = || json!("+436605512234");
    // Before an addition has shown which profile is ours, none is.
    let answers = [list(&[by("us", "us", Value::Null)])];
    let (customer_found, sent) = found_by(&own_profile, &typed, &answers);
    assert_eq!((customer_found, sent.len()), (Ok(customer("c2", true)), 1));
    let answers = [list(&[]), (200, by("us", "us", number()))];
    let _ = found_by(&own_profile, &typed, &answers);
    assert_eq!(own_profile.borrow().as_deref(), Some("us"));

    let answers = [
        list(&[by("us", "us", Value::Null)]),
        (200, by("us", "us", number())),
    ];
    let (customer_found, sent) = found_by(&own_profile, &typed, &answers);
    assert_eq!(customer_found, Ok(customer("c2", false)));
    assert_eq!(sent[1], json!({ "CustomerId": "c2", "Phone": "+436605512234" }));
    for (creator, updater, phone) in [
        ("us", "reception", Value::Null),
        ("reception", "us", Value::Null),
        ("reception", "reception", Value::Null),
        // What is there is not overwritten.
        ("us", "us", json!("+4310000000")),
    ] {
        let answers = [list(&[by(creator, updater, phone)])];
        let (customer_found, sent) = found_by(&own_profile, &typed, &answers);
        assert_eq!(
            (customer_found, sent.len()),
            (Ok(customer("c2", true)), 1),
            "{creator} {updater}"
        );
    }
    // A booking does not depend on it.
    let answers = [list(&[by("us", "us", Value::Null)]), (502, json!({}))];
    let (customer_found, _) = found_by(&own_profile, &typed, &answers);
    assert_eq!(customer_found, Ok(customer("c2", true)));
}

#[test]
fn a_guest_without_an_address_is_added_at_once() {
    let answers = [(200, profile("c3", &json!({})))];
    let (customer_found, sent) = found(&request(&json!({ "email": null })), &answers);
    assert_eq!((customer_found, sent.len()), (Ok(customer("c3", false)), 1));
}

#[test]
fn an_address_that_was_taken_meanwhile_is_looked_up_again() {
    for status in [400, 403] {
        let taken = (status, json!({ "Message": "The e-mail is already used." }));
        let answers = [list(&[]), taken, list(&[profile("c4", &json!({}))])];
        let (customer_found, sent) = found(&request(&json!({})), &answers);
        assert_eq!((customer_found, sent.len()), (Ok(customer("c4", false)), 3));
    }
}

#[test]
fn a_profile_that_is_not_active_or_of_another_address_is_none() {
    let others = [
        profile("c5", &json!({ "IsActive": false })),
        profile("c6", &json!({ "Email": "ada@example.org" })),
    ];
    let answers = [list(&others), (200, profile("c7", &json!({})))];
    assert_eq!(found(&request(&json!({})), &answers).0, Ok(customer("c7", false)));
}

#[test]
fn a_profile_that_is_turned_down_is_no_time_that_is_taken() {
    for message in ["The e-mail is already used.", "It is restricted."] {
        let taken = (403, json!({ "Message": message }));
        let (customer_found, sent) = found(&request(&json!({})), &[list(&[]), taken, list(&[])]);
        assert!(
            matches!(customer_found, Err(RemoteError::Refused(_))),
            "{message}"
        );
        assert_eq!(sent.len(), 3);
    }
}

#[test]
fn an_unknown_outcome_of_a_profile_is_none_of_a_booking() {
    let answers = [list(&[]), (502, json!({}))];
    let (customer_found, _) = found(&request(&json!({})), &answers);
    assert!(matches!(customer_found, Err(RemoteError::Away { .. })));
}
