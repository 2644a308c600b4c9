//! Facts about the payment of a table as the last step of its booking, and about the ticket right after it.

use super::*;
use crate::self_service::manage::Event as Managed;
use crate::test_support::extras::{extras, venue_with};
use crate::test_support::manage::{Session as Guest, paid, reservation};
use crate::ui::root;

fn shown(guest: &Guest) -> String {
    let view = view_context("en");
    html(|| root(&guest.state, &view))
}

/// The tag right before a text.
fn tag_of<'a>(html: &'a str, text: &str) -> &'a str {
    let (before, _) = html.split_once(&format!(">{text}<")).unwrap();
    &before[before.rfind('<').unwrap()..]
}

#[test]
fn the_payment_is_the_last_of_the_steps_that_the_booking_has_named() {
    let mut guest = Guest::open(&paid("payment_pending", "open"));
    let html = shown(&guest);
    assert_has(&html, &["aria-label=\"Step 4 of 4\""]);
    assert_has(tag_of(&html, "Payment"), &["reached", "aria-current=\"step\""]);
    assert_lacks(tag_of(&html, "Confirm"), &["aria-current"]);
    guest.take(Managed::CancelWanted);
    assert_lacks(&shown(&guest), &["class=\"progress\""]);
    assert_lacks(
        &shown(&Guest::open(&paid("booked", "paid"))),
        &["class=\"progress\""],
    );
    let guest = Guest::open_at(venue_with(&extras()), &paid("payment_pending", "open"));
    assert_has(&shown(&guest), &["aria-label=\"Step 5 of 5\""]);
}

#[test]
fn after_the_payment_the_calendar_comes_first_and_what_changes_the_table_is_quiet() {
    let changes = [
        "Change day, time or guests",
        "Message the restaurant",
        "Cancel reservation",
    ];
    let mut guest = Guest::open(&paid("payment_pending", "open"));
    guest.reservation = reservation(&paid("booked", "paid"));
    guest.take(Managed::Refreshed).answer();
    let html = shown(&guest);
    assert_has(&html, &["The confirmation is on its way to you by e-mail."]);
    let (_, acts) = html.split_once("class=\"acts\"").unwrap();
    assert_has(tag_of(acts, "Add to calendar"), &["button primary"]);
    assert_lacks(tag_of(acts, "Directions"), &["quiet", "primary"]);
    for label in changes {
        assert_has(tag_of(acts, label), &["button quiet"]);
        assert!(acts.find("Add to calendar") < acts.find(label), "{label}");
    }
    // Guests who come later have come for that.
    let html = shown(&Guest::open(&paid("booked", "paid")));
    assert_lacks(&html, &["The confirmation is on its way"]);
    assert_has(tag_of(&html, changes[0]), &["button primary"]);
    for label in changes {
        assert_lacks(tag_of(&html, label), &["quiet"]);
    }
}
