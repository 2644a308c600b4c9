//! Facts about answers by their status and their format.

use serde_json::{Value, json};

use super::*;
use crate::provider::lenient::Elements;

fn answer(status: u16, media_type: &str, body: &str) -> Answer {
    http::Response::builder()
        .status(status)
        .header("content-type", media_type)
        .body(body.as_bytes().to_vec())
        .unwrap()
}

fn refused(status: u16, errors: &Value) -> RemoteError {
    let body = json!({
        "responseStatus": { "errorCode": "Doe", "message": "Doe is no name", "errors": errors },
    });
    done("create", &answer(status, "application/json", &body.to_string())).unwrap_err()
}

#[test]
fn both_formats_are_read() {
    let json = r#"{"data":[{"id":"a","name":"Hall","smartspaces":[{"id":"b"}]}],"responseStatus":{}}"#;
    let jsv = "{data:[{id:a,name:Hall,smartspaces:[{id:b}]}],responseStatus:{}}";
    for (media_type, body) in [
        ("application/json; charset=utf-8", json),
        ("", json),
        ("text/jsv", jsv),
        ("application/jsv; charset=utf-8", jsv),
    ] {
        let read: Elements<wire::AccessTemplateView> =
            data("templates", &answer(200, media_type, body)).unwrap();
        assert_eq!(read.unreadable, Vec::<String>::new());
        assert_eq!((read.all.len(), read.all[0].id.as_str()), (1, "a"));
    }
    let broken = data::<Value>("templates", &answer(200, "text/jsv", "{data:[Anna"));
    let text = format!("{:?}", broken.unwrap_err());
    assert!(
        text.contains("no JSV at byte") && !text.contains("Anna"),
        "{text}"
    );
}

#[test]
fn an_answer_without_its_data_cannot_be_used() {
    let body = r#"{"responseStatus":{"errorCode":"Failed","message":"Anna Doe"}}"#;
    let error = data::<Value>("services", &answer(200, "application/json", body)).unwrap_err();
    assert!(error.is_outcome_unknown());
    assert!(!format!("{error:?}").contains("Anna"));
    let error = done("cancel", &answer(200, "application/json", body)).unwrap_err();
    assert!(error.is_outcome_unknown());
}

#[test]
fn a_write_is_done_without_a_word_or_with_an_empty_status() {
    for body in ["", "{}", r#"{"responseStatus":null}"#, r#"{"responseStatus":{}}"#] {
        assert_eq!(
            done("cancel", &answer(200, "application/json", body)),
            Ok(()),
            "{body}"
        );
    }
    assert_eq!(done("cancel", &answer(204, "text/jsv", "")), Ok(()));
}

#[test]
fn the_vendors_faults_are_those_of_the_guests_fields() {
    let errors = json!([
        { "errorCode": "Email", "fieldName": "Guests[0].Email", "message": "Doe" },
        { "errorCode": "NotEmpty", "fieldName": "guestLastName" },
        { "errorCode": "MaximumLength", "fieldName": "AdditionalData.Comment" },
        { "errorCode": "GreaterThan", "fieldName": "VisitData.Checkin" },
    ]);
    let expected = [
        ("/guest/email", FieldCode::InvalidEmail),
        ("/guest/lastName", FieldCode::Required),
        ("/notes", FieldCode::TooLong),
        ("/minutes", FieldCode::Invalid),
    ];
    let expected = expected.map(|(pointer, code)| FieldError::new(pointer, code));
    assert_eq!(refused(400, &errors), RemoteError::Fields(expected.to_vec()));
}

#[test]
fn a_fault_of_no_guests_field_is_a_refusal_without_the_vendors_words() {
    let errors = json!([
        { "errorCode": "Email", "fieldName": "Email" },
        { "errorCode": "NotEmpty", "fieldName": "AccessTemplates" },
    ]);
    for error in [
        refused(400, &errors),
        refused(422, &json!([])),
        refused(400, &json!("Doe")),
    ] {
        assert!(matches!(error, RemoteError::Refused(_)), "{error:?}");
        assert!(!format!("{error:?}").contains("Doe"));
    }
}

#[test]
fn an_answer_is_sorted_by_what_may_have_happened() {
    for (status, is_unknown) in [
        (400, false),
        (401, false),
        (403, false),
        (404, false),
        (409, false),
        (429, false),
        (408, true),
        (302, true),
    ] {
        assert_eq!(
            refused(status, &json!([])).is_outcome_unknown(),
            is_unknown,
            "{status}"
        );
    }
    assert_eq!(refused(409, &json!([])), RemoteError::Conflict);
    assert_eq!(refused(404, &json!([])), RemoteError::NotFound);
}

#[test]
fn a_reservation_is_read_with_data_around_it_and_without() {
    for body in [
        r#"{"data":{"id":"a","state":10},"responseStatus":{}}"#,
        r#"{"id":"a","state":10}"#,
    ] {
        let read: wire::ReservationView = data_or_whole("create", &answer(200, "application/json", body))
            .ok()
            .unwrap();
        assert_eq!(read.id, "a");
    }
}
