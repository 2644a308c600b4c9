//! Facts about the details where they are the last step: where nothing is paid.

use super::*;

#[test]
fn the_details_end_with_what_is_reserved_and_the_button_that_does_it() {
    let session = Session::at_filled();
    let html = draw(&session);
    assert_has(
        &html,
        &[
            "Step 2 of 2",
            "Free until four hours before.",
            "https://example.com/terms",
            "<p><span>Fri 27 Nov, 7:00 PM · 2 guests</span></p>",
            "value=\"confirm\"",
            "Reserve now",
        ],
    );
    assert_lacks(&html, &["Is everything right?", ">Continue<"]);
    assert_eq!(html.matches("https://example.com/privacy").count(), 1);
    assert_has(&draw_in("de", &session.state), &["Jetzt reservieren"]);
}

#[test]
fn where_something_is_paid_everything_is_shown_once_more() {
    let mut session = Session::at_review();
    assert_has(&draw(&session), &["Step 3 of 4", "Payment"]);
    session.take(Event::WentBack);
    let html = draw(&session);
    assert_has(&html, &["Step 2 of 4", ">Continue<"]);
    assert_lacks(&html, &["value=\"confirm\""]);
}

#[test]
fn while_the_details_are_sent_no_field_can_be_changed() {
    let mut session = Session::at_filled();
    assert_lacks(&draw(&session), &["<fieldset class=\"form\" disabled"]);
    session.take(Event::Confirmed(key(1)));
    let html = draw(&session);
    assert_has(&html, &["<fieldset class=\"form\" disabled", "One moment…"]);
    assert_lacks(&html, &[">Back<"]);
    let (number, _) = session.sent();
    session.take(Event::ReservationAnswered(number, Err(Failure::Offline)));
    assert_has(
        &draw(&session),
        &["We are not sure your reservation arrived", "Try again"],
    );
    // A form that is sent without code has to hold what was typed.
    let html = draw_with("en", &session.state, Some(IdempotencyKey::from_random(7)));
    assert_lacks(&html, &["<fieldset class=\"form\" disabled"]);
    assert_has(
        &html,
        &["name=\"key\" value=\"00000000000000000000000000000007\""],
    );
}

#[test]
fn optional_fields_are_folded_until_they_are_wanted() {
    let mut session = Session::at_details();
    let html = draw(&session);
    assert_has(&html, &["<summary>Add a note or a phone number</summary>"]);
    assert_lacks(tag(&html, "class=\"more\""), &[" open"]);
    session.take(Event::Typed(Field::Phone, "12".to_owned()));
    assert_has(tag(&draw(&session), "class=\"more\""), &[" open"]);
    // A field that is required is not folded.
    let mut session = Session::at_details();
    let Screen::Open(booking) = &mut session.state.screen else {
        panic!("no booking");
    };
    let mut strict = venue();
    strict.guest_fields.phone = FieldRequirement::Required;
    booking.venue = Arc::new(strict);
    let html = draw(&session);
    let (before, _) = html.split_once("class=\"more\"").unwrap();
    assert_has(before, &["id=\"phone\""]);
    assert_has(&html, &["<summary>Wishes</summary>"]);
}

#[test]
fn one_name_is_asked_for_where_the_venue_wants_it_so() {
    let mut session = Session::at_details();
    let Screen::Open(booking) = &mut session.state.screen else {
        panic!("no booking");
    };
    let mut short = venue();
    short.guest_fields.one_name = true;
    booking.venue = Arc::new(short);
    let html = draw(&session);
    assert_has(
        tag(&html, "id=\"last-name\""),
        &["autocomplete=\"name\"", "aria-required"],
    );
    assert_has(&html, &["<label for=\"last-name\">Name"]);
    assert_lacks(&html, &["first-name", "Last name"]);
    session.take(Event::Confirmed(key(1)));
    let html = draw(&session);
    assert_has(&html, &["Name: Please fill this in."]);
    assert_lacks(&html, &["last name"]);
}

#[test]
fn the_review_names_an_area_where_guests_have_a_choice() {
    let mut session = Session::at_review();
    assert_lacks(&draw(&session), &["<dt>Area</dt>"]);
    let Screen::Open(booking) = &mut session.state.screen else {
        panic!("no booking");
    };
    booking.area = Some(shared::id::AreaId::parse("garden").unwrap());
    assert_has(&draw(&session), &["<dt>Area</dt>", "<span>Garden</span>"]);
    let only = serde_json::json!({ "areas": [{ "id": "parlour", "name": { "en": "Parlour" } }] });
    assert_lacks(&draw_in("en", &review_of(&only)), &["<dt>Area</dt>", "Parlour"]);
}
