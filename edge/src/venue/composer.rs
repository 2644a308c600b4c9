//! Composes letters of a venue: sender, language and links, which all of them share.

use config::{MailSettings, VenueSettings};
use shared::id::{ExperienceId, PictureName, TemplateId};
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

    /// Mail programs show no SVG, and the files of a deployment have other addresses after the next one.
    fn picture_address(&self, image: &str) -> Option<String> {
        if image.contains("://") {
            let end = image.rsplit('.').next();
            let is_drawing = end.is_some_and(|end| end.eq_ignore_ascii_case("svg"));
            return (!is_drawing).then(|| image.to_owned());
        }
        let name = PictureName::parse(image).ok()?;
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
