//! Facts about the page with which a browser is answered where there is none.

use http::StatusCode;
use http::header::{ALLOW, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};

use super::super::tests::ask;
use super::*;

/// As browsers send it with a navigation.
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

fn visit(path: &str, language: &str) -> (Reply, String) {
    let request = http::Request::get(path)
        .header("accept", BROWSER)
        .header("accept-language", language);
    let (reply, _) = ask(request, Some(""));
    let body = String::from_utf8(reply.body().clone()).unwrap();
    (reply, body)
}

#[test]
fn a_browser_is_answered_with_a_page_in_its_readers_language() {
    for path in ["/nothing", "/book/demo/x", "/dev/nothing"] {
        for (language, title) in [
            ("en", "There is no page here"),
            ("de-AT,en;q=0.5", "Hier ist keine Seite"),
            ("pl", "There is no page here"),
        ] {
            let (reply, body) = visit(path, language);
            assert_eq!(reply.status(), StatusCode::NOT_FOUND, "{path}");
            assert_eq!(
                reply.headers()[CONTENT_TYPE],
                "text/html; charset=utf-8",
                "{path}"
            );
            let policy = reply.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(policy.contains("script-src 'none'"), "{policy}");
            assert!(body.contains(&format!("<h1>{title}</h1>")), "{path}: {body}");
            assert!(!body.contains("href=\"/book/"), "{body}");
        }
    }
    for language in crate::localization::languages() {
        let (_, body) = visit("/nothing", language.as_str());
        let texts = crate::localization::texts([&language]);
        assert!(body.contains(&format!("lang=\"{}\"", texts.language)), "{body}");
        assert!(body.contains(texts.page_not_found_title), "{body}");
    }
}

#[test]
fn the_booking_page_of_an_unknown_restaurant_says_so_to_people() {
    for path in ["/book/nobody", "/book/No%20body", "/book/nobody?view=manage"] {
        for (language, title) in [
            ("en", "We do not know this restaurant"),
            ("de-AT,en;q=0.5", "Dieses Restaurant kennen wir nicht"),
        ] {
            let (reply, body) = visit(path, language);
            assert_eq!(reply.status(), StatusCode::NOT_FOUND, "{path}");
            assert_eq!(reply.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
            assert!(body.contains(&format!("<h1>{title}</h1>")), "{path}: {body}");
            assert!(
                body.contains("<meta name=\"robots\" content=\"noindex\">"),
                "{body}"
            );
        }
    }
}

#[test]
fn a_page_that_takes_no_such_request_keeps_its_status_and_leads_back_to_the_restaurant() {
    let request = http::Request::put("/book/demo")
        .header("accept", BROWSER)
        .header("accept-language", "en");
    let (reply, record) = ask(request, Some(""));
    assert_eq!(reply.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert!(reply.headers().contains_key(ALLOW));
    assert_eq!(record.code, Some("method_not_allowed"));
    let body = String::from_utf8(reply.into_body()).unwrap();
    assert!(body.contains("<h1>This page cannot be shown</h1>"), "{body}");
    assert!(
        body.contains("<a href=\"/book/demo\">Back to the restaurant</a>"),
        "{body}"
    );
}

#[test]
fn an_api_and_a_client_that_accepts_no_html_are_answered_with_the_problem() {
    for (path, accept) in [
        ("/v1/nothing", BROWSER),
        ("/v1/venues/nobody", BROWSER),
        ("/external/nothing", BROWSER),
        ("/nothing", "*/*"),
        ("/nothing", "application/json"),
        ("/nothing", "text/htmlx, text/*"),
    ] {
        let (reply, _) = ask(http::Request::get(path).header("accept", accept), Some(""));
        let media_type = reply.headers()[CONTENT_TYPE].to_str().unwrap();
        assert!(media_type.contains("json"), "{path}, {accept}: {media_type}");
    }
    let (reply, _) = ask(http::Request::get("/nothing"), Some(""));
    assert_eq!(reply.headers()[CONTENT_TYPE], "application/problem+json");
}

#[test]
fn a_slash_behind_a_page_leads_to_the_page() {
    for (path, address) in [
        ("/book/demo/", "/book/demo"),
        (
            "/book/demo/?language=de&date=2026-12-01",
            "/book/demo?language=de&date=2026-12-01",
        ),
        ("/book/nobody/", "/book/nobody"),
        ("/de/", "/de"),
    ] {
        let (reply, body) = visit(path, "en");
        assert_eq!(reply.status(), StatusCode::PERMANENT_REDIRECT, "{path}");
        assert_eq!(reply.headers()[LOCATION], address, "{path}");
        assert_eq!(body, "");
    }
    for path in [
        "/book/demo//",
        "//book/demo/",
        "/nothing/",
        "/v1/venues/demo/",
        "/book/",
    ] {
        let (reply, _) = visit(path, "en");
        assert_eq!(reply.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(!reply.headers().contains_key(LOCATION), "{path}");
    }
    let form = http::Request::post("/book/demo/").header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(ask(form, Some("")).0.status(), StatusCode::NOT_FOUND);
}
