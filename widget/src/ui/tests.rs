//! Facts about what is drawn: every step, in both languages, with what is missing or failed. The
//! HTML is asserted where it means something to a guest or to a screen reader.

use std::sync::Arc;

use leptos::prelude::*;
use shared::check::FieldCode;
use shared::locale::Language;
use shared::problem::{Code, Problem};
use shared::reservation::{Reservation, Status};
use shared::venue::Asked;

use super::{Context, screen};
use crate::flow::fixtures::*;
use crate::flow::*;
use crate::i18n::{Tables, texts};

fn draw_in(language: &str, state: &State) -> String {
    let language = Language::parse(language).unwrap();
    let context = Context {
        texts: texts(std::slice::from_ref(&language)),
        formats: Arc::new(Tables::new(language.primary())),
        language,
        send: Arc::new(|_| {}),
        fresh_key: || IdempotencyKey::from_random(1),
        hosted: Some("https://book.example.com/book/demo".to_owned()),
    };
    let html = Owner::new().with(|| screen(state, &context).to_html());
    // Markers between neighbouring texts are Leptos' own.
    html.replace("<!>", "").replace("<!---->", "")
}

fn draw(session: &Session) -> String {
    draw_in("en", &session.state)
}

fn assert_has(html: &str, wanted: &[&str]) {
    for text in wanted {
        assert!(html.contains(text), "{text:?} is missing in\n{html}");
    }
}

fn assert_lacks(html: &str, unwanted: &[&str]) {
    for text in unwanted {
        assert!(!html.contains(text), "{text:?} should not be in\n{html}");
    }
}

/// The tag that starts with `start`, up to its end.
fn tag<'a>(html: &'a str, start: &str) -> &'a str {
    let from = html
        .find(start)
        .unwrap_or_else(|| panic!("{start:?} is missing in\n{html}"));
    let end = html[from..].find('>').unwrap();
    &html[from..=from + end]
}

#[test]
fn a_skeleton_says_that_something_is_on_its_way() {
    let session = Session::start(Prefill::default());
    assert_has(
        &draw(&session),
        &["role=\"status\"", "aria-busy=\"true\"", "Loading …"],
    );
    assert_has(&draw_in("de", &session.state), &["Wird geladen …"]);
}

#[test]
fn a_venue_that_cannot_be_had_offers_another_try_and_its_own_page() {
    let mut session = Session::start(Prefill::default());
    session.take(Event::VenueAnswered(1, Err(Failure::Offline)));
    let html = draw(&session);
    assert_has(
        &html,
        &[
            "Reservations cannot be loaded right now",
            "There is no connection",
            "Try again",
        ],
    );
    assert_has(&html, &["href=\"https://book.example.com/book/demo\""]);
}

#[test]
fn the_first_step_shows_experiences_party_and_month_at_once() {
    let html = draw(&Session::at_find());
    assert_has(
        &html,
        &[
            "Reserve a table",
            "What would you like to book?",
            "Lunch",
            "Dinner",
            "About Dinner.",
        ],
    );
    assert_has(
        &html,
        &[
            "on request",
            "aria-label=\"2 guests\"",
            "November 2026",
            "Choose a day",
        ],
    );
    assert_has(
        &html,
        &[
            "aria-current=\"step\"",
            "Step 1 of 3",
            "<p>More about Dinner.</p>",
        ],
    );
    assert_eq!(html.matches("name=\"experience\" checked").count(), 1);
    assert_eq!(html.matches("name=\"party\"").count(), 8);
    assert_has(&html, &["<option value=\"12\">12 guests</option>"]);
}

#[test]
fn the_first_step_speaks_german_to_germans() {
    let html = draw_in("de", &Session::at_find().state);
    assert_has(
        &html,
        &[
            "Tisch reservieren",
            "Dinner (de)",
            "Über Dinner.",
            "auf Anfrage",
            "2 Personen",
        ],
    );
    assert_has(
        &html,
        &[
            "Freitag, 27. November 2026, Tische frei",
            "Dienstag, 24. November 2026, ausgebucht",
        ],
    );
}

#[test]
fn the_calendar_is_a_grid_with_one_tab_stop_and_days_that_tell_their_state() {
    let html = draw(&Session::at_times());
    assert_eq!(html.matches("role=\"grid\"").count(), 1);
    assert_eq!(html.matches("role=\"gridcell\"").count(), 30);
    assert_eq!(html.matches("tabindex=\"0\"").count(), 1);
    assert_has(&html, &["abbr=\"Monday\"", ">Mon</th>", "aria-live=\"polite\""]);
    let chosen = tag(&html, "<button type=\"button\" id=\"day-2026-11-27\"");
    assert_has(
        chosen,
        &["tabindex=\"0\"", "Friday, 27 November 2026, tables free"],
    );
    assert_lacks(chosen, &["aria-disabled"]);
    let full = tag(&html, "<button type=\"button\" id=\"day-2026-11-24\"");
    assert_has(full, &["aria-disabled=\"true\"", "fully booked"]);
    let today = tag(&html, "<button type=\"button\" id=\"day-2026-11-21\"");
    assert_has(today, &["aria-current=\"date\"", "today"]);
    let past = tag(&html, "<button type=\"button\" id=\"day-2026-11-20\"");
    assert_has(past, &["aria-disabled=\"true\""]);
    assert_eq!(html.matches("aria-selected=\"true\"").count(), 1);
}

#[test]
fn the_weeks_start_on_monday_and_the_months_before_today_cannot_be_turned_to() {
    let html = draw(&Session::at_find());
    let (mon, sun) = (html.find(">Mon</th>").unwrap(), html.find(">Sun</th>").unwrap());
    assert!(mon < sun);
    assert_has(
        tag(&html, "<button type=\"button\" aria-label=\"Previous month\""),
        &["aria-disabled=\"true\""],
    );
    assert_lacks(
        tag(&html, "<button type=\"button\" aria-label=\"Next month\""),
        &["aria-disabled"],
    );
}

#[test]
fn a_month_on_its_way_and_one_that_failed_are_told_apart() {
    let mut session = Session::start(Prefill::default());
    session.take(Event::VenueAnswered(1, Ok(Box::new(venue()))));
    assert_has(tag(&draw(&session), "<table"), &["aria-busy=\"true\""]);
    let (number, _) = session.asked_calendar();
    session.take(Event::CalendarAnswered(number, Err(Failure::Offline)));
    assert_has(&draw(&session), &["We could not load this month.", "Try again"]);
}

#[test]
fn the_times_stand_in_parts_of_the_day_and_full_ones_say_why() {
    let mut session = Session::at_find();
    session.take(Event::DayChosen(day("2026-11-27")));
    let number = session.asked_slots();
    assert_has(&draw(&session), &["Friday, 27 November 2026</h3>", "times-bones"]);
    session.take(Event::SlotsAnswered(
        number,
        Ok(slots_at(&[
            (720, "open"),
            (1140, "full"),
            (1170, "open"),
            (1470, "open"),
        ])),
    ));
    let html = draw(&session);
    assert_has(
        &html,
        &[
            "<h4>Midday</h4>",
            "<h4>Evening</h4>",
            "<h4>Late</h4>",
            "12:00 PM",
            "7:30 PM",
        ],
    );
    assert_has(&html, &["12:30 AM", "next day", "3 times are free."]);
    assert_lacks(&html, &["<h4>Morning</h4>", "<h4>Afternoon</h4>"]);
    assert_eq!(html.matches("part=\"slot\" disabled").count(), 1);
    assert_has(&html, &["fully booked</small>"]);
}

#[test]
fn a_day_without_times_says_what_to_try() {
    let mut session = Session::at_find();
    session.take(Event::DayChosen(day("2026-11-27")));
    let number = session.asked_slots();
    session.take(Event::SlotsAnswered(number, Ok(slots_at(&[(1140, "full")]))));
    assert_has(
        &draw(&session),
        &["Nothing is free on this day.", "No times are free."],
    );
    let mut session = Session::at_find();
    session.take(Event::DayChosen(day("2026-11-27")));
    let number = session.asked_slots();
    session.take(Event::SlotsAnswered(number, Err(Failure::Unreadable(502))));
    assert_has(&draw(&session), &["We could not load the times.", "Try again"]);
}

#[test]
fn a_large_party_is_told_whom_to_call() {
    let mut session = Session::at_find();
    assert_lacks(&draw(&session), &["tel:"]);
    session.take(Event::PartyChosen(party(12)));
    assert_has(
        &draw(&session),
        &["More than 12? Please call us:", "href=\"tel:+4315550123\""],
    );
}

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
        tag(&html, "<input id=\"email\""),
        &[
            "type=\"email\"",
            "autocomplete=\"email\"",
            "aria-required=\"true\"",
        ],
    );
    assert_has(
        tag(&html, "<input id=\"phone\""),
        &["inputmode=\"tel\"", "autocomplete=\"tel\"", "phone-hint"],
    );
    assert_lacks(tag(&html, "<input id=\"phone\""), &["aria-required"]);
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
    assert_lacks(tag(&html, "<input type=\"checkbox\""), &["checked"]);
}

#[test]
fn hidden_fields_and_areas_are_not_there() {
    let mut session = Session::at_details();
    let Screen::Booking(booking) = &mut session.state.screen else {
        panic!("no booking");
    };
    let mut plain = venue();
    plain.guest_fields.phone = Asked::Hidden;
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
        tag(&html, "<input id=\"email\""),
        &["aria-invalid=\"true\"", "email-fault email-hint"],
    );
    assert_has(
        &html,
        &["id=\"email-fault\" class=\"fault\">Please check the address"],
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
    session
        .take(Event::Typed(Field::LastName, "<img src=x>".to_owned()))
        .take(Event::Typed(Field::Email, "ada@example.com".to_owned()))
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
            "Free until four hours before.",
            "Reserve now",
        ],
    );
    assert_has(
        &html,
        &["https://example.com/terms", "aria-label=\"Change: Day\""],
    );
    let german = draw_in("de", &Session::at_review().state);
    assert_has(
        &german,
        &[
            "Stimmt alles?",
            "19:00",
            "Jetzt reservieren",
            "Kostenlos bis vier Stunden vorher.",
        ],
    );
}

/// The review of a slot changed by `change`.
fn review_of(change: &serde_json::Value) -> State {
    let mut session = Session::at_review();
    let Screen::Booking(booking) = &mut session.state.screen else {
        panic!("no booking");
    };
    let mut slot = serde_json::to_value(booking.slot().unwrap()).unwrap();
    for (name, value) in change.as_object().unwrap() {
        slot[name] = value.clone();
    }
    booking.slots = Answer::Known(vec![read(slot)]);
    session.state
}

#[test]
fn payment_is_told_in_words_before_it_is_owed() {
    let state = review_of(&serde_json::json!({ "payment": {
        "type": "prepayment", "amount": { "amount": 7850, "currency": "EUR" }, "dueMinutes": 60, "refundMinutes": 2880,
    }}));
    let html = draw_in("en", &state);
    assert_has(
        &html,
        &[
            "€78.50 is paid in advance.",
            "within 1 hour",
            "at least 2 days before",
        ],
    );
    assert_has(
        &html,
        &["Nothing is charged now", "Reserve with obligation to pay"],
    );
    assert_has(
        &draw_in("de", &state),
        &[
            "78,50 € werden im Voraus bezahlt.",
            "Zahlungspflichtig reservieren",
        ],
    );
    let state = review_of(&serde_json::json!({ "payment": {
        "type": "card_guarantee", "amount": { "amount": 5000, "currency": "EUR" }, "dueMinutes": 30, "refundMinutes": null,
    }}));
    assert_has(
        &draw_in("en", &state),
        &["€50 is charged only if nobody comes.", "not refunded"],
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
fn the_end_is_told_by_the_clock_unless_the_clocks_may_change_in_between() {
    let state = review_of(&serde_json::json!({ "showEndTime": true }));
    assert_has(&draw_in("en", &state), &["7:00 PM (until 9:00 PM)"]);
    let state = review_of(&serde_json::json!({ "showEndTime": true, "duration": 360 }));
    assert_has(&draw_in("en", &state), &["7:00 PM (for 6 hours)"]);
}

#[test]
fn while_it_is_sent_nothing_can_be_changed() {
    let (session, _) = Session::sending();
    let html = draw(&session);
    assert_has(&html, &["One moment …", "aria-busy=\"true\""]);
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
        Err(problem(Code::RateLimited)),
    ));
    assert_has(
        &draw(&session),
        &["Nothing has been booked", "Please wait a minute", "Reserve now"],
    );
}

#[test]
fn a_lost_slot_offers_the_nearest_times_first() {
    let (mut session, number) = Session::sending();
    let mut lost = Problem::new(Code::SlotTaken);
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
    let mut lost = Problem::new(Code::SlotTaken);
    lost.alternatives = Some(Vec::new());
    session.take(Event::ReservationAnswered(
        number,
        Err(Failure::Problem(Box::new(lost))),
    ));
    assert_has(&draw(&session), &["Nothing else is free on this day."]);
}

#[test]
fn the_end_says_what_has_become_of_the_wish() {
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
        assert_has(&html, &["Make another reservation"]);
        assert_has(&draw_in("de", &session.state), &[german, "R-000123", "19:00"]);
        assert_lacks(&html, &["secret", "Step 3"]);
    }
}

#[test]
fn nothing_carries_a_style_attribute() {
    let (done, _) = Session::sending();
    for session in [
        Session::at_find(),
        Session::at_times(),
        Session::at_details(),
        Session::at_review(),
        done,
    ] {
        assert_lacks(&draw(&session), &[" style="]);
    }
}

#[test]
fn every_reference_leads_to_an_element_that_is_there() {
    let mut faulty = Session::at_details();
    faulty.take(Event::Continued);
    assert_eq!(
        faulty.booking().details.fault(Field::Email),
        Some(FieldCode::Required)
    );
    for session in [
        Session::at_find(),
        Session::at_times(),
        Session::at_details(),
        faulty,
        Session::at_review(),
    ] {
        let html = draw(&session);
        for attribute in ["aria-labelledby=\"", "aria-describedby=\"", " for=\""] {
            for rest in html.split(attribute).skip(1) {
                for id in rest.split('"').next().unwrap().split(' ') {
                    assert_eq!(
                        html.matches(&format!(" id=\"{id}\"")).count(),
                        1,
                        "{attribute}{id}"
                    );
                }
            }
        }
    }
}
