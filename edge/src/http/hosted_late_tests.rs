//! Facts about the page of a booking system that takes its time.

use std::time::Duration;

use super::*;

/// A venue whose answers come a second late.
fn late() -> ScriptedVenue {
    let script = serving();
    script.clock.step.set(Duration::from_secs(1));
    script
}

#[test]
fn the_page_is_sent_without_a_screen_that_takes_too_long_and_the_widget_asks_by_itself() {
    let reply = send(&late(), &format!("/book/demo?{CHOICE}"), None);
    assert_eq!(reply.status(), 200);
    let html = text(reply);
    for part in [
        "<title>",
        "experience=\"dinner\" attendees=\"2\" date=\"2026-11-27\" time=\"19:00\"",
        SCRIPT_TAG,
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(
        !html.contains("class=\"couvert\"") && !html.contains("<style"),
        "{html}"
    );
}

#[test]
fn without_scripts_a_late_page_says_whom_to_call_and_can_be_waited_for() {
    let html = text(send(&late(), &format!("/book/demo?{CHOICE}"), None));
    let (_, notice) = html.split_once("<noscript>").unwrap();
    let (notice, _) = notice.split_once("</noscript>").unwrap();
    for part in [
        "takes long to answer.",
        "href=\"tel:+4310000000\"",
        "name=\"date\" value=\"2026-11-27\"",
        "name=\"wait\" value=\"yes\"",
        "<button>Try again</button>",
    ] {
        assert!(notice.contains(part), "{part}: {notice}");
    }
    let html = text(send(&late(), &format!("/book/demo?{CHOICE}&wait=yes"), None));
    assert!(html.contains("class=\"couvert\""), "{html}");
}

#[test]
fn a_form_is_answered_however_long_its_booking_takes() {
    let form = format!("{CHOICE}&{GUEST}&{KEY}&act=confirm");
    let html = text(send(&late(), "/book/demo", Some(&form)));
    assert!(html.contains("R-000123"), "{html}");
}
