//! The venue as guests see it, composed of its settings and its provider's experiences. The addresses of files and pages
//! are made absolute by [`Addresses`].

use config::{LocationSettings, System, VenueSettings};
use shared::choices::AccessCode;
use shared::gift_card::{GiftCards, Template};
use shared::id::PictureName;
use shared::image::Image;
use shared::offer::AddOn;
use shared::party::Attendees;
use shared::party::PartyRange;
use shared::time::{Day, Instant};
use shared::venue::{Challenge, ChallengeKind, Experience, Feature, Location, Policies, Venue};

use super::reserve::takes_gift_cards;
use crate::error::VenueError;
use crate::provider::{Abilities, Provider};

/// The base of this worker's own addresses. They become absolute, since the page that shows them is another site's.
#[derive(Clone, Copy, Debug)]
pub struct Addresses<'a> {
    /// This worker's origin, such as `https://book.example.com`.
    pub origin: &'a str,
    /// The path of hashed files, such as `/assets/3f2a…`.
    pub assets: &'a str,
}

impl Addresses<'_> {
    /// A picture with an absolute address. A provider names one of this worker's pictures by its file or by the name of
    /// an upload, and any other by its absolute address.
    #[must_use]
    pub fn of_picture(self, image: Image, venue: &VenueSettings) -> Image {
        if image.url.contains("://") {
            return image;
        }
        let Self { origin, assets } = self;
        let (id, name) = (&venue.id, &image.url);
        Image {
            url: match PictureName::parse(name) {
                Ok(name) => format!("{origin}/pictures/{id}/{name}"),
                Err(_) => format!("{origin}{assets}/venues/{id}/{name}"),
            },
        }
    }

    /// The absolute address of a page. The path of one of this worker's pages begins with a slash.
    fn of_page(self, url: &str) -> String {
        if url.starts_with('/') {
            format!("{}{url}", self.origin)
        } else {
            url.to_owned()
        }
    }

    fn of_policies(self, settings: &VenueSettings) -> Policies {
        let policies = &settings.policies;
        let page = |url: &Option<String>| url.as_deref().map(|url| self.of_page(url));
        Policies {
            phone_display: settings.shown_phone(),
            privacy_url: page(&policies.privacy_url),
            terms_url: page(&policies.terms_url),
            ..policies.clone()
        }
    }
}

/// The venue at this instant, as a guest with this access code sees it. A suspended one offers nothing: no experience, no gift cards and no waitlist. Its name and
/// its policies are there for guests who have booked before.
pub async fn venue(
    settings: &VenueSettings,
    provider: &dyn Provider,
    addresses: Addresses<'_>,
    now: Instant,
    (is_suspended, access_code): (bool, Option<&AccessCode>),
) -> Result<Venue, VenueError> {
    let offered = if is_suspended {
        Vec::new()
    } else {
        match access_code {
            Some(code) => provider.experiences_with(code).await?,
            None => provider.experiences().await?,
        }
    };
    let experiences: Vec<Experience> = offered
        .into_iter()
        .map(|experience| {
            let shown = Experience {
                image: experience
                    .image
                    .map(|image| addresses.of_picture(image, settings)),
                add_ons: with_addresses(experience.add_ons, addresses, settings),
                ..experience
            };
            shown.with_extras_said()
        })
        .collect();
    let (today, _) = settings
        .time_zone
        .local(now)
        .ok_or_else(|| VenueError::Broken("the clock is outside the calendar's range".to_owned()))?;
    let gift_cards = gift_cards(settings, addresses)?;
    let mut view = view(settings, provider.abilities(), experiences, today);
    if is_suspended {
        view.features
            .retain(|feature| !matches!(feature, Feature::Waitlist | Feature::GiftCards));
    }
    Ok(Venue {
        gift_cards: gift_cards.filter(|_| !is_suspended),
        policies: addresses.of_policies(settings),
        first_day: provider.last_evening().unwrap_or(today),
        ..view
    })
}

/// The add-ons with absolute addresses of their pictures.
fn with_addresses(add_ons: Vec<AddOn>, addresses: Addresses<'_>, settings: &VenueSettings) -> Vec<AddOn> {
    let add_ons = add_ons.into_iter().map(|add_on| AddOn {
        image: add_on.image.map(|image| addresses.of_picture(image, settings)),
        ..add_on
    });
    add_ons.collect()
}

/// The gift cards that the venue sells, with absolute addresses of their pictures; none if it sells none.
fn gift_cards(settings: &VenueSettings, addresses: Addresses<'_>) -> Result<Option<GiftCards>, VenueError> {
    let Some(cards) = &settings.gift_cards else {
        return Ok(None);
    };
    let offered = cards
        .offered(settings.currency)
        .map_err(|error| VenueError::Broken(error.to_string()))?;
    let templates = offered.templates.into_iter().map(|template| Template {
        image: template.image.map(|image| addresses.of_picture(image, settings)),
        ..template
    });
    Ok(Some(GiftCards {
        templates: templates.collect(),
    }))
}

/// Whether a code opens anything here that others do not see.
fn has_access_codes(settings: &VenueSettings, abilities: Abilities) -> bool {
    settings.engine.as_ref().map_or(abilities.access_codes, |engine| {
        let mut experiences = engine.experiences.iter();
        experiences.any(|experience| !experience.access_codes.is_empty())
    })
}

fn features(settings: &VenueSettings, abilities: Abilities) -> Vec<Feature> {
    let offered = [
        (settings.waitlist.is_some(), Feature::Waitlist),
        (abilities.areas, Feature::Areas),
        (abilities.notes, Feature::Notes),
        (has_access_codes(settings, abilities), Feature::AccessCodes),
        (
            settings.mail.is_some() || settings.system().is_some_and(System::writes_letters),
            Feature::Letters,
        ),
        // No remote system takes such a change.
        (settings.engine.is_some(), Feature::ChoiceChanges),
        (abilities.changes_slot(false), Feature::SlotChanges),
        (abilities.changes_slot(true), Feature::PaidSlotChanges),
        (abilities.changes_note(), Feature::NoteChanges),
        (
            settings.gift_cards.is_some() && takes_gift_cards(settings),
            Feature::GiftCards,
        ),
    ];
    offered
        .into_iter()
        .filter_map(|(is_there, feature)| is_there.then_some(feature))
        .collect()
}

/// Where the venue is, as far as that is stated.
fn location(settings: &VenueSettings) -> Option<Location> {
    let parts = settings.location.as_ref();
    Some(Location {
        address: settings.address_line()?,
        directions_url: settings.directions_url()?,
        street: parts.map(|parts| parts.street.clone()),
        postal_code: parts.and_then(|parts| parts.postal_code.clone()),
        locality: parts.map(|parts| parts.locality.clone()),
        country: parts.map(|parts| parts.country.clone()),
        geo_uri: parts.and_then(LocationSettings::geo_uri),
    })
}

fn view(settings: &VenueSettings, abilities: Abilities, experiences: Vec<Experience>, today: Day) -> Venue {
    let ranges = || experiences.iter().map(|experience| experience.attendees);
    let attendees = PartyRange {
        min: ranges().map(|range| range.min).min().unwrap_or(Attendees::MIN),
        max: ranges().map(|range| range.max).max().unwrap_or(Attendees::MAX),
    };
    Venue {
        id: settings.id.clone(),
        name: settings.name.clone(),
        time_zone: settings.time_zone.name().to_owned(),
        today,
        first_day: today,
        currency: settings.currency,
        locales: settings.locales.clone(),
        attendees,
        horizon_days: settings.system().map_or(0, System::horizon_days),
        experiences,
        gift_cards: None,
        policies: Policies::default(),
        location: location(settings),
        guest_fields: settings.guest_fields.clone(),
        theme: settings.theme.clone(),
        features: features(settings, abilities),
        challenge: settings.turnstile.as_ref().map(|turnstile| Challenge {
            kind: ChallengeKind::Turnstile,
            site_key: turnstile.site_key.clone(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use config::test_support::venue_settings;

    use super::*;

    fn changes(abilities: Abilities) -> Vec<Feature> {
        let settings = venue_settings();
        let mut features = features(&settings, abilities);
        let changes = [
            Feature::SlotChanges,
            Feature::PaidSlotChanges,
            Feature::NoteChanges,
        ];
        features.retain(|feature| changes.contains(feature));
        features
    }

    #[test]
    fn the_changes_that_a_booking_system_makes_are_named() {
        let all = Abilities {
            notes: true,
            slot_changes: true,
            in_place: true,
            ..Abilities::NONE
        };
        assert_eq!(
            changes(all),
            [
                Feature::SlotChanges,
                Feature::PaidSlotChanges,
                Feature::NoteChanges
            ]
        );
        let in_place_of_another = Abilities {
            in_place: false,
            ..all
        };
        assert_eq!(changes(in_place_of_another), [Feature::SlotChanges]);
        let none = Abilities {
            slot_changes: false,
            ..in_place_of_another
        };
        assert_eq!(changes(none), []);
    }
}
