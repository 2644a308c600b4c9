//! Facts about the details, the review and the result of a reservation.

use super::*;

#[test]
fn the_details_have_labels_hints_and_what_browsers_fill_in() {
    let html = draw(&Session::at_details());
    assert_has(
        &html,
        &[
            "Your details",
            "<label for=\"last-name\">Last name",
            "autocomplete=\"family-name\"",
        ],
    );
    assert_has(
        tag(&html, "id=\"email\""),
        &[
            "type=\"email\"",
            "autocomplete=\"email\"",
            "aria-required=\"true\"",
        ],
    );
    assert_has(
        tag(&html, "id=\"phone\""),
        &["inputmode=\"tel\"", "autocomplete=\"tel\"", "phone-hint"],
    );
    assert_lacks(tag(&html, "id=\"phone\""), &["aria-required"]);
    assert_has(
        &html,
        &[
            "Allergies, a high chair",
            "Linde may send me news",
            "Privacy notice",
            "opens in a new tab",
        ],
    );
    assert_has(
        &html,
        &[
            "Where would you like to sit?",
            "No preference",
            "Garden",
            "Change: Fri 27 Nov",
        ],
    );
    assert_lacks(tag(&html, "type=\"checkbox\""), &["checked"]);
}

#[test]
fn hidden_fields_and_areas_are_not_there() {
    let mut session = Session::at_details();
    let Screen::Open(booking) = &mut session.state.screen else {
        panic!("no booking");
    };
    let mut plain = venue();
    plain.guest_fields.phone = FieldRequirement::Hidden;
    plain.features.clear();
    plain.policies.marketing_consent = false;
    booking.venue = Arc::new(plain);
    let html = draw(&session);
    assert_lacks(
        &html,
        &[
            "id=\"phone\"",
            "id=\"notes\"",
            "Where would you like to sit?",
            "checkbox",
        ],
    );
}

#[test]
fn faults_are_listed_above_and_stand_at_their_fields() {
    let mut session = Session::at_details();
    session
        .take(Event::Typed(Field::Email, "ada@".to_owned()))
        .take(Event::Continued);
    let html = draw(&session);
    assert_has(
        &html,
        &[
            "id=\"faults\"",
            "2 fields need another look",
            "Last name: Please enter your last name.",
        ],
    );
    assert_has(
        tag(&html, "id=\"email\""),
        &["aria-invalid=\"true\"", "email-fault email-hint"],
    );
    assert_has(
        &html,
        &["class=\"fault\" id=\"email-fault\">Please check the address"],
    );
    let german = draw_in("de", &session.state);
    assert_has(
        &german,
        &["2 Felder noch einmal", "Bitte geben Sie Ihren Nachnamen ein."],
    );
}

#[test]
fn a_long_note_is_counted() {
    let mut session = Session::at_details();
    session.take(Event::Typed(Field::Notes, "x".repeat(900)));
    assert_has(&draw(&session), &["100 characters left"]);
    session.take(Event::Typed(Field::Notes, "x".repeat(1002)));
    assert_has(&draw(&session), &["2 characters too many"]);
}

#[test]
fn what_a_guest_types_is_never_html() {
    let mut session = Session::at_details();
    session.take(Event::Typed(Field::LastName, "<img src=x>".to_owned()));
    assert_lacks(&draw(&session), &["<img src=x>"]);
    let mut session = Session::at_review();
    session
        .take(Event::ChangeWanted(Part::Details))
        .take(Event::Typed(Field::LastName, "<img src=x>".to_owned()))
        .take(Event::Continued);
    assert_eq!(session.booking().step, Step::Review);
    assert_lacks(&draw(&session), &["<img src=x>"]);
}

#[test]
fn the_review_has_every_fact_and_the_conditions_beside_the_button() {
    let html = draw(&Session::at_review());
    assert_has(
        &html,
        &[
            "Is everything right?",
            "Friday, 27 November 2026",
            "7:00 PM",
            "Ada Muster",
        ],
    );
    assert_has(
        &html,
        &[
            "ada@example.com",
            "Window, please",
            "at least 24 hours before your visit",
            "Reserve with obligation to pay",
        ],
    );
    assert_has(
        &html,
        &["https://example.com/terms", "aria-label=\"Change: Day\""],
    );
    let german = draw_in("de", &Session::at_review().state);
    assert_has(
        &german,
        &["Stimmt alles?", "19:00", "Zahlungspflichtig reservieren"],
    );
}

#[test]
fn a_request_is_called_a_request() {
    let state = review_of(&serde_json::json!({ "confirmation": "request" }));
    assert_has(&draw_in("en", &state), &["This is a request.", "Send request"]);
    assert_has(
        &draw_in("de", &state),
        &["Dies ist eine Anfrage.", "Anfrage senden"],
    );
}

#[test]
fn the_end_is_a_time_unless_the_clocks_may_change_in_between() {
    let state = review_of(&serde_json::json!({ "showEndTime": true }));
    assert_has(&draw_in("en", &state), &["7:00 PM (until 9:00 PM)"]);
    let state = review_of(&serde_json::json!({ "showEndTime": true, "duration": 360 }));
    assert_has(&draw_in("en", &state), &["7:00 PM (for 6 hours)"]);
}

#[test]
fn while_it_is_sent_nothing_can_be_changed() {
    let (session, _) = Session::sending();
    let html = draw(&session);
    assert_has(&html, &["One moment…", "aria-busy=\"true\""]);
    assert_lacks(&html, &["Change: Day", ">Back<"]);
}

#[test]
fn an_unknown_outcome_is_admitted_and_can_be_tried_again() {
    let (mut session, number) = Session::sending();
    session.take(Event::ReservationAnswered(number, Err(Failure::Offline)));
    let html = draw(&session);
    assert_has(
        &html,
        &[
            "We are not sure your reservation arrived",
            "you will not be booked twice",
        ],
    );
    assert_has(&html, &["tel:+4315550123", "Try again", "id=\"notice\""]);
    assert_lacks(&html, &["Change: Day", ">Back<"]);
}

#[test]
fn a_refusal_says_that_nothing_was_booked() {
    let (mut session, number) = Session::sending();
    session.take(Event::ReservationAnswered(
        number,
        Err(problem(ProblemCode::RateLimited)),
    ));
    assert_has(
        &draw(&session),
        &[
            "Nothing has been booked",
            "Please wait a minute",
            "Reserve with obligation to pay",
        ],
    );
}

#[test]
fn a_lost_slot_offers_the_nearest_times_first() {
    let (mut session, number) = Session::sending();
    let mut lost = Problem::new(ProblemCode::SlotTaken);
    lost.alternatives = Some(slots_at(&[
        (1080, "open"),
        (1110, "open"),
        (1200, "open"),
        (1320, "open"),
        (1350, "open"),
    ]));
    session.take(Event::ReservationAnswered(
        number,
        Err(Failure::Problem(Box::new(lost))),
    ));
    let html = draw(&session);
    assert_has(
        &html,
        &["Someone was a moment faster", "7:00 PM has just been taken"],
    );
    let panel = &html[html.find("id=\"notice\"").unwrap()..html.find("<fieldset").unwrap()];
    let at = |time: &str| panel.find(time).unwrap();
    assert!(
        at("6:30 PM") < at("6:00 PM") && at("6:00 PM") < at("10:00 PM"),
        "{panel}"
    );
    assert_lacks(panel, &["10:30 PM"]);
    let (mut session, number) = Session::sending();
    let mut lost = Problem::new(ProblemCode::SlotTaken);
    lost.alternatives = Some(Vec::new());
    session.take(Event::ReservationAnswered(
        number,
        Err(Failure::Problem(Box::new(lost))),
    ));
    assert_has(&draw(&session), &["Nothing else is free on this day."]);
}

#[test]
fn the_last_screen_shows_the_reservation_s_status() {
    for (status, english, german) in [
        (
            Status::Booked,
            "Your table is reserved",
            "Ihr Tisch ist reserviert",
        ),
        (
            Status::Requested,
            "Your request has been sent",
            "Ihre Anfrage ist unterwegs",
        ),
        (
            Status::PaymentPending,
            "Your table is being held",
            "Ihr Tisch ist vorgemerkt",
        ),
    ] {
        let (mut session, number) = Session::sending();
        let reservation = Box::new(Reservation {
            status,
            ..*reservation()
        });
        session.take(Event::ReservationAnswered(number, Ok(reservation)));
        let html = draw(&session);
        assert_has(
            &html,
            &[
                english,
                "R-000123",
                "Friday, 27 November 2026",
                "7:00 PM",
                "2 guests",
            ],
        );
        assert_has(
            &html,
            &[
                "Make another reservation",
                "<p class=\"when\">Friday, 7:00 PM</p>",
                "Sent to ada@example.com.",
                "Hauptplatz 1, 8010 Graz",
                "src=\"https://book.example.com/dinner.svg\"",
            ],
        );
        assert_has(&draw_in("de", &session.state), &[german, "R-000123", "19:00"]);
        assert_has(
            &html,
            &["href=\"https://book.example.com/book/demo?view=manage#manage=r1.secret\""],
        );
        assert_lacks(&html, &["Step 3"]);
        let is_certain = status == Status::Booked;
        assert_has(
            &html,
            &[if is_certain {
                "done certain"
            } else {
                "done awaited"
            }],
        );
        // What is not paid yet is paid first.
        let is_to_pay = status == Status::PaymentPending;
        for offered in ["Add to calendar", "https://maps.example/?to=47.07,15.44"] {
            assert_eq!(html.contains(offered), !is_to_pay, "{offered}: {html}");
        }
        // Where no code will be there, the link would lead nowhere.
        assert_lacks(
            &draw_with("en", &session.state, Some(IdempotencyKey::from_random(1))),
            &["secret"],
        );
    }
}

#[test]
fn no_letter_is_promised_where_none_is_sent_and_no_way_where_the_place_is_not_known() {
    let (mut session, number) = Session::sending();
    let Screen::Open(booking) = &mut session.state.screen else {
        panic!("no booking");
    };
    let mut venue = (*booking.venue).clone();
    venue.features.clear();
    venue.location = None;
    booking.venue = Arc::new(venue);
    session.take(Event::ReservationAnswered(number, Ok(reservation())));
    let html = draw(&session);
    assert_has(&html, &["Add to calendar", "R-000123"]);
    assert_lacks(&html, &["Sent to", "Directions"]);
}

#[test]
fn gift_cards_are_offered_beside_the_table_where_they_are_sold() {
    let mut session = Session::at_find();
    assert_lacks(&draw(&session), &["view=gift-card"]);
    let Screen::Open(booking) = &mut session.state.screen else {
        panic!("a booking is under way")
    };
    let mut venue = (*booking.venue).clone();
    venue.gift_cards = Some(shared::gift_card::GiftCards { templates: vec![] });
    booking.venue = Arc::new(venue);
    let html = draw(&session);
    assert_has(
        &html,
        &[
            "<a href=\"https://book.example.com/book/demo?view=reservation\" aria-current=\"page\">Table</a>",
            "<a href=\"https://book.example.com/book/demo?view=gift-card\">Gift cards</a>",
        ],
    );
}

#[test]
fn a_time_past_midnight_is_on_the_next_day_to_the_end() {
    let (mut session, number) = Session::sending();
    let reservation = Box::new(Reservation {
        minutes: minutes(1470),
        ..*reservation()
    });
    session.take(Event::ReservationAnswered(number, Ok(reservation)));
    assert_has(&draw(&session), &["12:30 AM (next day)"]);
    let mut session = Session::at_details();
    let Screen::Open(booking) = &mut session.state.screen else {
        panic!("no booking");
    };
    booking.slots = Answer::Known(slots_at(&[(1470, "open")]));
    booking.minutes = Some(minutes(1470));
    let html = draw(&session);
    let summary = &html[html.find("<aside").unwrap()..html.find("</aside>").unwrap()];
    assert_has(summary, &[">12:30 AM (next day)<", "Change: 12:30 AM (next day)"]);
    for notice in [
        Notice::SlotLost(minutes(1470)),
        Notice::TimeNotOpen(minutes(1470)),
    ] {
        let mut session = Session::at_times();
        let Screen::Open(booking) = &mut session.state.screen else {
            panic!("no booking");
        };
        booking.notice = Some(notice);
        assert_has(&draw(&session), &["12:30 AM (next day)"]);
    }
}
