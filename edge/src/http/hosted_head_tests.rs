//! Facts about what the hosted page says of its venue.

use config::HostedPageSettings;
use pollster::block_on;
use shared::image::Image;
use shared::locale::LocalizedText;
use shared::time::Instant;

use super::super::hosted_tests::serving;
use super::super::tests::venues;
use super::*;
use crate::booking::{self, Addresses};
use crate::provider::server_timing::ServerTiming;

const ORIGIN: &str = "https://book.example.com";

fn settings() -> VenueSettings {
    let id = shared::id::VenueId::parse("demo").unwrap();
    VenueSettings {
        hosted_page: HostedPageSettings::default(),
        ..venues().get(&id).unwrap().clone()
    }
}

fn head(settings: &VenueSettings, screen: &str, is_suspended: bool) -> Head {
    let language = Language::parse("de-AT").unwrap();
    let subject = PageSubject {
        settings,
        venue: None,
        is_suspended,
        origin: ORIGIN,
        language: &language,
        sentence: "A sentence.",
    };
    Head::of(subject, screen, true)
}

#[test]
fn the_heading_of_the_screen_is_its_first_and_has_no_tags() {
    for (screen, heading) in [
        (
            "<div><h2 id=\"step\" tabindex=\"-1\">Your details</h2><h2>More</h2></div>",
            "Your details",
        ),
        ("<h2>Fish &amp; wine</h2>", "Fish &amp; wine"),
        ("<h2>One <em>word</em></h2>", ""),
        ("<p>Nothing</p>", ""),
        ("<h2>broken", ""),
        ("", ""),
    ] {
        assert_eq!(head(&settings(), screen, false).heading, heading, "{screen}");
    }
}

#[test]
fn a_page_is_listed_where_its_venue_wants_that_alone() {
    let listed = |indexed: bool, is_suspended: bool| {
        let mut settings = settings();
        settings.hosted_page.indexed = indexed;
        head(&settings, "", is_suspended).is_indexed
    };
    assert!(listed(true, false));
    assert!(!listed(false, false));
    assert!(!listed(true, true));
}

#[test]
fn the_description_is_the_venues_own_in_the_readers_language() {
    let mut settings = settings();
    assert_eq!(head(&settings, "", false).description, "A sentence.");
    let text = |tag: &str, text: &str| (Language::parse(tag).unwrap(), text.to_owned());
    let own = [text("en", "Seasonal."), text("de", "Saisonal.")];
    settings.hosted_page.description = Some(LocalizedText::from_iter(own));
    assert_eq!(head(&settings, "", false).description, "Saisonal.");
}

#[test]
fn the_restaurant_is_described_in_the_words_of_schema_org_and_cannot_end_its_element() {
    let mut settings = settings();
    settings.name = "</script><b>".to_owned();
    let text = head(&settings, "", false).json_ld;
    assert!(!text.contains('<'), "{text}");
    let facts: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(facts["@type"], "Restaurant");
    assert_eq!(facts["name"], "</script><b>");
    assert_eq!(facts["acceptsReservations"], json!(true));
    assert_eq!(facts["telephone"], "+4310000000");
    let action = &facts["potentialAction"];
    assert_eq!(action["@type"], "ReserveAction");
    assert_eq!(
        action["target"]["urlTemplate"],
        "https://book.example.com/book/demo"
    );
    let suspended: Value = serde_json::from_str(&head(&settings, "", true).json_ld).unwrap();
    assert_eq!(suspended["acceptsReservations"], json!(false));
    assert_eq!(suspended["potentialAction"], Value::Null);
}

/// The venue as guests see it, which serves dinner.
fn opened() -> Venue {
    let (settings, script) = (settings(), serving());
    let client = script.client(&settings, &ServerTiming::default());
    let addresses = Addresses {
        origin: ORIGIN,
        assets: "/assets/abc",
    };
    let now = Instant::from_unix(1_795_000_000);
    block_on(booking::venue(&settings, &client, addresses, now, (false, None))).unwrap()
}

#[test]
fn chats_show_the_jpeg_beside_a_drawing_of_the_deployment_and_no_drawing_of_elsewhere() {
    let mut venue = opened();
    for (url, shown) in [
        (
            "https://book.example.com/assets/abc/venues/demo/dinner.svg",
            Some("https://book.example.com/assets/abc/venues/demo/dinner.jpg"),
        ),
        ("https://cdn.example/dinner.svg", None),
        (
            "https://cdn.example/dinner.png",
            Some("https://cdn.example/dinner.png"),
        ),
    ] {
        venue.experiences[0].image = Some(Image { url: url.to_owned() });
        assert_eq!(picture(Some(&venue), ORIGIN).as_deref(), shown, "{url}");
    }
    assert_eq!(picture(None, ORIGIN), None);
}

#[test]
fn the_icon_is_the_first_letter_on_the_venues_colour() {
    let drawing = |name: &str, color: Option<&str>| {
        let mut settings = settings();
        settings.name = name.to_owned();
        settings.theme.color = color.map(str::to_owned);
        let icon = head(&settings, "", false).icon;
        let coded = icon.strip_prefix("data:image/svg+xml;base64,").unwrap();
        String::from_utf8(Base64::decode_vec(coded).unwrap()).unwrap()
    };
    for (name, color, part) in [
        ("Quitte", Some("#2a6048"), "fill=\"#fff\">Q</text>"),
        ("élan", Some("#f0e0a0"), "fill=\"#000\">É</text>"),
        ("<& 7", None, "fill=\"#fff\">7</text>"),
        ("…", None, "fill=\"#fff\"></text>"),
    ] {
        let drawing = drawing(name, color);
        assert!(drawing.contains(part), "{drawing}");
        assert!(
            drawing.contains(color.unwrap_or(venue_color::NEUTRAL)),
            "{drawing}"
        );
    }
}
