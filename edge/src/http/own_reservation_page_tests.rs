//! Facts about a guest's own reservation on a page without scripts.

use super::super::hosted_tests::{send, serving};
use super::super::test_support::ScriptedVenue;
use super::super::tests::ask_staff;
use super::*;

/// The page after a form was sent to a venue that serves dinner, in English.
fn post(form: &str, script: &ScriptedVenue) -> String {
    let reply = send(script, "/book/demo/reservation?language=en", Some(form));
    assert_eq!(reply.status(), 200, "{form}");
    assert_eq!(reply.headers()["cache-control"], "no-store");
    let policy = reply.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("script-src 'none'"), "{policy}");
    String::from_utf8(reply.into_body()).unwrap()
}

const TOKEN: &str = "token=r1.manage-secret";

#[test]
fn a_link_is_an_id_and_a_token_however_it_was_pasted() {
    for (text, found) in [
        ("r1.secret", Some(("r1", "secret"))),
        ("manage=r1.secret", Some(("r1", "secret"))),
        (
            "https://book.example.com/book/demo?language=de#manage=r.1.secret",
            Some(("r.1", "secret")),
        ),
        ("", None),
        ("r1", None),
        ("r1.", None),
        (".secret", None),
        ("r1.two words", None),
        ("https://book.example.com/book/demo", None),
    ] {
        let read = link(text);
        let read = read.as_ref().map(|(id, token)| (id.as_str(), *token));
        assert_eq!(read, found, "{text}");
    }
    assert!(link(&format!("r1.{}", "a".repeat(MAX_TOKEN_BYTES + 1))).is_none());
}

#[test]
fn the_page_asks_for_the_link_and_shows_the_reservation_with_what_can_be_done() {
    let (reply, _) = ask_staff(
        http::Request::get("https://book.example.com/book/demo/reservation").header("accept-language", "en"),
        "",
        &serving(),
    );
    let html = String::from_utf8(reply.into_body()).unwrap();
    assert!(
        html.contains("<input id=\"token\"") && !html.contains("<script"),
        "{html}"
    );
    let html = post(TOKEN, &serving());
    for part in [
        "Your table is reserved.",
        "<dd>R-000123</dd>",
        "<dd>2 guests</dd>",
        "value=\"change\">Change day, time or guests</button>",
        "value=\"cancel\">Cancel reservation</button>",
        "name=\"token\" value=\"r1.manage-secret\"",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
}

#[test]
fn a_reservation_is_moved_to_a_time_that_is_open() {
    let script = serving();
    let form = post(&format!("{TOKEN}&act=change"), &script);
    assert!(
        form.contains("type=\"date\" name=\"day\" value=\"2026-11-27\""),
        "{form}"
    );
    assert!(!form.contains("name=\"minutes\""), "{form}");
    let choice = format!("{TOKEN}&day=2026-11-28&attendees=3");
    let times = post(&format!("{choice}&act=times"), &script);
    assert!(
        times.contains("name=\"minutes\" value=\"1140\">19:00</button>"),
        "{times}"
    );
    let moved = post(&format!("{choice}&minutes=1140"), &script);
    assert!(moved.contains("<dd>3 guests</dd>"), "{moved}");
    // A time that is lost meanwhile leads back to those that are left.
    script.taken.replace(Some("another-key".to_owned()));
    let lost = post(&format!("{choice}&minutes=1140"), &script);
    assert!(lost.contains("This time is no longer free."), "{lost}");
    assert!(lost.contains("Nothing is free for this party"), "{lost}");
}

#[test]
fn where_the_booking_system_changes_no_slot_none_is_offered_or_asked_for() {
    let script = serving();
    script.keeps_slots.set(true);
    for act in [
        "act=",
        "act=change",
        "act=times",
        "day=2026-11-28&attendees=3&minutes=1140",
    ] {
        let html = post(&format!("{TOKEN}&{act}"), &script);
        assert!(html.contains("value=\"cancel\">"), "{act}: {html}");
        assert!(
            !html.contains("value=\"change\"") && !html.contains("name=\"day\""),
            "{act}: {html}"
        );
    }
    let requests = script.requests();
    assert!(requests.iter().all(|request| request.get("Change").is_none()));
}

#[test]
fn what_was_chosen_beside_the_table_is_changed_once_its_price_was_shown() {
    let script = ScriptedVenue {
        has_extras: true,
        ..serving()
    };
    let is_changed = || {
        let requests = script.requests();
        requests.iter().any(|request| request.get("Change").is_some())
    };
    let acts = post(TOKEN, &script);
    assert!(acts.contains("value=\"extras\">"), "{acts}");
    assert!(!post(TOKEN, &serving()).contains("value=\"extras\">"));
    let form = post(&format!("{TOKEN}&act=extras"), &script);
    for part in [
        "name=\"people.children\" value=\"0\" min=\"0\" max=\"2\">",
        "name=\"addOns.wine\" value=\"0\" min=\"0\" max=\"2\">",
        "name=\"answers.allergies\" rows=\"2\" required>",
        "value=\"check-extras\">Continue</button>",
    ] {
        assert!(form.contains(part), "{part}: {form}");
    }
    let faulty = post(&format!("{TOKEN}&act=check-extras&addOns.wine=1"), &script);
    assert!(faulty.contains("required aria-invalid=\"true\">"), "{faulty}");
    assert!(faulty.contains("Please check the marked fields."), "{faulty}");

    let choice = format!("{TOKEN}&addOns.wine=1&answers.allergies=nuts");
    let priced = post(&format!("{choice}&act=check-extras"), &script);
    for part in [
        "name=\"total\" value=\"7800\">",
        "The price is then €78.",
        "value=\"save-extras\">Save the change</button>",
    ] {
        assert!(priced.contains(part), "{part}: {priced}");
    }
    let other_price = post(&format!("{choice}&act=save-extras&total=7700"), &script);
    assert!(other_price.contains("The price is then €78."), "{other_price}");
    assert!(!is_changed());
    let saved = post(&format!("{choice}&act=save-extras&total=7800"), &script);
    assert!(saved.contains("Your table is reserved."), "{saved}");
    assert!(is_changed());
}

#[test]
fn a_cancellation_is_asked_for_once_more_and_a_refusal_leads_to_the_restaurant() {
    let script = serving();
    let asked = post(&format!("{TOKEN}&act=cancel"), &script);
    assert!(
        asked.contains("Do you want to cancel this reservation?"),
        "{asked}"
    );
    let (keep, cancel) = (asked.find("No, keep it"), asked.find("Yes, cancel it"));
    assert!(keep.is_some() && keep < cancel, "{asked}");
    let is_cancelled = |script: &ScriptedVenue| {
        let requests = script.requests();
        requests
            .iter()
            .any(|request| request.to_string().contains("cancelled"))
    };
    assert!(!is_cancelled(&script));
    // The scripted venue refuses every change of a status.
    let refused = post(&format!("{TOKEN}&act=confirm-cancel"), &script);
    assert!(is_cancelled(&script));
    assert!(refused.contains("Please call the restaurant."), "{refused}");
    assert!(refused.contains("href=\"tel:+4310000000\""), "{refused}");
}

#[test]
fn a_wrong_link_opens_nothing_and_is_not_shown_again() {
    for form in [
        "token=r2.manage-secret",
        "token=nonsense",
        "token=",
        "",
        "token=%3Cscript%3E.x",
    ] {
        let html = post(form, &serving());
        assert!(html.contains("There is no such reservation."), "{form}: {html}");
        assert!(
            !html.contains("manage-secret") && !html.contains("<script>"),
            "{form}"
        );
    }
}

#[test]
fn a_page_of_another_site_cancels_nothing() {
    let script = serving();
    for origin in ["https://evil.test", "null"] {
        let request = http::Request::post("https://book.example.com/book/demo/reservation")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", origin);
        let (reply, _) = ask_staff(request, &format!("{TOKEN}&act=confirm-cancel"), &script);
        assert_eq!(reply.status(), 403, "{origin}");
        let headers = reply.headers();
        assert!(!headers.contains_key("access-control-allow-origin"), "{origin}");
    }
    let requests = script.requests();
    assert!(requests.iter().all(|request| request.get("SetStatus").is_none()));
}
