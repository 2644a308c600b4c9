//! Facts about pictures over HTTP: their headers, copies at the edge, and the requests of staff.

use serde_json::{Value, json};

use super::super::test_support::{PICTURE, ScriptedVenue};
use super::super::tests::{ask_staff, problem};
use super::*;

const HOST: &str = "https://book.example.com";

fn ask(request: http::request::Builder, body: &str, script: &ScriptedVenue) -> Reply {
    let request = request.header("authorization", "Bearer the-key-of-demo");
    ask_staff(request, body, script).0
}

fn address(name: &str) -> String {
    format!("{HOST}/pictures/demo/{name}")
}

fn header<'r>(reply: &'r Reply, name: &str) -> &'r str {
    reply.headers()[name].to_str().unwrap()
}

#[test]
fn a_picture_is_shown_on_any_page_for_a_year_and_can_be_nothing_but_a_picture() {
    let script = ScriptedVenue::default();
    let request = http::Request::get(address(PICTURE)).header("origin", "https://any.example");
    let reply = ask(request, "", &script);
    assert_eq!(
        (reply.status().as_u16(), reply.body().as_slice()),
        (200, &b"the picture"[..])
    );
    for (name, value) in [
        ("content-type", "image/png"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("x-content-type-options", "nosniff"),
        ("access-control-allow-origin", "*"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("etag", "\"3fd0a1c2b5e64f7890ab12cd34ef5678.png\""),
        ("content-security-policy", POLICY),
        ("x-frame-options", "DENY"),
    ] {
        assert_eq!(header(&reply, name), value, "{name}");
    }
    assert!(POLICY.contains("default-src 'none'") && POLICY.contains("sandbox"));
    assert_eq!(script.requests(), [json!({ "Picture": PICTURE })]);
}

#[test]
fn a_copy_at_the_edge_is_shown_without_a_call_of_the_object() {
    let script = ScriptedVenue::default();
    for (count, query) in ["", "?x=1", "?x=2", ""].into_iter().enumerate() {
        let reply = ask(http::Request::get(address(PICTURE) + query), "", &script);
        assert_eq!(reply.body(), b"the picture", "{count}");
        assert_eq!(script.requests().len(), 1, "{count}");
    }
    // Of another host or venue it is another picture.
    ask(
        http::Request::get(format!("https://other.example/pictures/demo/{PICTURE}")),
        "",
        &script,
    );
    assert_eq!(script.requests().len(), 2);
}

#[test]
fn a_reader_who_has_the_picture_is_told_so_without_a_call_of_the_object() {
    for tags in [
        "\"3fd0a1c2b5e64f7890ab12cd34ef5678.png\"",
        "W/\"3fd0a1c2b5e64f7890ab12cd34ef5678.png\"",
        "\"x\", \"3fd0a1c2b5e64f7890ab12cd34ef5678.png\"",
    ] {
        let script = ScriptedVenue::default();
        let reply = ask(
            http::Request::get(address(PICTURE)).header("if-none-match", tags),
            "",
            &script,
        );
        assert_eq!((reply.status().as_u16(), reply.body().len()), (304, 0), "{tags}");
        assert_eq!(script.requests(), Vec::<Value>::new());
    }
    for tags in ["*", "\"x\"", "3fd0a1c2b5e64f7890ab12cd34ef5678.png"] {
        let script = ScriptedVenue::default();
        let request = http::Request::get(address(PICTURE)).header("if-none-match", tags);
        assert_eq!(ask(request, "", &script).status(), 200, "{tags}");
    }
}

#[test]
fn there_is_no_picture_of_another_name_or_venue() {
    let unknown = PICTURE.replace('3', "4");
    for path in [
        format!("/pictures/demo/{unknown}"),
        format!("/pictures/nobody/{PICTURE}"),
        "/pictures/demo/dinner.svg".to_owned(),
        "/pictures/demo/..".to_owned(),
        format!("/pictures/demo/{PICTURE}.html"),
        format!("/pictures/Demo/{PICTURE}"),
        format!("/pictures/{PICTURE}"),
    ] {
        let reply = ask(
            http::Request::get(format!("{HOST}{path}")),
            "",
            &ScriptedVenue::default(),
        );
        assert_eq!(reply.status(), 404, "{path}");
        assert_ne!(
            header(&reply, "cache-control"),
            "public, max-age=31536000, immutable"
        );
    }
}

#[test]
fn the_content_type_of_an_upload_decides_nothing() {
    for kind in ["image/png", "text/html", "application/json"] {
        let script = ScriptedVenue::default();
        let request =
            http::Request::post(format!("{HOST}/v1/staff/demo/pictures")).header("content-type", kind);
        let reply = ask(request, "x", &script);
        assert_eq!(
            (reply.status().as_u16(), problem(&reply)),
            (
                201,
                json!({
                    "name": PICTURE, "address": address(PICTURE), "width": 640, "height": 480,
                    "type": "image/png", "bytes": 11, "uploadedAt": "2026-11-22T12:00:00Z",
                })
            )
        );
        assert_eq!(
            script.requests(),
            [json!({ "Staff": { "Pictures": { "Upload": "eA==" } } })]
        );
    }
}

#[test]
fn a_refused_file_is_answered_with_its_fault() {
    let reply = ask(
        http::Request::post(format!("{HOST}/v1/staff/demo/pictures")),
        "",
        &ScriptedVenue::default(),
    );
    let answer = problem(&reply);
    assert_eq!(
        (&answer["code"], &answer["errors"], &answer["detail"]),
        (
            &json!("validation_failed"),
            &json!([{ "pointer": "", "code": "required" }]),
            &json!("The file is empty.")
        )
    );
}

#[test]
fn staff_list_pictures_and_delete_those_that_are_not_used() {
    let all = format!("{HOST}/v1/staff/demo/pictures");
    let reply = ask(http::Request::get(&all), "", &ScriptedVenue::default());
    assert_eq!(problem(&reply)["pictures"][0]["address"], json!(address(PICTURE)));
    let delete = |name: &str| {
        let request = http::Request::delete(format!("{all}/{name}"));
        ask(request, "", &ScriptedVenue::default())
    };
    let refused = problem(&delete(PICTURE));
    assert_eq!(
        (&refused["code"], &refused["locks"][0]["pointer"]),
        (&json!("settings_conflict"), &json!("/engine/experiences/0/image"))
    );
    assert_eq!(delete(&PICTURE.replace('3', "4")).status(), 404);
    assert_eq!(delete("dinner.svg").status(), 404);
}
