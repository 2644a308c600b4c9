//! Facts about the first step, and what stands there before it.

use super::*;

#[test]
fn a_skeleton_says_that_something_is_on_its_way() {
    let session = Session::start(Prefill::default());
    assert_has(
        &draw(&session),
        &["role=\"status\"", "aria-busy=\"true\"", "Loading…"],
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
fn a_venue_with_nothing_to_book_is_not_named_a_second_time_and_can_be_called() {
    let mut session = Session::start(Prefill::default());
    let mut empty = venue();
    empty.experiences.clear();
    let name = empty.name.clone();
    session.take(Event::VenueAnswered(1, Ok(Box::new(empty))));
    let html = draw(&session);
    assert_has(&html, &["href=\"tel:+4315550123\""]);
    // The page around the widget has the name in its heading.
    assert_lacks(&html, &[name.as_str()]);
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
    assert_eq!(
        html.matches("name=\"experience\" value=\"dinner\" checked")
            .count(),
        1
    );
    assert_eq!(html.matches("name=\"attendees\" value=").count(), 8);
    assert_has(&html, &["<option value=\"12\">12</option>"]);
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
    // From the Monday of today's week on.
    assert_eq!(html.matches("role=\"gridcell\"").count(), 15);
    assert_eq!(html.matches("tabindex=\"0\"").count(), 1);
    assert_has(&html, &["abbr=\"Monday\"", ">Mon</th>", "aria-live=\"polite\""]);
    let chosen = tag(&html, "id=\"day-2026-11-27\"");
    assert_has(
        chosen,
        &["tabindex=\"0\"", "Friday, 27 November 2026, tables free"],
    );
    assert_lacks(chosen, &["aria-disabled"]);
    let full = tag(&html, "id=\"day-2026-11-24\"");
    assert_has(full, &["aria-disabled=\"true\"", "fully booked"]);
    let today = tag(&html, "id=\"day-2026-11-21\"");
    assert_has(today, &["aria-current=\"date\"", "today"]);
    let past = tag(&html, "id=\"day-2026-11-20\"");
    assert_has(past, &["aria-disabled=\"true\""]);
    assert_eq!(html.matches("aria-selected=\"true\"").count(), 1);
}

#[test]
fn after_midnight_the_evening_before_can_be_chosen_and_is_not_called_today() {
    let mut session = Session::start(Prefill::default());
    let night = shared::venue::Venue {
        today: day("2026-11-22"),
        ..venue()
    };
    session
        .take(Event::VenueAnswered(1, Ok(Box::new(night))))
        .answer();
    let html = draw(&session);
    let evening = tag(&html, "id=\"day-2026-11-21\"");
    assert_has(evening, &["tabindex=\"0\"", "tables free"]);
    assert_lacks(evening, &["aria-disabled", "aria-current", "today"]);
    let today = tag(&html, "id=\"day-2026-11-22\"");
    assert_has(today, &["aria-current=\"date\"", "today"]);
}

#[test]
fn a_week_begins_as_the_guest_is_used_to() {
    let session = Session::at_find();
    // Where they stand in the text: the weekdays' heads, and the last Sunday and Monday of the month.
    let places = |language: &str| {
        let html = draw_in(language, &session.state);
        ["Mon</th>", "Sun</th>", "day-2026-11-29\"", "day-2026-11-30\""].map(|text| {
            let before = &html[..html.find(text).unwrap()];
            (before.len(), before.matches("<tr>").count())
        })
    };
    let [monday, sunday, last_sunday, last_monday] = places("en-GB");
    assert!(monday < sunday);
    assert_ne!(last_sunday.1, last_monday.1);
    let [monday, sunday, last_sunday, last_monday] = places("en-US");
    assert!(sunday < monday);
    assert_eq!(last_sunday.1, last_monday.1);
}

#[test]
fn the_months_before_today_cannot_be_turned_to() {
    let html = draw(&Session::at_find());
    assert_has(
        tag(&html, "aria-label=\"Previous month\""),
        &["aria-disabled=\"true\""],
    );
    assert_lacks(tag(&html, "aria-label=\"Next month\""), &["aria-disabled"]);
}

#[test]
fn a_loading_month_and_a_failed_one_differ() {
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
    assert_has(
        &draw(&session),
        &["Friday, 27 November 2026</h3>", "loading-times"],
    );
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
            "<h4>Lunch</h4>",
            "<h4>Dinner</h4>",
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
        &[
            "Nothing is free on this day.</p>",
            "role=\"status\">Nothing is free on this day.",
        ],
    );
    let mut session = Session::at_find();
    session.take(Event::DayChosen(day("2026-11-27")));
    let number = session.asked_slots();
    session.take(Event::SlotsAnswered(number, Err(Failure::Unreadable(502))));
    assert_has(&draw(&session), &["We could not load the times.", "Try again"]);
}

#[test]
fn a_full_day_leads_to_the_waitlist_where_there_is_one() {
    let at_full = |venue: shared::venue::Venue| {
        let mut session = Session::start(Prefill::default());
        session
            .take(Event::VenueAnswered(1, Ok(Box::new(venue))))
            .answer();
        session.take(Event::DayChosen(day("2026-11-24")));
        session
    };
    let mut venue = venue();
    assert_lacks(&draw(&at_full(venue.clone())), &["waitlist"]);
    venue.features.push(shared::venue::Feature::Waitlist);
    let mut session = at_full(venue);
    let html = draw(&session);
    let full = tag(&html, "id=\"day-2026-11-24\"");
    assert_has(
        full,
        &["Tuesday, 24 November 2026, fully booked, waitlist possible"],
    );
    assert_lacks(full, &["aria-disabled"]);
    assert_has(
        tag(&html, "id=\"day-2026-11-23\""),
        &["aria-disabled=\"true\"", "closed"],
    );
    let number = session.asked_slots();
    session.take(Event::SlotsAnswered(number, Ok(slots_at(&[(1140, "full")]))));
    assert_has(
        &draw(&session),
        &[
            "href=\"https://book.example.com/book/demo?view=waitlist&amp;experience=dinner&amp;attendees=2&amp;date=2026-11-24\"",
            "Tell me when a table comes free",
        ],
    );
    session.take(Event::SlotsAnswered(number, Ok(slots())));
    let (next, _) = step(
        session.state.clone(),
        Event::DayChosen(day("2026-11-27")),
        session.now,
    );
    assert_lacks(&draw_in("en", &next), &["Tell me when a table comes free"]);
}

#[test]
fn a_large_party_sees_the_telephone_number() {
    let mut session = Session::at_find();
    assert_lacks(&draw(&session), &["Please call us:"]);
    session.take(Event::PartyChosen(party(12)));
    assert_has(
        &draw(&session),
        &["More than 12? Please call us:", "href=\"tel:+4315550123\""],
    );
}

#[test]
fn weeks_that_are_over_are_left_out_and_months_to_come_are_whole() {
    let mut session = Session::at_find();
    assert_lacks(&draw(&session), &["id=\"day-2026-11-15\""]);
    session.take(Event::MonthTurned(1)).answer();
    let html = draw(&session);
    assert_eq!(html.matches("role=\"gridcell\"").count(), 31);
    assert_has(&html, &["id=\"day-2026-12-01\""]);
}

#[test]
fn what_the_looks_of_a_day_mean_is_there_before_the_days_are() {
    let html = draw(&Session::at_find());
    let legend = html.split("class=\"legend\"").nth(1).unwrap();
    let legend = legend.split("</p>").next().unwrap();
    assert_has(legend, &["tables free", "fully booked", "closed", "today"]);
    let mut asking = Session::start(Prefill::default());
    asking.take(Event::VenueAnswered(1, Ok(Box::new(venue()))));
    assert_has(&draw(&asking), &[legend, "aria-busy=\"true\""]);
}

#[test]
fn a_time_says_what_it_costs_and_where_it_is_if_the_others_differ() {
    let mut session = Session::at_find();
    session.take(Event::DayChosen(day("2026-11-27")));
    let number = session.asked_slots();
    let mut slots = slots_at(&[(1080, "open"), (1110, "open"), (1140, "open")]);
    slots[1].areas.truncate(1);
    slots[2].payment = Some(read(serde_json::json!({
        "type": "deposit", "amount": { "amount": 4000, "currency": "EUR" },
        "dueMinutes": 30, "refundMinutes": 1440,
    })));
    session.take(Event::SlotsAnswered(number, Ok(slots)));
    let html = draw(&session);
    assert_eq!(html.matches("<small>Parlour</small>").count(), 1);
    assert_eq!(html.matches("<small>€40</small>").count(), 1);
    assert_has(
        &html,
        &[
            "A deposit of €40 is due. It is deducted from your bill. You get it back if you cancel at least 24 hours",
        ],
    );
}

#[test]
fn a_time_names_its_price_and_for_whom_it_is() {
    let mut session = Session::at_find();
    session.take(Event::DayChosen(day("2026-11-27")));
    let number = session.asked_slots();
    let mut slots = slots_at(&[(1080, "open"), (1110, "open"), (1140, "full")]);
    for (slot, per) in slots.iter_mut().zip(["guest", "booking", "guest"]) {
        slot.price = Some(read(serde_json::json!({
            "amount": { "amount": 3400, "currency": "EUR" }, "per": per, "isTaxIncluded": true,
        })));
    }
    // What is due of it is said below the times.
    slots[0].payment = Some(read(serde_json::json!({
        "type": "deposit", "amount": { "amount": 4000, "currency": "EUR" },
        "dueMinutes": 30, "refundMinutes": 1440,
    })));
    session.take(Event::SlotsAnswered(number, Ok(slots)));
    let html = draw(&session);
    assert_eq!(html.matches("<small>€34 per guest</small>").count(), 1);
    assert_eq!(html.matches("<small>€34</small>").count(), 1);
    assert_has(&html, &["A deposit of €40 is due."]);
}

#[test]
fn every_step_says_in_the_same_place_whom_to_call() {
    for session in [Session::at_find(), Session::at_details(), Session::at_review()] {
        let html = draw(&session);
        let (_, help) = html.split_once("</form>").unwrap();
        assert_has(help, &["Call the restaurant:", "href=\"tel:+4315550123\""]);
    }
}
