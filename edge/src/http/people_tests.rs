//! Facts about the endpoints for people and their sessions.

use serde_json::{Value, json};

use super::super::test_support::{SESSION, ScriptedVenue};
use super::super::tests::{ask_staff, problem};
use super::*;

fn ask(method: &str, path: &str, body: &str) -> (Reply, ScriptedVenue) {
    let script = ScriptedVenue::default();
    let request = http::Request::builder()
        .method(method)
        .uri(format!("https://book.example.com/v1/staff/demo{path}"))
        .header("content-type", "application/json")
        .header("authorization", "Bearer the-key-of-demo");
    let reply = ask_staff(request, body, &script).0;
    (reply, script)
}

#[test]
fn an_invitation_is_answered_with_the_link_where_the_venue_gives_it() {
    let body = r#"{ "name": "Ada", "email": "ada@example.com", "role": "host", "locale": "de" }"#;
    let (reply, script) = ask("POST", "/people", body);
    assert_eq!(
        (reply.status().as_u16(), &reply.headers()["cache-control"]),
        (201, &"no-store".parse().unwrap())
    );
    let link = format!("https://book.example.com/staff/demo/sign-in#token={SESSION}");
    assert_eq!(
        problem(&reply),
        json!({
            "id": "aaaaaaaaaaaa", "name": "Ada", "email": "ada@example.com", "role": "manager",
            "invitedAt": "2026-11-29T18:00:00Z", "invitedBy": "operator", "isMailed": false, "signInLink": link,
        })
    );
    let sent = json!({ "name": "Ada", "email": "ada@example.com", "role": "host", "locale": "de" });
    assert_eq!(
        script.requests(),
        [json!({ "Staff": { "People": { "Invite": sent } } })]
    );
    let (reply, _) = ask("POST", "/people", &body.replace("Ada", "Ben"));
    assert_eq!(problem(&reply)["isMailed"], true);
    assert!(problem(&reply).get("signInLink").is_none());
}

#[test]
fn faulty_fields_of_a_person_are_named() {
    let body =
        r#"{ "name": "win at evil.com", "email": "ada", "role": "king", "permissions": ["all"], "id": "x" }"#;
    let (reply, script) = ask("POST", "/people", body);
    assert_eq!(reply.status(), 422);
    let mut pointers: Vec<_> = problem(&reply)["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap().to_owned())
        .collect();
    pointers.sort();
    assert_eq!(pointers, ["/email", "/id", "/name", "/permissions/0", "/role"]);
    assert_eq!(script.requests(), Vec::<Value>::new());
}

#[test]
fn people_and_sessions_are_found_by_their_ids_alone() {
    for (method, path, body) in [
        ("PATCH", "/people/", r#"{ "role": "host" }"#),
        ("DELETE", "/people/", ""),
        ("DELETE", "/sessions/", ""),
    ] {
        let status = |id: &str| ask(method, &format!("{path}{id}"), body).0.status().as_u16();
        assert!(matches!(status("aaaaaaaaaaaa"), 200 | 204), "{method} {path}");
        for id in [
            "bbbbbbbbbbbb",
            "",
            "aaaaaaaaaaa",
            "AAAAAAAAAAAA",
            "..",
            "ada@example.com",
        ] {
            assert_eq!(status(id), 404, "{method} {path}{id}");
        }
    }
    let (reply, _) = ask("DELETE", "/people/aaaaaaaaaaaa", "");
    assert_eq!(problem(&reply)["managersLeft"], 1);
}

#[test]
fn a_question_for_a_link_is_answered_alike_and_reaches_the_venue_without_a_key() {
    let script = ScriptedVenue::default();
    let ask = |body: &str| {
        let request = http::Request::post("https://book.example.com/v1/staff/demo/session/link")
            .header("content-type", "application/json");
        ask_staff(request, body, &script).0
    };
    let reply = ask(r#"{ "email": "ada@example.com" }"#);
    assert_eq!((reply.status().as_u16(), reply.body().len()), (202, 0));
    assert_eq!(
        script.requests(),
        [json!({ "SignIn": { "SendLink": "ada@example.com" } })]
    );
    for faulty in [
        r#"{ "email": "ada" }"#,
        "{}",
        r#"{ "email": "a@b.c", "name": "Ada" }"#,
    ] {
        assert_eq!(ask(faulty).status(), 422, "{faulty}");
    }
    assert_eq!(script.requests().len(), 1);
}

#[test]
fn signing_out_deletes_the_cookie() {
    let (reply, script) = ask("DELETE", "/session", "");
    assert_eq!(reply.status(), 204);
    assert_eq!(
        reply.headers()["set-cookie"],
        "__Host-couvert-demo=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict"
    );
    assert_eq!(script.requests(), [json!({ "Staff": { "Sessions": "SignOut" } })]);
}
