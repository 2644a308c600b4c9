//! Facts about how a page of ours is known, and what one of an origin that the venue does not list may read: its refusal.

use super::super::test_support::ScriptedVenue;
use super::super::tests::{ask, ask_staff, booking, post, problem};
use super::*;

fn header<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
    reply
        .headers()
        .get(name)
        .map(|value| value.to_str().unwrap_or("not text"))
}

#[test]
fn a_foreign_page_reads_why_it_is_refused_and_nothing_of_the_venue() {
    for (path, code) in [
        ("/v1/venues/demo", "forbidden"),
        ("/v1/venues/demo/fragment", "forbidden"),
        ("/v1/venues/demo/reservations/abc", "forbidden"),
        ("/v1/venues/nobody", "venue_not_found"),
        ("/v1/venues/nobody/fragment", "venue_not_found"),
        ("/v1/venues/No%20body", "venue_not_found"),
    ] {
        let request = http::Request::get(path)
            .header(ORIGIN, "https://evil.test")
            .header("authorization", "Bearer a-token");
        let (reply, _) = ask(request, Some(""));
        assert_eq!(header(&reply, "access-control-allow-origin"), Some("*"), "{path}");
        assert_eq!(header(&reply, "cache-control"), Some("no-store"), "{path}");
        let answer = problem(&reply);
        assert_eq!(answer["code"], code, "{path}");
        assert!(!answer.to_string().contains("demo"), "{answer}");
    }
    for path in [
        "/v1/staff/demo/settings/versions",
        "/external/nothing",
        "/book/nobody",
    ] {
        let (reply, _) = ask(
            http::Request::get(path).header(ORIGIN, "https://evil.test"),
            Some(""),
        );
        assert!(reply.status().is_client_error(), "{path}");
        assert_eq!(header(&reply, "access-control-allow-origin"), None, "{path}");
    }
}

#[test]
fn a_foreign_page_with_a_guests_token_is_refused_before_the_venue_is_asked() {
    for (method, path) in [
        ("GET", "/v1/venues/demo/reservations/r1"),
        ("GET", "/v1/venues/demo/gift-cards/orders/o1"),
        ("POST", "/v1/venues/demo/reservations/r1/cancel"),
    ] {
        let script = ScriptedVenue::default();
        let request = http::Request::builder()
            .method(method)
            .uri(path)
            .header(ORIGIN, "https://evil.test")
            .header("authorization", "Bearer manage-secret");
        let (reply, _) = ask_staff(request, "", &script);
        assert_eq!(problem(&reply)["code"], "forbidden", "{path}");
        let requests = script.requests();
        let asked = requests
            .iter()
            .filter(|request| request.get("Settings").is_none());
        assert_eq!(asked.count(), 0, "{path}: {requests:?}");
    }
}

#[test]
fn a_page_of_ours_is_known_where_a_proxy_changed_the_host() {
    for (site, code) in [
        (&["same-origin"][..], "slot_taken"),
        (&["same-site"], "forbidden"),
        (&["cross-site"], "forbidden"),
        (&["same-origin", "cross-site"], "forbidden"),
    ] {
        let request = post().header(ORIGIN, "https://public.example.com");
        let request = site
            .iter()
            .fold(request, |request, site| request.header("sec-fetch-site", *site));
        assert_eq!(
            problem(&ask(request, Some(&booking())).0)["code"],
            code,
            "{site:?}"
        );
    }
}
