//! The head of the hosted page: its title by the step, what search engines and chats show of it, and the venue's icon.

use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};
use shared::locale::Language;
use shared::venue::Venue;

use super::venue_color;
use crate::structured_data;
use config::{VenueSettings, raster_name};

/// The values of the page's head.
pub struct Head {
    /// The heading of the screen, as HTML without tags; empty where the page has none yet.
    pub heading: String,
    /// A sentence about the restaurant.
    pub description: String,
    /// The page's own address, without choices.
    pub address: String,
    /// Whether search engines may list the page.
    pub is_indexed: bool,
    /// The absolute address of a picture that chats can show.
    pub picture: Option<String>,
    /// The icon, as a `data:` address.
    pub icon: String,
    /// The restaurant in the words of schema.org, as JSON-LD that can stand in a `script` element.
    pub json_ld: String,
}

/// The venue of a page, as its head presents it.
#[derive(Clone, Copy)]
pub struct PageSubject<'a> {
    /// The venue's settings.
    pub settings: &'a VenueSettings,
    /// The venue as guests see it, where it could be had.
    pub venue: Option<&'a Venue>,
    /// Whether an operator has suspended it.
    pub is_suspended: bool,
    /// The origin of this worker, such as `https://book.example.com`.
    pub origin: &'a str,
    /// The reader's language.
    pub language: &'a Language,
    /// The sentence for venues that have none of their own.
    pub sentence: &'a str,
}

impl Head {
    /// The head of a page with this screen. `is_start`: it is the page's first screen, and not one that a form or a letter
    /// has led to.
    #[must_use]
    pub fn of(subject: PageSubject<'_>, screen: &str, is_start: bool) -> Self {
        let PageSubject {
            settings,
            is_suspended,
            origin,
            language,
            sentence,
            ..
        } = subject;
        let own = settings.hosted_page.description.as_ref();
        let description = own
            .map(|own| own.get(language))
            .filter(|own| !own.is_empty())
            .unwrap_or(sentence)
            .to_owned();
        let address = format!("{origin}/book/{}", settings.id);
        let picture = picture(subject.venue, origin);
        Self {
            heading: heading(screen).unwrap_or_default().to_owned(),
            is_indexed: settings.hosted_page.indexed && is_start && !is_suspended,
            icon: icon(settings),
            json_ld: json_ld(subject, &address, &description, picture.as_deref()),
            description,
            address,
            picture,
        }
    }
}

/// The text of a screen's heading, as HTML; none where there is none, or where it is more than text.
fn heading(screen: &str) -> Option<&str> {
    let (_, rest) = screen.split_once("<h2")?;
    let (_, rest) = rest.split_once('>')?;
    let (heading, _) = rest.split_once("</h2>")?;
    (!heading.contains('<')).then_some(heading)
}

/// The picture of the preselected experience, or else of the first with one. Chats show no SVG, but the JPEG that is beside
/// each drawing among the deployment's own files.
fn picture(venue: Option<&Venue>, origin: &str) -> Option<String> {
    let experiences = &venue?.experiences;
    let preselected = experiences.iter().filter(|experience| experience.is_default);
    let pictures = preselected
        .chain(experiences)
        .filter_map(|experience| experience.image.as_ref());
    let files = format!("{origin}/assets/");
    let mut shown = pictures.filter_map(|image| {
        let shown = raster_name(&image.url);
        (shown == image.url || image.url.starts_with(&files)).then_some(shown)
    });
    shown.next()
}

/// The first letter of the venue's name on its colour, as a `data:` address, which the page's policy allows for pictures.
fn icon(settings: &VenueSettings) -> String {
    let background = venue_color::background(settings);
    let mut letters = settings.name.chars().filter(|sign| sign.is_alphanumeric());
    let letter: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let text_color = venue_color::text_color_on(background);
    let drawing = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\">\
         <rect width=\"64\" height=\"64\" rx=\"14\" fill=\"{background}\"/>\
         <text x=\"32\" y=\"46\" font-family=\"Georgia,serif\" font-size=\"40\" text-anchor=\"middle\" \
         fill=\"{text_color}\">{letter}</text></svg>"
    );
    format!(
        "data:image/svg+xml;base64,{}",
        Base64::encode_string(drawing.as_bytes())
    )
}

/// The restaurant and how to reserve there (<https://schema.org/Restaurant>). A suspended one takes no reservations.
fn json_ld(subject: PageSubject<'_>, address: &str, description: &str, picture: Option<&str>) -> String {
    let PageSubject {
        settings,
        is_suspended,
        language,
        ..
    } = subject;
    let mut facts = json!({
        "@context": "https://schema.org",
        "@type": "Restaurant",
        "@id": address,
        "name": settings.name,
        "description": description,
        "currenciesAccepted": settings.currency,
        "acceptsReservations": !is_suspended,
    });
    let action = json!({
        "@type": "ReserveAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": address,
            "inLanguage": language,
            "actionPlatform": ["http://schema.org/DesktopWebPlatform", "http://schema.org/MobileWebPlatform"],
        },
        "result": { "@type": "FoodEstablishmentReservation" },
    });
    let text = |text: &str| Value::String(text.to_owned());
    let known = [
        (
            "address",
            structured_data::address(settings.address.as_deref(), settings.location.as_ref()),
        ),
        ("geo", structured_data::position(settings.location.as_ref())),
        ("hasMap", settings.directions_url().map(Value::from)),
        ("telephone", settings.policies.phone.as_deref().map(text)),
        ("image", picture.map(text)),
        ("potentialAction", (!is_suspended).then_some(action)),
    ];
    if let Some(facts) = facts.as_object_mut() {
        let known = known.into_iter();
        facts.extend(known.filter_map(|(name, value)| Some((name.to_owned(), value?))));
    }
    structured_data::script(&facts)
}

#[cfg(test)]
#[path = "hosted_head_tests.rs"]
mod tests;
