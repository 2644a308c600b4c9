//! Facts about exporting and erasing a guest's data.

use serde_json::{Value, json};

use super::super::test_support::ScriptedVenue;
use super::super::tests::{ask_staff, problem};
use super::*;

const EXPORT: &str = "/v1/venues/demo/guests/export";
const ERASE: &str = "/v1/venues/demo/guests/erase";

fn ask(path: &str, body: &Value, token: Option<&str>) -> (Reply, ScriptedVenue) {
    let script = ScriptedVenue::default();
    let mut request = http::Request::post(path).header("content-type", "application/json");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    (ask_staff(request, &body.to_string(), &script).0, script)
}

#[test]
fn staff_get_the_stored_and_the_erased_data_by_the_address_in_the_body() {
    let body = json!({ "email": "Ada@example.com" });
    let (reply, script) = ask(EXPORT, &body, Some("the-key-of-demo"));
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.headers()["cache-control"], "no-store");
    assert_eq!(problem(&reply)["reservations"][0]["lastName"], "Muster");
    assert_eq!(
        script.requests(),
        [json!({ "Staff": { "ExportGuest": "Ada@example.com" } })]
    );

    let (reply, script) = ask(ERASE, &body, Some("the-key-of-demo"));
    assert_eq!(reply.status(), 200);
    assert_eq!(
        problem(&reply),
        json!({
            "erased": {
                "reservations": 2, "giftCardOrders": 1, "giftCardRecipients": 0, "giftCards": 1, "waitlist": 1, "calls": 1, "letters": 0,
            },
            "waiting": [{ "kind": "reservation", "id": "r1", "reason": "upcoming" }],
            "remoteSystem": "molzait",
        })
    );
    assert_eq!(
        script.requests(),
        [json!({ "Staff": { "EraseGuest": "Ada@example.com" } })]
    );
}

#[test]
fn a_guest_without_an_address_is_found_by_number_and_name() {
    let guest = json!({ "phone": "+436605512234", "firstName": "Ada", "lastName": "Muster" });
    let (reply, script) = ask(EXPORT, &guest, Some("the-key-of-demo"));
    assert_eq!(reply.status(), 200);
    let asked = json!({ "phone": "+436605512234", "first_name": "Ada", "last_name": "Muster" });
    assert_eq!(script.requests(), [json!({ "Staff": { "ExportGuest": asked } })]);
    let (reply, _) = ask(ERASE, &guest, Some("the-key-of-demo"));
    assert_eq!(reply.status(), 200);
    for (body, pointer) in [
        (json!({ "phone": "+436605512234" }), "/lastName"),
        (json!({ "lastName": "Muster" }), "/email"),
    ] {
        let (reply, script) = ask(EXPORT, &body, Some("the-key-of-demo"));
        assert_eq!(reply.status(), 422, "{body}");
        assert_eq!(
            problem(&reply)["errors"],
            json!([{ "pointer": pointer, "code": "required" }])
        );
        assert!(script.requests().is_empty());
    }
}

#[test]
fn without_the_staff_key_no_request_reaches_the_venue() {
    for path in [EXPORT, ERASE] {
        for token in [None, Some("the-key-of-nobody"), Some("manage-secret")] {
            let (reply, script) = ask(path, &json!({ "email": "ada@example.com" }), token);
            assert_eq!(reply.status(), 401, "{path} {token:?}");
            assert_eq!(problem(&reply)["code"], "unauthorized");
            assert!(script.requests().is_empty());
        }
    }
}

#[test]
fn an_invalid_address_is_a_faulty_field_and_in_no_response() {
    for path in [EXPORT, ERASE] {
        for body in [
            json!({}),
            json!({ "email": "nobody-at-all" }),
            json!({ "email": 7 }),
            json!({ "email": "ada@example.com", "name": "Ada" }),
        ] {
            let (reply, script) = ask(path, &body, Some("the-key-of-demo"));
            assert_eq!(reply.status(), 422, "{path} {body}");
            assert!(!problem(&reply).to_string().contains("nobody-at-all"));
            assert!(script.requests().is_empty());
        }
    }
}

#[test]
fn an_address_in_the_url_finds_nothing() {
    for path in [EXPORT, ERASE] {
        let script = ScriptedVenue::default();
        let request = http::Request::get(format!("{path}?email=ada@example.com"))
            .header("authorization", "Bearer the-key-of-demo");
        let (reply, _) = ask_staff(request, "", &script);
        assert_eq!(reply.status(), 405);
        assert!(script.requests().is_empty());
    }
}
