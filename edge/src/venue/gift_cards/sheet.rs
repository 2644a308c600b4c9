//! The PDF of an order's card.

use config::VenueSettings;
use shared::validation::{Message, Name};

use super::enclosed::Enclosed;
use crate::error::VenueError;
use crate::gift_card::pdf::{GiftCardPdf, Picture};
use crate::localization::Localizer;
use crate::mail::unlinked;

/// The card of an issued order as a PDF, in the order's language; [`VenueError::NotFound`] where the card is not
/// issued yet, or not valid any more.
pub fn pdf(venue: &VenueSettings, enclosed: &Enclosed) -> Result<Vec<u8>, VenueError> {
    let card = enclosed.order.card.as_ref().ok_or(VenueError::NotFound)?;
    let broken = |what: &str| VenueError::Broken(what.to_owned());
    let localizer = Localizer::of(
        std::iter::once(&enclosed.locale).chain(&venue.locales),
        venue.region(),
    );
    let localizer = localizer.ok_or_else(|| broken("the venue has no language with texts"))?;
    let expires_on = card.expires_on.map(|day| localizer.day(day));
    let (address, phone) = (venue.address_line(), venue.shown_phone());
    // PDF viewers make links of plain addresses too.
    let (from, recipient) = (
        unlinked(enclosed.purchaser.name.as_str()),
        card.recipient_name.as_ref().map(Name::as_str).map(unlinked),
    );
    let message = card.message.as_ref().map(Message::as_str).map(unlinked);
    let card_pdf = GiftCardPdf {
        texts: localizer.texts(),
        restaurant: &venue.name,
        contact: address.as_deref().into_iter().chain(phone.as_deref()).collect(),
        colour: venue.theme.color.as_deref(),
        picture: enclosed.picture.as_deref().and_then(Picture::read),
        worth: &localizer.money(card.amount),
        from: &from,
        recipient: recipient.as_deref(),
        message: message.as_deref(),
        code: &card.code.text(),
        expires_on: expires_on.as_deref(),
    };
    card_pdf
        .pdf()
        .ok_or_else(|| broken("a card's sheet cannot be drawn"))
}
