//! Facts about the e-mails to guests on the waitlist: complete in both languages, with the one link.

use serde_json::json;
use shared::locale::Language;

use super::*;
use crate::localization::languages;

const LINK: &str = "https://book.example.com/book/linde#offer=w1.token";

fn letter(tag: &str, news: WaitingNews) -> Message {
    let localizer = Localizer::of(&[Language::parse(tag).unwrap()], "US").unwrap();
    let guest: Guest = serde_json::from_value(json!({ "firstName": "Ada", "lastName": "<b>L</b>" })).unwrap();
    let experience: LocalizedText =
        serde_json::from_value(json!({ "en": "Dinner", "de": "Abendessen" })).unwrap();
    let restaurant = Restaurant {
        name: "Linde",
        address: None,
        phone: None,
        venue: None,
    };
    let minutes = |minutes| Minutes::parse(minutes).unwrap();
    let waiting = Waiting {
        guest: &guest,
        day: Day::parse("2026-11-27").unwrap(),
        between: (minutes(1080), minutes(1200)),
        attendees: Attendees::parse(2).unwrap(),
        experience: &experience,
        link: LINK,
    };
    to_waiting(news, &restaurant, &localizer, &waiting)
}

fn offered() -> WaitingNews {
    WaitingNews::Offered {
        minutes: Minutes::parse(1140).unwrap(),
        until: Some((Day::parse("2026-11-26").unwrap(), Minutes::parse(930).unwrap())),
    }
}

#[test]
fn an_offer_says_the_table_and_until_when_it_is_held() {
    let english = letter("en", offered());
    assert!(english.subject.contains("7:00 PM"), "{}", english.subject);
    for part in ["3:30 PM", "26 November 2026", "Dinner", "2 guests", LINK] {
        assert!(english.text.contains(part), "{part}: {}", english.text);
    }
    let large = "line-height:1.35\">Friday, 27 November 2026";
    assert!(english.html.contains(large), "{}", english.html);
    let german = letter("de", offered());
    for part in ["15:30 Uhr", "26. November 2026", "Abendessen", "2 Personen", LINK] {
        assert!(german.text.contains(part), "{part}: {}", german.text);
    }
}

#[test]
fn only_what_is_open_has_a_link_and_names_are_no_markup() {
    for language in languages() {
        let tag = language.as_str();
        for (news, has_link) in [
            (WaitingNews::Noted, true),
            (offered(), true),
            (WaitingNews::Lapsed, false),
        ] {
            let message = letter(tag, news);
            assert_eq!(message.text.contains(LINK), has_link, "{}", message.text);
            assert!(!message.html.contains("<b>L</b>"));
            assert!(message.html.contains("&#60;b&#62;L"));
            assert!(!message.subject.contains("token"));
        }
    }
}
