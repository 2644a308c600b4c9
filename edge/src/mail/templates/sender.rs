//! The sender of a letter as its layout shows it: the restaurant's name, colour, address and telephone number.

use config::{LocationSettings, VenueSettings};
use shared::locale::LocalizedText;

use super::Restaurant;
use crate::color;
use crate::localization::Texts;

/// The sender.
pub(super) struct Sender {
    /// The restaurant's name.
    pub(super) name: String,
    /// The restaurant's colour, `#rrggbb`.
    pub(super) ground: String,
    /// Black or white, which can be read on the colour.
    pub(super) ink: &'static str,
    /// The lines below the letter.
    pub(super) lines: Vec<String>,
    /// The telephone number in E.164, and the line with it.
    pub(super) call: Option<(String, String)>,
}

impl<'a> Restaurant<'a> {
    /// The sender of a letter to a guest: name, address and telephone number.
    pub(super) fn sender(&self, texts: &Texts) -> Sender {
        let call = self.phone.map(|phone| {
            let shown = self.venue.and_then(VenueSettings::shown_phone);
            let line = texts.named(texts.fact_phone, shown.as_deref().unwrap_or(phone));
            (phone.to_owned(), line)
        });
        Sender {
            lines: [self.name.to_owned()].into_iter().chain(self.address()).collect(),
            call,
            ..self.sender_to_restaurant()
        }
    }

    /// The sender of a letter to the restaurant itself.
    pub(super) fn sender_to_restaurant(&self) -> Sender {
        let own = self.venue.and_then(|venue| venue.theme.color.as_deref());
        let ground = own.unwrap_or(color::NEUTRAL);
        Sender {
            name: self.name.to_owned(),
            ground: ground.to_owned(),
            ink: color::text_color_on(ground),
            lines: vec![self.name.to_owned()],
            call: None,
        }
    }

    /// The place in one line: the name, and the address where it is known.
    pub(super) fn place(&self) -> String {
        let parts = [self.name.to_owned()].into_iter().chain(self.address());
        parts.collect::<Vec<_>>().join(", ")
    }

    /// The place in parts.
    pub(super) fn location(&self) -> Option<&'a LocationSettings> {
        self.venue.and_then(|venue| venue.location.as_ref())
    }

    /// The address of a page that shows the way there.
    pub(super) fn directions(&self) -> Option<String> {
        self.venue.and_then(VenueSettings::directions_url)
    }

    /// The rule about cancelling, as the restaurant states it.
    pub(super) fn cancellation(&self) -> Option<&'a LocalizedText> {
        self.venue.and_then(|venue| venue.policies.cancellation.as_ref())
    }

    fn address(&self) -> Option<String> {
        let made = || self.location().map(LocationSettings::line);
        self.address.map(str::to_owned).or_else(made)
    }
}
