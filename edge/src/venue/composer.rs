//! Composes letters of a venue: sender, language and links, which all of them share.

use config::{MailSettings, VenueSettings, raster_name};
use shared::id::{ExperienceId, TemplateId};
use shared::locale::Language;
use shared::reservation::Reservation;
use shared::time::{Day, Minutes};

use crate::access::token::sign_in_path;
use crate::booking::unpaid_deadline;
use crate::error::VenueError;
use crate::localization::Localizer;
use crate::mail::templates::{Message, Restaurant};
use crate::mail::{Mailbox, OutgoingEmail};

/// Composes the messages of a venue: sender, language, links.
#[derive(Clone, Copy)]
pub struct Composer<'a> {
    venue: &'a VenueSettings,
    mail: &'a MailSettings,
}

impl<'a> Composer<'a> {
    /// A composer for a venue, with its mail settings.
    #[must_use]
    pub fn new(venue: &'a VenueSettings, mail: &'a MailSettings) -> Self {
        Self { venue, mail }
    }

    /// The localizer for a reader of this language, else for the venue's own languages.
    pub fn localizer(&self, reader: Option<&Language>) -> Result<Localizer, VenueError> {
        Localizer::of(reader.into_iter().chain(&self.venue.locales), self.venue.region())
            .ok_or_else(|| VenueError::Broken("the venue has no language with texts".to_owned()))
    }

    /// The restaurant as letters show it.
    #[must_use]
    pub fn restaurant(&self) -> Restaurant<'a> {
        Restaurant::of(self.venue)
    }

    /// Until when a reservation that nothing is paid for can be cancelled free of charge, where its experience states that.
    #[must_use]
    pub fn free_until(&self, reservation: &Reservation) -> Option<(Day, Minutes)> {
        if reservation.payment.is_some() {
            return None;
        }
        let time = (reservation.day, reservation.minutes);
        let until = unpaid_deadline(self.venue, &reservation.experience.id, time)?;
        Some((until.day, until.minutes))
    }

    /// The absolute address of an experience's picture, where mail programs can show it for as long as the letter is kept.
    #[must_use]
    pub fn picture(&self, experience: &ExperienceId) -> Option<String> {
        let mut offered = self.venue.engine.iter().flat_map(|engine| &engine.experiences);
        let experience = offered.find(|offered| offered.id == *experience)?;
        self.picture_address(experience.image.as_deref()?)
    }

    /// The same of the picture of a gift card's design.
    #[must_use]
    pub fn card_picture(&self, template: &TemplateId) -> Option<String> {
        let mut templates = self.venue.gift_cards.iter().flat_map(|cards| &cards.templates);
        let template = templates.find(|known| known.id == *template)?;
        self.picture_address(template.image.as_deref()?)
    }

    /// The address of an upload, or of a file of the deployment, which has this one beside the hashed one that pages load:
    /// that is another with each deploy. Mail programs show no SVG, and beside one elsewhere may be no other picture.
    fn picture_address(&self, image: &str) -> Option<String> {
        let name = raster_name(image);
        if image.contains("://") {
            return (name == image).then_some(name);
        }
        Some(format!(
            "{}/pictures/{}/{name}",
            self.mail.site.as_str(),
            self.venue.id
        ))
    }

    /// The restaurant's own mailbox; none where it receives no letters.
    #[must_use]
    pub fn restaurant_mailbox(&self) -> Option<Mailbox> {
        self.mail.restaurant.as_ref().map(|address| Mailbox {
            name: Some(self.venue.name.clone()),
            address: address.clone(),
        })
    }

    /// A link to the venue's page for guests, with `behind` appended. Secrets stand in the fragment, after `#`:
    /// browsers send it to no server, so it appears in no log.
    #[must_use]
    pub fn link(&self, behind: &str) -> String {
        format!("{}/book/{}{behind}", self.mail.site.as_str(), self.venue.id)
    }

    /// A link to the staff reservation page, with `behind` appended.
    #[must_use]
    pub fn staff_link(&self, behind: &str) -> String {
        format!(
            "{}/staff/{}/reservation{behind}",
            self.mail.site.as_str(),
            self.venue.id
        )
    }

    /// A link by which one of the venue's people signs in.
    #[must_use]
    pub fn sign_in_link(&self, token: &str) -> String {
        format!(
            "{}{}",
            self.mail.site.as_str(),
            sign_in_path(&self.venue.id, token)
        )
    }

    /// A letter with this message, from the venue.
    #[must_use]
    pub fn letter(&self, id: String, to: Mailbox, message: Message) -> OutgoingEmail {
        let venue = |address: &String| Mailbox {
            name: Some(self.venue.name.clone()),
            address: address.clone(),
        };
        OutgoingEmail {
            id,
            from: venue(&self.mail.from),
            to,
            reply_to: self.mail.reply_to.as_ref().map(venue),
            subject: message.subject,
            text: message.text,
            html: message.html,
            attachments: Vec::new(),
            is_limited: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use config::Venues;
    use shared::id::VenueId;

    use super::*;

    #[test]
    fn a_letter_shows_uploads_files_of_the_deployment_and_pictures_elsewhere_but_no_drawing() {
        let venues = include_str!(concat!(env!("OUT_DIR"), "/venues.json"));
        let venues = Venues::from_json(venues).unwrap();
        let venue = venues.get(&VenueId::parse("demo").unwrap()).unwrap();
        let composer = Composer::new(venue, venue.mail.as_ref().unwrap());
        let own = |name: &str| Some(format!("http://localhost:8787/pictures/demo/{name}"));
        let dinner = ExperienceId::parse("dinner").unwrap();
        assert_eq!(composer.picture(&dinner), own("dinner.jpg"));
        let branch = TemplateId::parse("branch").unwrap();
        assert_eq!(composer.card_picture(&branch), own("gift-branch.jpg"));
        let upload = "3fd0a1c2b5e64f7890ab12cd34ef5678.png";
        assert_eq!(composer.picture_address(upload), own(upload));
        let elsewhere = "https://cdn.example/dinner";
        for (end, is_shown) in [(".jpg", true), ("", true), (".svg", false), (".SVG", false)] {
            let address = format!("{elsewhere}{end}");
            let shown = composer.picture_address(&address);
            assert_eq!(shown, is_shown.then_some(address));
        }
    }
}
