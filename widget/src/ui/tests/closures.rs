//! Facts about the words with which a restaurant says why it is closed.

use serde_json::json;
use shared::locale::LocalizedText;

use super::*;

/// The first step where the restaurant says why it is closed on Monday, 23 November, and what is not open on the 27th.
fn with_notices() -> Session {
    let mut session = Session::start(Prefill::default());
    session.take(Event::VenueAnswered(1, Ok(Box::new(venue()))));
    let (number, question) = session.asked_calendar();
    let mut days = calendar(&question);
    let notice = read::<LocalizedText>(json!({ "en": "Our <b>anniversary</b>.", "de": "Unser Jubiläum." }));
    for known in &mut days {
        if known.day == day("2026-11-23") || known.day == day("2026-11-27") {
            known.notice = Some(notice.clone());
        }
    }
    session.take(Event::CalendarAnswered(number, Ok(days)));
    session
}

#[test]
fn a_closed_day_says_why_in_its_name_and_below_the_calendar_once_it_is_focused_or_pressed() {
    let mut session = with_notices();
    let name = "aria-label=\"Monday, 23 November 2026, closed, Our &lt;b&gt;anniversary&lt;/b&gt;.\"";
    let below = "<p class=\"hint\">Monday, 23 November 2026: closed. Our &lt;b&gt;anniversary&lt;/b&gt;.</p>";
    assert_has(&draw(&session), &[name]);
    assert_lacks(&draw(&session), &[below]);
    session.take(Event::DayChosen(day("2026-11-23")));
    assert_has(&draw(&session), &[name, below]);
    let Screen::Open(booking) = &session.state.screen else {
        panic!("no booking");
    };
    let said = super::super::notice::announcement(booking, &context("en"));
    assert_eq!(said, "Monday, 23 November 2026: closed. Our <b>anniversary</b>.");
    assert_has(&draw_in("de", &session.state), &["Unser Jubiläum."]);
    let mut session = with_notices();
    session.take(Event::CursorMoved(Cursor::Days(2)));
    assert_has(&draw(&session), &[below]);
}

#[test]
fn the_times_of_a_day_that_is_closed_in_part_say_why() {
    let mut session = with_notices();
    session.take(Event::DayChosen(day("2026-11-27")));
    let number = session.asked_slots();
    session.take(Event::SlotsAnswered(number, Ok(Vec::new())));
    let html = draw(&session);
    assert_eq!(
        html.matches("<p class=\"hint\">Our &lt;b&gt;anniversary&lt;/b&gt;.</p>")
            .count(),
        1
    );
    assert_lacks(&html, &["tables free. Our"]);
}

#[test]
fn a_link_to_a_closed_day_says_why_it_is_not_free() {
    let mut session = Session::start(Prefill {
        day: Some(day("2026-11-23")),
        ..Prefill::default()
    });
    session.take(Event::VenueAnswered(1, Ok(Box::new(venue()))));
    let (number, question) = session.asked_calendar();
    let mut days = calendar(&question);
    for known in &mut days {
        known.notice = Some(read(json!({ "en": "Our anniversary." })));
    }
    session.take(Event::CalendarAnswered(number, Ok(days)));
    assert_has(
        &draw(&session),
        &["is not free for this choice. Our anniversary."],
    );
}
