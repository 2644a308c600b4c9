//! Facts about a day's times: those that cannot be had, the areas, and prices.

use shared::availability::Reason;

use super::*;

#[test]
fn full_times_in_a_row_are_one_line_that_leads_to_the_waitlist() {
    let times = [
        (1080, "open"),
        (1110, "full"),
        (1125, "full"),
        (1140, "full"),
        (1155, "open"),
    ];
    let at = |venue: shared::venue::Venue| {
        let mut session = Session::start(Prefill::default());
        session
            .take(Event::VenueAnswered(1, Ok(Box::new(venue))))
            .answer();
        session.take(Event::DayChosen(day("2026-11-27")));
        let number = session.asked_slots();
        let mut slots = slots_at(&times);
        // Full for another reason than those beside it.
        slots[2].reasons = vec![Reason::STARTING_LIMIT_REACHED];
        session.take(Event::SlotsAnswered(number, Ok(slots)));
        draw_in("en-GB", &session.state)
    };
    let mut venue = venue();
    let html = at(venue.clone());
    assert_has(
        &html,
        &["<li class=\"run\"><span>18:30–19:00 fully booked</span>"],
    );
    assert_eq!(html.matches("part=\"slot\"").count(), 2);
    assert_lacks(&html, &["view=waitlist"]);
    venue.features.push(shared::venue::Feature::Waitlist);
    assert_has(
        &at(venue),
        &["date=2026-11-27&amp;time=18:30\">Tell me when a table comes free</a></li>"],
    );
}

#[test]
fn areas_filter_the_times_where_the_times_differ_in_them() {
    let mut session = Session::at_find();
    session.take(Event::DayChosen(day("2026-11-28")));
    let number = session.asked_slots();
    let mut slots = slots_at(&[(1080, "open"), (1140, "open")]);
    slots[0].areas.truncate(1);
    session.take(Event::SlotsAnswered(number, Ok(slots)));
    let html = draw(&session);
    assert_has(
        &html,
        &["Where would you like to sit?", "Garden", "value=\"18:00\""],
    );
    let garden = shared::id::AreaId::parse("garden").unwrap();
    session.take(Event::AreaChosen(Some(garden)));
    let html = draw(&session);
    assert_has(&html, &["value=\"garden\" checked", "value=\"19:00\""]);
    assert_lacks(&html, &["value=\"18:00\""]);
    // Where every time has a table in each, nothing is to be filtered.
    assert_lacks(&draw(&Session::at_times()), &["Where would you like to sit?"]);
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
