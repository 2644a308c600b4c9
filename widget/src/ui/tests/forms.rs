//! Facts about steps as forms, for guests whose browser runs no script.

use super::*;
use crate::test_support::booking::*;

#[test]
fn choices_are_asked_for_by_address_and_each_is_named() {
    let html = draw(&Session::at_times());
    assert_has(
        tag(&html, "<form"),
        &["method=\"get\"", "action=\"https://book.example.com/book/demo\""],
    );
    assert_has(
        &html,
        &[
            "<input type=\"hidden\" name=\"language\" value=\"en\">",
            "<input type=\"hidden\" name=\"was\" value=\"2\">",
            "type=\"submit\" name=\"month\"",
            "type=\"submit\" name=\"date\" value=\"2026-11-27\"",
            "type=\"submit\" name=\"time\" value=\"19:00\"",
        ],
    );
    assert_lacks(&html, &["type=\"button\"", "firstName"]);
}

#[test]
fn what_a_guest_types_is_never_sent_in_an_address() {
    let html = draw(&Session::at_details());
    assert_has(tag(&html, "<form"), &["method=\"post\""]);
    assert_has(
        &html,
        &[
            "name=\"date\"",
            "name=\"time\"",
            "name=\"attendees\"",
            "name=\"lastName\"",
        ],
    );
    assert_lacks(&html, &["formmethod"]);
}

#[test]
fn a_review_holds_what_was_typed_only_where_no_code_will_keep_it() {
    let session = Session::at_review();
    assert_lacks(&draw(&session), &["name=\"lastName\"", "name=\"key\""]);
    let html = draw_with("en", &session.state, Some(IdempotencyKey::from_random(7)));
    assert_has(
        &html,
        &[
            "name=\"lastName\" value=",
            "name=\"key\" value=\"00000000000000000000000000000007\"",
            "type=\"submit\" name=\"act\" value=\"confirm\"",
        ],
    );
}

#[test]
fn times_past_midnight_are_written_past_twenty_four() {
    use shared::time::Minutes;
    assert_eq!(super::super::form::clock(Minutes::parse(545).unwrap()), "09:05");
    assert_eq!(super::super::form::clock(Minutes::parse(1515).unwrap()), "25:15");
}
