//! Facts about the e-mails to guests whom a rule of the day meets.

use serde_json::json;
use shared::locale::{Language, LocalizedText};
use shared::party::Attendees;
use shared::reservation::Guest;
use shared::time::{Day, Minutes};

use super::*;
use crate::localization::languages;

const LINK: &str = "https://book.example.com/book/linde?view=manage#manage=r1.token";

fn letter(language: &Language, news: DayRuleNews, text: Option<&str>) -> Message {
    let localizer = Localizer::of([language], "AT").unwrap();
    let guest: Guest = serde_json::from_value(json!({ "firstName": "Ada", "lastName": "Muster" })).unwrap();
    let experience: LocalizedText = serde_json::from_value(json!({ "en": "Dinner" })).unwrap();
    let restaurant = Restaurant {
        name: "Linde",
        address: None,
        phone: Some("+4310000000"),
        venue: None,
    };
    let reservation = ReservationFacts {
        number: "R-000007",
        day: Day::parse("2026-11-27").unwrap(),
        minutes: Minutes::parse(1140).unwrap(),
        attendees: Attendees::parse(2).unwrap(),
        experience: &experience,
        guest: &guest,
        area: None,
        people: &[],
        add_ons: &[],
        total: None,
        answers: &[],
        notes: None,
        message: None,
        payment: None,
        free_until: None,
        link: Some(LINK),
        calendar: None,
        picture: None,
    };
    about_day_rule((news, text), &restaurant, &localizer, &reservation)
}

#[test]
fn the_restaurants_text_stands_between_the_cause_and_what_to_do() {
    let english = Language::parse("en").unwrap();
    let found = letter(
        &english,
        DayRuleNews::Closed,
        Some("Our oven is broken.\n<b>Sorry</b>"),
    );
    assert_eq!(
        found.subject,
        "About your table at Linde: Friday, 27 November 2026, 19:00"
    );
    let place = |text: &str| {
        found
            .text
            .find(text)
            .unwrap_or_else(|| panic!("{text}: {}", found.text))
    };
    let order = [
        place("Dear Ada Muster,"),
        place("We are closed at the time of your reservation"),
        place("Our oven is broken."),
        place("Your reservation has not been cancelled"),
        place("R-000007"),
        place(LINK),
    ];
    assert!(order.is_sorted(), "{}", found.text);
    assert!(found.html.contains("&#60;b&#62;Sorry") || found.html.contains("&lt;b&gt;Sorry"));
}

#[test]
fn every_language_has_both_letters_without_a_gap() {
    for language in languages() {
        let [closed, changed] =
            [DayRuleNews::Closed, DayRuleNews::Changed].map(|news| letter(&language, news, None));
        assert_ne!(closed.text, changed.text);
        for letter in [closed, changed] {
            assert!(!letter.text.contains(['{', '}']), "{}", letter.text);
            assert!(letter.subject.contains("Linde") && letter.text.contains(LINK));
        }
    }
}
