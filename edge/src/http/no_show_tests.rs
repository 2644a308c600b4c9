//! Facts about reporting a no-show, by the API and on the staff reservation page.

use serde_json::json;

use super::super::test_support::ScriptedVenue;
use super::super::tests::{ask_staff, problem};
use super::*;

const ONE: &str = "/v1/venues/demo/reservations/r1/no-show";

fn ask(request: http::request::Builder, token: Option<&str>) -> (Reply, ScriptedVenue) {
    let script = ScriptedVenue::default();
    let request = match token {
        Some(token) => request.header("authorization", format!("Bearer {token}")),
        None => request,
    };
    (ask_staff(request, "", &script).0, script)
}

#[test]
fn a_no_show_is_reported_with_the_venues_key_or_the_reservations_token() {
    for (token, proof) in [("the-key-of-demo", json!(null)), ("t", json!("t"))] {
        let (reply, script) = ask(http::Request::post(ONE), Some(token));
        assert_eq!(reply.status(), 200);
        assert_eq!(
            problem(&reply),
            json!({
                "id": "r1", "number": "R-000007", "status": "no_show", "day": "2026-11-17", "minutes": 1140,
                "attendees": 2, "startsAt": "2026-11-17T18:00:00Z", "until": "2026-11-24T18:00:00Z",
                "charge": { "status": "paid", "amount": { "amount": 4_000, "currency": "EUR" } },
            })
        );
        assert_eq!(
            script.requests(),
            [json!({ "Staff": { "NoShow": { "id": "r1", "token": proof, "is_said": true } } })]
        );
    }
}

#[test]
fn a_no_show_can_be_read_before_it_is_reported() {
    let (reply, _) = ask(http::Request::get(ONE), Some("the-key-of-demo"));
    assert_eq!(reply.status(), 200);
    assert_eq!(problem(&reply)["status"], "booked");
    assert_eq!(problem(&reply)["charge"]["status"], "kept");
}

#[test]
fn without_a_valid_key_or_token_every_request_is_unauthorized() {
    for token in [None, Some("the-key-of-nobody"), Some("manage-secret")] {
        for id in ["r1", "r2"] {
            let path = format!("/v1/venues/demo/reservations/{id}/no-show");
            let (reply, _) = ask(http::Request::post(path), token);
            assert_eq!(reply.status(), 401, "{token:?} {id}");
            assert_eq!(problem(&reply)["code"], "unauthorized");
        }
    }
}

#[test]
fn a_no_show_before_the_reservation_begins_is_too_early() {
    let path = "/v1/venues/demo/reservations/later/no-show";
    let (reply, _) = ask(http::Request::post(path), Some("the-key-of-demo"));
    assert_eq!(
        (reply.status().as_u16(), problem(&reply)["code"].clone()),
        (409, json!("too_early"))
    );
    let path = "/v1/venues/demo/reservations/r2/no-show";
    let (reply, _) = ask(http::Request::post(path), Some("the-key-of-demo"));
    assert_eq!(reply.status(), 404);
}

#[test]
fn a_no_show_long_after_the_reservation_began_is_too_late() {
    let path = "/v1/venues/demo/reservations/old/no-show";
    let (reply, _) = ask(http::Request::post(path), Some("the-key-of-demo"));
    assert_eq!(
        (reply.status().as_u16(), problem(&reply)["code"].clone()),
        (409, json!("too_late"))
    );
    let (reply, _) = ask(http::Request::get(path), Some("the-key-of-demo"));
    assert_eq!(reply.status(), 200);
}

#[test]
fn another_site_cannot_report_it() {
    let request = http::Request::post(ONE).header("origin", "https://evil.example");
    let (reply, script) = ask(request, Some("the-key-of-demo"));
    assert_eq!(reply.status(), 403);
    assert!(script.requests().is_empty());
}

fn page(form: &str, language: &str) -> (String, ScriptedVenue) {
    let script = ScriptedVenue::default();
    let request = http::Request::post("https://book.example/staff/demo/reservation")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept-language", language);
    let (reply, _) = ask_staff(request, form, &script);
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.headers()["cache-control"], "no-store");
    (String::from_utf8(reply.into_body()).unwrap(), script)
}

#[test]
fn the_page_asks_for_the_token_of_the_fragment() {
    let script = ScriptedVenue::default();
    let request = http::Request::get("https://book.example/staff/demo/reservation");
    let (reply, _) = ask_staff(request, "", &script);
    let text = String::from_utf8(reply.body().clone()).unwrap();
    assert!(
        text.contains("<label for=\"token\">") && text.contains("location.hash"),
        "{text}"
    );
    assert!(
        !reply.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("unsafe")
    );
}

#[test]
fn the_address_in_earlier_letters_leads_to_the_page() {
    let redirected = |request: http::request::Builder| {
        let (reply, _) = ask_staff(request, "token=r1.t", &ScriptedVenue::default());
        (reply.status().as_u16(), reply.headers().get("location").cloned())
    };
    let page = Some("/staff/demo/reservation".parse().unwrap());
    let form = http::Request::post("https://book.example/house/demo")
        .header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(
        redirected(http::Request::get("https://book.example/house/demo")),
        (308, page.clone())
    );
    assert_eq!(redirected(form), (308, page));
    let with_query = http::Request::get("https://book.example/house/demo?language=de");
    let page = Some("/staff/demo/reservation?language=de".parse().unwrap());
    assert_eq!(redirected(with_query), (308, page));
    let nowhere = http::Request::get("https://book.example/house/nobody");
    assert_eq!(redirected(nowhere), (404, None));
}

#[test]
fn the_page_shows_the_charge_before_and_its_outcome_after_the_report() {
    let (text, script) = page("token=r1.t", "en");
    assert!(
        text.contains("R-000007") && text.contains("Nobody came: charge"),
        "{text}"
    );
    assert!(text.contains("40"), "{text}");
    assert_eq!(script.requests()[0]["Staff"]["NoShow"]["is_said"], false);
    let (text, script) = page("token=r1.t&said=yes", "de-AT");
    assert!(text.contains("Die Karte wurde belastet"), "{text}");
    assert!(!text.contains("name=\"said\""), "{text}");
    assert_eq!(script.requests()[0]["Staff"]["NoShow"]["is_said"], true);
}

#[test]
fn the_page_shows_a_problem_with_the_payment() {
    assert!(
        page("token=disputed.t", "en")
            .0
            .contains("Payment: the guest disputes it.")
    );
    assert!(
        page("token=disputed.t", "de")
            .0
            .contains("Zahlung: Der Gast ficht sie an.")
    );
    assert!(!page("token=r1.t", "en").0.contains("Payment:"));
}

#[test]
fn the_page_has_no_button_before_the_reservation_begins() {
    let (text, _) = page("token=later.t&said=yes", "en");
    assert!(text.contains("once the reservation has begun"), "{text}");
    assert!(!text.contains("name=\"said\""), "{text}");
}

#[test]
fn the_page_says_when_the_time_to_report_is_over_and_has_no_button() {
    for form in ["token=old.t", "token=old.t&said=yes"] {
        let (text, _) = page(form, "en");
        assert!(text.contains("The time to report this is over"), "{text}");
        assert!(!text.contains("name=\"said\""), "{text}");
    }
}

#[test]
fn the_page_has_no_button_for_a_status_that_is_no_no_show() {
    for (id, says) in [
        ("cancelled", "The reservation is cancelled."),
        ("voided", "The reservation is cancelled."),
        ("seated", "the reservation has another status by now"),
        ("declined", "the reservation has another status by now"),
    ] {
        for said in ["", "&said=yes"] {
            let (text, _) = page(&format!("token={id}.t{said}"), "en");
            assert!(text.contains(says), "{id}{said}: {text}");
            assert!(!text.contains("name=\"said\""), "{id}{said}: {text}");
        }
    }
}

#[test]
fn a_wrong_token_opens_nothing_and_is_not_shown_again() {
    for form in [
        "token=r1.%22%3E%3Cscript%3E",
        "token=%3Cscript%3E",
        "token=r2.t",
        "",
    ] {
        let (text, _) = page(form, "en");
        assert!(text.contains("There is no such reservation"), "{form}: {text}");
        assert!(!text.contains("<script>"), "{form}: {text}");
    }
}

#[test]
fn the_page_is_in_the_readers_language() {
    for language in crate::localization::languages() {
        let (text, _) = page("token=r1.t", language.as_str());
        let expected = format!("<html lang=\"{}\" dir=\"ltr\">", language.as_str());
        assert!(text.contains(&expected), "{text}");
        let texts = crate::localization::texts([&language]);
        for words in [texts.no_show_page_title, texts.no_show_page_ask, texts.page_back] {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
}
